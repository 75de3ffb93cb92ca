"""A quiz in chat, by whole payloads: every kind of question, pings, nonces, and a clock task that meets faults."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from bot.chat.client import clock_task
from bot.chat.clock_task import LONGEST_WAIT
from bot.render import words
from bot.rules.quiz import GRACE, TALK
from tests.chat.payloads import ADA, ADMIN, BEN, CHANNEL, QUIZZES, ROLE, flat, message, numbered, snowflake, user
from tests.chat.recorder import Room, Sent
from tests.samples import EVERY, MATCH, MULTIPLE, NUMERIC, ORDER, SHORT, SINGLE

SECOND = timedelta(seconds=1)


class Table:
    """A quiz in the recorder's room, with its clock task at work."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.task = asyncio.create_task(clock_task(room.client, room.app).run())

    async def sent(self, kind: str) -> Sent:
        """The next request, which must be of a kind."""
        found = await self.room.discord.next()
        assert found.kind == kind, (found.kind, found.text)
        return found

    async def sent_to(self, kind: str) -> Sent:
        """The next request of a kind, whatever else is sent before it."""
        while (found := await self.room.discord.next()).kind != kind:
            continue
        return found

    async def open(self, **options: Any) -> tuple[Sent, Sent]:
        """Open a lobby: the host's panel and the lobby, posted, threaded and drawn again."""
        self.room.wake(2, self.room.slash("quiz start", **options), permissions=ADMIN, app_permissions=QUIZZES)
        found = {one.kind: one for one in [await self.room.discord.next() for _ in range(4)]}
        assert set(found) == {"callback", "send", "thread", "edit"}
        return found["callback"], found["send"]

    async def pressed(self, on: Sent, label: str, *values: str, person: int = BEN, **more: Any) -> Sent:
        """Press something and give the answer, whatever else is sent meanwhile."""
        self.room.discord.sent = asyncio.Queue()
        first = await self.room.press(on, label, *values, person=person, **more)
        return first if first.kind == "callback" else await self.answer()

    async def submitted(self, form: Sent, on: Sent, **fields: Any) -> Sent:
        """Submit a form and give the answer."""
        self.room.discord.sent = asyncio.Queue()
        first = await self.room.submit(form, on=on, person=BEN, **fields)
        return first if first.kind == "callback" else await self.answer()

    async def answer(self) -> Sent:
        """The next answer to a press."""
        while True:
            found = await self.room.discord.next()
            if found.kind == "callback":
                return found

    async def begin(self, panel: Sent, lobby: Sent) -> Sent:
        """Have Ben join, start, and give the first question, open."""
        await self.pressed(lobby, words.JOIN)
        await self.pressed(panel, words.START_NOW, person=ADA, permissions=ADMIN)
        return await self.drawn()

    async def drawn(self) -> Sent:
        """The next edit of a question's message that has buttons."""
        while True:
            found = await self.room.discord.next()
            if found.kind == "edit" and found.text.startswith("### ") and found.buttons:
                return found

    async def heard(self, log: pytest.LogCaptureFixture, text: str) -> None:
        """Let the bot work until the log says something."""
        async with asyncio.timeout(5):
            while text not in log.text:
                await self.room.idle()
                await asyncio.sleep(0)

    def advance(self, span: timedelta) -> None:
        self.room.discord.clock.advance(span.total_seconds())


@pytest.fixture
async def table(room: Room) -> AsyncIterator[Table]:
    at_work = Table(room)
    yield at_work
    at_work.task.cancel()
    with suppress(asyncio.CancelledError):
        await at_work.task


def only(*questions: object) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("questions", [questions], indirect=True)


@only(SINGLE)
async def test_what_is_public_comes_with_a_nonce_and_pings_the_role_alone(table: Table) -> None:
    table.room.desk.kept.servers.clear()
    setup = await table.room.command("setup", permissions=ADMIN)
    await table.room.press(setup, "Quiz role", str(ROLE), permissions=ADMIN)
    panel, lobby = await table.open()
    assert (panel.type, panel.private) == (4, True)
    assert list(panel.buttons) == ["Start now", "Settings", "Cancel", "Add 5 minutes", "Preview questions"]
    assert (lobby.body["nonce"], lobby.body["enforce_nonce"]) == ("quiz1p0", True)
    assert lobby.body["allowed_mentions"] == {"parse": [], "roles": [ROLE]}
    assert f"<@&{ROLE}>" in lobby.text
    await table.pressed(lobby, words.JOIN)
    table.room.discord.sent = asyncio.Queue()
    await table.pressed(panel, words.START_NOW, person=ADA, permissions=ADMIN)
    posted = await table.sent_to("send")
    assert (posted.body["nonce"], posted.body["allowed_mentions"]) == ("quiz1p1", {"parse": [], "roles": []})
    assert posted.text.endswith("-# Answers open in a moment.")
    assert [part for part in flat(posted.body["components"]) if part["type"] != 10] == []
    opened = await table.drawn()
    assert list(opened.buttons) == ["A", "B", "C", "Something wrong?", "Host…"]
    assert opened.body["allowed_mentions"] == {"parse": []}


