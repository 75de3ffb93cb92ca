"""`versions.lock`: the digest of every version that was ever released, so that a silent change is seen."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.bank.item import Finding, Findings, Item
from bot.rules.errors import BankError, Fault

LOCK = "versions.lock"
_LINE = re.compile(r"(?P<name>[a-z0-9-]+) (?P<version>[1-9][0-9]{0,4}) (?P<digest>[0-9a-f]{64})")

Locked = Mapping[tuple[str, int], str]


def read_lock(path: Path) -> Locked:
    """Read a lock: `id version digest` a line.

    Returns:
        The digest by id and version; empty where there is no lock.

    Raises:
        BankError: A line is not of that form, or stands twice.
    """
    if not path.is_file():
        return {}
    locked: dict[tuple[str, int], str] = {}
    faults: list[Fault] = []
    for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1):
        found = _LINE.fullmatch(line)
        key = (found["name"], int(found["version"])) if found else None
        if found is None or key is None or key in locked:
            what = "the line is not `id version digest`, or stands twice"
            faults.append(Fault(path.name, number, "E01", what, "take the line from the last release"))
        else:
            locked[key] = found["digest"]
    if faults:
        raise BankError(tuple(faults))
    return locked


def newest(locked: Locked) -> Mapping[str, int]:
    """Give the newest released version of every id."""
    heads: dict[str, int] = {}
    for name, version in locked:
        heads[name] = max(version, heads.get(name, 0))
    return heads


def changes(name: str, version: int, digest: str, locked: Locked, heads: Mapping[str, int]) -> Findings:
    """E19: a question differs from what was released under its version.

    Args:
        name: Its id.
        version: Its version.
        digest: The digest of what it says now.
        locked: What was released.
        heads: The newest released version of every id.
    """
    known = locked.get((name, version))
    head = heads.get(name, 0)
    if known is not None and known != digest:
        mend = f"set `version: {head + 1}` and say in `changes` what changed"
        yield Finding("E19", (), f"it changed under version {version}", mend)
    elif known is None and version < head:
        what = f"version {version} is older than the released {head}"
        yield Finding("E19", ("version",), what, f"set `version: {head + 1}`")


def write_lock(path: Path, items: Iterable[Item]) -> int:
    """Add the versions that stand in no lock yet.

    Returns:
        How many were added.

    Raises:
        BankError: A question changed under a locked version (E19); nothing is written then.
    """
    locked = dict(read_lock(path))
    known = len(locked)
    heads = newest(locked)
    faults: list[Fault] = []
    for item in items:
        question = item.question
        faults += map(item.fault, changes(question.id, question.version, item.entry.digest, locked, heads))
        locked.setdefault((item.question.id, item.question.version), item.entry.digest)
    if faults:
        raise BankError(tuple(faults))
    lines = (f"{name} {version} {digest}\n" for (name, version), digest in sorted(locked.items()))
    path.write_text("".join(lines), "utf-8", newline="\n")
    return len(locked) - known
