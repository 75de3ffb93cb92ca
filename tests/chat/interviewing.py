"""Somebody before an interviewer in the recorder's room, with the clock task at work."""

import asyncio
from typing import Any

from bot.chat.client import clock_task
from bot.render import words
from bot.rules.interview import State
from tests.chat.payloads import QUIZZES
from tests.chat.recorder import Room, Sent

THREADS = QUIZZES | 1 << 36
HALL = {"app_permissions": THREADS}


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


def rows_of(sent: Sent) -> list[list[str]]:
    """The labels of a message's buttons, row by row."""
    rows = [part for part in sent.data["components"] if part["type"] == 1]
    return [[one["label"] for one in row["components"]] for row in rows]
