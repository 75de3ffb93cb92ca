"""What is checked of coding questions without running them, with the sentences that an author reads."""

from collections.abc import Callable
from textwrap import dedent, indent

import pytest

Told = Callable[..., list[str]]

CODE = """\
- id: add
  level: mid
  q: Write `add(a, b)`.
  starter: |
    def add(a, b):
        ...
  solution: |
    import math
    def add(a, b):
        return a + b
  examples:
    - {call: "add(1, 2)", gives: 3}
  imports: [math]
  tests: |
    def cases(rng):
        yield [1, int(rng.integers(9))]
  fails:
    - {why: one, code: "def add(a, b): return a"}
    - {why: two, code: "def add(a, b): return b"}
    - {why: three, code: "def add(a, b): return a - b"}
  why: It is a sum.
"""
TESTS = """\
- id: try
  level: mid
  q: Test `one()`.
  subject: "def one(): return 1"
  same:
    - {code: "def one(): return 2 - 1"}
    - {code: "one = lambda: 1"}
  mutants:
    - {why: a, code: "def one(): return 0"}
    - {why: b, code: "def one(): return 2"}
    - {why: c, code: "def one(): return None"}
  solution: "def test(): assert one() == 1"
  why: It is one.
"""
FILE = """\
- id: file
  level: mid
  q: Write a file.
  language: yaml
  solution: "a: 1"
  checks: "def check(doc): assert doc == {'a': 1}"
  fails:
    - {why: a, code: "a: 2"}
    - {why: b, code: "a: 3"}
    - {why: c, code: "b: 1"}
  why: It is a file.
"""


