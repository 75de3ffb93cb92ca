"""`/code` and answers in code in chat, by whole payloads."""

from dataclasses import replace
from typing import Any

import discord
import pytest

from bot.actions.records import NewRun
from bot.actions.views import Call
from bot.chat import going, wording
from bot.render import code as cards
from bot.render import words
from bot.rules.run import Ran, RunFile, RunStatus
from tests.chat.payloads import BEN, CHANNEL, DM, PNG, flat, message, numbered, snowflake, user
from tests.chat.recorder import Room, Sent
from tests.fake_sandbox import FAILED, NOT_STARTED, FakeSandbox
from tests.samples import CODE, GIT, NOON, NUMERIC

with_code = pytest.mark.parametrize("questions", [(CODE, NUMERIC)], indirect=True)


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine, nobody is told to wait unless the sandbox is held."""
    monkeypatch.setattr(going, "SHOWN_AFTER_S", 30)
    monkeypatch.setattr(going, "CHANGED_EVERY_S", 0.01)


def hold(sandbox: FakeSandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have everybody wait, and be told so at once."""
    monkeypatch.setattr(going, "SHOWN_AFTER_S", 0.01)
    sandbox.held = True


def upload(room: Room, name: str, data: bytes, kind: str = "text/x-python") -> dict[str, Any]:
    room.discord.cdn[name] = data
    url = f"{discord.asset.Asset.BASE}/{name}"
    number = str(snowflake())
    return {"id": number, "filename": name, "size": len(data), "url": url, "proxy_url": url, "content_type": kind}


async def ran(room: Room, source: str = "print(“hi”)", **more: Any) -> Sent:
    """Run a program by the form of `/code`."""
    form = await room.command("code", **more)
    assert form.type == 9
    held = await room.submit(form, source=source, **more)
    assert (held.type, held.data["flags"]) == (5, 64)
    return await room.discord.next()


def field(form: Sent, name: str = "source") -> dict[str, Any]:
    return next(part for part in flat(form.data["components"]) if part.get("custom_id") == name)


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


async def asked(room: Room, **more: Any) -> Sent:
    return await room.command("practice", topic="code", **more)


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


def said(text: str, channel: int = CHANNEL, **more: Any) -> dict[str, Any]:
    return message(snowflake(), channel, author=user(BEN), content=text, flags=0, **more)


async def test_a_menu_runs_the_code_of_a_message(room: Room, sandbox: FakeSandbox) -> None:
    held = await room.menu(words.RUN_CODE, said("look:\n```py\nprint(‘1’)\n```"))
    assert (held.type, held.data["flags"]) == (5, 64)
    assert (await room.discord.next()).text.startswith("### ✓ Ran")
    await room.menu(words.RUN_CODE, said("", attachments=[upload(room, "a.py", b"2")]))
    await room.discord.next()
    assert [job.code for job in sandbox.jobs] == [b"print('1')", b"2"]
    await room.menu(words.RUN_CODE, said("no code", attachments=[upload(room, "a.png", b"", "image/png")]))
    assert (await room.discord.next()).text == words.NO_CODE_THERE


@with_code
async def test_a_menu_submits_a_message(room: Room, sandbox: FakeSandbox) -> None:
    await room.menu(words.SUBMIT_ANSWER, said("x = 1"))
    assert (await room.discord.next()).text == words.NO_CODE_WAITS
    await asked(room)
    sandbox.judgement = FAILED
    await room.menu(words.SUBMIT_ANSWER, said("x = 1"))
    failed = await room.discord.next()
    assert (failed.kind, failed.text[:9]) == ("original", "### ◐ Not")
    sandbox.away = True
    await room.menu(words.SUBMIT_ANSWER, said("```\ny\n```"))
    assert words.TRY_AGAIN in (await room.discord.next()).buttons
    assert "The sandbox does not answer" in (await room.discord.next()).text
    await room.menu(words.SUBMIT_ANSWER, said("```\n\n```"))
    assert "There is no code in that yet." in (await room.discord.next()).text
    await room.idle()
    assert [job.code for job in sandbox.jobs] == [b"x = 1"]


