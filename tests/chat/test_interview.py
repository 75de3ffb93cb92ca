"""A mock interview in chat, by whole payloads: what is offered, asked, pressed, posted once and lost."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import pytest

from bot.chat import wording
from bot.chat.client import clock_task
from bot.render import interview as cards
from bot.render import words
from bot.rules.interview import State
from tests.actions.interview_world import BANK, InterviewBank, Listener
from tests.chat.coding import upload
from tests.chat.payloads import ADA, BEN, BOT, CHANNEL, DM, QUIZZES, flat, message, numbered, thread, user
from tests.chat.recorder import Room, Sent
from tests.fake_sandbox import FAILED, FakeSandbox

THREADS = QUIZZES | 1 << 36
HALL = {"app_permissions": THREADS}


@pytest.fixture
def bank() -> InterviewBank:
    return BANK


@pytest.fixture
def grader() -> Listener:
    return Listener()


class Table:
    """Somebody before an interviewer, with the clock task at work."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.task = asyncio.create_task(clock_task(room.client, room.app).run())

    async def sent(self, *kinds: str) -> Sent:
        """The next request of one of these kinds, whatever else comes before it."""
        while (found := await self.room.discord.next()).kind not in kinds:
            continue
        return found

    async def opening(self, kind: str = "quick", *, dm: bool = True, **more: Any) -> Sent:
        """Use `/interview start`."""
        self.room.wake(2, self.room.slash("interview start", round=kind), dm=dm, **({} if dm else HALL), **more)
        return await self.sent("callback")

    async def start(self, kind: str = "quick", *, dm: bool = True) -> Sent:
        """Begin, and give the first question with its time."""
        opening = await self.opening(kind, dm=dm)
        await self.pressed(opening, words.START, dm=dm, **({} if dm else HALL))
        return await self.drawn("time for it until")

    async def pressed(self, on: Sent, label: str, *, dm: bool = True, **more: Any) -> Sent:
        """Press a button and give the answer to that."""
        first = await self.room.press(on, label, dm=dm, **more)
        return first if first.kind == "callback" else await self.sent("callback")

    async def submitted(self, form: Sent, on: Sent, *, dm: bool = True, **fields: Any) -> Sent:
        """Submit a form and give the answer to that."""
        first = await self.room.submit(form, on=on, dm=dm, **fields)
        return first if first.kind == "callback" else await self.sent("callback")

    async def drawn(self, text: str) -> Sent:
        """The next message that says something, posted or changed."""
        while text not in (found := await self.sent("send", "edit")).text:
            continue
        return found

    async def idle(self) -> None:
        """Wait until the clock has nothing more to do."""
        for _ in range(50):
            await self.room.idle()
            await asyncio.sleep(0)

    @property
    def state(self) -> State:
        """Where the newest interview is."""
        return max(self.room.desk.kept.interviews.values(), key=lambda one: one.id).state


@pytest.fixture
async def table(room: Room) -> AsyncIterator[Table]:
    room.join(may=THREADS | 1 << 10)
    at_work = Table(room)
    yield at_work
    at_work.task.cancel()
    with suppress(asyncio.CancelledError):
        await at_work.task


def rows_of(sent: Sent) -> list[list[str]]:
    """The labels of a message's buttons, row by row."""
    rows = [part for part in sent.data["components"] if part["type"] == 1]
    return [[one["label"] for one in row["components"]] for row in rows]


async def test_in_direct_messages_the_opening_is_an_ordinary_message(table: Table) -> None:
    opening = await table.opening()
    assert (opening.type, opening.private) == (4, False)
    assert rows_of(opening) == [["Start", "Change round", "Not now"]]
    left = await table.pressed(opening, words.NOT_NOW)
    assert (left.type, left.text, left.buttons) == (7, cards.NOT_NOW, {})
    assert table.room.desk.kept.interviews == {}


async def test_in_a_server_it_is_private_and_direct_messages_are_offered(table: Table) -> None:
    opening = await table.opening(dm=False)
    assert opening.private
    assert rows_of(opening) == [["Start", "Start in direct message"], ["Change round", "Not now"]]


async def test_where_no_thread_can_be_opened_direct_messages_are_left(table: Table) -> None:
    table.room.wake(2, table.room.slash("interview start"), app_permissions=QUIZZES)
    opening = await table.sent("callback")
    assert rows_of(opening) == [["Start in direct message"], ["Change round", "Not now"]]
    offered = await table.opening(dm=False)
    refused = await table.pressed(offered, words.START, dm=False, app_permissions=QUIZZES)
    assert refused.text == cards.NO_THREADS
    assert table.room.desk.kept.interviews == {}


