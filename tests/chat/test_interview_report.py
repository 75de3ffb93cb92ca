"""Reports of interviews in chat, by whole payloads: what is shown, marked, shared, kept as a file and deleted."""

from dataclasses import replace

import pytest

from bot.chat import interview_report as chat
from bot.render import interview_report as cards
from bot.render import words
from bot.rules.interview import Interview, Sort, State
from tests.actions.ended_rounds import add, breadth, said
from tests.chat.payloads import ADA, BEN, CHANNEL, flat
from tests.chat.recorder import Room, Sent
from tests.interviewed import breadth as made
from tests.interviewed import design as made_case
from tests.interviewed import question_of
from tests.reported import U
from tests.samples import EVERY, OPEN

pytestmark = pytest.mark.parametrize("questions", [EVERY], indirect=True)
OPEN_ONE, COMPARE = words.OPEN_REPORT, words.COMPARE


@pytest.fixture
async def held(room: Room) -> Interview:
    return await room.desk(add(breadth(), person=ADA))


async def opened(room: Room, held: Interview, **more: bool) -> Sent:
    """The report, from the list."""
    listed = await room.command("interview reports", **more)
    return await room.press(listed, OPEN_ONE, str(held.id), **more)


async def test_without_reports_the_list_says_how_to_come_by_one(room: Room) -> None:
    listed = await room.command("interview reports")
    assert (listed.private, listed.text, listed.buttons) == (True, cards.NONE_YET, {})


async def test_the_list_opens_a_report(room: Room, held: Interview) -> None:
    listed = await room.command("interview reports")
    assert list(listed.buttons) == [OPEN_ONE]
    report = await room.press(listed, OPEN_ONE, str(held.id))
    assert report.type == 7
    assert report.text.startswith(
        "## Report · ML breadth, mid · 19 of 30 minutes\n**From this one round: more yes than no"
    )
    assert list(report.buttons) == [
        "Mark 1 point",
        "Question by question",
        "Practise these 2",
        "PDF",
        "Share…",
        "Delete",
        "All reports",
    ]
    assert (await room.press(report, words.ALL_REPORTS)).text == listed.text


async def test_nobody_else_opens_it(room: Room, held: Interview) -> None:
    report = await opened(room, held)
    for label in ("Mark 1 point", "Question by question", "Practise these 2", "Share…", "Delete"):
        refused = await room.press(report, label, person=BEN)
        assert refused.private
        assert "that report is" in refused.text.casefold()
    held_back = await room.press(report, "PDF", person=BEN)
    assert held_back.type == 5
    assert "somebody else's" in (await room.discord.next()).text


async def test_unsure_points_are_ticked_in_a_form(room: Room, held: Interview) -> None:
    report = await opened(room, held)
    form = await room.press(report, "Mark 1 point")
    (box,) = (part for part in flat(form.data["components"]) if part["type"] == 22)
    assert (form.type, form.data["title"], box["min_values"], box["required"]) == (9, "Did you say it?", 0, False)
    assert box["options"] == [
        {"label": "Asks for the power of the test", "value": "1.1", "description": "my words 1", "default": False}
    ]
    marked = await room.submit(form, on=report, points="1.1")
    assert marked.type == 7
    assert "heard 5 of 6 points" in marked.text
    assert "Mark 1 point" not in marked.buttons
    late = await room.press(report, "Mark 1 point")
    assert (late.type, late.text) == (7, marked.text)


async def test_more_than_ten_points_are_marked_ten_by_ten(room: Room) -> None:
    many = tuple((replace(OPEN, id=f"flat-{n}"), Sort.OPEN, (said(n, U, U, U),)) for n in range(1, 6))
    held = await room.desk(add(many, person=ADA))
    report = await opened(room, held)
    form = await room.press(report, "Mark 15 points")
    (box,) = (part for part in flat(form.data["components"]) if part["type"] == 22)
    assert [one["value"] for one in box["options"]][::9] == ["1.0", "4.0"]
    marked = await room.submit(form, on=report, points="1.0 2.0")
    assert "Mark 5 points" in marked.buttons
    assert "heard 2 of 15 points" in marked.text


async def test_question_by_question_in_a_message_of_its_own(room: Room, held: Interview) -> None:
    first = await room.press(await opened(room, held), words.BY_QUESTION)
    assert (first.type, first.private) == (4, True)
    assert first.text.startswith("### Question 1 · precision, recall and F1")
    assert list(first.buttons) == [words.PREVIOUS, words.NEXT, words.WRONG]
    second = await room.press(first, words.NEXT)
    assert (second.type, second.text[:14]) == (7, "### Question 2")
    assert (await room.press(second, words.PREVIOUS)).text == first.text
    form = await room.press(second, words.WRONG)
    thanks = await room.submit(form, on=second, words="that is not so")
    assert thanks.text == (words.THANKS if held.guild_id else words.THANKS_DIRECT)
    (told,) = room.desk.kept.reports.values()
    assert told.asked_as is not None
    assert told.asked_as.key.question_id == room.desk.kept.interview_slots[held.id, 2].key[1]


