"""Sends forged submissions to the judge and says what came through."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.rules.code import ArtefactTask, CodeTask, Example, JudgeJob, Judgement, Mutant, Task, TestsTask
from bot.rules.question import Tolerance
from bot.rules.run import RunLimits, RunStatus
from tests.sandbox.attacks.cases import Forgery, filled
from tests.sandbox.attacks.outside import Outside

SEED = 20260131
LONGEST_REASON = 60
NAMES = {"gap": "gap", "running": "Running", "sorted-copy": "ordered"}
SHORT = RunLimits(wall_s=1)
Judge = Callable[[JudgeJob], Awaitable[Judgement]]


@cache
def questions() -> Mapping[str, Mapping[str, Any]]:
    """Give what the forgeries claim to answer, by id."""
    entries = yaml.load(Path(__file__).with_name("questions.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    return {entry["id"]: entry for entry in entries}


def task_of(question: str) -> Task:
    """Give a question as a task."""
    entry = questions()[question]
    if entry.get("type") == "tests":
        mutants = tuple(Mutant(one["why"], one["code"]) for one in entry["mutants"])
        same = tuple(one["code"] for one in entry["same"])
        return TestsTask(entry["starter"], entry["solution"], entry["subject"], same, mutants, limits=SHORT)
    if entry.get("type") == "artefact":
        return ArtefactTask(entry["language"], entry["starter"], entry["solution"], entry["checks"], SHORT)
    return CodeTask(
        starter=entry["starter"],
        solution=entry["solution"],
        name=NAMES[question],
        examples=tuple(Example(one["call"], repr(one["gives"])) for one in entry["examples"]),
        tests=entry["tests"],
        raises=tuple(entry.get("raises", ())),
        tolerance=Tolerance(abs=float(entry.get("tolerance", {}).get("abs", 0.0))),
        limits=SHORT,
    )


async def claims(cases: Sequence[Forgery], judge: Judge, there: Outside) -> dict[str, str]:
    """Submit every forgery; give what came through, by name."""
    waiting = iter(cases)
    found: dict[str, str] = {}

    async def work() -> None:
        for case in waiting:
            job = JudgeJob(task_of(case.question), filled(case.code, there.words), SEED, quality=False)
            if complaint := _complaint(await judge(job)) or "; ".join(await there.complaints()):
                found[case.name] = complaint

    await asyncio.gather(work(), work())
    return found


def _complaint(judgement: Judgement) -> str:
    """Say what is wrong with a judgement of a submission that is none."""
    if judgement.passed or judgement.score >= 1 or judgement.status is RunStatus.SETUP_FAILED:
        return f"{judgement}"
    hidden = [case.reason for case in judgement.cases if case.hidden]
    if "leaked" in judgement.says or any("leaked" in reason or len(reason) > LONGEST_REASON for reason in hidden):
        return f"tells too much: {hidden} {judgement.says}"
    return ""
