"""The desk: takes plain functions of a transaction and does each whole or not at all, in threads of its own."""

import asyncio
import logging
import math
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from threading import Condition, Thread
from typing import Any, NamedTuple, Self, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from bot.actions import ports
from bot.rules.errors import EdgeDown, RuleBroken
from bot.storage.books import Books
from bot.storage.engine import open_engine
from bot.storage.faults import lost_race, starts_over, told

T = TypeVar("T")
Item = TypeVar("Item")
log = logging.getLogger(__name__)

POOL = 4
"""Threads, and connections, for PostgreSQL; SQLite has one writer, so it gets one."""
BATCH = 32
"""At most so many transactions before their results are handed back, so that the first does not wait for all."""
TRIES = 10
"""How often work is done over when PostgreSQL found that it met another transaction."""


class End(NamedTuple):
    """How work ended for one who waits: with a value, or with what is raised."""

    waiting: asyncio.Future[Any]
    value: Any

    def deliver(self) -> None:
        """Tell who waits; runs in their event loop."""
        failed = isinstance(self.value, BaseException)
        if self.waiting.done():  # they were cancelled; the work is done all the same
            if failed and not isinstance(self.value, RuleBroken):
                log.error("Work failed that nobody waits for any more", exc_info=self.value)
        elif failed:
            self.waiting.set_exception(self.value)
        else:
            self.waiting.set_result(self.value)


@dataclass(slots=True, eq=False)
class Task:
    """A piece of work, who waits for it, and how it ended.

    Attributes:
        work: Takes the books; with `items` those too, and gives a value, or a refusal, for each.
        items: What those who share the work want done; None for work of one's own.
        values: For each who waits.
        fault: What was raised instead.
    """

    work: Callable[..., Any]
    waiting: list[asyncio.Future[Any]]
    items: list[Any] | None = None
    values: Sequence[Any] = ()
    fault: BaseException | None = None
    committing: bool = False

    def run(self, engine: Engine) -> None:
        """Do the work and keep its values or what it raised."""
        try:
            self.values = self._whole(engine)
        except StopIteration as stop:  # a future cannot carry it
            self.fault = RuntimeError("the work ran out of values")
            self.fault.__cause__ = stop
        except BaseException as fault:  # noqa: BLE001 (whatever it is belongs to who waits, not to this thread)
            self.fault = fault

    def _whole(self, engine: Engine) -> Sequence[Any]:
        """Do the work in one transaction; again where PostgreSQL let another one win or an idle connection had died."""
        for turn in range(TRIES):
            try:
                return self._once(engine)
            except DBAPIError as fault:
                # A connection that died before the commit was reached changed nothing: a fresh one may do.
                stale = fault.connection_invalidated and not self.committing and turn == 0
                if not stale and not starts_over(fault):
                    raise told(fault) from fault
        raise lost_race()

    def _once(self, engine: Engine) -> Sequence[Any]:
        self.committing = False
        with engine.connect() as connection, connection.begin():
            books = Books.over(connection)
            values = (self.work(books),) if self.items is None else self.work(books, tuple(self.items))
            if len(values) != len(self.waiting):
                raise ValueError(f"{len(self.waiting)} shared the work, which gave {len(values)} results")
            self.committing = True
        return values

    def ends(self) -> Iterator[End]:
        """Tell how it ended for each who waits."""
        if self.fault:
            return (End(waiting, self.fault) for waiting in self.waiting)
        return map(End, self.waiting, self.values)


