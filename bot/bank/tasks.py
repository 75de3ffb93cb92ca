"""What the models of coding questions mean to the rules: tasks, as the judge takes them."""

import ast

from bot.bank.models import ArtefactModel, CodeModel, Limits, TestsModel
from bot.rules.code import ArtefactTask, CodeTask, Example, Growth, Mutant, Task, TestsTask
from bot.rules.kinds import Tolerance
from bot.rules.run import RunLimits

USUAL = RunLimits()
NO_PYTHON = (SyntaxError, ValueError, RecursionError, MemoryError)
"""What the parser raises: for null bytes a ValueError, for what nests too deeply any of the others."""


def task_of(model: CodeModel | TestsModel | ArtefactModel) -> Task:
    """Say what is to be written; where a question has no starter the editor opens empty."""
    match model:
        case CodeModel():
            return _code(model)
        case TestsModel():
            return _tests(model)
        case ArtefactModel():
            limits = _limits(model.limits)
            return ArtefactTask(model.language, model.starter or "", model.solution, model.checks, limits)


def _code(model: CodeModel) -> CodeTask:
    tolerance = model.tolerance
    return CodeTask(
        starter=model.starter,
        solution=model.solution,
        name=defined(model.starter),
        examples=tuple(Example(each.call, gives(each.gives)) for each in model.examples or ()),
        tests=model.tests or "",
        raises=tuple(model.raises or ()),
        tolerance=Tolerance(tolerance.abs, tolerance.rel) if tolerance else Tolerance(),
        imports=_imports(model.imports),
        limits=_limits(model.limits),
        grow=Growth(tuple(model.grow.sizes), model.grow.exponent) if model.grow else None,
        style=(model.style,) if isinstance(model.style, str) else tuple(model.style or ()),
    )


def _tests(model: TestsModel) -> TestsTask:
    return TestsTask(
        starter=model.starter or "",
        solution=model.solution or "",
        subject=model.subject,
        same=tuple(each.code for each in model.same),
        mutants=tuple(Mutant(each.why, each.code) for each in model.mutants),
        imports=_imports(model.imports),
        limits=_limits(model.limits),
    )


def defined(source: str) -> str:
    """Name the last function or class that is defined at the top level; empty where there is none, or no Python."""
    try:
        body = ast.parse(source).body
    except NO_PYTHON:
        return ""
    names = [node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef)]
    return names[-1] if names else ""


def gives(value: object) -> str:
    """Write what an example gives as Python: text is Python already, anything else is written as itself."""
    return value if isinstance(value, str) else repr(value)


def _imports(names: list[str] | None) -> tuple[str, ...] | None:
    return None if names is None else tuple(names)


def _limits(model: Limits | None) -> RunLimits:
    if model is None:
        return USUAL
    wall_s = model.wall_s or USUAL.wall_s
    return RunLimits(wall_s, wall_s, model.memory_mib or USUAL.memory_mib)