async def test_a_case_goes_stage_by_stage(room: Room) -> None:
    view = question_of(made_case()[0], slots=(1,))
    first, last = chat.asked(view, 0), chat.asked(view, 1)
    assert [button.disabled for button in first.rows[0]] == [True, False, False]  # type: ignore[attr-defined]
    assert [button.custom_id for button in last.rows[0][:2]] == ["report:back:17:1:0", "report:each:17:1:0"]  # type: ignore[attr-defined]
    alone = question_of(made()[0], slots=(1,))
    assert [button.label for button in chat.asked(alone, 0).rows[0]] == [words.WRONG]  # type: ignore[attr-defined]


async def test_nothing_reached_has_no_questions(room: Room) -> None:
    held = await room.desk(add(breadth(), person=ADA, reached=0))
    report = await opened(room, held)
    assert list(report.buttons) == ["PDF", "Share…", "Delete", "All reports"]
    answer = await room.press_id(f"report:each:{held.id}", on=with_button(report, f"report:each:{held.id}"))
    assert answer.text == cards.NOTHING_REACHED


def with_button(report: Sent, custom_id: str) -> Sent:
    """The same message with one more button, as somebody hostile would have it."""
    extra = {"type": 1, "components": [{"type": 2, "style": 2, "label": "x", "custom_id": custom_id}]}
    return replace(report, body=with_extra(report.body, extra))


def with_extra(body: dict[str, object], extra: object) -> dict[str, object]:
    data = dict(body["data"])  # type: ignore[call-overload]
    return {**body, "data": {**data, "components": [*data["components"], extra]}}


async def test_what_was_weak_is_practised(room: Room, held: Interview) -> None:
    asked = await room.press(await opened(room, held), "Practise these 2")
    assert (asked.type, asked.private) == (4, True)
    assert "-# 1 of 2 · Evaluation" in asked.text


async def test_nothing_is_practised_where_an_interview_is_on(room: Room, held: Interview) -> None:
    report = await opened(room, held)
    on = await room.desk(add(breadth(), person=ADA, call=60, state=State.RUNNING))
    await room.desk(lambda books: books.interviews.save(replace(on, channel_id=CHANNEL)))
    assert (await room.press(report, "Practise these 2")).text.startswith("Your mock interview is on here")


async def test_one_question_is_practised_as_one(room: Room) -> None:
    held = await room.desk(add(breadth()[:2], person=ADA))
    assert words.PRACTISE_ONE in (await opened(room, held)).buttons


async def test_the_file_comes_privately(room: Room, held: Interview) -> None:
    held_back = await room.press(await opened(room, held), words.PDF)
    assert (held_back.type, held_back.private) == (5, True)
    file = await room.discord.next()
    assert cards.PDF_MADE in file.text
    assert file.files == {f"interview-{held.id}.pdf": f"%PDF of {held.id} with 3".encode()}


# Sharing


async def share(room: Room, held: Interview, *, quotes: bool = False) -> Sent:
    asking = await room.press(await opened(room, held), words.SHARE)
    if quotes:
        asking = await room.press(asking, words.WITH_WORDS)
    done = await room.press(asking, words.SHARE_SURE)
    assert (done.type, done.text) == (7, cards.SHARED)
    public = await room.discord.next()
    await room.idle()
    return public


async def test_sharing_asks_again_with_what_others_will_see(room: Room, held: Interview) -> None:
    asking = await room.press(await opened(room, held), words.SHARE)
    assert (asking.private, list(asking.buttons)) == (True, ["Share it here", "With my words", "Not now"])
    assert "figures and points, **none of your words**" in asking.text
    assert "my words" not in asking.text
    quoted = await room.press(asking, words.WITH_WORDS)
    assert list(quoted.buttons) == ["Share it here", "Without my words", "Not now"]
    assert '"my words 0" → ' in quoted.text
    assert (await room.press(quoted, words.NOT_NOW)).text == cards.KEPT


async def test_a_shared_report_stands_in_the_channel(room: Room, held: Interview) -> None:
    public = await share(room, held)
    assert (public.kind, public.private, list(public.buttons)) == ("followup", False, [words.MARK_AS_PEER])
    assert public.text.startswith(f"## Report · ML breadth, mid · 19 of 30 minutes\nShared by <@{ADA}>.")
    assert "my words" not in public.text
    assert public.body["allowed_mentions"] == {"parse": []}


async def test_sharing_again_takes_the_first_away(room: Room, held: Interview) -> None:
    await share(room, held)
    removed = await share(room, held, quotes=True)
    assert removed.method == "DELETE"
    public = await room.discord.next()
    assert (public.kind, public.private) == ("followup", False)
    assert '"my words 0"' in public.text


