"""A world of interviews: a bank for them, a person, and a Discord that carries out steps and forgets nothing."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

import pytest

from bot.actions.code import Code
from bot.actions.interview import InterviewDesk
from bot.actions.interview_clock import InterviewClock
from bot.actions.interview_ports import InterviewMessage
from bot.actions.interview_views import AskView, Hear, InterviewStep, InterviewTick, Notice, OpenRoom, Retell, Tell
from bot.actions.quiz_steps import snowflake
from bot.actions.views import Call
from bot.rules.documents import canonical, digest_of
from bot.rules.errors import EdgeDown, RuleBroken
from bot.rules.heard import Asked, Ear, HeardPoint, Hearing, Status
from bot.rules.interview import Interview, Slot, State, Turn
from bot.rules.question import Entry, Level, Question
from bot.rules.rubric import Case, FollowUp, OpenAnswer, Point, Stage, Story
from tests.fake_sandbox import FakeSandbox
from tests.fakes import FakeDesk
from tests.samples import CODE, NOON, OPEN, SampleBank

T = TypeVar("T")
ADA, BEN, GUILD, DIRECT, HALL, THREAD = 1, 2, 9, 50, 60, 70

POINTS = (Point("alpha", 2), Point("beta"), Point("gamma"))
FOLLOWUPS = (FollowUp("And beta?", 2), FollowUp("What of alpha?", 1), FollowUp("Anything that costs?", 0))
BODY = OpenAnswer(POINTS, ("delta is free",), FOLLOWUPS, "alpha, beta and gamma.")
TALE = Story((Point("where", part="situation"), Point("what", part="action")), followups=(FollowUp("And then?", 0),))
STAGES = (
    Stage("Framing", 3, (Point("alpha"), Point("beta")), essential=True),
    Stage("Data", 4, (Point("gamma"),)),
    Stage("Serving", 5, (Point("delta"),), essential=True),
)
CASE = Case(
    STAGES, (("latency budget", "100 ms"), ("number of users", "2 million")), ("delta is free",), FOLLOWUPS[:1] * 2
)
CASE = replace(CASE, followups=(FollowUp("And beta?", 2), FollowUp("What would you drop?", 0)))


def questions() -> tuple[Question, ...]:
    """Some of every sort, of every level, short enough for every round."""
    made = [
        replace(OPEN, id=f"{topic[:5]}-{level.value}-{nth}", topic=topic, level=level, difficulty=1 + nth, seconds=120)
        for level in Level
        for topic in ("stats.evaluation.confusion", "dl.core.optimisers")
        for nth in range(4)
    ]
    made = [replace(one, text=f"Say all of {one.id}.", body=BODY) for one in made]
    like = {level: made[8 * nth] for nth, level in enumerate(Level)}
    for level, one in like.items():
        made += [replace(one, id=f"story-{level.value}-{nth}", body=TALE, difficulty=1 + nth) for nth in range(4)]
        made += [replace(one, id=f"case-{level.value}", body=CASE)]
        made += [replace(CODE, id=f"code-{level.value}-{nth}", level=level, difficulty=1 + nth) for nth in range(3)]
        trial = "soft.experimentation.peeking"
        made += [replace(one, id=f"trial-{level.value}-{nth}", topic=trial, difficulty=1 + nth) for nth in range(4)]
    return tuple(made)


@dataclass(frozen=True)
class InterviewBank(SampleBank):
    """Questions whose documents name them; an older version is the same with another number."""

    questions: tuple[Question, ...] = questions()

    @property
    def entries(self) -> Mapping[str, Entry]:
        return {one.id: self._entry(one) for one in self.questions}

    def read(self, document: str, guild_id: int | None) -> Question:
        told = json.loads(document)
        known = next(one for one in self.questions if one.id == told["id"])
        return replace(known, version=told["version"], guild_id=guild_id)

    @staticmethod
    def _entry(question: Question) -> Entry:
        document = canonical({"id": question.id, "version": question.version})
        return Entry(question, document, digest_of(document))


BANK = InterviewBank()


@dataclass
class Listener:
    """A grader that hears a point where its name is said; `away` and `held` as a test wants it."""

    away: bool = False
    status: Status = Status.GRADED
    asked: list[tuple[Asked, str]] = field(default_factory=list)
    outside: list[bool] = field(default_factory=list)
    then: Callable[[], Awaitable[object]] | None = None

    async def hear(self, asked: Asked, words: str, *, outside: bool = False) -> Hearing:
        assert words
        self.asked.append((asked, words))
        self.outside.append(outside)
        if self.then is not None:
            await self.then()
        if self.away:
            raise EdgeDown("grader", "I could not grade that just now.")
        return heard_in(asked, words, self.status)


def heard_in(asked: Asked, words: str, status: Status = Status.GRADED) -> Hearing:
    """What is heard of words: each point whose `say` stands in them, unsure where with a question mark."""
    points = []
    for point in asked.points:
        if f"{point.say}?" in words:
            points.append(HeardPoint(0.5, Ear.UNSURE, point.say))
        elif point.say in words:
            points.append(HeardPoint(1.0, Ear.HEARD, point.say))
        else:
            points.append(HeardPoint(0.0, Ear.MISSED))
    mistakes = tuple((place, false) for place, false in enumerate(asked.mistakes) if false in words)
    return Hearing(sum(one.chance for one in points) / len(points), status, 0.9, tuple(points), mistakes)


@dataclass
class World:
    """The actions over a desk, and a Discord.

    Attributes:
        sent: Every message there, by interview and place: its id, channel, when it came, and what it shows now.
        rooms: Threads by name.
    """

    desk: FakeDesk = field(default_factory=FakeDesk)
    bank: InterviewBank = BANK
    listener: Listener = field(default_factory=Listener)
    sandbox: FakeSandbox = field(default_factory=FakeSandbox)
    now: datetime = NOON
    calls: int = 0
    sent: dict[tuple[int, int], tuple[int, int, datetime, Notice]] = field(default_factory=dict)
    rooms: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.start_bot()

    def start_bot(self) -> None:
        """Begin with nothing in memory."""
        profiles = lambda: ("base",)  # noqa: E731
        self.interview = InterviewDesk(self.desk, self.bank, profiles)
        self.clock = InterviewClock(self.desk, self.bank, self.listener, profiles)
        self.code = Code(self.desk, self.bank, self.sandbox)

    def call(self, person: int = ADA, *, channel: int = DIRECT, guild: int | None = None) -> Call:
        self.calls += 1
        return Call(snowflake(self.now) + self.calls, self.now, person, guild, channel)

    def after(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    # What is there

    def row(self, interview_id: int = 1) -> Interview:
        return self.desk.kept.interviews[interview_id]

    def slot(self, number: int | None = None, interview_id: int = 1) -> Slot:
        return self.desk.kept.interview_slots[interview_id, number or self.row(interview_id).slot]

    def turn(self, number: int | None = None, interview_id: int = 1) -> Turn:
        return self.desk.kept.interview_turns[interview_id, number or self.row(interview_id).turn]

    def messages(self, interview_id: int = 1) -> list[InterviewMessage]:
        return [one for key, one in sorted(self.desk.kept.interview_messages.items()) if key[0] == interview_id]

    def shown(self, place: int, interview_id: int = 1) -> Any:
        return self.sent[interview_id, place][3]

    def last(self, interview_id: int = 1) -> Any:
        return self.shown(max(place for one, place in self.sent if one == interview_id), interview_id)

    @property
    def ask(self) -> AskView:
        """What is asked now: the newest message that can be answered."""
        views = [self.shown(place) for _, place in sorted(self.sent)]
        return [view for view in views if isinstance(view, AskView) and view.open][-1]

    # What chat does

    async def tick(self) -> InterviewTick:
        tick = await self.clock.tick(self.now)
        assert not tick.broken, tick.broken
        return tick

    async def settle(self) -> None:
        """Carry out steps until nothing is left to do."""
        for _ in range(30):
            tick = await self.tick()
            if not tick.steps:
                return
            for step in tick.steps:
                await self.carry_out(step)
        raise AssertionError("there is no end of steps")

    async def carry_out(self, step: InterviewStep, *, reports: bool = True) -> None:
        match step:
            case OpenRoom():
                room = self.rooms.setdefault(step.name, THREAD + len(self.rooms))
                for _ in range(2 * reports):
                    await self.clock.roomed(step.interview_id, room)
            case Hear():
                await self.clock.hear(step.interview_id)
            case Tell():
                await self._tell(step, reports=reports)
            case Retell():
                known = self.sent[step.interview_id, step.place]
                assert known[:2] == (step.message_id, step.channel_id)
                self.sent[step.interview_id, step.place] = (*known[:3], step.notice)
                for _ in range(2 * reports):
                    await self.clock.retold(step.interview_id, step.place, step.revision)

    async def _tell(self, step: Tell, *, reports: bool) -> None:
        key = step.interview_id, step.place
        if key not in self.sent:
            self.calls += 1
            self.sent[key] = snowflake(self.now) + self.calls, step.channel_id, self.now, step.notice
        message_id, channel_id, at, _ = self.sent[key]
        assert (step.after_id < message_id, step.channel_id) == (True, channel_id)
        self.sent[key] = message_id, channel_id, at, step.notice
        for late in range(2 * reports):  # reported once more, it changes nothing
            await self.clock.told(*key, message_id + late, at + timedelta(seconds=late))

    # What people do

    async def say(self, words: str, **more: Any) -> Any:
        self.after(1)
        return await self.interview.says(self.call(**more), words)

    async def done(self, words: str = "", seconds: float = 10) -> None:
        """Say something, finish it, and have all carried out that follows."""
        if words:
            await self.say(words)
        self.after(seconds)
        await self.interview.done(self.call(), self.row().id, self.row().turn)
        await self.settle()


async def refused(awaited: Awaitable[object]) -> str:
    with pytest.raises(RuleBroken) as refusal:
        await awaited
    assert refusal.value.sentence.endswith(".")
    return refusal.value.code


def is_over(interview: Interview) -> bool:
    return interview.state is State.ENDED


def run(work: Awaitable[T]) -> T:
    async def done() -> T:
        return await work

    return asyncio.run(done())
