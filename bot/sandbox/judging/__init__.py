"""Judges submissions: who talks to which child, in which order, and what the answers come to.

The bot's side of it runs nothing and believes nothing: what a submission gave goes as bytes from its child to the
judge's child, which alone reads it. `bot.sandbox.inside` says what the children do.
"""

from dataclasses import replace
from typing import assert_never

from bot.rules.code import ArtefactTask, CodeTask, JudgeJob, Judgement, TestsTask
from bot.rules.run import MOST_SOURCE, RunStatus
from bot.sandbox.cells import Cells
from bot.sandbox.judging.artefacts import judge_artefact
from bot.sandbox.judging.code import judge_code
from bot.sandbox.judging.suites import judge_tests
from bot.sandbox.judging.verdicts import CALM, refused


async def judge(cells: Cells, job: JudgeJob) -> Judgement:
    """Judge a submission; once more where the sandbox itself broke down on the way.

    Args:
        cells: Gives out the children.
        job: What is judged, and against what.

    Returns:
        A judgement, whatever the submission or the question does; nothing is raised for either.
    """
    if len(job.code) > MOST_SOURCE:
        return replace(refused(f"It is longer than {MOST_SOURCE >> 10} KiB."), seed=job.seed)
    told = await _once(cells, job)
    if told.status is RunStatus.SETUP_FAILED and told.says == CALM:
        told = await _once(cells, job)
    return replace(told, seed=job.seed)


async def _once(cells: Cells, job: JudgeJob) -> Judgement:
    match job.task:
        case CodeTask() as task:
            return await judge_code(cells, task, job)
        case TestsTask() as task:
            return await judge_tests(cells, task, job)
        case ArtefactTask() as task:
            return await judge_artefact(cells, task, job)
        case _:
            assert_never(job.task)
