"""Answers in one's own words: what may be said, what is left to be marked, and hearings in the form that is stored."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any

from bot.rules.errors import RuleBroken
from bot.rules.heard import LONGEST_SPOKEN, Asked, Ear, HeardPoint, Hearing, Status, worth
from bot.rules.rubric import Spoken
from bot.rules.variant import Variant


def said_in(text: str) -> str:
    """Take what somebody wrote as an answer.

    Raises:
        RuleBroken: `empty` or `too_long`.
    """
    words = text.strip()
    if not any(map(str.isalnum, words)):
        raise RuleBroken("empty", "Nothing is written yet. Write your answer and send it again.")
    if len(words) > LONGEST_SPOKEN:
        raise RuleBroken(
            "too_long",
            f"That is {len(words):,} characters, and I read {LONGEST_SPOKEN:,}. Say it shorter and send it again.",
        )
    return words


def asked_of(variant: Variant, body: Spoken, graded: Iterable[tuple[str, Collection[int]]] = ()) -> Asked:
    """Give what a grader is handed of a question.

    Args:
        variant: The question.
        body: Its rubric.
        graded: Other answers to it, each with the places (from 0) of the points that it makes, the oldest first.
    """
    known = tuple((words, made_score(body, made)) for words, made in graded)
    return Asked(variant.text, body.points, body.mistakes, body.better, known)


def unsure(hearing: Hearing) -> tuple[int, ...]:
    """Give the places (from 0) of the points that are left to whoever answered: none where somebody has to look."""
    if hearing.status is Status.NEEDS_REVIEW:
        return ()
    places = tuple(place for place, point in enumerate(hearing.points) if point.ear is Ear.UNSURE)
    if hearing.status is Status.ABSTAINED and not places:
        return tuple(range(len(hearing.points)))
    return places


def marked_score(body: Spoken, hearing: Hearing, said: Collection[int]) -> float:
    """Give the score, 0 to 1, once whoever answered has told which of the unsure points they made.

    Args:
        body: The rubric.
        hearing: What was heard.
        said: The places (from 0) of the points that were made; only those of unsure ones count.
    """
    whole = sum(point.weight for point in body.points)
    turned = sum(
        body.points[place].weight * ((place in said) - hearing.points[place].chance) for place in unsure(hearing)
    )
    return min(1.0, max(0.0, hearing.score + turned / whole))


def made_score(body: Spoken, made: Collection[int]) -> float:
    """Give the score, 0 to 1, where somebody said of every point whether it was made.

    Args:
        body: The rubric.
        made: The places (from 0) of the points that were made.
    """
    return worth(body.points, [float(place in made) for place in range(len(body.points))])


def to_plain(hearing: Hearing) -> dict[str, Any]:
    """Give the form that is stored as JSON."""
    return {
        **asdict(hearing),
        "status": hearing.status.value,
        "points": [[point.chance, point.ear.value, point.evidence] for point in hearing.points],
        "mistakes": [list(each) for each in hearing.mistakes],
    }


def from_plain(plain: Mapping[str, Any]) -> Hearing:
    """Read what `to_plain` gave.

    Raises:
        ValueError: It is no such form.
    """
    try:
        return Hearing(
            score=float(plain["score"]),
            status=Status(plain["status"]),
            confidence=float(plain["confidence"]),
            points=tuple(HeardPoint(float(chance), Ear(ear), str(words)) for chance, ear, words in plain["points"]),
            mistakes=tuple((int(place), str(words)) for place, words in plain["mistakes"]),
            why=str(plain["why"]),
            heard_by=str(plain.get("heard_by", "")),  # not there in what was stored before there were models outside
            remark=str(plain.get("remark", "")),
        )
    except (KeyError, TypeError) as cause:
        raise ValueError("not a stored hearing") from cause


def quoteless(hearing: Hearing) -> Hearing:
    """Give what was heard without the person's own words."""
    points = tuple(replace(point, evidence="") for point in hearing.points)
    return replace(hearing, points=points, mistakes=tuple((place, "") for place, _ in hearing.mistakes))
