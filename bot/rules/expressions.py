"""Arithmetic that questions and people write, evaluated within bounds; the only door to simpleeval, and no way to code.

Allowed: numbers, names, `+ - * / // % **`, comparisons (chained too), `and or not`, `a if c else b`, the constants
`pi` and `e`, and the functions in `FUNCTIONS`. It ends quickly by construction: every expression is short, every
operation has bounded operands, and nothing loops, so that no timer is needed.
"""

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from simpleeval import InvalidExpression, SimpleEval

Number = int | float
Value = int | float | bool | str

MAX_CHARACTERS = 1_000
MAX_NODES = 200
MAX_DEPTH = 100
MAX_INTEGER = 10**15
MAX_EXPONENT = 64
MAX_DIGITS = 15

CONSTANTS: Mapping[str, float] = MappingProxyType({"pi": math.pi, "e": math.e})


class ExpressionFault(ValueError):
    """An expression is refused, or has no value; the text is one short sentence without a full stop."""


def _number(value: object) -> Number:
    """Give a value back that an operation may take or give."""
    if not isinstance(value, int | float):
        raise ExpressionFault("only numbers can be calculated with")
    if isinstance(value, int) and abs(value) >= MAX_INTEGER:
        raise ExpressionFault("a whole number reaches 1e15")
    if not math.isfinite(value):
        raise ExpressionFault("a value is not finite")
    return value


def _bounded(function: Callable[..., object]) -> Callable[..., Number]:
    """Check what goes into an operation and what comes out."""

    def checked(*values: object) -> Number:
        return _number(function(*map(_number, values)))

    return checked


def _power(base: Number, exponent: Number) -> object:
    if abs(exponent) > MAX_EXPONENT:
        raise ExpressionFault(f"an exponent is above {MAX_EXPONENT}")
    return base**exponent


def _round(value: Number, digits: int = 0) -> Number:
    if abs(digits) > MAX_DIGITS:
        raise ExpressionFault(f"round() takes at most {MAX_DIGITS} digits")
    return round(value, digits) if digits else round(value)


def _factorial(n: int) -> int:
    if n >= MAX_EXPONENT:
        raise ExpressionFault("a whole number reaches 1e15")
    return math.factorial(n)


def _comb(n: int, k: int) -> int:
    # Any number of ways with both k and n - k above 64 is far beyond 1e15, and slow to find.
    if min(k, n - k) > MAX_EXPONENT:
        raise ExpressionFault("a whole number reaches 1e15")
    return math.comb(n, k)


def _normal_cdf(z: float) -> float:
    return math.erfc(-z / math.sqrt(2)) / 2


# min and max of a single number would be taken for a collection: two at least.
def _least(first: Number, second: Number, *more: Number) -> Number:
    return min(first, second, *more)


def _most(first: Number, second: Number, *more: Number) -> Number:
    return max(first, second, *more)


_UNBOUNDED: dict[str, Callable[..., object]] = {
    "abs": abs,
    "ceil": math.ceil,
    "comb": _comb,
    "exp": math.exp,
    "factorial": _factorial,
    "floor": math.floor,
    "log": math.log,
    "log10": math.log10,
    "log2": math.log2,
    "max": _most,
    "min": _least,
    "Phi": _normal_cdf,
    "round": _round,
    "sqrt": math.sqrt,
}

FUNCTIONS: Mapping[str, Callable[..., Number]] = MappingProxyType(
    {name: _bounded(function) for name, function in _UNBOUNDED.items()}
)
"""By name; `log` is natural or takes a base, `Phi` is the standard normal distribution function."""

RESERVED = frozenset(CONSTANTS) | frozenset(FUNCTIONS)
"""Names that a template cannot take."""

_OPERATORS: dict[type[ast.AST], Callable[..., object]] = {
    ast.Add: _bounded(operator.add),
    ast.Sub: _bounded(operator.sub),
    ast.Mult: _bounded(operator.mul),
    ast.Div: _bounded(operator.truediv),
    ast.FloorDiv: _bounded(operator.floordiv),
    ast.Mod: _bounded(operator.mod),
    ast.Pow: _bounded(_power),
    ast.UAdd: _bounded(operator.pos),
    ast.USub: _bounded(operator.neg),
    ast.Not: operator.not_,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}

