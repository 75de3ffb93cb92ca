"""Cells without walls for the tests of the judge: each child a bare Python process that serves a role over pipes."""

import asyncio
import contextlib
import os
import resource
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

from bot.rules.run import RunLimits, RunStatus
from bot.sandbox.cells import Child, Ended

ROOT = Path(__file__).parents[3]
PROGRAM = """
import importlib, sys
sys.path.insert(0, sys.argv[1])
import numpy
from bot.sandbox.inside.channel import Channel
importlib.import_module("bot.sandbox.inside." + sys.argv[2]).serve(Channel(int(sys.argv[3]), int(sys.argv[4])))
"""


class BareChild:
    """One process, as `bot.sandbox.cells.Child` says; what it prints is not kept."""

    def __init__(self, process: asyncio.subprocess.Process, inward: int, outward: int, limits: RunLimits) -> None:
        self._process = process
        self._outward = outward
        self._inward = inward
        self._limits = limits
        self._begun = 0.0
        self._ended: Ended | None = None
        self._late = False

    async def send(self, frame: bytes) -> None:
        self._begun = self._begun or time.monotonic()
        with contextlib.suppress(OSError):
            await asyncio.to_thread(_write, self._outward, len(frame).to_bytes(4, "big") + frame)

    async def receive(self) -> bytes | None:
        left = self._limits.wall_s - (time.monotonic() - (self._begun or time.monotonic()))
        try:
            return await asyncio.wait_for(asyncio.to_thread(_read, self._inward), max(left, 0.01))
        except TimeoutError:
            self._late = True
            self._process.kill()
            return None

    async def end(self) -> Ended:
        if self._ended is None:
            self.close()
            left = self._limits.wall_s - (time.monotonic() - (self._begun or time.monotonic()))
            try:
                code = await asyncio.wait_for(self._process.wait(), max(left, 0.01))
            except TimeoutError:
                self._late = True
                self._process.kill()
                code = await self._process.wait()
            status = RunStatus.OK if code == 0 else RunStatus.ERROR if code > 0 else RunStatus.SIGNAL
            wall = (time.monotonic() - self._begun) * 1000
            self._ended = Ended(RunStatus.TIMEOUT if self._late else status, code if code >= 0 else None, wall, wall)
        return self._ended

    def close(self) -> None:
        if self._outward >= 0:
            os.close(self._outward)
        self._outward = -1


class BareCells:
    """Gives out bare children, and counts them by role.

    Attributes:
        taken: The role of each child, in order.
    """

    def __init__(self) -> None:
        self.taken: list[str] = []

    @contextlib.asynccontextmanager
    async def child(self, role: str, limits: RunLimits, profile: str) -> AsyncIterator[Child]:
        self.taken.append(role)
        theirs_in, outward = os.pipe()
        inward, theirs_out = os.pipe()
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-c", PROGRAM, str(ROOT), role, str(theirs_in), str(theirs_out)),
            pass_fds=(theirs_in, theirs_out),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL if "QUIET" not in os.environ else None,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30)),
            env={"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        )
        os.close(theirs_in)
        os.close(theirs_out)
        child = BareChild(process, inward, outward, limits)
        try:
            yield child
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
            child.close()
            os.close(inward)


def _write(descriptor: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]


def _read(descriptor: int) -> bytes | None:
    head = _exactly(descriptor, 4)
    return None if head is None else _exactly(descriptor, int.from_bytes(head, "big"))


def _exactly(descriptor: int, size: int) -> bytes | None:
    told = b""
    while len(told) < size:
        piece = os.read(descriptor, min(size - len(told), 1 << 20))
        if not piece:
            return None
        told += piece
    return told
