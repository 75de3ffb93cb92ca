"""The connection: commands told once, errors answered once, everything calm."""

import asyncio
import logging
from dataclasses import replace
from typing import Any

import pytest

from bot.chat.client import Client, same_commands, serve
from bot.render import help as help_card
from bot.render.card import Drawing
from bot.rules.errors import EdgeDown
from tests.chat.recorder import Room
from tests.samples import SINGLE

TALL = replace(SINGLE, text=r"What is $\frac{\sum_{i=1}^{n} x_i}{n \cdot \sqrt{m}}$ here?")


async def _wrong(_: Drawing) -> bytes:
    raise ZeroDivisionError


def names(commands: list[dict[str, Any]]) -> set[str]:
    subs = {f"{one['name']} {sub['name']}" for one in commands for sub in one.get("options", ()) if sub["type"] == 1}
    menus = {one["name"] for one in commands if one["type"] != 1}
    groups = {sub.partition(" ")[0] for sub in subs}
    return menus | {f"/{name}" for name in subs | {one["name"] for one in commands} - menus - groups}


async def test_commands_are_told_only_when_they_changed(room: Room, restarted: Room) -> None:
    assert room.discord.sent.empty()
    assert same_commands([c.to_dict(room.client.tree) for c in room.client.tree.get_commands()], room.discord.commands)
    assert names(room.discord.commands) == {name for name, _ in help_card.COMMANDS}


@pytest.mark.parametrize(
    "change",
    [
        {"description": "Something else."},
        {"options": []},
        {"contexts": [0]},
        {"default_member_permissions": "8"},
        {"name": "exercise"},
    ],
)
async def test_any_change_of_a_command_counts(room: Room, change: dict[str, Any]) -> None:
    ours = [c.to_dict(room.client.tree) for c in room.client.tree.get_commands()]
    for place, theirs in enumerate(room.discord.commands):
        told = theirs["type"] == 1 or not {"description", "options"} & change.keys()  # menus have neither
        if told and all(theirs.get(key) != value for key, value in change.items()):
            changed = [*room.discord.commands[:place], theirs | change, *room.discord.commands[place + 1 :]]
            assert not same_commands(ours, changed)
    assert not same_commands(ours, room.discord.commands[1:])
    assert not same_commands(ours[1:], room.discord.commands)


async def test_where_commands_may_be_used(room: Room) -> None:
    told = {command["name"]: command for command in room.discord.commands}
    assert {name: sorted(command["contexts"]) for name, command in told.items()} == {
        "practice": [0, 1],
        "code": [0, 1],
        "Run code": [0, 1],
        "Submit as answer": [0, 1],
        "me": [0, 1],
        "help": [0, 1],
        "setup": [0],
        "bank": [0],
        "quiz": [0],
        "interview": [0, 1],
        "Something wrong?": [0, 1],
        "Make a question of this": [0],
    }
    assert all(command["integration_types"] == [0] for command in told.values())
    assert str(told["setup"]["default_member_permissions"]) == str(1 << 5)


def test_nothing_privileged_is_asked_for_and_nothing_kept(room: Room) -> None:
    assert room.client.intents.value == (1 << 0 | 1 << 12)
    mentions = room.client.allowed_mentions
    assert mentions is not None
    assert dict(mentions.to_dict()) == {"parse": []}
    assert list(room.client.cached_messages) == []


async def test_help_shows_what_is_new(room: Room) -> None:
    said = await room.command("help", dm=True)
    assert "new" in said.text


async def test_an_edge_that_is_down_is_said_calmly_with_a_reference(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    room.desk.down = True
    said = await room.command("me")
    assert (said.type, said.private) == (4, True)
    reference = said.text.rpartition("(Reference: ")[2].rstrip(")")
    assert len(reference) == 8
    assert reference in caplog.text


@pytest.mark.parametrize("questions", [(TALL,)], indirect=True)
async def test_what_nobody_expected_fills_the_message_that_waits(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    object.__setattr__(room.app, "pictures", _wrong)
    held = await room.command("practice")
    said = await room.discord.next()
    assert (held.type, said.kind) == (5, "original")
    assert said.text.startswith("Something went wrong on my side")
    assert "ZeroDivisionError" in caplog.text


async def test_an_answer_that_came_too_late_is_only_noted(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    room.discord.refuse["callback"] = (404, 10062)
    with caplog.at_level(logging.INFO):
        await room.command("me")
        await room.idle()
    assert room.discord.sent.empty()
    assert "too late" in caplog.text


async def test_a_refusal_that_cannot_be_told_is_noted(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    room.discord.refuse["callback"] = (403, 50001)
    await room.command("practice", topic="cooking")
    await room.idle()
    assert "could not be told" in caplog.text


async def test_where_something_is_down_nothing_is_offered(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    room.desk.down = True
    with caplog.at_level(logging.INFO):
        room.wake(4, room.slash("practice", topic="roc", focused="topic"))
        assert (await room.discord.next()).data == {"choices": []}
    assert "Nothing is offered" in caplog.text


async def test_a_command_that_is_no_more_is_answered_and_one_being_typed_is_not(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    room.wake(4, room.slash("juggle", topic="roc", focused="topic"))
    await room.idle()
    assert room.discord.sent.empty()
    assert "juggle" in caplog.text
    assert "Something went wrong on my side" in (await room.command("juggle")).text


async def test_readiness_is_told_once(room: Room) -> None:
    told: list[int] = []
    async with Client(room.app, lambda: told.append(1)) as client:
        await client.on_ready()
        await client.on_ready()
    assert told == [1]


async def test_serving_ends_with_its_task(room: Room, redirected: str) -> None:
    serving = asyncio.create_task(serve(room.app, redirected))
    await asyncio.sleep(0)
    serving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await serving


async def test_a_token_that_discord_does_not_know_is_said_calmly(room: Room, redirected: str) -> None:
    room.discord.refuse["me"] = (401, 0)
    with pytest.raises(EdgeDown, match="does not know this token"):
        await serve(room.app, redirected)


@pytest.mark.parametrize("questions", [(TALL,)], indirect=True)
async def test_what_is_under_way_is_finished_before_the_end(room: Room) -> None:
    gate = asyncio.Event()

    async def slowly(drawing: Drawing) -> bytes:
        await gate.wait()
        return repr(drawing).encode()

    object.__setattr__(room.app, "pictures", slowly)
    await room.command("practice")
    finishing = asyncio.create_task(room.client.finish())
    await asyncio.sleep(0)
    assert not finishing.done()
    gate.set()
    await finishing
    assert (await room.discord.next()).kind == "original"
    await room.idle()
    await room.client.finish()


async def test_what_is_no_task_is_not_waited_for(room: Room) -> None:
    asyncio.get_running_loop().call_soon(room.client.under_way)
    await asyncio.sleep(0)
    await room.client.finish()
