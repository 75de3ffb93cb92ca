"""Keeps pictures that were drawn lately: a message that is edited every second shows the same ones each time."""

from bot.chat.app import Pictures
from bot.render.card import Drawing

MOST = 64
"""About a megabyte."""


class Album:
    """Draws each picture once, as long as it is among the newest.

    Args:
        draw: Draws one as PNG.
    """

    def __init__(self, draw: Pictures) -> None:
        self._draw = draw
        self._kept: dict[Drawing, bytes] = {}

    async def picture(self, drawing: Drawing) -> bytes:
        """Give a picture as PNG.

        Raises:
            EdgeDown: It cannot be drawn now; the next time it is tried again.
        """
        kept = self._kept.pop(drawing, None)
        drawn = kept if kept is not None else await self._draw(drawing)
        self._kept[drawing] = drawn
        while len(self._kept) > MOST:
            del self._kept[next(iter(self._kept))]
        return drawn
