"""What is said beyond right or wrong, and what of it a question demands.

A question demands growth by `grow`, and by `style` any of `inputs stay`, `no loops`, `stable` and `no leakage`; what is
demanded is a case of its own. All else is told and decides nothing. Measured is only what passed every case, for the
rest would be told about a wrong function; the text is read in any case.
"""

from collections.abc import Sequence

from bot.rules.code import CaseOutcome, Quality
from bot.sandbox.inside.reading import NO_LOOPS
from bot.sandbox.judging.hearing import Hearing
from bot.sandbox.judging.pace import Pace, measured, paced, scaling
from bot.sandbox.judging.verdicts import reason_of, status_of

KEPT, STABLE, NO_LEAKAGE = "inputs stay", "stable", "no leakage"
SLOW = 20.0
"""A function so many times slower than the reference loops somewhere, whatever it looks like."""
WORTH_S = 0.0001
"""A reference quicker than that says nothing about a ratio."""


async def beyond(hearing: Hearing, *, passed: bool) -> tuple[list[CaseOutcome], tuple[Quality, ...]]:
    """Give the outcomes of what the question demands beside its cases, and everything that was seen."""
    style, wanted = hearing.task.style, hearing.job.quality
    demands: list[CaseOutcome] = []
    seen: list[Quality] = []
    pace = None
    if passed and hearing.task.grow is not None:
        grow = hearing.task.grow
        pace = await paced(hearing, grow.sizes, grow.exponent)
        seen.append(scaling(pace, grow.exponent))
        demands.append(_demand(f"time grows at most as n^{grow.exponent:.3g}", seen[-1]))
    if NO_LOOPS in style:
        seen.append(await _vectorised(hearing, pace, measure=passed and wanted))
        loops = _first(hearing.shape["loops"])
        demands.append(CaseOutcome("no loops in Python", hidden=False, passed=not loops, reason=loops))
    if STABLE in style or (passed and wanted):
        edges = await _edges(hearing)
        seen += _stability(edges)
        demands += edges if STABLE in style else []
    if NO_LEAKAGE in style or (passed and wanted):
        leaks = await _leaks(hearing)
        seen += leaks
        demands += [_demand("sees nothing that it must not", leak) for leak in leaks if NO_LEAKAGE in style]
    if passed and (wanted or KEPT in style):
        habits = await _habits(hearing)
        seen += habits
        kept = [_demand("its inputs stay as they are", one) for one in habits if one.aspect == "inputs"]
        demands += kept if KEPT in style else []
    if wanted:
        smells = _first(hearing.shape["smells"])
        seen.append(Quality("style", not smells, smells or "nothing that a reviewer would stop at"))
    return demands, tuple(seen)


def _demand(name: str, seen: Quality) -> CaseOutcome:
    return CaseOutcome(name, hidden=False, passed=seen.held, reason="" if seen.held else seen.says)


def _first(found: Sequence[tuple[int, str]]) -> str:
    """Say what stands where, for the first of them."""
    if not found:
        return ""
    more = f", and {len(found) - 1} more" if len(found) > 1 else ""
    return f"line {found[0][0]} holds {found[0][1]}{more}"


async def _vectorised(hearing: Hearing, pace: Pace | None, *, measure: bool) -> Quality:
    loops = _first(hearing.shape["loops"])
    if loops:
        return Quality("vectorised", False, loops)
    ratio = pace.ratio if pace else 0.0
    if pace is None and measure and hearing.sets["cases"]:
        point = await measured(hearing, 0)
        ratio = point.mine / point.reference if point.reference > WORTH_S else 0.0
    said = f", {ratio:.1f} times the reference's time" if ratio else ""
    return Quality("vectorised", ratio <= SLOW, f"no loops in Python{said}")


async def _edges(hearing: Hearing) -> list[CaseOutcome]:
    """Run the cases at the edge of floating point."""
    frames = hearing.sets["stable"]
    if not frames:
        return []
    came = await hearing.run(frames)
    if came.results is None and STABLE in hearing.task.style:
        hearing.statuses.append(status_of(came.ended))
    reasons = await hearing.reasons("stable", came, range(len(frames)))
    return [CaseOutcome(f"edge case {at}", True, not reason, reason) for at, reason in enumerate(reasons, 1)]


def _stability(edges: Sequence[CaseOutcome]) -> list[Quality]:
    if not edges:
        return []
    right = sum(edge.passed for edge in edges)
    return [Quality("stability", right == len(edges), f"right for {right} of {len(edges)} extreme inputs")]


async def _leaks(hearing: Hearing) -> list[Quality]:
    """Run pairs of cases that differ only in what must not be seen."""
    frames = hearing.sets["leak"]
    if not frames:
        return []
    came = await hearing.run(frames)
    reasons = await hearing.reasons("leak", came, range(len(frames)))
    wrong = sum(bool(reason) for reason in reasons)
    if came.results is None:
        return [Quality("leakage", False, reasons[0])]
    says = f"{wrong} of {len(reasons)} times it depends on what it must not see" if wrong else "none seen"
    return [Quality("leakage", not wrong, says)]


async def _habits(hearing: Hearing) -> list[Quality]:
    """Call each case twice: whether inputs stay and results repeat is the child's own telling, and proves nothing."""
    frames = hearing.sets["cases"]
    if not frames:
        return []
    came = await hearing.run(frames, twice=True, limits=hearing.patient)
    demanded = KEPT in hearing.task.style
    if came.results is None:
        return [Quality("inputs", False, f"called twice: {reason_of(came.ended)}")] if demanded else []
    told = await hearing.judge.ask({"do": "cases", "which": list(range(len(frames)))}, came.results)
    odd = told["odd"]
    again = Quality("determinism", "other" not in odd, "equal inputs give equal results")
    if "other" in odd:
        again = Quality("determinism", False, "equal inputs gave other results the second time")
    if hearing.changes and not demanded:
        return [again]
    kept = "changed" not in odd
    return [Quality("inputs", kept, "its inputs stay as they are" if kept else "it changes its inputs"), again]
