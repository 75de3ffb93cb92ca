"""Many people in one playground who all press at once, through the same requests as the page."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from bot.playground.server import Playground
from tests.people import Failed, Message, Person, labels_of, text_of, walk

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


async def practise(people: Sequence[Person], topic: str = "") -> None:
    """Bring everybody to an open question: of a topic, or whatever comes next."""
    asked = [command(person, "practice", topic=topic) if topic else _next_question(person) for person in people]
    await by_and_by(people, asked)
    for person in people:
        if newest(person)["loading"]:  # its picture is being drawn
            await person.happens("message.updated", PATIENCE_S)
    typing = [person for person in people if "Answer" in labels_of(newest(person))]
    await by_and_by(typing, [press(person, "Answer") for person in typing])


async def answering(person: Person) -> Act:
    """Prepare the one press that answers the open question: a letter, a choice, or a filled-in form."""
    message = newest(person)
    labels = labels_of(message)
    if "Answer" in labels:
        modal = await person.modal()
        return lambda: person.submit(modal, answer="42")
    if "A" in labels:
        return press(person, "A")
    select = next((part for part in walk(message["components"]) if part.get("options")), None)
    if select is None:
        raise AssertionError(f"that is no open question:\n{text_of(message)}")
    return press(person, select["custom_id"], [select["options"][0]["value"]])


def _next_question(person: Person) -> Act:
    if person.seen and "Next" in labels_of(newest(person)):
        return press(person, "Next")
    return command(person, "practice")