# One evaluator for all threads, since making one touches the process's warning filters; the names come from here.
_SCOPE: ContextVar[Mapping[str, Value]] = ContextVar("names of the expression being evaluated")
_EVALUATOR = SimpleEval(operators=_OPERATORS, functions=dict(FUNCTIONS), names=lambda node: _SCOPE.get()[node.id])


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that may be evaluated.

    Attributes:
        text: As written, with single spaces.
        names: What it needs to be given; constants and functions are not among them.
        parts: How many numbers, names and operations it has, which is what evaluating it costs.
    """

    text: str
    names: frozenset[str]
    parts: int
    _tree: ast.expr = field(repr=False, compare=False)

    def value(self, names: Mapping[str, Value] = MappingProxyType({})) -> Value:
        """Evaluate it.

        Args:
            names: At least those of `self.names`; `pi` and `e` always mean the constants.

        Returns:
            A finite number below 1e15 if whole, a truth value, or a text that a name stands for.

        Raises:
            ExpressionFault: A name is missing, or it has no such value (division by zero, too large, …).
        """
        if missing := sorted(self.names - names.keys()):
            raise ExpressionFault(f"there is no name {missing[0]!r} here")
        token = _SCOPE.set({**names, **CONSTANTS})
        try:
            result: Value = _EVALUATOR.eval(self.text, previously_parsed=self._tree)
        except ExpressionFault:
            raise
        except ZeroDivisionError as cause:
            raise ExpressionFault("it divides by zero") from cause
        except OverflowError as cause:
            raise ExpressionFault("a value is too large") from cause
        except ValueError as cause:
            raise ExpressionFault("it has no value, as the root or logarithm of a negative number") from cause
        except (TypeError, InvalidExpression, RecursionError) as cause:
            raise ExpressionFault("an operation is given too few, too many or the wrong kind of values") from cause
        finally:
            _SCOPE.reset(token)
        return result if isinstance(result, str) else _number(result)


_SIGNS = re.compile(r"[^A-Za-z0-9_+\-*/%().,<>=! ]")
# A digit or a point where a number would begin, and no plain number stands there: 0x1f, 1_000, 2j, 1.2.3, ().real.
_ODD_NUMBER = re.compile(r"(?<![\w.])(?!(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w.]))[\d.]")
_PLAIN = (ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp)
_ONLY = "only numbers, names, + - * / // % **, comparisons, and/or/not, `a if c else b` and known functions are allowed"


@lru_cache(maxsize=2_048)
def parse(text: str) -> Expression:
    """Read an expression without evaluating it.

    Raises:
        ExpressionFault: It is empty, too long or deep, malformed, or holds more than the module allows.
    """
    if len(text) > MAX_CHARACTERS:
        raise ExpressionFault(f"an expression has at most {MAX_CHARACTERS:,} characters")
    line = " ".join(text.split())
    if not line:
        raise ExpressionFault("an expression is missing")
    if sign := _SIGNS.search(line):
        raise ExpressionFault(f"the sign {sign.group()!r} is not allowed")
    if _ODD_NUMBER.search(line):
        raise ExpressionFault("numbers are written plainly, such as 1000, 0.5 or 1e-3")
    try:
        tree = ast.parse(line, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as cause:
        raise ExpressionFault("it is not a whole expression: look for a missing sign or bracket") from cause
    return Expression(line, *_check(tree), tree)


def names(text: str) -> frozenset[str]:
    """Give the names that an expression needs.

    Raises:
        ExpressionFault: It is refused, see `parse`.
    """
    return parse(text).names


def _check(tree: ast.expr) -> tuple[frozenset[str], int]:
    """Walk the tree without recursion and give its free names and the number of its parts, or refuse it."""
    found: set[str] = set()
    waiting: list[tuple[ast.expr, int]] = [(tree, 1)]
    seen = 0
    while waiting:
        node, depth = waiting.pop()
        seen += 1
        if seen > MAX_NODES or depth > MAX_DEPTH:
            raise ExpressionFault(f"it is too long or too deep: at most {MAX_NODES} parts, {MAX_DEPTH} deep")
        waiting += ((child, depth + 1) for child in _children(node, found))
    return frozenset(found), seen


def _children(node: ast.expr, found: set[str]) -> list[ast.expr]:
    """Refuse a node, or note its name and give the nodes under it."""
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            _number(value)
            return []
        case ast.Name(id=name) if name in FUNCTIONS:
            raise ExpressionFault(f"{name} is a function: write {name}(…)")
        case ast.Name(id=name):
            if name not in CONSTANTS:
                found.add(name)
            return []
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
            if name not in FUNCTIONS:
                raise ExpressionFault(f"there is no function {name!r}; there are {', '.join(FUNCTIONS)}")
            return arguments
        case ast.Tuple():
            raise ExpressionFault("a comma only parts the arguments of a function; decimals take a point")
        case _ if isinstance(node, _PLAIN) and not _unknown_operator(node):
            return [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
        case _:
            raise ExpressionFault(_ONLY)


def _unknown_operator(node: Any) -> bool:
    """Whether it uses an operator (such as `is` or `@`) that is not on the list; `and` and `or` are parts of Python."""
    if isinstance(node, ast.IfExp | ast.BoolOp):
        return False
    return any(type(sign) not in _OPERATORS for sign in (node.ops if isinstance(node, ast.Compare) else [node.op]))
