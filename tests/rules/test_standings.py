from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.standings import Play, Standing, mastery_board, ranked, speed, speed_board, standing_of, team_board

ALLOWED = timedelta(seconds=40)


def play(who: int, score: float, took: float | None = 10, difficulty: int = 3, number: int = 1) -> Play:
    return Play(who, number, difficulty, score, None if took is None else timedelta(seconds=took), ALLOWED)


def test_mastery_is_the_share_of_points_weighted_by_difficulty() -> None:
    plays = [play(1, 1, difficulty=5), play(1, 0, difficulty=1), play(2, 0, difficulty=5), play(2, 1, difficulty=1)]
    first, second = mastery_board(plays)
    assert (first.who, first.first, second.who, second.last, second.of) == (1, 1, 2, 2, 2)
    assert [first.value, second.value] == pytest.approx([5 / 6, 1 / 6])


@pytest.mark.parametrize(
    ("score", "took", "worth"),
    [(1, 0, 1), (1, 20, 0.75), (1, 40, 0.5), (1, 80, 0.5), (0.5, 20, 0.375), (0, 0, 0), (1, None, 0)],
)
def test_a_right_answer_is_worth_half_at_its_deadline_and_more_before(score: float, took: float, worth: float) -> None:
    assert speed(play(1, score, took)) == worth


def test_speed_is_the_mean_over_all_that_could_be_played() -> None:
    board = speed_board([play(1, 1, 0), play(1, 0, None), play(2, 1, 40), play(2, 1, 20)])
    assert [(one.who, one.value) for one in board] == [(2, 0.625), (1, 0.5)]


def test_equals_share_places_in_the_order_given() -> None:
    assert ranked({4: 0.5, 3: 0.9, 2: 0.5, 1: 0.1}) == (
        Standing(3, 0.9, 1, 1, 4),
        Standing(4, 0.5, 2, 3, 4),
        Standing(2, 0.5, 2, 3, 4),
        Standing(1, 0.1, 4, 4, 4),
    )
    assert ranked({}) == ()


def test_the_order_of_adding_up_decides_nothing() -> None:
    scores = (0.1, 0.2, 0.3)
    plays = [play(1, score, difficulty=1) for score in scores] + [
        play(2, score, difficulty=1) for score in scores[::-1]
    ]
    assert {one.first for one in mastery_board(plays)} == {1}


def test_teams_stand_by_the_mean_of_their_members() -> None:
    board = ranked({1: 1.0, 2: 0.5, 3: 0.5, 4: 0.1})
    assert [(one.who, one.value) for one in team_board(board, {1: 2, 2: 2, 3: 1, 4: 0})] == [(2, 0.75), (1, 0.5)]


def test_somebody_is_found_or_not() -> None:
    board = ranked({1: 1.0})
    assert standing_of(board, 1) == board[0]
    assert standing_of(board, 2) is None


@given(st.dictionaries(st.integers(1, 9), st.sampled_from([0.0, 0.25, 0.5, 1.0])))
def test_every_place_is_shared_by_as_many_as_it_spans(values: dict[int, float]) -> None:
    board = ranked(values)
    assert [one.value for one in board] == sorted(values.values(), reverse=True)
    for one in board:
        assert one.first == 1 + sum(value > one.value for value in values.values())
        assert one.last == sum(value >= one.value for value in values.values())
        assert one.of == len(values)
