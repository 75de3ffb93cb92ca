"""The bot in a process of its own whose event loop is watched; prints the longest that one callback held it.

Held is wall time less the time for which the thread waited for a processor: what a neighbour on the machine takes is
not the bot's doing, but reading a file, a lock or heavy work is.
"""

import asyncio
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.chat.client import serve
from bot.chat.redirect import point_at
from bot.wiring import open_app, until_stopped

WORST: dict[str, Any] = {"held_ms": 0.0, "by": "", "callbacks": 0}


def waited_s() -> float:
    """Seconds for which this thread has waited for a processor (the second figure of its scheduler statistics)."""
    return int(Path("/proc/thread-self/schedstat").read_text().split()[1]) / 1e9


def watched(run: Callable[[asyncio.Handle], None]) -> Callable[[asyncio.Handle], None]:
    """Measure each callback of the loop."""

    def timed(handle: asyncio.Handle) -> None:
        waited, began = waited_s(), time.perf_counter()
        run(handle)
        held_ms = 1000 * (time.perf_counter() - began - (waited_s() - waited))
        WORST["callbacks"] += 1
        if held_ms > WORST["held_ms"]:
            WORST.update(held_ms=held_ms, by=repr(handle))

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
