"""Files and functions stay small enough to be read in one sitting."""

import ast
from collections.abc import Iterator
from pathlib import Path

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


def test_every_file_and_its_functions_are_short() -> None:
    long: dict[str, object] = {}
    for path in SOURCES:
        source = (ROOT / path).read_text(encoding="utf-8")
        lines = len(source.splitlines())
        if lines > LONGEST_FILE:
            long[str(path)] = lines
        if path.suffix == ".py" and lines > LONGEST_FUNCTION:  # in a shorter file there is no longer function
            long |= {f"{path}: {name}": length for name, length in long_functions(source)}
    assert long == {}


def test_a_long_function_is_seen() -> None:
    assert dict(long_functions("def f():\n" + "    pass\n" * 60)) == {"f": 61}
