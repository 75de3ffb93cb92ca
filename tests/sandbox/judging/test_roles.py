"""What the roles do inside, seen in this process: verdicts on right and wrong submissions of every kind."""

from collections.abc import Sequence
from dataclasses import replace
from textwrap import dedent

import pytest
from numpy.random import default_rng

from bot.rules.code import CodeTask, Example, Growth, JudgeJob, Judgement, Task, TestsTask
from bot.rules.run import RunStatus
from bot.sandbox.inside import growing
from bot.sandbox.judging import judge
from tests.sandbox.judging import test_artefacts as artefacts
from tests.sandbox.judging import test_code as code
from tests.sandbox.judging import test_quality as quality
from tests.sandbox.judging import test_suites as suites
from tests.sandbox.judging.roles import Roles
from tests.sandbox.judging.tasks import MEAN, MEAN_OF, RIGHT, judged, reasons, task

TESTS = replace(suites.SPAN, mutants=(suites.SPAN.mutants[0], suites.SPAN.mutants[2]))
NUMPY = "import numpy as np\n"
PASSING: Sequence[tuple[Task, str]] = [
    (MEAN, RIGHT),
    (MEAN, NUMPY + MEAN_OF.format("np.mean(xs)")),
    (MEAN, "class Empty(ValueError): pass\n" + RIGHT.replace("raise ValueError", "raise Empty")),
    (code.TOTAL, code.TOTAL.solution),
    (code.ORDER, "def anyorder(xs): return xs[::-1]"),
    (quality.UNIQUE, quality.SET),
    (quality.ROOT, quality.ROOT.solution),
    (quality.ENCODE, quality.ENCODE.solution),
    (replace(quality.UNIQUE, tests=quality.UNIQUE.tests.partition("def grow")[0]), quality.SET),
    (TESTS, suites.GOOD),
    (artefacts.DOCKERFILE, 'FROM a\nRUN b\nUSER c\nCMD ["d"]'),
    (artefacts.GIT, "git revert HEAD"),
    (artefacts.SQL, "SELECT id, x FROM t ORDER BY id"),
]
FAILING: Sequence[tuple[Task, str, str]] = [
    (MEAN, MEAN_OF.format("sum(xs) / 2"), "wrong value"),
    (MEAN, MEAN_OF.format("str(xs)"), "wrong type"),
    (MEAN, MEAN_OF.format("object()"), "wrong type"),
    (MEAN, MEAN_OF.format("b'x' * 33 * 2**20"), "too large"),
    (MEAN, MEAN_OF.format("xs[99]"), "raised IndexError"),
    (MEAN, MEAN_OF.format("{}[xs[0]]"), "raised KeyError"),
    (MEAN, MEAN_OF.format("exec('raise MemoryError')"), "out of memory"),
    (MEAN, MEAN_OF.format("exec('class Own(Exception): pass\\nraise Own')"), "raised an exception"),
    (MEAN, "def mean(xs): return sum(xs) / max(len(xs), 1)", "no ValueError where one is due"),
    (MEAN, "x = 1 / 0", "did not load"),
    (task(imports=()), MEAN_OF.format("__import__('math').fsum(xs)"), "raised ImportError"),
    (code.TOTAL, code.TOTAL.solution.replace("+= x", "= x"), "wrong value"),
    (code.ORDER, "def anyorder(xs): return tuple(xs)", "wrong value"),
    (quality.ROOT, quality.UNSTABLE, "wrong value"),
    (TESTS, "def test_a(): assert span([1, 4]) == 3", "your tests pass on it"),
    (TESTS, "def test_a(): assert span.__code__.co_varnames[0] == 'xs'", "your tests fail on it, though it is right"),
    (TESTS, "x = 1 / 0", "your tests fail on it, though it is right"),
    (artefacts.SQL, "SELECT id, x FROM t ORDER BY id DESC", "right rows in another order"),
    (artefacts.SQL, "SELECT nix FROM t", "SQLite refuses it"),
    (artefacts.SQL, "SELECT zeroblob(40000000)", "SQLite refuses it"),
]


def named(pair: Sequence[object]) -> str:
    return str(pair[-1]).strip().replace("\n", " ")[-40:]


@pytest.mark.parametrize("case", PASSING, ids=named)
async def test_what_is_right_passes(case: tuple[Task, str]) -> None:
    told = await judged(Roles(), *case, quality=True)
    assert (told.passed, told.fault, told.says) == (True, "", ""), told


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # as in a child, where nobody reads them
@pytest.mark.parametrize("case", FAILING, ids=named)
async def test_what_is_wrong_says_why(case: tuple[Task, str, str]) -> None:
    told = await judged(Roles(), *case[:2])
    assert not told.passed
    assert case[2] in reasons(told)


async def test_habits_are_seen() -> None:
    told = await judged(Roles(), MEAN, "calls = []\n" + MEAN_OF.format("xs.append(calls.append(1)) or len(calls)"))
    assert not told.passed
    odd = MEAN_OF.format("sum(xs[:]) / len(xs) + 1e-13 * len(calls.append(xs.pop()) or calls)")
    told = await judged(Roles(), MEAN, "calls = []\n" + odd, quality=True)
    assert told.passed
    assert {one.aspect: one.held for one in told.quality} == {"inputs": False, "determinism": False, "style": True}


