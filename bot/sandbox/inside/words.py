"""The words of pytest that people's tests may use where pytest itself is not there: raises, approx, parametrize."""

import math
import re
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Self

import numpy as np

ARGUMENTS = "__arguments__"


class Skipped(Exception):
    """A test that says it does not apply."""


class Raises:
    """Holds where its block raises what is expected.

    Args:
        expected: A class of exceptions, or several.
        match: A pattern that the text must contain.

    Attributes:
        value: The exception, once it was raised.
    """

    def __init__(self, expected: Any, match: str | None = None) -> None:
        self._expected = expected
        self._match = match
        self.value: BaseException | None = None

    def __enter__(self) -> Self:
        """Expect it from here on."""
        return self

    def __exit__(self, kind: object, fault: BaseException | None, trace: object) -> bool:
        """Fail where it was not raised; let pass what is none of it."""
        if fault is None:
            raise AssertionError(f"nothing raised {getattr(self._expected, '__name__', self._expected)}")
        if not isinstance(fault, self._expected):
            return False
        if self._match is not None and not re.search(self._match, str(fault)):
            raise AssertionError(f"{str(fault)!r} does not match {self._match!r}")
        self.value = fault
        return True


def raises(expected: Any, *call: Any, match: str | None = None, **more: Any) -> Raises:
    """Expect an exception from a block, or from the call of a function that is given."""
    expecting = Raises(expected, match)
    if call:
        with expecting:
            call[0](*call[1:], **more)
    return expecting


class Approx:
    """Equals what is near: numbers, and lists, tuples, maps and arrays of them.

    Args:
        expected: What is expected.
        rel: How far off as a share of it, 1e-6 where nothing is said.
        abs: How far off, 1e-12 where nothing is said.
        nan_ok: Whether NaN equals NaN.
    """

    __hash__ = None  # type: ignore[assignment]  # what equals by nearness has no hash
    __array_ufunc__ = None  # an array leaves the comparison to this

    def __init__(
        self,
        expected: Any,
        rel: float | None = None,
        abs: float | None = None,  # noqa: A002 (pytest's word for it)
        *,
        nan_ok: bool = False,
    ) -> None:
        self._expected = expected
        self._slack = rel, abs
        self._nan_ok = nan_ok

    def __eq__(self, other: object) -> bool:
        """Tell whether it is near enough."""
        return self._near(other, self._expected)

    def __repr__(self) -> str:
        """Show what is expected."""
        return f"approx({self._expected!r})"

    def _near(self, got: Any, want: Any) -> bool:
        if isinstance(want, np.ndarray):
            return np.shape(got) == want.shape and self._near(np.asarray(got).ravel().tolist(), want.ravel().tolist())
        if isinstance(got, np.ndarray):
            return self._near(got.tolist(), want)
        if isinstance(want, Mapping):
            return (
                isinstance(got, Mapping)
                and got.keys() == want.keys()
                and all(self._near(got[k], want[k]) for k in want)
            )
        if isinstance(want, Sequence) and not isinstance(want, str | bytes):
            pairs = zip(got, want, strict=True) if isinstance(got, Sequence) and len(got) == len(want) else None
            return pairs is not None and all(self._near(one, other) for one, other in pairs)
        return self._close(got, want)

    def _close(self, got: Any, want: Any) -> bool:
        try:
            if got == want:
                return True
            if math.isnan(want) or math.isinf(want):
                return self._nan_ok and math.isnan(want) and math.isnan(got)
            rel, floor = self._slack
            share = (1e-6 if rel is None and floor is None else rel or 0.0) * abs(want)
            return bool(abs(got - want) <= max(share, 1e-12 if floor is None else floor))
        except TypeError:
            return False


def parametrize(names: str | Sequence[str], values: Sequence[Any], **_: Any) -> Callable[[Any], Any]:
    """Have a test run once with each of some values."""
    keys = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
    given = [dict(zip(keys, value if len(keys) > 1 else [value], strict=True)) for value in values]

    def mark(test: Any) -> Any:
        before = getattr(test, ARGUMENTS, [{}])
        setattr(test, ARGUMENTS, [{**more, **one} for more in before for one in given])
        return test

    return mark


def arguments_of(test: Any) -> Iterator[Mapping[str, Any]]:
    """Give the arguments that a test is run with, one after the other."""
    yield from getattr(test, ARGUMENTS, [{}])


def fail(reason: str = "") -> None:
    """Fail a test.

    Raises:
        AssertionError: Always.
    """
    raise AssertionError(reason)


def skip(reason: str = "") -> None:
    """Leave a test out.

    Raises:
        Skipped: Always.
    """
    raise Skipped(reason)


def module() -> types.ModuleType:
    """Give a module `pytest` of these words."""
    made = types.ModuleType("pytest")
    made.__dict__.update(raises=raises, approx=Approx, fail=fail, skip=skip)
    made.__dict__["mark"] = types.SimpleNamespace(parametrize=parametrize)
    return made
