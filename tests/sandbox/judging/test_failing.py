"""A sandbox that fails on the way: tried once more, never charged, and told from a submission that breaks."""

import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import numpy as np
import pytest

from bot.rules.code import CaseOutcome, CodeTask, TestsTask
from bot.rules.run import RunLimits, RunStatus
from bot.sandbox.cells import Cells, Child, Ended
from bot.sandbox.engine import Stillborn
from bot.sandbox.inside.plain import encode
from bot.sandbox.judging.talk import read_map, work
from bot.sandbox.judging.verdicts import CALM, status_of, summed, worst
from bot.sandbox.zygote import SetupFault
from tests.sandbox.judging import test_artefacts as artefacts
from tests.sandbox.judging import test_suites as suites
from tests.sandbox.judging.roles import Roles
from tests.sandbox.judging.tasks import MEAN, RIGHT, judged, reasons


class Failing:
    """Cells of which some children cannot be had: those for which `fails` says so, given role and number."""

    def __init__(self, fails: Callable[[str, int], bool]) -> None:
        self._fails = fails
        self._cells: Cells = Roles()
        self.taken: list[str] = []

    @contextlib.asynccontextmanager
    async def child(self, role: str, limits: RunLimits, profile: str) -> AsyncIterator[Child]:
        self.taken.append(role)
        if self._fails(role, len(self.taken)):
            yield Stillborn(SetupFault("landlock", 0, "it is not there"))
            return
        async with self._cells.child(role, limits, profile) as child:
            yield child


SUITE = replace(suites.SPAN, mutants=suites.SPAN.mutants[:1])
ALL = [
    (MEAN, RIGHT),
    (SUITE, suites.GOOD),
    (artefacts.SQL, "SELECT id, x FROM t ORDER BY id"),
    (artefacts.GIT, "git revert HEAD"),
]


@pytest.mark.parametrize(("task", "code"), ALL)
async def test_what_cannot_run_is_not_charged(task: CodeTask | TestsTask, code: str) -> None:
    cells = Failing(lambda _, __: True)
    told = await judged(cells, task, code)
    assert (told.passed, told.status, told.says, told.cases) == (False, RunStatus.SETUP_FAILED, CALM, ())
    assert "it is not there" in told.fault


@pytest.mark.parametrize(("task", "code"), ALL)
async def test_it_is_tried_once_more(task: CodeTask | TestsTask, code: str) -> None:
    assert (await judged(Failing(lambda _, number: number == 1), task, code)).passed
    assert (await judged(Failing(lambda role, number: role != "suite" and number == 2), task, code)).passed


async def test_a_second_round_of_tests_that_cannot_run_is_not_charged() -> None:
    told = await judged(Failing(lambda _, number: number > 4), SUITE, suites.GOOD)
    assert told.status is RunStatus.SETUP_FAILED


class Silent:
    """A child that dies before it says anything, or says what nobody reads."""

    def __init__(self, ended: Ended, says: bytes | None) -> None:
        self._ended = ended
        self._says = [says] if says else []

    async def send(self, frame: bytes) -> None:
        """Take it."""

    async def receive(self) -> bytes | None:
        return self._says.pop() if self._says else None

    async def end(self) -> Ended:
        return self._ended


class Breaking(Failing):
    """Cells whose children of one role die at once, all but the first as `later` says."""

    def __init__(
        self,
        role: str,
        status: RunStatus,
        says: bytes | None = None,
        cpu_ms: float = 0.0,
        later: RunStatus | None = None,
    ) -> None:
        super().__init__(lambda _, __: False)
        self._role = role
        self._ended, self._says = Ended(status, 0 if status is RunStatus.OK else 1, cpu_ms=cpu_ms), says
        self._later = later or status
        self.limits: list[RunLimits] = []

    @contextlib.asynccontextmanager
    async def child(self, role: str, limits: RunLimits, profile: str) -> AsyncIterator[Child]:
        self.limits.append(limits)
        if role == self._role:
            yield Silent(self._ended, self._says)
            self._ended = replace(self._ended, status=self._later)
            return
        async with self._cells.child(role, limits, profile) as child:
            yield child


