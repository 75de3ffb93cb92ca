"""Coding questions judged: verdicts, reasons, and what is never told."""

from dataclasses import replace
from textwrap import dedent

import pytest

from bot.rules.code import CaseOutcome, Example, JudgeJob, Judgement, Quality
from bot.rules.run import MOST_SOURCE, RunLimits, RunStatus
from bot.sandbox.acts import JUDGE
from bot.sandbox.judging import judge
from tests.sandbox.judging.tasks import MEAN, MEAN_OF, RIGHT, Counted, judged, reasons, task

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_reference_passes(cells: Counted) -> None:
    told = await judged(cells, MEAN, MEAN.solution)
    assert (told.passed, told.score, told.status, told.seed) == (True, 1.0, RunStatus.OK, 7)
    assert [case.name for case in told.cases] == ["mean([1, 2])", "mean([4.0])", *[f"case {n}" for n in range(1, 10)]]
    assert [case.hidden for case in told.cases] == [False] * 2 + [True] * 9
    assert {"Python", "numpy", "scikit-learn"} <= set(told.versions)
    assert cells.taken == ["judge", "submission", "submission"]


async def test_a_wrong_value_is_told_for_what_is_shown_alone(cells: Counted) -> None:
    told = await judged(cells, MEAN, MEAN_OF.format("print('xs', len(xs)) or sum(xs) / 2"))
    assert told.cases[1] == CaseOutcome("mean([4.0])", False, False, "wrong value", "4.0", "2.0", "xs 1\n")
    assert told.cases[0].passed
    assert told.cases[0].printed == "xs 2\n"
    assert reasons(told) == {"wrong value"}
    assert {(case.expected, case.got, case.printed) for case in told.cases if case.hidden} == {("", "", "")}
    assert 0 < told.score < 1
    assert told.status is RunStatus.OK


async def test_equal_seeds_give_equal_cases_and_others_do_not(cells: Counted) -> None:
    traces = [(await judged(cells, MEAN, RIGHT, seed=seed)).trace for seed in (1, 1, 2)]
    assert traces[0] == traces[1] != traces[2]


@pytest.mark.parametrize(
    ("result", "reason"),
    [
        ("str(sum(xs))", "wrong type"),
        ("sum(xs)", "wrong type"),
        ("object()", "wrong type"),
        ("b'x' * 33 * 2**20", "too large"),
        ("xs[99]", "raised IndexError"),
        ("{}[xs[0]]", "raised KeyError"),
        ("bytearray(2**40)", "out of memory"),
        ("exit()", "raised SystemExit"),
        ("(_ for _ in ()).throw(type('Secret%d' % xs[0], (BaseException,), {}))", "raised an exception"),
    ],
)
async def test_a_hidden_case_names_the_kind_of_failure(cells: Counted, result: str, reason: str) -> None:
    told = await judged(cells, MEAN, MEAN_OF.format(result))
    assert reasons(told) == {reason}
    assert told.status is (RunStatus.MEMORY_LIMIT if reason == "out of memory" else RunStatus.OK)


async def test_an_exception_that_is_due_is_asked_for_by_its_class(cells: Counted) -> None:
    told = await judged(cells, MEAN, "def mean(xs):\n    return sum(xs) / max(len(xs), 1)")
    assert [case.reason for case in told.cases if not case.passed] == ["no ValueError where one is due"]
    told = await judged(cells, MEAN, RIGHT.replace("ValueError", "KeyError"))
    assert [case.reason for case in told.cases if not case.passed] == ["raised KeyError"]
    told = await judged(
        cells, MEAN, "class Empty(ValueError): pass\n" + RIGHT.replace("raise ValueError", "raise Empty")
    )
    assert told.passed


