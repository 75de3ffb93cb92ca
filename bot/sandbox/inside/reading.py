"""Reads a submission's text without running it: syntax, imports and style. Pure; the answer is plain values."""

import ast
import codecs
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

FREE = frozenset({"__future__", "typing", "collections.abc"})
"""Imports that are always allowed, for they compute nothing."""

FILE = "main.py"
MOST_TOLD, MOST_LINES = 20, 40
BUILTINS = frozenset({"list", "dict", "set", "str", "int", "float", "sum", "max", "min", "len", "id", "type", "input"})
NO_LOOPS = "no loops"
_LOOPS = {
    ast.For: "a `for` loop",
    ast.AsyncFor: "a `for` loop",
    ast.While: "a `while` loop",
    ast.ListComp: "a comprehension",
    ast.SetComp: "a comprehension",
    ast.DictComp: "a comprehension",
    ast.GeneratorExp: "a generator expression",
}
_DISGUISED = frozenset(
    {"map", "filter", "reduce", "vectorize", "frompyfunc", "fromiter", "fromfunction", "apply_along_axis", "piecewise"}
    | {"apply", "applymap", "iterrows", "itertuples", "nditer", "ndenumerate", "ndindex"}
)
"""Calls that run Python once per element, though they do not look like a loop."""


class Unreadable(Exception):
    """A text that is no Python; the message is a sentence for its author."""


def text_of(data: bytes) -> str:
    """Decode source: UTF-8, with or without its mark at the start; a cookie that names another encoding is ignored.

    Raises:
        Unreadable: It is not UTF-8, or holds a null character.
    """
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as cause:
        line = data.count(b"\n", 0, cause.start) + 1
        raise Unreadable(f"Line {line} is not UTF-8 text.") from cause
    if "\0" in text:
        raise Unreadable(f"Line {text.count(chr(10), 0, text.index(chr(0))) + 1} holds a null character.")
    return text


def parsed(text: str, file: str = FILE) -> ast.Module:
    """Parse source.

    Raises:
        Unreadable: It is no Python, or nested too deep to read.
    """
    try:
        return ast.parse(text, file)
    except SyntaxError as cause:
        where = f" in line {cause.lineno}" if cause.lineno else ""
        raise Unreadable(f"{type(cause).__name__}{where}: {cause.msg}.") from cause
    except (RecursionError, MemoryError) as cause:
        raise Unreadable("It is nested too deep to be read.") from cause
    except (ValueError, OverflowError) as cause:
        raise Unreadable("It holds what Python cannot read.") from cause


def refused_import(tree: ast.AST, allowed: Sequence[str] | None) -> str:
    """Say which import is not allowed, with its line; empty where all are."""
    if allowed is None:
        return ""
    for line, name in sorted(_imports(tree)):
        if not importable(name, allowed):
            return f"Line {line} imports {name[:40]}; this question allows {listed(allowed)}."
    return ""


def importable(name: str, allowed: Iterable[str]) -> bool:
    """Tell whether a module may be imported by its dotted name."""
    return name in FREE or name.partition(".")[0] in {one.partition(".")[0] for one in allowed} or name == ""


def listed(allowed: Sequence[str]) -> str:
    """Name what may be imported."""
    return " and ".join(filter(None, (", ".join(allowed[:-1]), *allowed[-1:]))) or "no imports"


def loops(tree: ast.AST) -> tuple[tuple[int, str], ...]:
    """Give the loops of a program, each with its line: statements, comprehensions, and calls that hide one."""
    seen = []
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        if type(node) in _LOOPS:
            seen.append((line, _LOOPS[type(node)]))
        elif isinstance(node, ast.Call) and (name := _called(node)) in _DISGUISED:
            seen.append((line, f"`{name}`, which loops in Python"))
    return tuple(sorted(seen))


def smells(tree: ast.AST) -> tuple[tuple[int, str], ...]:
    """Give what a reviewer would ask to be written otherwise, each with its line."""
    return tuple(sorted((getattr(node, "lineno", 0), said) for node in ast.walk(tree) for said in _smell(node)))


def _smell(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.ExceptHandler(type=None):
            yield "an `except:` that catches everything"
        case ast.Global():
            yield "a `global` variable"
        case ast.ImportFrom(names=[ast.alias(name="*")]):
            yield "an import of everything"
        case ast.Call(func=ast.Name(id="print")):
            yield "a `print` that is left over"
        case ast.Compare(comparators=[ast.Constant(value=None)], ops=[ast.Eq() | ast.NotEq()]):
            yield "a comparison with None by `==`"
        case ast.FunctionDef(args=args, body=body):
            if any(isinstance(each, ast.List | ast.Dict | ast.Set) for each in [*args.defaults, *args.kw_defaults]):
                yield "a default that all calls share"
            if max(getattr(each, "end_lineno", 0) for each in body) - node.lineno > MOST_LINES:
                yield f"a function of more than {MOST_LINES} lines"
            names = {each.arg for each in [*args.posonlyargs, *args.args, *args.kwonlyargs]}
            yield from (f"an argument called `{name}`, as a builtin is" for name in sorted(names & BUILTINS))


def part_for(text: str, name: str) -> str:
    """Give what a function of the tests needs to stand alone: itself and the top-level statements that it refers to.

    The functions that only a judge may see are never part of it, even where they are referred to.
    """
    tree = parsed(text, "tests")
    bound = {made: statement for statement in tree.body for made in _made(statement)}
    if name not in bound:
        return ""
    wanted, found = [name], {name}
    while wanted:
        for node in ast.walk(bound[wanted.pop()]):
            if isinstance(node, ast.Name) and node.id in bound and node.id not in found | SECRET:
                found.add(node.id)
                wanted.append(node.id)
    kept = {id(bound[each]) for each in found}
    return "\n".join(ast.unparse(statement) for statement in tree.body if id(statement) in kept)


SECRET = frozenset({"cases", "check", "grow", "stable", "leak", "data", "want"})
"""Functions of the tests that never leave the judge's process."""


def shape(data: bytes, allowed: Sequence[str] | None) -> dict[str, Any]:
    """Read a submission as far as that goes without running it.

    Returns:
        `fault`, a sentence, empty where it may run; `loops`, pairs of line and what stands there; and `smells`, the
        same for what is better written otherwise.
    """
    try:
        tree = parsed(text_of(data))
        fault = refused_import(tree, allowed)
        return {"fault": fault, "loops": list(loops(tree))[:MOST_TOLD], "smells": list(smells(tree))[:MOST_TOLD]}
    except (Unreadable, RecursionError) as refused:
        return {"fault": str(refused) or "It is nested too deep to be read.", "loops": [], "smells": []}


def _imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." * node.level + (node.module or "")


def _called(call: ast.Call) -> str:
    """Give the last name of what is called."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _made(statement: ast.stmt) -> Iterator[str]:
    """Give the names that a top-level statement makes."""
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in names)
        case _:
            for node in ast.walk(statement):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    yield node.id
