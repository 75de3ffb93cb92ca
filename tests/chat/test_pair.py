"""`/interview pair` in chat, by whole payloads: what is on each message, who may press, and old or made-up presses."""

from typing import Any

import pytest

from bot.actions.pair_views import PairLine
from bot.chat.pair_clock import carry_out
from bot.chat.pair_screens import with_halves
from bot.chat.screen import Screen, note
from bot.render import pair as cards
from bot.render import pair_cards, words
from bot.rules.interview import Kind
from bot.rules.pair import KINDS, Phase
from bot.rules.question import Level
from tests.actions.pair_world import QUESTIONS
from tests.chat.payloads import ADA, BEN, CHANNEL, GUILD, flat, message, snowflake, user
from tests.chat.recorder import Room, Sent
from tests.samples import NOON

CY = 13
POSTS = 1 << 10 | 1 << 11 | 1 << 16
pytestmark = pytest.mark.parametrize("questions", [QUESTIONS], indirect=True)


def command(room: Room, member: int | None, **options: Any) -> dict[str, Any]:
    """The command with a member, as Discord names and resolves one."""
    data = room.slash("interview pair", **{"round": "quick"} | options)
    if member is not None:
        data["options"][0]["options"].append({"name": "member", "type": 6, "value": str(member)})
        known = {"roles": [], "joined_at": NOON.isoformat(), "flags": 0, "permissions": "0"}
        data["resolved"] = {"users": {str(member): user(member)}, "members": {str(member): known}}
    return data


async def invited(room: Room, member: int | None = BEN, person: int = ADA, **more: Any) -> Sent:
    room.wake(2, command(room, member), person, **more)
    return await room.discord.next()


async def shown(room: Room) -> Sent:
    """Have the clock carry out what is to be shown, and give what it sent."""
    (step,) = (await room.app.pair_clock.tick(room.discord.clock.now())).steps
    await carry_out(room.client, room.app, step)
    return await room.discord.next()


async def half(room: Room) -> tuple[Sent, Sent]:
    """Invite, accept and start; give the message as it is then, and the interviewer's card."""
    await invited(room)
    posted = await shown(room)
    await room.press(posted, cards.ACCEPT, person=BEN)
    ready = await shown(room)
    card = await room.press(ready, cards.START)
    return await shown(room), card


async def test_the_rounds_that_can_be_chosen_are_those_of_the_rules(room: Room) -> None:
    (interview,) = [one for one in room.discord.commands if one["name"] == "interview"]
    (pair,) = [sub for sub in interview["options"] if sub["name"] == "pair"]
    (rounds,) = [option for option in pair["options"] if option["name"] == "round"]
    assert tuple(choice["value"] for choice in rounds["choices"]) == tuple(kind.value for kind in KINDS)


async def test_an_invitation_is_posted_once_and_pings_whom_it_names(room: Room) -> None:
    told = await invited(room)
    assert (told.type, told.private, told.text) == (4, True, cards.POSTED)
    posted = await shown(room)
    assert (posted.kind, posted.body["nonce"]) == ("send", "pair1n1")
    assert posted.body["allowed_mentions"]["users"] == [BEN]
    assert posted.body["allowed_mentions"].get("parse", []) == []
    assert list(posted.buttons) == [cards.ACCEPT, cards.DECLINE]
    assert (await room.app.pair_clock.tick(room.discord.clock.now())).steps == ()


async def test_a_search_pings_nobody(room: Room) -> None:
    assert (await invited(room, None)).text == cards.LOOKING_POSTED
    posted = await shown(room)
    assert posted.body["allowed_mentions"].get("users", []) == []
    assert list(posted.buttons) == [cards.LOOKING, cards.TAKE_BACK]
    refused = await room.press(posted, cards.LOOKING)
    assert (refused.private, "your own invitation" in refused.text) == (True, True)
    taken = await room.press(posted, cards.LOOKING, person=BEN)
    assert taken.text == cards.ACCEPTED
    late = await room.press(posted, cards.LOOKING, person=CY)
    assert late.text.startswith("Somebody was faster")


async def test_who_may_not_be_invited(room: Room) -> None:
    assert "interview themselves" in (await invited(room, ADA)).text
    assert (await invited(room, 100)).text == cards.NO_BOT
    assert "I lack **Send Messages**" in (await invited(room, app_permissions=1 << 10 | 1 << 16)).text
    place = {"id": str(CHANNEL), "type": 15, "name": "f", "guild_id": str(GUILD), "position": 0}
    lacking = await invited(room, channel=place)
    assert lacking.text == cards.NOT_HERE
    for member in (None, BEN):
        room.wake(2, command(room, member), dm=True)
        assert "in a server only" in (await room.discord.next()).text
    gone = command(room, BEN)
    del gone["resolved"]["members"]
    room.wake(2, gone)
    assert (await room.discord.next()).text == cards.NO_MEMBER
    assert room.desk.kept.pairs == {}


