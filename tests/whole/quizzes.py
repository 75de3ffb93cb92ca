"""A quiz as people play it in the playground: open a lobby, join, answer whatever is asked, see it through."""

import re
from dataclasses import dataclass
from typing import Any

from bot.actions.quiz_views import HostView, MineView
from bot.actions.views import Call
from bot.rules.practice import LETTERS
from bot.rules.variant import Variant
from tests.people import Message, Person, labels_of, text_of, walk
from tests.whole.house import House

TOPIC = "python.engineering"


async def newest(person: Person) -> Message:
    """Give the newest message that only this person sees."""
    private = [message for message in person.seen.values() if message["ephemeral"]]
    return max(private, key=lambda message: int(message["id"]))


def public(person: Person) -> list[Message]:
    """Give the bot's messages that everybody sees."""
    return [each for each in person.seen.values() if each["components"] and not each["ephemeral"]]


async def told(person: Person, label: str, message: Message | None = None) -> str:
    """Press a button and give what the person is then told."""
    await person.settled(await person.click(label, message))
    said = await newest(person)
    return await person._until(lambda: text_of(person.seen[said["id"]]) or None, "words on what waits", 10)


async def fill(person: Person, message: Message, label: str, **fields: Any) -> Message:
    """Open a form by a button, submit it and give the newest message."""
    await person.click(label, message)
    modal = await person.modal()
    await person.settled(await person.submit(modal, **fields))
    return await newest(person)


@dataclass
class Evening:
    """One quiz and the people at it.

    Attributes:
        house: The bot and its playground.
        host: Who started it.
        lobby: Its first message, as it was when it came.
        panel: The host's panel in the lobby.
    """

    house: House
    host: Person
    lobby: Message
    panel: Message

    @property
    def id(self) -> int:
        return id_of(self.lobby)

    def now(self, person: Person, message: Message) -> Message:
        """Give a message as it is now."""
        return person.seen[message["id"]]

    async def begin(self) -> Message:
        """Start it and give the first question, open."""
        await self.host.settled(await self.host.click("Start now", self.panel))
        return await self.question(1)

    async def question(self, number: int, person: Person | None = None) -> Message:
        """Wait for a question to be open."""
        return await sees(person or self.host, rf"^### {number} of \d+\n[\s\S]*answers close")

    async def revealed(self, number: int, person: Person | None = None) -> Message:
        """Wait for a question to be revealed."""
        return await sees(person or self.host, rf"^### {number} of \d+ · ")

    async def over(self) -> Message:
        """Wait for the end card."""
        return await sees(self.host, r"\*\*Mastery\*\*")

    async def mine(self, person: Person, number: int) -> MineView:
        """Look up a question as a member has it, with its key."""
        return await self.house.app.quiz.mine(self._call(person), self.id, number)

    async def stands(self, number: int = 0) -> HostView:
        """Look up where it is."""
        return await self.house.app.quiz.host(self._call(self.host), self.id, number)

    def _call(self, person: Person) -> Call:
        playground = self.house.playground
        return Call(1, playground.clock.now(), int(person.id), int(playground.world.guild_id), 1)

    async def answer(self, person: Person, number: int, *, right: bool = True) -> str:
        """Answer an open question, whatever its type, and give what the person is told."""
        variant = (await self.mine(person, number)).variant
        message = await self.question(number, person)
        if any(label in labels_of(message) for label in ("Show my question", "Put in order")):
            message = await self.own(person, message)
        return await give(person, message, variant, right=right)

    async def own(self, person: Person, message: Message) -> Message:
        """Open one's own question."""
        label = next(label for label in labels_of(message) if label in ("Show my question", "Put in order"))
        await person.settled(await person.click(label, message))
        return await newest(person)


async def sees(person: Person, pattern: str, after: int = 0) -> Message:
    """Wait until a message in sight, newer than an id, matches, and give the newest that does."""

    def look() -> Message | None:
        new = (each for each in reversed(person.seen.values()) if int(each["id"]) > after)
        return next((each for each in new if re.search(pattern, text_of(each))), None)

    return await person._until(look, f"a message like {pattern!r}", 10)


def id_of(lobby: Message) -> int:
    """Read a quiz's number off its lobby's buttons."""
    return next(
        int(found[1])
        for part in walk(lobby["components"])
        if (found := re.match(r"quiz:join:(\d+)", str(part.get("custom_id"))))
    )


async def start(house: House, host: Person, topic: str = TOPIC, questions: int = 2, **settings: Any) -> Evening:
    """Open a lobby, set as wanted."""
    before = max(map(int, host.seen), default=0)
    await host.settled(await host.slash("quiz start", topic=topic, questions=questions))
    panel = await newest(host)
    lobby = await sees(host, r"## Quiz · [\s\S]*\nJoin\n", before)
    await host._until(lambda: _threaded(host, lobby), "a thread under the lobby", 10)
    if settings:
        panel = await fill(host, panel, "Settings", **settings)
    return Evening(house, host, lobby, panel)


async def joined(house: House, host: Person, member: Person, questions: int = 2) -> Evening:
    """Open a lobby that a member is in."""
    evening = await start(house, host, questions=questions)
    await told(member, "Join", evening.lobby)
    return evening


def _threaded(person: Person, lobby: Message) -> bool | None:
    """Tell whether the bot has drawn a lobby again, which it does when its thread is there."""
    return person.seen[lobby["id"]]["edited_ms"] is not None or None


async def give(person: Person, message: Message, variant: Variant, *, right: bool) -> str:
    """Answer a question on a message that has its controls."""
    if variant.order is not None:
        order = variant.order.right if right else tuple(reversed(variant.order.right))
        for place in order:
            await person.settled(await person.click(LETTERS[place], person.seen[message["id"]]))
        await person.settled(await person.click("Done", person.seen[message["id"]]))
    elif variant.matching is not None:
        wanted = variant.matching.right if right else tuple(reversed(variant.matching.right))
        rows = {f"row{place}": [LETTERS[option]] for place, option in enumerate(wanted)}
        await fill(person, message, "Answer", **rows)
    elif variant.options:
        await choose(person, message, [place for place, option in enumerate(variant.options) if option.right == right])
    elif variant.number is not None:
        await fill(person, message, "Answer", answer=str(variant.number.value if right else -987654.25))
    else:
        await fill(person, message, "Answer", answer=variant.accepted[0] if right else "a horse")
    said = person.seen[message["id"]]
    return text_of(said if said["ephemeral"] else await newest(person))


async def choose(person: Person, message: Message, places: list[int]) -> None:
    """Press a letter, or choose one or more in a list."""
    lists = [part for part in walk(message["components"]) if part["type"] == 3]
    if lists:
        await person.settled(await person.click(lists[0]["custom_id"], message, [str(place) for place in places]))
    else:
        await person.settled(await person.click(LETTERS[places[0]], message))
