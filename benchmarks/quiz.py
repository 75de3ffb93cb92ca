"""Quizzes under load: a thousand answers inside three seconds, fifty quizzes at once, and what an answer costs."""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

import aiohttp

from benchmarks.crowd import newest
from benchmarks.evening import SECONDS, Evening, Presses, begin, channels, edits_of, open_lobby
from benchmarks.practice import postgres
from benchmarks.programs import Program, running
from benchmarks.report import Figure, run, say
from bot.playground.server import Playground
from bot.storage.desk import Desk
from bot.wiring import made_up_token
from tests.people import Person

INSIDE_S = 3.0
BOT = ("-m", "bot", "play", "--join")


@dataclass(frozen=True, slots=True)
class Size:
    """How large a run is.

    Attributes:
        crowd: Members of the one large quiz.
        at_once: Quizzes at once, `each` of so many.
        yardstick: People whose presses are held against a bare bot's, in each of `rounds`.
        members: Of the quizzes that are compared; `presses` are measured in each.
    """

    crowd: int
    at_once: int
    each: int
    yardstick: int
    rounds: int
    members: tuple[int, ...]
    presses: int


WHOLE = Size(1000, 50, 20, 200, 9, (10, 100, 1000, 5000), 200)
QUICK = Size(10, 2, 4, 5, 1, (5, 20), 10)


@dataclass(frozen=True, slots=True)
class Place:
    """A playground with a bot in it, its people, and the bot's books."""

    playground: Playground
    bot: Program
    host: Person
    people: Sequence[Person]
    desk: Desk
    channels: Sequence[str]

    async def evening(self, channel: str, people: Sequence[Person], others: Sequence[int] = ()) -> Evening:
        """Open a quiz in a channel and start it."""
        self.host.channel = channel
        quiz_id = await open_lobby(self.host)
        return await begin(self.host, self.desk, quiz_id, people, others)


def measure(quick: bool) -> Sequence[Figure]:  # noqa: FBT001 (the one thing that a run is told)
    """Measure one after the other, in the fastest loop, so that people and their server cost little beside the bot."""
    import uvloop  # noqa: PLC0415 (where there is none, the bot is slower too)

    return uvloop.run(_measure(QUICK if quick else WHOLE))


async def _measure(size: Size) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="holdout-") as name:
        folder = Path(name)
        async with postgres(folder / "pg") as server:
            return [
                *await _crowd(size, f"sqlite:///{folder / 'crowd.sqlite3'}"),
                *await _at_once(size, f"sqlite:///{folder / 'many.sqlite3'}"),
                *await _sizes(size, f"sqlite:///{folder / 'sizes.sqlite3'}"),
                *await _against_echo(size, f"sqlite:///{folder / 'echo.sqlite3'}", server),
            ]


async def _crowd(size: Size, database: str) -> list[Figure]:
    """Let a thousand answer one question; one of them does not, so that it stays open until its deadline."""
    async with _place("crowd", database, size.crowd + 1, 2) as place:
        await _warm_up(place)
        before_mib = place.bot.resident_mib
        evening = await place.evening(place.channels[1], place.people[1:], [int(place.people[0].id)])
        message, _ = await evening.question(1)
        place.host.events.clear()
        presses = await evening.all_press(1, INSIDE_S)
        kept = len(await place.desk(lambda books: books.quizzes.replies(evening.id, 1)))
        _tell("a thousand answers", presses)
        edits_ms = edits_of(place.host, message)
        used_mib = place.bot.resident_mib - before_mib
        revealed_s, boards_s = await _to_the_boards(place, evening)
    span_s = max(1.0, (edits_ms[-1] - edits_ms[0]) / 1000) if edits_ms else 1.0
    edits_s = max(0, len(edits_ms) - 1) / span_s
    waits = sorted(presses.waits_s)
    who = f"of {size.crowd:,} answers inside {INSIDE_S:g} s"
    return [
        Figure(f"late {who}", presses.late, "", 0),
        Figure(f"wait of the slowest hundredth {who}", waits[int(len(waits) * 0.99) - 1], "s", 1.5),
        Figure(f"in the books {who}", kept, "", size.crowd, "higher"),
        Figure("edits of the public message meanwhile, after the first", edits_s, "1/s", 1.0),
        Figure("reveal after the deadline, two seconds' grace in it", revealed_s, "s", 4.0),
        Figure("boards after Next", boards_s, "s", 4.0),
        Figure(f"memory for a running quiz of {size.crowd:,}", max(0.0, used_mib), "MiB", 10.0),
    ]


