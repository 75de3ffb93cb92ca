"""Judges tests that were written."""

from bot.rules.code import JudgeJob, Judgement, TestsTask
from bot.sandbox.cells import Cells
from bot.sandbox.judging.verdicts import faulty


async def judge_tests(cells: Cells, task: TestsTask, job: JudgeJob) -> Judgement:
    """Judge a test file; see `bot.sandbox.judging.judge`."""
    del cells, task, job
    return faulty("Tests cannot be judged yet.")
