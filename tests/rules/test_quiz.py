from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.rules.errors import RuleBroken
from bot.rules.quiz import Member, Numbers, Options, Pace, Quiz, Round, admit, closing, opened, options, took, window
from bot.rules.quiz_course import ended, voided
from tests.rules.quizzes import MEMBER, OPEN, PLANNED, QUIZ, REVEALED, RUNNING, after
from tests.samples import NOON


def test_options_are_checked() -> None:
    assert options(30, "auto", "own", 3, 1) == Options(30, Pace.AUTO, Numbers.OWN, 3, 1)
    assert options(10, "host", "same", 0, 0) == Options(10)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ((9, "host", "same", 0, 0), "10 to 300 seconds"),
        ((301, "host", "same", 0, 0), "10 to 300 seconds"),
        ((30, "host", "same", 1, 0), "2 to 6"),
        ((30, "host", "same", 7, 0), "2 to 6"),
        ((30, "fast", "same", 0, 0), "what the form offers"),
        ((30, "host", "other", 0, 0), "what the form offers"),
        ((30, "host", "same", 0, 2), "what the form offers"),
    ],
)
def test_options_that_are_wrong_are_named(told: tuple[int, str, str, int, int], sentence: str) -> None:
    with pytest.raises(RuleBroken, match=sentence):
        options(*told)


def test_the_one_deadline_is_that_of_the_longest_allowance() -> None:
    assert window(Options(seconds=40), ()) == timedelta(seconds=40)
    round_ = opened(PLANNED, NOON, Options(seconds=40), [1.0, 1.5, 1.25])
    assert (round_.closes_at, round_.expected, round_.on) == (after(60), 3, True)
    assert opened(round_, after(9), Options(), [2.0]) == round_


def test_what_is_not_open_does_not_close() -> None:
    assert closing(PLANNED) is None
    assert closing(REVEALED) is None


def test_a_press_before_its_question_took_no_time() -> None:
    assert took(OPEN, after(-1)) == timedelta()
    assert PLANNED.key == (0, "f1")


@pytest.mark.parametrize(
    ("quiz", "round_", "member", "at", "code"),
    [
        (RUNNING, OPEN, None, after(1), "not_in"),
        (RUNNING, OPEN, replace(MEMBER, left_at=NOON), after(1), "not_in"),
        (RUNNING, None, MEMBER, after(1), "not_open"),
        (RUNNING, PLANNED, MEMBER, after(1), "not_open"),
        (RUNNING, voided(OPEN, after(3), 7, Options()), MEMBER, after(1), "voided"),
        (RUNNING, OPEN, replace(MEMBER, first_round=2), after(1), "not_yet"),
        (RUNNING, OPEN, MEMBER, after(45.001), "time_up"),
        (RUNNING, REVEALED, MEMBER, after(44), "too_late"),
        (ended(RUNNING, after(3)), OPEN, MEMBER, after(1), "quiz_over"),
    ],
)
def test_what_does_not_count_is_said_and_why(
    quiz: Quiz, round_: Round | None, member: Member | None, at: datetime, code: str
) -> None:
    with pytest.raises(RuleBroken) as refusal:
        admit(quiz, round_, member, at)
    assert refusal.value.code == code


def test_a_press_counts_up_to_the_deadline() -> None:
    admit(RUNNING, OPEN, MEMBER, after(0))
    admit(RUNNING, OPEN, MEMBER, after(45))


def test_a_quiz_is_live_or_open() -> None:
    assert not QUIZ.is_open
    assert replace(QUIZ, options=Options(open_days=1)).is_open
