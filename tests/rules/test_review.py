from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from fsrs import Rating

from bot.rules.grading import Grade, Verdict
from bot.rules.question import QuestionType
from bot.rules.review import Card, after, rated_at, rating
from tests.samples import NOON

RIGHT = Grade(Verdict.RIGHT, 1.0)
WRONG = Grade(Verdict.WRONG, 0.0)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("score", "kind", "hints", "took", "rated"),
    [
        (0.0, QuestionType.NUMERIC, 0, 10, Rating.Again),
        (0.49, QuestionType.NUMERIC, 0, 10, Rating.Again),
        (0.5, QuestionType.NUMERIC, 0, 10, Rating.Hard),
        (0.75, QuestionType.NUMERIC, 1, 10, Rating.Hard),
        (1.0, QuestionType.NUMERIC, 0, 61, Rating.Hard),
        (0.75, QuestionType.MULTIPLE, 0, 10, Rating.Good),
        (1.0, QuestionType.NUMERIC, 0, 31, Rating.Good),
        (1.0, QuestionType.NUMERIC, 0, 30, Rating.Easy),
        (1.0, QuestionType.SHORT, 0, 5, Rating.Easy),
        (1.0, QuestionType.SINGLE, 0, 5, Rating.Good),
    ],
)
def test_the_rating_follows_the_result(score: float, kind: QuestionType, hints: int, took: int, rated: Rating) -> None:
    assert rating(replace(RIGHT, score=score), kind, hints, timedelta(seconds=took), MINUTE) is rated


def test_what_was_right_the_first_time_needs_no_card() -> None:
    assert after(None, RIGHT, Rating.Good, NOON) is None


def test_a_mistake_comes_back_after_a_day_or_more() -> None:
    card = after(None, WRONG, Rating.Again, NOON)
    assert card is not None
    assert card.due >= NOON + timedelta(days=1)
    assert card.due.utcoffset() == timedelta()


def test_waits_grow_while_it_is_right_and_shrink_with_a_mistake() -> None:
    waits, card = [], missed(None, NOON)
    for _ in range(4):
        last, card = card.due, after(card, RIGHT, Rating.Good, card.due) or card
        waits.append(card.due - last)
    assert all(a < b for a, b in pairwise(waits))
    assert missed(card, card.due).due - card.due < waits[-1]


def missed(card: Card | None, at: datetime) -> Card:
    lapsed = after(card, WRONG, Rating.Again, at)
    assert lapsed is not None
    return lapsed


def test_the_same_results_give_the_same_card() -> None:
    assert after(None, WRONG, Rating.Again, NOON) == after(None, WRONG, Rating.Again, NOON)
    assert isinstance(after(None, WRONG, Rating.Again, NOON), Card)


def test_a_card_knows_when_it_was_last_rated() -> None:
    card = missed(None, NOON)
    assert rated_at(card) == NOON
    assert rated_at(missed(card, card.due)) == card.due
