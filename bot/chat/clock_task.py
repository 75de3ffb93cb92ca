"""The one task that shows what rows call for: takes what is due of each feature, has it carried out and reported.

Nothing is decided here, and nothing here must be remembered: after a stop the next look gives what was not reported.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from bot.actions.ports import Clock
from bot.actions.quiz_views import Broken
from bot.chat.bell import Bell

LOG = logging.getLogger(__name__)
BEAT = timedelta(seconds=5)
"""How often it looks at least while something is due before long, so that a stop is known to within that."""
NEAR = timedelta(minutes=15)
"""How long that is, and how often it looks while anything is due at all."""
EVERY = timedelta(seconds=1)
"""Hints are heard at most so often, and a message is edited at most so often for a count alone."""
LONGEST_WAIT = timedelta(minutes=1)

Key = tuple[str, int]
"""What holds up nothing else: such as `("quiz", 3)` or `("interview", 3)`."""


@dataclass(frozen=True, slots=True)
class Job:
    """One step that is to be carried out and reported.

    Attributes:
        do: Does both.
        not_before: It can wait until then; None where it cannot.
    """

    do: Callable[[], Awaitable[None]]
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """What a feature has to be carried out now, in order for each key, and when it must be looked at again."""

    jobs: Mapping[Key, Sequence[Job]]
    due_at: datetime | None
    broken: tuple[Broken, ...] = ()


class Crew(Protocol):
    """Carries out the steps of a feature."""

    async def resume(self, now: datetime) -> None:
        """See to what a stop left."""
        ...

    async def look(self, now: datetime) -> Work:
        """Have rows decide what is due."""
        ...


@dataclass(frozen=True, slots=True)
class _Trouble:
    """Something that could not be served: when it is tried again, and how often it failed."""

    again_at: datetime
    times: int = 1


class ClockTask:
    """Serves all features: the steps of one key in order, keys side by side; one that fails holds up no other.

    Args:
        clock: The time.
        bell: Rung by whoever changes something.
        crews: One for each feature.
    """

    def __init__(self, clock: Clock, bell: Bell, crews: Sequence[Crew]) -> None:
        self._clock = clock
        self._bell = bell
        self._crews = crews
        self._busy: dict[Key, asyncio.Task[None]] = {}
        self._trouble: dict[Key, _Trouble] = {}
        self._looked_at: datetime | None = None
        self._waiting: list[datetime] = []
        self._stuck: set[str] = set()

    async def run(self) -> None:
        """Work until cancelled."""
        try:
            for crew in self._crews:
                await self._insist(partial(self._resume, crew))
            while True:
                await self._insist(self._look)
        finally:
            await self._finish()

    async def serve(self) -> datetime | None:
        """Begin on all that is due and is not being served already; say when something is due next."""
        now = self._clock.now()
        works = [await crew.look(now) for crew in self._crews]
        self._looked_at, self._waiting = now, []
        for work in works:
            for key, jobs in work.jobs.items():
                self._begin(key, jobs, now)
        self._note([one for work in works for one in work.broken])
        return min((work.due_at for work in works if work.due_at is not None), default=None)

    async def idle(self) -> None:
        """Wait for what was begun."""
        await asyncio.gather(*self._busy.values())

    async def _insist(self, work: Callable[[], Awaitable[object]]) -> None:
        """Do something, again and again while it cannot be done, such as while the books are away."""
        times = 0
        while True:
            try:
                await work()
            except Exception:  # a task that ended would stop every quiz and interview
                times += 1
                LOG.exception("Quizzes and interviews have to wait (%d)", times)
                await self._clock.wait_until(self._clock.now() + _patience(times))
            else:
                return

    async def _resume(self, crew: Crew) -> None:
        await crew.resume(self._clock.now())

    async def _look(self) -> None:
        """See once to all that is due, and wait until something is again."""
        self._bell.still()
        await self._rest(await self.serve())

    def _begin(self, key: Key, jobs: Sequence[Job], now: datetime) -> None:
        trouble = self._trouble.get(key)
        if key in self._busy:
            return
        if trouble is not None and now < trouble.again_at:
            self._waiting.append(trouble.again_at)
            return
        later = [job.not_before for job in jobs if job.not_before is not None and now < job.not_before]
        self._waiting += later
        if due := [job for job in jobs if job.not_before is None or now >= job.not_before]:
            self._busy[key] = asyncio.create_task(self._carry_out(key, due))

    def _note(self, broken: Sequence[Broken]) -> None:
        """Log what cannot go on, once as long as it cannot; it is tried again each second, not at once."""
        for one in broken:
            if one.about not in self._stuck:
                LOG.error("%s cannot go on", one.about, exc_info=one.error)
        self._stuck = {one.about for one in broken}

    async def _rest(self, due_at: datetime | None) -> None:
        """Wait until something is due, or was changed; before that look now and then, the nearer the more often."""
        now, bell = self._clock.now(), self._bell
        moments = list(self._waiting)
        if due_at is not None:
            due_at = max(due_at, now + EVERY) if self._stuck else due_at
            moments.append(min(due_at, now + (BEAT if due_at < now + NEAR else NEAR)))
        await self._first(bell.soon.wait(), moments)
        if not bell.now.is_set() and bell.soon.is_set():
            await self._first(bell.now.wait(), [*moments, (self._looked_at or now) + EVERY])

    async def _first(self, rung: Awaitable[object], moments: list[datetime]) -> None:
        tasks = [asyncio.ensure_future(rung)]
        if moments:
            tasks.append(asyncio.ensure_future(self._clock.wait_until(min(moments))))
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _carry_out(self, key: Key, jobs: Sequence[Job]) -> None:
        """Do the jobs of a key in order; the first that fails ends it, and what is left comes again later."""
        try:
            for job in jobs:
                await job.do()
        except Exception as error:  # whatever happened to one, the others go on
            before = self._trouble.get(key)
            times = before.times + 1 if before is not None else 1
            again_at = self._clock.now() + _patience(times)
            self._trouble[key] = _Trouble(again_at, times)
            LOG.warning("%s %d is tried again at %s (%d): %s", *key, again_at, times, error, exc_info=error)
        else:
            self._trouble.pop(key, None)
        finally:
            del self._busy[key]
            self._bell.ring()

    async def _finish(self) -> None:
        """Let what is under way be done; a client that is stopping gives it a little time."""
        if self._busy:
            await asyncio.gather(*self._busy.values(), return_exceptions=True)


def _patience(times: int) -> timedelta:
    """Give how long to wait after so many failures: 1, 2, 4 … seconds, at most a minute."""
    return min(timedelta(seconds=2 ** min(times - 1, 10)), LONGEST_WAIT)
