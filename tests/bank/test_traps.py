"""Traps that cannot be told apart."""

from collections.abc import Callable

import pytest

from tests.bank.written import numeric, template

Told = Callable[..., list[str]]
MEND = "keep one, or choose numbers that part them"
DRAWN = "{n: {int: [1, 99]}, m: {int: [1, 99]}}"


def drawn(traps: str, kinds: str = DRAWN) -> str:
    return template(kinds, "1000 + n + m").replace("  why:", f"  traps: {{{traps}}}\n  why:")


@pytest.mark.parametrize(
    ("words", "faults"),
    [
        (
            numeric(traps="5: a, 10 / 2: b, 6: c"),
            [f"6: W11 the traps `10 / 2` and `5` coincide within the tolerance: {MEND}"],
        ),
        (
            numeric(traps="5: a, 5.05: b"),
            [f"6: W11 the traps `5` and `5.05` coincide within the tolerance: {MEND}"],
        ),
        (numeric(traps="5: a, 5.2: b"), []),
        (
            drawn("n + n: a, 2 * n: b, 3 * n: c"),
            [f"6: W11 the traps `2 * n` and `n + n` coincide within the tolerance in 25 of 25 variants: {MEND}"],
        ),
        (drawn("n: a, m: b"), []),
    ],
    ids=["equal", "near", "apart", "of a template", "now and then"],
)
def test_traps_that_coincide_are_told(told: Told, words: str, faults: list[str]) -> None:
    assert told(words) == faults
