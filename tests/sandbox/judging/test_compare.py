"""What is equal in value is equal, whatever NumPy does to it; all else is named by its kind."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from bot.sandbox.inside.compare import difference
from bot.sandbox.inside.examples import BROKEN, agrees, alike, arguments, shown
from bot.sandbox.inside.plain import encode
from tests.sandbox.judging.test_plain import VALUES

NONE = (0.0, 0.0)
FRAME = pd.DataFrame({"a": [1, 2], "b": ["x", None]}, index=[3, 4])


@given(VALUES)
def test_a_value_equals_itself(value: Any) -> None:
    text = repr(value)
    assert difference(value, value, NONE) == "" or "nan" in text


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (np.float64(0.5), 0.5),
        (0.5, np.float32(0.5)),
        (np.int8(3), 3),
        (np.bool_(1), True),
        (np.str_("a"), "a"),
        (0.1 + 0.2, 0.3),
        (float("nan"), float("nan")),
        (1 + 2j, 1 + 2.0000000000000004j),
        ([1, (2.0, {"a": {3}})], [1, (2.0, {"a": {3}})]),
        ({"b": 1, "a": 2}, {"a": 2, "b": 1}),
        (np.array([0.1 + 0.2, np.nan, np.inf]), np.array([0.3, np.nan, np.inf])),
        (np.array([0.1], "f4") * 3, np.array([0.3], "f4")),
        (np.array([1j, np.nan]), np.array([1j, np.nan])),
        (np.array(["a"], "U9"), np.array(["a"], "U1")),
        (np.array(["2026", "NaT"], "M8[D]"), np.array(["2026", "NaT"], "M8[D]")),
        (np.datetime64("2026-01-01"), np.datetime64("2026-01-01")),
        (FRAME * 1, FRAME),
        (FRAME.a.astype(float) + 1e-12, FRAME.a.astype(float)),
        (np.empty((0, 2)), np.empty((0, 2))),
    ],
)
def test_what_is_equal(got: Any, want: Any) -> None:
    assert difference(got, want, NONE) == ""


@pytest.mark.parametrize(
    ("got", "want", "kind"),
    [
        (1, 1.0, "wrong type"),
        (True, 1, "wrong type"),
        (np.array(1.0), 1.0, "wrong type"),
        ([1], (1,), "wrong type"),
        ("1", 1, "wrong type"),
        (None, 0, "wrong type"),
        (np.ones(2), [1.0, 1.0], "wrong type"),
        (FRAME.a, FRAME, "wrong type"),
        (1, 2, "wrong value"),
        (0.3001, 0.3, "wrong value"),
        (float("nan"), 0.3, "wrong value"),
        (float("inf"), float("-inf"), "wrong value"),
        (1e308, float("inf"), "wrong value"),
        (1 + 2j, 1 + 3j, "wrong value"),
        ({1}, {2}, "wrong value"),
        (b"a", b"b", "wrong value"),
        ([1], [1, 2], "wrong length"),
        ([1, [2.0]], [1, [2.5]], "wrong value"),
        ({"a": 1}, {"b": 1}, "wrong keys"),
        ({"a": 1}, {"a": 1.0}, "wrong type"),
        (np.ones((2, 1)), np.ones(2), "wrong shape"),
        (np.ones(2, "f4"), np.ones(2), "wrong dtype"),
        (np.ones(2, int), np.ones(2), "wrong dtype"),
        (np.array(["a"]), np.array([b"a"]), "wrong dtype"),
        (np.array([1.0, np.nan]), np.array([1.0, 2.0]), "wrong value"),
        (np.array([1, 2]), np.array([1, 3]), "wrong value"),
        (np.array([1j]), np.array([2j]), "wrong value"),
        (np.array(["2026"], "M8[D]"), np.array(["NaT"], "M8[D]"), "wrong value"),
        (FRAME.iloc[:1], FRAME, "wrong shape"),
        (FRAME.set_axis([9, 4]), FRAME, "wrong index"),
        (FRAME.rename(columns={"a": "z"}), FRAME, "wrong columns"),
        (FRAME.a.rename("z"), FRAME.a, "wrong name"),
        (FRAME.astype({"a": float}), FRAME, "wrong dtype"),
        (FRAME.assign(b=["x", "y"]), FRAME, "wrong value"),
        (FRAME.assign(a=[1, 3]), FRAME, "wrong value"),
    ],
)
def test_what_is_not_is_named(got: Any, want: Any, kind: str) -> None:
    assert difference(got, want, NONE) == kind


def test_the_tolerance_is_kept() -> None:
    assert difference(1.05, 1.0, (0.1, 0.0)) == ""
    assert difference(11.0, 10.0, (0.0, 0.1)) == ""
    assert difference(np.array([1.05]), np.array([1.0]), (0.1, 0.0)) == ""
    assert difference(1.2, 1.0, (0.1, 0.0)) == "wrong value"
    assert difference(np.array([1.2]), np.array([1.0]), (0.1, 0.0)) == "wrong value"
    assert difference(2, 1, (5.0, 0.0)) == "wrong value"


def gave(value: Any) -> list[Any]:
    return ["gave", encode(value), "", ""]


@pytest.mark.parametrize(
    ("gives", "value"),
    [
        ("0.33", 1 / 3),
        ("[0.33, 1]", np.array([1 / 3, 1.0])),
        ("[1, 2]", (1, 2)),
        ("{'a': [1.0]}", {"a": np.ones(1)}),
        ("array([1., 2.])", np.array([1.0, 2.0])),
        ("None", None),
        ("'a'", "a"),
        ("3", 3.2 - 0.1),
    ],
)
def test_an_example_may_be_written_in_several_ways(gives: str, value: Any) -> None:
    assert agrees(gives, gave(value), NONE)


@pytest.mark.parametrize(
    ("gives", "value"),
    [
        ("0.34", 1 / 3),
        ("[1]", [1, 2]),
        ("[1, 2]", 3),
        ("True", 1),
        ("1", True),
        ("nix", 1),
        ("{'a': 1}", {"b": 1}),
        ("1", "1"),
    ],
)
def test_an_example_that_says_otherwise_is_seen(gives: str, value: Any) -> None:
    assert not agrees(gives, gave(value), NONE)


def test_an_exception_is_named_in_an_example() -> None:
    assert agrees("raises ValueError", ["raised", ["ValueError", "Exception"], "", ""], NONE)
    assert not agrees("3", ["raised", ["ValueError", "Exception"], "", ""], NONE)
    assert alike(1, 1, NONE)


@pytest.mark.parametrize("call", ["f(1", "g(1)", "f(x)", "f(a=1)", "f(1) + 1", "x.f(1)", "f(*[1])"])
def test_a_call_that_is_not_written_out_has_no_arguments(call: str) -> None:
    assert arguments(call, "f") is None


def test_the_arguments_of_a_call_are_read() -> None:
    assert arguments("f([0, 1], {'a': -2.5}, None)", "f") == [[0, 1], {"a": -2.5}, None]


def test_entries_are_shown_cut() -> None:
    assert shown(gave("x" * 500)) == "'" + "x" * 198 + "…"
    assert shown(["gave", b"nonsense", "", ""]) == BROKEN
    assert shown(["raised", ["KeyError"], "KeyError: 1", ""]) == "raised KeyError: 1"
    assert shown(["raised", ["KeyError"]]) == "['KeyError']"
    assert shown(["other", "a value of type X", "", ""]) == "a value of type X"
