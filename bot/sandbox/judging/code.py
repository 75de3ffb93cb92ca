"""Judges coding questions: the examples in one child, the hidden cases in another, the verdicts in a third.

The examples run apart from the hidden cases, since what is shown of them is the submission's own telling.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.rules.code import CaseOutcome, CodeTask, JudgeJob, Judgement
from bot.rules.run import RunStatus
from bot.sandbox.cells import Cells
from bot.sandbox.judging.hearing import Hearing
from bot.sandbox.judging.quality import beyond
from bot.sandbox.judging.talk import JUDGE_LIMITS, Came, Judge, Stopped
from bot.sandbox.judging.verdicts import (
    failed_setup,
    faulty,
    reason_of,
    refused,
    status_of,
    summed,
    told_status,
    unread,
)

CHUNK = 8
"""Cases of a batch that broke are tried so many at a time, then those of a chunk that breaks one by one."""
PATIENCE = 3.0
"""The search for what broke a batch takes this many times the wall limit of one."""
IDLE = 0.4
"""A second without a processor counts for so much of one with it, since the machine may be busy."""
OUT_OF_MEMORY = "out of memory"


async def judge_code(cells: Cells, task: CodeTask, job: JudgeJob) -> Judgement:
    """Judge a function or class; see `bot.sandbox.judging.judge`."""
    async with cells.child("judge", JUDGE_LIMITS, job.profile) as child:
        judge = Judge(child)
        try:
            opening = await judge.open(_job(task, job))
            sets = {name: [await judge.frame() for _ in range(count)] for name, count in opening["sets"].items()}
        except Stopped as stopped:
            return _stopped(stopped, "The question's tests and solution")
        hearing = Hearing(cells, task, job, judge, opening, sets)
        try:
            judgement = await _heard(hearing)
        except Stopped as stopped:
            return _stopped(stopped, "The solution on its cases")
        return replace(judgement, versions=dict(opening["versions"]), trace=hearing.trace, wall_ms=hearing.longest)


def _job(task: CodeTask, job: JudgeJob) -> Mapping[str, Any]:
    return {
        "solution": task.solution,
        "tests": task.tests,
        "name": task.name,
        "seed": job.seed,
        "raises": list(task.raises),
        "slack": [task.tolerance.abs, task.tolerance.rel],
        "calls": [[example.call, example.gives] for example in task.examples],
    }


def _stopped(stopped: Stopped, what: str) -> Judgement:
    if stopped.fault:
        return faulty(stopped.fault)
    if stopped.ended.status is RunStatus.SETUP_FAILED:
        return failed_setup(stopped.ended.cause)
    return faulty(f"{what} did not end well: {reason_of(stopped.ended)}.")


async def _heard(hearing: Hearing) -> Judgement:
    """Hear the examples and the hidden cases side by side; where one failure is enough, the examples come last."""
    unseen_run = hearing.run(hearing.sets["cases"])
    if hearing.job.thorough:
        seen, unseen = await asyncio.gather(_shown(hearing), unseen_run)
    else:
        seen, unseen = None, await unseen_run
    first = seen or unseen
    if first.shape is None:
        return unread(first.ended)
    if first.shape["fault"]:
        return refused(str(first.shape["fault"]))
    hearing.shape, hearing.longest = first.shape, max(first.ended.wall_ms, unseen.ended.wall_ms)
    ready = await hearing.judge.ask({"do": "ready"})
    hearing.trace, hearing.changes = str(ready["trace"]), bool(ready["changes"])
    try:
        return await _weighed(hearing, seen, unseen)
    except Stopped as stopped:
        if stopped.fault or stopped.ended.status is RunStatus.SETUP_FAILED:
            raise
        broken = CaseOutcome("all cases together", True, False, "broken answer")  # the judge broke on what it gave
        return summed([broken], [RunStatus.ERROR])


async def _shown(hearing: Hearing) -> Came:
    """Run the examples."""
    return await hearing.run((), calls=[example.call for example in hearing.task.examples], prints=True)


async def _weighed(hearing: Hearing, seen: Came | None, unseen: Came) -> Judgement:
    """Judge what came of the hidden cases and of the examples; these are run only now where they have not been yet."""
    cases = await _cases(hearing, unseen)
    if seen is None:
        if not all(case.passed for case in cases):
            return summed(cases, hearing.statuses)
        seen = await _shown(hearing)
        hearing.longest = max(hearing.longest, seen.ended.wall_ms)
    load, examples = await _examples(hearing, seen)
    cases = [*examples, *cases]
    demands, quality = await beyond(hearing, passed=bool(cases) and all(case.passed for case in cases))
    return replace(summed([*cases, *demands], hearing.statuses, load), quality=quality)


async def _examples(hearing: Hearing, came: Came) -> tuple[str, list[CaseOutcome]]:
    """Judge the examples; give why the submission did not load, empty where it did, and their outcomes."""
    names = [example.call for example in hearing.task.examples]
    if came.results is None:
        hearing.statuses.append(status_of(came.ended))
        reason = reason_of(came.ended)
        return "", [CaseOutcome(name, hidden=False, passed=False, reason=reason) for name in names]
    told = await hearing.judge.ask({"do": "examples"}, came.results)
    load = f"It stopped while it was loaded: {told['load']}." if told["load"] else ""
    hearing.statuses.append(told_status(str(told["load"])) if load else RunStatus.OK)
    outcomes = []
    for name, (reason, expected, got, printed) in zip(names, told["outcomes"], strict=True):
        passed = not reason
        outcomes.append(CaseOutcome(name, False, passed, reason, expected, "" if load else got, printed))
        _note(hearing, reason)
    return load, outcomes


async def _cases(hearing: Hearing, came: Came) -> list[CaseOutcome]:
    """Judge the hidden cases; where the batch broke, look for the cases that broke it."""
    places = range(len(hearing.sets["cases"]))
    reasons = await hearing.reasons("cases", came, places)
    hearing.statuses.append(RunStatus.OK if came.results is not None else status_of(came.ended))
    together = ""
    if came.results is None and hearing.job.thorough and len(places) > 1:
        found = await _search(hearing)
        together = "" if any(found) else reasons[0]
        reasons = found
    outcomes = [CaseOutcome(f"case {at + 1}", True, not reason, reason) for at, reason in enumerate(reasons)]
    for reason in reasons:
        _note(hearing, reason)
    return outcomes + ([CaseOutcome("all cases together", True, False, together)] if together else [])


def _note(hearing: Hearing, reason: str) -> None:
    if reason == OUT_OF_MEMORY:
        hearing.statuses.append(RunStatus.MEMORY_LIMIT)


async def _search(hearing: Hearing) -> list[str]:
    """Run the cases in small batches, and those of a batch that breaks alone, while patience lasts."""
    frames = hearing.sets["cases"]
    waiting = [list(range(start, min(start + CHUNK, len(frames)))) for start in range(0, len(frames), CHUNK)]
    reasons, spent = ["not reached"] * len(frames), 0.0
    while waiting and spent < PATIENCE * hearing.task.limits.wall_s:
        places = waiting.pop(0)
        came = await hearing.run([frames[at] for at in places])
        spent += max(came.ended.cpu_ms, came.ended.wall_ms * IDLE) / 1000
        if came.results is None and len(places) > 1:
            waiting[:0] = [[at] for at in places]
            continue
        for at, reason in zip(places, await hearing.reasons("cases", came, places), strict=True):
            reasons[at] = reason
    return reasons
