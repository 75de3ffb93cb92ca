"""Judges tests that were written: on the subject, on other right versions and on wrong ones, each in its own child.

The order is shuffled, and no child can tell which version it has. A run that breaks or does not end counts as tests
that fail, as it would at work. Tests that pass are run once more, so that luck does not count.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.rules.code import CaseOutcome, JudgeJob, Judgement, TestsTask
from bot.rules.run import RunStatus
from bot.sandbox.cells import Cells
from bot.sandbox.inside.plain import encode
from bot.sandbox.judging.talk import Came, read_map, work
from bot.sandbox.judging.verdicts import failed_setup, faulty, reason_of, refused, status_of, told_status, unread, worst

AT_ONCE = 2
SUBJECT = "the subject"
STEADY = "the same verdict twice"
AFTERWARDS = "counts once your tests pass on every right version"


@dataclass(frozen=True, slots=True)
class Seen:
    """What tests did on one version: `why` they failed, empty where all passed; and how their run ended."""

    why: str
    printed: str
    status: RunStatus


async def judge_tests(cells: Cells, task: TestsTask, job: JudgeJob) -> Judgement:
    """Judge a test file; see `bot.sandbox.judging.judge`.

    It passes where the tests pass on the subject and on every rewrite, and fail on every mutant. The score is the share
    of mutants caught, 0 where a right version is refused. What a mutant gets wrong is told once it is caught.
    """
    once = await _judged(cells, task, job)
    if not once.passed:
        return once
    again = await _judged(cells, task, replace(job, seed=job.seed ^ 1))
    if again.status is RunStatus.SETUP_FAILED:
        return again
    failed = [case.name for case in again.cases if not case.passed]
    reason = "your tests came out otherwise the second time" if failed else ""
    cases = (*once.cases, CaseOutcome(STEADY, False, not failed, reason))
    return replace(once, passed=not failed, score=0.0 if failed else 1.0, cases=cases)


async def _judged(cells: Cells, task: TestsTask, job: JudgeJob) -> Judgement:
    sources = [task.subject, *task.same, *(mutant.code for mutant in task.mutants)]
    came = await _all(cells, task, job, sources)
    for one in came:
        if one.ended.status is RunStatus.SETUP_FAILED:
            return failed_setup(one.ended.cause)
        if one.shape is None:
            return unread(one.ended)
        if one.shape["fault"]:
            return refused(str(one.shape["fault"]))
        if one.shape["subject"]:
            return faulty(f"Version {came.index(one) + 1} does not load: {one.shape['subject']}.")
    seen = [_seen(one) for one in came]
    right = 1 + len(task.same)
    judgement = _summed(seen[:right], seen[right:], [mutant.why for mutant in task.mutants])
    versions = dict(came[0].shape["versions"]) if came[0].shape else {}
    return replace(judgement, wall_ms=max(one.ended.wall_ms for one in came), versions=versions)


async def _all(cells: Cells, task: TestsTask, job: JudgeJob, sources: Sequence[str]) -> list[Came]:
    """Run the tests on each version, in a shuffled order, a few at a time."""
    imports = None if task.imports is None else list(task.imports)
    turn = asyncio.Semaphore(AT_ONCE)

    async def one(source: str) -> Came:
        frame = encode({"code": job.code, "subject": source, "imports": imports})
        async with turn:
            return await work(cells, "suite", task.limits, job.profile, [frame])

    order = np.random.default_rng(job.seed).permutation(len(sources)).tolist()
    came = await asyncio.gather(*(one(sources[place]) for place in order))
    return [came[order.index(place)] for place in range(len(sources))]


def _seen(came: Came) -> Seen:
    if came.results is None:
        return Seen(reason_of(came.ended), "", status_of(came.ended))
    told = read_map(came.results) or {}
    load, failed, ran, printed = (told.get(key) for key in ("load", "failed", "ran", "printed"))
    text = printed[:200] if isinstance(printed, str) else ""
    if not isinstance(load, str) or not isinstance(failed, list) or not isinstance(ran, int):
        return Seen("broken answer", text, RunStatus.ERROR)
    if load:
        return Seen(f"your tests stopped while they were loaded: {load}"[:400], text, told_status(load))
    if failed:
        return Seen("; ".join(str(each) for each in failed)[:400], text, RunStatus.OK)
    return Seen("" if ran else "no test was found: call your functions test_…", text, RunStatus.OK)


def _summed(right: Sequence[Seen], wrong: Sequence[Seen], whys: Sequence[str]) -> Judgement:
    subject = right[0]
    cases = [CaseOutcome(SUBJECT, False, not subject.why, subject.why, printed=subject.printed)]
    for number, one in enumerate(right[1:], 1):
        reason = "your tests fail on it, though it is right" if one.why else ""
        cases.append(CaseOutcome(f"another right version {number}", True, not one.why, reason))
    sound = all(case.passed for case in cases)
    for number, (one, why) in enumerate(zip(wrong, whys, strict=True), 1):
        caught = sound and bool(one.why)
        reason = "" if caught else "your tests pass on it" if sound else AFTERWARDS
        cases.append(CaseOutcome(f"caught: {why}" if caught else f"wrong version {number}", True, caught, reason))
    share = sum(case.passed for case in cases[len(right) :]) / len(wrong) if sound else 0.0
    return Judgement(share == 1.0, share, worst(one.status for one in right), tuple(cases))
