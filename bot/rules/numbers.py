"""How numbers are printed, how typed ones are read, and when two are the same; what an answer is worth is elsewhere.

Reading, in order of doubt:
- A point is decimal (`1.234`), unless there are several and they group thousands (`1.234.567`).
- A comma followed by exactly three digits after a group of one to three that begins with no zero is thousands
  (`1,234` is 1234); any other single comma is decimal (`0,16`, `1,5`, `0,160`, `1234,567`). With both signs, the last
  one is decimal (`1,234.5`, `1.234,5`). Spaces, apostrophes and underscores may group thousands too (`1 000`).
- With a function (`max(1, 2)`) a comma parts its arguments, and decimals take a point.
- `16 %` is 0.16; where the answer's unit is `%`, `16` and `16 %` are both 16. Other units may be left out, and another
  unit of the same kind is converted: `1.5 GiB` is 1536 where MiB are wanted.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite

from bot.rules.errors import RuleBroken
from bot.rules.expressions import CONSTANTS, FUNCTIONS, ExpressionFault, parse
from bot.rules.question import Tolerance
from bot.rules.text import plain
from bot.rules.units import take

SIGNIFICANT_DIGITS = 6
MOST_WHOLE_DIGITS = 15
NOISE = 1e-9
TINY = 1e-15

HOW_TO_WRITE = "I could not read that as one number. Write it like 0.16, 16 %, or a sum: 9/(9+20)."


@dataclass(frozen=True, slots=True)
class Read:
    """A number somebody typed, and how it was understood: `0.310345`, or `1536 MiB` where its unit was converted."""

    value: float
    shown: str


def show(value: float) -> str:
    """Print a number by the one rule there is.

    A whole number below 1e15 has no point. Any other is rounded half-even to six significant digits, but never inside
    its whole part, and ends without zeros (0.1 + 0.2 is `0.3`, 1234567.8 is `1234568`). From 1e-4 to below 1e15 it is
    written out; outside with an exponent (`1.5e-5`, `6.02e23`). The minus is ASCII, so that code stays valid; -0 is 0.

    Raises:
        ValueError: It is not finite.
    """
    exact = Decimal(value)
    if not exact.is_finite():
        raise ValueError(f"{value} cannot be shown")
    if exact == exact.to_integral_value() and abs(exact) < 10**MOST_WHOLE_DIGITS:
        return str(int(exact))
    whole = exact.adjusted() + 1
    digits = whole if SIGNIFICANT_DIGITS < whole <= MOST_WHOLE_DIGITS else SIGNIFICANT_DIGITS
    rounded = Decimal(f"{exact:.{digits - 1}e}").normalize()
    if Decimal("1e-4") <= abs(rounded) < 10**MOST_WHOLE_DIGITS:
        return f"{rounded:f}"
    mantissa, _, exponent = f"{rounded:e}".partition("e")
    return f"{mantissa}e{int(exponent)}"


def within(given: float, key: float, tolerance: Tolerance) -> bool:
    """Tell whether a number counts as the key: |given - key| <= abs + rel * |key|, plus the noise of floats."""
    noise = NOISE * max(abs(given), abs(key)) + TINY
    return abs(given - key) <= tolerance.abs + tolerance.rel * abs(key) + noise


def read(text: str, unit: str = "") -> Read:
    """Read what a person typed as a number.

    Args:
        text: A number, a fraction, a percentage or a sum; see the module for what is read how.
        unit: The answer's unit, which may stand before or after the number, be left out, or be another of its kind.

    Raises:
        RuleBroken: `not_a_number` or `wrong_unit`.
    """
    taken = take(_bare(text, unit), unit)
    try:
        value = parse(_arithmetic(taken.rest)).value()
    except ExpressionFault as cause:
        raise RuleBroken("not_a_number", HOW_TO_WRITE) from cause
    if isinstance(value, bool | str):
        raise RuleBroken("not_a_number", HOW_TO_WRITE)
    if taken.factor == 1:
        return Read(float(value) + 0.0, show(value))
    converted = float(value) * float(taken.factor)
    if not isfinite(converted):
        raise RuleBroken("not_a_number", HOW_TO_WRITE)
    return Read(converted + 0.0, f"{show(converted)} {unit}".rstrip())


_LEAD = re.compile(r"(?:[=~≈≃≅]|(?:about|approximately|approx|around|roughly|circa|ca)\b\.?)\s*")
_PERCENT = re.compile(r"\b(?:percent|per cent|pct)\b")
_WORD = re.compile(r"[a-z_][a-z0-9_]*")
_MEANS = {"ln": "log", "phi": "Phi"}
_KNOWN = frozenset(CONSTANTS) | frozenset(FUNCTIONS)
# A digit group that begins with no zero, then groups of three: spaces, apostrophes or underscores between them.
_GROUPED = re.compile(r"(?<![\w.,'])[1-9]\d{0,2}(?:([ '_])\d{3})(?:\1\d{3})*(?![\d'_]| \d)")
_NUMBER = re.compile(r"(?<![\w.,])([\d.,]*\d[\d.,]*)(e[+-]?\d+)?( ?%)?")
_COMMA_GROUPS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+")
_POINT_GROUPS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_DECIMAL = re.compile(r"(\d*)(?:\.(\d*))?")


def _bare(text: str, unit: str) -> str:
    """Give the text in plain signs and small letters, without lead-in, closing point and the signs of a percentage."""
    line = plain(text)
    line = re.sub(r"(?<=\d)\.$", "", line)
    while lead := _LEAD.match(line):
        line = line[lead.end() :]
    line = _PERCENT.sub("%", line)
    return line.replace("%", "").rstrip() if plain(unit) == "%" else line


def _arithmetic(line: str) -> str:
    """Turn plain signs into an expression.

    Raises:
        ExpressionFault: A word or a number in it cannot be read.
    """
    line = _GROUPED.sub(lambda group: re.sub(r"[ '_]", "", group[0]), line).replace("^", "**")
    if unknown := {_MEANS.get(word, word) for word in _WORD.findall(_NUMBER.sub("0", line))} - _KNOWN:
        raise ExpressionFault(f"{min(unknown)!r} is not a number")
    calls = any(f"{name.lower()}(" in line.replace(" ", "") for name in (*FUNCTIONS, *_MEANS))
    line = _NUMBER.sub(lambda found: _number(found, calls=calls), line)
    if "%" in line:
        raise ExpressionFault("% stands after a number")
    return _WORD.sub(lambda word: _MEANS.get(word[0], word[0]), line)


def _number(found: re.Match[str], *, calls: bool) -> str:
    """Write one typed number as an expression does.

    Raises:
        ExpressionFault: Its points and commas make no sense, or it is a percentage that something is divided by.
    """
    digits, exponent, percent = found[1], found[2] or "", found[3] or ""
    if not calls:
        digits = _with_point(digits)
    plainly = ",".join(_without_zeros(part) for part in digits.split(","))
    # Away from functions, whole numbers are calculated as decimals, so that 2·10^20 is not refused.
    if not (calls or exponent or "." in plainly):
        plainly += ".0"
    if not percent:
        return plainly + exponent
    if found.string[: found.start()].rstrip().endswith(("/", "**")):
        raise ExpressionFault("a percentage cannot be divided by")
    return f"({plainly}{exponent}/100)"


def _with_point(digits: str) -> str:
    """Settle which sign is decimal and which groups thousands.

    Raises:
        ExpressionFault: Neither reading makes sense.
    """
    whole, comma, rest = digits.rpartition(",")
    if _COMMA_GROUPS.fullmatch(digits) or ("." in rest and _COMMA_GROUPS.fullmatch(digits.partition(".")[0])):
        return digits.replace(",", "")
    if comma and "," not in whole and ("." not in whole or _POINT_GROUPS.fullmatch(whole)) and "." not in rest and rest:
        return f"{whole.replace('.', '')}.{rest}"
    if not comma and digits.count(".") > 1 and _POINT_GROUPS.fullmatch(digits):
        return digits.replace(".", "")
    if comma or digits.count(".") > 1:
        raise ExpressionFault(f"{digits!r} is not a number")
    return digits


def _without_zeros(digits: str) -> str:
    """Drop the zeros that a whole part begins with; Python refuses them."""
    return re.sub(r"^0+(?=\d)", "", digits)
