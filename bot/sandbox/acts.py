"""What the supervisor can be asked to do, by name; each takes a job and gives a value."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from bot.rules.code import JudgeJob, Judgement
from bot.rules.run import Ran, RunJob
from bot.sandbox.cells import Cells
from bot.sandbox.judging import judge
from bot.sandbox.running import run
from bot.sandbox.wire import Codec

Job = TypeVar("Job")
Outcome = TypeVar("Outcome")


@dataclass(frozen=True, slots=True)
class Act(Generic[Job, Outcome]):
    """One thing that it can do; it may use several children, one after the other or together."""

    do: Callable[[Cells, Job], Awaitable[Outcome]]
    job: Codec[Job]
    outcome: Codec[Outcome]


RUN = Act(run, Codec(RunJob), Codec(Ran))
JUDGE = Act(judge, Codec(JudgeJob), Codec(Judgement))
ACTS: Mapping[str, Act[Any, Any]] = MappingProxyType({"run": RUN, "judge": JUDGE})
