from dataclasses import replace

import pytest

from bot.judge.hearing import hear
from bot.rules.heard import Asked, Ear, Status
from bot.rules.rubric import Point

ASKED = Asked(
    "Why does a model need a held-out test set?",
    (
        Point("Says that performance on data it was trained on is too optimistic", 2, ("overfitting", "memorises")),
        Point("Uses the test set once, at the end", 1, ("only once", "at the very end")),
    ),
    ("Tune the hyperparameters on the test set",),
)


def test_what_is_said_is_heard_with_the_words_that_say_it() -> None:
    heard = hear(ASKED, "A network memorises its training data, so that score is too optimistic. Bananas are yellow.")

    assert heard.points[0].ear is Ear.HEARD
    assert heard.points[0].evidence == "A network memorises its training data, so that score is too optimistic"
    assert heard.points[1].ear is not Ear.HEARD
    assert 0.4 < heard.score < 0.9


def test_nothing_said_is_nothing_heard() -> None:
    for answer in ("", " \n", "?!", "the of and"):
        heard = hear(ASKED, answer)
        assert heard.score == 0
        assert [point.evidence for point in heard.points] == ["", ""]
        assert heard.status in Status


def test_a_false_statement_costs_and_is_quoted() -> None:
    heard = hear(ASKED, "I would tune the hyperparameters on the test set.")

    assert heard.mistakes == ((0, "I would tune the hyperparameters on the test set"),)


@pytest.mark.parametrize(
    "said",
    [
        "I would never tune the hyperparameters on the test set.",
        "And don't tune hyperparameters on the test set, the validation set is there for it.",
    ],
)
def test_what_one_would_never_do_is_no_mistake(said: str) -> None:
    assert not hear(ASKED, said).mistakes


@pytest.mark.parametrize(
    "said",
    [
        "Don't worry, I would tune the hyperparameters on the test set.",
        "It isn't hard. I would tune the hyperparameters on the test set.",
    ],
)
def test_a_denial_ends_with_its_clause(said: str) -> None:
    assert hear(ASKED, said).mistakes


def test_a_mistake_that_denies_something_is_heard_by_its_denial() -> None:
    asked = replace(ASKED, mistakes=("I would not hold any rows back",))

    assert hear(asked, "Well, I wouldn't hold any of the rows back.").mistakes
