"""Coding tasks for the tests of the judge, and children that are counted."""

from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from textwrap import dedent
from typing import Any

from bot.rules.code import CodeTask, Example, JudgeJob, Judgement, Task
from bot.rules.kinds import Tolerance
from bot.rules.run import RunLimits
from bot.sandbox.cells import Cells, Child
from bot.sandbox.judging import judge


class Counted:
    """Cells of an engine, which notes the role of each child in `taken`."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self.taken: list[str] = []

    def child(self, role: str, limits: RunLimits, profile: str) -> AbstractAsyncContextManager[Child]:
        self.taken.append(role)
        return self._cells.child(role, limits, profile)


MEAN = CodeTask(
    starter="def mean(xs):\n    ...",
    solution=dedent("""
        def mean(xs):
            if not xs:
                raise ValueError("empty")
            return sum(xs) / len(xs)
    """),
    name="mean",
    examples=(Example("mean([1, 2])", "1.5"), Example("mean([4.0])", "4.0")),
    tests=dedent("""
        def cases(rng):
            for n in range(1, 9):
                yield [rng.integers(0, 99, n).tolist()]
            yield [[]]
    """),
    raises=("ValueError", "KeyError"),
    tolerance=Tolerance(abs=1e-9),
    limits=RunLimits(wall_s=2.0),
)
MEAN_OF = "def mean(xs):\n    if not xs:\n        raise ValueError\n    return {}"
RIGHT = MEAN_OF.format("sum(xs) / len(xs)")


def task(**changes: Any) -> CodeTask:
    """The mean, asked otherwise."""
    texts: dict[str, Any] = {key: dedent(value) if isinstance(value, str) else value for key, value in changes.items()}
    return replace(MEAN, **texts)


async def judged(cells: Cells, task_: Task, code: str | bytes, *, seed: int = 7, **more: Any) -> Judgement:
    """Judge some code; without quality unless asked for."""
    data = dedent(code).encode() if isinstance(code, str) else code
    return await judge(cells, JudgeJob(task_, data, seed, **{"quality": False, **more}))


def reasons(judgement: Judgement) -> set[str]:
    """The reasons of hidden cases that failed."""
    return {case.reason for case in judgement.cases if case.hidden and not case.passed}
