"""Judges files of other languages: read and checked in a judge's child; SQL is run in one of its own."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.rules.code import ArtefactTask, CaseOutcome, JudgeJob, Judgement
from bot.rules.run import RunStatus
from bot.sandbox.cells import Cells, Ended
from bot.sandbox.inside.plain import encode
from bot.sandbox.judging.talk import JUDGE_LIMITS, Judge, Stopped, work
from bot.sandbox.judging.verdicts import failed_setup, faulty, reason_of, refused, status_of, summed, unread

SHOWN = "example tables"


async def judge_artefact(cells: Cells, task: ArtefactTask, job: JudgeJob) -> Judgement:
    """Judge an artefact; see `bot.sandbox.judging.judge`."""
    sent = {"language": task.language, "code": job.code, "checks": task.checks, "seed": job.seed}
    limits = JUDGE_LIMITS if task.language == "sql" else task.limits
    async with cells.child("artefact", limits, job.profile) as child:
        judge = Judge(child)
        try:
            opening = await judge.open(sent)
        except Stopped as stopped:
            return _stopped(stopped, readable=task.language == "sql")
        try:
            if task.language == "sql":
                return await _queried(cells, task, job, judge, int(opening["sets"]))
            if opening["refused"]:
                return refused(str(opening["refused"]))
            told = await judge.more()
        except Stopped as stopped:
            return _stopped(stopped, readable=True)
    cases = [_requirement(number, str(reason)) for number, (reason,) in enumerate(told["outcomes"], 1)]
    return replace(summed(cases, []), versions=dict(opening["versions"]))


def _requirement(number: int, reason: str) -> CaseOutcome:
    return CaseOutcome(f"requirement {number}", hidden=False, passed=not reason, reason=reason)


def _stopped(stopped: Stopped, *, readable: bool) -> Judgement:
    if stopped.fault:
        return faulty(stopped.fault)
    if stopped.ended.status is RunStatus.SETUP_FAILED:
        return failed_setup(stopped.ended.cause)
    return faulty(f"The checks did not end well: {reason_of(stopped.ended)}.") if readable else unread(stopped.ended)


async def _queried(cells: Cells, task: ArtefactTask, job: JudgeJob, judge: Judge, count: int) -> Judgement:
    """Run a person's SQL on the judge's tables, and have the rows judged."""
    frames = [encode({"code": job.code, "count": count}), *[await judge.frame() for _ in range(count)]]
    came = await work(cells, "query", task.limits, job.profile, frames)
    if came.ended.status is RunStatus.SETUP_FAILED:
        return failed_setup(came.ended.cause)
    if came.shape is None:
        return unread(came.ended)
    if came.shape["fault"]:
        return refused(str(came.shape["fault"]))
    if came.results is None:
        judgement = _unanswered(came.ended, count)
    else:
        told = await judge.ask_frame(came.results)
        judgement = summed([_table(place, outcome) for place, outcome in enumerate(told["outcomes"])], [])
    return replace(judgement, versions=dict(came.shape["versions"]), wall_ms=came.ended.wall_ms)


def _unanswered(ended: Ended, count: int) -> Judgement:
    reason = reason_of(ended)
    return summed([_table(place, (reason, "", "")) for place in range(count)], [status_of(ended)])


def _table(place: int, outcome: Sequence[Any]) -> CaseOutcome:
    reason, expected, got = outcome
    if place == 0:
        return CaseOutcome(SHOWN, False, not reason, reason, expected, got)
    kind = "SQLite refuses it" if reason.startswith("SQLite:") else reason
    return CaseOutcome(f"fresh tables {place}", True, not reason, kind)
