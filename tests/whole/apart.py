"""The bot in a process of its own, so that it can be killed; and its books as they stand on the disk."""

import asyncio
import os
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from bot.playground.server import Playground

ROOT = Path(__file__).parents[2]


def unmeasured() -> dict[str, str]:
    """Give this environment without coverage, which costs half as much again: who is killed never writes it down."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}


@asynccontextmanager
async def bot(
    playground: Playground, folder: Path, runner: Path | None = None, database: str = ""
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Bring the bot online; without a runner's socket no code is run, without a database one is kept in the folder."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "play", "--join", playground.url),
        cwd=ROOT,
        env={
            **unmeasured(),
            "HOLDOUT_DATA": str(folder),
            "DATABASE_URL": database,
            "PLAYGROUND_TOKEN": playground.token,
            "SANDBOX_SOCKET": str(runner or folder / "none"),
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        assert process.stdout is not None
        async with asyncio.timeout(60):
            assert b"online" in await process.stdout.readline()
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def rows(folder: Path, what: str) -> list[tuple[Any, ...]]:
    """Ask the books of a bot that may be dead."""
    with sqlite3.connect(folder / "playground.sqlite3") as books:
        found = books.execute(what).fetchall()
    books.close()
    return found
