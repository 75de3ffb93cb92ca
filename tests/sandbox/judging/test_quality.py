"""What is said beyond right or wrong, and what of it decides."""

import pytest

from bot.rules.code import Example, Growth, Quality
from bot.rules.run import RunLimits
from tests.sandbox.judging.tasks import MEAN, RIGHT, Counted, judged, reasons, task

pytestmark = pytest.mark.asyncio(loop_scope="session")

UNIQUE = task(
    starter="def unique(xs): ...",
    name="unique",
    solution="def unique(xs):\n    return list(dict.fromkeys(xs))",
    examples=(Example("unique([1, 2, 1])", "[1, 2]"),),
    tests="""
        def cases(rng):
            yield [rng.integers(0, 9, 20).tolist()]
        def grow(rng, n):
            return [rng.permutation(n).tolist()]
    """,
    raises=(),
    grow=Growth((2000, 4000, 8000), 1.3),
    limits=RunLimits(wall_s=2.0),
)
SET = """
    def unique(xs):
        seen, out = set(), []
        for x in xs:
            if x not in seen:
                seen.add(x)
                out.append(x)
        return out
"""
QUADRATIC = """
    def unique(xs):
        out = []
        for x in xs:
            if x not in out: out.append(x)
        return out
"""


def seen(quality: tuple[Quality, ...], aspect: str) -> Quality:
    (found,) = [one for one in quality if one.aspect == aspect]
    return found


async def test_linear_time_holds_whatever_its_constant(cells: Counted) -> None:
    told = await judged(cells, UNIQUE, SET)
    assert told.passed
    assert told.cases[-1].name == "time grows at most as n^1.3"
    assert seen(told.quality, "scaling").held


async def test_quadratic_time_fails_what_demands_less(cells: Counted) -> None:
    told = await judged(cells, UNIQUE, QUADRATIC)
    assert not told.passed
    assert [case.passed for case in told.cases] == [True, True, False]
    assert told.cases[-1].reason.startswith("time grows as n^")
    assert 0 < told.score < 1


async def test_a_quick_wrong_answer_for_large_inputs_is_seen(cells: Counted) -> None:
    told = await judged(cells, UNIQUE, "def unique(xs):\n    return list(dict.fromkeys(xs)) if len(xs) < 1000 else []")
    assert told.cases[-1].reason == "wrong length at n = 2,000"


async def test_what_never_ends_at_a_large_size_is_stopped(cells: Counted) -> None:
    code = "def unique(xs):\n    while len(xs) > 3000: list(xs)\n    return list(dict.fromkeys(xs))"
    small = task(**{**{name: getattr(UNIQUE, name) for name in UNIQUE.__slots__}, "limits": RunLimits(wall_s=0.4)})
    told = await judged(cells, small, code)
    assert told.cases[-1].reason.startswith("stopped at n = 4,000")


ROOT = task(
    starter="def root(x): ...",
    name="root",
    solution="""
        import numpy as np
        def root(x):
            return np.sqrt(x) * np.where(x > 1e300, 1.0, 1.0)
    """,
    examples=(),
    raises=(),
    tests="""
        def cases(rng):
            yield [rng.random(500_000)]
        def stable(rng):
            yield [rng.random(3) * 1e305]
            yield [rng.random(3)]
    """,
    style=("no loops", "stable"),
)
UNSTABLE = "import numpy as np\ndef root(x):\n    return np.sqrt(x * x * x) / x"


async def test_loops_are_refused_where_none_are_asked_for(cells: Counted) -> None:
    told = await judged(cells, ROOT, "import numpy as np\ndef root(x):\n    return np.array([v ** 0.5 for v in x])")
    assert not told.passed
    assert [(case.name, case.reason) for case in told.cases if not case.passed] == [
        ("no loops in Python", "line 3 holds a comprehension")
    ]
    assert not seen(told.quality, "vectorised").held
    told = await judged(cells, ROOT, ROOT.solution, quality=True)
    assert told.passed
    assert "times the reference's time" in seen(told.quality, "vectorised").says


async def test_a_loop_in_disguise_is_slow(cells: Counted) -> None:
    told = await judged(cells, ROOT, "import numpy as np\ndef root(x):\n    return np.vectorize(np.sqrt)(x)")
    assert told.cases[1].reason == "line 3 holds `vectorize`, which loops in Python"
    slow = (
        "import numpy as np\ndef root(x):\n    y = list(x); y.sort(key=lambda v: np.sqrt(v) + 1)\n    return np.sqrt(x)"
    )
    told = await judged(cells, ROOT, slow, quality=True)
    assert told.passed
    assert not seen(told.quality, "vectorised").held


async def test_stability_decides_where_it_is_asked_for(cells: Counted) -> None:
    code = UNSTABLE
    with_it = await judged(cells, ROOT, code)
    assert [case.name for case in with_it.cases if not case.passed] == ["edge case 1"]
    assert reasons(with_it) == {"wrong value"}
    assert seen(with_it.quality, "stability").says == "right for 1 of 2 extreme inputs"
    without = task(**{**{name: getattr(ROOT, name) for name in ROOT.__slots__}, "style": ()})
    told = await judged(cells, without, code, quality=True)
    assert told.passed
    assert not seen(told.quality, "stability").held
    assert (await judged(cells, without, code)).quality == ()


async def test_an_edge_that_breaks_the_child_is_told(cells: Counted) -> None:
    told = await judged(
        cells, ROOT, "import os\nimport numpy as np\ndef root(x): return np.sqrt(x) if len(x) > 3 else os._exit(1)"
    )
    assert reasons(told) == {"ended early"}


