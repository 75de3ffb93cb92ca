"""Where a mock interview is held: threads and direct messages, found again, lost, and moved."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from bot.render import interview as cards
from bot.render import words
from bot.rules.interview import State
from tests.actions.interview_world import InterviewBank, Listener, questions
from tests.chat.interviewing import HALL, THREADS, Table, rows_of
from tests.chat.payloads import ADA, ADMIN, BEN, DM, flat, message, numbered, thread, user
from tests.chat.recorder import Room, Sent
from tests.samples import SINGLE


@pytest.fixture
def bank() -> InterviewBank:
    return InterviewBank((*questions(), SINGLE))


@pytest.fixture
def grader() -> Listener:
    return Listener()


@pytest.fixture
async def table(room: Room) -> AsyncIterator[Table]:
    room.join(may=THREADS | 1 << 10)
    at_work = Table(room)
    yield at_work
    at_work.task.cancel()
    with suppress(asyncio.CancelledError):
        await at_work.task


async def room_of(table: Table, kind: str = "quick") -> tuple[Sent, Sent, Sent]:
    """Begin in a server: the thread, whoever is put into it, and the first question."""
    opening = await table.opening(kind, dm=False)
    begun = await table.pressed(opening, words.START, dm=False, **HALL)
    assert begun.text.endswith(cards.THREAD_OPENS)
    return await table.sent("room"), await table.sent("admit"), await table.drawn("time for it until")


async def test_in_a_server_a_private_thread_is_opened(table: Table) -> None:
    opened, admitted, asked = await room_of(table)
    assert (opened.body["name"], opened.body["type"], opened.body["invitable"]) == ("Interview 1 · Quick", 12, False)
    assert admitted.method == "PUT"
    assert asked.text.startswith(f"-# {cards.MODERATORS}")
    assert rows_of(asked) == [["Answer", "Pause"], ["Hint (−25%)", "Go on in direct message"]]


async def test_an_answer_in_a_form_keeps_its_draft(table: Table, grader: Listener) -> None:
    _, _, asked = await room_of(table)
    form = await table.pressed(asked, words.ANSWER, dm=False)
    box = next(part for part in flat(form.data["components"]) if part["type"] == 4)
    assert (box["max_length"], box["required"], box.get("value")) == (4000, True, None)
    held = await table.submitted(form, asked, dm=False, words="alpha and beta")
    assert held.type == 6
    assert (await table.sent("send")).text.startswith('Thank you. I noted: "alpha" · "beta".')
    assert [said for _, said in grader.asked] == ["alpha and beta"]


async def test_a_case_answers_what_is_asked_where_it_can_be_read_again(table: Table) -> None:
    _, _, asked = await room_of(table, "design")
    assert rows_of(asked)[0] == ["Answer", "Ask", "Pause"]
    form = await table.pressed(asked, words.ASK, dm=False)
    told = await table.submitted(form, asked, dm=False, words="What is the *latency* budget?")
    assert not told.private
    assert told.text == 'You asked: "What is the \\*latency\\* budget?"\n**latency budget** 100 ms'
    again = await table.pressed(asked, words.ANSWER, dm=False)
    box = next(part for part in flat(again.data["components"]) if part["type"] == 4)
    assert box["value"] == "What is the *latency* budget?"


async def test_facts_are_told_in_a_reply(table: Table) -> None:
    await table.start("design")
    number = table.room.write("What is the latency budget?")
    told = await table.sent("send")
    assert (told.text, told.body["nonce"]) == ("**latency budget** 100 ms", f"m{number}")


async def test_a_thread_that_was_opened_before_a_stop_is_found_by_its_name(table: Table) -> None:
    table.room.discord.threads = [
        thread(7001, "Interview 2 · Quick", 12),
        {**thread(7002, "Interview 1 · Quick", 12), "owner_id": str(BEN)},
        {**thread(7003, "Interview 1 · Quick", 12), "parent_id": "1"},
        thread(7004, "Interview 1 · Quick", 12),
    ]
    opening = await table.opening(dm=False)
    await table.pressed(opening, words.START, dm=False, **HALL)
    assert (await table.sent("room", "admit")).kind == "admit"
    await table.drawn("time for it until")
    assert max(table.room.desk.kept.interviews.values(), key=lambda one: one.id).channel_id == 7004


@pytest.mark.parametrize("refused", [("room", 403, 50013), ("admit", 404, 10007)])
async def test_where_no_thread_is_to_be_had_it_waits(
    table: Table, refused: tuple[str, int, int], caplog: pytest.LogCaptureFixture
) -> None:
    kind, status, code = refused
    table.room.discord.refuse[kind] = (status, code)
    opening = await table.opening(dm=False)
    with caplog.at_level(logging.INFO):
        await table.pressed(opening, words.START, dm=False, **HALL)
        await table.sent(kind)
        await table.idle()
    assert "Message 0 of interview 1 is lost" in caplog.text
    assert table.state is State.PAUSED
    stands = await table.room.command("interview resume")
    del table.room.discord.refuse[kind]
    told = await table.pressed(stands, words.GO_ON, dm=False)
    assert told.text == "It goes on in a new private thread of this channel, with the question that was on."
    assert (await table.drawn("**Question 1 of 2**")).kind == "send"


async def test_a_channel_that_is_gone_or_holds_no_threads_is_lost(room: Room) -> None:
    table = Table(room)  # the bot knows of no server
    opening = await table.opening(dm=False)
    await table.pressed(opening, words.START, dm=False, **HALL)
    await table.idle()
    assert table.state is State.PAUSED
    table.task.cancel()
    await asyncio.gather(table.task, return_exceptions=True)


async def test_a_message_that_cannot_be_sent_pauses_it(table: Table) -> None:
    table.room.discord.refuse["send"] = (403, 50007)
    opening = await table.opening()
    await table.pressed(opening, words.START)
    await table.sent("send")
    await table.idle()
    assert table.state is State.PAUSED


async def test_what_was_sent_before_a_stop_is_found_by_its_buttons(table: Table) -> None:
    opening = await table.opening()
    row = {"type": 1, "components": [{"type": 2, "style": 3, "label": "Done", "custom_id": "iv:done:1:1"}]}
    other = {"type": 1, "components": [{"type": 2, "style": 3, "label": "Done", "custom_id": "iv:done:1:2"}]}
    table.room.discord.clock.advance(1)
    numbers = [table.room.discord.new_id() + place for place in range(1, 5)]
    table.room.discord.history[DM] = [
        message(numbers[0], DM, author=user(ADA), components=numbered([row])),
        message(numbers[1], DM, type=19, components=numbered([row])),
        message(numbers[2], DM, components=numbered([other])),
        message(numbers[3], DM, components=numbered([{"type": 10, "content": "Question"}, row])),
    ]
    await table.pressed(opening, words.START)
    assert (await table.sent("send", "edit")).kind == "edit"
    kept = table.room.desk.kept.interview_messages[1, 1]
    assert kept.message_id == numbers[3]


@pytest.mark.parametrize(("label", "then"), [(words.PAUSE, words.GO_ON), (words.DONE, words.PAUSE)])
async def test_what_was_sent_before_a_stop_is_found_though_its_buttons_are_to_go(
    table: Table, label: str, then: str
) -> None:
    asked, discord = await table.start(), table.room.discord
    discord.refuse["send"] = (418, 0)
    await table.pressed(asked, label)
    sent = await table.sent("send")
    await table.idle()
    discord.history[DM] = [message(discord.new_id(), DM, components=numbered(sent.body["components"]))]
    await table.pressed(sent, then)
    del discord.refuse["send"]
    discord.clock.advance(2)
    await table.sent("send")  # what came of the second press
    assert table.room.desk.kept.interview_messages[1, 2].message_id == int(discord.history[DM][0]["id"])


async def test_it_goes_on_in_direct_messages(table: Table) -> None:
    _, _, asked = await room_of(table)
    held = await table.pressed(asked, words.GO_ON_DIRECT, dm=False)
    assert held.type == 6
    assert (await table.sent("direct")).body == {"recipient_id": ADA}
    assert (await table.sent("send")).text == cards.GOES_ON_HERE
    moved = await table.drawn("**Question 1 of 2**")
    assert "Done" in {**moved.buttons, **(await table.drawn("**Question 1 of 2**")).buttons}


async def test_it_begins_in_direct_messages_from_a_server(table: Table) -> None:
    opening = await table.opening(dm=False)
    held = await table.pressed(opening, words.START_DIRECT, dm=False)
    assert held.type == 6
    first = await table.sent("send")
    assert first.text.startswith("## Mock interview · Quick")
    assert first.buttons == {}
    asked = await table.drawn("**Question 1 of 2**")
    assert words.DONE in asked.buttons
    again = await table.opening(dm=False)
    assert rows_of(again) == [["Go on", "End it"]]


async def test_who_takes_no_direct_messages_begins_nothing_there(table: Table) -> None:
    opening = await table.opening(dm=False)
    table.room.discord.refuse["send"] = (403, 50007)
    await table.pressed(opening, words.START_DIRECT, dm=False)
    assert (await table.sent("followup")).text == cards.NO_DIRECT
    assert table.room.desk.kept.interviews == {}


async def test_a_second_start_in_direct_messages_leads_to_the_first(table: Table) -> None:
    opening = await table.opening(dm=False)
    await table.start()
    await table.pressed(opening, words.START_DIRECT, dm=False)
    shown = await table.sent("original")
    assert "Another interview of yours has not ended" in shown.text


async def test_who_is_there_already_is_told_so_and_nothing_is_written_twice(table: Table) -> None:
    _, _, asked = await room_of(table)
    await table.pressed(asked, words.GO_ON_DIRECT, dm=False)
    await table.drawn("**Question 1 of 2**")
    await table.pressed(asked, words.GO_ON_DIRECT, dm=False)
    assert (await table.sent("followup")).text == cards.IN_DIRECT
    await table.idle()
    here = [
        part["content"] for one in table.room.discord.history[DM] for part in one["components"] if part["type"] == 10
    ]
    assert here.count(cards.GOES_ON_HERE) == 1


async def test_an_old_button_to_direct_messages_writes_to_nobody(table: Table) -> None:
    _, _, asked = await room_of(table)
    await table.pressed(asked, words.GO_ON_DIRECT, dm=False, person=BEN)
    assert (await table.sent("followup")).text == cards.NOTHING_RUNS
    assert DM not in table.room.discord.history


async def test_a_fault_of_discords_is_tried_again(table: Table, caplog: pytest.LogCaptureFixture) -> None:
    table.room.discord.refuse["room"] = (418, 0)
    opening = await table.opening(dm=False)
    await table.pressed(opening, words.START, dm=False, **HALL)
    await table.sent("room")
    await table.idle()
    assert "Interview 1 is tried again" in caplog.text
    table.room.discord.refuse.clear()
    table.room.discord.clock.advance(2)
    assert (await table.drawn("**Question 1 of 2**")).kind == "send"


async def test_a_server_that_is_not_there_yet_is_waited_for(table: Table, caplog: pytest.LogCaptureFixture) -> None:
    guild = table.room.client.guilds[0]
    guild.unavailable = True
    opening = await table.opening(dm=False)
    await table.pressed(opening, words.START, dm=False, **HALL)
    await table.idle()
    assert f"Server {guild.id} is not there yet." in caplog.text
    guild.unavailable = False
    table.room.discord.clock.advance(2)
    assert (await table.sent("room")).body["name"] == "Interview 1 · Quick"


async def test_an_interview_in_trouble_holds_up_no_quiz_of_the_same_number(table: Table) -> None:
    table.room.discord.refuse["room"] = (418, 0)
    opening = await table.opening(dm=False)
    await table.pressed(opening, words.START, dm=False, **HALL)
    await table.sent("room")
    table.room.wake(2, table.room.slash("quiz start"), BEN, permissions=ADMIN, app_permissions=THREADS)
    posted = await table.drawn("## Quiz")
    assert posted.buttons[words.JOIN] == "quiz:join:1"
    assert max(table.room.desk.kept.interviews) == 1
