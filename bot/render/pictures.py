"""Formulas as PNG pictures. It needs matplotlib, so only worker processes import it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.font_manager import FontProperties
from matplotlib.mathtext import MathTextParser

from bot.render.paper import INK, PAD, POINT, WIDE, paper, png

TEX_LIMIT = 300
BYTES_LIMIT = 100_000

_SIZE = 17.0
"""Points; at the paper's resolution twice the size of the text around it."""
_WIDEST = 900.0
_GAP = 8.0
_FONT = FontProperties(size=_SIZE, math_fontfamily="stix")
_SPELLED = {
    r"\dbinom": r"\binom",
    r"\tbinom": r"\binom",
    r"\tfrac": r"\frac",
    r"\cfrac": r"\frac",
    r"\le": r"\leq",
    r"\ge": r"\geq",
    **dict.fromkeys((r"\limits", r"\big", r"\Big", r"\bigl", r"\bigr"), ""),
}
_BARE = (
    re.compile(r"(\\(?:[dtc]?frac|[dt]?binom))\s*([0-9]|(?<=\s)[A-Za-z])"),
    re.compile(r"(\\(?:[dtc]?frac|[dt]?binom)\{[^{}]*\})\s*([0-9A-Za-z])"),
)
"""A fraction's first and second part where it is one sign without braces: `\\frac1n`."""
_MACROS = re.compile(r"\\[A-Za-z]+|\\?[{}]")
_SUMS = re.compile(r"(\\(?:sum|prod)(?:\s*[_^]\s*(?:\{[^{}]*\}|\\?[A-Za-z0-9]+))+)")
_RELATIONS = re.compile(
    r"\\(?:approx|leq?|geq?|neq?|equiv|sim|propto|iff|Rightarrow|to|Leftrightarrow)(?![A-Za-z])|[=<>]|\\left|\\right|[{}]"
)
_PARSER = MathTextParser("path")


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a formula with its extent in points; `depth` reaches below the baseline."""

    tex: str
    width: float
    height: float
    depth: float


def formula(tex: str) -> bytes:
    """Draw a formula on a light card that is readable on dark and light screens alike.

    Args:
        tex: What stands between the dollars, at most 300 characters.

    Returns:
        A PNG of at most 100 kB, at twice the resolution of text; formulas wider than a phone are wrapped before a
        relation where that is possible.

    Raises:
        ValueError: It is too long, or nothing that can be drawn.
    """
    if len(tex) > TEX_LIMIT or "$" in tex or not tex.strip():
        raise ValueError("this is no formula of at most 300 characters")
    try:
        picture = _draw(_wrapped(_spelled(tex)))
    except RecursionError as cause:
        raise ValueError("this formula nests too deep") from cause
    if len(picture) > BYTES_LIMIT:
        raise ValueError("this formula's picture is too large")
    return picture


def _spelled(tex: str) -> str:
    """Write a formula as the drawing library spells it, fractions at full size and sums with air around them."""
    depth = 0
    for bare in _BARE:
        tex = bare.sub(r"\1{\2}", tex)

    def ours(found: re.Match[str]) -> str:
        nonlocal depth
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        macro = _SPELLED.get(found[0], found[0])
        return r"\dfrac" if found[0] == r"\frac" and depth == 0 else macro

    airy = _SUMS.sub(r"\\,\1\\,", _MACROS.sub(ours, tex))
    return " ".join(airy.split())


def _measured(tex: str) -> _Line:
    width, height, depth, _, _ = _PARSER.parse(f"${tex}$", dpi=POINT, prop=_FONT)
    return _Line(tex, width, height, depth)


def _wrapped(tex: str) -> list[_Line]:
    """Break a formula into lines that fit a phone; a stretch without a relation stays whole."""
    whole = _measured(tex)
    if whole.width <= WIDE:
        return [whole]
    lines: list[_Line] = []
    for stretch in _stretches(tex):
        longer = _measured(f"{lines[-1].tex} {stretch}") if lines else None
        if longer is not None and longer.width <= WIDE:
            lines[-1] = longer
        else:
            lines.append(_measured(rf"\quad {stretch}" if lines else stretch))
    if max(line.width for line in lines) > _WIDEST:
        raise ValueError("this formula is too wide")
    return lines


def _stretches(tex: str) -> list[str]:
    """Cut before every relation that stands outside braces and sized brackets."""
    cuts, depth = [0], 0
    for found in _RELATIONS.finditer(tex):
        match found[0]:
            case "{" | r"\left":
                depth += 1
            case "}" | r"\right":
                depth -= 1
            case _ if depth == 0 and tex[: found.start()].strip():
                cuts.append(found.start())
    ends = [*cuts[1:], len(tex)]
    return [tex[start:end].strip() for start, end in zip(cuts, ends, strict=True)]


def _draw(lines: Sequence[_Line]) -> bytes:
    width = max(line.width for line in lines) + 2 * PAD
    height = sum(line.height for line in lines) + _GAP * (len(lines) - 1) + 2 * PAD
    figure = paper(width, height)
    top = height - PAD
    for line in lines:
        baseline = top - line.height + line.depth
        figure.text(PAD / width, baseline / height, f"${line.tex}$", fontproperties=_FONT, color=INK, va="baseline")
        top -= line.height + _GAP
    return png(figure)
