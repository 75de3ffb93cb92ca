"""The world's time: the system clock plus an offset that people may move on; no rule of Discord is known here."""

import asyncio
import heapq
import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def iso(at_ms: int) -> str:
    """Write a moment the way Discord does, in UTC with an offset of zero.

    Args:
        at_ms: milliseconds since the Unix epoch.
    """
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="milliseconds")


@dataclass(slots=True, order=True)
class Deadline:
    """Something due at a moment of the world's time, unless it is called off."""

    due_ms: int
    number: int
    act: Callable[[], None] | None = field(compare=False)

    def call_off(self) -> None:
        """See that it never happens; calling off twice is fine."""
        self.act = None


class WorldClock:
    """The one clock of a playground: people may move it on, never back."""

    def __init__(self, offset_ms: int = 0, *, frozen: bool = False) -> None:
        """Start `offset_ms` milliseconds ahead of the system clock; frozen, it moves only when it is moved on."""
        self._offset_ms = offset_ms
        self._still_ms: int | None = time.time_ns() // 1_000_000 if frozen else None
        self._pending: list[Deadline] = []
        self._numbers = itertools.count()
        self._alarm: asyncio.TimerHandle | None = None
        self.watchers: list[Callable[[], None]] = []

    @property
    def now_ms(self) -> int:
        """The present, in milliseconds since the Unix epoch."""
        system_ms = self._still_ms if self._still_ms is not None else time.time_ns() // 1_000_000
        return system_ms + self._offset_ms

    @property
    def offset_ms(self) -> int:
        """How far the world is ahead of the system clock, in milliseconds."""
        return self._offset_ms

    @property
    def still_ms(self) -> int | None:
        """What the system clock said when time was stopped; None while it runs."""
        return self._still_ms

    def now(self) -> datetime:
        """Say what time it is in the world, in UTC."""
        return datetime.fromtimestamp(self.now_ms / 1000, UTC)

    def at(self, due_ms: int, act: Callable[[], None]) -> Deadline:
        """Do something when the world's time reaches `due_ms`; must be called inside the event loop."""
        deadline = Deadline(due_ms, next(self._numbers), act)
        heapq.heappush(self._pending, deadline)
        self._set_alarm()
        return deadline

    async def wait_until(self, moment: datetime) -> None:
        """Wait until the world's time has reached an aware moment; the past is reached already."""
        reached = asyncio.Event()
        # Not a microsecond early: whoever looks at the clock then must see that the moment has come.
        deadline = self.at(-((_EPOCH - moment) // timedelta(milliseconds=1)), reached.set)
        try:
            await reached.wait()
        finally:
            deadline.call_off()

    def advance(self, seconds: float) -> None:
        """Move the world on; what becomes due happens before this returns.

        Args:
            seconds: not negative; time never runs backwards.
        """
        if seconds < 0:
            raise ValueError("time only moves on")
        self._offset_ms += round(seconds * 1000)
        self._ring()
        for watcher in self.watchers:
            watcher()

    def follow(self, offset_ms: int, still_ms: int | None) -> None:
        """Take over another clock's time, wherever that stands; what is due by it happens before this returns."""
        self._offset_ms, self._still_ms = offset_ms, still_ms
        self._ring()

    def stop(self) -> None:
        """Forget all that is pending."""
        self._pending.clear()
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    def _ring(self) -> None:
        """Do what is due, earliest first."""
        while self._pending and self._pending[0].due_ms <= self.now_ms:
            act = heapq.heappop(self._pending).act
            if act is not None:
                act()
        self._set_alarm()

    def _set_alarm(self) -> None:
        """Wake up when the earliest deadline that still stands is due."""
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        while self._pending and self._pending[0].act is None:
            heapq.heappop(self._pending)
        if self._pending and (self._still_ms is None or self._pending[0].due_ms <= self.now_ms):
            wait_s = max(0, self._pending[0].due_ms - self.now_ms) / 1000
            self._alarm = asyncio.get_running_loop().call_later(wait_s, self._ring)
