"""A quiz in a playground for measuring: its members are written into the books, and they press one letter each."""

import asyncio
import random
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import TypeVar

from benchmarks.crowd import PATIENCE_S, QUESTIONS, by_letter
from bot.actions.pool import version_of
from bot.actions.ports import Books
from bot.bank.catalogue import open_catalogue
from bot.playground.records import Channel
from bot.playground.server import Playground
from bot.rules.quiz import Member
from bot.storage.desk import Desk
from tests.people import Failed, Message, Person, walk

T = TypeVar("T")
SECONDS = 300
WAIT_S = 120.0


@dataclass
class Presses:
    """What came of many presses: how long each waited for its answer, and how many waited in vain."""

    waits_s: list[float] = field(default_factory=list)
    late: int = 0

    async def press(self, person: Person, ident: str, message: Message, after_s: float = 0.0) -> None:
        """Press after a while and wait for the answer."""
        await asyncio.sleep(after_s)
        began = perf_counter()
        try:
            await person.settled(await person.click(ident, message), PATIENCE_S)
        except Failed:
            self.late += 1
        self.waits_s.append(perf_counter() - began)


@dataclass(frozen=True, slots=True)
class Evening:
    """A quiz that runs.

    Attributes:
        host: Who opened it; hears everything.
        people: Who plays and presses; each hears only what happens to them.
        id: The quiz's.
    """

    host: Person
    people: Sequence[Person]
    id: int

    async def question(self, number: int) -> tuple[Message, str]:
        """Wait until a question is open; give its message and a letter's custom_id."""
        start = f"quiz:pick:{self.id}:{number}:"
        message = await _seen(self.host, lambda: _with(self.host, start))
        letters = [ident for ident in _idents(message) if ident.startswith(start)]
        return message, random.Random(number).choice(letters)  # noqa: S311 (a choice, not a secret)

    async def all_press(self, number: int, spread_s: float = 0.0, of: int | None = None) -> Presses:
        """Let everybody answer a question, spread evenly over some seconds.

        Args:
            number: The question.
            spread_s: From the first press to the last.
            of: How many press; None for all, and more than there are people lets them press again.
        """
        message, ident = await self.question(number)
        count, presses = of or len(self.people), Presses()
        for person in self.people:
            person.events.clear()

        def nth(n: int) -> Coroutine[None, None, None]:
            return presses.press(self.people[n % len(self.people)], ident, message, spread_s * n / count)

        await asyncio.gather(*map(nth, range(count)))
        return presses

    async def revealed(self, number: int) -> Message:
        """Wait until a question is revealed."""
        return await _seen(self.host, lambda: _with(self.host, f"quiz:mine:{self.id}:{number}"))

    async def go_on(self, number: int) -> None:
        """Have the next one come, or the end card."""
        await self.host.settled(await self.host.click(f"quiz:host:{self.id}:{number}"), WAIT_S)
        await self.host.settled(await self.host.click("Next", _panel(self.host)), WAIT_S)

    async def stop(self, number: int) -> None:
        """End it here."""
        await self.host.settled(await self.host.click(f"quiz:host:{self.id}:{number}"), WAIT_S)
        for ident in (f"quiz:ask:{self.id}:{number}", f"quiz:stop:{self.id}"):
            await self.host.settled(await self.host.click(ident, _panel(self.host)), WAIT_S)
        await self.over()

    async def over(self) -> Message:
        """Wait for the end card."""
        return await _seen(self.host, lambda: _with(self.host, f"quiz:results:{self.id}"))


async def open_lobby(host: Person) -> int:
    """Open a lobby for one question where the host is, with time enough; give the quiz's id."""
    await host.settled(await host.slash("quiz start", None, questions=1), WAIT_S)
    lobby = await _seen(host, lambda: _with(host, "quiz:join:", host.channel))
    await host.settled(await host.click("Host…", lobby), WAIT_S)
    await host.click("Settings", _panel(host))
    await host.settled(await host.submit(await host.modal(WAIT_S), seconds=str(SECONDS), pace=["host"]), WAIT_S)
    return int(_idents(lobby)[0].split(":")[2])


async def begin(
    host: Person, desk: Desk, quiz_id: int, people: Sequence[Person], others: Sequence[int] = ()
) -> Evening:
    """Write the members down, have a question asked that is answered by one letter, and start.

    Args:
        host: Who opened the lobby.
        desk: At the bot's own database.
        quiz_id: The quiz.
        people: Members who press.
        others: Members who do not.
    """

    def join(books: Books) -> None:
        quiz, round_ = books.quizzes.get(quiz_id), books.quizzes.round(quiz_id, 1)
        assert quiz is not None  # noqa: S101 (it was just opened)
        assert round_ is not None  # noqa: S101
        key = version_of(bank, books, question).key
        books.quizzes.save_round(replace(round_, question_id=key.question_id, version=key.version))
        for member in (*(int(person.id) for person in people), *others):
            books.quizzes.save_member(Member(quiz_id, member, quiz.created_at))

    bank = open_catalogue(QUESTIONS)
    lettered = [
        entry.question for entry in bank.entries.values() if by_letter(entry.question) and entry.question.offered
    ]
    question = lettered[quiz_id % len(lettered)]
    await desk(join)
    await host.settled(await host.click(f"quiz:host:{quiz_id}:0"), WAIT_S)
    await host.settled(await host.click("Start now", _panel(host)), WAIT_S)
    return Evening(host, people, quiz_id)


def channels(playground: Playground, count: int) -> list[str]:
    """Add text channels; before the bot is online, so that it knows them."""
    world = playground.world
    return [world.put_channel(Channel(world.new_id(), f"quiz-{n}", "text")).id for n in range(count)]


def edits_of(host: Person, message: Message) -> list[int]:
    """Give the moments at which a message was edited, in the world's milliseconds."""
    told = (event["message"] for event in host.events if event["t"] == "message.updated")
    return [each["edited_ms"] for each in told if each["id"] == message["id"]]


def _panel(host: Person) -> Message:
    """Give the newest message that the host alone sees."""
    return max((each for each in host.seen.values() if each["ephemeral"]), key=lambda each: int(each["id"]))


def _idents(message: Message) -> list[str]:
    return [str(part["custom_id"]) for part in walk(message["components"]) if "custom_id" in part]


def _with(host: Person, start: str, channel: str | None = None) -> Message | None:
    """Find the newest message with a button whose custom_id begins so."""
    for message in reversed(list(host.seen.values())):
        if channel in (None, message["channel"]) and any(ident.startswith(start) for ident in _idents(message)):
            return message
    return None


async def _seen(host: Person, look: Callable[[], T | None]) -> T:
    return await host._until(look, "the quiz", WAIT_S)  # noqa: SLF001 (what tests wait by)
