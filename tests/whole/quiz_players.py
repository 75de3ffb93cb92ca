"""A member of a quiz who answers whatever is asked, as chance has it, and notes what they were told."""

import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from bot.rules.answer import Answer, Arranged, Chosen, Matched, Typed
from bot.rules.practice import LETTERS
from tests.people import Message, Person, text_of, walk
from tests.whole.quiz_sight import SHOWN, controls_of

Ask = Callable[[Person, str, Callable[[], Awaitable[str]]], Awaitable[tuple[int, str | None]]]
MODAL_S = 5
SELECT = 3
ANSWERS = {"pick", "picks", "type", "rows", "put"}


@dataclass(frozen=True, slots=True)
class Press:
    """An answer that somebody gave.

    Attributes:
        call_id: Its interaction.
        told: What they were told; None where the bot died on them.
    """

    person_id: int
    number: int
    call_id: int
    answer: Answer
    told: str | None


@dataclass
class Player:
    """Somebody with a chance of their own, so that what they do hangs on nobody else's speed.

    Attributes:
        results: What they are told at the end, privately.
    """

    person: Person
    chance: random.Random
    ask: Ask
    presses: list[Press] = field(default_factory=list)
    results: str = ""

    @property
    def id(self) -> int:
        return int(self.person.id)

    async def answer(self, number: int, message: Message) -> None:
        """Answer once, change it, or let it be."""
        for _ in range(self.chance.choice((0, 1, 1, 1, 1, 2))):
            await self.give(number, message)

    async def give(self, number: int, message: Message) -> None:
        """Answer on a message, whatever it takes there."""
        controls, person = controls_of(message), self.person
        if "show" in controls:
            _, told = await self.ask(person, "opening their own", lambda: person.click(controls["show"][0], message))
            if told is not None and ANSWERS & controls_of(own := newest(person)).keys():
                await self.give(number, own)
        elif "put" in controls or "done" in controls:
            await self._arrange(number, message)
        elif "pick" in controls:
            ident = self.chance.choice(controls["pick"])
            await self._tell(number, Chosen(frozenset({_place(ident)})), lambda: person.click(ident, message))
        elif "picks" in controls:
            await self._choose(number, message, controls["picks"][0])
        else:
            await self._fill(number, message, [*controls.get("type", ()), *controls.get("rows", ())][0])

    async def _choose(self, number: int, message: Message, ident: str) -> None:
        options = next(part["options"] for part in walk(message["components"]) if part["type"] == SELECT)
        values = sorted(self.chance.sample([each["value"] for each in options], self.chance.randint(1, len(options))))
        answer = Chosen(frozenset(map(int, values)))
        await self._tell(number, answer, lambda: self.person.click(ident, message, values))

    async def _fill(self, number: int, message: Message, ident: str) -> None:
        """Open the form and fill it in."""
        person = self.person
        if (await self.ask(person, "opening a form", lambda: person.click(ident, message)))[0] == 0:
            return
        with suppress(AssertionError):
            modal = await person.modal(MODAL_S)
            fields: dict[str, Any] = {}
            rows: list[int] = []
            for part in walk(modal["components"]):
                if part.get("custom_id") == "answer":
                    fields["answer"] = str(self.chance.randint(0, 3))
                elif part.get("options"):
                    letter = self.chance.choice(part["options"])["value"]
                    fields[part["custom_id"]] = [letter]
                    rows.append(LETTERS.index(letter))
            answer = Matched(tuple(rows)) if rows else Typed(fields["answer"])
            await self._tell(number, answer, lambda: person.submit(modal, **fields))

    async def _arrange(self, number: int, message: Message) -> None:
        """Put all items in some order, letter by letter."""
        person = self.person
        while "done" not in (controls := controls_of(person.seen[message["id"]])):
            longest = max(map(len, controls["put"]))  # the shorter one takes a letter back
            ident = self.chance.choice([one for one in controls["put"] if len(one) == longest])
            if (await self.ask(person, "putting in order", partial(person.click, ident, message)))[1] is None:
                return
        done = controls["done"][0]
        order = tuple(map(LETTERS.index, done.rsplit(":", 1)[1]))
        await self._tell(number, Arranged(order), lambda: person.click(done, message))

    async def _tell(self, number: int, answer: Answer, asking: Callable[[], Awaitable[str]]) -> None:
        """Give an answer, and note it with what was said."""
        call_id, told = await self.ask(self.person, f"answering {number}", asking)
        if call_id:
            self.presses.append(Press(self.id, number, call_id, answer, told))


def newest(person: Person) -> Message:
    """Give the newest message that somebody alone sees."""
    return max((each for each in person.seen.values() if each["ephemeral"]), key=lambda each: int(each["id"]))


def said(person: Person) -> str:
    """Give what somebody alone was last shown: a new message, or another form of the one that was pressed."""
    shown = (event["message"] for event in reversed(person.events) if event["t"] in SHOWN)
    return next((text_of(message) for message in shown if message["ephemeral"]), "")


def _place(ident: str) -> int:
    return int(ident.rsplit(":", 1)[1])