async def test_a_peer_marks_what_nobody_marked(room: Room, held: Interview) -> None:
    public = await share(room, held)
    form = await room.press(public, words.MARK_AS_PEER, person=BEN)
    assert form.data["title"] == "Did they say it?"
    assert "you wrote" not in str(form.data)
    marked = await room.submit(form, on=public, person=BEN, points="1.1")
    assert (marked.type, list(marked.buttons)) == (7, [])
    assert "◐ On 1 point a peer's word decides." in marked.text
    assert "could not tell" not in marked.text
    thanks = await room.discord.next()
    assert (thanks.private, thanks.text) == (True, cards.MARKED)
    late = await room.press(public, words.MARK_AS_PEER, person=BEN)
    assert late.text == marked.text


async def test_the_owner_may_mark_on_what_is_shared(room: Room, held: Interview) -> None:
    public = await share(room, held)
    form = await room.press(public, words.MARK_AS_PEER)
    marked = await room.submit(form, on=public, points="1.1")
    assert "heard 5 of 6 points" in marked.text
    assert "my words" not in marked.text
    assert (await room.discord.next()).private


async def test_what_the_owner_marks_is_seen_where_it_is_shared(room: Room, held: Interview) -> None:
    await share(room, held)
    report = await opened(room, held)
    form = await room.press(report, "Mark 1 point")
    marked = await room.submit(form, on=report, points="1.1")
    drawn = await room.discord.next()
    assert (drawn.kind, drawn.method, list(drawn.buttons)) == ("edit", "PATCH", [])
    assert "heard 5 of 6 points" in drawn.text
    assert "my words" in marked.text
    assert "my words" not in drawn.text
    assert drawn.body["allowed_mentions"] == {"parse": []}


async def test_a_shared_message_that_is_gone_holds_up_nothing(room: Room, held: Interview) -> None:
    await share(room, held)
    report = await opened(room, held)
    form = await room.press(report, "Mark 1 point")
    room.discord.refuse["edit"] = (404, 10008)
    assert "heard 5 of 6 points" in (await room.submit(form, on=report, points="1.1")).text
    assert (await room.discord.next()).method == "PATCH"


async def test_where_nobody_else_is_nothing_is_shared(room: Room, held: Interview) -> None:
    report = await opened(room, held, dm=True)
    refused = await room.press(report, words.SHARE, dm=True)
    assert refused.text == cards.NOBODY_HERE
    sent = with_button(report, f"report:send:{held.id}:1")
    assert (await room.press_id(f"report:send:{held.id}:1", on=sent, dm=True)).text == cards.NOBODY_HERE


# Deleting


async def test_deleting_asks_again_and_takes_what_showed_it(room: Room, held: Interview) -> None:
    await share(room, held)
    asking = await room.press(await opened(room, held), words.DELETE_REPORT)
    assert (asking.private, asking.text) == (True, cards.DELETE_SURE)
    assert (await room.press(asking, words.KEEP)).text == cards.KEPT
    assert room.desk.kept.interviews
    gone = await room.press(asking, words.DELETE_REPORT_SURE)
    assert gone.text == cards.DELETED
    taken = [await room.discord.next() for _ in range(3)]
    assert [one.method for one in taken] == ["DELETE"] * 3
    assert room.desk.kept.interviews == {}
    assert (await room.press(asking, words.DELETE_REPORT_SURE)).text == cards.DELETED


async def test_a_message_that_cannot_go_holds_up_no_other(room: Room, held: Interview) -> None:
    asking = await room.press(await opened(room, held), words.DELETE_REPORT)
    room.discord.refuse["edit"] = (404, 10008)
    assert (await room.press(asking, words.DELETE_REPORT_SURE)).text == cards.DELETED
    assert [(await room.discord.next()).method for _ in range(2)] == ["DELETE"] * 2


# Comparing and loops


async def test_two_are_compared(room: Room, held: Interview) -> None:
    other = await room.desk(add(breadth(), person=ADA, call=51))
    listed = await room.command("interview reports")
    assert list(listed.buttons) == [OPEN_ONE, COMPARE]
    both = await room.press(listed, COMPARE, str(held.id), str(other.id))
    assert both.text.startswith("## Two reports\n**A** ML breadth, mid")
    assert "question by question" in both.text
    assert list(both.buttons) == [words.ALL_REPORTS]
    assert "leads nowhere now" in (await room.press(listed, COMPARE, str(held.id))).text


async def test_a_loop_leads_to_its_page_and_back_to_its_rounds(room: Room) -> None:
    held = await room.desk(add(breadth(), person=ADA, loop=True))
    report = await opened(room, held)
    page = await room.press(report, words.WHOLE_LOOP)
    assert page.text.startswith("## Report · loop, mid · 1 of 3 rounds")
    assert (await room.press(page, OPEN_ONE, str(held.id))).text == report.text


@pytest.mark.parametrize(
    "custom_id", ["report:marked:{}:1-x", "report:marked:{}:one", "report:peered:{}", "report:open"]
)
async def test_what_this_version_does_not_write_leads_nowhere(room: Room, held: Interview, custom_id: str) -> None:
    report = await opened(room, held)
    wrong = custom_id.format(held.id)
    answer = await room.press_id(wrong, on=with_button(report, wrong))
    assert "leads nowhere now" in answer.text
