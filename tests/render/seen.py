"""What an eye makes of a picture: its size, its main colours and how far they stand apart."""

import io
from collections import Counter

from matplotlib.image import imread

Colour = tuple[int, int, int]


def main_colours(png: bytes, frame: int = 12, least: float = 0.002) -> dict[Colour, float]:
    """Give the colours of an opaque picture with their shares, most frequent first, without a frame around it."""
    pixels = (imread(io.BytesIO(png)) * 255).round().astype(int)[frame:-frame, frame:-frame]
    assert (pixels[..., 3] == 255).all()
    counted = Counter((int(r), int(g), int(b)) for r, g, b in pixels[..., :3].reshape(-1, 3))
    total = counted.total()
    return {colour: count / total for colour, count in counted.most_common() if count >= least * total}


def colour_of(written: str) -> Colour:
    """Read `#1f2329`."""
    red, green, blue = (int(written[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    """Give the contrast ratio of WCAG 2.2, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: Colour) -> float:
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in (part / 255 for part in colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
