"""Open quizzes in chat, by whole payloads: what begins one, and a member's own message."""

from datetime import timedelta

import pytest

from bot.actions.quiz_open_views import Way
from bot.actions.quiz_views import LobbyView
from bot.chat.quiz_open import lobby
from bot.chat.quiz_public import screen
from bot.chat.screen import compose
from bot.render import words
from bot.rules.question import Question
from bot.rules.quiz import Options, State, options
from bot.rules.quiz_people import own_seed
from tests.chat.payloads import ADA, ADMIN, BEN, CHANNEL, GUILD, flat
from tests.chat.recorder import Room, Sent, draw
from tests.samples import MATCH, MULTIPLE, NOON, NUMERIC, ORDER, SHORT, SINGLE, call

VIEW = LobbyView(1, "Evaluation", ADA, 2, Options(open_days=1), State.RUNNING, NOON, 0)
kind = pytest.mark.parametrize


@pytest.fixture
def questions(request: pytest.FixtureRequest) -> tuple[Question, ...]:
    """What the quiz asks."""
    given: tuple[Question, ...] = getattr(request, "param", (SINGLE,))
    return given


@pytest.fixture(autouse=True)
async def _window(room: Room) -> None:
    """Ada hosts a quiz for a day."""
    told = {"guild_id": GUILD, "channel_id": CHANNEL, "admin": True, "at": NOON - timedelta(seconds=1)}
    await room.app.quiz.start(call(1, ADA, **told), "", 25)
    await room.app.quiz.set(call(2, ADA, **told), 1, options(40, "host", "same", 0, 1))
    await room.app.quiz.begin(call(3, ADA, **told), 1)


async def shown(view: LobbyView = VIEW) -> Sent:
    drawn, _ = await compose(screen(view), draw)
    return Sent("send", "POST", {"components": [child.to_component_dict() for child in drawn.children]})


async def way(room: Room) -> Way:
    return await room.app.quiz_open.show(call(9, BEN, at=NOON, guild_id=GUILD), 1)


async def begun(room: Room) -> Sent:
    intro = await room.press(await shown(), words.BEGIN, person=BEN)
    return await room.press(intro, "Show question 1", person=BEN)


async def test_the_first_message_has_what_begins_it_in_one_row() -> None:
    assert (await shown()).buttons == {
        words.BEGIN: "open:begin:1",
        words.BEGIN_AS_GUEST: "open:guest:1",
        words.HOST: "quiz:host:1:0",
    }
    assert len(lobby(VIEW)) == 1


@kind(
    ("state", "labels"),
    [(State.LOBBY, [words.JOIN, words.JOIN_AS_GUEST, words.LEAVE, words.HOST]), (State.ENDED, [])],
)
async def test_before_it_opens_people_join_and_afterwards_there_is_nothing_to_press(
    state: State, labels: list[str]
) -> None:
    view = LobbyView(1, "Evaluation", ADA, 2, Options(open_days=1), state, NOON, 0)
    assert list((await shown(view)).buttons) == labels


async def test_a_member_has_one_private_message_that_goes_on_in_place(room: Room) -> None:
    intro = await room.press(await shown(), words.BEGIN, person=BEN)
    assert (intro.type, intro.private, intro.buttons) == (4, True, {"Show question 1": "open:go:1:1"})
    question = await room.press(intro, "Show question 1", person=BEN)
    assert question.type == 7
    assert list(question.buttons) == ["A", "B", "C", words.SKIP_LAST, words.WRONG]
    assert question.buttons[words.WRONG] == "quiz:wrong:1:1"
    answered = await room.press(question, "A", person=BEN)
    assert answered.type == 7
    assert "**Your answer:** It " in answered.text
    assert list(answered.buttons) == ["A", "B", "C", words.FINISH, words.WRONG]
    through = await room.press(answered, words.FINISH, person=BEN)
    assert (through.type, through.buttons) == (7, {})
    assert through.text.startswith("**You are through.** You answered 1 of 1.")


async def test_a_guest_is_told_their_name(room: Room) -> None:
    intro = await room.press(await shown(), words.BEGIN_AS_GUEST, person=BEN)
    assert "-# You play as **" in intro.text


async def test_beginning_and_going_on_are_seen_before_long(room: Room) -> None:
    intro = await room.press(await shown(), words.BEGIN, person=BEN)
    assert room.app.bell.soon.is_set()
    room.app.bell.still()
    await room.press(intro, "Show question 1", person=BEN)
    assert room.app.bell.soon.is_set()


async def test_a_press_after_the_time_shows_where_one_is_and_says_why(room: Room) -> None:
    question = await begun(room)
    earlier = room.desk.kept.quiz_showings[1, BEN, 1]
    room.desk.kept.quiz_showings[1, BEN, 1] = type(earlier)(
        *(1, 1, BEN, earlier.call_id, NOON - timedelta(seconds=90), NOON - timedelta(seconds=50))
    )
    late = await room.press(question, "B", person=BEN)
    assert (late.type, late.text.partition("\n")[0]) == (7, "**You are through.** You answered 0 of 1.")
    told = await room.discord.next()
    assert told.body["content"].startswith("Time was up <t:")


