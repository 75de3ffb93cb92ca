"""Judges files of other languages."""

from bot.rules.code import ArtefactTask, JudgeJob, Judgement
from bot.sandbox.cells import Cells
from bot.sandbox.judging.verdicts import faulty


async def judge_artefact(cells: Cells, task: ArtefactTask, job: JudgeJob) -> Judgement:
    """Judge an artefact; see `bot.sandbox.judging.judge`."""
    del cells, task, job
    return faulty("Artefacts cannot be judged yet.")
