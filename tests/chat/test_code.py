"""`/code` and answers in code in chat, by whole payloads."""

from dataclasses import replace

import pytest

from bot.chat import wording
from bot.chat.code import waiting_screen
from bot.render import code as cards
from bot.render import words
from bot.rules.run import Ran, RunFile, RunStatus
from tests.chat.coding import asked, field, hold, ran, upload, with_code
from tests.chat.payloads import BEN, PNG, flat, message, numbered, snowflake
from tests.chat.recorder import Room, Sent
from tests.chat.shown import asked_of
from tests.fake_sandbox import FAILED, NOT_STARTED, FakeSandbox
from tests.samples import CODE, GIT


async def test_a_form_runs_what_was_typed(room: Room, sandbox: FakeSandbox) -> None:
    shown = await ran(room)
    assert shown.kind == "original"
    assert shown.text.startswith("### ✓ Ran\n-# Mended what the keyboard had changed: 2 curly quotes.")
    assert list(shown.buttons) == [words.EDIT_RUN, words.RUN_AGAIN, words.WRONG]
    assert [job.code for job in sandbox.jobs] == [b'print("hi")']
    form = await room.command("code")
    assert field(form)["value"] == 'print("hi")'


async def test_what_was_run_is_edited_and_run_again_in_place(room: Room, sandbox: FakeSandbox) -> None:
    shown = await ran(room)
    form = await room.press(shown, words.EDIT_RUN)
    assert (form.type, field(form)["value"]) == (9, 'print("hi")')
    held = await room.submit(form, on=shown, source="  x = 1")
    assert held.type == 6
    assert (await room.discord.next()).kind == "original"
    held = await room.press(shown, words.RUN_AGAIN)
    assert held.type == 6
    assert (await room.discord.next()).kind == "original"
    assert [job.code for job in sandbox.jobs] == [b'print("hi")', b"  x = 1", b'print("hi")']


async def test_a_file_is_run_as_it_is(room: Room, sandbox: FakeSandbox) -> None:
    file = upload(room, "a.py", b"\xffprint\0")
    room.wake(2, room.slash("code", file=file["id"], resolved={"attachments": {file["id"]: file}}))
    assert (await room.discord.next()).type == 5
    assert (await room.discord.next()).text.startswith("### ✓ Ran")
    form = await room.command("code")
    held = await room.submit(form, files={"9": upload(room, "b.py", b"y")}, source="left aside")
    assert held.type == 5
    await room.discord.next()
    assert [job.code for job in sandbox.jobs] == [b"\xffprint\0", b"y"]


async def test_a_text_too_long_for_a_form_is_asked_for_as_a_file(room: Room) -> None:
    file = upload(room, "a.py", b"x" * 4001)
    room.wake(2, room.slash("code", file=file["id"], resolved={"attachments": {file["id"]: file}}))
    await room.discord.next()
    shown = await room.discord.next()
    form = await room.press(shown, words.EDIT_RUN)
    label = next(part for part in flat(form.data["components"]) if part["type"] == 18)
    assert (field(form).get("value", ""), label["description"]) == ("", wording.CODE_TOO_LONG)


async def test_pictures_and_files_come_along_under_names_of_ours(room: Room, sandbox: FakeSandbox) -> None:
    files = (
        RunFile("../../x.png", "image/png", PNG + b"1"),
        RunFile("../näme\n.csv", "text/plain", b"a,b"),
        RunFile("y.png", "image/png", PNG + b"2"),
    )
    sandbox.ran = replace(sandbox.ran, stdout="long\n" * 1000, files=files)
    shown = await ran(room)
    assert shown.files == {
        "picture-1.png": PNG + b"1",
        "picture-2.png": PNG + b"2",
        "output.txt": b"long\n" * 1000,
        "1-_n_me_.csv": b"a,b",
    }
    galleries = [part["items"][0] for part in flat(shown.data["components"]) if part["type"] == 12]
    assert [item["description"] for item in galleries] == [
        "Picture 1 of 2 that the code drew",
        "Picture 2 of 2 that the code drew",
    ]


