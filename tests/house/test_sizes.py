"""Files and functions stay small enough to be read in one sitting."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
SOURCES = sorted(
    path.relative_to(ROOT)
    for room in ("bot", "tests", "migrations", "benchmarks")
    for ending in ("*.py", "*.js")
    for path in (ROOT / room).rglob(ending)
)


def long_functions(source: str) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
            lines = node.end_lineno - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                yield node.name, lines


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_a_file_and_its_functions_are_short(path: Path) -> None:
    source = (ROOT / path).read_text(encoding="utf-8")
    assert len(source.splitlines()) <= LONGEST_FILE
    if path.suffix == ".py":
        assert dict(long_functions(source)) == {}


def test_a_long_function_is_seen() -> None:
    assert dict(long_functions("def f():\n" + "    pass\n" * 60)) == {"f": 61}
