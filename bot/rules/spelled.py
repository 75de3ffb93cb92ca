"""Names of code, however they are spelled: `np.argmax()`, `numpy.argmax` and `argmax` are one."""

import re

from bot.rules.text import NEGATIONS, same

_NAME = re.compile(r"\.?[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
_CALLED = re.compile(r"(?<=\w\w)\(([A-Za-z]{0,3}|'[a-z]+'|\"[a-z]+\")\)$")
_ARGUMENTS = re.compile(r"\([^()]*\)(?=\.)|\[[^\[\]]*\](?=\.)")
_MODULES = {"np": "numpy", "pd": "pandas", "tf": "tensorflow", "plt": "pyplot"}

# Names of two modules: `random.choice` is not `numpy.random.choice`.
_TWICE = frozenset({"math", "random", "statistics", "time"})


def same_name(text: str, term: str) -> bool:
    """Tell whether two texts name the same thing in code: with or without brackets and the module or object before it.

    The longer path must end in the shorter one; the arguments of calls before the last do not count.
    """
    (given, one), (key, other) = _path(text), _path(term)
    if len(given) > 1 and not key:
        return same(given[-1], term)
    if not given or not key or (one and other and one != other):
        return False
    shorter, longer = sorted((given, key), key=len)
    if longer[-len(shorter) :] != shorter or NEGATIONS & set(longer):
        return False
    return len(shorter) in (1, len(longer)) or shorter[0] not in _TWICE


def _path(text: str) -> tuple[tuple[str, ...], str]:
    """Give the parts of a dotted name and its one short argument, or no parts where a text is none."""
    line = text.strip(" `@")
    while (less := _ARGUMENTS.sub("", line)) != line:
        line = less
    called = _CALLED.search(line)
    line = _CALLED.sub("", line)
    if not _NAME.fullmatch(line):
        return (), ""
    parts = line.casefold().lstrip(".").split(".")
    return (_MODULES.get(parts[0], parts[0]), *parts[1:]), called[1].replace('"', "'") if called else ""