@only(SINGLE)
async def test_a_letter_is_confirmed_in_words(table: Table) -> None:
    question = await table.begin(*await table.open())
    said = await table.pressed(question, "A")
    assert (said.type, said.private) == (4, True)
    assert said.text.startswith("**Noted:** It ")
    assert (await table.pressed(question, "B")).text.startswith("**Changed to:** It ")
    refused = await table.pressed(question, "A", person=ADA)
    assert refused.text.startswith("You are not in this quiz.")


@only(MULTIPLE)
async def test_a_list_takes_several(table: Table) -> None:
    question = await table.begin(*await table.open())
    said = await table.pressed(question, words.CHOOSE, "0", "1")
    assert said.text.startswith("**Noted:** ")
    assert "; " in said.text


@pytest.mark.parametrize(
    ("questions", "typed", "said"),
    [((NUMERIC,), "1/4", "**Noted:** 0.25\n"), ((SHORT,), "transform", "**Noted:** transform\n")],
    indirect=["questions"],
)
async def test_a_number_or_a_term_is_typed(table: Table, typed: str, said: str) -> None:
    question = await table.begin(*await table.open())
    form = await table.pressed(question, words.ANSWER)
    assert form.type == 9
    noted = await table.submitted(form, question, answer=typed)
    assert noted.text.startswith(said)
    refused = await table.submitted(form, question, answer="")
    assert refused.private


@only(ORDER)
async def test_an_order_grows_on_a_message_of_ones_own(table: Table) -> None:
    question = await table.begin(*await table.open())
    mine = await table.pressed(question, words.PUT_IN_ORDER)
    assert (mine.type, mine.private) == (4, True)
    for letter in "BADC":
        mine = await table.pressed(mine, letter, private=True)
        assert mine.type == 7
    done = await table.pressed(mine, words.DONE, private=True)
    assert done.type == 7
    assert "**Your answer:** " in done.text


@only(MATCH)
async def test_rows_are_matched_in_a_form(table: Table) -> None:
    question = await table.begin(*await table.open())
    form = await table.pressed(question, words.ANSWER)
    noted = await table.submitted(form, question, row0="A", row1="B", row2="C")
    assert noted.text.startswith("**Noted:** ")


@only(MATCH)
async def test_a_row_that_has_no_option_keeps_what_the_others_have(table: Table) -> None:
    question = await table.begin(*await table.open())
    form = await table.pressed(question, words.ANSWER)
    kept = await table.submitted(form, question, row0="A", row2="C")
    assert (kept.type, kept.private) == (4, True)
    assert kept.buttons[words.ANSWER].endswith(":A-C")
    told = await table.room.discord.next()
    assert told.kind == "followup"
    form = await table.pressed(kept, words.ANSWER)
    lists = [part for part in flat(form.data["components"]) if part["type"] == 3]
    assert [[one["value"] for one in part["options"] if one["default"]] for part in lists] == [["A"], [], ["C"]]


@only(MATCH)
async def test_rows_that_come_too_late_are_refused(table: Table) -> None:
    question = await table.begin(*await table.open())
    form = await table.pressed(question, words.ANSWER)
    table.advance(timedelta(seconds=46))
    refused = await table.submitted(form, question, row0="A", row1="B", row2="C")
    assert refused.text.startswith("Time was up <t:")


@only(SINGLE)
async def test_a_press_of_another_kind_of_question_leads_nowhere(table: Table) -> None:
    question = await table.begin(*await table.open())
    table.room.discord.sent = asyncio.Queue()
    table.room.wake(3, {"custom_id": "quiz:rows:1:1", "component_type": 2}, BEN, message=message(snowflake()))
    assert (await table.answer()).text == words.OLD_BUTTON
    assert question.kind == "edit"


@only(SINGLE)
async def test_many_joins_in_a_second_are_one_edit(table: Table) -> None:
    _, lobby = await table.open()
    for person in (BEN, ADA, 13, 14):
        assert (await table.pressed(lobby, words.JOIN, person=person)).text.startswith("You are in.")
    assert table.room.discord.sent.empty()
    table.advance(SECOND)
    drawn = await table.sent("edit")
    assert "**4 are in.**" in drawn.text
    await table.pressed(lobby, words.LEAVE)
    assert table.room.discord.sent.empty()
    table.advance(SECOND)
    assert "**3 are in.**" in (await table.sent("edit")).text


@only(SINGLE)
async def test_a_lobby_that_was_sent_before_a_stop_is_found_by_its_buttons(room: Room) -> None:
    assert (await room.command("quiz start", permissions=ADMIN)).type == 4
    row = {"type": 1, "components": [{"type": 2, "style": 2, "label": "Join", "custom_id": "quiz:join:1"}]}
    other = {"type": 1, "components": [{"type": 2, "style": 2, "label": "Join", "custom_id": "quiz:join:11"}]}
    room.discord.clock.advance(200)
    numbers = [room.discord.new_id() for _ in range(4)]
    room.discord.history[CHANNEL] = [
        message(numbers[0], author=user(BEN), components=numbered([row])),
        message(numbers[1], type=18, components=numbered([row])),
        message(numbers[2], components=numbered([other])),
        message(numbers[3], components=numbered([{"type": 10, "content": "Quiz"}, row])),
    ]
    task = asyncio.create_task(clock_task(room.client, room.app).run())
    assert [(await room.discord.next()).kind for _ in range(2)] == ["thread", "edit"]
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert room.discord.sent.empty()


