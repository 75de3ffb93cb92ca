"""The light card that every picture stands on, readable on dark and light screens alike. It needs matplotlib."""

import io

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

POINT = 72
DPI = 144
"""Twice the resolution of the text around a picture, so that it stays crisp on good screens."""
WIDE = 310.0
"""Points: what a phone of 360 pixels shows without scaling down."""
PAD = 12.0

PAPER, EDGE = "#f4f5f7", "#d5d8de"
INK, QUIET = "#1f2329", "#59606b"
"""Words and numbers, and what stands beside them; like the bars they stand out from the paper by 4.5 to 1 at least."""
BAR, MARKED = "#2f62c9", "#b0401c"


def paper(width: float, height: float) -> Figure:
    """Cut a card of this size in points, with round corners and nothing around it."""
    figure = Figure(figsize=(width / POINT, height / POINT), dpi=DPI)
    FigureCanvasAgg(figure)
    figure.patch.set_alpha(0)
    figure.add_artist(
        FancyBboxPatch(
            (1 / width, 1 / height),
            1 - 2 / width,
            1 - 2 / height,
            boxstyle=f"round,pad=0,rounding_size={8 / width}",
            mutation_aspect=width / height,
            facecolor=PAPER,
            edgecolor=EDGE,
            transform=figure.transFigure,
        )
    )
    return figure


def png(figure: Figure) -> bytes:
    """Give what was drawn, as PNG."""
    target = io.BytesIO()
    figure.savefig(target, format="png")
    return target.getvalue()
