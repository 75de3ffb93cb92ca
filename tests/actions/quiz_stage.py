"""A quiz on a stage: the actions over a desk in memory, and a Discord that carries out what the clock asks for."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from bot.actions.quiz import QuizDesk
from bot.actions.quiz_clock import QuizClock
from bot.actions.quiz_steps import snowflake
from bot.actions.quiz_views import Draw, HostView, LobbyView, OpenThread, Post, PublicView, Recorded, Step
from bot.actions.records import Server
from bot.actions.views import Call
from bot.rules.answer import Answer, Arranged, Chosen, Matched, Typed
from bot.rules.errors import RuleBroken
from bot.rules.question import Question
from bot.rules.variant import Variant
from tests.fakes import FakeDesk
from tests.samples import EVERY, NOON, SampleBank

HOST, ADA, BEN, CY = 100, 1, 2, 3
GUILD, CHANNEL, HOST_ROLE, QUIZ_ROLE = 9, 5, 71, 72


@dataclass
class Stage:
    """Everything a quiz needs.

    Attributes:
        shown: What each public message says, by quiz and place.
        ids: The messages' own ids.
        log: Every step that was carried out.
    """

    desk: FakeDesk = field(default_factory=FakeDesk)
    now: datetime = NOON
    calls: int = 0
    shown: dict[tuple[int, int], PublicView] = field(default_factory=dict)
    ids: dict[tuple[int, int], int] = field(default_factory=dict)
    log: list[Step] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self, questions: tuple[Question, ...] = EVERY) -> None:
        """Begin anew with what is stored, as after a stop."""
        bank = SampleBank(questions)
        self.quiz, self.clock = QuizDesk(self.desk, bank), QuizClock(self.desk, bank)

    def call(self, person: int, *, admin: bool = False, **more: object) -> Call:
        self.calls += 1
        told = {
            "guild_id": GUILD,
            "channel_id": CHANNEL,
            "at": self.now,
            "id": snowflake(self.now) + self.calls,
            **more,
        }
        roles = frozenset({HOST_ROLE} if person == HOST else ())
        return Call(person_id=person, admin=admin, role_ids=roles, **told)  # type: ignore[arg-type]

    def after(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    async def open(self, within: str = "", count: int = 3) -> HostView:
        """Open a lobby in a server that has its roles, and have it posted."""
        server = Server(GUILD, quiz_role_id=QUIZ_ROLE, host_role_id=HOST_ROLE)
        known = await self.desk(lambda books: books.servers.get(GUILD))
        if known is None:
            await self.desk(lambda books: books.servers.save(server))
        view = await self.quiz.start(self.call(HOST), within, count)
        await self.settle()
        return view

    async def began(self, *people: int, within: str = "", count: int = 3) -> int:
        """Open a lobby, let people in, and start."""
        quiz_id = (await self.open(within, count)).quiz_id
        for person in people:
            await self.quiz.join(self.call(person), quiz_id)
        await self.quiz.begin(self.call(HOST), quiz_id)
        await self.settle()
        return quiz_id

    async def settle(self) -> datetime | None:
        """Tick and carry out until nothing is left to do now."""
        while True:
            tick = await self.clock.tick(self.now)
            for step in tick.steps:
                await self.carry_out(step)
            if not tick.steps and (tick.due_at is None or tick.due_at > self.now):
                return tick.due_at

    async def carry_out(self, step: Step) -> None:
        self.log.append(step)
        match step:
            case Post() if not step.wanted and (step.quiz_id, step.place) not in self.ids:
                await self.clock.lost(step.quiz_id, step.place)
            case Post():
                self.calls += 1
                key = step.quiz_id, step.place
                assert key not in self.ids
                self.ids[key] = snowflake(self.now) + self.calls
                self.shown[key] = step.view
                await self.clock.posted(step.quiz_id, step.place, self.ids[key], self.now)
            case Draw():
                assert self.ids[step.quiz_id, step.place] == step.message_id
                self.shown[step.quiz_id, step.place] = step.view
                await self.clock.drawn(step.quiz_id, step.place, step.revision)
            case OpenThread():
                await self.clock.threaded(step.quiz_id)

    async def variant(self, quiz_id: int, number: int, person: int) -> Variant:
        return (await self.quiz.mine(self.call(person), quiz_id, number)).variant

    async def answer(self, quiz_id: int, number: int, person: int, *, right: bool = True) -> Recorded:
        variant = await self.variant(quiz_id, number, person)
        return await self.quiz.answer(self.call(person), quiz_id, number, an_answer(variant, right=right))

    def lobby(self, quiz_id: int) -> LobbyView:
        view = self.shown[quiz_id, 0]
        assert isinstance(view, LobbyView)
        return view


def an_answer(variant: Variant, *, right: bool) -> Answer:
    if variant.options:
        rights = frozenset(place for place, option in enumerate(variant.options) if option.right)
        wrong = next(place for place, option in enumerate(variant.options) if not option.right)
        return Chosen(rights if right else frozenset({wrong}))
    if variant.number is not None:
        return Typed(str(variant.number.value if right else variant.number.traps[0][0]))
    if variant.order is not None:
        return Arranged(variant.order.right if right else variant.order.right[::-1])
    if variant.matching is not None:
        places = variant.matching.right
        return Matched(places if right else (*places[1:], places[0]))
    return Typed(variant.accepted[0] if right else "no idea at all")


async def refused(awaited: object) -> RuleBroken:
    with pytest.raises(RuleBroken) as refusal:
        await awaited  # type: ignore[misc]  # any awaitable
    return refusal.value
