"""When a topic comes back: spaced repetition over results, by the fsrs library with fuzz off."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import fsrs

from bot.rules.grading import Grade, Verdict
from bot.rules.question import QuestionType

# A day is the shortest wait: steps of minutes belong to flash cards, not to interview questions.
_SCHEDULER = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
_CHOICES = frozenset({QuestionType.SINGLE, QuestionType.MULTIPLE, QuestionType.MATCH})


@dataclass(frozen=True, slots=True)
class Card:
    """A question's place in a person's reviews.

    Attributes:
        due: When it is asked again, aware UTC.
        state: The scheduler's own state as JSON text; only rules/review reads it.
    """

    due: datetime
    state: str


def rating(grade: Grade, kind: QuestionType, hints: int, took: timedelta, allowed: timedelta) -> fsrs.Rating:
    """Rate a result, never by what the person says of it.

    Under half the points is Again. Under three quarters, a hint, or more than the time allowed is Hard.
    Nearly all points in half the time, without a hint and without options to recognise, is Easy; the rest is Good.
    """
    if grade.score < 0.5:  # noqa: PLR2004 (the line above says it)
        return fsrs.Rating.Again
    if grade.score < 0.75 or hints or took > allowed:  # noqa: PLR2004
        return fsrs.Rating.Hard
    if grade.score >= 0.95 and took * 2 <= allowed and kind not in _CHOICES:  # noqa: PLR2004
        return fsrs.Rating.Easy
    return fsrs.Rating.Good


def rated_at(card: Card) -> datetime | None:
    """Say when a card was last rated, aware UTC."""
    return fsrs.Card.from_json(card.state).last_review


def after(card: Card | None, grade: Grade, rated: fsrs.Rating, at: datetime) -> Card | None:
    """Give the card as it stands after a result.

    A mistake becomes a card at once; what was right the first time needs none.

    Args:
        card: The card so far, None if there is none.
        grade: The result.
        rated: Its rating.
        at: When it was answered, aware UTC.

    Returns:
        The card, due at least a day later; None where there was none and none is needed.
    """
    if card is None and grade.verdict is Verdict.RIGHT:
        return None
    known = fsrs.Card(card_id=0, due=at) if card is None else fsrs.Card.from_json(card.state)
    moved, _ = _SCHEDULER.review_card(known, rated, at.astimezone(UTC))
    return Card(due=moved.due, state=moved.to_json())
