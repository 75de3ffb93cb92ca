"""`sandbox judge`: judges submissions to one question, a JSON line in and a JSON line out."""

import argparse
import asyncio
import json
import secrets
import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any, Protocol

from bot.cli.asked import Unfit, asked_lines, asked_of, code_of, jobs
from bot.rules.code import CaseOutcome, JudgeJob, Judgement, Task
from bot.rules.errors import EdgeDown
from bot.rules.run import RunStatus

MOST_SEED = 2**64


class Judging(Protocol):
    """What judges a submission."""

    async def judge(self, job: JudgeJob) -> Judgement:
        """Judge it.

        Raises:
            EdgeDown: The sandbox is away.
        """
        ...


class Questions(Protocol):
    """What reads a question."""

    def task(self, file: Path, question_id: str) -> tuple[Task, str]:
        """Give what a question of a file asks to be written, and the profile it needs; the only one for an empty id.

        Raises:
            OSError: The file cannot be read.
            BankError: There is no such question, or it is at fault.
        """
        ...


def add_parser(acts: "argparse._SubParsersAction[argparse.ArgumentParser]", where: argparse.ArgumentParser) -> None:
    """Declare the command."""
    judge = acts.add_parser("judge", parents=[where], help="judge submissions to a question, as JSON lines")
    judge.add_argument("--question", type=Path, required=True, metavar="FILE", help="a YAML file of questions")
    judge.add_argument("--id", default="", help="which of them, where the file holds several to be judged")
    judge.add_argument("--seed", type=_seed, help="the same cases for every line, instead of fresh ones")
    judge.add_argument("--jobs", type=jobs, default=1, metavar="N", help="how many are judged at once")


def report(
    asked: argparse.Namespace,
    questions: Questions,
    opened: Callable[[str, int], AbstractAsyncContextManager[Judging]],
) -> int:
    """Judge every line as it comes.

    Args:
        asked: What `add_parser`'s command read.
        questions: Reads the question.
        opened: Opens a sandbox, given the profile and how many jobs it does at once.

    Returns:
        0 where the lines were answered, 2 where the file cannot be read.

    Raises:
        BankError: There is no such question.
    """
    try:
        task, profile = questions.task(asked.question, asked.id)
    except OSError as fault:
        print(f"{asked.question}: {fault.strerror}", file=sys.stderr)
        return 2

    async def every() -> None:
        free = asyncio.Semaphore(asked.jobs)
        async with opened(profile, asked.jobs) as sandbox, asyncio.TaskGroup() as tasks:
            async for line in asked_lines():
                await free.acquire()
                seed = secrets.randbits(64) if asked.seed is None else asked.seed
                waiting = tasks.create_task(_answer(sandbox, line, task, profile, seed))
                waiting.add_done_callback(lambda _: free.release())

    asyncio.run(every())
    return 0


async def _answer(sandbox: Judging, line: bytes | None, task: Task, profile: str, seed: int) -> None:
    name: Any = None
    try:
        asked = asked_of(line)
        name = asked.get("id")
        job = JudgeJob(task, code_of(asked), seed, profile, quality=False)
        judgement = await sandbox.judge(job)
    except Unfit as fault:
        judgement = _unjudged(RunStatus.ERROR, f"This line was not judged: {fault}")
    except EdgeDown as fault:
        judgement = _unjudged(RunStatus.SETUP_FAILED, fault.sentence)
    print(json.dumps(told(name, judgement)), flush=True)


def _unjudged(status: RunStatus, reason: str) -> Judgement:
    return Judgement(passed=False, score=0.0, status=status, says=reason)


def told(name: object, judgement: Judgement) -> Mapping[str, Any]:
    """Give the answer to a line, by the keys that are documented."""
    cases = judgement.cases
    if not cases:
        why = judgement.fault or judgement.says
        cases = (CaseOutcome("judging it", hidden=False, passed=judgement.passed, reason=why),)
    return {
        "id": name,
        "verdict": "pass" if judgement.passed else "fail",
        "score": judgement.score,
        "status": judgement.status.value,
        "cases": [
            {"name": case.name, "hidden": case.hidden, "passed": case.passed, "reason": case.reason} for case in cases
        ],
    }


def _seed(text: str) -> int:
    seed = int(text)
    if not 0 <= seed < MOST_SEED:
        raise argparse.ArgumentTypeError("a seed is a whole number from 0 to 2**64 - 1")
    return seed