async def test_other_refusals_are_told_and_leave_the_message(room: Room) -> None:
    question = await begun(room)
    told = {"guild_id": GUILD, "channel_id": CHANNEL, "admin": True, "at": NOON - timedelta(milliseconds=1)}
    await room.app.quiz.stop(call(20, ADA, **told), 1)
    over = await room.press(question, "B", person=BEN)
    assert (over.type, over.private) == (4, True)
    assert "closed <t:" in over.text


@kind("questions", [(NUMERIC,), (SHORT,)], indirect=True)
async def test_numbers_and_terms_are_typed_into_a_form(room: Room) -> None:
    question = await begun(room)
    form = await room.press(question, words.ANSWER, person=BEN)
    assert (form.type, form.data["custom_id"]) == (9, "open:typed:1:1")
    answered = await room.submit(form, on=question, person=BEN, answer="14")
    assert (answered.type, "**Your answer:** 14" in answered.text) == (7, True)
    refused = await room.submit(form, on=question, person=BEN, answer=" ")
    assert (refused.type, refused.private) == (4, True)


@kind("questions", [(MULTIPLE,)], indirect=True)
async def test_several_are_chosen_in_a_list(room: Room) -> None:
    question = await begun(room)
    answered = await room.press(question, words.CHOOSE, "0", "1", person=BEN)
    assert "**Your answer:** " in answered.text
    listed = [option for part in flat(answered.data["components"]) for option in part.get("options", ())]
    assert [option["value"] for option in listed if option.get("default")] == ["0", "1"]


@kind("questions", [(ORDER,)], indirect=True)
async def test_an_order_grows_in_its_buttons(room: Room) -> None:
    message = await begun(room)
    for letter in "CABD":
        message = await room.press(message, letter, person=BEN)
        assert message.type == 7
    assert message.buttons[words.DONE] == "open:done:1:1:CABD"
    assert room.desk.kept.quiz_replies == {}
    answered = await room.press(message, words.DONE, person=BEN)
    assert "**Your answer:** " in answered.text
    assert len(room.desk.kept.quiz_replies) == 1


@kind("questions", [(MATCH,)], indirect=True)
async def test_rows_are_matched_in_a_form_and_what_was_chosen_is_kept(room: Room) -> None:
    question = await begun(room)
    form = await room.press(question, words.ANSWER, person=BEN)
    assert form.data["custom_id"] == "open:matched:1:1"
    halfway = await room.submit(form, on=question, person=BEN, row0="A", row1="B")
    assert (halfway.type, halfway.buttons[words.ANSWER]) == (7, "open:rows:1:1:AB-")
    assert "row" in (await room.discord.next()).body["content"]
    again = await room.press(halfway, words.ANSWER, person=BEN)
    options_of = [option for part in flat(again.data["components"]) for option in part.get("options", ())]
    chosen = [option["value"] for option in options_of if option.get("default")]
    assert chosen == ["A", "B"]
    answered = await room.submit(again, on=halfway, person=BEN, row0="A", row1="B", row2="C")
    assert "**Your answer:** " in answered.text
    assert answered.buttons[words.ANSWER] == "open:rows:1:1:ABC"
    told = {"guild_id": GUILD, "channel_id": CHANNEL, "admin": True, "at": NOON - timedelta(milliseconds=1)}
    await room.app.quiz.stop(call(20, ADA, **told), 1)
    refused = await room.submit(form, on=question, person=BEN, row0="A", row1="B", row2="C")
    assert (refused.type, refused.private) == (4, True)


@kind("questions", [(MATCH,)], indirect=True)
async def test_a_form_for_a_question_that_is_over_does_not_open(room: Room) -> None:
    question = await begun(room)
    await room.press(question, words.SKIP_LAST, person=BEN)
    after = await room.press(question, words.ANSWER, person=BEN)
    assert after.type == 7
    assert after.text.startswith("**You are through.**")


async def test_everybody_has_the_variant_of_their_own_seed(room: Room) -> None:
    await begun(room)
    mine = (await way(room)).mine
    assert mine is not None
    assert mine.variant.seed == own_seed(room.desk.kept.quiz_rounds[1, 1], BEN)


async def test_the_host_opens_the_panel_on_a_question_from_a_list(room: Room) -> None:
    panel = await room.press(await shown(), words.HOST, permissions=ADMIN)
    assert list(panel.buttons) == [words.A_QUESTION, words.STOP]
    about = await room.press(panel, words.A_QUESTION, "1", permissions=ADMIN)
    assert (about.type, list(about.buttons)) == (7, [words.A_QUESTION, words.VOID, words.STOP])
    assert "· question 1" in about.text


@kind("questions", [(SINGLE, NUMERIC)], indirect=True)
async def test_the_way_on_is_named_by_what_it_skips(room: Room) -> None:
    question = await begun(room)
    assert words.SKIP in question.buttons
    second = await room.press(question, words.SKIP, person=BEN)
    assert words.SKIP_LAST in second.buttons


async def test_rejoining_leads_back(room: Room) -> None:
    await begun(room)
    back = await room.command("quiz rejoin", person=BEN)
    assert back.buttons == {words.GO_ON: "open:begin:1"}
    question = await room.press(back, words.GO_ON, person=BEN)
    assert (question.type, "A" in question.buttons) == (4, True)
