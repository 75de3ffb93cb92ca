"""Measures how a submission's time grows with size, from outside, beside the reference in the same run.

The reference is timed by its own process, which nobody else writes; the submission by the processor time of its child,
less what a child costs that only reads the same inputs. So a submission cannot tell its time, and a busy machine does
not change it much. What it gives is judged too, or a quick wrong answer would do.
"""

import asyncio
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.rules.code import Quality
from bot.sandbox.judging.hearing import Hearing

ENOUGH_S = 0.04
"""A measurement repeats a call until it should take so long."""
PROBES, MOST_TIMES = 3, 200
ROUNDS, CLEAR = 3, 0.4
"""So many times it is measured where it is above by less than that; of each size the least counts."""
MARGIN = 0.25
"""So much more than the reference's exponent is no worse."""
ROOM, LEAST_WALL_S, MOST_WALL_S = 3.0, 2.0, 20.0
"""A measurement may take so many times a batch's wall limit, so long at least, and so long at most; where nobody waits
to be told how their time grows, so long as at least: a reference is done long before."""
FEWEST, TINY_S = 2, 1e-6


@dataclass(frozen=True, slots=True)
class Point:
    """Seconds of one call at a size: the submission's, infinite where it was stopped, and the reference's."""

    size: int
    mine: float
    reference: float
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Pace:
    """What was measured.

    Attributes:
        exponent: The submission's fitted exponent, infinite where too few sizes were done in time.
        reference: The reference's.
        ratio: The submission's time to the reference's at the largest size.
        wrong: Why a result was wrong, with its size; empty where all were right.
    """

    exponent: float
    reference: float
    ratio: float
    wrong: str
    stopped: int = 0


async def paced(hearing: Hearing, sizes: Sequence[int], asked: float) -> Pace:
    """Measure at some sizes, again where the exponent is somewhat above what is asked and above the reference's."""
    points: list[Point] = []
    pace = Pace(math.inf, math.inf, math.inf, "")
    for _ in range(ROUNDS):
        points = _least(points, await _round(hearing, sizes))
        pace = _pace(points)
        if pace.wrong or pace.stopped or not 0 < pace.exponent - bound(pace, asked) < CLEAR:
            break
    return pace


def bound(pace: Pace, asked: float) -> float:
    """Give the largest exponent that holds."""
    return max(asked, pace.reference + MARGIN)


def scaling(pace: Pace, asked: float) -> Quality:
    """Say whether time grows as is asked."""
    if pace.wrong:
        return Quality("scaling", False, pace.wrong)
    limit = f"asked: at most n^{asked:.3g}"
    if pace.stopped:
        return Quality("scaling", False, f"stopped at n = {pace.stopped:,}, far above the reference's time ({limit})")
    held = pace.exponent <= bound(pace, asked)
    return Quality("scaling", held, f"time grows as n^{max(pace.exponent, 0.0):.2f} ({limit})")


async def _round(hearing: Hearing, sizes: Sequence[int]) -> list[Point]:
    points: list[Point] = []
    estimate = 0.0
    for size in sizes:
        point = await measured(hearing, size, estimate)
        points.append(point)
        if point.wrong or math.isinf(point.mine):
            break
        estimate = point.mine * 2
    return points


async def measured(hearing: Hearing, size: int, estimate: float = 0.0) -> Point:
    """Measure one size; `estimate` is about how many seconds a call should take, 0 where that is not known."""
    told = await hearing.judge.ask({"do": "grow", "size": size})
    frame, seconds = await hearing.judge.frame(), float(told["seconds"])
    if not estimate:
        probe, wrong = await _timed(hearing, frame, PROBES)
        if wrong or math.isinf(probe):
            return Point(size, probe, seconds, _wrong(size, wrong))
        estimate = probe
    times = max(1, min(MOST_TIMES, round(ENOUGH_S / max(estimate, TINY_S))))
    mine, wrong = await _timed(hearing, frame, times)
    return Point(size, mine, seconds, _wrong(size, wrong))


async def _timed(hearing: Hearing, frame: bytes, times: int) -> tuple[float, str]:
    """Give the seconds of one call and why its result is wrong; infinite where it was stopped."""
    room = ROOM * hearing.task.limits.wall_s if hearing.job.thorough else 0.0
    wall_s = min(MOST_WALL_S, max(LEAST_WALL_S, room))
    limits = replace(hearing.task.limits, wall_s=wall_s, cpu_s=wall_s)
    runs = [hearing.run([frame], limits=limits, times=times, idle=idle) for idle in (False, True)]
    came, floor = await asyncio.gather(*runs)
    if came.results is None:
        return math.inf, ""
    told = await hearing.judge.ask({"do": "grown"}, came.results)
    if reason := str(told["outcomes"][0][0]):
        return math.inf, reason
    return max((came.ended.cpu_ms - floor.ended.cpu_ms) / 1000 / times, TINY_S), ""


def _wrong(size: int, reason: str) -> str:
    return f"{reason} at n = {size:,}" if reason else ""


def _least(before: Sequence[Point], now: Sequence[Point]) -> list[Point]:
    """Give the least time at each size."""
    known = {point.size: point for point in before}
    pairs = [(point, known.get(point.size, point)) for point in now]
    return [replace(a, mine=min(a.mine, b.mine), reference=min(a.reference, b.reference)) for a, b in pairs]


def _pace(points: Sequence[Point]) -> Pace:
    wrong = next((point.wrong for point in points if point.wrong), "")
    done = [point for point in points if math.isfinite(point.mine)]
    stopped = next((point.size for point in points if math.isinf(point.mine)), 0)
    ratio = done[-1].mine / max(done[-1].reference, TINY_S) if done else math.inf
    mine = slope([(point.size, point.mine) for point in done])
    reference = slope([(point.size, max(point.reference, TINY_S)) for point in points])
    return Pace(mine, reference, ratio, wrong, stopped)


def slope(points: Sequence[tuple[float, float]]) -> float:
    """Fit the exponent of time over size: the slope of the least-squares line through the logarithms.

    Returns:
        Infinity for fewer than two sizes.
    """
    if len({size for size, _ in points}) < FEWEST:
        return math.inf
    sizes, times = [math.log(size) for size, _ in points], [math.log(time) for _, time in points]
    centre = sum(sizes) / len(sizes)
    spread = sum((size - centre) ** 2 for size in sizes)
    return sum((size - centre) * time for size, time in zip(sizes, times, strict=True)) / spread
