"""What worker processes do. It loads heavy libraries: the pool is given its functions by name, nobody imports it."""

from bot.render import charts, pictures
from bot.render.card import Bars, Drawing, Formula


def picture(drawing: Drawing) -> bytes:
    """Draw a formula or bars as PNG.

    Raises:
        ValueError: It cannot be drawn.
    """
    match drawing:
        case Formula(tex):
            return pictures.formula(tex)
        case Bars():
            return charts.bars(drawing)
