r"""LaTeX as typed in an answer, in plain signs: `$O(n \log n)$`, `\frac{1}{2}`; drawing it is done elsewhere."""

import re

_MATHS = re.compile(r"\$+([^$]+)\$+|\\[(\[](.+?)\\[)\]]")
_FRACTION = re.compile(r"\\[dt]?frac\s*(?:\{([^{}]*)\}|(\w))\s*(?:\{([^{}]*)\}|(\w))")
_WRAPPED = re.compile(r"\\(?:math\w+|text\w*|operatorname)\s*\{([^{}]*)\}")
_ROOT = re.compile(r"\\sqrt\s*\{([^{}]*)\}")
_SIGNS = {"cdot": "*", "times": "*", "le": "<=", "leq": "<=", "ge": ">=", "geq": ">=", "ne": "!=", "neq": "!="}
_NOTHING = frozenset({"left", "right", "big", "bigl", "bigr", "quad", "displaystyle"})
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_RAISED = re.compile(r"([\^_])\{([^{}]*)\}")
_SPACE = re.compile(r"\\[,;:! ]")


def unlatexed(text: str) -> str:
    """Give a text with its LaTeX in plain signs; a text without any stays as it is (`$5` is money)."""
    text = _MATHS.sub(lambda found: f" {found[1] or found[2]} ", text)
    if "\\" not in text:
        return _RAISED.sub(r"\1\2", text)
    text = _WRAPPED.sub(r"\1", _SPACE.sub(" ", text))
    text = _FRACTION.sub(lambda found: f"({found[1] or found[2]})/({found[3] or found[4]})", text)
    text = _COMMAND.sub(_sign, _RAISED.sub(r"\1\2", _ROOT.sub(r"sqrt(\1)", text)))
    return text.replace("\\%", "%").replace("\\_", "_")


def _sign(command: re.Match[str]) -> str:
    name = command[1]
    return _SIGNS.get(name, "" if name in _NOTHING else f" {name} ")
