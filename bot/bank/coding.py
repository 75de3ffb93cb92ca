"""The checks of coding questions that need no run: what does not parse, is not defined, or may not be imported.

What a run shows (a solution that fails its tests, a wrong one that passes) is said by the same codes when it is proved.
"""

import ast
from collections.abc import Callable, Iterator, Mapping

from bot.bank.item import Finding, Findings, Item
from bot.bank.models import ArtefactModel, CodeModel, TestsModel
from bot.bank.mutants import mutations
from bot.bank.node import Path, brief
from bot.bank.tasks import NO_PYTHON, defined, gives
from bot.rules.run import TORCH

FEWEST_FAILS = 3
STYLES = frozenset(["inputs stay", "no leakage", "no loops", "stable"])
_TESTS = ("cases", "drive", "check", "grow", "stable", "leak")
_LUCK = frozenset(["datetime", "http", "os", "random", "requests", "secrets", "socket", "time", "urllib", "uuid"])
"""Modules with which tests would depend on the clock, the network or chance other than `rng`."""

_Written = CodeModel | TestsModel | ArtefactModel


def sound_form(item: Item) -> Findings:
    """E12: the solution or the tests cannot be run as they stand."""
    model = item.model
    match model:
        case CodeModel():
            yield from _program("E12", ("solution",), "the solution", model.solution, model)
            yield from _tests(("tests",), model.tests, _TESTS)
            if model.tests is None and not model.examples:
                yield Finding("E12", (), "there are neither tests nor examples", "add `tests: …` with `cases(rng)`")
            yield from _known(model)
        case TestsModel():
            if model.solution is None:
                yield Finding("E12", (), "there is no solution", "add `solution: …`, tests that catch every mutant")
            yield from _parsed("E12", ("solution",), "the solution", model.solution or "")
            yield from _parsed("E12", ("subject",), "the subject", model.subject)
            for place, same in enumerate(model.same):
                yield from _parsed("E12", ("same", place, "code"), "a rewrite", same.code)
            yield from _equal(model, model.subject)
        case ArtefactModel():
            wanted = ("data", "want") if model.language == "sql" else ("check",)
            yield from _tests(("checks",), model.checks, wanted, every=True)
        case _:
            return
    if item.question.requires not in {"", TORCH}:
        mend = "require torch, or nothing"
        yield Finding("E12", ("requires",), f"no profile of the sandbox has `{brief(item.question.requires)}`", mend)


def enough_wrong(item: Item) -> Findings:
    """E13: there are fewer than three wrong solutions, or one of them is no plausible program."""
    model = item.model
    if not isinstance(model, _Written):
        return
    key = "mutants" if isinstance(model, TestsModel) else "fails"
    wrong = model.mutants if isinstance(model, TestsModel) else model.fails or []
    if len(wrong) < FEWEST_FAILS:
        what = f"{len(wrong)} of {FEWEST_FAILS} wrong solutions are there"
        yield Finding("E13", (key,) if wrong else (), what, f"add plausible ones to `{key}`")
    for place, each in enumerate(wrong):
        path: Path = (key, place, "code")
        if isinstance(model, CodeModel):
            yield from _program("E13", path, "a wrong solution", each.code, model)
        elif isinstance(model, TestsModel):
            yield from _parsed("E13", path, "a mutant", each.code)


def examples_parse(item: Item) -> Findings:
    """E14: an example does not call what is to be written, or what it gives is no plain value."""
    model = item.model
    if not isinstance(model, CodeModel):
        return
    name = defined(model.starter)
    for place, example in enumerate(model.examples or ()):
        if name and name not in _used(example.call):
            mend = f"write a call of `{name}`, with plain values"
            yield Finding("E14", ("examples", place, "call"), f"`{brief(example.call)}` is no call", mend)
        if not _plain(gives(example.gives)):
            mend = "write it as Python does, text in quotes inside quotes"
            what = f"`{brief(gives(example.gives))}` is no plain value"
            yield Finding("E14", ("examples", place, "gives"), what, mend)


