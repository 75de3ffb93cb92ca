"""People's code as text: where it stands in a message, what it imports, what it is written in; nothing is run here."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.rules.code import ArtefactTask, Task
from bot.rules.errors import RuleBroken
from bot.rules.mending import Mended, mend
from bot.rules.run import BASE, MOST_SOURCE, TORCH

PYTHON = "python"

_FENCE = re.compile(r"```(?:[A-Za-z0-9_+#.-]*[ \t]*\r?\n)?(.*?)(?:\r?\n)?[ \t]*(?:```|\Z)", re.DOTALL)
_IMPORT = re.compile(r"^[ \t]*(?:from[ \t]+([A-Za-z_]\w*)|import[ \t]+([A-Za-z_][\w., \t]*))", re.MULTILINE)
_PACKAGES = {"sklearn": "scikit-learn", "yaml": "PyYAML", "PIL": "pillow"}
_KIB = 1024


@dataclass(frozen=True, slots=True)
class Source:
    """A person's code, ready to be run.

    Attributes:
        data: What is run.
        mended: What was mended in it, as `mending.Mended.what`.
    """

    data: bytes
    mended: tuple[tuple[str, int], ...] = ()


def code_block(text: str) -> str | None:
    """Give what stands in the first fenced block of a message, None where there is none; an open fence ends with it."""
    found = _FENCE.search(text)
    return found[1] if found else None


def taken(given: str | bytes, language: str = PYTHON) -> Source:
    """Take what somebody gave: typed text is mended, a file's bytes stay as they are.

    Raises:
        RuleBroken: `empty` or `too_long`.
    """
    mended = mend(given, language) if isinstance(given, str) else Mended("")
    data = mended.text.encode("utf-8", "surrogatepass") if isinstance(given, str) else given
    if not data.strip():
        raise RuleBroken("empty", "There is no code in that yet. Write some and send it again.")
    if len(data) > MOST_SOURCE:
        most, size = MOST_SOURCE // _KIB, -(-len(data) // _KIB)
        raise RuleBroken(
            "too_long", f"That is {size:,} KiB of code, and I take {most} KiB. Send the part that matters."
        )
    return Source(data, mended.what)


def text_of(data: bytes) -> str:
    """Give code as text to be shown and edited; what is no UTF-8 is replaced."""
    return data.decode("utf-8", "replace")


def language_of(task: Task | None) -> str:
    """Say what an answer to a task is written in; Python without one."""
    return task.language if isinstance(task, ArtefactTask) else PYTHON


def imported(data: bytes) -> frozenset[str]:
    """Give the top-level names that a program's lines import, as far as its lines tell."""
    names: set[str] = set()
    for module, modules in _IMPORT.findall(text_of(data)):
        names |= {module} if module else {part.split(".")[0].split()[0] for part in modules.split(",") if part.strip()}
    return frozenset(names)


def profile_for(data: bytes, profiles: Collection[str]) -> str:
    """Choose the profile to run a program in: PyTorch's where it is imported and there."""
    return TORCH if TORCH in profiles and "torch" in imported(data) else BASE


def versions_for(data: bytes, versions: Mapping[str, str]) -> dict[str, str]:
    """Choose from a profile's versions those of Python and of what a program imports, in the profile's order."""
    wanted = {"python"} | {_PACKAGES.get(name, name).casefold() for name in imported(data)}
    return {name: version for name, version in versions.items() if name.casefold() in wanted}
