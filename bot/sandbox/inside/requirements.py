"""Asks a question's `check(doc)`, one requirement after the other, so that people learn all that is missing at once.

Each `assert` that stands directly in `check` is a requirement, and its message says what is missing. Where one does not
hold, the following are still asked; what they raise besides is put down to what was missing before.
"""

import ast
from collections.abc import Mapping
from typing import Any

from bot.sandbox.inside import submission
from bot.sandbox.inside.bench import QuestionFault
from bot.sandbox.inside.submission import TESTS

ASK = "__require__"
LATER = "asked once what is missing above is there"
MOST_REASON = 300


class Asked:
    """Asks requirements and notes why each does not hold; empty where it does."""

    def __init__(self) -> None:
        self.reasons: list[str] = []

    def __call__(self, test: Any, message: Any) -> None:
        """Ask one: a function that gives whether it holds, and one that gives the message."""
        try:
            held, fault = bool(test()), ""
        except Exception as raised:  # noqa: BLE001 (a check may look for what is not there)
            held, fault = False, f"what it looks for is missing ({type(raised).__name__})"
        self.reasons.append("" if held else (_said(message) or fault or "it is not met")[:MOST_REASON])


def split(source: str) -> tuple[ast.Module, int]:
    """Give checks in which each requirement is asked, and how many there are; 0 where they cannot be told apart.

    Raises:
        QuestionFault: They are no Python.
    """
    try:
        tree = ast.parse(source, TESTS)
    except SyntaxError as fault:
        raise QuestionFault(f"The checks do not parse: {fault}.") from fault
    check = next((each for each in tree.body if isinstance(each, ast.FunctionDef) and each.name == "check"), None)
    if check is None:
        return tree, 0
    if any(isinstance(node, ast.NamedExpr) for node in ast.walk(check)):
        return tree, 0
    check.body = [_asked(each) if isinstance(each, ast.Assert) else each for each in check.body]
    ast.fix_missing_locations(tree)
    return tree, sum(isinstance(each, ast.Expr) and _is_asking(each) for each in check.body)


def outcomes(source: str, document: Any, given: Mapping[str, Any]) -> list[str]:
    """Give why each requirement of `check` does not hold for a document; empty where it does.

    Args:
        source: The question's checks.
        document: What the person wrote, as a value.
        given: Names that stand ready for the checks beside it.

    Raises:
        QuestionFault: The checks do not load, or there is no `check`.
    """
    tree, count = split(source)
    asked = Asked()
    scope = submission.scope_of(None, **{**given, ASK: asked})
    try:
        exec(compile(tree, TESTS, "exec", dont_inherit=True), scope)  # noqa: S102 (this process is for it)
        check = scope["check"]
    except Exception as fault:
        raise QuestionFault(f"The checks raised {submission.raised_text(fault)}.") from fault
    try:
        verdict, stopped = check(document), ""
    except AssertionError as fault:
        verdict, stopped = None, str(fault)[:MOST_REASON] or "it is not met"
    except Exception as fault:  # noqa: BLE001 (a check may look for what is not there)
        verdict, stopped = None, f"what it looks for is missing ({type(fault).__name__})"
    if verdict is False:
        stopped = "it is not met"
    reasons = asked.reasons
    if stopped and any(reasons):
        stopped = ""
    if stopped or not reasons:
        reasons = [*reasons, stopped]
    return reasons + [LATER] * (count - len(reasons))


def _asked(test: ast.Assert) -> ast.Expr:
    """Give the asking of a requirement in place of its assertion."""
    none = ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])
    parts: list[ast.expr] = [test.test, test.msg or ast.Constant("")]
    call = ast.Call(ast.Name(ASK, ast.Load()), [ast.Lambda(none, part) for part in parts], [])
    return ast.copy_location(ast.Expr(call), test)


def _is_asking(each: ast.Expr) -> bool:
    return isinstance(each.value, ast.Call) and isinstance(each.value.func, ast.Name) and each.value.func.id == ASK


def _said(message: Any) -> str:
    try:
        return str(message())
    except Exception:  # noqa: BLE001 (a message may look at what is not there)
        return ""
