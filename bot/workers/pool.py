"""A few worker processes, one job at a time each. A job that hangs or crashes takes only its own worker along."""

import asyncio
import multiprocessing
import re
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Self

from bot.rules.errors import BankError, EdgeDown, RuleBroken
from bot.workers import serving

SENTENCE = "That could not be worked out just now. Please try it again in a moment."
BUSY = "Too much is going on at this moment. Please try it again in a minute."

_NAME = re.compile(r"bot(\.[a-z][a-z0-9_]*)+:[a-z][a-z0-9_]*")
_START_S = 60.0
"""Seconds for a process to start and load what a job needs; a job's own time starts after that."""
_END_S = 1.0


@dataclass(frozen=True, slots=True)
class _Worker:
    process: BaseProcess
    pipe: "Connection[serving.Job, serving.Message]"


class Pool:
    """Worker processes, started when first needed.

    Args:
        size: At most so many processes, and jobs at once (>= 1).
        waiting: At most so many jobs wait besides (>= 0); more are refused at once.
    """

    def __init__(self, size: int = 1, waiting: int = 64) -> None:
        self._size = size
        self._limit = size + waiting
        self._free = asyncio.Semaphore(size)
        self._taken = 0
        self._open = True
        self._idle: list[_Worker] = []
        self._busy: list[_Worker] = []

    async def __aenter__(self) -> Self:
        """Open the pool; no process starts yet."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the pool."""
        await self.close()

    async def close(self) -> None:
        """End every process and refuse what comes; jobs under way fail with `EdgeDown`."""
        self._open = False
        for worker in self._busy:
            worker.process.kill()
        for _ in range(self._size):
            await self._free.acquire()  # whoever holds a worker sees its end and lets go
        while self._idle:
            await _end(self._idle.pop())
        for _ in range(self._size):
            self._free.release()

    async def run(self, name: str, *arguments: Any, timeout_s: float = 10.0, edge: str = "workers") -> Any:
        """Run a function of the house in a worker.

        Args:
            name: `bot.room.module:function`, public; anything else is a mistake of the caller.
            arguments: Plain values that can be pickled; so must be the result.
            timeout_s: Seconds the job may take, > 0, not counting the start of a process and its imports.
            edge: What `EdgeDown` calls it, such as `pictures`.

        Returns:
            What the function gave.

        Raises:
            BankError: The function raised it.
            RuleBroken: The function raised it.
            EdgeDown: It failed in any other way, took too long, its process died, or too much waits already.
            ValueError: The name is no such name.
        """
        if not _NAME.fullmatch(name):
            raise ValueError(f"workers run functions of the house alone, not {name!r}")
        if not self._open or self._taken >= self._limit:
            raise EdgeDown(edge, BUSY if self._open else SENTENCE)
        self._taken += 1
        try:
            async with self._free:
                word, told = await self._done((name, arguments, timeout_s), edge)
        finally:
            self._taken -= 1
        match word:
            case serving.GIVEN:
                return told
            case serving.FAULTS:
                raise BankError(told)
            case serving.REFUSED:
                raise RuleBroken(*told)
            case _:
                raise EdgeDown(edge, SENTENCE) from RuntimeError(told)

    async def _done(self, job: serving.Job, edge: str) -> serving.Message:
        """Give a job to a worker and wait; the worker is kept only if it answered."""
        if not self._open:
            raise EdgeDown(edge, SENTENCE)
        known = await self._rested()
        worker = known or _start()
        self._busy.append(worker)
        healthy = False
        try:
            if known is None:
                await _message(worker, _START_S)  # a large job would fill the pipe before anybody reads it
            worker.pipe.send(job)
            answer = await _message(worker, _START_S)
            if answer[0] == serving.LOADED:
                answer = await _message(worker, job[2])
            healthy = self._open
        except (TimeoutError, EOFError, OSError) as cause:
            raise EdgeDown(edge, SENTENCE) from cause
        else:
            return answer
        finally:
            self._busy.remove(worker)
            if healthy:
                self._idle.append(worker)
            else:
                worker.process.kill()
                await _end(worker)

    async def _rested(self) -> _Worker | None:
        """Take an idle worker; one that has died meanwhile is put away."""
        while self._idle:
            worker = self._idle.pop()
            if worker.process.is_alive():
                return worker
            await _end(worker)
        return None


def _start() -> _Worker:
    """Start a process that shares nothing with this one but a pipe."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serving.serve, args=(theirs,), daemon=True)
    process.start()
    theirs.close()  # so that the pipe ends when the process does
    return _Worker(process, ours)


async def _message(worker: _Worker, limit_s: float) -> serving.Message:
    """Wait for the worker's next word without blocking the loop.

    Raises:
        TimeoutError: None came in time.
        EOFError: The process has died.
    """
    await _readable(worker.pipe.fileno(), limit_s)
    return worker.pipe.recv()


async def _readable(descriptor: int, limit_s: float) -> None:
    """Wait until there is something to read without blocking the loop.

    Raises:
        TimeoutError: There was nothing in time.
    """
    loop = asyncio.get_running_loop()
    readable = asyncio.Event()
    loop.add_reader(descriptor, readable.set)
    try:
        async with asyncio.timeout(limit_s):
            await readable.wait()
    finally:
        loop.remove_reader(descriptor)


async def _end(worker: _Worker) -> None:
    """End a process: its pipe's end asks it to, and what does not go within a second is killed."""
    worker.pipe.close()
    try:
        await _readable(worker.process.sentinel, _END_S)
    except TimeoutError:
        worker.process.kill()
        await _readable(worker.process.sentinel, _START_S)
    worker.process.join()
    worker.process.close()
