"""One submission before the judge: what is known of it, and the two things that are done again and again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.rules.code import CodeTask, JudgeJob
from bot.rules.run import RunLimits, RunStatus
from bot.sandbox.cells import Cells
from bot.sandbox.inside.plain import encode
from bot.sandbox.judging.talk import Came, Judge, Stopped, work
from bot.sandbox.judging.verdicts import reason_of


@dataclass(slots=True)
class Hearing:
    """One submission before the judge.

    Attributes:
        sets: The frames of the judge's cases, by set.
        statuses: How the submission's runs ended so far.
        longest: Milliseconds of its longest run so far.
        trace: The digest of the judge's cases.
        changes: Whether the reference changes its inputs.
        shape: What was read of the submission before any of it ran.
    """

    cells: Cells
    task: CodeTask
    job: JudgeJob
    judge: Judge
    opening: Mapping[str, Any]
    sets: Mapping[str, Sequence[bytes]]
    statuses: list[RunStatus] = field(default_factory=list)
    longest: float = 0.0
    trace: str = ""
    changes: bool = False
    shape: Mapping[str, Any] = field(default_factory=dict)

    @property
    def patient(self) -> RunLimits:
        """Give limits for doing everything twice."""
        limits = self.task.limits
        return replace(limits, wall_s=2 * limits.wall_s, cpu_s=2 * limits.cpu_s)

    async def run(
        self, cases: Sequence[bytes], *, calls: Sequence[str] = (), limits: RunLimits | None = None, **more: Any
    ) -> Came:
        """Have the submission do a batch in a child of its own; `more` is added to the child's job."""
        job = {
            "code": self.job.code,
            "name": self.task.name,
            "drive": self.opening["drive"],
            "imports": None if self.task.imports is None else list(self.task.imports),
            "calls": list(calls),
            "count": len(cases),
            "prints": bool(calls),
            "times": 1,
            "idle": False,
            "twice": False,
            **more,
        }
        frames = [encode(job), *cases]
        came = await work(self.cells, "submission", limits or self.task.limits, self.job.profile, frames)
        if came.ended.status is RunStatus.SETUP_FAILED:
            raise Stopped("", came.ended)
        return came

    async def reasons(self, name: str, came: Came, places: Sequence[int]) -> list[str]:
        """Have a batch of a set judged: why each case failed, empty where it did not."""
        if came.results is None:
            return [reason_of(came.ended)] * len(places)
        told = await self.judge.ask({"do": name, "which": list(places)}, came.results)
        return [str(outcome[0]) for outcome in told["outcomes"]]
