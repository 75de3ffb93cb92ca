import json
from typing import Any

import pytest

from bot.bank.document import entry_of
from bot.bank.tasks import defined, gives
from bot.rules.code import ArtefactTask, CodeTask, Example, Growth, Mutant, TestsTask
from bot.rules.question import Question, Tolerance
from bot.rules.run import RunLimits

BARE: dict[str, Any] = {"id": "a", "topic": "x.y.z", "level": "mid", "q": "Write it."}


def question(**keys: Any) -> Question:
    return entry_of(json.dumps(BARE | keys)).question


def test_code_to_write_becomes_a_task_with_every_key() -> None:
    made = question(
        starter="import numpy as np\n\ndef f(x):\n    ...",
        solution="def f(x):\n    return 2 * x",
        examples=[{"call": "f(1)", "gives": 2}, {"call": "f('a')", "gives": "'aa'"}],
        tests="def cases(rng):\n    yield [1]",
        raises=["ValueError"],
        tolerance={"abs": 0.5},
        imports=["numpy"],
        limits={"wall_s": 2, "memory_mib": 64},
        grow={"sizes": [10, 20], "exponent": 1.5},
        style="no loops",
        fails=[{"why": "w", "code": "x"}],
    )
    assert made.body == CodeTask(
        starter="import numpy as np\n\ndef f(x):\n    ...",
        solution="def f(x):\n    return 2 * x",
        name="f",
        examples=(Example("f(1)", "2"), Example("f('a')", "'aa'")),
        tests="def cases(rng):\n    yield [1]",
        raises=("ValueError",),
        tolerance=Tolerance(abs=0.5),
        imports=("numpy",),
        limits=RunLimits(2.0, 2.0, 64),
        grow=Growth((10, 20), 1.5),
        style=("no loops",),
    )
    assert (made.seconds, made.offered) == (900, True)


def test_what_is_left_out_of_code_is_as_usual() -> None:
    bare = question(starter="def f(): ...", solution="x", style=["no loops", "no eval"], limits={"memory_mib": 9}).body
    assert bare == CodeTask("def f(): ...", "x", "f", limits=RunLimits(memory_mib=9), style=("no loops", "no eval"))


def test_tests_to_write_become_a_task() -> None:
    shown: dict[str, Any] = {
        "subject": "def f(): ...",
        "same": [{"code": "a"}, {"code": "b"}],
        "mutants": [{"why": "w", "code": "c"}],
    }
    bare = question(**shown).body
    assert bare == TestsTask("", "", "def f(): ...", ("a", "b"), (Mutant("w", "c"),))
    whole = question(**shown, starter="s", solution="t", imports=[], limits={"wall_s": 1}).body
    assert whole == TestsTask(
        "s", "t", "def f(): ...", ("a", "b"), (Mutant("w", "c"),), imports=(), limits=RunLimits(1.0, 1.0)
    )


def test_a_file_to_write_becomes_a_task() -> None:
    assert question(language="sql", solution="SELECT 1", checks="c").body == ArtefactTask("sql", "", "SELECT 1", "c")
    made = question(language="git", starter="s", solution="t", checks="c", limits={"wall_s": 1})
    assert made.body == ArtefactTask("git", "s", "t", "c", RunLimits(1.0, 1.0))
    assert made.seconds == 600


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("def f(): ...\nclass G: ...", "G"),
        ("class G: ...\nasync def f():\n    def g(): ...", "f"),
        ("x = 1", ""),
        ("def f(", ""),
        ("\0", ""),
        ("(" * 300 + ")" * 300, ""),
    ],
)
def test_what_is_called_is_what_the_starter_defines_last(source: str, name: str) -> None:
    assert defined(source) == name


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.75, "0.75"), ([1, "a", None], "[1, 'a', None]"), ("{1, 2}", "{1, 2}"), (True, "True"), (None, "None")],
)
def test_what_an_example_gives_is_written_as_python(value: object, shown: str) -> None:
    assert gives(value) == shown
