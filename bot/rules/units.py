"""Units that numbers are typed with: which measure the same, and how much of one is another; no number is read here.

A unit is a name of the table, any other word (a thing that is counted, such as `users`), or one of them per another
(`GB/s`, `requests per minute`). Capitals do not matter, so a bit is always written out: `Gbit`; `gb` is GB.
Where things are counted, or the answer has no unit, `k`, `M`, `G`, `T` and words like `million` multiply: `12k users`.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from bot.rules.errors import RuleBroken
from bot.rules.text import plain

SHORT_UNIT = 3

_KINDS: dict[str, dict[str, str]] = {
    "time": {
        "ns nanosecond": "1e-9",
        "µs us microsecond": "1e-6",
        "ms millisecond": "1e-3",
        "s sec second": "1",
        "min minute": "60",
        "h hr hrs hour": "3600",
        "d day": "86400",
        "week": "604800",
    },
    "data": {
        "bit": "1/8",
        "kbit": "125",
        "Mbit": "125e3",
        "Gbit": "125e6",
        "B byte": "1",
        "kB kilobyte": "1e3",
        "MB megabyte": "1e6",
        "GB gigabyte": "1e9",
        "TB terabyte": "1e12",
        "PB petabyte": "1e15",
        "KiB kibibyte": "1024",
        "MiB mebibyte": "1048576",
        "GiB gibibyte": "1073741824",
        "TiB tebibyte": "1099511627776",
    },
    "share": {"%": "1e-2", "‰": "1e-3", "ppm": "1e-6"},
    "frequency": {"Hz hertz": "1", "kHz": "1e3", "MHz": "1e6", "GHz": "1e9"},
}
"""By kind: the names of a unit, the first of which is shown, and how much it is of the kind's own unit."""

_WORDS = {"thousand": 3, "million": 6, "billion": 9}
_COUNTS = {"k": 3, "m": 6, "g": 9, "t": 12, **_WORDS}

_LETTERS = r"[^\W\d_]"
_UNIT = re.compile(rf"(?<!{_LETTERS})\s*({_LETTERS}+|[%‰€$£])?(?:\s*(?:/|\bper\b)\s*({_LETTERS}+))?$")
_PER = re.compile(r"\s*/\s*|\s+per\s+")
_COUNT = re.compile(rf"(?<=[\d.)])\s*({'|'.join(_COUNTS)})$")


@dataclass(frozen=True, slots=True)
class Part:
    """A unit without its `per`.

    Attributes:
        name: How it is written.
        kind: What it measures: a kind of the table, or the counted thing.
        size: How much it is of the kind's own unit.
    """

    name: str
    kind: str
    size: Fraction


@dataclass(frozen=True, slots=True)
class Taken:
    """A line whose unit was taken off.

    Attributes:
        rest: What stands before the unit, as it was.
        factor: What the number there has to be multiplied by.
    """

    rest: str
    factor: Fraction = Fraction(1)


NAMED: dict[str, Part] = {
    plain(name): Part(names.split()[0], kind, Fraction(size))
    for kind, units in _KINDS.items()
    for names, size in units.items()
    for name in names.split()
}
"""The table by every name, in plain signs."""

_PURE = Part("", "share", Fraction(1))
"""No unit; what is a share of something has none."""


def take(line: str, unit: str) -> Taken:
    """Take the unit off the end of a line, if one stands there.

    Args:
        line: In plain signs; see `bot.rules.text.plain`.
        unit: The unit that the answer is wanted in, as its author wrote it; may be empty.

    Raises:
        RuleBroken: `wrong_unit`: it measures something else than the answer.
    """
    top, bottom = _own(unit)
    found = _without(line, unit) or _converted(line, unit, top, bottom)
    rest, count = found.rest, None
    if top is _PURE or plain(top.name) not in NAMED:
        count = _COUNT.search(rest)
    if count is None:
        return found
    own = _WORDS.get(top.name.partition(" ")[0], 0)
    return Taken(rest[: count.start()], found.factor * Fraction(10) ** (_COUNTS[count[1]] - own))


def _own(unit: str) -> tuple[Part, Part]:
    """Read the answer's unit; what is not in the table is a counted thing."""
    top, _, bottom = _PER.sub("/", plain(unit)).partition("/")
    return _part(top) or _counted(top), _part(bottom) or _counted(bottom)


def _part(word: str) -> Part | None:
    return NAMED.get(word) or NAMED.get(_singular(word))


def _counted(word: str) -> Part:
    return Part(word, _singular(word), Fraction(1)) if word else _PURE


def _singular(word: str) -> str:
    """Take the plural's s off; in a short unit such as `ms` the s is none."""
    return word.removesuffix("s") if len(word) > SHORT_UNIT else word


def _without(line: str, unit: str) -> Taken | None:
    """Take off the answer's own unit as it is written there, at either number, before or after the number."""
    own = plain(unit)
    if not own:
        return None
    forms = "|".join(sorted(map(re.escape, {own, _singular(own), f"{own}s"}), key=len, reverse=True))
    found = re.search(rf"(?<!{_LETTERS})(?<!/)(?:{forms})$", line)
    if found:
        return Taken(line[: found.start()].rstrip())
    # Only signs such as $ stand before a number.
    return Taken(line.removeprefix(own).lstrip()) if line.startswith(own) and not own.isalnum() else None


def _converted(line: str, unit: str, top: Part, bottom: Part) -> Taken:
    """Take off another unit of the same kind; what is no unit stays."""
    found = _UNIT.search(line)
    above, below = (found[1] or "", found[2] or "") if found else ("", "")
    if found is None or not (above or below) or (above == "%" and top is _PURE and not below):
        return Taken(line)
    over = _like(above, top) if above else (top if bottom is not _PURE else _PURE)
    under = _like(below, bottom) if below else _PURE
    if over is None or under is None:
        return Taken(line)
    if (over.kind, under.kind) != (top.kind, bottom.kind):
        raise _elsewhere(unit, over, under)
    return Taken(line[: found.start()].rstrip(), over.size / under.size / (top.size / bottom.size))


def _like(word: str, own: Part) -> Part | None:
    """Read a typed word: a unit of the table, or the thing that the answer counts."""
    return _part(word) or (own if own is not _PURE and _singular(word) == own.kind else None)


def _elsewhere(unit: str, over: Part, under: Part) -> RuleBroken:
    given = f"{over.name}/{under.name}" if under.name else over.name
    if not unit:
        return RuleBroken(
            "wrong_unit", f"I need a number without a unit, and yours is in {given}. Nothing is recorded yet."
        )
    return RuleBroken(
        "wrong_unit",
        f"I need this in {unit}, and {given} measures something else. Nothing is recorded yet: write it in {unit}, "
        "or the number alone.",
    )
