"""Open quizzes: own clocks within a window, presses that count, and time that an outage took."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.rules import quiz_open
from bot.rules.errors import RuleBroken
from bot.rules.quiz import GRACE, Member, Options, Quiz, Round, State
from bot.rules.quiz_open import Showing

NOON = datetime.fromisoformat("2026-03-02T12:00:00+00:00")
DAY = timedelta(days=1)
QUIZ = Quiz(
    id=3,
    call_id=1,
    guild_id=9,
    channel_id=5,
    host_id=1,
    title="Evaluation",
    within="",
    options=Options(seconds=40, open_days=1),
    state=State.RUNNING,
    created_at=NOON,
    starts_at=NOON,
    started_at=NOON,
    closes_at=NOON + DAY,
)
ROUND = Round(3, 1, 0, "f1", 1, seed=7, opened_at=NOON, closes_at=NOON + DAY)
MEMBER = Member(3, 11, NOON, allowance=1.5)
SHOWING = quiz_open.shown(QUIZ, MEMBER, 1, 8, NOON)
ENDED = replace(QUIZ, state=State.ENDED, ended_at=NOON + DAY)


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def refusal(**more: object) -> str:
    case: dict[str, object] = {"quiz": QUIZ, "round_": ROUND, "showing": SHOWING, "at": at(10)}
    with pytest.raises(RuleBroken) as refused:
        quiz_open.admit(**(case | more))  # type: ignore[arg-type]  # by name, one of them changed
    return refused.value.code


def test_a_question_is_open_for_the_members_own_time_from_the_press() -> None:
    assert Showing(3, 1, 11, 8, NOON, at(60)) == SHOWING
    assert SHOWING.is_on(at(60))
    assert not SHOWING.is_on(at(60.001))


def test_no_question_is_open_for_longer_than_the_window() -> None:
    late = quiz_open.shown(QUIZ, MEMBER, 1, 8, NOON + DAY - timedelta(seconds=5))
    assert late.closes_at == NOON + DAY


def test_questions_come_in_order_and_voided_ones_are_left_out() -> None:
    rounds = [replace(ROUND, number=number) for number in (1, 2, 3)]
    assert quiz_open.next_number(rounds, 0) == 1
    assert quiz_open.next_number([rounds[0], replace(rounds[1], voided_at=NOON), rounds[2]], 1) == 3
    assert quiz_open.next_number(rounds, 3) is None


@pytest.mark.parametrize("member", [None, replace(MEMBER, left_at=NOON)])
def test_only_who_takes_part_goes_on(member: Member | None) -> None:
    assert quiz_open.taking_part(MEMBER) == MEMBER
    with pytest.raises(RuleBroken) as refused:
        quiz_open.taking_part(member)
    assert refused.value.code == "not_in"


def test_who_goes_on_keeps_the_answer_pressed_before() -> None:
    gone = quiz_open.gone_on(SHOWING, at(20))
    assert gone.done_at == at(20)
    assert quiz_open.gone_on(gone, at(30)) == gone
    assert quiz_open.gone_on(SHOWING, at(90)).done_at == SHOWING.closes_at
    quiz_open.admit(QUIZ, ROUND, gone, at(19))
    assert refusal(showing=gone, at=at(21)) == "gone_on"


def test_a_press_counts_until_the_time_is_up() -> None:
    quiz_open.admit(QUIZ, ROUND, SHOWING, at(60))
    assert refusal(at=at(60.001)) == "time_up"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"round_": None}, "not_open"),
        ({"showing": None}, "not_open"),
        ({"at": at(-0.001)}, "not_open"),
        ({"round_": replace(ROUND, voided_at=NOON, voided_by=1)}, "voided"),
        ({"quiz": ENDED}, "too_late"),
        ({"quiz": replace(ENDED, ended_at=at(5))}, "over"),
    ],
)
def test_presses_that_do_not_count(more: dict[str, object], code: str) -> None:
    assert refusal(**more) == code


@pytest.mark.parametrize(
    ("quiz", "when", "code"),
    [
        (replace(QUIZ, options=Options()), NOON, "not_open"),
        (replace(QUIZ, state=State.LOBBY, closes_at=None), NOON, "not_open"),
        (QUIZ, NOON + DAY + timedelta(seconds=1), "over"),
        (ENDED, NOON, "over"),
        (replace(ENDED, state=State.CANCELLED, ended_at=None, closes_at=None), NOON, "over"),
    ],
)
def test_a_window_is_entered_only_while_it_is_open(quiz: Quiz, when: datetime, code: str) -> None:
    quiz_open.entered(QUIZ, NOON + DAY)
    with pytest.raises(RuleBroken) as refused:
        quiz_open.entered(quiz, when)
    assert refused.value.code == code


def test_what_ran_out_is_closed_once_presses_in_flight_have_had_their_time() -> None:
    gone = quiz_open.gone_on(SHOWING, at(20))
    assert quiz_open.run_out((SHOWING, gone), SHOWING.closes_at + GRACE - timedelta(seconds=1)) == ()
    (over,) = quiz_open.run_out((SHOWING, gone), SHOWING.closes_at + GRACE)
    assert over.done_at == SHOWING.closes_at


def test_the_clock_looks_when_somebodys_time_is_up_and_when_the_window_closes() -> None:
    assert quiz_open.due(QUIZ, (SHOWING,)) == at(60) + GRACE
    assert quiz_open.due(QUIZ, (quiz_open.gone_on(SHOWING, at(20)),)) == NOON + DAY + GRACE
    assert quiz_open.due(ENDED, (SHOWING,)) is None
    lobby = replace(QUIZ, state=State.LOBBY, closes_at=None, due_at=at(300))
    assert quiz_open.due(lobby, ()) == at(300)


def test_time_that_an_outage_took_is_given_back() -> None:
    away = timedelta(minutes=2)
    kept, (later,) = quiz_open.given_back(QUIZ, (SHOWING,), at(20), at(20) + away)
    assert (later.closes_at, later.paused_at, later.paused) == (at(60) + away, at(20), away)
    assert kept == QUIZ
    _, (again,) = quiz_open.given_back(QUIZ, (later,), at(150), at(250))
    assert (again.closes_at, again.paused_at, again.paused) == (at(280), at(20), timedelta(seconds=220))
    _, (before,) = quiz_open.given_back(QUIZ, (SHOWING,), NOON - away, at(30))
    assert before.closes_at == at(90)


@pytest.mark.parametrize(("alive", "now"), [(20, 50), (60, 300)], ids=["short", "over before"])
def test_nothing_is_given_back_where_nothing_was_taken(alive: float, now: float) -> None:
    assert quiz_open.given_back(QUIZ, (SHOWING,), at(alive), at(now)) == (QUIZ, (SHOWING,))


def test_a_window_is_moved_by_a_long_outage_and_until_every_open_question_has_had_its_time() -> None:
    hour = timedelta(hours=1)
    assert quiz_open.given_back(QUIZ, (), at(20), at(20) + hour)[0].closes_at == NOON + DAY + hour
    assert quiz_open.given_back(QUIZ, (), NOON, at(3599))[0] == QUIZ
    end = NOON + DAY
    last = quiz_open.shown(QUIZ, MEMBER, 1, 8, end - timedelta(seconds=30))
    moved, (later,) = quiz_open.given_back(QUIZ, (last,), end - timedelta(seconds=20), end + timedelta(seconds=40))
    assert moved.closes_at == later.closes_at == end + timedelta(seconds=60)


def test_a_question_has_its_members_times() -> None:
    showing = replace(SHOWING, paused_at=at(20), paused=timedelta(seconds=5))
    own = quiz_open.as_shown(ROUND, showing)
    assert (own.opened_at, own.closes_at, own.paused_at, own.paused) == (NOON, at(60), at(20), timedelta(seconds=5))
    assert own.key == ROUND.key


def test_questions_open_with_the_window_and_are_revealed_when_it_closes() -> None:
    planned = (replace(ROUND, opened_at=None, closes_at=None), replace(ROUND, number=2, opened_at=None, closes_at=None))
    open_ = quiz_open.opened(QUIZ, planned)
    assert all(round_.on and round_.closes_at == NOON + DAY for round_ in open_)
    first, second = quiz_open.closed((open_[0], replace(open_[1], revealed_at=NOON)), NOON + DAY, 4, {1: 3})
    assert (first.expected, first.answered, first.revealed_at) == (4, 3, NOON + DAY)
    assert (second.expected, second.answered, second.revealed_at) == (4, 0, NOON)
