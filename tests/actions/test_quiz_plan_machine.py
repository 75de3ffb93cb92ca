"""Plans under any order of what hosts do, what time does, and stops between a step and its report."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from bot.actions.quiz import QuizDesk
from bot.actions.quiz_clock import QuizClock
from bot.actions.quiz_plan import PlanDesk
from bot.actions.quiz_plan_views import Announce
from bot.actions.quiz_views import Post
from bot.rules.errors import RuleBroken
from bot.rules.plan import LATEST
from bot.rules.quiz import LOBBY_WAIT
from tests.actions.planned import host
from tests.fakes import FakeDesk
from tests.samples import EVERY, NOON, SampleBank

T = TypeVar("T")
TIMES = ("tue 18:00 weekly", "daily 8:00", "every 2 days 20:15", "tomorrow 9:30", "")
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Event:
    """An event as Discord keeps it."""

    id: int
    mark: str
    starts_at: datetime


class Plans(RuleBasedStateMachine):
    """A server whose bot is stopped at any moment between a step and its report."""

    made = Bundle("made")

    def __init__(self) -> None:
        super().__init__()
        self.desk = FakeDesk()
        self.now = NOON
        self.calls = 0
        self.events: dict[int, Event] = {}
        self.planned: set[tuple[int, datetime]] = set()
        self.start()

    def start(self) -> None:
        bank = SampleBank(EVERY)
        self.plans, self.clock, self.quizzes = (
            PlanDesk(self.desk, bank),
            QuizClock(self.desk, bank),
            QuizDesk(self.desk, bank),
        )

    def do(self, doing: Coroutine[Any, Any, T]) -> T:
        return asyncio.run(doing)

    def call(self) -> Any:
        self.calls += 1
        return replace(host(self.calls), at=self.now)

    @rule(target=made, when=st.sampled_from(TIMES))
    def make(self, when: str) -> int:
        plan_id = self.do(self.plans.make(self.call(), f"Plan {self.calls}", when=when)).plan_id
        self.note()
        return plan_id

    @rule(plan_id=made, when=st.sampled_from(TIMES))
    def arrange(self, plan_id: int, when: str) -> None:
        self.do(self.plans.arrange(self.call(), plan_id, f"Plan {self.calls}", when))
        self.note()

    @rule(plan_id=made)
    def draw(self, plan_id: int) -> None:
        self.do(self.plans.draw(self.call(), plan_id))

    @rule(plan_id=consumes(made))
    def delete(self, plan_id: int) -> None:
        self.do(self.plans.delete(self.call(), plan_id))

    @rule(plan_id=made)
    def begin(self, plan_id: int) -> None:
        with suppress(RuleBroken):  # the channel may have a quiz
            self.do(self.plans.begin(self.call(), plan_id))

    @rule(minutes=st.sampled_from((1, 4, 29, 31, 600, 2_000)))
    def wait(self, minutes: int) -> None:
        self.now += minutes * MINUTE

    @rule()
    def call_off(self) -> None:
        """Free the channel."""
        for quiz in self.desk.kept.quizzes.values():
            if quiz.state == "lobby":
                self.do(self.quizzes.cancel(self.call(), quiz.id))

    @rule(reported=st.booleans())
    def tick(self, reported: bool) -> None:  # noqa: FBT001 (drawn)
        """Look, and carry out what is to be done; a stop may come before it is reported."""
        tick = self.do(self.clock.tick(self.now))
        self.note()
        for step in tick.steps:
            if isinstance(step, Announce):
                event_id = self.carry_out(step)
                if reported:
                    self.do(self.plans.announced(step.plan_id, step.nth, step.revision, event_id, None))
            elif isinstance(step, Post) and reported:
                self.calls += 1
                self.do(self.clock.posted(step.quiz_id, step.place, self.calls, self.now))
        if not reported:
            self.start()

    def carry_out(self, step: Announce) -> int | None:
        """Do as chat does: find the event by its mark, else make one; call off others whose time does not come."""
        mark = f"{step.mark}, quiz {step.nth}"
        found = next((each for each in self.events.values() if each.mark == mark), None)
        for other in [each for each in self.events.values() if each.mark.startswith(f"{step.mark},") and each != found]:
            if other.starts_at > self.now + LOBBY_WAIT:
                del self.events[other.id]
        if step.starts_at is None:
            if found is not None:
                del self.events[found.id]
            return None
        self.calls += 1
        event = Event(found.id if found is not None else self.calls, mark, step.starts_at)
        self.events[event.id] = event
        return event.id

    def note(self) -> None:
        """Remember which times were ever set."""
        for plan in self.desk.kept.plans.values():
            if plan.next_at is not None:
                self.planned.add((plan.id, plan.next_at))

    @invariant()
    def no_time_makes_two_quizzes(self) -> None:
        calls = [quiz.call_id for quiz in self.desk.kept.quizzes.values()]
        assert len(set(calls)) == len(calls)
        times = [(quiz.plan_id, quiz.starts_at) for quiz in self.by_themselves()]
        assert len(set(times)) == len(times)

    @invariant()
    def a_quiz_comes_at_its_time_or_a_little_late(self) -> None:
        for quiz in self.by_themselves():
            late = [quiz.starts_at - at for plan_id, at in self.planned if plan_id == quiz.plan_id]
            assert any(timedelta() <= each <= LATEST + LOBBY_WAIT for each in late)

    @invariant()
    def what_comes_is_due(self) -> None:
        for plan in self.desk.kept.plans.values():
            assert (plan.next_at is None) == (plan.due_at is None)
            assert plan.next_at is None or plan.schedule is not None
            assert not (plan.dropped and plan.next_at)

    def by_themselves(self) -> list[Any]:
        begun = {quiz for quiz in self.desk.kept.quizzes.values() if quiz.call_id > 2**40}
        return sorted(begun, key=lambda quiz: quiz.id)

    def teardown(self) -> None:
        """Once all is carried out, each coming time has one event, and no event tells of a time that does not come."""
        self.tick(reported=True)
        self.tick(reported=True)
        assert self.do(self.desk(lambda books: books.plans.behind())) == ()
        coming = sorted((plan.id, plan.nth, plan.next_at) for plan in self.desk.kept.plans.values() if plan.next_at)
        said = sorted(
            (int(plan_id), int(nth), event.starts_at)
            for event in self.events.values()
            if event.starts_at > self.now + LOBBY_WAIT
            for plan_id, nth in [event.mark.removeprefix("Plan ").split(", quiz ")]
        )
        assert [each for each in coming if each[2] > self.now + LOBBY_WAIT] == said
        assert not any(plan.dropped for plan in self.desk.kept.plans.values())


Plans.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestPlans = Plans.TestCase
