"""How soon the bot is online, how much memory it holds after many answers, and what it has not loaded."""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median

from benchmarks.crowd import by_and_by, crowd, practise, press, topics_of_letters
from benchmarks.programs import Program, running
from benchmarks.report import Figure, run, say
from bot.playground.server import Playground
from bot.wiring import made_up_token

STARTS, QUICK_STARTS = 5, 1
PEOPLE, QUICK_PEOPLE = 200, 10
MOST_S, MOST_MIB = 3.0, 150.0
KEPT_OUT = ("sklearn", "scipy", "matplotlib")


def measure(quick: bool) -> Sequence[Figure]:  # noqa: FBT001 (the one thing that a run is told)
    """Start the bot a few times, then let people answer."""
    return asyncio.run(_measure(QUICK_STARTS if quick else STARTS, QUICK_PEOPLE if quick else PEOPLE))


async def _measure(starts: int, people: int) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="holdout-") as folder:
        async with Playground(token=made_up_token()) as playground:
            async with _bot(playground, Path(folder)) as bot:
                first_s = bot.started_s
            later_s = [await _start(playground, Path(folder)) for _ in range(starts)]
            async with _bot(playground, Path(folder)) as bot, crowd(playground, people) as members:
                say(f"{people} people answer")
                await practise(members, topics_of_letters()[0])
                await by_and_by(members, [press(person, "A") for person in members])
                loaded = [package for package in KEPT_OUT if bot.has_loaded(package)]
                resident_mib = bot.resident_mib
    if loaded:
        say(f"the bot's process has loaded {', '.join(loaded)}")
    return [
        Figure("first start, the database made on the way", first_s, "s", MOST_S),
        Figure("start until online", median(later_s), "s", MOST_S),
        Figure(f"memory of the bot's process after {people} answers", resident_mib, "MiB", MOST_MIB),
        Figure(f"of {', '.join(KEPT_OUT)} loaded there", len(loaded), "", 0),
    ]


@asynccontextmanager
async def _bot(playground: Playground, folder: Path) -> AsyncIterator[Program]:
    environment = {"PLAYGROUND_TOKEN": playground.token, "HOLDOUT_DATA": str(folder), "DATABASE_URL": ""}
    arguments = ["-m", "bot", "play", "--join", playground.url]
    async with running(arguments, environment, until="Holdout is online") as bot:
        yield bot


async def _start(playground: Playground, folder: Path) -> float:
    async with _bot(playground, folder) as bot:
        say(f"online after {bot.started_s:.2f} s")
        return bot.started_s


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    return run("start", __doc__, measure, argv)


if __name__ == "__main__":
    sys.exit(main())
