"""People walk through an open quiz in every way while the bot is killed now and then; own clocks stay fair."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bot.actions.quiz_open import OpenQuiz
from bot.actions.quiz_open_views import Way
from bot.rules.answer import Chosen
from bot.rules.errors import RuleBroken
from bot.rules.quiz import END, GRACE, Reply, State, options
from bot.rules.quiz_open import LONG_AWAY
from tests.actions.quiz_world import HOST, PEOPLE, QUESTIONS, SECONDS, STRANGER, Press, World
from tests.samples import SampleBank

DAY = timedelta(days=1)
WHO = st.sampled_from([2, 2, 3, 3, 4])
ANYBODY = st.sampled_from([2, 2, 2, 3, 3, 3, 4, STRANGER])
WAITS = st.sampled_from([0.0, 0.001, 1.0, 4.0])
PLACES = st.integers(0, 2)


@dataclass
class Shown:
    """A question as its member must have had it."""

    opened_at: datetime
    closes_at: datetime
    done_at: datetime | None = None


@dataclass
class WindowWorld(World):
    """A world with one open quiz, and what must have come of every step in it.

    Attributes:
        members: Who is in.
        shown: What each was shown, in order.
        closes_at: When the window closes, None until it is open.
    """

    members: set[int] = field(default_factory=set)
    shown: dict[int, list[Shown]] = field(default_factory=dict)
    closes_at: datetime | None = None

    def start_bot(self) -> None:
        super().start_bot()
        self.walks = OpenQuiz(self.desk, SampleBank(QUESTIONS))

    def opens(self, count: int) -> None:
        self.open(count)
        self.do(self.quiz.set(self.call(HOST), self.id, options(10, "host", "same", 0, 1)))
        self.do(self.quiz.begin(self.call(HOST), self.id))
        self.closes_at = self.now + DAY
        self.tick()

    @property
    def id(self) -> int:
        return self.quizzes[0]

    @property
    def total(self) -> int:
        return len(self.rows(self.id).rounds)

    @property
    def is_on(self) -> bool:
        return self.rows(self.id).quiz.state is State.RUNNING

    @property
    def can_enter(self) -> bool:
        return self.is_on and self.closes_at is not None and self.now <= self.closes_at

    def begin(self, who: int, *, guest: bool) -> None:
        can = self.can_enter
        result = self.tried(self.walks.begin(self.call(who), self.id, guest=guest))
        assert isinstance(result, Way) == can
        if can:
            self.members.add(who)

    def go(self, who: int, number: int, times: int) -> None:
        """Press the way on, on so many devices at once."""
        can, own = self.can_enter and who in self.members, self.shown.setdefault(who, [])
        calls = [self.call(who) for _ in range(times)]

        async def at_once() -> Sequence[Any]:
            presses = (self.walks.go_on(call, self.id, number) for call in calls)
            return await asyncio.gather(*presses, return_exceptions=True)

        results = self.do(at_once())
        assert all(isinstance(result, Way if can else RuleBroken) for result in results)
        if can and number == len(own) + 1:
            if own and own[-1].done_at is None:
                own[-1].done_at = min(self.now, own[-1].closes_at)
            if number <= self.total:
                assert self.closes_at is not None
                ends = self.now + SECONDS * PEOPLE[who]
                own.append(Shown(self.now, min(ends, self.closes_at)))

    def arrive(self, presses: list[Press]) -> None:
        for press in presses:
            must = self.must_count(press)
            answer = Chosen(frozenset({press.place}))
            result = self.tried(self.walks.answer(press.call, self.id, press.number, answer))
            assert isinstance(result, Way if must else RuleBroken), (press, result)
            key = self.id, press.number, press.call.person_id
            if must and (key not in self.counted or self.counted[key].call.id < press.call.id):
                self.counted[key] = press

    def must_count(self, press: Press) -> bool:
        own = self.shown.get(press.call.person_id, [])
        if not (self.is_on and press.call.person_id in self.members and 1 <= press.number <= len(own)):
            return False
        shown = own[press.number - 1]
        return shown.opened_at <= press.call.at <= min(shown.closes_at, shown.done_at or shown.closes_at)

    def stop_bot(self, away: float) -> None:
        self.flying.clear()
        self.now += timedelta(seconds=away)
        self.start_bot()
        self.do(self.clock.resume(self.now))
        if self.now - self.seen_at < SECONDS or not self.is_on:
            return
        assert self.closes_at is not None
        if self.now - self.seen_at >= LONG_AWAY:
            self.closes_at += self.now - self.seen_at
        for own in self.shown.values():
            for shown in own:
                since = max(self.seen_at, shown.opened_at)
                if shown.done_at is None and shown.closes_at > since:
                    shown.closes_at += self.now - since
                    self.closes_at = max(self.closes_at, shown.closes_at)


class WindowMachine(RuleBasedStateMachine):
    """One open quiz; the world keeps what must have come of every press."""

    def __init__(self) -> None:
        super().__init__()
        self.world = WindowWorld()
        self.final: dict[tuple[int, int], Reply] | None = None

    def teardown(self) -> None:
        self.world.close()

    @initialize(count=st.integers(1, 3), begun=st.booleans())
    def opens(self, count: int, *, begun: bool) -> None:
        """Open the window; mostly somebody sees their first question when it begins."""
        self.world.opens(count)
        for who in (2, 3) if begun else ():
            self.world.begin(who, guest=False)
            self.world.go(who, 1, 1)

    # What members do

    @rule(who=WHO, guest=st.booleans())
    def begins(self, who: int, *, guest: bool) -> None:
        self.world.begin(who, guest=guest)

    @rule(who=ANYBODY, wait=WAITS, off=st.sampled_from([0, 0, 0, 0, 0, -1, 1, 9]), times=st.integers(1, 2))
    def goes_on(self, who: int, wait: float, off: int, times: int) -> None:
        """Press the way on, mostly to the question that comes next; sometimes an old or a made-up one."""
        self.world.now += timedelta(seconds=wait)
        self.world.go(who, max(0, len(self.world.shown.get(who, [])) + 1 + off), times)

    @rule(who=WHO)
    def leaves(self, who: int) -> None:
        if not isinstance(self.world.tried(self.world.quiz.leave(self.world.call(who), self.world.id)), RuleBroken):
            self.world.members.discard(who)

    @rule(who=ANYBODY, wait=WAITS, place=PLACES, back=st.sampled_from([0, 0, 0, 1, 1, -1]), now=st.booleans())
    def presses(self, who: int, wait: float, place: int, back: int, *, now: bool) -> None:
        """Press on the question that is open, or on another; it arrives at once, or is on its way for a while."""
        self.world.now += timedelta(seconds=wait)
        self.world.press(who, self.world.id, max(0, len(self.world.shown.get(who, [])) - back), place)
        if now:
            self.world.arrive_all()

    @rule(who=WHO, place=PLACES, off=st.sampled_from([-0.1, -0.001, 0.0, 0.001, 1.9, 2.0]), looks=st.booleans())
    def presses_around_the_deadline(self, who: int, place: int, off: float, *, looks: bool) -> None:
        if own := self.world.shown.get(who):
            self.world.now = max(self.world.now, own[-1].closes_at + timedelta(seconds=off))
        self.world.press(who, self.world.id, len(own or []), place)
        if looks:
            self.world.tick()
        self.world.arrive_all()

    @rule(order=st.randoms(use_true_random=False))
    def what_is_on_its_way_arrives(self, order: Any) -> None:
        order.shuffle(self.world.flying)
        self.world.arrive_all(half=True)

    # What the host, time and the bot do

    @rule(sure=st.integers(0, 9))
    def the_host_stops(self, sure: int) -> None:
        if not sure:
            self.world.tried(self.world.quiz.stop(self.world.call(HOST), self.world.id))

    @rule(seconds=st.sampled_from([1.0, 4.0, 9.0, 3600.0]), looks=st.booleans())
    def time_passes(self, seconds: float, *, looks: bool) -> None:
        self.world.now += timedelta(seconds=seconds)
        if looks:
            self.world.tick()

    @rule(sure=st.integers(0, 2), left=st.sampled_from([0.0, 3.0, 8.0]))
    def the_end_is_near(self, sure: int, left: float) -> None:
        if not sure and self.world.closes_at is not None:
            self.world.now = max(self.world.now, self.world.closes_at - timedelta(seconds=left))

    @rule(later=st.sampled_from([0.0, 0.0, 1.0]))
    def the_time_has_come(self, later: float) -> None:
        due_at = self.world.rows(self.world.id).quiz.due_at
        if due_at is not None:
            self.world.now = max(self.world.now, due_at) + timedelta(seconds=later)
        self.world.tick()

    @rule(after=st.integers(0, 2), reports=st.booleans(), away=st.sampled_from([0.5, 5.0, 11.0, 400.0, 4000.0]))
    def the_bot_is_killed(self, after: int, away: float, *, reports: bool) -> None:
        self.world.tick(until=after, reports=reports)
        self.world.stop_bot(away)
        self.world.tick()

    # What must hold

    @invariant()
    def everybody_was_shown_what_they_asked_for_once_and_for_their_own_time(self) -> None:
        if not self.world.quizzes:
            return
        kept = self.world.desk.kept.quiz_showings
        assert {key[1:] for key in kept} == {
            (who, number) for who, own in self.world.shown.items() for number in range(1, len(own) + 1)
        }
        for (_, who, number), showing in kept.items():
            shown = self.world.shown[who][number - 1]
            assert (showing.opened_at, showing.closes_at) == (shown.opened_at, shown.closes_at)
            assert showing.done_at in (shown.done_at, showing.closes_at)
            later = self.world.shown[who][number:]
            assert not later or showing.done_at is not None

    @invariant()
    def one_answer_counts_and_it_is_the_last_in_time(self) -> None:
        if not self.world.quizzes:
            return
        rows = self.world.rows(self.world.id)
        counted = {key[1:]: press for key, press in self.world.counted.items()}
        assert rows.replies.keys() == counted.keys()
        for key, press in counted.items():
            shown = self.world.shown[key[1]][key[0] - 1]
            reply = rows.replies[key]
            assert (reply.call_id, reply.answer) == (press.call.id, {"chosen": [press.place]})
            assert timedelta() <= reply.took <= SECONDS * PEOPLE[key[1]]
            assert reply.took <= press.call.at - shown.opened_at
        assert STRANGER not in rows.members

    @invariant()
    def the_window_is_open_until_it_closes_and_then_for_good(self) -> None:
        if not self.world.quizzes:
            return
        rows, closes_at = self.world.rows(self.world.id), self.world.closes_at
        assert rows.quiz.closes_at == closes_at
        assert closes_at is not None
        if not rows.is_over:
            assert self.final is None
            assert END not in rows.messages
            running = [showing for showing in self.world.desk.kept.quiz_showings.values() if showing.done_at is None]
            assert rows.quiz.due_at is not None
            assert rows.quiz.due_at <= min([closes_at, *(showing.closes_at for showing in running)]) + GRACE
            assert all(round_.on for round_ in rows.rounds.values())
            return
        if self.final is None:
            self.final = rows.replies
            assert rows.quiz.state is State.STOPPED or self.world.now >= closes_at + GRACE
        assert (rows.replies, rows.quiz.due_at, END in rows.messages) == (self.final, None, True)
        assert all(round_.revealed_at is not None for round_ in rows.rounds.values())
        assert all(showing.done_at is not None for showing in self.world.desk.kept.quiz_showings.values())

    @invariant()
    def the_set_is_sealed_for_who_ever_was_in_until_then(self) -> None:
        if not self.world.quizzes:
            return
        rows = self.world.rows(self.world.id)
        keys = frozenset() if rows.is_over else frozenset(round_.key for round_ in rows.rounds.values())
        for who in (*PEOPLE, STRANGER):
            sealed = self.world.do(self.world.desk(lambda books, who=who: books.quizzes.under_seal(who)))  # type: ignore[misc]
            assert sealed == (keys if who in rows.members else frozenset())

    @invariant()
    def the_boards_count_what_was_not_answered_as_missed(self) -> None:
        if not self.world.quizzes:
            return
        rows = self.world.rows(self.world.id)
        board = {one.who: one.value for one in self.world.sheet(self.world.id, lambda sheet: sheet.mastery)}
        assert board.keys() == ({who for _, who in rows.replies} if rows.is_over else set())
        weights = {
            number: next(one.difficulty for one in QUESTIONS if one.id == round_.question_id)
            for number, round_ in rows.rounds.items()
        }
        for who, value in board.items():
            points = sum(weights[number] * reply.score for (number, own), reply in rows.replies.items() if own == who)
            assert value == pytest.approx(points / sum(weights.values()))


def test_an_open_quiz_is_fair_to_whoever_walks_through_it() -> None:
    run_state_machine_as_test(
        WindowMachine,
        settings=settings(
            max_examples=120, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
