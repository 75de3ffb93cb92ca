"""People do everything in every order while the bot is killed now and then; a quiz stays fair and loses nothing."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bot.rules.errors import RuleBroken
from bot.rules.quiz import END, GRACE, Options, Pace, Reply, Round, State
from tests.actions.quiz_world import HOST, PEOPLE, QUESTIONS, STRANGER, Rows, World

WHO = st.sampled_from(sorted(PEOPLE))
ANYBODY = st.sampled_from([*PEOPLE, STRANGER, HOST])
WHICH = st.integers(0, 1)
PLACES = st.integers(0, 2)
PRESSES = st.lists(st.tuples(ANYBODY, PLACES), min_size=1, max_size=6)
ACTS = st.sampled_from(
    ["begin", "later", "next", "next", "next", "wait", "void", "void this", "unvoid", "unvoid", "host", "stop"]
)


class QuizMachine(RuleBasedStateMachine):
    """Two quizzes at once; the world keeps what must have come of every press."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.rounds: dict[tuple[int, int], Round] = {}
        self.final: dict[tuple[int, int], dict[int, Reply]] = {}
        self.ended: dict[int, tuple[State, datetime | None]] = {}
        self.revisions: dict[tuple[int, int], tuple[int, int]] = {}

    def teardown(self) -> None:
        """Once all is shown, Discord has no message that the books do not know, and none that is behind."""
        self.look(8)
        for quiz_id in self.world.quizzes:
            messages = self.world.rows(quiz_id).messages
            assert not any(message.behind for message in messages.values())
            for (of, place), (message_id, _) in self.world.sent.items():
                assert of != quiz_id or messages[place].message_id == message_id
        self.world.close()

    @initialize(
        counts=st.tuples(st.integers(1, 3), st.integers(2, 3)),
        pace=st.sampled_from(Pace),
        people=st.sets(WHO, min_size=1, max_size=3),
        begun=st.sampled_from([True, True, True, False]),
    )
    def begin(self, counts: tuple[int, int], pace: Pace, people: set[int], *, begun: bool) -> None:
        """Open two lobbies; mostly their first questions are open when it begins."""
        world = self.world
        for count in counts:
            world.open(count)
        for quiz_id in world.quizzes:
            world.do(world.quiz.set(world.call(HOST), quiz_id, Options(seconds=10, pace=pace)))
            for person in sorted(people):
                world.do(world.quiz.join(world.call(person), quiz_id))
            if begun:
                world.do(world.quiz.begin(world.call(HOST), quiz_id))
        if begun:
            self.look(3)

    def look(self, times: int = 2) -> None:
        """Tick until what follows from one another is shown."""
        for _ in range(times):
            self.world.tick()

    def of(self, which: int) -> tuple[int, Rows]:
        quiz_id = self.world.quizzes[which]
        return quiz_id, self.world.rows(quiz_id)

    # What members do

    @rule(who=WHO, which=WHICH, what=st.sampled_from(["join", "guest", "join", "leave", "ready", "ready"]))
    def somebody(self, who: int, which: int, what: str) -> None:
        quiz_id, before = self.of(which)
        quiz, call = self.world.quiz, self.world.call(who)
        match what:
            case "leave":
                self.world.leave(who, quiz_id)
            case "ready":
                self.world.tried(quiz.ready(call, quiz_id, before.quiz.current or 1))
            case _:
                result = self.world.tried(quiz.join(call, quiz_id, guest=what == "guest"))
                assert isinstance(result, RuleBroken) == (not self.of(which)[1].is_in(who) or before.is_over)

    @rule(presses=PRESSES, which=WHICH, now=st.booleans(), backwards=st.booleans())
    def press(self, presses: list[tuple[int, int]], which: int, *, now: bool, backwards: bool) -> None:
        """Press on the question that is on; all of it arrives together, or is on its way for a while."""
        quiz_id, rows = self.of(which)
        for who, place in presses:
            self.world.press(who, quiz_id, rows.quiz.current, place)
        if now:
            self.world.arrive_all(backwards=backwards)

    @rule(which=WHICH, places=st.lists(PLACES, min_size=4, max_size=4))
    def all_answer(self, which: int, places: list[int]) -> None:
        quiz_id, rows = self.of(which)
        for who, place in zip(sorted(rows.members), places, strict=False):
            self.world.press(who, quiz_id, rows.quiz.current, place)
        self.world.arrive_all()

    @rule(which=WHICH, presses=PRESSES, off=st.sampled_from([-0.1, -0.001, 0.0, 0.001, 1.9, 2.0]), looks=st.booleans())
    def press_around_the_deadline(self, which: int, presses: list[tuple[int, int]], off: float, *, looks: bool) -> None:
        quiz_id, rows = self.of(which)
        number = rows.quiz.current
        if number in rows.rounds and (closes_at := rows.rounds[number].closes_at) is not None:
            self.world.now = max(self.world.now, closes_at + timedelta(seconds=off))
        for who, place in presses:
            self.world.press(who, quiz_id, number, place)
        if looks:
            self.look(1)
        self.world.arrive_all()

    @rule(who=ANYBODY, which=WHICH, number=st.integers(0, 4), place=PLACES, order=st.randoms(use_true_random=False))
    def press_elsewhere(self, who: int, which: int, number: int, place: int, order: Any) -> None:
        """Press on any question; half of what is on its way reaches the bot, in whatever order."""
        self.world.press(who, self.of(which)[0], number, place)
        order.shuffle(self.world.flying)
        self.world.arrive_all(half=True)

    # What hosts do

    @rule(which=WHICH, number=st.integers(1, 3), what=ACTS)
    def somebody_hosts(self, which: int, number: int, what: str) -> None:
        quiz_id, rows = self.of(which)
        now = max(1, rows.quiz.current)
        quiz, call = self.world.quiz, self.world.call(HOST)
        match what:
            case "begin" | "later" | "stop":
                self.world.tried(getattr(quiz, what)(call, quiz_id))
            case "void":
                self.world.tried(quiz.void(call, quiz_id, number, "The key is in doubt."))
            case "void this":
                self.world.tried(quiz.void(call, quiz_id, now, "The key is in doubt."))
            case "unvoid":
                self.world.tried(quiz.unvoid(call, quiz_id, number))
            case _:
                self.world.tried(getattr(quiz, what)(call, quiz_id, now))

    # What time, the bot and Discord do

    @rule(seconds=st.sampled_from([0.0, 0.001, 1.0, 2.0, 9.0]), looks=st.integers(0, 2))
    def time_passes(self, seconds: float, looks: int) -> None:
        self.world.now += timedelta(seconds=seconds)
        self.look(looks)

    @rule(which=WHICH, later=st.sampled_from([0.0, 0.0, 1.0]))
    def the_time_has_come(self, which: int, later: float) -> None:
        """What is to come comes, on the dot or a little later."""
        due_at = self.of(which)[1].quiz.due_at
        if due_at is not None:
            self.world.now = max(self.world.now, due_at) + timedelta(seconds=later)
        self.look()

    @rule(
        which=WHICH,
        moves=st.booleans(),
        after=st.integers(0, 3),
        reports=st.booleans(),
        away=st.sampled_from([0.5, 5.0, 11.0, 400.0]),
        stops=st.sampled_from([False, False, True]),
    )
    def the_bot_is_killed(
        self, which: int, after: int, away: float, *, moves: bool, reports: bool, stops: bool
    ) -> None:
        """It stops while it shows things, often just after the quiz has moved on, and comes back."""
        due_at = self.of(which)[1].quiz.due_at
        if moves and due_at is not None:
            self.world.now = max(self.world.now, due_at)
        self.world.tick(until=after, reports=reports)
        self.world.stop_bot(away)
        if stops:
            self.world.tried(self.world.quiz.stop(self.world.call(HOST), self.of(which)[0]))
        self.look(1)

    @rule(which=WHICH, place=st.sampled_from([0, 1, 2, 3, END]), sure=st.integers(0, 9))
    def a_message_is_lost(self, which: int, place: int, sure: int) -> None:
        if not sure:
            self.world.do(self.world.clock.lost(self.of(which)[0], place))

    # What must hold

    @invariant()
    def one_answer_counts_and_it_is_the_last_in_time(self) -> None:
        for quiz_id in self.world.quizzes:
            rows = self.world.rows(quiz_id)
            counted = {key[1:]: press for key, press in self.world.counted.items() if key[0] == quiz_id}
            assert rows.replies.keys() == counted.keys()
            for key, press in counted.items():
                reply = rows.replies[key]
                assert (reply.call_id, reply.answer) == (press.call.id, {"chosen": [press.place]})
            for number, round_ in rows.rounds.items():
                assert round_.answered == sum(key[0] == number for key in counted)
            assert STRANGER not in rows.members
            assert len({member.alias for member in rows.members.values()} - {""}) == sum(
                bool(member.alias) for member in rows.members.values()
            )

    @invariant()
    def nothing_is_revealed_too_early_and_nothing_changes_afterwards(self) -> None:
        for quiz_id in self.world.quizzes:
            rows = self.world.rows(quiz_id)
            for number, round_ in rows.rounds.items():
                key = quiz_id, number
                before = self.rounds.get(key)
                if before is not None and before.closes_at is not None:
                    assert round_.closes_at is not None
                    assert (round_.opened_at, round_.closes_at >= before.closes_at) == (before.opened_at, True)
                own = {who: reply for (nth, who), reply in rows.replies.items() if nth == number}
                if round_.opened_at is not None and key in self.world.players:
                    assert set(own) <= self.world.players[key]
                if round_.on:
                    assert round_.expected == len(self.world.players[key])
                if round_.revealed_at is not None and key not in self.final:
                    self.revealed(rows, round_, set(own))
                    self.final[key] = own
                assert self.final.get(key, own) == own
                self.rounds[key] = round_

    def revealed(self, rows: Rows, round_: Round, answered: set[int]) -> None:
        assert round_.closes_at is not None
        assert round_.revealed_at is not None
        early = round_.revealed_at < round_.closes_at + GRACE
        if early and round_.voided_at != round_.revealed_at:
            assert self.world.players[rows.quiz.id, round_.number] <= answered
            assert round_.changed_at is None or round_.revealed_at >= round_.changed_at + GRACE

    @invariant()
    def what_is_to_come_is_due_and_what_is_over_is_over(self) -> None:
        for quiz_id in self.world.quizzes:
            rows = self.world.rows(quiz_id)
            quiz, current = rows.quiz, rows.rounds.get(rows.quiz.current)
            if rows.is_over:
                assert self.ended.setdefault(quiz_id, (quiz.state, quiz.ended_at)) == (quiz.state, quiz.ended_at)
                assert quiz.due_at is None
                assert (END in rows.messages) == (quiz.state is not State.CANCELLED)
                assert not any(round_.on for round_ in rows.rounds.values())
                continue
            assert END not in rows.messages
            planned = current is not None and current.opened_at is None
            assert (quiz.due_at is not None) != planned
            if planned:
                message = rows.messages[quiz.current]
                assert message.behind
                assert message.message_id is None
            assert all(round_.opened_at is None for round_ in rows.rounds.values() if round_.number > quiz.current)

    @invariant()
    def messages_are_posted_once_and_only_move_on(self) -> None:
        for quiz_id in self.world.quizzes:
            for place, message in self.world.rows(quiz_id).messages.items():
                before = self.revisions.get((quiz_id, place), (0, 0))
                assert (message.revision, message.drawn) >= before
                assert message.drawn <= message.revision
                self.revisions[quiz_id, place] = (message.revision, message.drawn)
                if message.message_id is not None:
                    assert self.world.sent[quiz_id, place][0] == message.message_id

    @invariant()
    def boards_are_made_of_what_counts(self) -> None:
        for quiz_id in self.world.quizzes:
            rows = self.world.rows(quiz_id)
            counted = {
                number: self.difficulty(round_)
                for number, round_ in rows.rounds.items()
                if round_.revealed_at is not None and round_.voided_at is None
            }
            board = {one.who: one.value for one in self.world.sheet(quiz_id, lambda sheet: sheet.mastery)}
            assert board.keys() == {who for number, who in rows.replies if number in counted}
            for who, value in board.items():
                own = [number for number, person in rows.replies if person == who]
                first = min([rows.members[who].first_round, *own])
                weights = {number: weight for number, weight in counted.items() if number >= first}
                points = sum(
                    weight * rows.replies[number, who].score
                    for number, weight in weights.items()
                    if (number, who) in rows.replies
                )
                assert value == pytest.approx(points / sum(weights.values()))

    @staticmethod
    def difficulty(round_: Round) -> int:
        return next(question.difficulty for question in QUESTIONS if question.id == round_.question_id)


def test_a_quiz_is_fair_and_loses_nothing() -> None:
    run_state_machine_as_test(
        QuizMachine,
        settings=settings(
            max_examples=100, stateful_step_count=50, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
