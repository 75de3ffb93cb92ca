"""The bot in a process of its own whose event loop is watched; prints the callbacks that held it for over 50 ms.

Held is the thread's own CPU time, and the time it slept on purpose (on a file, a lock, a process): what a neighbour on
the machine takes meanwhile is not the bot's doing.
"""

import asyncio
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.chat.client import serve
from bot.chat.redirect import point_at
from bot.playground.following import FollowedClock
from bot.wiring import open_app, until_stopped
from tests.fake_sandbox import FakeSandbox

LONGEST_S = 0.05
SEEN: dict[str, Any] = {"callbacks": 0, "busy": [], "held": []}
"""Callbacks in all, those that computed for too long, and those that computed, slept or waited for a lock too long."""


def waited_s() -> float:
    """Seconds for which this thread has waited for a processor (the second figure of its scheduler statistics)."""
    return int(Path("/proc/thread-self/schedstat").read_text(encoding="ascii").split()[1]) / 1e9


def sleeps() -> int:
    """How often this thread has given its processor up by itself."""
    return resource.getrusage(resource.RUSAGE_THREAD).ru_nvcsw


def watched(run: Callable[[asyncio.Handle], None]) -> Callable[[asyncio.Handle], None]:
    """Measure each callback of the loop."""

    def timed(handle: asyncio.Handle) -> None:
        slept, waited, began, cpu = sleeps(), waited_s(), time.perf_counter(), time.thread_time()
        run(handle)
        cpu, wall = time.thread_time() - cpu, time.perf_counter() - began
        held_s = wall - (waited_s() - waited) if sleeps() > slept else cpu
        SEEN["callbacks"] += 1
        SEEN["held"] += [f"{1000 * held_s:.0f} ms: {handle!r}"] if held_s > LONGEST_S else []
        SEEN["busy"] += [f"{1000 * cpu:.0f} ms: {handle!r}"] if cpu > LONGEST_S else []

    return timed


async def work(url: str, token: str, database: str) -> None:
    def online() -> None:
        setattr(asyncio.Handle, "_run", watched(asyncio.Handle._run))  # noqa: B010 (the loop's own, not for others)
        sys.stdout.write("online\n")
        sys.stdout.flush()

    point_at(url, token)
    sandbox = FakeSandbox(profiles={}, away=True)
    async with FollowedClock(url, token) as clock, open_app(database, sandbox, clock) as app:
        await serve(app, token, ready=online)


if __name__ == "__main__":
    until_stopped(lambda: work(*sys.argv[1:]), fast=False)
    sys.stdout.write(json.dumps(SEEN))
