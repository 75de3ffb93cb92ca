"""A profile's warm children: a few wait, others are borne as they are used, and zygotes are renewed in time."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any

from bot.sandbox.probing import hear_well
from bot.sandbox.zygote import Born, SetupFault, Zygote

STOCK = 2
MOST_BORNE = 200
OLDEST_S = 1800.0
EARLY = 0.8
"""At which share of its life a zygote's successor is warmed."""
PAUSE_S = 10.0
"""How long after a start that failed the next is tried."""
BIRTH_S = 20.0
"""How long a birth may take; a zygote that takes longer is given up."""

Start = Callable[[], Coroutine[Any, Any, Zygote]]


class Brood:
    """The children of one profile.

    Args:
        start: Starts a zygote.
        stock: How many children wait.
        most: How many children a zygote bears.
    """

    def __init__(self, start: Start, *, stock: int = STOCK, most: int = MOST_BORNE) -> None:
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
        for _ in range(self._size - len(self._waiting) - len(self._bearing)):
            task = self._loop.create_task(self._fill())
            self._bearing.add(task)
            task.add_done_callback(self._bearing.discard)

    async def close(self) -> None:
        """End every zygote and child."""
        tasks = [task for task in (self._zygote, self._next, *self._bearing) if task]
        for task in tasks:
            task.cancel()
        for told in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(told, Zygote):
                told.close()
        self._empty()

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
        if self._zygote is None or (self._zygote.done() and not _well(self._zygote) and self._may_try(self._zygote)):
            self._zygote = self._loop.create_task(self._start())
            self._since = self._loop.time()
        elif zygote and self._next is None and self._aged(zygote):
            self._next = self._loop.create_task(self._start())
        return await asyncio.shield(self._zygote)

    def _may_try(self, last: asyncio.Task[Zygote]) -> bool:
        """Whether another start makes sense: at once where a zygote has died, after a pause where none could start."""
        return _started(last) or self._loop.time() - self._since > PAUSE_S

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
        self.refill()

    def _empty(self) -> None:
        while self._waiting:
            _, born = self._waiting.pop()
            born.kill()
            born.close()

    async def _bear(self, zygote: Zygote) -> Born:
        """Have a child and hear that its jail is on.

        Raises:
            SetupFault: It cannot be had in time; a zygote that is stuck is given up.
        """
        try:
            async with asyncio.timeout(BIRTH_S):
                born = await zygote.child()
                try:
                    await hear_well(born.channel)
                except BaseException:
                    born.kill()
                    born.close()
                    raise
        except SetupFault:
            zygote.borne = self._most  # something is wrong with it: the next run has another
            raise
        except TimeoutError:
            zygote.close()
            raise SetupFault("zygote", 0, "the process that starts runs does not answer") from None
        return born


def _well(task: "asyncio.Task[Zygote]") -> bool:
    """Whether a zygote was started and lives."""
    return _started(task) and not task.result().ended.is_set()


def _started(task: "asyncio.Task[Zygote]") -> bool:
    """Whether a zygote was started, be it alive or not."""
    return task.done() and not task.cancelled() and task.exception() is None
