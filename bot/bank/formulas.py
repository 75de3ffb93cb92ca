"""Whether the formulas between dollars can be read as TeX; it draws nothing."""

import re
from collections import Counter
from collections.abc import Iterator

from bot.bank.node import brief
from bot.render import signs

_CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
_FORMULA = re.compile(r"(?<!\\)\$(?=\S)((?:[^$\\]|\\.)+?)(?<=\S)\$(?!\d)", re.DOTALL)
_DOLLAR = re.compile(r"(?<!\\)\$")
_MACRO = re.compile(r"\\([A-Za-z]+\*?|.)", re.DOTALL)
_ARGUMENT = r"\s*(?:\{|[^\s{}^_&]|\\[A-Za-z])"
_LACKING = re.compile(
    rf"\\[dtc]?(?:frac|binom)(?![A-Za-z])(?!{_ARGUMENT})|\\sqrt(?![A-Za-z])(?!\s*\[|{_ARGUMENT})|[_^](?!{_ARGUMENT})"
)
_TWICE = re.compile(r"([_^])\s*(?:\{[^{}]*\}|[^\s{}\\])\s*\1")
_NAMES = frozenset(
    [
        "arccos",
        "arcsin",
        "arctan",
        "arg",
        "cos",
        "cosh",
        "cot",
        "csc",
        "deg",
        "det",
        "dim",
        "exp",
        "gcd",
        "hom",
        "inf",
        "ker",
        "lg",
        "lim",
        "liminf",
        "limsup",
        "ln",
        "log",
        "max",
        "min",
        "Pr",
        "sec",
        "sin",
        "sinh",
        "sup",
        "tan",
        "tanh",
        "argmax",
        "argmin",
        "mod",
        "bmod",
        "pmod",
    ]
)
_STRUCTURE = frozenset(
    [
        "left",
        "right",
        "begin",
        "end",
        "sqrt",
        "binom",
        "tbinom",
        "dbinom",
        "stackrel",
        "overset",
        "underset",
        "middle",
        "cr",
        "limits",
    ]
)
_KNOWN = (
    _NAMES
    | _STRUCTURE
    | signs.PLAIN_STYLES
    | signs.WORDS
    | signs.FRACTIONS
    | signs.SILENT
    | signs.DROPPED
    | signs.GAPS
    | frozenset(signs.ACCENTS)
    | frozenset(signs.ALPHABETS)
)


def formula_faults(text: str) -> Iterator[tuple[str, str]]:
    """Find the formulas of a Markdown text that do not parse.

    Yields:
        What is wrong and how to mend it, once per formula; a lone dollar counts as one.
    """
    words = _CODE.sub(" ", text)
    for formula in _FORMULA.findall(words):
        what = _wrong(formula)
        if what:
            yield f"the formula ${brief(formula)}$ does not parse: {what}", "mend the TeX"
    if _DOLLAR.search(_FORMULA.sub(" ", words)):
        yield "a dollar has no partner", "close the formula, or write \\$ for the sign"


def _wrong(formula: str) -> str:
    """Say what is wrong with one formula, or give an empty text."""
    bare = re.sub(r"\\[{}$%&#_\\ ]", " ", formula)
    depth = 0
    for sign in bare:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return "a } closes nothing"
    if depth:
        return "a { is not closed"
    macros = Counter(_MACRO.findall(formula))
    unknown = next((macro for macro in macros if macro[0].isalpha() and not _known(macro)), None)
    if unknown is not None:
        return f"\\{unknown} is unknown"
    for opening, closing in (("left", "right"), ("begin", "end")):
        if macros[opening] != macros[closing]:
            return f"\\{opening} and \\{closing} do not pair"
    lacking = _LACKING.search(formula.replace("\\_", " ").replace("\\^", " "))
    if lacking:
        return f"{lacking.group()} lacks what belongs to it"
    return "two signs stand at one place" if _TWICE.search(bare) else ""


def _known(macro: str) -> bool:
    return macro in _KNOWN or signs.sign(macro) != macro
