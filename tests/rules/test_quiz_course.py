from dataclasses import replace
from datetime import timedelta

import pytest

from bot.rules.errors import RuleBroken
from bot.rules.quiz import AUTO_TALK, GRACE, TALK, Options, Pace, Quiz, Round, State, opened, took
from bot.rules.quiz_course import (
    begun,
    counts,
    due,
    ended,
    first_for,
    given_back,
    gone_on,
    is_over,
    is_talked_about,
    left,
    opened_too_late,
    revealed,
    unvoided,
    voided,
    waited,
    was_cut_short,
)
from tests.rules.quizzes import MEMBER, OPEN, PLANNED, QUIZ, REVEALED, RUNNING, after
from tests.samples import NOON

OVER = ended(RUNNING, after(9))
WINDOW = replace(QUIZ, options=Options(open_days=3))


def test_a_lobby_starts_with_the_first_question() -> None:
    assert due(QUIZ, None) == QUIZ.starts_at
    quiz = begun(QUIZ, after(9), joined=1)
    assert (quiz.state, quiz.current, quiz.started_at, quiz.due_at) == (State.RUNNING, 1, after(9), None)
    assert due(quiz, PLANNED) is None


def test_a_lobby_with_nobody_in_is_called_off() -> None:
    quiz = begun(QUIZ, after(9), joined=0)
    assert (quiz.state, quiz.ended_at, is_over(quiz)) == (State.CANCELLED, after(9), True)
    assert due(quiz, None) is None


def test_a_window_opens_for_whoever_comes_and_lasts_whole_days() -> None:
    quiz = begun(WINDOW, after(9), joined=0)
    assert (quiz.state, quiz.current, quiz.closes_at) == (State.RUNNING, 0, after(9) + timedelta(hours=72))
    assert due(quiz, None) == quiz.due_at == quiz.closes_at


def test_an_open_question_is_due_after_its_deadline_or_once_all_have_answered() -> None:
    assert due(RUNNING, OPEN) == after(47)
    one = replace(OPEN, answered=1, changed_at=after(10))
    assert due(RUNNING, one) == after(47)
    assert due(RUNNING, replace(one, answered=2)) == after(12)
    assert due(RUNNING, replace(one, answered=2, changed_at=after(44.9))) == after(46.9)
    assert due(RUNNING, replace(OPEN, expected=0)) == after(2)


def test_a_reveal_stands_as_long_as_the_pace_says() -> None:
    by_host = revealed(OPEN, after(50), Options())
    assert (by_host.revealed_at, by_host.next_at) == (after(50), after(50) + TALK)
    assert revealed(OPEN, after(50), Options(pace=Pace.AUTO)).next_at == after(50) + AUTO_TALK
    assert revealed(by_host, after(60), Options()) == by_host
    assert revealed(PLANNED, after(60), Options()) == PLANNED
    assert due(RUNNING, by_host) == by_host.next_at
    assert is_talked_about(RUNNING, by_host)
    assert not is_talked_about(RUNNING, OPEN)
    assert not is_talked_about(RUNNING, None)
    assert not is_talked_about(OVER, by_host)


def test_after_a_question_comes_the_next_and_after_the_last_the_end() -> None:
    quiz, passed = gone_on(RUNNING, REVEALED, 2, after(60))
    assert (quiz.current, quiz.state, quiz.due_at, passed.next_at) == (2, State.RUNNING, None, None)
    quiz, passed = gone_on(RUNNING, REVEALED, 1, after(60))
    assert (quiz.state, quiz.ended_at, quiz.due_at, passed.next_at) == (State.ENDED, after(60), None, None)
    assert ended(quiz, after(99), State.STOPPED) == quiz


def test_waiting_gives_the_talk_its_whole_time_and_takes_none_away() -> None:
    assert waited(REVEALED, after(100)).next_at == after(190)
    assert waited(REVEALED, after(40)).next_at == REVEALED.next_at


def test_a_void_leaves_the_boards_and_comes_back() -> None:
    assert counts(REVEALED)
    gone = voided(REVEALED, after(60), 7, Options())
    assert (gone.voided_at, gone.voided_by, gone.revealed_at, gone.next_at) == (
        after(60),
        7,
        REVEALED.revealed_at,
        REVEALED.next_at,
    )
    assert not counts(gone)
    assert voided(gone, after(61), 8, Options()) == gone
    assert unvoided(gone) == REVEALED
    assert unvoided(voided(REVEALED, after(47), 7, Options())) == REVEALED


