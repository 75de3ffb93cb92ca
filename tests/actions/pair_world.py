"""Two people who interview each other, a desk, a clock of their own, and a Discord that keeps what is posted."""

from collections.abc import Awaitable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeVar

from bot.actions.pair import PairDesk
from bot.actions.pair_clock import PairClock
from bot.actions.pair_views import AskerCard, FormPage, PairDraw, PairPost, PairTick, PairView
from bot.actions.views import Call
from bot.rules.errors import RuleBroken
from bot.rules.interview import Kind
from bot.rules.pair import Pair, PairQuestion
from bot.rules.question import Level, Question
from tests.fakes import FakeDesk
from tests.samples import NOON, OPEN, STORY, SampleBank, call

T = TypeVar("T")
ADA, BEN, CY = 1, 2, 3
QUESTIONS: tuple[Question, ...] = tuple(
    replace(OPEN, id=f"open{nth}", level=tuple(Level)[nth % 3], hints=("Think of the split.",), seconds=240)
    for nth in range(12)
) + tuple(replace(STORY, id=f"story{nth}", seconds=180) for nth in range(3))
BANK = SampleBank(QUESTIONS)


@dataclass
class World:
    """The actions over a desk in memory.

    Attributes:
        now: The time; every call is a second later.
        sent: What is in Discord: by pair and nth message the id and the newest view.
    """

    bank: SampleBank = BANK
    desk: FakeDesk = field(default_factory=FakeDesk)
    now: datetime = NOON
    sent: dict[tuple[int, int], tuple[int, PairView]] = field(default_factory=dict)
    calls: int = 0

    @property
    def pairs(self) -> PairDesk:
        return PairDesk(self.desk, self.bank)

    @property
    def clock(self) -> PairClock:
        return PairClock(self.desk, self.bank)

    def call(self, person: int, **more: object) -> Call:
        self.calls += 1
        self.now += timedelta(seconds=1)
        return call(self.calls, person, at=self.now, **more)

    def pair(self, pair_id: int = 1) -> Pair:
        return self.desk.kept.pairs[pair_id]

    def questions(self, half: int, pair_id: int = 1) -> list[PairQuestion]:
        return [one for key, one in sorted(self.desk.kept.pair_questions.items()) if key[:2] == (pair_id, half)]

    async def invited(self, by: int = ADA, whom: int | None = BEN, kind: Kind = Kind.QUICK) -> PairView:
        return (await self.pairs.invite(self.call(by), whom, kind)).view

    async def ready(self, by: int = ADA, whom: int = BEN, kind: Kind = Kind.QUICK) -> PairView:
        view = await self.invited(by, whom, kind)
        return await self.pairs.accept(self.call(whom), view.pair_id)

    async def begun(self, by: int = ADA, whom: int = BEN, kind: Kind = Kind.QUICK) -> PairView:
        view = await self.ready(by, whom, kind)
        return await self.pairs.start(self.call(by), view.pair_id)

    async def asked(self, person: int, pair_id: int = 1) -> AskerCard:
        pair = self.pair(pair_id)
        return await self.pairs.asked(self.call(person), pair_id, pair.half, pair.number)

    async def next(self, person: int, pair_id: int = 1) -> PairView:
        pair = self.pair(pair_id)
        return await self.pairs.next(self.call(person), pair_id, pair.half, pair.number)

    async def through(self, asker: int, pair_id: int = 1) -> PairView:
        """Ask all questions of the half that is on, up to its forms."""
        for _ in self.questions(self.pair(pair_id).half, pair_id):
            await self.asked(asker, pair_id)
            view = await self.next(asker, pair_id)
        return view

    async def form(self, person: int, half: int, pair_id: int = 1) -> FormPage:
        return await self.pairs.form(self.call(person), pair_id, half, 1)

    async def handed_in(self, person: int, half: int, pair_id: int = 1) -> PairView:
        return await self.pairs.hand_in(self.call(person), pair_id, half, "Clear.", "Give a number.")

    async def tick(self, later: timedelta = timedelta()) -> PairTick:
        """Look once and carry out what is to be shown."""
        self.now += later
        tick = await self.clock.tick(self.now)
        for step in tick.steps:
            match step:
                case PairPost() if not step.wanted:
                    await self.clock.lost(step.pair_id, step.nth, self.now)
                case PairPost():
                    message_id = 1000 * step.pair_id + step.nth
                    self.sent[step.pair_id, step.nth] = message_id, step.view
                    await self.clock.posted(step.pair_id, step.nth, message_id, step.revision)
                case PairDraw():
                    assert self.sent[step.pair_id, step.nth][0] == step.message_id
                    self.sent[step.pair_id, step.nth] = step.message_id, step.view
                    await self.clock.drawn(step.pair_id, step.nth, step.revision)
        return tick


async def code_of(act: Awaitable[object]) -> str:
    """Give the code of a refusal, empty where it was none."""
    try:
        await act
    except RuleBroken as refusal:
        return refusal.code
    return ""
