"""A pair interview's way from invitation to end, and its clock; times are made up."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from bot.rules import pair_course as course
from bot.rules.errors import RuleBroken
from bot.rules.interview import Kind
from bot.rules.pair import (
    FORM_TIME,
    FORMS,
    HALVES,
    LONGEST_LINE,
    LONGEST_PAUSE,
    OPEN_FOR,
    ORDER,
    OVER,
    SWAP_TIME,
    Mark,
    Pair,
    PairQuestion,
    Phase,
    Seat,
)
from bot.rules.pair_forms import Count, agreed, counted, line, marked, marks_of
from bot.rules.question import Level
from tests.samples import NOON

MINUTE = timedelta(minutes=1)
OF = 2
HALF = timedelta(minutes=15)


def fresh() -> Pair:
    return course.opened(Pair(1, 1, 9, 5, Kind.QUICK, Level.MID, 7, "b", NOON))


def at_half(half: int = 1) -> Pair:
    pair = course.begun(course.ready(fresh(), NOON), NOON)
    return pair if half == 1 else course.entered(pair, Phase.SECOND, NOON)


def test_it_goes_from_invitation_to_end() -> None:
    pair, seen = fresh(), [(Phase.INVITED, OPEN_FOR)]
    pair = course.ready(pair, NOON)
    seen.append((pair.phase, pair.ends_at - NOON if pair.ends_at else HALF))
    pair = course.begun(pair, NOON)
    while not pair.is_over:
        assert pair.ends_at is not None
        seen.append((pair.phase, pair.ends_at - NOON))
        pair = course.forms_in(pair, NOON) if pair.phase in FORMS else course.next_one(pair, OF, NOON)
    assert (pair.phase, pair.ended_at, pair.ends_at, pair.due_at) == (Phase.ENDED, NOON, None, None)
    spans = (OPEN_FOR, OPEN_FOR, HALF, HALF, FORM_TIME, SWAP_TIME, HALF, HALF, FORM_TIME)
    phases = [*ORDER[:3], Phase.FIRST, Phase.FIRST_FORMS, Phase.SWAP, Phase.SECOND, Phase.SECOND, Phase.SECOND_FORMS]
    assert seen == list(zip(phases, spans, strict=True))


def test_by_the_clock_alone_it_goes_the_same_way() -> None:
    pair, seen = at_half(), []
    while not pair.is_over:
        seen.append(pair.phase)
        assert pair.due_at is not None
        assert course.moved(pair, pair.due_at - timedelta(seconds=1)) is pair
        pair = course.moved(pair, pair.due_at)
    assert seen == list(ORDER[2:-1])


def test_a_question_that_takes_long_is_said_once() -> None:
    pair = course.asked(at_half(), NOON, 240)
    assert (pair.due_at, pair.question_ends_at) == (NOON + 4 * MINUTE, NOON + 4 * MINUTE)
    late = course.moved(pair, NOON + 5 * MINUTE)
    assert (late.reminded, late.phase, late.number, late.due_at) == (True, Phase.FIRST, 1, NOON + HALF)
    assert course.moved(late, NOON + 6 * MINUTE) is late
    again = course.next_one(late, OF, NOON + 6 * MINUTE)
    assert (again.number, again.reminded, again.question_ends_at) == (2, False, None)


def test_a_half_that_ends_with_its_question_goes_on_to_the_forms() -> None:
    pair = course.asked(at_half(), NOON + HALF - MINUTE, 240)
    assert course.moved(pair, NOON + HALF).phase is Phase.FIRST_FORMS


def test_a_pause_takes_no_time_away() -> None:
    pair = course.asked(at_half(), NOON, 240)
    stands = course.paused(pair, NOON + 3 * MINUTE)
    assert course.paused(stands, NOON + 4 * MINUTE) is stands
    assert course.left(stands) == HALF - 3 * MINUTE
    assert stands.due_at == NOON + 3 * MINUTE + LONGEST_PAUSE
    later = course.gone_on(stands, NOON + 63 * MINUTE)
    assert (later.question_ends_at, later.ends_at) == (NOON + 64 * MINUTE, NOON + HALF + 60 * MINUTE)
    assert course.gone_on(later, NOON + 70 * MINUTE) is later
    assert course.left(later) == timedelta()
    assert course.moved(stands, NOON + 3 * MINUTE + LONGEST_PAUSE).phase is Phase.STOPPED


def test_a_time_that_was_up_before_a_pause_stays_up() -> None:
    late = course.moved(course.asked(at_half(), NOON, 60), NOON + MINUTE)
    later = course.gone_on(course.paused(late, NOON + 2 * MINUTE), NOON + 9 * MINUTE)
    assert (later.question_ends_at, later.due_at) == (NOON + MINUTE, NOON + HALF + 7 * MINUTE)


@pytest.mark.parametrize("away", [timedelta(seconds=59), MINUTE])
def test_a_short_stop_of_the_bot_changes_nothing(away: timedelta) -> None:
    pair = at_half()
    assert course.given_back(pair, NOON, NOON + away) is pair


def test_the_time_of_a_long_stop_is_given_back() -> None:
    pair = course.asked(at_half(), NOON, 240)
    later = course.given_back(pair, NOON + MINUTE, NOON + 61 * MINUTE)
    assert (later.ends_at, later.question_ends_at) == (NOON + HALF + 60 * MINUTE, NOON + 64 * MINUTE)
    assert later.revision == pair.revision + 1
    begun_in_it = course.given_back(pair, NOON - 60 * MINUTE, NOON + 10 * MINUTE)
    assert begun_in_it.ends_at == NOON + HALF + 10 * MINUTE
    stands = course.paused(pair, NOON)
    assert course.given_back(stands, NOON, NOON + 60 * MINUTE) is stands
    over = course.stopped(pair, NOON)
    assert course.given_back(over, NOON, NOON + 60 * MINUTE) is over
    timeless = replace(pair, ends_at=None)
    assert course.given_back(timeless, NOON, NOON + 60 * MINUTE).ends_at is None


def test_invitations_lapse_and_stops_remember_where() -> None:
    for pair in (fresh(), course.ready(fresh(), NOON)):
        assert course.moved(pair, NOON + OPEN_FOR).phase is Phase.LAPSED
    held = course.entered(at_half(), Phase.SWAP, NOON)
    assert course.stopped(held, NOON).is_through(1)
    assert not course.stopped(held, NOON).is_through(2)
    assert not any(course.stopped(held, NOON).is_through(half) for half in (0, 3))
    assert not course.stopped(at_half(), NOON).is_through(1)
    assert not replace(fresh(), phase=Phase.STOPPED).is_through(1)
    assert [at_half(half).half for half in (1, 2)] == [1, 2]
    assert fresh().half == 0


@pytest.mark.parametrize(
    ("code", "act"),
    [
        ("taken", lambda: course.ready(at_half(), NOON)),
        ("begun", lambda: course.led_by(at_half(), Seat.PARTNER)),
        ("nobody_yet", lambda: course.begun(fresh(), NOON)),
        ("not_begun", lambda: course.paused(fresh(), NOON)),
        ("paused", lambda: course.asked(course.paused(at_half(), NOON), NOON, 60)),
        ("paused", lambda: course.next_one(course.paused(at_half(), NOON), OF, NOON)),
        *(
            ("over", lambda phase=phase: course.ready(course.stopped(fresh(), NOON, phase), NOON))
            for phase in (Phase.LAPSED, Phase.DECLINED, Phase.STOPPED)
        ),
        ("over", lambda: course.gone_on(replace(fresh(), phase=Phase.ENDED), NOON)),
    ],
)
def test_what_cannot_be_done_is_refused(code: str, act: Callable[[], Pair]) -> None:
    with pytest.raises(RuleBroken) as refused:
        act()
    assert refused.value.code == code


def test_what_was_done_stays_done() -> None:
    pair = at_half()
    assert course.begun(pair, NOON) is pair
    assert course.forms_in(pair, NOON) is pair
    over = course.stopped(pair, NOON)
    assert course.stopped(over, NOON) is over
    ready = course.ready(fresh(), NOON)
    assert course.led_by(ready, Seat.INVITER) is ready
    led = course.led_by(ready, Seat.PARTNER)
    assert (led.interviewer(1), led.interviewer(2)) == (Seat.PARTNER, Seat.INVITER)
    assert PairQuestion(1, 1, 1, 9, "f1", 2, 3).key == (9, "f1")


class Course(RuleBasedStateMachine):
    """Whatever is done at whatever time, it only goes forward, and its times add up."""

    def __init__(self) -> None:
        super().__init__()
        self.pair, self.now, self.alive = fresh(), NOON, NOON
        self.phases = [self.pair.phase]

    def become(self, act: Callable[[], Pair]) -> None:
        before = self.pair
        try:
            self.pair = act()
        except RuleBroken:
            return
        assert self.pair.revision - before.revision in (0, 1)
        if self.pair.phase is not before.phase:
            self.phases.append(self.pair.phase)

    @rule(seconds=st.integers(0, 400))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(what=st.sampled_from(["ready", "begun", "begun", "paused", "gone_on", "stopped", "forms_in", "moved"]))
    def does(self, what: str) -> None:
        self.become(lambda: getattr(course, what)(self.pair, self.now))

    @rule(seconds=st.integers(30, 500))
    def asks(self, seconds: int) -> None:
        if self.pair.phase in HALVES:
            self.become(lambda: course.asked(self.pair, self.now, seconds))

    @rule()
    def goes_on(self) -> None:
        if self.pair.phase in (*HALVES, Phase.SWAP):
            self.become(lambda: course.next_one(self.pair, OF, self.now))

    @rule(away=st.integers(0, 7200))
    def the_bot_is_away(self, away: int) -> None:
        before, left_before = self.pair, self._left()
        alive_at, self.now = self.now, self.now + timedelta(seconds=away)
        self.pair = course.given_back(self.pair, alive_at, self.now)
        if away > 60 and not before.is_over and before.paused_at is None:
            assert self._left() >= left_before

    def _left(self) -> timedelta:
        return self.pair.ends_at - self.now if self.pair.ends_at is not None else timedelta()

    @invariant()
    def it_only_goes_forward(self) -> None:
        places = [ORDER.index(phase) for phase in self.phases if phase in ORDER]
        assert places == sorted(set(places))
        assert all(phase not in OVER for phase in self.phases[:-1])

    @invariant()
    def it_is_due_while_it_is_on(self) -> None:
        pair = self.pair
        assert (pair.due_at is None) == pair.is_over == (pair.ended_at is not None)
        assert (pair.number > 0) == (pair.phase in HALVES)
        assert pair.paused_at is None or not pair.is_over
        if pair.paused_at is None and pair.ends_at is not None:
            assert pair.due_at is not None
            assert pair.due_at <= pair.ends_at


def test_whatever_is_done_it_only_goes_forward() -> None:
    run_state_machine_as_test(Course)


# Forms

MARKS = st.lists(st.sampled_from(Mark), min_size=1, max_size=8)


@given(MARKS, st.sampled_from([Mark.HEARD, Mark.PARTLY]), st.sets(st.integers(-1, 9)))
def test_the_last_word_on_a_point_holds(before: list[Mark], mark: Mark, places: set[int]) -> None:
    after = marked(before, mark, places)
    assert {place for place, each in enumerate(after) if each is mark} == places & set(range(len(before)))
    others = [(old, new) for place, (old, new) in enumerate(zip(before, after, strict=True)) if place not in places]
    assert all(new is (Mark.NOT if old is mark else old) for old, new in others)


def test_marks_are_counted_and_compared() -> None:
    heard, partly, missed = Mark.HEARD, Mark.PARTLY, Mark.NOT
    assert marks_of({2: (heard,)}, 2, 3) == (heard, missed, missed)
    assert marks_of({2: (heard, partly)}, 2, 1) == (heard,)
    assert marks_of({}, 1, 2) == (missed, missed)
    both = ([(heard, partly), (missed,)], [(heard, heard), (missed,)])
    assert counted(both[0]) == Count(1, 1, 1)
    assert counted(both[0]).of == 3
    assert agreed(*both) == 2


@pytest.mark.parametrize(
    ("text", "code"), [("", "no_line"), (" ?! ", "no_line"), ("x" * (LONGEST_LINE + 1), "long_line")]
)
def test_a_line_has_words_and_an_end(text: str, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        line(text)
    assert refused.value.code == code


def test_a_line_is_one_line() -> None:
    assert line(" You asked\n first. ") == "You asked first."
