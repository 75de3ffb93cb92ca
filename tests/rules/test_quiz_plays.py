from dataclasses import replace
from datetime import timedelta

from bot.rules.quiz import Options
from bot.rules.quiz_plays import gather
from tests.rules.quizzes import MEMBER, reply
from tests.samples import NOON

OPTIONS = Options(seconds=40)


def numbers(*members: object, replies: tuple[object, ...], counted: dict[int, int]) -> list[tuple[int, int, float]]:
    plays = gather(OPTIONS, counted, members, replies)  # type: ignore[arg-type]  # made by the tests below
    return [(play.person_id, play.number, play.score) for play in plays]


def test_what_was_not_answered_is_worth_nothing() -> None:
    counted = {1: 3, 2: 3, 3: 3}
    assert numbers(MEMBER, replies=(reply(1, 2),), counted=counted) == [(1, 1, 0), (1, 2, 1), (1, 3, 0)]


def test_who_comes_late_or_back_plays_from_their_first_question() -> None:
    counted = {1: 3, 2: 3, 3: 3}
    late = replace(MEMBER, first_round=2)
    back = replace(MEMBER, person_id=2, first_round=3)
    plays = numbers(late, back, replies=(reply(1, 3), reply(2, 2)), counted=counted)
    assert plays == [(1, 2, 0), (1, 3, 1), (2, 2, 1), (2, 3, 0)]


def test_leaving_saves_nobody_a_miss() -> None:
    gone = replace(MEMBER, left_at=NOON)
    assert numbers(gone, replies=(reply(1, 1),), counted={1: 3, 2: 3}) == [(1, 1, 1), (1, 2, 0)]


def test_only_who_played_a_question_that_counts_is_there() -> None:
    knows = replace(MEMBER, person_id=2, off_board=True)
    silent = replace(MEMBER, person_id=3)
    voided_alone = replace(MEMBER, person_id=4)
    replies = (reply(1), reply(2), reply(4, 2), reply(5))
    assert numbers(MEMBER, knows, silent, voided_alone, replies=replies, counted={1: 3}) == [(1, 1, 1)]


def test_each_has_their_own_time() -> None:
    slow = replace(MEMBER, allowance=1.5)
    (play,) = gather(OPTIONS, {1: 4}, [slow], [reply(1)])
    assert (play.allowed, play.took, play.difficulty) == (timedelta(seconds=60), timedelta(seconds=10), 4)