async def test_what_did_not_start_is_said_calmly(
    room: Room, sandbox: FakeSandbox, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox.ran = Ran(RunStatus.SETUP_FAILED, cause="no Landlock")
    assert (await ran(room)).text == f"### ◐ Not run\n{cards.NOT_STARTED}"
    assert "A run was not started: no Landlock" in caplog.text
    caplog.clear()
    sandbox.away = True
    assert "The sandbox does not answer right now." in (await ran(room)).text
    caplog.clear()


async def test_nothing_to_run_is_said(room: Room) -> None:
    assert (await ran(room, " \n ")).text == "There is no code in that yet. Write some and send it again."


async def test_who_waits_sees_the_place_and_may_cancel(
    room: Room, sandbox: FakeSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold(sandbox, monkeypatch)
    sandbox.place = 2
    waits = await ran(room)
    assert waits.text == "**Running…** You are 2nd in the line."
    assert list(waits.buttons) == [words.CANCEL]
    others = await room.press(waits, words.CANCEL, person=BEN)
    assert (others.type, others.text[:29]) == (4, "That run is somebody else's. ")
    room.wake(3, {"custom_id": waits.buttons[words.CANCEL], "component_type": 2}, message=message(snowflake()))
    told = [await room.discord.next(), await room.discord.next()]
    assert {sent.kind for sent in told} == {"callback", "original"}
    shown = next(sent for sent in told if sent.kind == "original")
    assert (shown.text, list(shown.buttons)) == (cards.CANCELLED, [words.EDIT_RUN])
    assert sandbox.ended_early == 1
    late = await room.press(waits, words.CANCEL)
    assert (late.type, late.text, list(late.buttons)) == (7, words.NOTHING_RUNS, [words.EDIT_RUN])
    assert [run.end.status for run in room.desk.kept.runs.values() if run.end] == ["cancelled"]


async def test_a_second_run_is_refused_while_one_is_going(
    room: Room, sandbox: FakeSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold(sandbox, monkeypatch)
    await ran(room)
    assert "I take one at a time" in (await ran(room, "x = 2")).text
    sandbox.let_go.set()
    assert (await room.discord.next()).text.startswith("### ✓ Ran")
    assert field(await room.command("code"))["value"] == "x = 2"


async def test_a_place_that_nobody_can_be_told_stops_nothing(
    room: Room, sandbox: FakeSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold(sandbox, monkeypatch)
    room.discord.refuse["original"] = (404, 10008)
    await ran(room)
    del room.discord.refuse["original"]
    sandbox.let_go.set()
    assert (await room.discord.next()).text.startswith("### ✓ Ran")


async def test_a_bot_that_stops_leaves_the_run_to_be_taken_up(
    room: Room, sandbox: FakeSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold(sandbox, monkeypatch)
    monkeypatch.setattr("bot.chat.client.END_S", 0.01)
    await ran(room)
    await room.client.finish()
    assert sandbox.ended_early == 1
    assert [run.end for run in room.desk.kept.runs.values()] == [None]


async def test_a_run_is_reported(room: Room) -> None:
    shown = await ran(room)
    form = await room.press(shown, words.WRONG)
    again = await room.menu(words.WRONG, message(snowflake(), components=numbered(shown.data["components"])))
    assert again.data["custom_id"] == form.data["custom_id"]
    thanks = await room.submit(form, on=shown, words="it lies")
    assert thanks.text == words.THANKS_RUN
    assert [(report.words, report.run_id) for report in room.desk.kept.reports.values()] == [("it lies", 1)]


async def submitted(room: Room, on: Sent, source: str, label: str = words.SUBMIT) -> Sent:
    form = await room.press(on, label)
    assert form.type == 9
    held = await room.submit(form, on=on, source=source)
    assert held.type == 6
    return await room.discord.next()


@with_code
async def test_a_code_question_is_submitted_until_it_passes(room: Room, sandbox: FakeSandbox) -> None:
    shown = await asked(room)
    assert list(shown.buttons) == [words.SUBMIT, words.HINT, words.GIVE_UP, words.WRONG]
    form = await room.press(shown, words.SUBMIT)
    assert field(form)["value"] == "def total(xs):\n    ..."
    sandbox.judgement = FAILED
    failed = await submitted(room, shown, "def total(xs): return 2")
    assert (failed.kind, failed.text[:9]) == ("original", "### ◐ Not")
    assert list(failed.buttons) == [words.TRY_AGAIN, words.HINT, words.GIVE_UP, words.WRONG]
    again = await room.press(failed, words.TRY_AGAIN)
    assert field(again)["value"] == "def total(xs): return 2"
    hinted = await room.press(failed, words.HINT)
    assert ("Think of the weaker side." in hinted.text, words.TRY_AGAIN in hinted.buttons) == (True, True)
    sandbox.judgement = replace(FAILED, passed=True, score=1.0)
    judged = await submitted(room, failed, "def total(xs): return sum(xs)", words.TRY_AGAIN)
    assert judged.text.startswith("### ✓ All 3 cases pass")
    assert list(judged.buttons) == [words.NEXT, words.WRONG]
    late = await room.press(failed, words.TRY_AGAIN)
    assert (late.type, late.text[:5]) == (7, "### ✓")
    assert (await room.discord.next()).text.startswith("Your 2nd submission passed at ")


@with_code
async def test_while_code_is_judged_the_question_stays_in_sight(
    room: Room, sandbox: FakeSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = await asked(room)
    hold(sandbox, monkeypatch)
    waits = await submitted(room, shown, "x")
    assert "Write `total(xs)`" in waits.text
    assert waits.text.endswith("**Judging…** This may take some seconds.")
    room.wake(3, {"custom_id": waits.buttons[words.CANCEL], "component_type": 2}, message=message(snowflake()))
    told = {sent.kind: sent for sent in [await room.discord.next() for _ in range(3)]}
    assert list(told["original"].buttons) == list(shown.buttons)
    assert told["followup"].text == cards.CANCELLED
    late = await room.press(waits, words.CANCEL)
    assert (late.type, list(late.buttons)) == (7, list(shown.buttons))


def test_a_question_that_fills_its_message_gives_way_to_the_wait() -> None:
    full = replace(asked_of(replace(CODE, text="q" * 3600, hints=("h" * 500,))), hints_shown=1)
    assert waiting_screen("Judging", 1, 0, full).card.text == "**Judging…** This may take some seconds."


@with_code
async def test_a_form_that_comes_after_the_end_changes_nothing(room: Room, sandbox: FakeSandbox) -> None:
    shown = await asked(room)
    form = await room.press(shown, words.SUBMIT)
    await room.press(shown, words.GIVE_UP)
    await room.submit(form, on=shown, source="x")
    assert "You said you don't know" in (await room.discord.next()).text
    assert (await room.discord.next()).text.startswith("You said you don't know at ")
    assert sandbox.jobs == []


async def test_without_the_database_nothing_is_run(
    room: Room, sandbox: FakeSandbox, caplog: pytest.LogCaptureFixture
) -> None:
    form = await room.command("code")
    room.desk.down = True
    await room.submit(form, source="x")
    shown = await room.discord.next()
    assert shown.text.startswith("I cannot reach my notes right now.")
    assert (shown.buttons, sandbox.jobs) == ({}, [])
    caplog.clear()


@with_code
async def test_a_sandbox_that_is_away_leaves_the_question(
    room: Room, sandbox: FakeSandbox, caplog: pytest.LogCaptureFixture
) -> None:
    shown = await asked(room)
    sandbox.away = True
    back = await submitted(room, shown, "x")
    assert list(back.buttons) == list(shown.buttons)
    assert "The sandbox does not answer right now." in (await room.discord.next()).text
    sandbox.away, sandbox.judgement = False, NOT_STARTED
    assert (await submitted(room, shown, "x")).text == f"### ◐ Not judged\n{cards.NOT_STARTED}"
    caplog.clear()


@with_code
async def test_giving_up_shows_a_solution(room: Room) -> None:
    judged = await room.press(await asked(room), words.GIVE_UP)
    assert "return sum(xs)" in judged.text


@pytest.mark.parametrize("questions", [(GIT,)], indirect=True)
async def test_a_form_is_named_by_its_language(room: Room) -> None:
    form = await room.press(await asked(room), words.SUBMIT)
    label = next(part for part in flat(form.data["components"]) if part["type"] == 18)
    assert label["label"] == "Git commands, one a line"
