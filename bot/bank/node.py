"""What an author wrote, as a tree that remembers its lines; it knows nothing of questions."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
DECIMAL = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
LONGEST_NUMBER = 40  # characters; whatever is longer stays text and is refused where a number belongs

Path = tuple[str | int, ...]


class WrittenInt(int):
    """An integer that remembers how it was written, so that it can stand for text too."""

    raw: str


class WrittenFloat(float):
    """A number that remembers how it was written: `0.50` as an option stays `0.50`."""

    raw: str


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value; `plain` if it stood without quotes, so that `1e3` may mean a number."""

    line: int
    raw: str
    plain: bool = False

    @property
    def value(self) -> object:
        """Give int, float, bool, None or str; nothing else is ever guessed from plain text."""
        if not self.plain:
            return self.raw
        if self.raw in {"", "null"}:
            return None
        if self.raw in {"true", "false"}:
            return self.raw == "true"
        return self._number()

    def _number(self) -> object:
        number: WrittenInt | WrittenFloat
        if len(self.raw) > LONGEST_NUMBER:
            return self.raw
        if INTEGER.fullmatch(self.raw):
            number = WrittenInt(self.raw)
        elif DECIMAL.fullmatch(self.raw):
            number = WrittenFloat(self.raw)
        else:
            return self.raw
        number.raw = self.raw
        return number


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `flow` if it was written in brackets."""

    line: int
    items: Sequence["Node"] = ()
    flow: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping from text to values; `lines` says where each key stands."""

    line: int
    values: Mapping[str, "Node"] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    flow: bool = False


Node = Scalar | Items | Table


def text(line: int, words: str) -> Scalar:
    """Make a value that is text whatever it looks like."""
    return Scalar(line, words)


def table(line: int, pairs: Mapping[str, Node]) -> Table:
    """Make a mapping whose keys stand where their values do."""
    return Table(line, pairs, {key: node.line for key, node in pairs.items()})


def written(line: int, value: Any) -> Node:
    """Make a tree of plain values that all stand in one line."""
    if isinstance(value, dict):
        return table(line, {key: written(line, each) for key, each in value.items()})
    if isinstance(value, list):
        return Items(line, [written(line, each) for each in value])
    return Scalar(line, value) if isinstance(value, str) else Scalar(line, json.dumps(value), plain=True)


def brief(words: str, most: int = 40) -> str:
    """Cut a text to at most so many characters on one line, for a fault to quote."""
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def plain(node: Node) -> Any:
    """Give the tree as dict, list, str, int, float, bool and None."""
    match node:
        case Scalar():
            return node.value
        case Items():
            return [plain(item) for item in node.items]
        case Table():
            return {key: plain(value) for key, value in node.values.items()}


def line_of(node: Node, path: Path) -> int:
    """Give the line where the last part of `path` that exists stands (1-based)."""
    line = node.line
    for step, here in _steps(node, path):
        line = here.lines[str(step)] if isinstance(here, Table) else here.items[int(step)].line
    return line


def at(node: Node, path: Path) -> Node | None:
    """Give the node that `path` leads to, or None."""
    found, taken = node, 0
    for step, here in _steps(node, path):
        found, taken = (here.values[str(step)] if isinstance(here, Table) else here.items[int(step)]), taken + 1
    return found if taken == len(path) else None


def _steps(node: Node, path: Path) -> Iterator[tuple[str | int, Table | Items]]:
    """Walk along `path` as far as it leads."""
    for step in path:
        if isinstance(node, Table) and str(step) in node.values:
            yield step, node
            node = node.values[str(step)]
        elif isinstance(node, Items) and isinstance(step, int) and 0 <= step < len(node.items):
            yield step, node
            node = node.items[step]
        else:
            return