async def test_a_numpy_scalar_is_a_float(cells: Counted) -> None:
    assert (await judged(cells, MEAN, "import numpy as np\n" + MEAN_OF.format("np.mean(xs)"))).passed


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (b"def mean(xs:\n", "SyntaxError in line 1: '(' was never closed."),
        (b"x = 1\n  y = 2", "IndentationError in line 2: unexpected indent."),
        (b"x = 1\ny = '\xff'", "Line 2 is not UTF-8 text."),
        (b"\n\nx = 1\0", "Line 3 holds a null character."),
        (b"x = " + b"(" * 5000, "SyntaxError in line 1: too many nested parentheses."),
        (b"x = " + b"-" * 50_000 + b"1", "It is nested too deep to be read."),
        (b"#" * (MOST_SOURCE + 1), "It is longer than 256 KiB."),
        (b"import numpy as np\nfrom pandas.core import x", "Line 2 imports pandas.core; this question allows numpy."),
    ],
)
async def test_what_cannot_be_run_is_refused_with_its_line(cells: Counted, code: bytes, says: str) -> None:
    told = await judged(cells, task(imports=("numpy",)), code)
    assert (told.passed, told.score, told.status, told.says) == (False, 0.0, RunStatus.ERROR, says)
    assert told.cases == (CaseOutcome("reading it", hidden=False, passed=False, reason=says),)


async def test_an_import_that_hides_is_refused_when_it_runs(cells: Counted) -> None:
    told = await judged(cells, task(imports=()), MEAN_OF.format("__import__('statistics').mean(xs)"))
    assert reasons(told) == {"raised ImportError"}
    assert "this question allows no imports" in told.cases[0].got


async def test_what_does_not_load_says_why_and_where(cells: Counted) -> None:
    told = await judged(cells, MEAN, "x = 1\nprint('here')\ny = x / 0")
    assert told.says == "It stopped while it was loaded: raised ZeroDivisionError: division by zero (line 3)."
    assert {case.reason for case in told.cases} == {"did not load"}
    assert (told.status, told.score) == (RunStatus.ERROR, 0.0)


async def test_what_takes_all_memory_while_it_loads_is_told(cells: Counted) -> None:
    told = await judged(cells, MEAN, "x = bytearray(1 << 40)")
    assert (told.status, told.says) == (
        RunStatus.MEMORY_LIMIT,
        "It stopped while it was loaded: raised MemoryError (line 1).",
    )


async def test_a_missing_name_is_told(cells: Counted) -> None:
    told = await judged(cells, MEAN, "def means(xs): ...")
    assert told.cases[0].reason == "raised NameError"
    assert reasons(told) == {"did not load"}
    told = await judged(cells, task(examples=()), "x / 0")
    assert told.says.startswith("It stopped while it was loaded: raised NameError")


QUICK = task(limits=RunLimits(wall_s=1.0))


async def test_the_case_that_broke_a_batch_is_found(cells: Counted) -> None:
    told = await judged(
        cells, MEAN, "import os\n" + MEAN_OF.format("sum(xs) / len(xs) if len(xs) != 3 else os._exit(3)")
    )
    assert [(case.name, case.reason) for case in told.cases if not case.passed] == [("case 3", "ended early")]
    assert told.status is RunStatus.ERROR
    hang = "exec('while len(xs) == 3: pass') or sum(xs) / len(xs)"
    told = await judged(cells, QUICK, MEAN_OF.format(hang))
    assert [(case.name, case.reason) for case in told.cases if not case.passed][:1] == [("case 3", "too slow")]
    assert told.status is RunStatus.TIMEOUT


async def test_the_search_for_it_has_an_end(cells: Counted) -> None:
    told = await judged(cells, QUICK, "def mean(xs):\n    while True: pass")
    assert reasons(told) == {"too slow", "not reached"}
    assert told.score == 0
    assert len(cells.taken) < 18


async def test_without_thoroughness_the_verdict_comes_at_once(cells: Counted) -> None:
    told = await judged(cells, QUICK, "def mean(xs):\n    while True: pass", thorough=False)
    assert reasons(told) == {"too slow"}
    assert cells.taken[1:] in (["submission"], ["submission"] * 2)  # twice where the machine is busy


