"""Two interviews as a seed has them, one in direct messages and one in a thread, while the bot is killed once."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.playground.server import Playground
from bot.wiring import made_up_token
from tests.people import Event, Message, Person, labels_of
from tests.whole.interview_books import Left, left
from tests.whole.interviews import is_end
from tests.whole.life import Life, Stuck, made_at, nothing
from tests.whole.pace import Pace

PRESSES, WAITS = 20, 16
"""So often at least something is pressed, or waited for, nearly always; the bot dies at one of these."""
OUTAGES_S = (0.2, 5, 30, 120, 4000)
TURNS = 60
OPENS = {"Done", "Answer", "Go on"}
SAYINGS = (
    "I would look at the data first",
    "then at how the metric is computed",
    "I would compare with a simple baseline",
    "precision and recall move against each other",
    "the validation set must not leak",
    "I would measure the latency too",
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a seed wants: when the bot dies, for how long."""

    waits: bool
    fatal: int
    delay_s: float
    outage_s: float

    @classmethod
    def of(cls, chance: random.Random) -> "Plan":
        """Draw one."""
        waits = chance.random() < 0.5
        return cls(
            waits,
            chance.randrange(1, WAITS if waits else PRESSES),
            chance.choice((0, chance.uniform(0, 0.05), chance.uniform(0, 0.5))),
            chance.choice(OUTAGES_S),
        )


@dataclass
class Guest:
    """Somebody who is interviewed, and what they did.

    Attributes:
        alone_in: The channel of their direct messages, where they are interviewed; empty for a thread.
        words: Each word of their own that they wrote in direct messages, with the message's id.
        tries: The words of their own that they sent by the form, by the message that asked.
        kept: Those of them that the bot took.
        pauses: When they pressed Pause, by the message on which they did.
    """

    person: Person
    alone_in: str
    chance: random.Random
    words: dict[str, str] = field(default_factory=dict)
    tries: dict[str, list[str]] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    pauses: dict[str, list[datetime]] = field(default_factory=dict)
    handled: set[str] = field(default_factory=set)
    said_to: set[str] = field(default_factory=set)
    paused: bool = False

    def to_do(self) -> Message | None:
        """Give what asks for something now: a question, a pause, or the report at the end."""
        shown = [one for one in self.own if OPENS & set(labels_of(one)) or is_end(one)]
        newest = max(shown, key=lambda one: int(one["id"]), default=None)
        return newest if newest is not None and newest["id"] not in self.handled else None

    @property
    def own(self) -> list[Message]:
        """What was written to them; one of them may look into the other's thread, as a moderator."""
        return [one for one in self.person.seen.values() if not self.alone_in or one["channel"] == self.alone_in]

    @property
    def shows(self) -> tuple[dict[str, set[str]], set[str]]:
        """The messages by the custom_ids that they ever had, and those that ever were a report."""
        forms: dict[str, set[str]] = {}
        reports: set[str] = set()
        for event in self.person.events:
            if event["t"] not in ("message.created", "message.updated"):
                continue
            message = event["message"]
            if self.alone_in not in ("", message["channel"]):
                continue
            for ident in idents(message):
                forms.setdefault(ident, set()).add(message["id"])
            if is_end(message):
                reports.add(message["id"])
        return forms, reports


def idents(message: Message) -> set[str]:
    """Give the custom_ids of a message's buttons, those of parts within parts too."""
    found, parts = set[str](), list(message["components"])
    while parts:
        part = parts.pop()
        parts += part.get("components") or []
        if part.get("custom_id"):
            found.add(str(part["custom_id"]))
    return found