async def test_the_round_is_changed_in_a_form(table: Table) -> None:
    opening = await table.opening()
    form = await table.pressed(opening, words.CHANGE_ROUND)
    lists = [part for part in flat(form.data["components"]) if part["type"] == 3]
    chosen = [option["value"] for one in lists for option in one["options"] if option.get("default")]
    assert (form.data["title"], chosen) == (words.CHANGE_ROUND, ["quick", "mid"])
    changed = await table.submitted(form, opening, round="behavioural", level="junior", seed="7")
    assert changed.text.startswith("## Mock interview · Behavioural · junior · 30 minutes")
    assert "-# Number 7: whoever starts this round with it is asked the same." in changed.text
    assert changed.buttons[words.START] == "iv:start:behavioural:junior:7.one"
    looped = await table.submitted(form, opening, round="loop", level="senior", seed="")
    assert "Round 1 of 4 of your loop." in looped.text
    assert looped.buttons[words.START].endswith(".loop")
    form = await table.pressed(looped, words.CHANGE_ROUND)
    assert '"value": "loop", "default": true' in str(form.data["components"]).replace("'", '"').replace("True", "true")


@pytest.mark.parametrize("seed", ["-1", "1.5", "seven", "9" * 19, "٧"])
async def test_a_number_that_is_none_is_refused(table: Table, seed: str) -> None:
    opening = await table.opening()
    form = await table.pressed(opening, words.CHANGE_ROUND)
    refused = await table.submitted(form, opening, round="quick", level="mid", seed=seed)
    assert refused.text == cards.SEED_WANTED


@pytest.mark.parametrize(
    ("act", "kind"),
    [("start:nothing:mid:7.one", 2), ("start:quick:mid:7.two", 2), ("start:quick:mid:x.one", 2), ("done:1", 2)],
)
async def test_forged_buttons_lead_nowhere(table: Table, act: str, kind: int) -> None:
    table.room.wake(3, {"custom_id": f"iv:{act}", "component_type": kind}, dm=True)
    assert (await table.sent("callback")).text == words.OLD_BUTTON


async def test_a_forged_form_leads_nowhere(table: Table) -> None:
    opening = await table.opening()
    form = await table.pressed(opening, words.CHANGE_ROUND)
    assert (await table.submitted(form, opening, round="walk", level="mid")).text == words.OLD_BUTTON


async def test_a_question_comes_once_and_then_with_its_time(table: Table) -> None:
    opening = await table.opening()
    begun = await table.pressed(opening, words.START)
    assert (begun.type, begun.buttons) == (7, {})
    assert begun.text.endswith(cards.BEGINS_HERE)
    asked = await table.sent("send")
    assert asked.body["nonce"] == "iv1p1"
    assert asked.body["enforce_nonce"]
    assert asked.body["allowed_mentions"] == {"parse": []}
    assert asked.text.startswith("**Question 1 of 2**\nSay all of ")
    assert rows_of(asked) == [["Done", "Hint (−25%)", "Pause"]]
    timed = await table.sent("edit")
    assert timed.text.startswith("**Question 1 of 2** · time for it until <t:")


async def test_plain_messages_are_the_answer_and_done_ends_it(table: Table, grader: Listener) -> None:
    asked = await table.start()
    table.room.write("alpha first")
    table.room.write("then *beta*")
    held = await table.pressed(asked, words.DONE)
    assert held.type == 6
    bare = await table.sent("edit")
    assert bare.buttons == {}
    further = await table.sent("send")
    assert further.text.startswith('Thank you. I noted: "alpha" · "beta".\n**')
    assert rows_of(further) == [["Done", "Nothing to add", "Pause"]]
    assert [said for _, said in grader.asked] == ["alpha first\nthen *beta*"]
    late = await table.pressed(asked, words.DONE)
    assert late.text.startswith("That was answered before; nothing changed.")
    assert (await table.pressed(further, words.NOTHING_TO_ADD)).type == 6
    assert "**Question 2 of 2**" in (await table.sent("send")).text


