"""Boards: what answers are worth together, in mastery and in speed, and who stands where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Play:
    """How a member did on one question that counts; who did not answer has score 0.

    Attributes:
        person_id: Who.
        number: Which question.
        difficulty: 1 to 5.
        score: 0 to 1.
        took: Until the last press; None where there was none.
        allowed: The member's own time: the quiz's seconds times their allowance.
    """

    person_id: int
    number: int
    difficulty: int
    score: float
    took: timedelta | None
    allowed: timedelta


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands on one board.

    Attributes:
        who: A person's id, or a team's number.
        value: 0 to 1.
        first: The best place they share, from 1.
        last: The last place they share: equal to `first` where they share it with nobody.
        of: How many stand on the board.
    """

    who: int
    value: float
    first: int
    last: int
    of: int


def speed(play: Play) -> float:
    """Give an answer's worth on the speed board: score x (1 - took / (2 x allowed)), at least half for a right one."""
    if play.took is None:
        return 0.0
    return play.score * (1 - 0.5 * min(1.0, play.took / play.allowed))


def mastery_board(plays: Sequence[Play]) -> tuple[Standing, ...]:
    """Rank by the share of points, each question weighted by its difficulty; ties share a place."""
    raise NotImplementedError


def speed_board(plays: Sequence[Play]) -> tuple[Standing, ...]:
    """Rank by the mean of `speed` over the questions that each could play; ties share a place."""
    raise NotImplementedError