async def test_without_thoroughness_examples_are_run_once_the_cases_have_passed(cells: Counted) -> None:
    told = await judged(cells, MEAN, MEAN_OF.format("sum(xs) / len(xs) if len(xs) > 1 else 7"), thorough=False)
    assert {case.hidden for case in told.cases} == {True}
    assert not told.passed
    assert cells.taken == ["judge", "submission"]
    right = await judged(cells, MEAN, RIGHT, thorough=False)
    assert right.passed
    assert {case.hidden for case in right.cases} == {True, False}
    assert cells.taken == ["judge", "submission", "judge", "submission", "submission"]
    only_shown = task(tests="")
    wrong = await judged(cells, only_shown, MEAN_OF.format("7"), thorough=False)
    assert ({case.hidden for case in wrong.cases}, wrong.passed) == ({False}, False)


async def test_cases_that_break_only_together_fail_together(cells: Counted) -> None:
    eight = "(__import__('os')._exit(1) if len(calls) > 8 else sum(xs) / len(xs))"
    many = task(tests="def cases(rng):\n    for n in range(1, 17): yield [[n]]")
    told = await judged(cells, many, "calls = []\n" + MEAN_OF.format(f"calls.append(1) or {eight}"))
    failed = [(case.name, case.reason) for case in told.cases if not case.passed]
    assert failed == [("all cases together", "ended early")]
    assert not told.passed
    assert told.score < 1


TOTAL = task(
    starter="class Total: ...",
    name="Total",
    solution="""
        class Total:
            def __init__(self): self.sum = 0
            def add(self, x):
                self.sum += x
                return self
    """,
    examples=(Example("Total().add(2).add(3).sum", "5"),),
    tests="""
        import numpy as np
        START = 0
        def steps(case): return np.asarray(case).tolist()
        def drive(sub, case):
            total = sub()
            for x in steps(case): total.add(x)
            return total.sum + START
        def cases(rng):
            yield rng.integers(0, 9, 5)
            yield [1, 2]
    """,
)


async def test_a_class_is_driven(cells: Counted) -> None:
    assert (await judged(cells, TOTAL, TOTAL.solution)).passed
    told = await judged(cells, TOTAL, TOTAL.solution.replace("+= x", "= x"))
    assert [case.passed for case in told.cases] == [False] * 3
    assert told.cases[0].expected == "5"


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("def mean(xs): return sum(xs) / len(xs)", set()),
        ("def mean(xs): return sum(xs) / 7", {"wrong value: the mean"}),
        ("def mean(xs): return sum(xs) // len(xs)", {"wrong type: the mean"}),
        (
            "def mean(xs):\n    m = sum(xs) / len(xs)\n    xs.clear()\n    return m",
            {"wrong length: the input afterwards"},
        ),
    ],
)
async def test_which_entry_of_a_drive_is_wrong_is_told_by_its_name(cells: Counted, code: str, why: set[str]) -> None:
    two = task(
        examples=(),
        tests="""
            named = ["the mean", "the input afterwards"]
            def cases(rng):
                yield [rng.integers(1, 9, 5).tolist()]
                yield [[1, 2]]
            def drive(sub, case):
                return [sub(*case), *case]
        """,
    )
    assert reasons(await judged(cells, two, code)) == why


async def test_a_drive_may_look_at_more_than_one_name(cells: Counted) -> None:
    two = task(
        solution="def half(x): return x / 2\ndef mean(xs): return half(sum(xs))",
        tests="def cases(rng): yield [1, 2]\ndef drive(sub, case): return [sub.half(9), sub(case), sub.__name__]",
        examples=(),
    )
    assert (await judged(cells, two, two.solution)).passed
    assert reasons(await judged(cells, two, "def mean(xs): return 1.5")) == {"raised AttributeError"}


ORDER = task(
    starter="def anyorder(xs): ...",
    name="anyorder",
    solution="def anyorder(xs): return sorted(xs)",
    examples=(Example("anyorder([2, 1])", "[1, 2]"), Example("len(anyorder([2, 1]))", "2")),
    tests="""
        def check(case, got):
            assert isinstance(got, list), "a list is asked for"
            assert sorted(got) == anyorder(case[0])
            if len(got) == 4: return False
        def cases(rng):
            for n in (0, 1, 5): yield [rng.permutation(n).tolist()]
    """,
)