async def test_a_hint_stands_on_the_question(table: Table) -> None:
    asked = await table.start()
    hinted = await table.pressed(asked, words.HINT)
    assert "**Hint** " in hinted.text
    again = await table.pressed(asked, words.HINT)
    assert again.text.count("**Hint** ") == 1
    assert hinted.buttons[words.HINT] != asked.buttons[words.HINT]


async def test_pause_and_go_on(table: Table) -> None:
    asked = await table.start()
    table.room.write("alpha *first*")
    assert (await table.pressed(asked, words.PAUSE)).type == 6
    paused = await table.sent("send")
    assert paused.text.startswith("**Paused.** ")
    assert rows_of(paused) == [["Go on", "End it"]]
    assert (await table.pressed(paused, words.GO_ON)).type == 6
    again = await table.sent("send")
    assert again.text.endswith("**You had written**\n> alpha \\*first\\*")
    assert table.state is State.RUNNING


async def test_it_is_found_and_ended_after_a_second_thought(table: Table) -> None:
    asked = await table.start()
    stands = await table.room.command("interview resume")
    assert stands.private
    assert rows_of(stands) == [["Go on in direct message", "End it"]]
    await table.pressed(asked, words.PAUSE)
    await table.drawn("**Paused.**")
    stands = await table.room.command("interview resume", dm=True)
    assert rows_of(stands) == [["Go on", "End it"]]
    sure = await table.pressed(stands, words.END_IT)
    assert sure.text.startswith("**End it now?**")
    assert (await table.pressed(sure, words.KEEP)).text == cards.KEPT
    assert table.state is State.PAUSED
    assert (await table.pressed(sure, words.END_SURE)).text == cards.LEFT
    assert (await table.sent("send")).text.startswith("## Report · Quick, mid")
    assert (await table.room.command("interview resume", dm=True)).text == cards.NOTHING_RUNS


async def test_go_on_from_elsewhere_says_where(table: Table) -> None:
    asked = await table.start()
    await table.pressed(asked, words.PAUSE)
    await table.drawn("**Paused.**")
    stands = await table.room.command("interview resume")
    assert rows_of(stands) == [["Go on", "Go on in direct message", "End it"]]
    told = await table.pressed(stands, words.GO_ON, dm=False)
    assert told.text == f"It goes on in <#{DM}>, with the question that was on."


async def test_another_persons_interview_is_theirs(table: Table) -> None:
    asked = await table.start()
    refused = await table.pressed(asked, words.DONE, person=BEN)
    assert refused.text.startswith("This is somebody else's interview.")


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
    assert (box["max_length"], box["required"], box.get("value")) == (4000, False, None)
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


async def test_it_goes_on_in_direct_messages(table: Table) -> None:
    _, _, asked = await room_of(table)
    held = await table.pressed(asked, words.GO_ON_DIRECT, dm=False)
    assert held.type == 6
    assert (await table.sent("direct")).body == {"recipient_id": str(ADA)}
    assert (await table.sent("send")).text == cards.GOES_ON_HERE
    moved = await table.drawn("**Question 1 of 2**")
    assert "Done" in {**moved.buttons, **(await table.drawn("**Question 1 of 2**")).buttons}


async def test_it_begins_in_direct_messages_from_a_server(table: Table) -> None:
    opening = await table.opening(dm=False)
    held = await table.pressed(opening, words.START_DIRECT, dm=False)
    assert held.type == 6
    first = await table.sent("send")
    assert first.text.startswith("## Mock interview · Quick")
    assert first.text.endswith(cards.BEGINS_HERE)
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


async def test_practice_waits_while_it_is_on(table: Table) -> None:
    asked = await table.start()
    assert (await table.room.command("practice", dm=True)).text.startswith("Your mock interview is on here")
    assert (await table.room.command("practice")).type == 4
    await table.pressed(asked, words.PAUSE)
    await table.drawn("**Paused.**")
    assert "Your mock interview" not in (await table.room.command("practice", dm=True)).text