@pytest.mark.parametrize(
    ("role", "task", "code"),
    [
        ("submission", MEAN, RIGHT),
        ("suite", SUITE, suites.GOOD),
        ("query", artefacts.SQL, "SELECT 1"),
        ("artefact", artefacts.GIT, "git log"),
    ],
)
async def test_what_breaks_the_reading_of_it_is_the_authors(role: str, task: CodeTask | TestsTask, code: str) -> None:
    told = await judged(Breaking(role, RunStatus.MEMORY_LIMIT), task, code)
    sentence = "Python could not read it within the limits (out of memory)."
    assert (told.status, told.says, told.score) == (RunStatus.MEMORY_LIMIT, sentence, 0.0)
    assert told.cases == (CaseOutcome("reading it", hidden=False, passed=False, reason=sentence),)


@pytest.mark.parametrize(
    ("task", "code", "role", "says"),
    [
        (MEAN, RIGHT, "judge", "The question's tests and solution did not end well: too slow."),
        (artefacts.SQL, "SELECT 1", "artefact", "The checks did not end well: too slow."),
    ],
)
async def test_a_judge_that_dies_first_is_the_questions_fault(
    task: CodeTask | TestsTask, code: str, role: str, says: str
) -> None:
    told = await judged(Breaking(role, RunStatus.TIMEOUT), task, code)
    assert (told.status, told.fault) == (RunStatus.SETUP_FAILED, says)


async def test_a_judge_that_stops_while_it_tells_the_cases_is_the_questions_fault() -> None:
    opening = encode({"fault": "", "drive": "", "versions": {}, "sets": {"cases": 3}})
    told = await judged(Breaking("judge", RunStatus.CPU_LIMIT, opening), MEAN, RIGHT)
    assert told.fault == "The question's tests and solution did not end well: too slow."
    opening = encode({"fault": "", "drive": "", "versions": {}, "sets": {"cases": 0}})
    told = await judged(Breaking("judge", RunStatus.CPU_LIMIT, opening), MEAN, RIGHT)
    assert told.fault == "The solution on its cases did not end well: too slow."


async def test_results_that_are_none_are_no_answer() -> None:
    shape = encode({"fault": "", "subject": "", "versions": {}})
    told = await judged(Breaking("suite", RunStatus.OK, shape), SUITE, suites.GOOD)
    assert told.cases[0].reason == "broken answer"
    shape = encode({"fault": "", "loops": [], "smells": []})
    told = await judged(Breaking("submission", RunStatus.OUTPUT_LIMIT, shape), MEAN, RIGHT, thorough=False)
    assert reasons(told) == {"too much output"}
    assert told.status is RunStatus.OUTPUT_LIMIT


@pytest.mark.parametrize(("cpu_ms", "times"), [(100.0, 2), (1900.0, 1)])
async def test_a_child_that_was_held_up_gets_more_time(cpu_ms: float, times: int) -> None:
    cells = Breaking("submission", RunStatus.TIMEOUT, cpu_ms=cpu_ms)
    came = await work(cells, "submission", RunLimits(wall_s=2.0), "base", [])
    assert came.ended.status is RunStatus.TIMEOUT
    assert [limits.wall_s for limits in cells.limits] == [2.0, 5.0][:times]
    assert cells.limits[-1].cpu_s == (10.0, 2.0)[times - 1]


async def test_what_then_takes_too_much_of_a_processor_has_timed_out() -> None:
    cells = Breaking("submission", RunStatus.TIMEOUT, later=RunStatus.CPU_LIMIT)
    came = await work(cells, "submission", RunLimits(wall_s=2.0), "base", [])
    assert (came.ended.status, len(cells.limits)) == (RunStatus.TIMEOUT, 2)


def test_what_is_read_here_is_small_and_simple() -> None:
    assert read_map(None) is None
    assert read_map(b"") is None
    assert read_map(encode([1])) is None
    assert read_map(encode({1: 2})) is None
    assert read_map(encode({"a": np.ones(2)})) is None
    assert read_map(encode({"a": b"x" * (1 << 20)})) is None
    assert read_map(encode({"a": 1})) == {"a": 1}


def test_an_end_that_looks_well_without_an_answer_is_an_error() -> None:
    assert status_of(Ended(RunStatus.OK, 0)) is RunStatus.ERROR
    assert status_of(Ended(RunStatus.SIGNAL)) is RunStatus.SIGNAL


def test_the_worst_of_nothing_is_well() -> None:
    assert worst([]) is RunStatus.OK
    assert worst([RunStatus.ERROR, RunStatus.TIMEOUT, RunStatus.OK]) is RunStatus.TIMEOUT
    assert not summed([], []).passed
