"""What the two say of a half: marks, point by point, and how far they agree."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.rules.errors import RuleBroken
from bot.rules.pair import LONGEST_LINE, Mark

WORTH = {Mark.HEARD: 1.0, Mark.PARTLY: 0.5, Mark.NOT: 0.0}
"""What a point counts."""


def marked(before: Sequence[Mark], mark: Mark, places: Collection[int]) -> tuple[Mark, ...]:
    """Give these points a mark, and take it from all others that had it: the last word on a point holds.

    Args:
        before: The marks of a question's points so far.
        mark: Which; not `NOT`, which is what all others are.
        places: Of the points, from 0; others than there are count for nothing.
    """
    return tuple(mark if place in places else (Mark.NOT if old is mark else old) for place, old in enumerate(before))


def marks_of(form: Mapping[int, Sequence[Mark]], number: int, points: int) -> tuple[Mark, ...]:
    """Give a form's marks of a question's points; what is not marked was not heard."""
    known = tuple(form.get(number, ()))[:points]
    return known + (Mark.NOT,) * (points - len(known))


def line(text: str) -> str:
    """Take what somebody wrote about how a half went.

    Raises:
        RuleBroken: `no_line` or `long_line`.
    """
    words = " ".join(text.split())
    if not any(map(str.isalnum, words)):
        raise RuleBroken("no_line", "Write a few words in both fields: what went well, and what to try next time.")
    if len(words) > LONGEST_LINE:
        raise RuleBroken("long_line", f"Please keep each line under {LONGEST_LINE} characters; one has {len(words)}.")
    return words


@dataclass(frozen=True, slots=True)
class Count:
    """How many of a half's points were heard, partly heard and not heard."""

    heard: int
    partly: int
    missed: int

    @property
    def of(self) -> int:
        """How many points there are."""
        return self.heard + self.partly + self.missed


def counted(marks: Collection[Sequence[Mark]]) -> Count:
    """Count marks over all questions."""
    every = [mark for each in marks for mark in each]
    return Count(every.count(Mark.HEARD), every.count(Mark.PARTLY), every.count(Mark.NOT))


def agreed(ones: Sequence[Sequence[Mark]], others: Sequence[Sequence[Mark]]) -> int:
    """Count the points that both marked alike; both have the same questions and points."""
    pairs = [both for one, other in zip(ones, others, strict=True) for both in zip(one, other, strict=True)]
    return sum(one is other for one, other in pairs)
