"""What worker processes do. It loads heavy libraries: the pool is given its functions by name, nobody imports it."""

from bot.render import pictures


def formula(tex: str) -> bytes:
    """Draw a formula as PNG.

    Raises:
        ValueError: It cannot be drawn.
    """
    return pictures.formula(tex)
