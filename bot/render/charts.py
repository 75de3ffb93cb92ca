"""Bars as PNG pictures. It needs matplotlib, so only worker processes import it."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle
from matplotlib.textpath import TextPath

from bot.render.card import Bars
from bot.render.paper import BAR, INK, MARKED, PAD, PAPER, POINT, QUIET, WIDE, paper, png
from bot.render.words import percent

MOST = 30
IN_A_COLUMN = 10
"""More bars than these stand in two columns, so that the picture is no taller than wide."""

_ROW, _BAR = 22.0, 14.0
"""Points from one bar to the next, and how thick one is."""
_TITLE = 26.0
_GAP, _GUTTER = 6.0, 18.0
_LEAST = 2.0
"""How long a bar for nothing is, so that it is seen to be there."""
_WORDS = FontProperties(size=12.0)
_STRONG = FontProperties(size=12.0, weight="bold")


@dataclass(frozen=True, slots=True)
class _Column:
    """Bars under each other: where they begin, and how much room labels and bars have, in points."""

    bars: Sequence[tuple[str, float]]
    left: float
    labels: float
    room: float


def bars(wanted: Bars) -> bytes:
    """Draw bars with a number on each; the marked one is told apart by a word and a pattern, not by its colour alone.

    Args:
        wanted: 1 to 30 bars.

    Returns:
        A PNG as wide as a phone, at twice the resolution of text.

    Raises:
        ValueError: There are too many bars, or none, or one is no share.
    """
    if not 1 <= len(wanted.bars) <= MOST or not all(0 <= share <= 1 for _, share in wanted.bars):
        raise ValueError(f"bars are 1 to {MOST} shares from 0 to 1")
    columns = _columns(wanted)
    rows = max(len(column.bars) for column in columns)
    width, height = WIDE + 2 * PAD, _TITLE + rows * _ROW + 2 * PAD
    figure = paper(width, height)
    _write(figure, PAD, height - PAD - 10, wanted.title, font=_STRONG)
    for column in columns:
        for place, bar in enumerate(column.bars):
            middle = height - PAD - _TITLE - (place + 0.5) * _ROW
            _draw(figure, column, middle, bar, wanted.word if bar[0] == wanted.marked else "")
    return png(figure)


def _columns(wanted: Bars) -> list[_Column]:
    """Lay the bars out in one column or two, all with the same room."""
    per = len(wanted.bars) if len(wanted.bars) <= IN_A_COLUMN else (len(wanted.bars) + 1) // 2
    parts = [wanted.bars[:per], wanted.bars[per:]] if per < len(wanted.bars) else [wanted.bars]
    width = (WIDE - _GUTTER * (len(parts) - 1)) / len(parts)
    labels = max(_wide(label, _WORDS) for label, _ in wanted.bars)
    free = width - labels - 2 * _GAP - _LEAST
    room = min(_room(free, share, wanted.word if label == wanted.marked else "") for label, share in wanted.bars)
    return [_Column(part, PAD + place * (width + _GUTTER), labels, room) for place, part in enumerate(parts)]


def _room(free: float, share: float, word: str) -> float:
    """Say how long a bar for everything may be, so that this one's number still stands beside it."""
    return min(free, (free - _wide(_end(share, word), _STRONG)) / max(share, 0.01))


def _draw(figure: Figure, column: _Column, middle: float, bar: tuple[str, float], word: str) -> None:
    label, share = bar
    start = column.left + column.labels + _GAP
    long = max(_LEAST, share * column.room)
    width, height = figure.get_size_inches() * POINT
    figure.add_artist(
        Rectangle(
            (start / width, (middle - _BAR / 2) / height),
            long / width,
            _BAR / height,
            facecolor=MARKED if word else BAR,
            edgecolor=PAPER,
            linewidth=0,
            hatch="////" if word else None,
            transform=figure.transFigure,
        )
    )
    _write(figure, start - _GAP, middle, label, colour=QUIET, side="right")
    _write(figure, start + long + _GAP, middle, _end(share, word), font=_STRONG if word else _WORDS)


def _end(share: float, word: str) -> str:
    """Say what stands at a bar's end: `40 % hardest`."""
    return f"{percent(share)} {word}".rstrip()


def _write(
    figure: Figure,
    left: float,
    middle: float,
    text: str,
    *,
    font: FontProperties = _WORDS,
    colour: str = INK,
    side: str = "left",
) -> None:
    width, height = figure.get_size_inches() * POINT
    figure.text(
        left / width,
        middle / height,
        text,
        fontproperties=font,
        color=colour,
        ha=side,
        va="center_baseline",
        parse_math=False,
    )


def _wide(text: str, font: FontProperties) -> float:
    """Measure a text in points."""
    return float(TextPath((0, 0), text, prop=font).get_extents().width)