async def test_habits_are_told_and_decide_nothing(cells: Counted) -> None:
    told = await judged(cells, MEAN, RIGHT, quality=True)
    assert {one.aspect: one.held for one in told.quality} == {"inputs": True, "determinism": True, "style": True}
    code = """
        import random
        def mean(xs):
            if not xs: raise ValueError
            print(xs.sort())
            return sum(xs) / len(xs) + random.random() * 1e-12
    """
    told = await judged(cells, MEAN, code, quality=True)
    assert told.passed
    assert {one.aspect: one.held for one in told.quality} == {"inputs": False, "determinism": False, "style": False}
    assert seen(told.quality, "style").says == "line 5 holds a `print` that is left over"


async def test_a_reference_that_changes_its_inputs_asks_for_it(cells: Counted) -> None:
    sorting = task(
        solution="def mean(xs):\n    xs.sort()\n    return xs",
        examples=(),
        tests="def cases(rng): yield [rng.permutation(9).tolist()]",
    )
    told = await judged(cells, sorting, sorting.solution, quality=True)
    assert [one.aspect for one in told.quality] == ["determinism", "style"]


async def test_inputs_that_change_fail_where_they_have_to_stay(cells: Counted) -> None:
    strict = task(style=("inputs stay",))
    told = await judged(cells, strict, RIGHT)
    assert told.passed
    assert told.cases[-1].name == "its inputs stay as they are"
    told = await judged(cells, strict, RIGHT.replace("    if not", "    xs.reverse()\n    if not"))
    assert (told.passed, told.cases[-1].passed, told.cases[-1].reason) == (False, False, "it changes its inputs")
    reference = task(
        solution="def mean(xs):\n    xs.sort()\n    return xs",
        examples=(),
        tests="def cases(rng): yield [[3, 1, 2]]",
        style=("inputs stay",),
    )
    assert not (await judged(cells, reference, reference.solution)).passed


async def test_what_cannot_be_called_twice_in_time_does_not_show_that_inputs_stay(cells: Counted) -> None:
    code = f"calls = []\n{RIGHT}".replace(
        "    if not", "    calls.append(1)\n    while len(calls) > 9: pass\n    if not"
    )
    told = await judged(cells, task(limits=RunLimits(wall_s=0.5), style=("inputs stay",)), code)
    assert (told.cases[-1].passed, told.cases[-1].reason) == (False, "called twice: too slow")


async def test_habits_that_take_too_long_are_not_told(cells: Counted) -> None:
    code = f"calls = []\n{RIGHT}".replace(
        "    if not", "    calls.append(1)\n    while len(calls) > 9: pass\n    if not"
    )
    quick = task(limits=RunLimits(wall_s=0.5))
    told = await judged(cells, quick, code, quality=True)
    assert [one.aspect for one in told.quality] == ["style"]


ENCODE = task(
    starter="def encode(y, fold): ...",
    name="encode",
    examples=(),
    raises=(),
    solution="""
        import numpy as np
        def encode(y, fold):
            y, fold = np.asarray(y, float), np.asarray(fold)
            return np.array([y[fold != f].mean() for f in fold])
    """,
    tests="""
        import numpy as np
        def cases(rng):
            yield [[1.0, 1.0, 1.0, 1.0], [0, 0, 1, 1]]
        def leak(rng):
            y, fold = rng.random(6), np.arange(6) % 2
            other = y.copy()
            other[fold == 0] += 1
            yield [y, fold], [other, fold], lambda got: got[fold == 0]
            yield [y, fold], [y, fold]
    """,
    style=("no leakage",),
)
LEAKY = "import numpy as np\ndef encode(y, fold):\n    return np.full(len(y), np.mean(y))"


async def test_leakage_decides_where_it_is_asked_for(cells: Counted) -> None:
    assert (await judged(cells, ENCODE, ENCODE.solution)).passed
    told = await judged(cells, ENCODE, LEAKY)
    assert (told.cases[-1].name, told.cases[-1].reason) == (
        "sees nothing that it must not",
        "1 of 2 times it depends on what it must not see",
    )
    broken = LEAKY.replace("np.mean(y)", "__import__('os')._exit(1) if len(y) > 4 else 1.0")
    assert (await judged(cells, ENCODE, broken)).cases[-1].reason == "ended early"
    odd = LEAKY.replace("np.full(len(y), np.mean(y))", "3 if len(y) > 4 else np.ones(4)")
    assert (await judged(cells, ENCODE, odd)).cases[-1].reason.startswith("1 of 2")
    raising = LEAKY.replace("np.mean(y)", "1.0 if len(y) < 5 or y[0] < 1 else {}[0]")
    assert not (await judged(cells, ENCODE, raising)).passed


async def test_growth_without_sizes_of_its_own_resamples_the_largest_case(cells: Counted) -> None:
    pairs = task(
        starter="def dot(a, b, k): ...",
        name="dot",
        solution="""
            import numpy as np
            def dot(a, b, k):
                return float(np.sort(np.asarray(a) * np.asarray(b))[:k].sum())
        """,
        examples=(),
        raises=(),
        tests="""
            def cases(rng):
                yield [rng.random(9), rng.random(9), 2]
                yield [rng.random(30000), rng.random(30000).tolist(), 3]
        """,
        grow=Growth((15000, 60000), 1.5),
    )
    told = await judged(cells, pairs, pairs.solution)
    assert told.passed
    assert seen(told.quality, "scaling").held


async def test_growth_that_cannot_be_made_is_the_questions_fault(cells: Counted) -> None:
    numbers = task(tests="def cases(rng): yield [[1]]\ndef grow(rng, n): return object()", grow=Growth((10, 20), 1.5))
    told = await judged(cells, numbers, RIGHT)
    assert told.fault == "There is no case of size 10: NotPlain: a value of type object."