async def test_code_is_tried_and_only_the_shown_examples_are_told(table: Table, sandbox: FakeSandbox) -> None:
    asked = await table.start("coding")
    assert rows_of(asked)[0] == ["Submit", "Done", "Pause"]
    form = await table.pressed(asked, words.SUBMIT)
    assert (form.type, form.data["title"]) == (9, wording.ANSWER_TITLE)
    sandbox.judgement = FAILED
    await table.submitted(form, asked, source="def total(xs): ...")
    shown = await table.sent("original")
    assert shown.text.startswith("**✗ Taken: 0 of 1 shown example passes**")
    assert "case 2" not in shown.text
    assert list(shown.buttons) == [words.TRY_AGAIN]
    table.room.discord.clock.advance(20)
    form = await table.pressed(shown, words.TRY_AGAIN)
    sandbox.judgement = type(FAILED)(passed=True, score=1.0, status=FAILED.status, cases=FAILED.cases[1:2])
    await table.submitted(form, shown, source="def total(xs): return sum(xs)")
    passed = await table.sent("original")
    assert passed.text.startswith("**Taken.**\n")
    assert "You answered this one" not in passed.text
    late = await table.pressed(asked, words.SUBMIT)
    assert late.text.startswith("**Taken.**")
    assert (await table.pressed(shown, words.TRY_AGAIN)).text.startswith("**Taken.**")
    assert (await table.pressed(asked, words.DONE)).type == 6
    assert "**Question 2 of 2**" in (await table.drawn("**Question 2")).text


async def test_code_comes_in_messages_too_and_words_are_told_so(table: Table, sandbox: FakeSandbox) -> None:
    await table.start("coding")
    table.room.write("```python\ndef total(xs): return 1\n```")
    sandbox.judgement = FAILED
    assert (await table.sent("send")).text.startswith("**✗ Taken: 0 of 1 shown example passes**")
    table.room.write("I would add them up.")
    assert (await table.sent("send")).text == cards.CODE_WANTED
    table.room.discord.clock.advance(20)
    table.room.write("", files=[upload(table.room, "a.py", b"def total(xs): return 2")])
    assert (await table.sent("send")).text.startswith("**✗ Taken: 0 of 1 shown example passes**")


async def test_code_beside_an_interview_of_words_is_said_or_run(table: Table, grader: Listener) -> None:
    asked = await table.start()
    table.room.write("I would run\n```python\nfit(alpha)\n```")
    table.room.write("", files=[upload(table.room, "a.py", b"print(1)")])
    assert "### ✓ Ran" in (await table.sent("send")).text
    await table.pressed(asked, words.DONE)
    await table.drawn("Thank you.")
    assert [said for _, said in grader.asked] == ["I would run\n```python\nfit(alpha)\n```"]


async def test_too_many_words_are_refused_in_a_reply(table: Table) -> None:
    await table.start()
    for _ in range(2):
        table.room.write("a" * 1999)
    number = table.room.write("b" * 100)
    refused = await table.sent("send")
    assert (refused.body["nonce"], "and I read 4,000" in refused.text) == (f"m{number}", True)


async def test_what_was_said_during_a_stop_is_taken_down(table: Table, redirected: str) -> None:
    await table.start()
    table.task.cancel()
    await asyncio.gather(table.task, return_exceptions=True)
    table.room.discord.clock.advance(30)
    missed = [table.room.discord.new_id() + place for place in range(3)]
    table.room.discord.history[DM] += [
        message(missed[0], DM, author=user(ADA), content="alpha it is", flags=0),
        message(missed[1], DM, author=user(BOT), content="beta", flags=0),
        message(missed[2], DM, author=user(ADA), content="g" * 4000, flags=0),
    ]
    async with type(table.room.client)(table.room.app) as restarted:
        await restarted.login(redirected)
        await restarted.on_ready()
        refused = await table.drawn("and I read 4,000")
        assert refused.body["nonce"] == f"m{missed[2]}"
        await restarted.finish()
    assert table.room.desk.kept.interview_turns[1, 1].words == "alpha it is"


async def test_what_was_written_while_it_was_paused_is_for_something_else(table: Table, redirected: str) -> None:
    asked = await table.start()
    await table.pressed(asked, words.PAUSE)
    await table.drawn("**Paused.**")
    table.task.cancel()
    await asyncio.gather(table.task, return_exceptions=True)
    table.room.discord.clock.advance(30)
    table.room.discord.history[DM].append(
        message(table.room.discord.new_id(), DM, author=user(ADA), content="B", flags=0)
    )
    async with type(table.room.client)(table.room.app) as restarted:
        await restarted.login(redirected)
        await restarted.on_ready()
        await restarted.finish()
    assert table.state is State.PAUSED


def test_the_channel_is_the_one_that_threads_belong_to() -> None:
    assert thread(1, "x", 12)["parent_id"] == str(CHANNEL)
