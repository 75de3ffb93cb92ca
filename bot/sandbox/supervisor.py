"""The program that runs code for the bot: listens on a Unix socket, keeps the line, and knows no token and no database.

Whoever may open the socket may ask: its permissions are the authentication.
"""

import argparse
import asyncio
import contextlib
import logging
import os
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.rules.run import BASE
from bot.sandbox import wire
from bot.sandbox.acts import ACTS
from bot.sandbox.engine import Engine
from bot.sandbox.line import Line, LineFull

LONGEST_LINE = 100
Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
LOG = logging.getLogger("bot.sandbox")


class Supervisor:
    """Answers those who connect: one connection is one job, and closing it ends the job.

    Args:
        slots: How many jobs are done at once.
    """

    def __init__(self, engine: Engine, slots: int) -> None:
        self._engine = engine
        self._line = Line(slots, LONGEST_LINE)
        self._warm: asyncio.Task[Engine] | None = None

    async def serve(self, path: Path) -> None:
        """Listen until cancelled; jobs that come before the engine is warm wait for it."""
        async with contextlib.AsyncExitStack() as stack:
            self._warm = asyncio.create_task(stack.enter_async_context(self._engine))
            self._warm.add_done_callback(_say)
            server = await _listen(self._answer, path)
            async with server:
                await server.serve_forever()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                told = await wire.receive(reader)
                work = asyncio.create_task(self._do(told, writer))
                gone = asyncio.create_task(reader.read(1))
                await asyncio.wait((work, gone), return_when=asyncio.FIRST_COMPLETED)
                for task in (work, gone):
                    task.cancel()
                await asyncio.gather(work, gone, return_exceptions=True)
        except ValueError as fault:
            LOG.warning("A message could not be read: %s", fault)
        except asyncio.CancelledError:  # the supervisor ends; asyncio would log a handler that was cancelled as a fault
            LOG.debug("A connection was cut off by the end.")
        finally:
            writer.close()

    async def _do(self, told: Mapping[str, Any], writer: asyncio.StreamWriter) -> None:
        """Do what was asked, and tell how it went."""
        assert self._warm is not None  # noqa: S101 (nobody connects before it serves)
        await asyncio.shield(self._warm)
        if told.get("op") == "info":
            layers = [asdict(layer) for layer in self._engine.layers]
            facts = {"profiles": self._engine.profiles, "tier": self._engine.tier, "layers": layers}
            await wire.send(writer, {"done": facts})
            return
        act = ACTS.get(str(told.get("op")))
        if act is None:
            await wire.send(writer, {"refused": "The sandbox is of another version and does not know how to do this."})
            return
        try:
            job = act.job.read(str(told.get("job")))
        except ValueError as fault:
            LOG.warning("A job could not be read: %s", fault)
            await wire.send(writer, {"refused": "The sandbox is of another version and does not understand this."})
            return
        await self._queued(act, job, writer)

    async def _queued(self, act: Any, job: Any, writer: asyncio.StreamWriter) -> None:
        """Wait for a slot, then do it."""
        places: asyncio.Queue[int] = asyncio.Queue()
        teller = asyncio.create_task(_tell(places, writer))
        try:
            async with self._line.slot(places.put_nowait):
                teller.cancel()
                outcome = await act.do(self._engine, job)
            await asyncio.wait((teller,))
            await wire.send(writer, {"done": act.outcome.write(outcome)})
        except LineFull:
            await wire.send(writer, {"refused": "Very many people are running code right now. Try again in a minute."})
        finally:
            teller.cancel()


async def _listen(answer: Answer, path: Path) -> asyncio.Server:
    """Listen on a socket that is its owner's alone from the first moment on."""
    line = socket.socket(socket.AF_UNIX)
    path.unlink(missing_ok=True)  # noqa: ASYNC240 (it returns at once)
    before = os.umask(0o177)
    try:
        line.bind(str(path))
    finally:
        os.umask(before)
    return await asyncio.start_unix_server(answer, sock=line)


def _say(warmed: "asyncio.Task[Engine]") -> None:
    """Log which tier is used and what does not hold."""
    if not warmed.cancelled() and warmed.exception() is None:
        engine = warmed.result()
        LOG.info("Code runs in tier %s, profiles: %s.", engine.tier, ", ".join(engine.profiles) or "none")
        for layer in engine.layers:
            if not layer.holds:
                LOG.warning("%s: %s", layer.name, layer.says)


async def _tell(places: "asyncio.Queue[int]", writer: asyncio.StreamWriter) -> None:
    """Tell who waits each new place."""
    while True:
        await wire.send(writer, {"place": await places.get()})


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until told to stop, or until standard input ends where `--tied` is given."""
    parser = argparse.ArgumentParser(prog="supervisor")
    parser.add_argument("socket", type=Path)
    parser.add_argument("--tier", choices=("auto", "A", "B"), default="auto")
    parser.add_argument("--profile", action="append", default=[])
    parser.add_argument("--slots", type=int, default=0)
    parser.add_argument("--log", default="INFO")
    parser.add_argument("--tied", action="store_true", help="end when standard input ends")
    asked = parser.parse_args(argv)
    logging.basicConfig(level=asked.log, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    profiles = tuple(asked.profile) or (BASE,)
    asyncio.run(serve(asked.socket, asked.tier, profiles, asked.slots, tied=asked.tied))
    return 0


async def serve(path: Path, tier: str, profiles: Sequence[str], slots: int, *, tied: bool) -> None:
    """Serve on a socket until told to stop; 0 slots stand for one per core."""
    slots = slots or len(os.sched_getaffinity(0))
    loop = asyncio.get_running_loop()
    work = asyncio.create_task(Supervisor(Engine(profiles, stock=slots + 1, tier=tier), slots).serve(path))
    for asked in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(asked, work.cancel)
    if tied:
        loop.add_reader(0, _tied, work)
    with contextlib.suppress(asyncio.CancelledError):
        await work


def _tied(work: "asyncio.Task[None]") -> None:
    """End where whoever started this has ended."""
    if not os.read(0, 1):
        asyncio.get_running_loop().remove_reader(0)
        work.cancel()