async def test_a_check_decides_where_there_is_one(cells: Counted) -> None:
    assert (await judged(cells, ORDER, "def anyorder(xs): return xs[::-1]")).passed
    told = await judged(cells, ORDER, "def anyorder(xs): return tuple(xs)")
    assert told.cases[0].reason == "a list is asked for"
    assert reasons(told) == {"wrong value"}
    told = await judged(cells, ORDER, "def anyorder(xs): return xs + [0]")
    assert told.cases[0].reason == "wrong value"
    four = replace(ORDER, tests=ORDER.tests.replace("(0, 1, 5)", "(4,)"))
    assert reasons(await judged(cells, four, four.solution)) == {"wrong value"}


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"solution": "1 / 0"}, "The solution raised ZeroDivisionError: division by zero (line 1)."),
        (
            {"solution": "def mean(xs): return 1 / 0"},
            "The solution raised ZeroDivisionError: division by zero (line 1) for",
        ),
        ({"solution": "def mean(xs): return object()"}, "which is not plain; convert it in `drive`."),
        ({"solution": "x = 1"}, "mean is not defined"),
        ({"tests": "def cases(rng): yield [object()]"}, "Case 1 of `cases` holds a value of type object"),
        ({"tests": "def cases(rng): raise KeyError(rng.integers(1))"}, "The tests raised KeyError: "),
        ({"tests": "def cases(rng): yield from [[[1]]] * 501"}, "`cases` yields more than 500 cases."),
        ({"tests": "def cases(rng):\n while 1: yield [b'x' * 2**24]"}, "`cases` take more than 64 MiB."),
        ({"tests": "def cases(rng:"}, "The tests raised Unreadable: SyntaxError in line 1"),
        ({"examples": (Example("mean([1])", "2.0"),)}, "`mean([1])` says 2.0, but the solution gives 1.0."),
        ({"examples": (Example("mean([])", "KeyError"),)}, "but the solution gives raised ValueError"),
    ],
)
async def test_a_question_at_fault_is_no_fault_of_the_submission(
    cells: Counted, changes: dict[str, object], fault: str
) -> None:
    told = await judged(cells, task(**changes), RIGHT)
    assert fault in told.fault
    assert (told.passed, told.score, told.status, told.cases) == (False, 0.0, RunStatus.SETUP_FAILED, ())
    assert told.says == "This question is at fault, not your answer, so nothing is charged."


async def test_examples_may_be_written_otherwise(cells: Counted) -> None:
    third = task(
        solution="import numpy as np\ndef mean(xs):\n    if not xs: raise ValueError\n    return np.array(xs) / 3",
        tests="",
        examples=(
            Example("mean([1, 2])", "[0.33, 0.67]"),
            Example("mean([])", "ValueError"),
            Example("mean([3]).tolist()", "[1.0]"),
            Example("np.round(mean([1]), 2)", "array([0.33])"),
            Example("(mean([3]).shape, {'a': 1})", "((1,), {'a': 1})"),
            Example("mean([3]).dtype.kind", "'f'"),
        ),
    )
    assert (await judged(cells, third, third.solution)).passed


async def test_a_long_value_is_cut(cells: Counted) -> None:
    long = task(examples=(Example("mean([1] * 3 and 'x' * 900)", "'x'"),), solution="def mean(xs): return xs", tests="")
    told = await judged(
        cells, replace(long, examples=(Example("mean('x' * 900)", repr("x" * 900)),)), "def mean(xs): return 1"
    )
    assert (len(told.cases[0].expected), told.cases[0].expected[-1], told.cases[0].got) == (200, "…", "1")


async def test_the_outside_of_a_judge_decides_nothing(cells: Counted) -> None:
    told = await judge(cells, JudgeJob(MEAN, dedent(RIGHT).encode(), 2**64 - 1))
    assert told.passed
    assert told.seed == 2**64 - 1


async def test_a_judgement_crosses_the_socket() -> None:
    job = JudgeJob(MEAN, b"\xff", 3)
    assert JUDGE.job.read(JUDGE.job.write(job)) == job
    cases = (CaseOutcome("a", hidden=True, passed=False, reason="wrong value"),)
    told = Judgement(False, 0.5, RunStatus.OK, cases, (Quality("inputs", held=True, says=""),))
    assert JUDGE.outcome.read(JUDGE.outcome.write(told)) == told
