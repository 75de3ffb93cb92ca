"""A line of those who wait for one of a few slots, first come, first served; everybody hears their place."""

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable


class LineFull(Exception):
    """So many wait already that nobody else may."""


class Line:
    """A bounded line.

    Args:
        slots: How many are served at once, >= 1.
        longest: How many may wait.
    """

    def __init__(self, slots: int, longest: int) -> None:
        self._free, self._longest = slots, longest
        self._waiting: OrderedDict[asyncio.Future[None], Callable[[int], None]] = OrderedDict()

    @contextlib.asynccontextmanager
    async def slot(self, place: Callable[[int], None]) -> AsyncIterator[None]:
        """Have a slot; `place` is told the place in the line, from 1, whenever it changes.

        Raises:
            LineFull: Too many wait already.
        """
        if self._free:
            self._free -= 1
        else:
            await self._wait(place)
        try:
            yield
        finally:
            self._next()

    async def _wait(self, place: Callable[[int], None]) -> None:
        if len(self._waiting) >= self._longest:
            raise LineFull
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[turn] = place
        place(len(self._waiting))
        try:
            await turn
        except asyncio.CancelledError:
            if turn in self._waiting:
                del self._waiting[turn]
                self._tell()
            else:  # its turn had come in the same moment
                self._next()
            raise

    def _next(self) -> None:
        """Give a slot that has become free to who waits longest."""
        if not self._waiting:
            self._free += 1
            return
        turn, _ = self._waiting.popitem(last=False)
        turn.set_result(None)
        self._tell()

    def _tell(self) -> None:
        for number, place in enumerate(self._waiting.values(), 1):
            place(number)
