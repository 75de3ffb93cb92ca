"""How fast code is run in each tier, against a bare Python next to it, and what a thousand runs leave behind."""

import asyncio
import math
import os
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from statistics import median

from benchmarks.kin import Kin, kin_of, leaves, private_mib
from benchmarks.report import Figure, run, say
from bot.rules.run import RunJob, RunLimits, RunStatus
from bot.sandbox.client import Client, OwnSupervisor

TIERS = ("A", "B")
PRINT = "print(1)"
FIT = """
import numpy as np
from sklearn.linear_model import LogisticRegression
rng = np.random.default_rng(0)
X = rng.normal(size=(200, 5))
y = (X[:, 0] + X[:, 1] > 0).astype(int)
print(LogisticRegression().fit(X, y).score(X, y) > 0.9)
"""
SPIN = "while True: pass"
PRINTS, QUICK_PRINTS = 60, 3
FITS, QUICK_FITS = 9, 1
BURSTS, QUICK_BURSTS = (8, 30), (1, 4)
TIMEOUTS, QUICK_TIMEOUTS = 9, 1
RUNS, QUICK_RUNS, LOOKS, QUICK_LOOKS, BETWEEN_LOOKS = 1000, 5, 11, 1, 20
WALL_S = 0.5
CORES = len(os.sched_getaffinity(0))
QUIET_S, LOOK_S = 0.5, 0.05


@dataclass(frozen=True, slots=True)
class Side:
    """A sandbox under measurement: the bot's own way to it, in one tier."""

    tier: str
    client: Client
    own: OwnSupervisor

    async def run(self, code: str, wall_s: float = 10.0) -> float:
        """Run a program; give the seconds until its outcome is here."""
        began = time.perf_counter()
        ran = await self.client.run(RunJob(code.encode(), limits=RunLimits(wall_s=wall_s)))
        took = time.perf_counter() - began
        expected = RunStatus.TIMEOUT if code is SPIN else RunStatus.OK
        if ran.status is not expected:
            raise RuntimeError(f"a run in tier {self.tier} ended with {ran.status}: {ran.stderr}{ran.cause}")
        return took


async def bare(code: str) -> float:
    """Run a program by `python -c`; give the seconds until it has ended."""
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE)
    await process.communicate()
    return time.perf_counter() - began


def measure(quick: bool) -> Sequence[Figure]:  # noqa: FBT001 (the one thing that a run is told)
    """Measure both tiers by turns."""
    return asyncio.run(_measure(quick))


async def _measure(quick: bool) -> list[Figure]:  # noqa: FBT001 (the same)
    say("the comparison with nsjail is not measured: Debian 12 has no package of it")
    async with AsyncExitStack() as stack:
        sides = [await _side(tier, stack) for tier in TIERS]
        figures = [
            *await _prints(sides, QUICK_PRINTS if quick else PRINTS),
            *await _fits(sides, QUICK_FITS if quick else FITS),
            *await _bursts(sides, *(QUICK_BURSTS if quick else BURSTS)),
            *await _timeouts(sides, QUICK_TIMEOUTS if quick else TIMEOUTS),
        ]
        for side in sides:
            figures += await _many(side, QUICK_RUNS if quick else RUNS, QUICK_LOOKS if quick else LOOKS)
    return figures


async def _side(tier: str, stack: AsyncExitStack) -> Side:
    own = OwnSupervisor(tier)
    side = Side(tier, await stack.enter_async_context(Client(None, own)), own)
    await side.run(FIT)
    return side


async def _prints(sides: Sequence[Side], rounds: int) -> list[Figure]:
    took = await _by_turns(sides, PRINT, rounds)
    return [_ratio("a warm print(1) in tier", side, took, 1.2) for side in sides]


async def _fits(sides: Sequence[Side], rounds: int) -> list[Figure]:
    took = await _by_turns(sides, FIT, rounds)
    return [_ratio("a warm scikit-learn fit in tier", side, took, 1 / 40) for side in sides]


async def _by_turns(sides: Sequence[Side], code: str, rounds: int) -> dict[str, list[float]]:
    took: dict[str, list[float]] = {name: [] for name in ("bare", *(side.tier for side in sides))}
    for _ in range(rounds):
        took["bare"].append(await bare(code))
        for side in sides:
            took[side.tier].append(await side.run(code))
    shown = ", ".join(f"{name} {median(times) * 1000:.1f} ms" for name, times in took.items())
    say(f"{code.strip().splitlines()[-1][:40]}: {shown}")
    return took


