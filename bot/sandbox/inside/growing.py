"""Cases of a given size, and the reference's time for them, in the judge's process."""

import time
from typing import Any

import numpy as np

from bot.sandbox.inside.bench import Bench, QuestionFault, generator
from bot.sandbox.inside.plain import decode, encode
from bot.sandbox.inside.submission import GAVE

ENOUGH_S = 0.04
"""A measurement repeats a call until so much time is used."""
MOST_TIMES = 200


def case(bench: Bench, seed: int, size: int) -> bytes:
    """Give the frame of a case of some size: what `grow(rng, size)` gives, or else the largest case resampled.

    Size 0 stands for the largest case as it is.

    To resample is to draw rows anew from every list and array that is as long as the longest of the arguments, the same
    rows from each, so that what belongs together stays together.

    Raises:
        QuestionFault: There is nothing to resample, or `grow` fails.
    """
    rng = generator(seed, "grow", size)
    frames = bench.sets["cases"]
    try:
        if size == 0:
            return bytes(max(frames, key=len))
        if bench.grow is not None:
            return encode(bench.grow(rng, size))
        return encode(resampled(decode(max(frames, key=len)), size, rng))
    except Exception as cause:
        raise QuestionFault(f"There is no case of size {size}: {type(cause).__name__}: {cause}.") from cause


def resampled(given: list[Any], size: int, rng: np.random.Generator) -> list[Any]:
    """Give arguments of another size, see `case`."""
    longest = max(_length(each) for each in given)
    rows = rng.permutation(longest)[:size] if size <= longest else rng.integers(0, longest, size)
    return [_rows(each, rows) if _length(each) == longest else each for each in given]


def timed(bench: Bench, frame: bytes) -> tuple[list[Any], float]:
    """Run the reference on a case, again and again for a while: its entry, and the seconds of one call, the least.

    Raises:
        QuestionFault: As `Bench.want`.
    """
    want = bench.settled(lambda: bench.once(decode(frame)), "a case of `grow`")
    times, spent, best = 0, 0.0, float("inf")
    while times < MOST_TIMES and spent < ENOUGH_S and want[0] == GAVE:
        given = decode(frame)
        start = time.thread_time()  # that of the process moves in ticks where a limit is set on it
        bench.once(given)
        took = time.thread_time() - start
        times, spent, best = times + 1, spent + took, min(best, took)
    return want, best


def _length(each: Any) -> int:
    return len(each) if isinstance(each, list) or (isinstance(each, np.ndarray) and each.ndim > 0) else 0


def _rows(each: Any, rows: np.ndarray[Any, Any]) -> Any:
    return each[rows] if isinstance(each, np.ndarray) else [each[k] for k in rows.tolist()]
