"""A pair interview as two people hold it in the playground: invite, accept, ask, mark, hand in."""

import re
from dataclasses import dataclass

from tests.people import Message, Person, labels_of, text_of, walk
from tests.whole.house import House
from tests.whole.quizzes import fill, newest, sees


@dataclass
class Meeting:
    """One pair interview and the two who hold it.

    Attributes:
        house: The bot and its playground.
        asker: Who invited, and asks first.
        answerer: Who accepted.
        message: The message in the channel, as it was when it came.
    """

    house: House
    asker: Person
    answerer: Person
    message: Message

    @property
    def id(self) -> int:
        return id_of(self.message)

    def now(self, person: Person | None = None) -> str:
        """Give what the message says now."""
        return text_of((person or self.asker).seen[self.message["id"]])

    async def says(self, pattern: str, person: Person | None = None) -> Message:
        """Wait until the message says this."""
        who = person or self.asker

        def look() -> Message | None:
            message = who.seen.get(self.message["id"])
            return message if message is not None and re.search(pattern, text_of(message)) else None

        return await who._until(look, f"the message to say {pattern!r}", 10)

    async def press(self, person: Person, label: str) -> None:
        """Press a button of the message."""
        await person.settled(await person.click(label, person.seen[self.message["id"]]))

    async def card(self, person: Person, label: str = "My card") -> Message:
        """Open one's own card anew."""
        await self.press(person, label)
        return await newest(person)

    async def begin(self) -> None:
        """Accept and start."""
        await self.press(self.answerer, "Accept")
        await self.says("asks first")
        await self.press(self.asker, "Start")
        await self.says("First half:")

    async def ask_all(self, asker: Person, *, after_s: float = 60) -> None:
        """Ask every question of the half that is on, from the interviewer's own card, up to the forms."""
        card = await self.card(asker)
        while "Question" in text_of(card):
            await tap(asker, card, "Asked aloud")
            await asker.advance(after_s)
            onward = "Next question" if "Next question" in labels_of(asker.seen[card["id"]]) else "To the forms"
            await tap(asker, card, onward)
            card = asker.seen[card["id"]]
        for person in (self.asker, self.answerer):
            await self.says("Forms:", person)

    async def hand_in(
        self, person: Person, heard: list[list[int]], well: str = "Clear.", to_try: str = "A number."
    ) -> None:
        """Mark these points of each question as heard, then write the two lines."""
        page = await self.card(person, "My form")
        for places in heard:
            lists = [part for part in walk(person.seen[page["id"]]["components"]) if part["type"] == 3]
            if places:
                values = [str(place) for place in places]
                await person.settled(await person.click(lists[0]["custom_id"], person.seen[page["id"]], values))
            if "Next" in labels_of(person.seen[page["id"]]):
                await tap(person, page, "Next")
        await fill(person, person.seen[page["id"]], "Two lines, then done", well=well, next=to_try)


async def tap(person: Person, message: Message, label: str) -> None:
    """Press a button of a message as it is now."""
    await person.settled(await person.click(label, person.seen[message["id"]]))


async def invite(house: House, asker: Person, answerer: Person, kind: str = "quick") -> Meeting:
    """Invite somebody by name and see it posted."""
    before = max(map(int, asker.seen), default=0)
    await asker.settled(await asker.slash("interview pair", member=answerer.id, round=kind))
    message = await sees(answerer, r"## Pair interview · [\s\S]*\nAccept\n", before)
    await asker._until(lambda: asker.seen.get(message["id"]), "the invitation", 10)
    return Meeting(house, asker, answerer, message)


def id_of(message: Message) -> int:
    """Read a pair's number off its message's buttons."""
    parts = (str(part.get("custom_id")) for part in walk(message["components"]))
    return next(int(found[1]) for part in parts if (found := re.match(r"pair:\w+:(\d+)", part)))
