"""Cells whose children are threads of this process, one at work at a time: what roles do, seen from within.

A judgement through them is the same as through jailed children, as long as nothing breaks out or breaks down.
"""

import asyncio
import contextlib
import importlib
import queue
import sys
import threading
from collections.abc import AsyncIterator

from bot.rules.run import RunLimits, RunStatus
from bot.sandbox.cells import Child, Ended

TURN = threading.Lock()
"""Held by the role that works: what it sets for its process, such as where output goes, is nobody else's."""


class Threaded(threading.Thread):
    """A role at work; it implements `submission.Frames` inside, and `cells.Child` outside."""

    def __init__(self, role: str) -> None:
        super().__init__(daemon=True)
        self._role = role
        self._inward: queue.Queue[bytes | None] = queue.Queue()
        self._outward: queue.Queue[bytes | None] = queue.Queue()
        self._failed = False

    def run(self) -> None:
        kept = {name: sys.modules.get(name) for name in ("pytest", "subject")}
        try:
            with TURN:
                importlib.import_module(f"bot.sandbox.inside.{self._role}").serve(self)
        except BaseException:  # noqa: BLE001 (a child that fails is what it is)
            self._failed = True
        for name, module in kept.items():
            sys.modules.pop(name, None)
            if module is not None:
                sys.modules[name] = module
        self._outward.put(None)

    def read(self) -> bytes | None:
        TURN.release()
        try:
            return self._inward.get(timeout=60)
        finally:
            TURN.acquire()

    def write(self, frame: bytes) -> None:
        self._outward.put(frame)

    async def send(self, frame: bytes) -> None:
        self._inward.put(frame)

    async def receive(self) -> bytes | None:
        return await asyncio.to_thread(self._outward.get, timeout=60)

    async def end(self) -> Ended:
        self._inward.put(None)
        await asyncio.to_thread(self.join, 60)
        status = RunStatus.ERROR if self._failed else RunStatus.OK
        return Ended(status, int(self._failed), 1.0, 1.0)


class Roles:
    """Gives out threads."""

    @contextlib.asynccontextmanager
    async def child(self, role: str, limits: RunLimits, profile: str) -> AsyncIterator[Child]:
        child = Threaded(role)
        child.start()
        try:
            yield child
        finally:
            await child.end()
