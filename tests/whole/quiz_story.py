"""One quiz of twenty as a seed has it, played over sockets while the bot is killed once and started again."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bot.actions.records import Person as Known
from bot.playground.clock import WorldClock
from bot.playground.server import Playground
from bot.rules.quiz import ALLOWANCES, END, LOBBY
from bot.storage.desk import Desk
from bot.wiring import made_up_token
from tests.people import Message, Person
from tests.whole.life import Life, nothing
from tests.whole.quiz_players import Player, newest, said
from tests.whole.quiz_sight import Sight, controls_of

T = TypeVar("T")
PLAYERS, QUESTIONS, SECONDS = 20, 3, 10
TOPICS = ("", "stats", "python.engineering")
PRESSES, WAITS = 150, 14
"""About so often something is pressed, or waited for, in a whole quiz; the bot dies at one of these."""
OUTAGES_S = (0.2, 4, 20, 120)
TALK_S = 91
JUST_AFTER_S = 1.1
WAVES = 3


@dataclass(frozen=True, slots=True)
class Plan:
    """What a seed wants: how the quiz is set, and when the bot dies for how long.

    Attributes:
        waits: Whether it dies while it is waited for, in the middle of what it does by itself, else at a press.
        fatal: At the how manieth of these.
        voided: The number of the question that the host voids, 0 for none.
    """

    topic: str
    pace: str
    numbers: str
    waits: bool
    fatal: int
    delay_s: float
    outage_s: float
    voided: int

    @classmethod
    def of(cls, chance: random.Random) -> "Plan":
        """Draw one."""
        waits = chance.random() < 0.5
        return cls(
            waits=waits,
            fatal=chance.randrange(1, WAITS if waits else PRESSES),
            topic=chance.choice(TOPICS),
            pace=chance.choice(("host", "auto")),
            numbers=chance.choice(("same", "own")),
            delay_s=chance.choice((0, chance.uniform(0, 0.02), chance.uniform(0, 0.2))),
            outage_s=chance.choice(OUTAGES_S),
            voided=chance.choice((0, 0, 1, 2, QUESTIONS)),
        )


class Story:
    """A quiz, the people at it, and the bot.

    Args:
        seed: All that is done follows from it; how fast things are does not.
        url: The bot's database, at the newest revision.
        folder: Where the bot keeps the rest.
    """

    def __init__(self, seed: int, url: str, folder: Path) -> None:
        self.seed, self.url, self._folder = seed, url, folder
        self._chance = random.Random(f"story {seed}")  # noqa: S311 (a story, not a secret)
        self.plan = Plan.of(self._chance)
        self.players: list[Player] = []
        self.sight: Sight
        self.life: Life
        self._host: Person
        self._clock: WorldClock
        self.violations: list[dict[str, str]] = []

    @property
    def killed(self) -> str:
        """Say when the bot was killed; empty where the quiz was over before."""
        return self.life.killed if self.players else ""

    async def play(self) -> None:
        """Play from the lobby to the end card.

        Raises:
            Stuck: It did not get there.
        """
        async with AsyncExitStack() as stack:
            playground = await stack.enter_async_context(Playground(token=made_up_token(), frozen=True))
            self._host = await stack.enter_async_context(Person(playground.url, playground.secret))
            self.sight = Sight(self._host, playground.world.bot_id)
            self._clock = playground.clock
            self.life = Life(self.plan, playground, self._folder, self.url)
            async with self.life.lived():
                await self._come_in(playground, stack)
                await self._course()
            self.violations = playground.violations

    async def _come_in(self, playground: Playground, stack: AsyncExitStack) -> None:
        names = [f"Player {number:02}" for number in range(PLAYERS)]
        for number, member in enumerate((await self._host.post("members", {"names": names}))["members"]):
            person = Person(playground.url, playground.secret, member["id"], quiet=True)
            chance = random.Random(f"player {self.seed} {number}")  # noqa: S311
            self.players.append(Player(await stack.enter_async_context(person), chance, self.ask))
        await self.life.online.wait()
        patient = Known(self._chance.choice(self.players).id, extra_time=self._chance.choice(ALLOWANCES))
        async with Desk(self.url) as desk:
            await desk(lambda books: books.people.save(patient))

    async def ask(self, person: Person, doing: str, asking: Callable[[], Awaitable[str]]) -> tuple[int, str | None]:
        """Do something; give the interaction, 0 where nothing could be pressed, and what was said if anything was."""
        call, heard = await self.life.ask(person, doing, asking)
        return call, said(person) if heard else None

    async def press(self, person: Person, label: str, message: Message) -> str | None:
        """Press something; give what was said if anything was."""
        return (await self.ask(person, f"pressing {label}", lambda: person.click(label, message)))[1]

    async def _reach(self, what: str, look: Callable[[], T | None], act: Callable[[], Awaitable[object]]) -> T:
        host = self._host
        return await self.life.reach(what, host, look, act, lambda turn: host.advance(min(2**turn, 30)))

    async def _course(self) -> None:
        sight = self.sight
        await self._reach("the lobby", lambda: sight.at(LOBBY), self._open)
        await self._reach("its settings", lambda: sight.set_to(SECONDS), self._set)
        *members, _stranger = self.players
        late = self._chance.sample(members[1:], 2)
        await self._join([player for player in members if player not in late])
        await self._reach("the start", lambda: sight.at(1), lambda: self._host_presses(LOBBY, "Start now"))
        for number in range(1, QUESTIONS + 1):
            await self._question(number)
            if number == self.plan.voided:
                await self._void(number)
            if number == 1:
                await self._join(late)
                await self.press(members[0].person, "Leave", sight.at(LOBBY) or {})
            await self._go_on(number)
        card = await self._reach("the end card", lambda: sight.at(END), nothing)
        await self.life.rest(self._host, lambda books: books.quizzes.behind())
        for player in self.players:
            player.results = await self.press(player.person, "My results", card) or ""

    async def _open(self) -> None:
        host, given = self._host, {"topic": self.plan.topic} if self.plan.topic else {}
        await self.ask(host, "opening it", lambda: host.slash("quiz start", None, questions=QUESTIONS, **given))

    async def _host_presses(self, place: int, label: str) -> None:
        """Press a button of the host's panel, if it has that one still."""
        message = self.sight.at(place)
        if message is not None and await self.press(self._host, "Host…", message) is not None:
            with suppress(AssertionError):
                await self.press(self._host, label, newest(self._host))

    async def _set(self) -> None:
        await self._host_presses(LOBBY, "Settings")
        with suppress(AssertionError):
            modal = await self._host.modal(1)
            fields = {"seconds": str(SECONDS), "pace": [self.plan.pace], "numbers": [self.plan.numbers]}
            await self.ask(self._host, "setting it", lambda: self._host.submit(modal, **fields))

    async def _join(self, players: list[Player]) -> None:
        """Let people in; who was not heard presses again."""

        async def join(player: Player) -> None:
            label = player.chance.choice(("Join", "Join", "Join as a guest"))
            for _ in range(3):
                lobby = self.sight.at(LOBBY)
                if lobby is not None and await self.press(player.person, label, lobby) is not None:
                    return

        await asyncio.gather(*map(join, players))

    async def _question(self, number: int) -> None:
        """Let everybody answer, wave after wave, then let the time run out; two come too late."""
        sight = self.sight
        await self._reach(f"question {number}", lambda: sight.open(number) or sight.revealed(number), nothing)
        for first in range(WAVES):
            if (message := sight.open(number)) is not None:
                await self._host.advance(self._chance.uniform(0, SECONDS / 2 / WAVES))
                await asyncio.gather(*(player.answer(number, message) for player in self.players[first::WAVES]))
        left_s = sight.deadline_s(number) + JUST_AFTER_S - self._clock.now().timestamp()
        await self._host.advance(max(0.0, left_s))
        message = sight.open(number)
        if message is not None and "show" not in controls_of(message):
            await asyncio.gather(*(player.give(number, message) for player in self.players[:2]))
        await self._host.advance(1)
        await self._reach(f"the reveal of {number}", lambda: sight.revealed(number), nothing)

    async def _void(self, number: int) -> None:
        await self._host_presses(number, "Void this question")
        with suppress(AssertionError):
            modal = await self._host.modal(1)
            await self.ask(self._host, "voiding it", lambda: self._host.submit(modal, words="The key is in doubt."))

    async def _go_on(self, number: int) -> None:
        how = self._chance.choice(("next", "ready", "wait"))
        shown = self.sight.revealed(number)
        if how == "next":
            await self._host_presses(number, "Next")
        elif how == "ready" and shown is not None:
            with suppress(AssertionError):
                await asyncio.gather(*(self.press(player.person, "Ready", shown) for player in self.players))
        else:
            await self._host.advance(TALK_S)
        after = END if number == QUESTIONS else number + 1
        await self._reach(f"what comes after {number}", lambda: self.sight.at(after), nothing)