async def _to_the_boards(place: Place, evening: Evening) -> tuple[float, float]:
    """Let the deadline pass; give the seconds until the reveal is seen, and from Next to the boards."""
    round_ = await place.desk(lambda books: books.quizzes.round(evening.id, 1))
    assert round_ is not None  # noqa: S101 (it is open)
    assert round_.closes_at is not None  # noqa: S101
    await place.host.advance(max(0.0, (round_.closes_at - place.playground.clock.now()).total_seconds()))
    began = perf_counter()
    await evening.revealed(1)
    revealed_s = perf_counter() - began
    began = perf_counter()
    await evening.go_on(1)
    await evening.over()
    return revealed_s, perf_counter() - began


async def _at_once(size: Size, database: str) -> list[Figure]:
    """Play many quizzes at once; everybody in all of them answers inside three seconds."""
    async with _place("at once", database, size.at_once * size.each, size.at_once) as place:
        parts = [place.people[first : first + size.each] for first in range(0, len(place.people), size.each)]
        evenings = [await place.evening(channel, people) for channel, people in zip(place.channels, parts, strict=True)]
        all_presses = await asyncio.gather(*(evening.all_press(1, INSIDE_S) for evening in evenings))
        for evening in evenings:
            await evening.revealed(1)
        kept = await place.desk(lambda books: sum(len(books.quizzes.replies(evening.id, 1)) for evening in evenings))
    waits = sorted(wait for presses in all_presses for wait in presses.waits_s)
    who = f"{size.at_once} quizzes of {size.each} at once"
    _tell(who, Presses(waits, sum(presses.late for presses in all_presses)))
    return [
        Figure(f"late answers in {who}", sum(presses.late for presses in all_presses), "", 0),
        Figure(f"answers in the books in {who}", kept, "", len(waits), "higher"),
    ]


async def _sizes(size: Size, database: str) -> list[Figure]:
    """Hold what an answer costs in large quizzes against small ones."""
    costs: list[float] = []
    async with _place("sizes", database, min(size.presses, size.members[-1]), len(size.members) + 1) as place:
        await _warm_up(place)
        names = [f"Other {n:04}" for n in range(size.members[-1])]
        others = [int(each["id"]) for each in (await place.host.post("members", {"names": names}))["members"]]
        for channel, members in zip(place.channels[1:], size.members, strict=True):
            own = place.people[:members]
            evening = await place.evening(channel, own, others[: members - len(own)])
            costs.append(await _cost(place, evening, size.presses))
            say(f"{members} members: {costs[-1] * 1000:.2f} ms an answer")
            await evening.revealed(1)
    smallest, *larger = (f"{members:,}" for members in size.members)
    name = f"CPU of an answer among {', '.join(larger)} members, the dearest against {smallest}"
    return [Figure(name, max(costs[1:]) / costs[0], "x", 1.5)]


async def _cost(place: Place, evening: Evening, presses: int) -> float:
    """Give the bot's CPU seconds per press; some press first, for what happens once in a question."""
    await evening.question(1)
    await evening.all_press(1, of=min(10, presses))
    before = place.bot.cpu_s
    await evening.all_press(1, of=presses)
    cost = (place.bot.cpu_s - before) / presses
    await place.host.advance(SECONDS + 3)
    return cost