def test_what_was_voided_while_open_closes_and_stays_voided() -> None:
    gone = voided(OPEN, after(5), 7, Options())
    assert (gone.revealed_at, gone.next_at) == (after(5), after(5) + TALK)
    assert was_cut_short(gone)
    with pytest.raises(RuleBroken, match="stays voided"):
        unvoided(gone)
    assert not counts(opened_too_late(PLANNED, NOON))
    assert was_cut_short(opened_too_late(PLANNED, NOON))


@pytest.mark.parametrize(
    ("quiz", "current", "first"),
    [(QUIZ, None, 1), (RUNNING, PLANNED, 1), (RUNNING, OPEN, 2), (RUNNING, REVEALED, 2), (WINDOW, None, 1)],
)
def test_who_joins_plays_from_the_next_question(quiz: Quiz, current: Round | None, first: int) -> None:
    assert first_for(quiz, current, 2) == first


def test_nobody_joins_for_nothing() -> None:
    with pytest.raises(RuleBroken) as refusal:
        first_for(OVER, None, 2)
    assert refusal.value.code == "over"
    with pytest.raises(RuleBroken) as refusal:
        first_for(RUNNING, OPEN, 1)
    assert refusal.value.code == "last_question"


def test_who_leaves_is_not_waited_for() -> None:
    gone, current = left(MEMBER, OPEN, after(5), answered=False)
    assert gone.left_at == after(5)
    assert current == replace(OPEN, expected=1)
    for member, round_, answered in (
        (MEMBER, OPEN, True),
        (MEMBER, PLANNED, False),
        (MEMBER, REVEALED, False),
        (MEMBER, None, False),
        (replace(MEMBER, first_round=2), OPEN, False),
    ):
        assert left(member, round_, after(5), answered=answered)[1] == round_


def test_a_short_outage_changes_nothing() -> None:
    assert given_back(RUNNING, OPEN, after(10), after(54)) == (RUNNING, OPEN)
    assert given_back(OVER, REVEALED, after(10), after(99)) == (OVER, REVEALED)


def test_a_long_outage_is_given_back_to_an_open_question() -> None:
    quiz, current = given_back(RUNNING, OPEN, after(10), after(110))
    assert current == replace(OPEN, closes_at=after(145), paused_at=after(10), paused=timedelta(seconds=100))
    assert quiz.due_at == after(145) + GRACE
    assert took(current, after(120)) == timedelta(seconds=20)
    assert took(current, after(9)) == timedelta(seconds=9)
    _, again = given_back(quiz, current, after(120), after(220))
    assert again == replace(OPEN, closes_at=after(245), paused_at=after(10), paused=timedelta(seconds=200))
    _, just = given_back(RUNNING, OPEN, after(-5), after(95))
    assert just == replace(OPEN, closes_at=after(140), paused_at=NOON, paused=timedelta(seconds=95))


def test_time_that_was_up_before_the_outage_is_not_given_back() -> None:
    quiz, current = given_back(RUNNING, OPEN, after(46), after(200))
    assert (current, quiz.due_at) == (OPEN, after(47))


def test_a_question_that_was_sent_before_an_outage_and_found_after_it_has_its_whole_time() -> None:
    _, current = given_back(RUNNING, PLANNED, after(-1), after(99))
    _, current = given_back(RUNNING, current, after(100), after(200))
    assert current is not None
    found = opened(current, NOON, Options(), [1.0, 1.5])
    assert found.closes_at == after(200 + 67.5)
    assert (found.paused_at, found.paused, found.expected) == (NOON, timedelta(seconds=200), 2)
    assert took(found, after(210)) == timedelta(seconds=10)
    anew = opened(current, after(203), Options(), [1.0])
    assert (anew.closes_at, anew.paused_at, anew.paused) == (after(248), None, timedelta())
    assert opened(anew, after(300), Options(), []) == anew


def test_what_was_to_come_during_a_long_outage_comes_later() -> None:
    quiz, _ = given_back(QUIZ, None, after(290), after(350))
    assert quiz.starts_at == quiz.due_at == after(360)
    quiz, _ = given_back(QUIZ, None, after(100), after(200))
    assert quiz.starts_at == QUIZ.starts_at
    quiz, current = given_back(RUNNING, REVEALED, after(100), after(200))
    assert current is not None
    assert quiz.due_at == current.next_at == after(237)
    _, passed = given_back(RUNNING, replace(REVEALED, next_at=None), after(100), after(200))
    assert passed == replace(REVEALED, next_at=None)
