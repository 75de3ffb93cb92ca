"""Time that passes only while nobody waits for an answer, so that several people can press at once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager


class Pace:
    """Presses go side by side; a leap of time waits for those under way, and holds up those that come after it.

    Without it one person's waiting would let the three seconds of another's press run out, over and over.
    """

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._under_way = 0
        self._none = asyncio.Event()
        self._none.set()

    @asynccontextmanager
    async def press(self) -> AsyncIterator[None]:
        """Press something, and wait for its answer."""
        async with self._turn:
            self._under_way += 1
            self._none.clear()
        try:
            yield
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._none.set()

    async def leap(self, leap: Callable[[], Awaitable[None]]) -> None:
        """Let time pass."""
        async with self._turn:
            await self._none.wait()
            await leap()