@pytest.mark.parametrize("kind", [2, 13, 11])
async def test_it_can_be_held_where_there_is_a_chat(room: Room, kind: int) -> None:
    place: dict[str, Any] = {"id": str(CHANNEL), "type": kind, "name": "v", "guild_id": str(GUILD), "position": 0}
    place |= {"bitrate": 1, "user_limit": 0}
    if kind == 11:
        about = {"archived": False, "auto_archive_duration": 60, "archive_timestamp": NOON.isoformat(), "locked": False}
        place |= {"thread_metadata": about, "parent_id": "5", "owner_id": "1", "message_count": 0, "member_count": 1}
    told = await invited(room, channel=place, app_permissions=POSTS | 1 << 38)
    assert told.text == cards.POSTED
    if kind == 11:
        again = await invited(room, person=CY, channel=place, app_permissions=POSTS)
        assert "I lack **Send Messages in Threads**" in again.text


async def test_a_second_one_shows_the_way_back(room: Room) -> None:
    await half(room)
    again = await invited(room, CY)
    assert "You are in a pair interview already: **Quick · mid, first half**" in again.text
    assert list(again.buttons) == [cards.MY_CARD, words.STOP]
    card = await room.press(again, cards.MY_CARD)
    assert (card.type, "Points to listen for" in card.text) == (7, True)


async def test_declined_and_taken_back(room: Room) -> None:
    await invited(room)
    posted = await shown(room)
    assert "for somebody else" in (await room.press(posted, cards.DECLINE, person=CY)).text
    assert (await room.press(posted, cards.DECLINE, person=BEN)).text == cards.DECLINED
    edited = await shown(room)
    assert (edited.kind, edited.buttons, "declined" in edited.text) == ("edit", {}, True)
    await invited(room)
    again = await shown(room)
    assert (await room.press(again, cards.DECLINE)).text == cards.TAKEN_BACK


async def test_who_asks_first_is_chosen_before_the_start(room: Room) -> None:
    await invited(room)
    posted = await shown(room)
    await room.press(posted, cards.ACCEPT, person=BEN)
    ready = await shown(room)
    assert list(ready.buttons) == [cards.START, words.STOP, cards.I_FIRST, cards.YOU_FIRST]
    assert (await room.press(ready, cards.I_FIRST, person=BEN)).type == 6
    edited = await shown(room)
    assert f"**<@{BEN}> asks first**" in edited.text
    assert edited.body["allowed_mentions"] == {"parse": []}
    await room.press(ready, cards.YOU_FIRST, person=BEN)
    assert f"**<@{ADA}> asks first**" in (await shown(room)).text


async def test_the_half_and_the_cards_of_both(room: Room) -> None:
    public, card = await half(room)
    assert list(public.buttons) == [cards.MY_CARD, words.NEXT, words.PAUSE, words.STOP]
    assert (card.type, card.private) == (4, True)
    assert list(card.buttons) == [cards.ASKED_ALOUD, pair_cards.NEXT]
    own = await room.press(public, cards.MY_CARD, person=BEN)
    assert (own.private, "has not asked it yet" in own.text, list(own.buttons)) == (True, True, [words.LOOK_AGAIN])
    asked = await room.press(card, cards.ASKED_ALOUD)
    assert (asked.type, list(asked.buttons)) == (7, [pair_cards.MARK_POINTS, pair_cards.NEXT])
    again = await room.press(own, words.LOOK_AGAIN, person=BEN)
    assert (again.type, "the test is flat" in again.text, "Points" in again.text) == (7, True, False)
    onward = await room.press(asked, pair_cards.NEXT)
    assert list(onward.buttons) == [cards.ASKED_ALOUD, pair_cards.TO_FORMS]
    old = await room.press(asked, pair_cards.MARK_POINTS)
    assert "question 1 of 1" in old.text
    late = await room.press(card, cards.ASKED_ALOUD)
    assert (late.type, "That question is over" in late.text) == (4, True)
    stranger = await room.press(public, cards.MY_CARD, person=CY)
    assert "for the two who hold this interview" in stranger.text