async def test_a_code_block_in_direct_messages_is_run(
    room: Room, sandbox: FakeSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = room.write("```python\nprint(1)\n```")
    shown = await room.discord.next()
    assert (shown.kind, shown.body["nonce"]) == ("send", f"m{number}")
    assert shown.text.startswith("### ✓ Ran")
    room.write("", files=[upload(room, "a.py", b"2")])
    assert (await room.discord.next()).text.startswith("### ✓ Ran")
    hold(sandbox, monkeypatch)
    room.write("```3```")
    waits = await room.discord.next()
    assert waits.text.startswith("**Running…**")
    sandbox.let_go.set()
    edited = await room.discord.next()
    assert (edited.kind, edited.method, edited.text[:9]) == ("edit", "PATCH", "### ✓ Ran")
    assert [job.code for job in sandbox.jobs] == [b"print(1)", b"2", b"3"]


@with_code
async def test_where_a_code_question_waits_a_plain_message_is_the_answer(room: Room, sandbox: FakeSandbox) -> None:
    await asked(room, dm=True)
    await room.idle()
    sandbox.judgement = FAILED
    room.write("def total(xs): return “”")
    failed = await room.discord.next()
    assert "I took this as your answer" in failed.text
    sandbox.judgement = replace(FAILED, passed=True, score=1.0)
    room.write("", files=[upload(room, "answer.txt", b"x")])
    judged = await room.discord.next()
    assert judged.text.startswith("### ✓ All 3 cases pass")
    closed = await room.discord.next()
    assert (closed.kind, closed.buttons) == ("edit", {})
    assert [job.code for job in sandbox.jobs] == [b'def total(xs): return ""', b"x"]


@with_code
async def test_not_knowing_is_heard_where_code_is_wanted(room: Room, sandbox: FakeSandbox) -> None:
    await asked(room, dm=True)
    await room.idle()
    room.write("idk")
    assert "You said you don't know" in (await room.discord.next()).text
    assert sandbox.jobs == []


@with_code
async def test_a_code_block_is_run_where_another_question_waits(room: Room, sandbox: FakeSandbox) -> None:
    await room.command("practice", dm=True, topic="dl.core")
    await room.idle()
    room.write("```\nprint(1)\n```")
    assert (await room.discord.next()).text.startswith("### ✓ Ran")
    room.write("", files=[upload(room, "huge.py", b"x" * (1024 * 1024 + 1))])
    assert "over 1 MiB" in (await room.discord.next()).text


@with_code
async def test_what_a_stop_left_open_is_settled_at_the_next_start(
    room: Room, redirected: str, sandbox: FakeSandbox
) -> None:
    await room.app.practice.start(call_in(DM), "code")
    attempt_id = max(room.desk.kept.attempts)
    await left(room, 70, attempt_id, written=True)
    await left(room, 71, None, written=True, person=BEN)
    await left(room, 72, None, written=False, person=13)
    await left(room, 73, 1, written=True, person=14)
    restarted = type(room.client)(room.app)
    async with restarted:
        await restarted.login(redirected)
        await restarted.on_ready()
        verdict, lost = await room.discord.next(), await room.discord.next()
        assert (verdict.kind, verdict.text[:5], verdict.body["nonce"]) == ("send", "### ✓", "late70")
        assert (lost.text, lost.body["nonce"]) == (cards.LOST, "late71")
        sandbox.away = True
        await room.app.practice.following(call_in(DM), attempt_id)
        await left(room, 74, attempt_id + 1, written=True)
        again = type(room.client)(room.app)
        async with again:
            await again.login(redirected)
            await again.on_ready()
            assert (await room.discord.next()).text == cards.AWAY
    assert room.discord.sent.empty()


def call_in(channel: int) -> Call:
    return Call(snowflake(), NOON, 11, None, channel)


async def left(room: Room, call_id: int, attempt_id: int | None, *, written: bool, person: int = 11) -> None:
    new = NewRun(call_id, person, None, DM, NOON, b"x", "base", attempt_id, 7, written=written)
    await room.desk(lambda books: books.runs.add(new))
