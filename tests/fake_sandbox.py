"""A sandbox that runs nothing: it says what a test told it to say, at once or when it is let go."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from bot.rules.code import CaseOutcome, JudgeJob, Judgement
from bot.rules.errors import EdgeDown
from bot.rules.run import Ran, RunJob, RunStatus

VERSIONS = {"Python": "3.11.9", "numpy": "2.3.1", "scikit-learn": "1.8.0"}
PASSED = Judgement(
    passed=True,
    score=1.0,
    status=RunStatus.OK,
    cases=(CaseOutcome("total([1, 2])", False, True), CaseOutcome("case 1", True, True)),
    versions=VERSIONS,
)
FAILED = Judgement(
    passed=False,
    score=0.5,
    status=RunStatus.OK,
    cases=(
        CaseOutcome("total([1, 2])", False, False, "wrong value", "3", "2", "here"),
        CaseOutcome("case 1", True, True),
        CaseOutcome("case 2", True, False, "wrong value"),
    ),
    versions=VERSIONS,
)
NOT_STARTED = Judgement(passed=False, score=0.0, status=RunStatus.SETUP_FAILED, says="It did not start.")


@dataclass
class FakeSandbox:
    """What is asked is kept in `jobs`; `held` makes everybody wait for `let_go`."""

    ran: Ran = field(default_factory=lambda: Ran(RunStatus.OK, stdout="hi\n", exit_code=0, wall_ms=12.4, peak_mib=3.2))
    judgement: Judgement = PASSED
    profiles: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({"base": VERSIONS}))
    away: bool = False
    place: int = 0
    jobs: list[RunJob | JudgeJob] = field(default_factory=list)
    let_go: asyncio.Event = field(default_factory=asyncio.Event)
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    held: bool = False
    ended_early: int = 0

    async def run(self, job: RunJob, place: Callable[[int], None] = lambda _: None) -> Ran:
        await self._wait(job, place)
        return self.ran

    async def judge(self, job: JudgeJob, place: Callable[[int], None] = lambda _: None) -> Judgement:
        await self._wait(job, place)
        return self.judgement

    async def _wait(self, job: RunJob | JudgeJob, place: Callable[[int], None]) -> None:
        if self.away:
            raise EdgeDown("sandbox", "The sandbox does not answer right now. Nothing is lost; try again in a minute.")
        self.jobs.append(job)
        if self.place:
            place(self.place)
        self.begun.set()
        if self.held:
            try:
                await self.let_go.wait()
            except asyncio.CancelledError:
                self.ended_early += 1
                raise