async def test_pause_go_on_and_next_change_the_message_alone(room: Room) -> None:
    public, _ = await half(room)
    assert (await room.press(public, words.PAUSE, person=BEN)).type == 6
    paused = await shown(room)
    assert list(paused.buttons) == [cards.MY_CARD, words.GO_ON, words.STOP]
    assert "The clock stands" in (await room.press(public, words.NEXT)).text
    assert (await room.press(paused, words.GO_ON)).type == 6
    assert "This half ends" in (await shown(room)).text
    assert (await room.press(public, words.NEXT)).type == 6
    assert "**Question 2 of 2**" in (await shown(room)).text


async def test_a_stop_is_asked_again(room: Room) -> None:
    public, _ = await half(room)
    asked = await room.press(public, words.STOP)
    assert (asked.private, list(asked.buttons)) == (True, [cards.STOP_SURE, words.BACK])
    assert (await room.press(asked, words.BACK)).text == cards.KEPT
    assert "for the two who" in (await room.press(asked, cards.STOP_SURE, person=CY)).text
    assert (await room.press(asked, cards.STOP_SURE)).text == cards.STOPPED
    assert (await shown(room)).buttons == {}


async def forms(room: Room) -> Sent:
    """Ask both questions and come to the forms; gives the message."""
    _, card = await half(room)
    for label in (pair_cards.NEXT, pair_cards.TO_FORMS):
        asked = await room.press(card, cards.ASKED_ALOUD)
        card = await room.press(asked, label)
    assert list(card.buttons) == [pair_cards.HEARD_LIST, pair_cards.PARTLY_LIST, words.NEXT]  # the form at once
    return await shown(room)


async def hand_in(room: Room, public: Sent, person: int) -> Sent:
    """Write a form to its end; gives the private message as it is then."""
    page = await room.press(public, cards.MY_FORM, person=person)
    page = await room.press(page, pair_cards.HEARD_LIST, "0", "1", person=person)
    page = await room.press(page, pair_cards.PARTLY_LIST, "1", person=person)
    assert "✓ 1. heard: Checks that the split was even\n◐ 2. partly: Asks for the power" in page.text
    chosen = [
        [option["value"] for option in part["options"] if option.get("default")]
        for part in flat(page.data["components"])
        if part["type"] == 3
    ]
    assert chosen == [["0"], ["1"]]
    last = await room.press(page, words.NEXT, person=person)
    back = await room.press(last, words.PREVIOUS, person=person)
    assert "question 1 of 2" in back.text
    form = await room.press(last, pair_cards.LAST_WORDS, person=person)
    assert form.data["title"] == pair_cards.LINES_TITLE
    return await room.submit(form, on=last, person=person, well="Clear.", next="More numbers.")


async def test_forms_are_written_handed_in_and_read_by_both(room: Room) -> None:
    public = await forms(room)
    assert list(public.buttons) == [cards.MY_FORM, words.PAUSE, words.STOP]
    told = await hand_in(room, public, ADA)
    assert (told.type, told.text) == (7, "Your form is in. **Both forms** opens once the other one is.")
    await hand_in(room, public, BEN)
    swap = await shown(room)
    assert list(swap.buttons) == [cards.BOTH_FORMS, cards.START_SECOND, words.PAUSE, words.STOP]
    both = await room.press(swap, cards.BOTH_FORMS, person=BEN)
    assert (both.private, "**Alike on 6 of 6 points.**" in both.text) == (True, True)
    (other,) = [part for part in flat(both.data["components"]) if part["type"] == 2]
    assert (other["label"], other["disabled"]) == (cards.SECOND_HALF, True)
    assert "for the two who" in (await room.press(swap, cards.BOTH_FORMS, person=CY)).text
    listed = await room.command("interview reports", person=BEN)
    assert "## With a partner\n· **Quick, mid**" in listed.text
    assert "heard 2 and partly 1" not in listed.text
    opened = await room.press(listed, cards.OPEN_HALF, "1.1", person=BEN)
    assert opened.text == both.text


async def test_the_interviewer_marks_while_they_listen(room: Room) -> None:
    public, card = await half(room)
    asked = await room.press(card, cards.ASKED_ALOUD)
    page = await room.press(asked, pair_cards.MARK_POINTS)
    assert list(page.buttons) == [pair_cards.HEARD_LIST, pair_cards.PARTLY_LIST, cards.MY_CARD]
    await room.press(page, pair_cards.HEARD_LIST, "2")
    back = await room.press(page, cards.MY_CARD)
    assert list(back.buttons) == [pair_cards.MARK_POINTS, pair_cards.NEXT]
    again = await room.press(back, pair_cards.MARK_POINTS)
    assert "✓ 3. heard: Doubts the offline metric" in again.text
    early = await room.press(asked, pair_cards.MARK_POINTS, person=BEN)
    assert "This half is not over yet" in early.text
    assert public.buttons


