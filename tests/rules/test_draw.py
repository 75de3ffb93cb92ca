"""Draws are the documented ones, for ever, and fair."""

from collections import Counter
from hashlib import sha256
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.draw import Draws

DRAWS = Draws("base-rate-alarm", 1, 7)
seeds = st.integers(0, 2**64 - 1)


def test_the_documented_example() -> None:
    digest = sha256(b"2:f11:22:701:n1:0").digest()
    assert int.from_bytes(digest[:8], "big") % 10 == 2
    assert Draws("f1", 2, 70).integer("n", 0, 9) == 2


def test_golden_vectors() -> None:
    assert DRAWS.integer("base/0", 5, 30) == 14
    assert DRAWS.integer("x", -3, 2**64 - 4) == 11850883819542266969
    assert DRAWS.choice("c", 4) == 0
    assert DRAWS.shuffle("options", 4) == (3, 0, 1, 2)
    assert DRAWS.shuffle("options", 10) == (6, 9, 0, 8, 3, 7, 5, 4, 1, 2)
    assert Draws("größe", 3, 2**64 - 1).integer("α", 0, 999) == 171
    assert Draws("größe", 3, 2**64 - 1).shuffle("options", 3) == (1, 2, 0)


def word(question_id: str, version: int, seed: int, name: str, counter: int) -> int:
    """Say the documentation again in other words."""
    fields = [question_id, str(version), str(seed), name, str(counter)]
    text = "".join(f"{len(field.encode())}:{field}" for field in fields)
    return int(sha256(text.encode()).hexdigest()[:16], 16)


@given(st.text(st.characters(codec="utf-8"), max_size=9), st.integers(1, 99), seeds, st.integers(1, 2**64))
def test_an_integer_is_the_first_word_not_rejected(question_id: str, version: int, seed: int, span: int) -> None:
    counter = 0
    while (drawn := word(question_id, version, seed, "n", counter)) >= 2**64 // span * span:
        counter += 1
    assert Draws(question_id, version, seed).integer("n", 5, 4 + span) == 5 + drawn % span


def test_words_above_the_last_whole_multiple_are_rejected() -> None:
    span = 2**63 + 1
    first, second, third = (word("q1", 1, 0, "n", counter) for counter in range(3))
    assert first >= span
    assert second >= span > third
    assert Draws("q1", 1, 0).integer("n", 0, span - 1) == third


def test_fields_do_not_run_into_each_other() -> None:
    assert (
        len({Draws(*fields).integer("n", 0, 2**64 - 1) for fields in [("q1", 1, 1), ("q", 11, 1), ("q", 1, 11)]}) == 3
    )
    assert Draws("q", 1, 1).integer("1n", 0, 2**64 - 1) != Draws("q", 1, 11).integer("n", 0, 2**64 - 1)


@given(seeds, st.integers(-(10**9), 10**9), st.integers(0, 10**9))
def test_an_integer_lies_within_its_ends(seed: int, low: int, more: int) -> None:
    assert low <= Draws("q", 1, seed).integer("n", low, low + more) <= low + more


@given(seeds, st.integers(0, 30))
def test_a_shuffle_is_a_permutation(seed: int, n: int) -> None:
    assert sorted(Draws("q", 1, seed).shuffle("options", n)) == list(range(n))


@pytest.mark.parametrize(("low", "high"), [(1, 0), (0, 2**64)])
def test_nothing_can_be_drawn(low: int, high: int) -> None:
    with pytest.raises(ValueError, match="nothing can be drawn"):
        DRAWS.integer("n", low, high)
    with pytest.raises(ValueError, match="nothing can be drawn"):
        DRAWS.choice("n", 0)


def test_every_number_and_every_order_is_as_likely() -> None:
    numbers = Counter(Draws("q", 1, seed).integer("n", 1, 6) for seed in range(6_000))
    orders = Counter(Draws("q", 1, seed).shuffle("o", 3) for seed in range(6_000))
    assert set(numbers) == set(range(1, 7))
    assert set(orders) == set(permutations(range(3)))
    for counts in (numbers, orders):
        # Chi-squared with 5 degrees of freedom exceeds 20.5 once in a thousand; these draws are fixed.
        assert sum((count - 1_000) ** 2 / 1_000 for count in counts.values()) < 20.5
