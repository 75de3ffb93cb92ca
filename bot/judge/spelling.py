"""How alike two texts are spelled: groups of letters, so that slips and compounds weigh little."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from bot.judge.rubric import Floats, sentence_of
from bot.judge.speech import Speech
from bot.rules.rubric import Point

SIZES = (3, 4)
CELLS = 2048
_PRIME, _FACTOR, _START = np.uint64(4294967291), np.uint64(1099511), 1469598103


def spelled_alike(points: Sequence[Point], said: Speech, windows: Sequence[tuple[int, int]]) -> Floats:
    """Give the best cosine of each point's wordings and any window, 0 to 1.

    Args:
        points: The rubric's.
        said: The answer.
        windows: Its breaths, and after these each two that follow one another.
    """
    singles = windows[: (len(windows) + 1) // 2]
    starts = np.array([said.spans[first][0] for first, _ in singles])
    ends = np.array([said.spans[last - 1][1] for _, last in singles])
    cells, places = _groups(said.text)
    breath = np.searchsorted(starts, places, side="right") - 1
    kept = (breath >= 0) & (places < ends[np.maximum(breath, 0)])
    flat = np.bincount(breath[kept] * CELLS + cells[kept], minlength=len(singles) * CELLS)
    table = flat.reshape(len(singles), CELLS).astype(np.float32)
    wanted, owners = _wordings(tuple(points))
    # Small sums without a linear algebra library: its threads would cost more than they save.
    shares = np.einsum("kc,wc->kw", wanted, table)
    both = (table[:-1] * table[1:]).sum(axis=1)
    squares = (table**2).sum(axis=1)
    alike = np.concatenate(
        [
            shares / np.sqrt(np.maximum(squares, 1)),
            (shares[:, :-1] + shares[:, 1:]) / np.sqrt(np.maximum(squares[:-1] + squares[1:] + 2 * both, 1)),
        ],
        axis=1,
    ).max(axis=1)
    best = np.zeros(len(points), np.float32)
    np.maximum.at(best, owners, alike)
    return best


@lru_cache(maxsize=64)
def _wordings(points: tuple[Point, ...]) -> tuple[Floats, npt.NDArray[np.intp]]:
    """Give a row of letter groups for each point's sentence, and for all its accepted wordings together; and whose."""
    rows, owners = [], []
    for number, point in enumerate(points):
        for text in filter(None, (sentence_of(point).text, " ".join(point.accept))):
            rows.append(np.bincount(_groups(text)[0], minlength=CELLS).astype(np.float32))
            owners.append(number)
    table = np.array(rows)
    return table / np.sqrt(np.maximum((table**2).sum(axis=1, keepdims=True), 1)), np.array(owners, np.intp)


def _groups(text: str) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Give the hashed groups of letters of a text, and where each begins."""
    small = text.lower()
    lower = small if len(small) == len(text) else text
    codes = np.frombuffer(lower.encode("utf-32-le", "replace"), np.uint32).astype(np.uint64)
    cells, places = [], []
    for size in SIZES:
        count = max(0, len(codes) - size + 1)
        hashed = np.full(count, _START, np.uint64)
        for step in range(size):
            hashed = (hashed * _FACTOR + codes[step : count + step]) % _PRIME
        cells.append((hashed % np.uint64(CELLS)).astype(np.intp))
        places.append(np.arange(count, dtype=np.intp))
    return np.concatenate(cells), np.concatenate(places)