class Story:
    """Two people in a quick round each, and the bot.

    Args:
        seed: All that is done follows from it; how fast things are does not.
        url: The bot's database, at the newest revision.
        folder: Where the bot keeps the rest.

    Attributes:
        left: What stood in the books when the bot had died; None where it never did.
    """

    def __init__(self, seed: int, url: str, folder: Path) -> None:
        self.seed, self.url, self._folder = seed, url, folder
        self._pace = Pace()
        self.left: Left | None = None
        self._chance = random.Random(f"interviews {seed}")  # noqa: S311 (a story, not a secret)
        self.plan = Plan.of(self._chance)
        self.guests: list[Guest] = []
        self.life: Life
        self.violations: list[dict[str, str]] = []
        self._tokens = 0

    @property
    def killed(self) -> str:
        """Say when the bot was killed; empty where all was over before."""
        return self.life.killed if self.guests else ""

    async def play(self) -> None:
        """Play until both have their report.

        Raises:
            Stuck: It did not get there.
        """
        async with AsyncExitStack() as stack:
            playground = await stack.enter_async_context(Playground(token=made_up_token(), frozen=True))
            self.life = Life(self.plan, playground, self._folder, self.url, self._mourn)
            async with self.life.lived():
                for nth, (name, place) in enumerate((("Ada", "dm"), ("Ben", "general"))):
                    person = Person(playground.url, playground.secret, name, place)
                    chance = random.Random(f"guest {self.seed} {nth}")  # noqa: S311
                    await stack.enter_async_context(person)
                    self.guests.append(Guest(person, person.channel if place == "dm" else "", chance))
                await self.life.online.wait()
                await asyncio.gather(*map(self._course, self.guests))
                await self.life.rest(self.guests[0].person, lambda books: books.interviews.waiting())
            self.violations = playground.violations

    def _mourn(self) -> None:
        self.left = left(self.url)

    async def _course(self, guest: Guest) -> None:
        await self._reach("the first question", guest, lambda: self._begin(guest))
        for _ in range(TURNS):
            message = await self._reach("what comes next", guest, nothing)
            if is_end(message):
                return
            await self._wait(guest, guest.chance.uniform(1, 9))
            await self._act(guest, message)
        raise Stuck("it does not end")

    async def _begin(self, guest: Guest) -> None:
        person = guest.person
        if await self._ask(guest, "starting", lambda: person.slash("interview start", round="quick", level="mid")):
            newest = max(guest.own, key=lambda one: int(one["id"]))
            if "Start" in labels_of(newest):
                await self._ask(guest, "pressing Start", lambda: person.click("Start", newest))

    async def _act(self, guest: Guest, message: Message) -> None:
        labels, person = set(labels_of(message)), guest.person
        person.channel = message["channel"]
        if "Go on" in labels:
            await self._wait(guest, guest.chance.uniform(1, 15))  # a longer leap would look like a stop of the bot
            await self._press(guest, "Go on", message)
        elif not guest.paused and guest.chance.random() < 0.2:
            guest.paused = await self._press(guest, "Pause", message)
        elif "Done" in labels:
            if message["id"] not in guest.said_to:
                guest.said_to.add(message["id"])
                await self._say(guest, guest.chance.randint(0, 2))
            await self._press(guest, "Done", message)
        else:
            await self._answer(guest, message)

    async def _say(self, guest: Guest, often: int) -> None:
        for _ in range(often):
            self.life.step("a message")
            word = self._word()
            written = await guest.person.say(f"{guest.chance.choice(SAYINGS)} {word}")
            guest.words[word] = str(written["id"])
            await self._wait(guest, guest.chance.uniform(0.1, 5))

    async def _answer(self, guest: Guest, message: Message) -> None:
        person, word = guest.person, self._word()
        if not await self._ask(guest, "pressing Answer", lambda: person.click("Answer", message)):
            return
        with suppress(AssertionError):
            modal = await person.modal(2)
            guest.tries.setdefault(str(message["id"]), []).append(word)
            words, before = f"{guest.chance.choice(SAYINGS)} {word}", len(person.events)
            heard = await self._ask(guest, "answering", lambda: person.submit(modal, words=words))
            if heard and not any(map(_for_them_alone, person.events[before:])):
                guest.kept.add(word)
                guest.handled.add(message["id"])

    async def _press(self, guest: Guest, label: str, message: Message) -> bool:
        """Press a button; True where the bot has heard of it."""

        async def press() -> str:
            call = await guest.person.click(label, message)
            if label == "Pause":
                guest.pauses.setdefault(str(message["id"]), []).append(made_at(call))
            return call

        heard = await self._ask(guest, f"pressing {label}", press)
        if heard:
            guest.handled.add(message["id"])
        return heard

    async def _ask(self, guest: Guest, doing: str, asking: Callable[[], Awaitable[str]]) -> bool:
        await self.life.online.wait()  # a press that waited with the pace would let nobody say anything meanwhile
        async with self._pace.press():
            return (await self.life.ask(guest.person, doing, asking))[1]

    async def _wait(self, guest: Guest, seconds: float) -> None:
        await self._pace.leap(lambda: guest.person.advance(seconds))

    async def _reach(self, what: str, guest: Guest, act: Callable[[], Awaitable[object]]) -> Message:
        return await self.life.reach(what, guest.person, guest.to_do, act, lambda _: self._wait(guest, 1))

    def _word(self) -> str:
        self._tokens += 1
        return f"zq{self.seed}x{self._tokens}"


def _for_them_alone(event: Event) -> bool:
    """Tell whether somebody alone was told something, as they are where the bot refuses."""
    return event["t"] == "message.created" and bool(event["message"]["ephemeral"])
