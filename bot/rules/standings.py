"""Boards: what answers are worth together, in mastery and in speed, and who stands where."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

_EXACT = 9
"""Decimals to which values are compared, so that the order of adding up decides nothing."""


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


def mastery(plays: Sequence[Play]) -> float:
    """Give somebody's share of points, each question weighted by its difficulty; 0 without a question."""
    return sum(play.score * play.difficulty for play in plays) / max(1, sum(play.difficulty for play in plays))


def mastery_board(plays: Iterable[Play]) -> tuple[Standing, ...]:
    """Rank by the share of points, each question weighted by its difficulty; ties share a place."""
    return ranked({who: mastery(own) for who, own in _by_person(plays).items()})


def speed_board(plays: Iterable[Play]) -> tuple[Standing, ...]:
    """Rank by the mean of `speed` over the questions that each could play; ties share a place."""
    return ranked({who: _mean([speed(play) for play in own]) for who, own in _by_person(plays).items()})


def team_board(board: Iterable[Standing], team_of: Mapping[int, int]) -> tuple[Standing, ...]:
    """Rank teams by the mean of their members on a board.

    Args:
        board: The members' one.
        team_of: Each person's team; who has none is left out.
    """
    teams: dict[int, list[float]] = {}
    for standing in board:
        if team := team_of.get(standing.who):
            teams.setdefault(team, []).append(standing.value)
    return ranked({team: _mean(teams[team]) for team in sorted(teams)})


def standing_of(board: Iterable[Standing], who: int) -> Standing | None:
    """Find somebody on a board."""
    return next((standing for standing in board if standing.who == who), None)


def ranked(values: Mapping[int, float]) -> tuple[Standing, ...]:
    """Put values in order, the best first; those that are equal share their places and stand in the order given."""
    exact = {who: round(value, _EXACT) for who, value in values.items()}
    ordered = sorted(values, key=lambda who: -exact[who])
    board: list[Standing] = []
    for value, sharing in groupby(ordered, key=lambda who: exact[who]):
        alike, above = list(sharing), len(board)
        board += [Standing(who, value, above + 1, above + len(alike), len(ordered)) for who in alike]
    return tuple(board)


def _by_person(plays: Iterable[Play]) -> dict[int, list[Play]]:
    own: dict[int, list[Play]] = {}
    for play in plays:
        own.setdefault(play.person_id, []).append(play)
    return own


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
