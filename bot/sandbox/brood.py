"""A profile's warm children: a few wait, others are borne as they are used, and zygotes are renewed in time."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine

from bot.sandbox.probing import hear_well
from bot.sandbox.zygote import Born, SetupFault, Zygote

STOCK = 2
MOST_BORNE = 200
OLDEST_S = 1800.0
EARLY = 0.8
"""At which share of its life a zygote's successor is warmed."""


class Brood:
    """The children of one profile.

    Args:
        start: Starts a zygote.
        stock: How many children wait.
        most: How many children a zygote bears.
    """

    def __init__(self, start: Callable[[], Awaitable[Zygote]], *, stock: int = STOCK, most: int = MOST_BORNE) -> None:
        self._start, self._size, self._most = start, stock, most
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[tuple[Zygote, Born]] = deque()
        self._bearing: set[asyncio.Task[None]] = set()
        self._zygote: asyncio.Task[Zygote] | None = None
        self._next: asyncio.Task[Zygote] | None = None
        self._since = 0.0

    async def warm(self) -> Zygote:
        """Have a zygote and a full stock.

        Raises:
            SetupFault: There can be none.
        """
        zygote = await self._current()
        self._waiting.append((zygote, await self._bear(zygote)))
        self.refill()
        return zygote

    async def take(self) -> Born:
        """Take a warm child.

        Raises:
            SetupFault: There can be none; says which layer or part failed.
        """
        while self._waiting:
            zygote, born = self._waiting.popleft()
            if not (zygote.ended.is_set() or born.gone.done()):
                return born
            born.close()
        return await self._bear(await self._current())

    def refill(self) -> None:
        """Have children borne until the stock is full; never waits."""
        if self._zygote is None or not self._zygote.done():
            self._bearing_one(self._fill())
            return
        for _ in range(self._size - len(self._waiting) - len(self._bearing)):
            self._bearing_one(self._fill())

    async def close(self) -> None:
        """End every zygote and child."""
        tasks = [task for task in (self._zygote, self._next, *self._bearing) if task]
        for task in tasks:
            task.cancel()
        for told in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(told, Zygote):
                told.close()
        self._empty()

    def _bearing_one(self, work: Coroutine[None, None, None]) -> None:
        task = self._loop.create_task(work)
        self._bearing.add(task)
        task.add_done_callback(self._bearing.discard)

    async def _fill(self) -> None:
        """Bear one child for the stock; a fault shows itself when a child is taken."""
        with contextlib.suppress(SetupFault):
            zygote = await self._current()
            self._waiting.append((zygote, await self._bear(zygote)))

    async def _current(self) -> Zygote:
        """Give the zygote in use: a new one where the last has died, its successor where it is old."""
        zygote = self._zygote.result() if self._zygote and _well(self._zygote) else None
        if self._next and self._next.done():
            if _well(self._next):
                self._renew(zygote)
            self._next = None
        if self._zygote is None or (self._zygote.done() and not _well(self._zygote)):
            self._zygote = self._loop.create_task(_awaited(self._start()))
            self._since = self._loop.time()
        elif zygote and self._next is None and self._aged(zygote):
            self._next = self._loop.create_task(_awaited(self._start()))
        return await asyncio.shield(self._zygote)

    def _aged(self, zygote: Zygote) -> bool:
        age = self._loop.time() - self._since
        return zygote.borne >= EARLY * self._most or age >= EARLY * OLDEST_S

    def _renew(self, old: Zygote | None) -> None:
        """Put the successor in place."""
        self._zygote, self._next = self._next, None
        self._since = self._loop.time()
        self._empty()
        if old:
            old.retire()

    def _empty(self) -> None:
        while self._waiting:
            _, born = self._waiting.pop()
            born.kill()
            born.close()

    async def _bear(self, zygote: Zygote) -> Born:
        """Have a child and hear that its jail is on."""
        born = await zygote.child()
        try:
            await hear_well(born.channel)
        except BaseException:
            born.kill()
            born.close()
            raise
        return born


async def _awaited(zygote: Awaitable[Zygote]) -> Zygote:
    return await zygote


def _well(task: "asyncio.Task[Zygote]") -> bool:
    """Whether a zygote was started and lives."""
    return task.done() and not task.cancelled() and task.exception() is None and not task.result().ended.is_set()
