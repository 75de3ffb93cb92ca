"""What marked answers are worth, and what a case asks for in all."""

import pytest

from bot.rules.heard import Asked
from bot.rules.marked import MarkedAnswer, MarkedPrompt
from bot.rules.rubric import Case, Point, Stage

FIRST, SECOND = Point("says why", 2.0), Point("says how", 1.0)


def test_a_point_is_made_as_far_as_its_markers_agree() -> None:
    answer = MarkedAnswer("only 1", "Because it drifts.", ((1.0, 0.0), (0.5, 0.0)))
    assert answer.made == (0.75, 0.0)


def test_an_answer_is_worth_its_points_by_weight() -> None:
    answer = MarkedAnswer("only 1", "Because it drifts.", ((1.0, 0.0), (0.5, 0.0)))
    prompt = MarkedPrompt("drift", "mlops.lifecycle.drift", Asked("Why and how?", (FIRST, SECOND)), (answer,))
    assert prompt.score(answer) == pytest.approx(0.5)


def test_markers_who_mark_other_numbers_of_points_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        assert MarkedAnswer("strong", "Both.", ((1.0, 1.0), (1.0,))).made


def test_a_case_asks_for_the_points_of_all_its_stages() -> None:
    case = Case((Stage("Framing", 6, (FIRST,), essential=True), Stage("Data", 8, (SECOND,))))
    assert case.points == (FIRST, SECOND)
