"""Submissions that want a verdict they have not earned, or the answers, or the judge's end; none gets it."""

from textwrap import dedent

import pytest

from bot.rules.code import CodeTask
from bot.rules.run import RunLimits, RunStatus
from tests.sandbox.judging.tasks import MEAN, Counted, judged, reasons, task

pytestmark = pytest.mark.asyncio(loop_scope="session")

FIND = """
import sys
def up(name):
    frame = sys._getframe()
    while frame is not None:
        if name in frame.f_locals: return frame.f_locals[name]
        frame = frame.f_back
channel, cases = up("channel"), up("cases")
submission = sys.modules["bot.sandbox.inside.submission"]
encode, decode = submission.encode, submission.decode
def gave(value): return ["gave", encode(value), "", ""]
def frame(values): return encode({"load": None, "told": [gave(value) for value in values]})
"""
ASK = "\nASK"
"""Stands for a function that answers something, whatever it is asked."""
SECRET = task(
    solution="""
        def mean(xs):
            'the reference keeps this to itself'
            return sum(xs) / 7919
    """,
    tests="def cases(rng):\n    for n in range(1, 10): yield [rng.integers(1, 99, n).tolist()]",
    examples=(),
    limits=RunLimits(wall_s=3.0),
)
DIE = "; import os; os._exit(0)"


async def forged(cells: Counted, code: str, given: CodeTask = SECRET) -> set[str]:
    """Judge a forgery, which must not pass; give the reasons."""
    code, asked, _ = code.partition(ASK)
    answer = "\ndef mean(xs): return 0.0\n" if asked else ""
    told = await judged(cells, given, FIND + dedent(code) + answer, thorough=False)
    assert not told.passed, told
    assert [case.passed for case in told.cases] == [False] * 9, told
    return reasons(told)


FORGERIES = {
    "a frame of its own, and away": ("channel.write(frame([0.0] * 9)); import os; os._exit(0)", {"wrong value"}),
    "a frame of its own before the true one": ("channel.write(frame([0.0] * 9))" + ASK, {"broken answer"}),
    "a frame after the true one": (
        "import atexit; atexit.register(lambda: channel.write(frame([0.0] * 9)))" + ASK,
        {"broken answer", "wrong value"},
    ),
    "a thread that writes later": (
        """
        import threading, time
        def later():
            time.sleep(0.2)
            channel.write(frame([0.0] * 9))
        threading.Thread(target=later).start()
        """
        + ASK,
        {"broken answer", "wrong value"},
    ),
    "half a frame": ("import os; os.write(channel._outward, b'\\0\\0\\1\\0abc'); os._exit(0)", {"broken answer"}),
    "a frame of four gigabytes": ("import os; os.write(channel._outward, b'\\xff' * 9)" + DIE, {"broken answer"}),
    "no frame and a good end": ("import os; os._exit(0)", {"broken answer"}),
    "a frame and a bad end": ("channel.write(frame([0.0] * 9)); import os; os._exit(3)", {"ended early"}),
    "an answer that is a verdict": (
        "channel.write(encode({'outcomes': [['']] * 9, 'fault': ''}))" + DIE,
        {"broken answer"},
    ),
    "an answer that blames the question": (
        "channel.write(encode({'fault': 'x', 'load': [], 'told': 3}))" + DIE,
        {"broken answer"},
    ),
    "a pickle": ("import pickle; channel.write(pickle.dumps([1]))" + DIE, {"broken answer"}),
    "entries of no form": (
        """
        raised = [['raised', [], '', ''], ['raised', [3], '', '']]
        told = [1, [], ['gave', 3, '', ''], *raised, ['other', b'', '', ''], ['gave', b'x', 1, ''], ['gave'], None]
        channel.write(encode({'load': None, 'told': told}))"""
        + DIE,
        {"broken answer"},
    ),
    "values of no form": (
        "channel.write(encode({'load': None, 'told': [['gave', b'X', '', '']] * 9})); import os; os._exit(0)",
        {"broken answer"},
    ),
    "exceptions by every name": (
        "told = [['raised', ['A', 'KeyError', 'ValueError'], '', '']] * 8; channel.write(encode({'told': told}))" + DIE,
        {"raised KeyError", "broken answer"},
    ),
    "a float that equals everything": (
        """
        class Sly(float):
            def __eq__(self, other): return True
            def __ne__(self, other): return False
            def __hash__(self): return 0
        def mean(xs): return Sly(0)
        """,
        {"wrong type"},
    ),
    "a float that claims its class": (
        """
        class Sly:
            __class__ = float
            def __float__(self): return 0.0
        def mean(xs): return Sly()
        """,
        {"wrong type"},
    ),
    "an array that equals everything": (
        """
        import numpy as np
        class Sly(np.ndarray):
            def __array_ufunc__(self, *args, **more): return True
            def __array_function__(self, *args, **more): return True
        def mean(xs): return np.zeros(1).view(Sly)
        """,
        {"wrong type"},
    ),
    "not a number": ("def mean(xs): return float('nan')", {"wrong value"}),
    "infinity": ("def mean(xs): return float('inf')", {"wrong value"}),
    "the name of the exception always": (
        "class ValueError(Exception): pass\ndef mean(xs): raise ValueError",
        {"raised ValueError"},
    ),
    "the builtins bent": (
        """
        import builtins, math, numpy as np
        builtins.abs = lambda x: 0
        math.isnan = lambda x: True
        np.all = lambda x: True
        sys.modules["bot.sandbox.inside.compare"] = None
        """
        + ASK,
        {"wrong value"},
    ),
    "the codec bent": (
        "told = frame([0.0] * 9)\nsubmission.encode = lambda value: told" + ASK,
        {"broken answer", "wrong value"},
    ),
    "a trace on everything": ("sys.settrace(lambda *a: None); sys.setprofile(lambda *a: None)" + ASK, {"wrong value"}),
    "a digit too many": ("def mean(xs): return 10 ** 5000", {"too large"}),
    "a value that holds itself": ("x = []\nx.append(x)\ndef mean(xs): return x", {"too large"}),
}