async def test_values_too_large_together_are_told() -> None:
    big = task(
        solution="def mean(xs): return bytes(xs)",
        tests="def cases(rng):\n    for n in range(3): yield [2**24]",
        examples=(),
    )
    told = await judged(Roles(), big, big.solution, thorough=False)
    assert reasons(told) == {"did not load"}


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"solution": "1 / 0"}, "The solution raised"),
        ({"solution": "def mean(xs): return 1 / 0"}, "which `raises` does not name"),
        ({"solution": "def mean(xs): return object()"}, "not plain"),
        ({"solution": "x = 1"}, "mean is not defined"),
        ({"tests": "def cases(rng): yield [object()]"}, "holds a value of type object"),
        ({"tests": "def cases(rng): yield from [[[1]]] * 501"}, "more than 500 cases"),
        ({"tests": "def cases(rng):\n while 1: yield [b'x' * 2**24]"}, "more than 64 MiB"),
        ({"examples": (Example("mean([1])", "2.0"),)}, "says 2.0"),
        (
            {"tests": "def cases(rng): yield [[1]]\ndef grow(rng, n): return object()", "grow": Growth((9, 99), 1)},
            "size 9",
        ),
    ],
)
async def test_a_question_at_fault_says_so(changes: dict[str, object], fault: str) -> None:
    assert fault in (await judged(Roles(), task(**changes), RIGHT)).fault


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        (artefacts.artefact("dockerfile", "def check(doc:"), "do not parse"),
        (artefacts.artefact("dockerfile", "x = 1"), "KeyError: 'check'"),
        (artefacts.artefact("git", "start = {}"), "KeyError"),
        (artefacts.artefact("sql", "1 / 0"), "ZeroDivisionError"),
        (replace(TESTS, subject="1 / 0"), "Version 1 does not load"),
    ],
)
async def test_checks_at_fault_say_so(given: Task, fault: str) -> None:
    assert fault in (await judged(Roles(), given, "FROM a" if not isinstance(given, TestsTask) else "")).fault


@pytest.mark.parametrize(
    ("given", "text", "says"),
    [
        (MEAN, "def mean(:", "SyntaxError"),
        (MEAN, b"\xff", "not UTF-8"),
        (TESTS, "import random", "imports random"),
        (artefacts.DOCKERFILE, "FOO", "FOO is no instruction"),
        (artefacts.GIT, "rm", "no git command"),
        (artefacts.SQL, "DELETE FROM t", "has to be a query"),
        (artefacts.SQL, "", "no statement"),
    ],
)
async def test_what_cannot_be_read_says_so(given: Task, text: str | bytes, says: str) -> None:
    assert says in (await judged(Roles(), given, text)).says


async def test_requirements_are_told_apart() -> None:
    told = await judged(Roles(), artefacts.DOCKERFILE, "FROM a\nCMD d")
    assert [case.passed for case in told.cases] == [False] * 3
    told = await judged(Roles(), artefacts.artefact("yaml", "def check(doc):\n    assert (n := 1) == 2, 'no'"), "a: 1")
    assert told.cases[0].reason == "no"
    told = await judged(Roles(), artefacts.artefact("yaml", "def check(doc): return False"), "a: 1")
    assert told.cases[0].reason == "it is not met"
    told = await judged(Roles(), artefacts.artefact("yaml", "def check(doc): doc['b']"), "a: 1")
    assert told.cases[0].reason == "what it looks for is missing (KeyError)"
    message = "def check(doc):\n    assert doc['b'], doc['c']\n    assert doc == {}, ''"
    told = await judged(Roles(), artefacts.artefact("yaml", message), "a: 1")
    assert [case.reason for case in told.cases] == ["what it looks for is missing (KeyError)", "it is not met"]


async def test_printing_is_kept_for_what_is_shown() -> None:
    told = await judged(Roles(), MEAN, "import sys\n" + MEAN_OF.format("print(len(xs), 'a', file=sys.stderr) or 0"))
    assert told.cases[0].printed == "2 a\n"


async def test_a_leak_is_seen() -> None:
    leaky = await judged(Roles(), quality.ENCODE, quality.LEAKY)
    assert leaky.cases[-1].reason == "1 of 2 times it depends on what it must not see"
    odd = quality.LEAKY.replace("np.full(len(y), np.mean(y))", "3 if len(y) > 4 else np.ones(4)")
    assert (await judged(Roles(), quality.ENCODE, odd)).cases[-1].reason.startswith("1 of 2")
    raising = quality.LEAKY.replace("np.mean(y)", "1.0 if len(y) < 5 or y[0] < 1 else {}[0]")
    assert not (await judged(Roles(), quality.ENCODE, raising)).passed


def test_rows_are_drawn_together() -> None:
    one, other, same = growing.resampled([[1, 2, 3], [10, 20, 30], 7], 20, default_rng(0))
    assert (len(one), [10 * value for value in one], same) == (20, other, 7)
    few, _, _ = growing.resampled([[1, 2, 3], [10, 20, 30], "abc"], 2, default_rng(0))
    assert len(set(few)) == 2


async def test_whatever_the_code_the_judgement_is_one() -> None:
    job = JudgeJob(MEAN, dedent(RIGHT).encode(), 5, thorough=False)
    told = await judge(Roles(), job)
    assert isinstance(told, Judgement)
    assert told.status is RunStatus.OK
    assert isinstance(job.task, CodeTask)
