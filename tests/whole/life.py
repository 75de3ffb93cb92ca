"""The bot in its own process, killed once at a step that a seed has drawn, and started again."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol, TypeVar

from bot.actions.ports import Books
from bot.playground.server import Playground
from bot.storage.desk import Desk
from tests.people import NotAllowed, Person, text_of
from tests.whole.apart import bot

T = TypeVar("T")
EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
LAST_BREATH_S = 0.2
PATIENCE = 100


class Stuck(Exception):
    """A story did not come to the point where it should be."""


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

    @asynccontextmanager
    async def lived(self) -> AsyncIterator[None]:
        """Be at work while something is done; what goes wrong with the bot goes wrong there."""
        async with asyncio.TaskGroup() as tasks:
            living = tasks.create_task(self._live())
            try:
                yield
            finally:
                living.cancel()

    async def _live(self) -> None:
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

    async def ask(self, person: Person, doing: str, asking: Callable[[], Awaitable[str]]) -> tuple[int, bool]:
        """Do something; give the interaction, 0 where nothing could be pressed, and whether the bot answered it."""
        await self.online.wait()
        self.step(doing)
        try:
            call = await asking()
        except (NotAllowed, AssertionError):  # the button has gone meanwhile
            return 0, False
        return int(call), await self.outlives(asyncio.create_task(person.settled(call, 30)))

    async def reach(
        self,
        what: str,
        person: Person,
        look: Callable[[], T | None],
        act: Callable[[], Awaitable[object]],
        leap: Callable[[int], Awaitable[None]],
    ) -> T:
        """Do something until something is seen.

        Args:
            what: In words.
            person: Who looks.
            look: Gives it, or None.
            act: What is done again and again.
            leap: Lets time pass while nothing is seen, for the how manieth time, from 0.

        Raises:
            Stuck: It is not seen.
        """
        for turn in range(PATIENCE):
            await self.online.wait()
            self.step(f"waiting for {what}", waits=True)
            if (found := look()) is not None:
                return found
            await act()
            with suppress(AssertionError):
                return await person._until(look, what, 1)
            await self.online.wait()
            await leap(turn)
        newest = max(person.seen.values(), key=lambda one: int(one["id"]), default=None)
        raise Stuck(f"{person.name} waited for {what} in vain; the newest message: {newest and text_of(newest)}")

    async def rest(self, person: Person, behind: Callable[[Books], object]) -> None:
        """Wait until everything that is to be shown is shown.

        Raises:
            Stuck: Something never is.
        """
        async with Desk(self._url) as desk:
            for _ in range(PATIENCE):
                await self.online.wait()
                if not await desk(behind):
                    return
                with suppress(AssertionError):
                    await person._until(lambda: None, "rest", LAST_BREATH_S)
                await person.advance(1)
        raise Stuck("something is never shown")


async def nothing() -> None:
    """Let time pass."""


def made_at(snowflake: str | int) -> datetime:
    """Tell when Discord made an id."""
    return EPOCH + timedelta(milliseconds=int(snowflake) >> 22)