@only(SINGLE)
@pytest.mark.parametrize("sent", [True, False])
async def test_what_is_called_off_is_looked_for_and_not_sent_any_more(room: Room, sent: bool) -> None:  # noqa: FBT001 (a case)
    panel = await room.command("quiz start", permissions=ADMIN)
    await room.press(panel, words.CANCEL, permissions=ADMIN)
    row = {"type": 1, "components": [{"type": 2, "style": 2, "label": "Join", "custom_id": "quiz:join:1"}]}
    room.discord.clock.advance(200)
    number = room.discord.new_id()
    room.discord.history[CHANNEL] = [message(number, components=numbered([row]))] if sent else []
    quizzes = clock_task(room.client, room.app)
    for _ in range(2):
        await quizzes.serve()
        await quizzes.idle()
    row_of = room.desk.kept.quiz_messages[1, 0]
    assert (row_of.lost, row_of.message_id) == (not sent, number if sent else None)
    assert [room.discord.sent.get_nowait().kind for _ in range(room.discord.sent.qsize())] == ["edit"] * sent


@only(SINGLE)
async def test_a_thread_that_is_there_is_no_fault(table: Table) -> None:
    table.room.discord.refuse["thread"] = (400, 160004)
    _, lobby = await table.open()
    assert lobby.kind == "send"


@only(SINGLE)
async def test_a_fault_of_discords_is_met_with_patience_and_a_look(
    table: Table, caplog: pytest.LogCaptureFixture
) -> None:
    panel, lobby = await table.open()
    await table.pressed(lobby, words.JOIN)
    table.advance(SECOND)
    await table.sent("edit")
    table.room.discord.refuse["send"] = (503, 0)
    table.room.discord.sent = asyncio.Queue()
    await table.pressed(panel, words.START_NOW, person=ADA, permissions=ADMIN)
    await table.sent_to("send")
    for times in (1, 2, 3):
        await table.heard(caplog, f"+00:00 ({times})")
        table.advance(2 ** (times - 1) * SECOND)
        await table.sent_to("send")
    await table.heard(caplog, "+00:00 (4)")
    del table.room.discord.refuse["send"]
    table.advance(LONGEST_WAIT)
    await table.drawn()
    assert len([one for one in table.room.discord.history.values() if one]) == 2


@only(SINGLE)
async def test_what_discord_will_not_have_stops_the_quiz(table: Table, caplog: pytest.LogCaptureFixture) -> None:
    panel, lobby = await table.open()
    await table.pressed(lobby, words.JOIN)
    table.room.discord.refuse["send"] = (400, 50035)
    with caplog.at_level(logging.WARNING):
        await table.pressed(panel, words.START_NOW, person=ADA, permissions=ADMIN)
        await table.sent_to("send")
        await table.sent_to("send")
    assert "Message 1 of quiz 1 is lost" in caplog.text


@only(SINGLE)
async def test_books_that_are_away_are_asked_again(table: Table, caplog: pytest.LogCaptureFixture) -> None:
    await table.open()
    table.room.desk.down = True
    table.room.app.bell.ring()
    table.advance(TALK)
    await table.heard(caplog, "have to wait (1)")
    table.advance(SECOND)
    await table.heard(caplog, "have to wait (2)")
    table.room.desk.down = False
    table.advance(timedelta(minutes=5) + GRACE)
    assert "**It was called off**" in (await table.sent_to("edit")).text


@only(SINGLE)
async def test_a_quiz_needs_a_text_channel_and_what_the_bot_may_do_there(room: Room) -> None:
    room.wake(2, room.slash("quiz start"), permissions=ADMIN, app_permissions=QUIZZES & ~(1 << 35))
    assert "here I lack **Create Public Threads**" in (await room.discord.next()).text
    thread = {"id": str(CHANNEL), "type": 1, "recipients": [user(ADA)]}
    room.wake(2, room.slash("quiz start"), permissions=ADMIN, channel=thread)
    assert (await room.discord.next()).text.startswith("A quiz needs a text channel of a server")


@only(*EVERY)
async def test_topics_are_offered_while_somebody_types(room: Room) -> None:
    room.wake(4, room.slash("quiz start", focused="topic", topic="prec"))
    offered = await room.discord.next()
    assert [one["value"] for one in offered.data["choices"]] == ["stats.evaluation.confusion"]


@only(NUMERIC)
async def test_a_quiz_that_cannot_go_on_is_logged_once(table: Table, caplog: pytest.LogCaptureFixture) -> None:
    await table.begin(*await table.open())
    table.room.desk.kept.versions.clear()
    table.advance(timedelta(seconds=47))
    await table.heard(caplog, "quiz 1 cannot go on")
    for _ in range(3):
        table.advance(SECOND)
        await table.room.idle()
    assert caplog.text.count("quiz 1 cannot go on") == 1