def starter_parses(item: Item) -> Findings:
    """E15: the starter is no program, or defines nothing that could be called."""
    model = item.model
    if isinstance(model, TestsModel):
        yield from _parsed("E15", ("starter",), "the starter", model.starter or "")
    if not isinstance(model, CodeModel):
        return
    faults = list(_parsed("E15", ("starter",), "the starter", model.starter))
    yield from faults or _imported("E15", ("starter",), "the starter", model.starter, model)
    if not faults and not defined(model.starter):
        yield Finding("E15", ("starter",), "the starter defines nothing", "let it end in `def f(x): ...` or a class")


def own_luck(item: Item) -> Findings:
    """E17: tests import what makes them depend on the clock, the network or chance other than `rng`."""
    match item.model:
        case CodeModel(tests=tests):
            path, source = "tests", tests or ""
        case ArtefactModel(checks=checks):
            path, source = "checks", checks
        case _:
            return
    for name in sorted(_LUCK & set(_modules(source))):
        yield Finding("E17", (path,), f"`{path}` imports {name}", "take chance from `rng` and nothing from outside")


def _program(code: str, path: Path, what: str, source: str, model: CodeModel) -> Findings:
    """Check that a source parses, defines what the starter does, and imports what may be imported."""
    faults = list(_parsed(code, path, what, source))
    yield from faults or _imported(code, path, what, source, model)
    name = defined(model.starter)
    if not faults and name and name not in _names(source):
        yield Finding(code, path, f"{what} does not define `{name}`", "define what the starter defines last")


def _parsed(code: str, path: Path, what: str, source: str) -> Findings:
    try:
        ast.parse(source)
    except SyntaxError as fault:
        yield Finding(code, path, f"{what} does not parse: {fault.msg} in its line {fault.lineno}", "mend it")
    except NO_PYTHON:
        yield Finding(code, path, f"{what} does not parse", "mend it")


def _imported(code: str, path: Path, what: str, source: str, model: CodeModel) -> Findings:
    for name in sorted(set(_modules(source)) - set(model.imports or ())) if model.imports is not None else ():
        yield Finding(code, path, f"{what} imports {name}, which `imports` does not allow", "allow it, or do without")


def _tests(path: Path, source: str | None, wanted: tuple[str, ...], *, every: bool = False) -> Findings:
    if source is None:
        return
    faults = list(_parsed("E12", path, f"`{path[0]}`", source))
    yield from faults
    there = _names(source) if not faults else set(wanted)
    if (every and not there.issuperset(wanted)) or not there.intersection(wanted):
        listed = (" and " if every else " or ").join(f"`{name}`" for name in wanted)
        yield Finding("E12", path, f"`{path[0]}` does not define {listed}", "define it at the top level")


def _known(model: CodeModel) -> Findings:
    styles = [model.style] if isinstance(model.style, str) else model.style or []
    for style in sorted(set(styles) - STYLES):
        mend = " or ".join(f"`{known}`" for known in sorted(STYLES))
        yield Finding("E12", ("style",), f"there is no style `{brief(style)}`", f"write {mend}")
    yield from _equal(model, model.solution)


def _equal(model: CodeModel | TestsModel, source: str) -> Findings:
    if not model.equivalent:
        return
    try:
        known = {mutation.name for mutation in mutations(source)}
    except NO_PYTHON:
        return
    for place, each in enumerate(model.equivalent):
        if each.mutant not in known:
            what = f"there is no mutant `{brief(each.mutant)}`"
            yield Finding("E12", ("equivalent", place), what, "name it as `bank prove` does, or remove it")


def _used(call: str) -> set[str]:
    """Give the names that an expression uses; none where it is no expression."""
    try:
        nodes = ast.walk(ast.parse(call.strip(), mode="eval"))
    except NO_PYTHON:
        return set()
    return {node.id for node in nodes if isinstance(node, ast.Name)}


def _plain(source: str) -> bool:
    try:
        ast.literal_eval(source)
    except (*NO_PYTHON, TypeError):
        return False
    return True


def _names(source: str) -> set[str]:
    """Give what a source that parses defines at its top level."""
    names: set[str] = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return names


def _modules(source: str) -> Iterator[str]:
    """Give the top-level modules that a source imports; none where it does not parse."""
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except NO_PYTHON:
        return
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]


CODING: Mapping[str, Callable[[Item], Findings]] = {
    "E12": sound_form,
    "E13": enough_wrong,
    "E14": examples_parse,
    "E15": starter_parses,
    "E17": own_luck,
}
"""A check per code."""
