"""The bot in a process of its own whose event loop is watched; prints the longest that one callback held it.

Held is the thread's own CPU time, and the time it slept on purpose (on a file, a lock, a process): what a neighbour on
the machine takes meanwhile is not the bot's doing.
"""

import asyncio
import json
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

from bot.chat.client import serve
from bot.chat.redirect import point_at
from bot.wiring import open_app, until_stopped

WORST: dict[str, Any] = {"held_ms": 0.0, "by": "", "callbacks": 0}


def watched(run: Callable[[asyncio.Handle], None]) -> Callable[[asyncio.Handle], None]:
    """Measure each callback of the loop."""

    def timed(handle: asyncio.Handle) -> None:
        before, began = resource.getrusage(resource.RUSAGE_THREAD), time.perf_counter()
        cpu = time.thread_time()
        run(handle)
        cpu = time.thread_time() - cpu
        slept = resource.getrusage(resource.RUSAGE_THREAD).ru_nvcsw > before.ru_nvcsw
        held_ms = 1000 * (time.perf_counter() - began if slept else cpu)
        WORST["callbacks"] += 1
        if held_ms > WORST["held_ms"]:
            WORST.update(held_ms=held_ms, by=repr(handle), slept=slept)

    return timed


async def work(url: str, token: str, database: str) -> None:
    def online() -> None:
        setattr(asyncio.Handle, "_run", watched(asyncio.Handle._run))  # noqa: B010 (the loop's own, not for others)
        sys.stdout.write("online\n")
        sys.stdout.flush()

    point_at(url, token)
    async with open_app(database) as app:
        await serve(app, token, ready=online)


if __name__ == "__main__":
    until_stopped(lambda: work(*sys.argv[1:]), fast=False)
    sys.stdout.write(json.dumps(WORST))
