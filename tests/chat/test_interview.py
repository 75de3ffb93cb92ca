"""A mock interview in chat, by whole payloads: what is offered, asked and pressed."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace

import pytest

from bot.actions.interview_views import AskView
from bot.actions.records import Person, Server
from bot.chat import direct, interview_cards, wording
from bot.render import interview as cards
from bot.render import words
from bot.rules.interview import Sort, State
from bot.rules.variants import draw_variant
from tests.actions.interview_world import BANK, InterviewBank, Listener
from tests.chat.coding import upload
from tests.chat.interviewing import THREADS, Table, rows_of
from tests.chat.payloads import (
    ADA,
    BEN,
    BOT,
    CHANNEL,
    DM,
    GUILD,
    QUIZZES,
    flat,
    message,
    numbered,
    snowflake,
    thread,
    user,
)
from tests.chat.recorder import Room
from tests.fake_sandbox import FAILED, FakeSandbox
from tests.samples import OPEN

ASKING = AskView(17, 3, 1, 5, Sort.OPEN, draw_variant(OPEN, 1), hints_left=1)


async def take_up(table: Table) -> None:
    """Take up what was said during a stop."""
    app = table.room.app
    await direct.take_up(table.room.client, app, await app.interview_clock.listening())


@pytest.fixture
def bank() -> InterviewBank:
    return BANK


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


@pytest.mark.parametrize("outsider", ["small at localhost"], indirect=True)
async def test_where_a_model_outside_may_hear_the_opening_says_so(table: Table) -> None:
    table.room.desk.kept.people[ADA] = Person(ADA, outside=True)
    assert "**small at localhost** hears your answers too, as you let it" in (await table.opening()).text
    assert "hears your answers" not in (await table.opening(dm=False)).text
    table.room.desk.kept.servers[GUILD] = Server(GUILD, outside=True)
    assert "as you and this server let it" in (await table.opening(dm=False)).text


async def test_where_no_thread_can_be_opened_direct_messages_are_left(table: Table) -> None:
    table.room.wake(2, table.room.slash("interview start"), app_permissions=QUIZZES)
    opening = await table.sent("callback")
    assert rows_of(opening) == [["Start in direct message"], ["Change round", "Not now"]]
    assert "No other member can read this." in opening.text
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


async def test_without_the_grader_it_waits_and_tries_again(table: Table, grader: Listener) -> None:
    asked = await table.start()
    grader.away = True
    table.room.write("alpha")
    await table.pressed(asked, words.DONE)
    kept = await table.drawn("**Paused.**")
    assert "I cannot hear your answer just now, through no fault of yours. It is kept" in kept.text
    grader.away = False
    await table.pressed(kept, words.GO_ON)
    assert (await table.drawn("I noted")).text.startswith('Thank you. I noted: "alpha".')


async def test_pause_and_go_on(table: Table) -> None:
    asked = await table.start()
    table.room.write("alpha *first*")
    assert (await table.pressed(asked, words.PAUSE)).type == 6
    paused = await table.sent("send")
    assert paused.text.startswith("**Paused.** ")
    assert rows_of(paused) == [["Go on", "End it", words.WRONG]]
    assert (await table.pressed(paused, words.GO_ON)).type == 6
    again = await table.sent("send")
    assert again.text.endswith("**You had written**\n> alpha \\*first\\*")
    assert table.state is State.RUNNING


async def test_something_wrong_is_said_during_a_pause_and_nothing_changes_by_it(table: Table) -> None:
    asked = await table.start()
    await table.pressed(asked, words.PAUSE)
    paused = await table.drawn("**Paused.**")
    before = table.room.desk.kept.interviews
    form = await table.pressed(paused, words.WRONG)
    assert (form.type, form.data["title"], form.data["custom_id"]) == (9, words.WRONG, "iv:report:1:1")
    thanks = await table.submitted(form, paused, words="no figure is given")
    assert (thanks.type, thanks.text) == (4, words.THANKS_DIRECT)
    (told,) = table.room.desk.kept.reports.values()
    assert (told.words, told.guild_id) == ("no figure is given", None)
    assert table.room.desk.kept.interviews == before


@pytest.mark.parametrize(
    ("view", "rows"),
    [
        (ASKING, [["Done", words.HINT, "Pause"]]),
        (replace(ASKING, variant=replace(ASKING.variant, hints=()), hints_left=0), [["Done", "Pause", words.WRONG]]),
        (replace(ASKING, code_attempt_id=5), [["Submit", "Done", "Pause"], [words.HINT, words.WRONG]]),
        (replace(ASKING, ask="And then?"), [["Done", "Nothing to add", "Pause"]]),
    ],
)
def test_something_wrong_stands_on_a_question_where_it_has_room(view: AskView, rows: list[list[str]]) -> None:
    assert [[getattr(one, "label", "") for one in row] for row in interview_cards.ask(view).rows] == rows


async def test_any_question_is_reported_from_its_menu(table: Table) -> None:
    asked = await table.start()
    shown = message(snowflake(), DM, components=numbered(asked.data["components"]))
    form = await table.room.menu(words.WRONG, shown, dm=True)
    assert form.data["custom_id"] == "iv:report:1:1"
    refused = await table.room.menu(words.WRONG, shown, BEN)
    assert refused.text == "This is somebody else's interview. /interview start begins your own."


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
    assert told.text.startswith(
        f"It goes on in <#{DM}>, with the question that was on. Where that is gone, `/interview"
    )


async def test_another_persons_interview_is_theirs(table: Table) -> None:
    asked = await table.start()
    refused = await table.pressed(asked, words.DONE, person=BEN)
    assert refused.text.startswith("This is somebody else's interview.")


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
    assert (await table.pressed(shown, words.TRY_AGAIN)).type == 9  # as if it had not passed
    assert (await table.pressed(asked, words.DONE)).type == 6
    assert "**Question 2 of 2**" in (await table.drawn("**Question 2")).text
    late = await table.pressed(shown, words.TRY_AGAIN)
    assert late.text.startswith("**Taken.**")
    table.room.discord.clock.advance(20)
    await table.submitted(form, shown, source="def total(xs): return 3")
    assert (await table.sent("original")).text.startswith("**Taken.**")
    await table.idle()
    assert table.room.discord.sent.empty()  # nobody is told that it was answered
    assert "before; nothing changed." in (await table.pressed(asked, words.SUBMIT)).text


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


async def test_what_was_said_during_a_stop_is_taken_down(table: Table) -> None:
    await table.start()
    table.room.discord.clock.advance(30)
    missed = [table.room.discord.new_id() + place for place in range(3)]
    table.room.discord.history[DM] += [
        message(missed[0], DM, author=user(ADA), content="alpha it is", flags=0),
        message(missed[1], DM, author=user(BOT), content="beta", flags=0),
        message(missed[2], DM, author=user(ADA), content="g" * 4000, flags=0),
    ]
    await take_up(table)
    refused = await table.drawn("and I read 4,000")
    assert refused.body["nonce"] == f"m{missed[2]}"
    assert table.room.desk.kept.interview_turns[1, 1].words == "alpha it is"


async def test_direct_messages_that_cannot_be_read_are_let_be(table: Table, caplog: pytest.LogCaptureFixture) -> None:
    await table.start()
    table.room.discord.refuse["past"] = (403, 50001)
    with caplog.at_level(logging.INFO):
        await take_up(table)
    assert "Interview 1 hears nothing from before the start" in caplog.text


async def test_what_was_written_while_it_was_paused_is_for_something_else(table: Table) -> None:
    asked = await table.start()
    await table.pressed(asked, words.PAUSE)
    await table.drawn("**Paused.**")
    table.room.discord.clock.advance(30)
    table.room.discord.history[DM].append(
        message(table.room.discord.new_id(), DM, author=user(ADA), content="B", flags=0)
    )
    await take_up(table)
    assert table.state is State.PAUSED


def test_the_channel_is_the_one_that_threads_belong_to() -> None:
    assert thread(1, "x", 12)["parent_id"] == str(CHANNEL)


async def test_code_of_a_message_is_submitted_by_its_menu(table: Table, sandbox: FakeSandbox) -> None:
    await table.start("coding")
    sandbox.judgement = FAILED
    said = message(table.room.discord.new_id(), DM, content="```python\ndef total(xs): return 1\n```", flags=0)
    held = await table.room.menu(words.SUBMIT_ANSWER, said, dm=True)
    shown = await table.sent("original") if held.type == 5 else held
    assert shown.text.startswith("**✗ Taken: 0 of 1 shown example passes**")
