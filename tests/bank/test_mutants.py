import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank.mutants import mutations


def names(source: str) -> list[str]:
    return [each.name for each in mutations(source)]


@pytest.mark.parametrize(
    ("source", "changes"),
    [
        ("a < b", ["`a < b` → `a <= b`", "`a < b` → `a >= b`"]),
        ("a >= b", ["`a >= b` → `a > b`", "`a >= b` → `a < b`"]),
        ("a is not b", ["`a is not b` → `a is b`"]),
        ("a in b", ["`a in b` → `a not in b`"]),
        ("a == b < c", ["`a == b < c` → `a != b < c`", "`a == b < c` → `a == b <= c`", "`a == b < c` → `a == b >= c`"]),
        ("a and b", ["`a and b` → `a or b`"]),
        ("a or b", ["`a or b` → `a and b`"]),
        ("not a", ["`not a` → `a`"]),
        ("-a", ["`-a` → `a`"]),
        ("~a", ["`~a` → `a`"]),
        ("a + b", ["`a + b` → `a - b`"]),
        ("a - b", ["`a - b` → `a + b`", "`a - b` → `b - a`"]),
        ("a / b", ["`a / b` → `a * b`", "`a / b` → `b / a`"]),
        ("a - a", ["`a - a` → `a + a`"]),
        ("a @ b", ["`a @ b` → `b @ a`"]),
        ("a // b", ["`a // b` → `a / b`"]),
        ("a if b else c", ["`a if b else c` → `c if b else a`"]),
        ("a[b:]", ["`a[b:]` → `a[b + 1:]`"]),
        ("a[:b]", ["`a[:b]` → `a[:b + 1]`"]),
        ("a[::b]", ["`a[::b]` → `a[:]`"]),
        ("f(a, b)", ["`f(a, b)` → `f(b, a)`"]),
        ("f(*a, b)", []),
        ("np.maximum(a, b)", ["`np.maximum(a, b)` → `np.minimum(a, b)`"]),
        ("any(a)", ["`any(a)` → `all(a)`"]),
        ("(f or g)(a)", ["`f or g` → `f and g`"]),
        ("[a for a in b if a]", ["`[a for a in b if a]` → `[a for a in b if not a]`"]),
        ("{a: a for a in b if not a}", ["`{a: a for a in b if not a}` → `{a: a for a in b if a}`"]),
        ("[a for a in b]", []),
        ("[a for a in b for c in d if c]", ["`[a for a in b for c in d if c]` → `[a for a in b for c in d if not c]`"]),
        ("f'{a + b}'", ["`a + b` → `a - b`"]),
        ("'text'", []),
        ("a", []),
    ],
)
def test_an_expression_is_changed_as_a_person_might_err(source: str, changes: list[str]) -> None:
    assert [name.removeprefix("line 1: ") for name in names(f"x = {source}")] == changes


@pytest.mark.parametrize(
    ("source", "changes"),
    [
        ("x = 1", ["`1` → `2`", "`1` → `0`"]),
        ("x = 0", ["`0` → `1`", "`0` → `-1`"]),
        ("x = True", ["`True` → `False`"]),
        ("x = 0.5", ["`0.5` → `1.5`"]),
        ("x = 'left'", ["`'left'` → `'right'`"]),
        ("x = None", []),
        ("x: int = y", []),
        ("import a as b", []),
        ("f()", ["without `f()`"]),
        ("del x", ["without `del x`"]),
        ("raise x", ["without `raise x`"]),
        ("x[y] = z", ["without `x[y] = z`"]),
        ("x.y = z", ["without `x.y = z`"]),
        ("x += y", ["without `x += y`", "`x += y` → `x -= y`"]),
        ("x @= y", ["without `x @= y`"]),
        ("if x:\n    y = z", ["`if x:` → `if not x:`"]),
        ("if not x:\n    y = z", ["`if not x:` → `if x:`"]),
        ("while x:\n    break", ["`while x:` → `while not x:`", "`break` → `continue`", "without `break`"]),
        ("while x:\n    continue", ["`while x:` → `while not x:`", "without `continue`"]),
        ("def f():\n    return x", ["`return x` → `return None`"]),
        ("def f():\n    return None", []),
        ("def f():\n    return", []),
        ("def f():\n    'doc'\n    return None", []),
        ("@g(1)\ndef f(x: 1) -> 1:\n    pass", []),
    ],
)
def test_a_statement_is_changed_as_a_person_might_err(source: str, changes: list[str]) -> None:
    assert [name.partition(": ")[2] for name in names(source)] == changes


def test_an_axis_is_turned() -> None:
    assert "line 1: `f(a, axis=0)` → `f(a, axis=1)`" in names("f(a, axis=0)")
    assert "line 1: `f(a, axis=-1)` → `f(a, axis=0)`" in names("f(a, axis=-1)")
    assert "line 1: `f(a, axis=None)` → `f(a, axis=1)`" in names("f(a, axis=None)")


def test_equal_changes_in_one_line_are_numbered_and_equal_programs_made_once() -> None:
    assert names("x = 1, 1")[:4] == [
        "line 1: `1` → `2`",
        "line 1: `1` → `0`",
        "line 1: `1` → `2` (2)",
        "line 1: `1` → `0` (2)",
    ]
    codes = [each.code for each in mutations("x = f(a, axis=0)")]
    assert len(set(codes)) == len(codes)


def test_the_line_is_that_of_the_source() -> None:
    assert names("# a comment\n\nx = a < b")[0] == "line 3: `a < b` → `a <= b`"


def test_a_long_one_is_told_in_short() -> None:
    (name, *_) = names(f"x = {'a' * 80} < b")
    assert len(name) < 150


def test_what_is_no_python_has_none() -> None:
    with pytest.raises(SyntaxError):
        mutations("def f(")


SOLUTION = """
def f(xs, n=3):
    if not xs or n < 0:
        raise ValueError("none")
    out = [x - min(xs) for x in xs[1:n] if x > 0]
    for x in xs:
        out[0] += x
    return sum(out, 1) if n else None
"""


def test_every_mutant_is_another_program_that_parses() -> None:
    made = mutations(SOLUTION)
    assert len(made) > 20
    assert len({each.name for each in made}) == len({each.code for each in made}) == len(made)
    for each in made:
        assert ast.unparse(ast.parse(each.code)) == each.code != ast.unparse(ast.parse(SOLUTION))


@given(st.sampled_from(["a", "b", "0", "1.5", "-a", "not b"]), st.sampled_from(["+", "<", "and", "@", "in"]))
def test_the_same_source_gives_the_same_mutants(one: str, sign: str) -> None:
    source = f"x = {one} {sign} (b)" if "not" not in one else f"x = ({one}) {sign} b"
    assert mutations(source) == mutations(source)