async def _against_echo(size: Size, *databases: str) -> list[Figure]:
    """Hold an answer against a bare private reply, round by round."""
    async with AsyncExitStack() as stack:
        echo = await stack.enter_async_context(_place("echo", "", size.yardstick, 0))
        sides = [
            await stack.enter_async_context(_place(url.partition(":")[0], url, size.yardstick, 1)) for url in databases
        ]
        await echo.host.settled(await echo.host.slash("ask"))
        spent: list[list[float]] = [[] for _ in sides]
        for number in range(size.rounds + 1):  # the first warms up
            bare = await _echoes(echo)
            for side, own in zip(sides, spent, strict=True):
                evening = await side.evening(side.channels[0], side.people)
                await evening.question(1)
                before = side.bot.cpu_s
                _tell(f"round {number}/{size.rounds}", await evening.all_press(1))
                took = (side.bot.cpu_s - before) / size.yardstick
                say(f"round {number}/{size.rounds}: {took * 1000:.2f} ms an answer, a bare one {bare * 1000:.2f}")
                own.append(took / bare)
                await evening.stop(1)
    names = ("SQLite", "PostgreSQL")
    return [
        Figure(f"CPU of a quiz's answer on {name}, against a bare private reply", median(own[1:]), "x", 1.6)
        for name, own in zip(names, spent, strict=True)
    ]


async def _echoes(echo: Place) -> float:
    """Let everybody press at the bare bot; give its CPU seconds per press."""
    message = newest(echo.host)
    presses = Presses()
    for person in echo.people:
        person.events.clear()
    before = echo.bot.cpu_s
    await asyncio.gather(*(presses.press(person, "D", message) for person in echo.people))
    return (echo.bot.cpu_s - before) / len(echo.people)


async def _warm_up(place: Place) -> None:
    """Play a small quiz first, for what is loaded once."""
    evening = await place.evening(place.channels[0], place.people[:10])
    await evening.all_press(1)
    await evening.revealed(1)
    await evening.stop(1)


@asynccontextmanager
async def _place(name: str, database: str, people: int, rooms: int) -> AsyncIterator[Place]:
    """Open a playground with rooms for quizzes; without a database the bare bot is in it."""
    async with AsyncExitStack() as stack:
        playground = await stack.enter_async_context(Playground(token=made_up_token()))
        own = channels(playground, rooms)
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="holdout-"))
        environment = {"PLAYGROUND_TOKEN": playground.token, "DATABASE_URL": database, "HOLDOUT_LOG": "WARNING"}
        environment |= {"HOLDOUT_DATA": folder, "SANDBOX_SOCKET": "/none"}  # no code is run
        arguments = [*(BOT if database else ("-m", "benchmarks.echo")), playground.url]
        online = "Holdout" if database else "Echo"
        bot = await stack.enter_async_context(running(arguments, environment, until=f"{online} is online"))
        say(f"{name}: ready after {bot.started_s:.1f} s; {people} people come in")
        host = await stack.enter_async_context(Person(playground.url, playground.secret))
        names = [f"Person {n:04}" for n in range(people)]
        members = (await host.post("members", {"names": names}))["members"]
        pages = aiohttp.TCPConnector(limit=0)
        session = aiohttp.ClientSession(headers={"X-Playground-Secret": playground.secret}, connector=pages)
        await stack.enter_async_context(session)
        crowd = [
            await stack.enter_async_context(
                Person(playground.url, playground.secret, each["id"], quiet=True, session=session)
            )
            for each in members
        ]
        desk = await stack.enter_async_context(Desk(database or "sqlite://"))
        yield Place(playground, bot, host, crowd, desk, own)


def _tell(what: str, presses: Presses) -> None:
    waits = presses.waits_s
    say(f"{what}: {presses.late} of {len(waits)} late; half within {median(waits):.2f} s, the last {max(waits):.2f} s")


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    return run("quiz", __doc__, measure, argv)


if __name__ == "__main__":
    sys.exit(main())