class Desk:
    """A place to hand work to the database; an async context manager that closes itself.

    Work may be done more than once (each time on a fresh transaction, only the last of which stays), so it touches
    nothing but the books. It is done even where nobody waits for it any more.

    Args:
        url: `sqlite:///file` or `postgresql://user@host/name`; it is first used when work comes.
    """

    def __init__(self, url: str) -> None:
        threads = POOL if url.startswith("postgres") else 1
        self._engine = open_engine(url, threads)
        self._line: deque[Task] = deque()
        self._gathering: dict[Callable[..., Any], Task] = {}  # shared work that has not begun
        self._shared: set[Callable[..., Any]] = set()  # shared work under way
        self._changed = Condition()
        self._closed = False
        self._threads = [Thread(target=self._serve, name=f"desk-{n}", daemon=True) for n in range(threads)]
        for thread in self._threads:
            thread.start()

    def __call__(self, work: Callable[[ports.Books], T]) -> asyncio.Future[T]:
        """Run `work` in a transaction of its own and give its value after the commit.

        Raises:
            RuleBroken: Raised by `work`, or a uniqueness key was hit in a lost race (`lost_race`).
            EdgeDown: The database did not answer, or the desk is closed; nothing was changed.
        """
        waiting: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        with self._changed:
            if self._is_open_for(waiting):
                self._queue(Task(work, [waiting]))
        return waiting

    def together(
        self, work: Callable[[ports.Books, Sequence[Item]], Sequence[T | RuleBroken]], item: Item
    ) -> asyncio.Future[T]:
        """Have an item done in one transaction with all others that wait for the same `work`, and give its own result.

        Equal work is done by one thread at a time, for two would meet in the same rows and one of them start over;
        whoever comes meanwhile gathers for the next transaction.

        Raises:
            RuleBroken: The item's refusal; raised by `work`, or a lost race, for all.
            EdgeDown: The database did not answer, or the desk is closed; nothing was changed.
        """
        waiting: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        with self._changed:
            if self._is_open_for(waiting):
                task = self._gathering.get(work)
                if task is None or task.items is None:
                    task = self._gathering[work] = Task(work, [waiting], [item])
                    if work not in self._shared:
                        self._queue(task)
                else:
                    task.items.append(item)
                    task.waiting.append(waiting)
        return waiting

    async def close(self) -> None:
        """Finish all work that was handed in, refuse any more, and let go of the database; again is harmless."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        await asyncio.to_thread(self._leave)

    async def __aenter__(self) -> Self:
        """Give the desk itself."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the desk."""
        await self.close()

    def _leave(self) -> None:
        for thread in self._threads:
            thread.join()
        self._engine.dispose()

    def _is_open_for(self, waiting: asyncio.Future[Any]) -> bool:
        if self._closed:
            waiting.set_exception(EdgeDown("database", "I am just closing. Please try again in a minute."))
        return not self._closed

    def _queue(self, task: Task) -> None:
        self._line.append(task)
        self._changed.notify()

    def _serve(self) -> None:
        while batch := self._take():
            for task in batch:
                if task.items is None:
                    task.run(self._engine)
                else:
                    self._share(task)
            _deliver(batch)

    def _take(self) -> list[Task]:
        """Wait for work and take this thread's share of it; nothing once the desk is closed and the line is empty."""
        with self._changed:
            while not self._line and not self._closed:
                self._changed.wait()
            share = math.ceil(len(self._line) / len(self._threads))
            return [self._line.popleft() for _ in range(min(share, BATCH))]

    def _share(self, task: Task) -> None:
        """Do shared work for those who have gathered, then let those line up who came meanwhile."""
        with self._changed:
            del self._gathering[task.work]
            self._shared.add(task.work)
        task.run(self._engine)
        with self._changed:
            self._shared.remove(task.work)
            if after := self._gathering.get(task.work):
                self._queue(after)


def _deliver(batch: list[Task]) -> None:
    """Hand results back in one hop per event loop (there is one, unless tests open more)."""
    ends = [end for task in batch for end in task.ends()]
    for loop in {end.waiting.get_loop() for end in ends}:
        own = [end for end in ends if end.waiting.get_loop() is loop]
        try:
            loop.call_soon_threadsafe(_tell, own)
        except RuntimeError:  # the loop is closed: its people are gone, their work stays done
            log.info("The event loop closed before %d results", len(own))


def _tell(ends: list[End]) -> None:
    for end in ends:
        end.deliver()
