"""The comparison of a submission's value with the reference's, where a question brings no check of its own.

What is graded: the type, the length or shape, the dtype and the values.

- Types are exact: a list is no tuple, and an int no float. A NumPy scalar stands for the Python one of its kind and the
  other way round, so `np.float64` counts as float; an array without dimensions is no scalar.
- Arrays have the reference's dtype; only the width of text does not count.
- Floats are equal within the question's tolerance, or within what rounding explains; NaN equals NaN, and an infinity
  the one of its sign. Integers, texts and truth values are equal exactly.
- The order of keys in a map does not count, nor that of members of a set.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

NOISE = 1e-9
TINY = 1e-15
ROUNDINGS = 64
"""So many steps of a coarse float type are noise too."""

TYPE, SIZE, SHAPE, DTYPE, VALUE, KEYS = (
    f"wrong {what}" for what in ("type", "length", "shape", "dtype", "value", "keys")
)


def difference(got: Any, want: Any, slack: tuple[float, float]) -> str:
    """Name the kind of difference between two plain values, such as `wrong shape`; empty where they are equal.

    Args:
        got: What the submission gave.
        want: What the reference gave.
        slack: How far off floats may be: |got - want| <= slack[0] + slack[1] * |want|.
    """
    got, want = _bare(got), _bare(want)
    if type(got) is not type(want):
        return TYPE
    if isinstance(want, np.ndarray | np.generic):
        return _arrays(np.asarray(got), np.asarray(want), slack)
    if type(want) in _BY_TYPE:
        return _BY_TYPE[type(want)](got, want, slack)
    if type(want).__module__.partition(".")[0] == "pandas":
        return _tables(got, want, slack)
    return "" if got == want else VALUE


def _bare(value: Any) -> Any:
    """Give the Python value of a NumPy scalar, where there is one of its kind."""
    if isinstance(value, np.generic) and value.dtype.kind in "biufcUS":
        return value.item()
    return value


def _floats(got: float, want: float, slack: tuple[float, float]) -> str:
    if math.isnan(want) or math.isnan(got):
        return "" if math.isnan(want) and math.isnan(got) else VALUE
    if math.isinf(want) or math.isinf(got):
        return "" if got == want else VALUE
    noise = NOISE * max(abs(got), abs(want)) + TINY
    return "" if abs(got - want) <= slack[0] + slack[1] * abs(want) + noise else VALUE


def _complexes(got: complex, want: complex, slack: tuple[float, float]) -> str:
    return _floats(got.real, want.real, slack) or _floats(got.imag, want.imag, slack)


def _members(got: Any, want: Any, slack: tuple[float, float]) -> str:
    if len(got) != len(want):
        return SIZE
    return next((kind for one, other in zip(got, want, strict=True) if (kind := difference(one, other, slack))), "")


def _maps(got: dict[Any, Any], want: dict[Any, Any], slack: tuple[float, float]) -> str:
    if got.keys() != want.keys():
        return KEYS
    return next((kind for key in want if (kind := difference(got[key], want[key], slack))), "")


_BY_TYPE: dict[type, Callable[[Any, Any, tuple[float, float]], str]] = {
    float: _floats,
    complex: _complexes,
    list: _members,
    tuple: _members,
    dict: _maps,
}


def _arrays(got: np.ndarray[Any, Any], want: np.ndarray[Any, Any], slack: tuple[float, float]) -> str:
    if got.shape != want.shape:
        return SHAPE
    if got.dtype != want.dtype and (got.dtype.kind != want.dtype.kind or want.dtype.kind not in "US"):
        return DTYPE
    if want.dtype.kind not in "fc":
        same = (got == want) | ((got != got) & (want != want))  # noqa: PLR0124 (no time equals itself)
        return "" if bool(np.all(same)) else VALUE
    if want.dtype.kind == "c":
        return _arrays(got.real, want.real, slack) or _arrays(got.imag, want.imag, slack)
    return "" if _all_near(got, want, slack) else VALUE


def _all_near(got: np.ndarray[Any, Any], want: np.ndarray[Any, Any], slack: tuple[float, float]) -> bool:
    step = max(NOISE, ROUNDINGS * float(np.finfo(want.dtype).eps))
    got, want = got.astype(np.float64), want.astype(np.float64)
    finite = np.isfinite(got) & np.isfinite(want)
    with np.errstate(all="ignore"):
        odd_alike = (got == want) | (np.isnan(got) & np.isnan(want))
        noise = step * np.maximum(np.abs(got), np.abs(want)) + TINY
        near = np.abs(got - want) <= slack[0] + slack[1] * np.abs(want) + noise
    return bool(np.all(np.where(finite, near, odd_alike)))


def _tables(got: Any, want: Any, slack: tuple[float, float]) -> str:
    """Compare two pandas tables or two columns of one."""
    if got.shape != want.shape:
        return SHAPE
    if difference(list(got.index), list(want.index), slack):
        return "wrong index"
    if want.ndim > 1 and list(got.columns) != list(want.columns):
        return "wrong columns"
    if want.ndim == 1 and got.name != want.name:
        return "wrong name"
    pairs = [(got, want)] if want.ndim == 1 else [(got.iloc[:, k], want.iloc[:, k]) for k in range(want.shape[1])]
    return next((kind for one, other in pairs if (kind := _columns(one, other, slack))), "")


def _columns(got: Any, want: Any, slack: tuple[float, float]) -> str:
    if got.dtype != want.dtype:
        return DTYPE
    if not np.array_equal(got.isna(), want.isna()):
        return VALUE
    there = ~want.isna().to_numpy()
    return difference(got[there].tolist(), want[there].tolist(), slack)
