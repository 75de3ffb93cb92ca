import pytest

from bot.judge.correcting import Scored, corrected
from bot.judge.rubric import Weights
from bot.judge.speech import stem

TERMS = Weights({})
STRICT = [(Scored(f"answer {word}", 0.7), 0.3) for word in ("alpha", "beta", "gamma", "delta", "epsilon")]


def test_without_graded_answers_nothing_changes() -> None:
    assert corrected(Scored("anything", 0.7), (), TERMS) == 0.7


def test_strict_people_lower_a_score_the_more_the_more_they_graded() -> None:
    scores = [corrected(Scored("answer zeta", 0.7), STRICT[:count], TERMS) for count in (0, 1, 3, 5)]
    assert scores == sorted(scores, reverse=True)
    assert 0.3 < scores[-1] < scores[0]


def test_words_of_the_question_make_no_answers_alike() -> None:
    assert corrected(Scored("another answer", 0.7), STRICT, TERMS, {stem("answer")}) == 0.7


def test_an_answer_like_a_graded_one_is_moved_most() -> None:
    graded = [*STRICT, (Scored("the forest averages many trees", 0.4), 0.9)]
    like, unlike = (
        corrected(Scored(text, 0.4), graded, TERMS)
        for text in ("a forest averages many decorrelated trees", "boosting adds one at a time")
    )
    assert like > unlike


@pytest.mark.parametrize(("score", "given"), [(0.9, 1.0), (0.1, 0.0)])
def test_a_score_stays_within_its_bounds(score: float, given: float) -> None:
    graded = [(Scored("same words", 0.5), given)] * 5
    assert 0 <= corrected(Scored("same words", score), graded, TERMS) <= 1