def altered(words: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert old in words
        words = words.replace(old, new)
    return words


def coded(source: str) -> str:
    return "|\n" + indent(dedent(source).strip(), "    ") + "\n"


@pytest.mark.parametrize("words", [CODE, TESTS, FILE])
def test_a_good_question_has_no_fault(told: Told, words: str) -> None:
    assert told(words) == []


CASES = {
    "E12 no Python": (
        altered(CODE, ("return a + b", "return a +")),
        ["7: E12 the solution does not parse: invalid syntax in its line 3: mend it"],
    ),
    "E12 nested too deeply": (
        altered(CODE, ("return a + b", f"return {'(' * 300}")),
        ["7: E12 the solution does not parse: too many nested parentheses in its line 3: mend it"],
    ),
    "E12 another name": (
        altered(CODE, ("    import math\n    def add(", "    import math\n    def plus(")),
        ["7: E12 the solution does not define `add`: define what the starter defines last"],
    ),
    "E12 a forbidden import": (
        altered(
            CODE, ("    import math\n", "    from os.path import join\n    import math\n    from math import pi\n")
        ),
        ["7: E12 the solution imports os, which `imports` does not allow: allow it, or do without"],
    ),
    "E12 tests that do not parse": (
        altered(CODE, ("yield [1", "yield ([1")),
        ["14: E12 `tests` does not parse: '(' was never closed in its line 2: mend it"],
    ),
    "E12 tests that define nothing": (
        altered(CODE, ("def cases", "def case")),
        [
            (
                "14: E12 `tests` does not define `cases` or `drive` or `check` or `grow` or `stable` or `leak`: "
                "define it at the top level"
            ),
        ],
    ),
    "E12 neither tests nor examples": (
        "- {id: a, level: mid, q: Q?, starter: 'def f(): ...', solution: 'def f(): return 1', why: w, fails: ["
        + ", ".join(f"{{why: w{n}, code: 'def f(): return {n}'}}" for n in "234")
        + "]}",
        ["1: E12 there are neither tests nor examples: add `tests: …` with `cases(rng)`"],
    ),
    "E12 an unknown style": (
        altered(CODE, ("  why: It", "  style: [no loops, fast]\n  why: It")),
        ["21: E12 there is no style `fast`: write `inputs stay` or `no leakage` or `no loops` or `stable`"],
    ),
    "E12 an unknown package": (
        altered(CODE, ("  why: It", "  requires: jax\n  why: It")),
        ["21: E12 no profile of the sandbox has `jax`: require torch, or nothing"],
    ),
    "E12 an unknown mutant": (
        altered(
            CODE,
            (
                "  why: It",
                "  equivalent: [{mutant: 'line 3: `a + b` → `a - b`', why: x}, {mutant: y, why: x}]\n  why: It",
            ),
        ),
        ["21: E12 there is no mutant `y`: name it as `bank prove` does, or remove it"],
    ),
    "E12 tests without a solution": (
        altered(TESTS, ('  solution: "def test(): assert one() == 1"\n', "")),
        ["1: E12 there is no solution: add `solution: …`, tests that catch every mutant"],
    ),
    "E12 a subject and a rewrite": (
        altered(TESTS, ('"def one(): return 1"', "'def one('"), ("one = lambda: 1", "one =")),
        [
            "4: E12 the subject does not parse: '(' was never closed in its line 1: mend it",
            "7: E12 a rewrite does not parse: invalid syntax in its line 1: mend it",
        ],
    ),
    "E12 mutants of a subject": (
        altered(
            TESTS,
            ("  why: It", "  equivalent: [{mutant: 'line 1: `1` → `2`', why: x}, {mutant: y, why: x}]\n  why: It"),
        ),
        ["13: E12 there is no mutant `y`: name it as `bank prove` does, or remove it"],
    ),
    "E12 checks": (
        altered(FILE, ("def check", "def verify")),
        ["6: E12 `checks` does not define `check`: define it at the top level"],
    ),
    "E12 checks of SQL": (
        altered(FILE, ("language: yaml", "language: sql"), ("def check", "def want")),
        ["6: E12 `checks` does not define `data` and `want`: define it at the top level"],
    ),
    "E13 nested beyond the parser": (
        altered(CODE, ("def add(a, b): return a - b", f"def add(a, b): return {'-' * 30_000}a")),
        ["20: E13 a wrong solution does not parse: mend it"],
    ),
    "E12 mutants of what does not parse": (
        altered(
            CODE, ("return a + b", "return (a + b"), ("  why: It", "  equivalent: [{mutant: y, why: x}]\n  why: It")
        ),
        ["7: E12 the solution does not parse: '(' was never closed in its line 3: mend it"],
    ),
    "E13 too few": (
        altered(CODE, ('    - {why: three, code: "def add(a, b): return a - b"}\n', "")),
        ["17: E13 2 of 3 wrong solutions are there: add plausible ones to `fails`"],
    ),
    "E13 none": (
        altered(FILE.partition("  fails")[0] + "  why: It is a file.\n"),
        ["1: E13 0 of 3 wrong solutions are there: add plausible ones to `fails`"],
    ),
    "E13 too few mutants": (
        altered(TESTS, ('    - {why: c, code: "def one(): return None"}\n', "")),
        ["8: E13 2 of 3 wrong solutions are there: add plausible ones to `mutants`"],
    ),
    "E13 no program": (
        altered(CODE, ("def add(a, b): return b", "def add(a, b): return ("), ("def add(a, b): return a - b", "f = 1")),
        [
            "19: E13 a wrong solution does not parse: '(' was never closed in its line 1: mend it",
            "20: E13 a wrong solution does not define `add`: define what the starter defines last",
        ],
    ),
    "E13 a mutant that is none": (
        altered(TESTS, ("return 0", "return (")),
        ["9: E13 a mutant does not parse: '(' was never closed in its line 1: mend it"],
    ),
    "E14 no call": (
        altered(CODE, ('call: "add(1, 2)"', 'call: "plus(1, 2)"')),
        ["12: E14 `plus(1, 2)` is no call: write a call of `add`, with plain values"],
    ),
    "E14 no expression": (
        altered(CODE, ('call: "add(1, 2)"', 'call: "add(1, 2"')),
        ["12: E14 `add(1, 2` is no call: write a call of `add`, with plain values"],
    ),
    "E14 no value": (
        altered(CODE, ("gives: 3", "gives: three")),
        ["12: E14 `three` is no plain value: write it as Python does, text in quotes inside quotes"],
    ),
    "E15 no Python": (
        altered(CODE, ("    def add(a, b):\n        ...", "    def add(a, b:")),
        ["4: E15 the starter does not parse: '(' was never closed in its line 1: mend it"],
    ),
    "E15 nothing defined": (
        altered(CODE, ("    def add(a, b):\n        ...", "    add = None")),
        ["4: E15 the starter defines nothing: let it end in `def f(x): ...` or a class"],
    ),
    "E15 a forbidden import": (
        altered(CODE, ("    def add(a, b):\n        ...", "    import os\n    def add(a, b):\n        ...")),
        ["4: E15 the starter imports os, which `imports` does not allow: allow it, or do without"],
    ),
    "E15 a starter of tests": (
        altered(TESTS, ("  why: It", "  starter: 'def test('\n  why: It")),
        ["13: E15 the starter does not parse: '(' was never closed in its line 1: mend it"],
    ),
    "E17 luck": (
        altered(
            CODE,
            ("    def cases(rng):\n", "    import time, random as r\n    from os import path\n    def cases(rng):\n"),
        ),
        [
            f"14: E17 `tests` imports {name}: take chance from `rng` and nothing from outside"
            for name in ("os", "random", "time")
        ],
    ),
    "E17 luck in checks": (
        altered(FILE, ("def check(doc): assert", "import random\\ndef check(doc): assert")),
        ["6: E17 `checks` imports random: take chance from `rng` and nothing from outside"],
    ),
}


@pytest.mark.parametrize(("words", "faults"), CASES.values(), ids=CASES)
def test_a_fault_is_told_in_its_place(told: Told, words: str, faults: list[str]) -> None:
    assert sorted(told(words)) == sorted(faults)
