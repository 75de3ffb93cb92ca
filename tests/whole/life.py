"""The bot in its own process, killed once at a step that a seed has drawn, and started again."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from bot.playground.server import Playground
from tests.whole.apart import bot

LAST_BREATH_S = 0.2


class Doom(Protocol):
    """When the bot dies, and for how long."""

    @property
    def waits(self) -> bool:
        """Whether it dies while it is waited for, in the middle of what it does by itself, else at a press."""
        ...

    @property
    def fatal(self) -> int:
        """At the how manieth of these."""
        ...

    @property
    def delay_s(self) -> float:
        """How long after that."""
        ...

    @property
    def outage_s(self) -> float:
        """How long it is away."""
        ...


class Life:
    """The bot in its own process: it dies once, at a step that is drawn, and comes back.

    Args:
        plan: When it dies, and for how long.
        playground: Where it is at work.
        folder: Where it keeps what it keeps.
        url: Its database.
        mourn: Called while it is dead.

    Attributes:
        killed: When it was killed, in words; empty before that.
        away: From when to when it was away.
        up_at: When it was online again.
    """

    def __init__(
        self, plan: Doom, playground: Playground, folder: Path, url: str, mourn: Callable[[], None] = lambda: None
    ) -> None:
        self._plan = plan
        self._mourn = mourn
        self._folder, self._url = folder, url
        self._playground = playground
        self._steps = 0
        self._doomed = False
        self._doing = ""
        self._process: asyncio.subprocess.Process
        self._died_at: datetime
        self.up_at: datetime
        self._dead, self._back = asyncio.Event(), asyncio.Event()
        self.online = asyncio.Event()
        self.killed = ""
        self.away: tuple[datetime, datetime] | None = None

    def _start(self) -> AbstractAsyncContextManager[asyncio.subprocess.Process]:
        return bot(self._playground, self._folder, database=self._url)

    async def live(self) -> None:
        """Be online until cancelled."""
        async with self._start() as self._process:
            self.online.set()
            await self._dead.wait()
            await self._process.wait()
        self._mourn()
        clock = self._playground.clock
        clock.advance(self._plan.outage_s)
        self.away = self._died_at, clock.now()
        async with self._start():
            self.up_at = clock.now()
            self._back.set()
            self.online.set()
            await asyncio.Event().wait()

    def step(self, doing: str, *, waits: bool = False) -> None:
        """Count what is pressed and what is waited for; the fatal one is the last that the bot hears of, or nearly."""
        self._doing = doing
        self._steps += waits is self._plan.waits
        if self._steps == self._plan.fatal and not self._doomed:
            self._doomed = True
            asyncio.get_running_loop().call_later(self._plan.delay_s, self._kill)

    def _kill(self) -> None:
        self.killed = f"{self._doing}, then away for {self._plan.outage_s} s"
        self.online.clear()
        self._died_at = self._playground.clock.now()
        self._process.kill()
        self._dead.set()

    async def outlives(self, done: asyncio.Task[None]) -> bool:
        """Wait until something is done; False where the bot died before it was."""
        dying = asyncio.create_task(asyncio.Event().wait() if self._back.is_set() else self._dead.wait())
        await asyncio.wait((done, dying), return_when=asyncio.FIRST_COMPLETED)
        if not done.done():
            await asyncio.wait((done,), timeout=LAST_BREATH_S)
        for task in (done, dying):
            task.cancel()
        [end, _] = await asyncio.gather(done, dying, return_exceptions=True)
        return end is None
