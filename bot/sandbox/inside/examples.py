"""Examples of a coding question: what a call says, what it should give, and how a value is shown to people."""

import ast
from typing import Any

import numpy as np

from bot.sandbox.inside.plain import NotPlain, decode
from bot.sandbox.inside.submission import GAVE, RAISED

MOST_SHOWN = 200
BROKEN = "broken answer"


def arguments(call: str, name: str) -> list[Any] | None:
    """Give the positional arguments of a call that is written out, such as `auc([0, 1], [0.5, 0.5])`, else None."""
    try:
        node = ast.parse(call, mode="eval").body
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == name
            and not node.keywords
        ):
            return [ast.literal_eval(each) for each in node.args]
    except (SyntaxError, ValueError):
        return None
    return None


def agrees(gives: str, want: list[Any], slack: tuple[float, float]) -> bool:
    """Tell whether what an example says is what the reference gives.

    It is the same writing, blanks aside, or a literal of the same value, see `alike`; an exception is named by its
    class.
    """
    if want[0] == RAISED:
        return want[1][0] in gives
    value = decode(want[1])
    if "".join(gives.split()) == "".join(repr(value).split()):
        return True
    try:
        return alike(ast.literal_eval(gives), value, slack)
    except (SyntaxError, ValueError):
        return False


def alike(written: Any, value: Any, slack: tuple[float, float]) -> bool:
    """Tell whether a value is what somebody wrote for it: lists stand for arrays and tuples, numbers may be rounded."""
    if isinstance(value, np.ndarray | np.generic):
        value = value.tolist()
    if isinstance(written, list | tuple) and isinstance(value, list | tuple):
        return len(written) == len(value) and all(alike(a, b, slack) for a, b in zip(written, value, strict=True))
    if isinstance(written, dict) and isinstance(value, dict):
        return written.keys() == value.keys() and all(alike(written[key], value[key], slack) for key in written)
    if type(written) in (int, float) and isinstance(value, float):
        places = len(repr(written).partition(".")[2])
        return bool(abs(written - value) <= slack[0] + slack[1] * abs(value) + 0.51 * 10.0**-places)
    return type(written) is type(value) and bool(written == value)


def shown(told: list[Any]) -> str:
    """Give an entry as people read it, cut."""
    if told[0] == GAVE:
        try:
            text = repr(decode(told[1]))
        except (NotPlain, TypeError, ValueError):
            text = BROKEN
    elif told[0] == RAISED and len(told) > 2:  # noqa: PLR2004 (the text stands third)
        text = f"raised {told[2]}"
    else:
        text = str(told[1])
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + "…"
