"""Tests that people wrote, judged on right and wrong versions."""

from dataclasses import replace

import pytest

from bot.rules.code import Mutant, TestsTask
from bot.rules.run import RunLimits, RunStatus
from tests.sandbox.judging.tasks import Counted, judged

pytestmark = pytest.mark.asyncio(loop_scope="session")

SPAN = TestsTask(
    starter="",
    solution="",
    subject="def span(xs):\n    return max(xs) - min(xs)",
    same=(
        "def span(ys):\n    s = sorted(ys)\n    return s[-1] - s[0]",
        "import numpy as np\ndef span(xs): return float(np.ptp(xs))",
    ),
    mutants=(
        Mutant("forgets the smallest", "def span(xs):\n    return max(xs)"),
        Mutant("never ends", "def span(xs):\n    while len(xs) > 2: pass\n    return max(xs) - min(xs)"),
        Mutant("changes its input", "def span(xs):\n    xs.sort()\n    return xs[-1] - xs[0]"),
    ),
    imports=("math",),
    limits=RunLimits(wall_s=1.0),
)
GOOD = """
    import math
    import pytest
    from subject import span as other

    @pytest.mark.parametrize("xs, want", [([1, 4], 3), ([2.0], 0), ([-1, 5, 1], 6)])
    def test_values(xs, want):
        assert span(xs) == pytest.approx(want) and other is span and not math.isnan(want)

    class TestSpan:
        def helper(self): return [3, 1, 2]
        def test_input(self):
            xs = self.helper()
            span(xs)
            assert xs == [3, 1, 2]

    def test_empty():
        with pytest.raises((ValueError, IndexError)) as caught:
            span([])
        assert caught.value is not None
"""


async def test_pytest_is_there_without_an_import(cells: Counted) -> None:
    assert (await judged(cells, SPAN, GOOD.replace("    import pytest\n", ""))).passed


async def test_good_tests_pass_and_are_told_what_they_caught(cells: Counted) -> None:
    told = await judged(cells, SPAN, GOOD)
    assert (told.passed, told.score, told.status) == (True, 1.0, RunStatus.OK)
    assert [case.name for case in told.cases] == [
        "the subject",
        "another right version 1",
        "another right version 2",
        "caught: forgets the smallest",
        "caught: never ends",
        "caught: changes its input",
        "the same verdict twice",
    ]
    assert [case.hidden for case in told.cases] == [False] + [True] * 5 + [False]
    assert set(cells.taken) == {"suite"}
    assert len(cells.taken) >= 12
    assert "Python" in told.versions
    assert told.wall_ms > 0


async def test_what_got_away_is_not_told(cells: Counted) -> None:
    told = await judged(cells, SPAN, "def test_values():\n    assert span([1, 4]) == 3")
    assert (told.passed, round(told.score, 3)) == (False, 0.333)
    assert [(case.name, case.reason) for case in told.cases if not case.passed] == [
        ("wrong version 2", "your tests pass on it"),
        ("wrong version 3", "your tests pass on it"),
    ]


async def test_tests_that_refuse_a_right_version_catch_nothing(cells: Counted) -> None:
    told = await judged(cells, SPAN, "def test_names():\n    assert span.__code__.co_varnames == ('xs',)")
    assert (told.passed, told.score) == (False, 0.0)
    assert [case.passed for case in told.cases] == [True, False, True, False, False, False]
    assert told.cases[1].reason == "your tests fail on it, though it is right"
    assert {case.reason for case in told.cases[3:]} == {"counts once your tests pass on every right version"}
    told = await judged(cells, SPAN, "def test_always():\n    assert len('a') == 2")
    assert not any(case.passed or "caught" in case.name for case in told.cases)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("def test_a():\n    assert span([1]) == 2, 'two'", "test_a: AssertionError: two (line 2)"),
        ("def tset_a(): pass", "no test was found: call your functions test_…"),
        ("x = 1 / 0", "your tests stopped while they were loaded: ZeroDivisionError: division by zero (line 1)"),
        ("async def test_a(): assert False", "test_a: it is a coroutine or a generator, and none of it has run"),
        ("def test_a(): yield 1", "test_a: it is a coroutine or a generator, and none of it has run"),
        ("def test_a(tmp_path): pass", "missing 1 required positional argument: 'tmp_path'"),
        ("import os\ndef test_a(): os._exit(0)", "broken answer"),
        ("def test_a():\n    while True: pass", "too slow"),
        ("def test_a(): raise SystemExit", "test_a: SystemExit (line 1)"),
    ],
)
async def test_why_the_subject_is_refused_is_told(cells: Counted, code: str, reason: str) -> None:
    told = await judged(
        cells,
        replace(SPAN, mutants=SPAN.mutants[:1], imports=None),
        f"print('hey'); {code}" if "def" not in code else f"{code}\nprint('hey')",
    )
    assert reason in told.cases[0].reason
    assert not told.passed
    assert told.cases[0].printed == ("" if reason in ("broken answer", "too slow") else "hey\n")


async def test_tests_that_take_all_memory_are_told(cells: Counted) -> None:
    told = await judged(cells, SPAN, "x = bytearray(1 << 40)")
    assert (told.status, told.score) == (RunStatus.MEMORY_LIMIT, 0.0)


async def test_luck_does_not_count(cells: Counted) -> None:
    code = "import random\nrandom.seed()\ndef test_a():\n    assert span([1, 4]) == 3 and random.random() < 0.5"
    lucky = replace(SPAN, mutants=SPAN.mutants[:1], imports=("random",))
    verdicts = [await judged(cells, lucky, code, seed=seed) for seed in range(6)]
    assert sum(told.passed for told in verdicts) <= 1


async def test_what_cannot_be_read_is_refused(cells: Counted) -> None:
    assert (await judged(cells, SPAN, "def test_a(:")).says == "SyntaxError in line 1: invalid syntax."
    told = await judged(cells, SPAN, "import random")
    assert told.says == "Line 1 imports random; this question allows math, pytest and subject."


async def test_a_version_that_does_not_load_is_the_questions_fault(cells: Counted) -> None:
    told = await judged(cells, replace(SPAN, same=("1 / 0", SPAN.same[0])), GOOD)
    assert (told.status, told.fault) == (
        RunStatus.SETUP_FAILED,
        "Version 2 does not load: ZeroDivisionError: division by zero.",
    )
