"""What was heard of an answer in one's own words: points with the words that show them, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.rules.rubric import Point

LONGEST_SPOKEN = 4000
"""Characters of an answer; no more is read."""
MISTAKE_COST = 0.1
"""What each false statement that was heard takes off the score."""
UNSURE_SHARE = 0.5
"""From this share of the weight on that is unsure, no grade is given."""


class Status(StrEnum):
    """How far a grade can be trusted.

    GRADED: as it stands. NEEDS_REVIEW: something about the answer (a pasted question, stuffed keywords, words in no
    order, another subject) makes a person look; the score is only the best estimate. ABSTAINED: too many points could
    have been said or not; the person, or a peer, marks those.
    """

    GRADED = "graded"
    NEEDS_REVIEW = "needs_review"
    ABSTAINED = "abstained"


class Ear(StrEnum):
    """Whether a point was heard."""

    HEARD = "heard"
    UNSURE = "unsure"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class HeardPoint:
    """One point of the rubric in one answer.

    Attributes:
        chance: How likely the point was made, 0 to 1.
        ear: What follows from it.
        evidence: The person's own words that come closest, verbatim from the answer; empty where nothing comes close.
    """

    chance: float
    ear: Ear
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Hearing:
    """What was heard of an answer.

    Attributes:
        score: 0 to 1: always the best estimate, the points' chances by weight, less what mistakes cost.
        confidence: 0 to 1: how sure the score is.
        points: One for each point of the rubric, in its order.
        mistakes: Each false statement of the rubric that was heard, by place from 0, with the words.
        why: For `needs_review`: what made it so, a sentence for the person; empty otherwise.
        heard_by: The name of the model outside that heard it; empty for the grader that is part of the bot.
        remark: What the person should know of how it was heard, a sentence; mostly empty.
    """

    score: float
    status: Status
    confidence: float
    points: tuple[HeardPoint, ...]
    mistakes: tuple[tuple[int, str], ...] = ()
    why: str = ""
    heard_by: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a grader is handed: the question, its rubric, and what it may learn from.

    Attributes:
        text: The question.
        points: At least one; a bare reference answer is one point without `accept`.
        mistakes: False statements.
        better: A strong answer, or empty.
        graded: Answers to this very question that people graded, with their scores, 0 to 1.
    """

    text: str
    points: tuple[Point, ...]
    mistakes: tuple[str, ...] = ()
    better: str = ""
    graded: tuple[tuple[str, float], ...] = ()


def summed(
    asked: Asked, points: tuple[HeardPoint, ...], mistakes: tuple[tuple[int, str], ...] = (), why: str = ""
) -> Hearing:
    """Sum up what was heard, point by point.

    The score is the points' chances by weight, less what mistakes cost. The confidence is the chance, by weight, that
    calling each point as it looks would be right: from 0 (as a coin) to 1.

    Args:
        asked: What was asked.
        points: One for each of its points.
        mistakes: Each by place from 0, with the words.
        why: What makes a person look, empty for nothing.
    """
    chances = [point.chance for point in points]
    score = max(0.0, worth(asked.points, chances) - MISTAKE_COST * len(mistakes))
    unsure = worth(asked.points, [float(point.ear is Ear.UNSURE) for point in points])
    status = Status.NEEDS_REVIEW if why else Status.ABSTAINED if unsure >= UNSURE_SHARE else Status.GRADED
    confidence = worth(asked.points, [abs(2 * chance - 1) for chance in chances])
    return Hearing(score, status, confidence, points, mistakes, why)


def worth(points: Sequence[Point], shares: Sequence[float]) -> float:
    """Give the share of points by weight, 0 to 1.

    Args:
        points: The rubric's.
        shares: For each 0 to 1.
    """
    whole = sum(point.weight for point in points)
    return sum(point.weight * share for point, share in zip(points, shares, strict=True)) / whole
