"""How growth is computed and what of it holds."""

import math

import pytest

from bot.rules.code import Quality
from bot.sandbox.judging.pace import Pace, scaling, slope


def test_a_slope_is_the_exponent() -> None:
    assert slope([(n, 3e-9 * n**1.5) for n in (10, 100, 1000)]) == pytest.approx(1.5)
    assert slope([(10, 1.0)]) == math.inf


def test_what_is_no_worse_than_the_reference_holds() -> None:
    assert scaling(Pace(2.2, 2.0, 1.0, ""), 1.3).held
    assert not scaling(Pace(2.3, 2.0, 1.0, ""), 1.3).held
    assert scaling(Pace(1.3, 0.5, 1.0, ""), 1.3).held
    assert scaling(Pace(1.31, 0.5, 1.0, ""), 1.3) == Quality(
        "scaling", False, "time grows as n^1.31 (asked: at most n^1.3)"
    )
