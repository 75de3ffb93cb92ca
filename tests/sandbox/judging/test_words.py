"""The words of pytest that stand in for it mean what they mean there."""

import math

import numpy as np
import pytest

from bot.sandbox.inside import words

NEAR = words.module().approx


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (0.1 + 0.2, 0.3),
        ([0.1 + 0.2, 1], [0.3, 1.0]),
        ((0.1 + 0.2,), (0.3,)),
        ({"a": 0.1 + 0.2}, {"a": 0.3}),
        (np.array([0.1 + 0.2]), np.array([0.3])),
        (np.array([0.1 + 0.2]), [0.3]),
        (float("inf"), float("inf")),
        ("x", "x"),
        (1e-13, 0.0),
    ],
)
def test_what_is_near_is_equal(got: object, want: object) -> None:
    assert got == NEAR(want)
    assert NEAR(want) == got
    assert got == pytest.approx(want)


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (0.3001, 0.3),
        ([0.3], [0.3, 1.0]),
        ({"a": 0.3}, {"b": 0.3}),
        (np.ones(2), np.ones(3)),
        (float("nan"), float("nan")),
        (1e308, float("inf")),
        ("x", 1.0),
        (None, 1.0),
        (3, [3]),
        (3, {"a": 3}),
    ],
)
def test_what_is_not_near_is_not(got: object, want: object) -> None:
    assert got != NEAR(want)


def test_tolerances_are_kept() -> None:
    assert NEAR(100, rel=0.01) == 101
    assert NEAR(100, abs=0.5) == 100.4
    assert NEAR(100, abs=0.5) != 100.6
    assert NEAR(100, abs=1e-9) != 100.00001
    assert NEAR(math.nan, nan_ok=True) == math.nan  # noqa: PLW0177 (it is what is asked for)
    assert repr(NEAR([1])) == "approx([1])"


def test_raises_lets_pass_and_complains() -> None:
    with words.raises(ValueError, match="b.d") as caught:
        raise ValueError("bad")
    assert str(caught.value) == "bad"
    words.raises(ValueError, int, "x")
    with pytest.raises(AssertionError, match="nothing raised ValueError"), words.raises(ValueError):
        pass
    with pytest.raises(AssertionError, match="nothing raised"), words.raises((ValueError, KeyError)):
        pass
    with pytest.raises(AssertionError, match="does not match"), words.raises(ValueError, match="good"):
        raise ValueError("bad")
    with pytest.raises(KeyError), words.raises(ValueError):
        raise KeyError


def test_fail_and_skip() -> None:
    with pytest.raises(AssertionError, match="no"):
        words.fail("no")
    with pytest.raises(words.Skipped):
        words.skip("later")


def test_parametrize_multiplies() -> None:
    @words.parametrize("a", [1, 2])
    @words.parametrize(["b", "c"], [(3, 4)])
    def test(a: int, b: int, c: int) -> None: ...

    assert list(words.arguments_of(test)) == [{"b": 3, "c": 4, "a": 1}, {"b": 3, "c": 4, "a": 2}]
