"""What the bank gives away to whoever guesses, and what its templates bring in many draws."""

import math

import pytest
from scipy.stats import chi2

from bot.bank.guessing import GUESSERS, edges, key_places, unevenness
from bot.rules.numbers import within
from bot.rules.question import Distractor, Question, SingleChoice
from bot.rules.variants import draw_variant
from tests.samples import NUMERIC, SINGLE
from tests.stock import bank_of

QUESTIONS = [entry.question for entry in bank_of().entries.values()]
TEMPLATES = {question.id: question for question in QUESTIONS if question.template is not None}
EDGE = 0.05
UNLIKELY = 0.05
DRAWS, FEWEST = 200, 20


def choice(right: str, *wrong: str) -> Question:
    body = SingleChoice(right, tuple(Distractor(text, "so") for text in wrong))
    return Question("q", SINGLE.topic, SINGLE.level, "Which?", body)


def test_a_guesser_takes_the_heaviest_by_lot_among_equals() -> None:
    bank = [choice("long one", "a", "b", "c"), choice("aa", "bb", "c", "d"), choice("a", "long one", "b", "c"), NUMERIC]
    assert edges(bank)["longest"] == pytest.approx((1 + 1 / 2 + 0) / 3 - 1 / 4)
    assert edges([choice("it usually falls", "it falls", "it rises")])["most hedged"] == pytest.approx(2 / 3)
    assert edges([choice("`fit` on 3 rows", "fit", "rows")])["most technical"] == pytest.approx(2 / 3)
    assert edges([NUMERIC]) == dict.fromkeys(GUESSERS, 0.0)


def test_places_of_keys_are_counted_by_number_of_options() -> None:
    [(size, counts)] = key_places([choice("a", "b", "c"), NUMERIC]).items()
    assert (size, sum(counts), len(counts)) == (3, 50, 3)
    assert key_places([choice("a", "b", "c")], range(1))[3].count(0) == 2
    assert unevenness([10, 20, 30]) == pytest.approx(10.0)


def test_guessing_by_looks_does_not_pay_in_this_bank() -> None:
    assert {name: edge for name, edge in edges(QUESTIONS).items() if edge > EDGE} == {}


def test_keys_stand_everywhere_alike() -> None:
    for size, counts in key_places(QUESTIONS).items():
        assert chi2.sf(unevenness(counts), size - 1) > UNLIKELY, (size, counts)


@pytest.mark.parametrize("name", TEMPLATES)
def test_many_draws_of_a_template_are_sound(name: str) -> None:
    shown = set()
    for seed in range(DRAWS):
        variant = draw_variant(TEMPLATES[name], seed)
        key = variant.number
        shown.add((variant.text, variant.code, tuple(sorted(option.text for option in variant.options))))
        if key is not None:
            assert math.isfinite(key.value)
            assert not [message for value, message in key.traps if within(value, key.value, key.tolerance)]
    assert len(shown) >= FEWEST
