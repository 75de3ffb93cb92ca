"""Every button that a quiz ever shows, pressed at any later time: a clear private answer, and never a fault of ours."""

import asyncio
import logging
from datetime import timedelta

import pytest

from bot.chat.client import ROUTES
from bot.chat.quiz_mine import ROOM
from bot.rules.quiz import GRACE, TALK
from tests.chat.payloads import ADA, ADMIN, BEN, EPHEMERAL, MEMBER, V2, message, snowflake
from tests.chat.recorder import Room
from tests.chat.test_quiz import Table
from tests.samples import SINGLE

PARTS = ("", ":{}", ":{}:1", ":{}:1:A", ":{}:1:0", ":{}:9:x", ":{}:0", ":{}:100")


async def _press_everything(room: Room, quiz_id: int) -> None:
    """Press all that there could be, as a host and as a member, on public messages and on private ones."""
    for act in ROUTES[ROOM]:
        for place, rest in enumerate(PARTS):
            person, may = (ADA, ADMIN) if place % 2 else (BEN, MEMBER)
            room.discord.sent = asyncio.Queue()
            data = {"custom_id": f"{ROOM}:{act}{rest.format(quiz_id)}", "component_type": 3, "values": ["0"]}
            flags = V2 | (EPHEMERAL if place % 3 else 0)
            room.wake(3, data, person, permissions=may, message=message(snowflake(), flags=flags))
            while (answer := await room.discord.next()).kind != "callback":
                continue
            assert answer.type in (5, 6, 7, 8, 9) or answer.private, (act, rest, answer.text)
            await room.idle()
            assert "Something went wrong" not in answer.text, (act, rest)


@pytest.mark.parametrize("questions", [(SINGLE,)], indirect=True)
async def test_an_old_button_is_answered_whatever_it_is(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    table = Table(room)
    with caplog.at_level(logging.ERROR):
        await _press_everything(room, 99)
        question = await table.begin(*await table.open())
        assert question.kind == "edit"
        table.advance(timedelta(seconds=45) + GRACE)
        await table.drawn()
        table.advance(TALK)
        await table.sent_to("send")
        await room.idle()
        await _press_everything(room, 1)
    table.task.cancel()
    await asyncio.gather(table.task, return_exceptions=True)
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []
