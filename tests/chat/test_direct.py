"""Code in direct messages and from messages' menus, and what a stop left open, by whole payloads."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.actions.records import NewRun
from bot.actions.views import Call
from bot.render import code as cards
from bot.render import words
from tests.chat.coding import asked, hold, upload, with_code
from tests.chat.payloads import BEN, CHANNEL, DM, message, snowflake, user
from tests.chat.recorder import Room
from tests.fake_sandbox import FAILED, FakeSandbox
from tests.samples import NOON


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


async def left(
    room: Room, call_id: int, attempt_id: int | None, *, written: bool, person: int = 11, ago_s: int = 0
) -> None:
    at = NOON - timedelta(seconds=ago_s)
    new = NewRun(call_id, person, None, DM, at, b"x", "base", attempt_id, 7, written=written)
    await room.desk(lambda books: books.runs.add(new))


async def test_a_run_that_nobody_waits_for_stands_in_the_way_once(room: Room) -> None:
    await left(room, 70, None, written=True, ago_s=300)
    room.write("```x```")
    assert "I take one at a time" in (await room.discord.next()).text
    room.write("```x```")
    assert (await room.discord.next()).text.startswith("### ✓ Ran")
