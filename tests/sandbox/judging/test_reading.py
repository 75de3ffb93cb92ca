"""A submission's text is read without running it."""

import ast

import pytest

from bot.sandbox.inside import reading
from bot.sandbox.inside.reading import Unreadable


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("import numpy.linalg as la\nfrom numpy import random\nfrom __future__ import annotations\nimport typing", ""),
        ("import os, numpy", "Line 1 imports os; this question allows numpy and pandas."),
        (
            "def f():\n    from sklearn.svm import SVC",
            "Line 2 imports sklearn.svm; this question allows numpy and pandas.",
        ),
        ("from . import x", "Line 1 imports .; this question allows numpy and pandas."),
        ("from collections.abc import Iterable", ""),
        ("from collections import deque", "Line 1 imports collections; this question allows numpy and pandas."),
    ],
)
def test_imports_are_kept_to_those_allowed(text: str, says: str) -> None:
    assert reading.refused_import(ast.parse(text), ["numpy", "pandas"]) == says


def test_what_is_allowed_is_listed() -> None:
    assert reading.refused_import(ast.parse("import os"), None) == ""
    assert reading.listed([]) == "no imports"
    assert reading.listed(["a"]) == "a"
    assert reading.listed(["a", "b", "c"]) == "a, b and c"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("for x in y:\n    pass", (1, "a `for` loop")),
        ("async def f():\n    async for x in y: pass", (2, "a `for` loop")),
        ("while x: pass", (1, "a `while` loop")),
        ("[x for x in y]", (1, "a comprehension")),
        ("{x for x in y}", (1, "a comprehension")),
        ("{x: 1 for x in y}", (1, "a comprehension")),
        ("sum(x for x in y)", (1, "a generator expression")),
        ("map(f, y)", (1, "`map`, which loops in Python")),
        ("np.vectorize(f)", (1, "`vectorize`, which loops in Python")),
        ("\ndf.apply(f)", (2, "`apply`, which loops in Python")),
        ("f()()", None),
        ("np.einsum('ij->j', x)", None),
    ],
)
def test_loops_are_found(text: str, found: tuple[int, str] | None) -> None:
    assert reading.loops(ast.parse(text)) == (() if found is None else (found,))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("try: pass\nexcept: pass", "an `except:` that catches everything"),
        ("def f():\n    global x", "a `global` variable"),
        ("from numpy import *", "an import of everything"),
        ("print(1)", "a `print` that is left over"),
        ("x == None", "a comparison with None by `==`"),
        ("def f(*, a={}): pass", "a default that all calls share"),
        ("def f(a=[]): pass", "a default that all calls share"),
        ("def f(list, x): pass", "an argument called `list`, as a builtin is"),
        ("def f():\n" + "    x = 1\n" * 41, "a function of more than 40 lines"),
        ("def f(x=None, *, y=()):\n    return x is None", None),
    ],
)
def test_smells_are_found(text: str, found: str | None) -> None:
    assert [said for _, said in reading.smells(ast.parse(text))] == ([found] if found else [])


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"x = 1\n\xff", "Line 2 is not UTF-8 text."),
        (b"x\0", "Line 1 holds a null character."),
        (b"x = ", "SyntaxError in line 1: invalid syntax."),
        (b"x = " + b"-" * 100_000 + b"1", "It is nested too deep to be read."),
        (b"x" + b".a" * 5_000, "It is nested too deep to be read."),
        (b"9" * 5000, "SyntaxError in line 1: Exceeds the limit (4300 digits)"),
        (b"def f():\n\tx\n        y", "TabError in line 3"),
    ],
)
def test_what_cannot_be_read_says_where(data: bytes, says: str) -> None:
    told = reading.shape(data, None)
    assert told["fault"].startswith(says)
    assert told["loops"] == told["smells"] == []


def test_a_mark_and_a_cookie_are_no_harm() -> None:
    assert reading.text_of(b"\xef\xbb\xbfx = 'h\xc3\xa4'") == "x = 'hä'"
    assert reading.shape(b"# coding: latin-1\nx = 'h\xc3\xa4'", [])["fault"] == ""
    with pytest.raises(Unreadable):
        reading.text_of(b"# coding: latin-1\nx = 'h\xe4'")


def test_a_part_of_the_tests_stands_alone_and_keeps_its_secrets() -> None:
    tests = """
import numpy as np
from math import sqrt
a, b = 1, 2
class Box: pass
def cases(rng): yield SECRET
SECRET = 7
def check(case, got): assert got == SECRET
def steps(x): return Box(), np.sqrt(x) + a
def other(): return b
def drive(sub, case):
    check
    return steps(sub(case))
"""
    part = reading.part_for(tests, "drive")
    assert "SECRET" not in part
    assert "def check" not in part
    assert "other" not in part
    assert "import numpy as np" in part
    assert "math" not in part
    scope: dict[str, object] = {}
    exec(part.replace("    check\n", ""), scope)  # noqa: S102 (our own words)
    assert {"np", "a", "b", "Box", "steps", "drive"} <= set(scope)
    assert reading.part_for("x = 1", "drive") == ""
    with pytest.raises(Unreadable):
        reading.part_for("def drive(", "drive")