async def test_a_half_without_questions_has_two_lines(room: Room) -> None:
    public, _ = await half(room)
    for _ in range(2):
        await room.press(public, words.NEXT)
        public = await shown(room)
    page = await room.press(public, cards.MY_FORM, person=BEN)
    assert list(page.buttons) == [pair_cards.LAST_WORDS]
    assert "No question was asked aloud" in page.text


async def test_at_its_end_it_keeps_both_forms(room: Room) -> None:
    public = await forms(room)
    await hand_in(room, public, ADA)
    await hand_in(room, public, BEN)
    swap = await shown(room)
    waits = await room.press_id("pair:card:1", on=public, person=BEN)
    assert list(waits.buttons) == [cards.MY_CARD, cards.BOTH_FORMS, words.STOP]
    await room.press(swap, cards.START_SECOND)
    second = await shown(room)
    for _ in range(2):
        await room.press(second, words.NEXT)
        second = await shown(room)
    for person in (ADA, BEN):
        page = await room.press(second, cards.MY_FORM, person=person)
        form = await room.press(page, pair_cards.LAST_WORDS, person=person)
        await room.submit(form, on=page, person=person, well="Calm.", next="Louder.")
    end = await shown(room)
    assert list(end.buttons) == [cards.BOTH_FORMS]
    both = await room.press(end, cards.BOTH_FORMS)
    assert "Second half" in both.text
    assert "First half" in (await room.press(both, cards.FIRST_HALF)).text
    over = await room.press_id("pair:card:1", on=public)
    assert list(over.buttons) == [cards.BOTH_FORMS]
    stop = await room.press(waits, words.STOP)
    assert (await room.press(stop, cards.STOP_SURE)).text == cards.OVER_ALREADY
    assert room.desk.kept.pairs[1].phase is Phase.ENDED


async def test_where_reports_are_many_the_halves_stand_in_their_list_alone(room: Room) -> None:
    one = PairLine(3, 1, Kind.QUICK, Level.MID, NOON, BEN, None)
    full = Screen(note("x" * 3990))
    both = with_halves(full, [one] * 7)
    assert (both.card, len(both.rows)) == (full.card, 1)
    assert len(getattr(both.rows[0][0], "options", ())) == 5
    assert with_halves(full, []) is full
    assert room.desk.kept.pairs == {}


async def test_empty_lines_are_refused_and_the_marks_stay(room: Room) -> None:
    public = await forms(room)
    page = await room.press(public, cards.MY_FORM)
    await room.press(page, pair_cards.HEARD_LIST, "0")
    last = await room.press(page, words.NEXT)
    form = await room.press(last, pair_cards.LAST_WORDS)
    refused = await room.submit(form, on=last, well=" ", next="?")
    assert "Write a few words in both fields" in refused.text
    assert "✓ 1. heard: Checks that the split" in (await room.press(public, cards.MY_FORM)).text


async def test_everything_works_after_a_restart(room: Room, restarted: Room) -> None:
    public, card = await half(room)
    asked = await restarted.press(card, cards.ASKED_ALOUD)
    assert list(asked.buttons) == [pair_cards.MARK_POINTS, pair_cards.NEXT]
    assert "the test is flat" in (await restarted.press(public, cards.MY_CARD, person=BEN)).text


@pytest.mark.parametrize(
    ("custom_id", "values"),
    [
        ("pair:card", ()),
        ("pair:card:0", ()),
        ("pair:card:99", ()),
        ("pair:nonsense:1", ()),
        ("pair:next:1", ()),
        ("pair:page:1:7:1", ()),
        ("pair:heard:1:0:1", ("0",)),
        ("pair:heard:1:1:1", ("x",)),
        ("pair:lines:1:2", ()),
        ("pair:both:1:0:1", ()),
        ("pair:both:1:9:1", ()),
        ("pair:open", ()),
        ("pair:open", ("1",)),
        ("pair:open", ("1.x",)),
        ("pair:open", ("99.1",)),
    ],
)
async def test_made_up_presses_are_told_so(room: Room, custom_id: str, values: tuple[str, ...]) -> None:
    await half(room)
    before = dict(room.desk.kept.pairs)
    data = {"custom_id": custom_id, "component_type": 3, "values": list(values)}
    room.wake(3, data, message=message(snowflake(), flags=1 << 6))
    refused = await room.discord.next()
    assert (refused.type, refused.private) == (4, True)
    assert "Something went wrong" not in refused.text
    assert room.desk.kept.pairs == before
