"""What answers say about a question."""

import pytest

from bot.rules.observed import FEWEST, Given, Tally, complaints, tally
from bot.rules.question import Distractor, MultipleChoice, Numeric, Question, SingleChoice, Tolerance
from bot.rules.variants import draw_variant
from tests.rules.made import question

SINGLE = SingleChoice("yes", (Distractor("no", "a"), Distractor("maybe, " * 9, "b")))
NUMBER = Numeric("4", Tolerance(), "", ())


def picked(asked: Question, seed: int, *texts: str) -> Given:
    """The answer of somebody who chose these texts."""
    options = draw_variant(asked, seed).options
    places = [place for place, option in enumerate(options) if option.text in texts]
    return Given(seed, {"chosen": places}, 1.0 if texts == ("yes",) else 0.0)


def told(asked: Question, counted: Tally) -> list[str]:
    return [f"{what}: {mend}" for what, mend in complaints(asked, counted)]


def test_distractors_are_counted_whatever_the_shuffle() -> None:
    asked = question(SINGLE)
    given = [picked(asked, seed, "no") for seed in range(9)] + [
        picked(asked, 77, "yes"),
        Given(1, {"gave_up": True}, 0),
    ]
    counted = tally(asked, given)
    assert counted.chosen == {"no": 9, "maybe, " * 9: 0}
    assert (counted.answers, counted.score) == (11, 1 / 11)


def test_several_may_be_chosen() -> None:
    asked = question(MultipleChoice(("yes", "also"), (Distractor("no", "a"), Distractor("never", "b"))))
    assert tally(asked, [picked(asked, seed, "yes", "no") for seed in range(5)]).chosen == {"no": 5, "never": 0}


def test_numbers_have_no_distractors() -> None:
    assert tally(question(NUMBER), [Given(0, {"typed": "4"}, 1.0)]).chosen == {}


def test_the_correlation_is_that_of_the_scores() -> None:
    asked = question(NUMBER)
    given = [Given(0, {}, score, others) for score, others in [(1, 0.9), (1, 0.7), (0, 0.4), (0, 0.6)]]
    # By the textbook's formula: (mean of the right - mean of the wrong) / s * sqrt(p q) = 0.3 / 0.18028 * 0.5
    correlation = tally(asked, [*given, Given(0, {}, 1.0, None)]).correlation
    assert correlation is not None
    assert correlation[0] == pytest.approx(0.83205, abs=1e-5)
    assert correlation[1] == 4


@pytest.mark.parametrize("given", [[(1.0, None)], [(1.0, 0.5), (1.0, 0.7)], [(1.0, 0.5), (0.0, 0.5)]])
def test_what_does_not_vary_has_no_correlation(given: list[tuple[float, float | None]]) -> None:
    answers = [Given(0, {}, score, others) for score, others in given]
    assert tally(question(NUMBER), answers).correlation is None


def test_few_answers_say_nothing() -> None:
    counted = Tally(FEWEST - 1, 0.0, {"no": 0}, (-1.0, FEWEST - 1))
    assert told(question(SINGLE), counted) == []


def test_a_question_that_does_its_work_is_left_alone() -> None:
    assert told(question(SINGLE), Tally(FEWEST, 0.6, {"no": 2, "maybe": 10}, (0.1, FEWEST))) == []
    assert told(question(NUMBER), Tally(100, 0.79, {}, None)) == []
    assert told(question(NUMBER), Tally(100, 0.6, {}, (-0.9, FEWEST - 1))) == []


def test_each_complaint_says_of_how_many_answers_it_is() -> None:
    counted = Tally(40, 0.86, {"no": 1, "maybe, " * 9: 2}, (0.0849, 38))
    assert told(question(SINGLE), counted) == [
        (
            "the mean score is 0.86, 0.60 is expected of difficulty 3 (n = 40): "
            "set `difficulty: 1`, or look what misleads"
        ),
        "the distractor 'no' was chosen by 2 % (n = 40): put a mistake there that people make",
        (
            "the point-biserial correlation is 0.08, below 0.1 (n = 38): "
            "look for a second right answer, or for what is unclear"
        ),
    ]


def test_a_long_distractor_is_cut() -> None:
    (line,) = told(question(SINGLE), Tally(40, 0.6, {"maybe, " * 9: 0}, None))
    assert "'maybe, maybe, maybe, maybe, maybe, mayb…' was chosen by 0 % (n = 40)" in line


def test_a_hard_question_may_be_easier_than_it_seemed_or_the_other_way_round() -> None:
    (line,) = told(question(NUMBER), Tally(30, 0.3, {}, None))
    assert line == (
        "the mean score is 0.30, 0.60 is expected of difficulty 3 (n = 30): set `difficulty: 5`, or look what misleads"
    )