@pytest.mark.parametrize("name", FORGERIES)
async def test_a_forgery_fails(cells: Counted, name: str) -> None:
    code, expected = FORGERIES[name]
    assert await forged(cells, code) <= expected


async def test_the_reference_is_nowhere_to_be_found(cells: Counted) -> None:
    code = """
        import gc, os
        def mean(xs):
            text = "keeps this to " + "itself"
            held = [each for each in gc.get_objects() if callable(each) and text in str(getattr(each, "__doc__", ""))]
            job = [each for each in gc.get_objects() if type(each) is dict and text in str(each)[:100_000]]
            seeds = [each for each in gc.get_objects() if type(each) is dict and "seed" in each and "slack" in each]
            return sum(xs) / 7919 if held or job or seeds else 0.0
    """
    assert "wrong value" in await forged(cells, code)


async def test_the_seed_of_the_process_is_not_that_of_the_cases(cells: Counted) -> None:
    code = """
        import numpy as np
        def mean(xs):
            guesses = [np.random.default_rng(seed).integers(0, 99, 1).tolist() for seed in range(3)]
            return sum(xs) / 7919 if np.random.randint(0, 99) < 0 else 0.0
    """
    assert "wrong value" in await forged(cells, code)


async def test_hidden_inputs_stay_where_they_are(cells: Counted) -> None:
    """What is shown comes of the examples' own child, which never has the hidden cases."""
    code = """
        import sys
        seen = []
        def mean(xs):
            seen.append(list(xs))
            print("seen", len(seen))
            raise type("Secret" + "x".join(map(str, xs)), (Exception,), {})
    """
    told = await judged(cells, MEAN, code)
    assert reasons(told) == {"raised an exception"}
    assert [case.printed for case in told.cases[:2]] == ["seen 1\n", "seen 2\n"]
    assert "Secret" not in str([case for case in told.cases if case.hidden])


async def test_cases_are_given_anew_whatever_is_done_to_them(cells: Counted) -> None:
    code = """
        def mean(xs):
            if not xs: raise ValueError
            result = sum(xs) / len(xs)
            xs.clear()
            return result
    """
    assert (await judged(cells, MEAN, code)).passed


async def test_many_colliding_keys_do_not_hold_the_judge_up(cells: Counted) -> None:
    code = "def mean(xs): return {k * (2**61 - 1) for k in range(8_000)} if xs else None"
    told = await judged(cells, MEAN, code, thorough=False)
    assert not told.passed
    assert told.status is not RunStatus.SETUP_FAILED


async def test_an_answer_that_breaks_the_judge_is_the_submissions_own(cells: Counted) -> None:
    deadly = task(
        tests="""
            import os
            def check(case, got):
                if got == "die": os._exit(1)
                assert got == sum(case[0])
            def cases(rng): yield [[1]]
        """,
        examples=(),
        solution="def mean(xs): return sum(xs)",
    )
    assert (await judged(cells, deadly, deadly.solution)).passed
    told = await judged(cells, deadly, "def mean(xs): return 'die'")
    assert [(case.name, case.reason) for case in told.cases] == [("all cases together", "broken answer")]
    assert (told.passed, told.status) == (False, RunStatus.ERROR)