def _ratio(what: str, side: Side, took: dict[str, list[float]], target: float) -> Figure:
    """Take the medians' ratio."""
    return Figure(
        f"{what} {side.tier}, against bare Python", median(took[side.tier]) / median(took["bare"]), "x", target
    )


async def _bursts(sides: Sequence[Side], rounds: int, size: int) -> list[Figure]:
    """Keep every core busy with fits, by turns."""
    spent: dict[str, float] = dict.fromkeys(("bare", *(side.tier for side in sides)), 0.0)
    for _ in range(rounds):
        spent["bare"] += await _seconds(partial(bare, FIT), CORES) / CORES
        for side in sides:
            spent[side.tier] += await _seconds(partial(side.run, FIT), size) / size
    say("fits a second: " + ", ".join(f"{name} {rounds / took:.2f}" for name, took in spent.items()))
    return [
        Figure(
            f"fits a second in tier {side.tier}, against bare Python",
            spent["bare"] / spent[side.tier],
            "x",
            30,
            "higher",
        )
        for side in sides
    ]


async def _seconds(act: Callable[[], Awaitable[float]], count: int) -> float:
    """Do something so many times, as many at once as there are cores; give the seconds until all is done."""
    waiting = iter(range(count))

    async def work() -> None:
        for _ in waiting:
            await act()

    began = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(CORES)))
    return time.perf_counter() - began


async def _timeouts(sides: Sequence[Side], rounds: int) -> list[Figure]:
    late: dict[str, list[float]] = {side.tier: [] for side in sides}
    for _ in range(rounds):
        for side in sides:
            late[side.tier].append((await side.run(SPIN, WALL_S) - WALL_S) * 1000)
    return [
        Figure(f"latest end after a timeout in tier {tier}", max(0.0, *times), "ms", 150)
        for tier, times in late.items()
    ]


async def _many(side: Side, runs: int, looks: int) -> list[Figure]:
    """Run very often, one after the other; look at what the supervisor holds before and after."""
    await _lowest(side, looks)
    before = await _lowest(side, looks)
    for _ in range(runs):
        await side.run(PRINT)
    after = await _lowest(side, looks)
    say(f"tier {side.tier}: before {before}, after {runs} runs {after}")
    waiting = [private_mib(pid) for pid in leaves(side.own.pid)]
    grown = (after.memory_mib / before.memory_mib - 1) * 100 if before.memory_mib else math.nan
    processes, descriptors = after.processes - before.processes, after.descriptors - before.descriptors
    when = f"after {runs} runs in tier {side.tier}"
    return [
        Figure(f"memory of a waiting child in tier {side.tier}", median(waiting) if waiting else math.nan, "MiB", 3),
        Figure(f"more processes {when}", max(0, processes), "", 0),
        Figure(f"more descriptors {when}", max(0, descriptors), "", 0),
        Figure(f"more memory {when}", max(0.0, grown), "%", 5),
    ]


async def _lowest(side: Side, looks: int) -> Kin:
    """Look often while a zygote lives from its beginning to its end; give the least of each number.

    For a part of that time its successor is there too, so that two moments alone cannot be compared.
    """
    seen = []
    for _ in range(looks):
        for _ in range(BETWEEN_LOOKS):
            await side.run(PRINT)
        seen.append(await _quiet(side))
    return Kin(
        min(kin.processes for kin in seen),
        min(kin.descriptors for kin in seen),
        min(kin.memory_mib for kin in seen),
    )


async def _quiet(side: Side) -> Kin:
    """Wait until the numbers stand still: children are borne, and old zygotes renewed, behind the runs."""
    seen, since = kin_of(side.own.pid), time.monotonic()
    while time.monotonic() - since < QUIET_S:
        await asyncio.sleep(LOOK_S)
        now = kin_of(side.own.pid)
        if (now.processes, now.descriptors) != (seen.processes, seen.descriptors):
            since = time.monotonic()
        seen = now
    return seen


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    return run("sandbox", __doc__, measure, argv)


if __name__ == "__main__":
    sys.exit(main())
