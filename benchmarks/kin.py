"""A process and all below it: how many, how many descriptors they hold, how much memory (Linux)."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Kin:
    """What a process and all below it hold at a moment.

    Attributes:
        processes: How many they are.
        descriptors: How many descriptors they hold together.
        memory_mib: Memory of all, what is shared counted once, MiB.
    """

    processes: int
    descriptors: int
    memory_mib: float


def kin_of(pid: int) -> Kin:
    """Look at a process and all below it; what ends meanwhile is not counted."""
    everybody = [pid, *below(pid)]
    memory = sum(_kib(one, "Pss:") for one in everybody) / 1024
    return Kin(len(everybody), sum(_descriptors(one) for one in everybody), memory)


def below(pid: int) -> list[int]:
    """Give the processes below one, nearest first."""
    children: dict[int, list[int]] = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            children.setdefault(_parent(int(entry.name)), []).append(int(entry.name))
    found = children.get(pid, [])
    for one in found:  # it grows while it is walked
        found.extend(children.get(one, ()))
    return found


def leaves(pid: int) -> list[int]:
    """Give the processes below one that have none below themselves."""
    everybody = below(pid)
    parents = {_parent(one) for one in everybody}
    return [one for one in everybody if one not in parents]


def private_mib(pid: int) -> float:
    """Give the memory that a process shares with nobody, MiB."""
    return (_kib(pid, "Private_Clean:") + _kib(pid, "Private_Dirty:")) / 1024


def _parent(pid: int) -> int:
    """Give a process's parent, 0 where it has ended."""
    try:
        return int((PROC / str(pid) / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _descriptors(pid: int) -> int:
    try:
        return len(list((PROC / str(pid) / "fd").iterdir()))
    except OSError:
        return 0


def _kib(pid: int, what: str) -> int:
    return sum(int(line.split()[1]) for line in _rollup(pid) if line.startswith(what))


def _rollup(pid: int) -> Iterator[str]:
    try:
        yield from (PROC / str(pid) / "smaps_rollup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return
