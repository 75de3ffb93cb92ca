"""Reads the attacks and fills in what a test has put outside."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
FAMILIES = ("files", "kernel", "sockets", "leaks", "lasting", "greed", "malformed")
ENDS = frozenset({"ok", "error", "timeout", "cpu_limit", "memory_limit", "output_limit", "signal"})


@dataclass(frozen=True, slots=True)
class Case:
    """An attack; `README.md` says what each part means."""

    family: str
    name: str
    code: bytes
    first: tuple[bytes, ...] = ()
    status: frozenset[str] = ENDS
    says: str = "trying"
    holds: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ("A", "B")
    bare: bool | str = True

    @property
    def waits(self) -> bool:
        """Whether it may last until its time is over."""
        return self.status != ENDS and not self.status.isdisjoint({"timeout", "cpu_limit"})


@dataclass(frozen=True, slots=True)
class Forgery:
    """A submission that must fail; `fools` is true where a judge in the same process would let it pass."""

    name: str
    question: str
    code: bytes
    fools: bool | str

    @property
    def acts(self) -> bool:
        """Whether it does anything at all, so that the tier could matter, and is not only a wrong answer."""
        return self.fools not in {"it is merely wrong", "such a judge stops"}


def attacks() -> list[Case]:
    """Give every attack on a run."""
    return [_case(family, entry, prelude) for family in FAMILIES for prelude, entry in _entries(family)]


def forgeries() -> list[Forgery]:
    """Give every attack on a verdict."""
    return [
        Forgery(entry["name"], entry["question"], entry["code"].encode(), entry["fools"])
        for _, entry in _entries("forgery")
    ]


def filled(code: bytes, words: Mapping[str, str]) -> bytes:
    """Put what is outside in place of the words between `@` signs."""
    for word, value in words.items():
        code = code.replace(f"@{word}@".encode(), value.encode())
    return code


def _entries(family: str) -> list[tuple[str, dict[str, Any]]]:
    data = yaml.load((HERE / f"{family}.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    return [(data["prelude"], entry) for entry in data["cases"]]


def _case(family: str, entry: Mapping[str, Any], prelude: str) -> Case:
    if "source" in entry:
        return Case(
            family,
            entry["name"],
            _bytes_of(entry["source"]),
            status=frozenset(entry["status"]),
            says=entry.get("says", ""),
            bare="any bytes at all are no threat to a plain Python",
        )
    return Case(
        family,
        entry["name"],
        (prelude + entry["code"]).encode(),
        tuple(first.encode() for first in entry.get("first", ())),
        frozenset(entry.get("status", ENDS)),
        entry.get("says", "trying"),
        tuple(entry.get("holds", ())),
        tuple(entry.get("tiers", ("A", "B"))),
        entry["bare"],
    )


def _bytes_of(expression: str) -> bytes:
    """Work out the bytes of a source from our own data file."""
    value = eval(compile(ast.parse(expression, mode="eval"), "malformed.yaml", "eval"))  # noqa: S307 (our own data)
    assert isinstance(value, bytes)
    return value
