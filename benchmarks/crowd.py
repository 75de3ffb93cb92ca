"""Many people in one playground who all press at once, through the same requests as the page."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from bot.bank.catalogue import open_catalogue
from bot.playground.server import Playground
from bot.render.formulas import pictures_of
from bot.rules.question import Question, SingleChoice
from tests.people import Failed, Message, Person

QUESTIONS = Path(__file__).parent.parent / "questions"
PATIENCE_S = 60.0
AT_ONCE = 20
Act = Callable[[], Awaitable[str]]


@asynccontextmanager
async def crowd(playground: Playground, size: int) -> AsyncIterator[list[Person]]:
    """Let so many people join a playground and open its page."""
    async with AsyncExitStack() as stack:
        ada = await stack.enter_async_context(Person(playground.url, playground.secret))
        names = [(await ada.post("members", {"name": f"Person {n:03}"}))["member"]["id"] for n in range(size)]
        yield [await stack.enter_async_context(Person(playground.url, playground.secret, member)) for member in names]


async def all_at_once(people: Sequence[Person], acts: Sequence[Act]) -> int:
    """Let everybody do their own thing at the same moment and wait until it is over for the last.

    Returns:
        How many waited in vain: a machine that is busy with other things may not get there in three seconds.
    """
    for person in people:
        person.events.clear()
    asked = await asyncio.gather(*(act() for act in acts))
    return sum(await asyncio.gather(*map(_in_vain, people, asked)))


async def _in_vain(person: Person, interaction: str) -> bool:
    try:
        await person.settled(interaction, PATIENCE_S)
    except Failed:
        return True
    return False


async def answer_at_once(people: Sequence[Person], acts: Sequence[Act]) -> int:
    """The same, until the message that each pressed on is edited: where a picture is drawn, that comes later."""
    late = await all_at_once(people, acts)
    if not late:
        await asyncio.gather(*(person.happens("message.updated", PATIENCE_S) for person in people))
    return late


async def by_and_by(people: Sequence[Person], acts: Sequence[Act]) -> None:
    """The same in small groups, for what is not measured."""
    for first in range(0, len(people), AT_ONCE):
        await all_at_once(people[first : first + AT_ONCE], acts[first : first + AT_ONCE])


def newest(person: Person) -> Message:
    """Give the message that came last."""
    return list(person.seen.values())[-1]


def command(person: Person, path: str, **options: Any) -> Act:
    """Use a slash command."""
    return lambda: person.slash(path, **options)


def press(person: Person, part: str, values: list[str] | None = None) -> Act:
    """Press a part of the newest message, found only when it is done."""
    return lambda: person.click(part, newest(person), values)


async def practise(people: Sequence[Person], topic: str) -> None:
    """Bring everybody to an open question of a topic."""
    await by_and_by(people, [command(person, "practice", topic=topic) for person in people])


def topics_of_letters() -> list[str]:
    """Give the topics in which every question is answered by one letter and no verdict waits for a picture.

    A form costs a second interaction and a picture a second request; the yardstick has neither.
    """
    by_topic: dict[str, list[Question]] = {}
    for entry in open_catalogue(QUESTIONS).entries.values():
        if entry.question.offered and not (entry.question.track or entry.question.profile):
            by_topic.setdefault(entry.question.topic, []).append(entry.question)
    return [topic for topic, questions in by_topic.items() if all(map(by_letter, questions))]


def by_letter(question: Question) -> bool:
    """Tell whether a question is answered by one letter, and its verdict waits for no picture."""
    return isinstance(question.body, SingleChoice) and not pictures_of(question.why)
