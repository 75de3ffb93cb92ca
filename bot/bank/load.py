"""Strict YAML: bytes in, a tree with lines or faults out; the only door to PyYAML; no object is constructed."""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from bot.bank.node import Items, Node, Scalar, Table
from bot.rules.errors import Fault

MAX_BYTES = 1 << 20
MAX_DEPTH = 20
MAX_NODES = 50_000
MAX_FAULTS = 200
MAX_QUESTIONS = 200  # in one file that somebody sends

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)
_COMMENT = re.compile(r"\s+#")
_MENDS = {
    "mapping values are not allowed": "put text that holds a colon and a space in quotes",
    "found character that cannot start any token": "use spaces, not tabs, and quote text that starts with @ or `",
    "did not find expected key": "check the indentation and the quotes of this and the line before",
    "could not find expected ':'": "check the indentation, and write `key: value`",
    "found unexpected end of stream": "close the quote or bracket that was opened",
}


def unseen(words: str) -> str:
    """Name the first character that people cannot see and that may deceive them (`U+202E`), or give an empty text."""
    found = _UNSEEN.search(words)
    return f"U+{ord(found.group()):04X}" if found else ""


def decode(where: str, data: bytes) -> tuple[str, list[Fault]]:
    """Read bytes as UTF-8 text of a bearable size without control or direction characters.

    Args:
        where: The name of the file, for the faults.
        data: At most 1 MiB.
    """
    if len(data) > MAX_BYTES:
        return "", [Fault(where, 0, "E01", "the file is larger than 1 MiB", "split it")]
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        return "", [Fault(where, line, "E18", "a byte here is not UTF-8", "save the file as UTF-8")]
    return words, hidden(where, words)


def hidden(where: str, words: str) -> list[Fault]:
    """List the lines of a text that hold characters which nobody sees."""
    if not _UNSEEN.search(words):
        return []
    mend = "type the line again without invisible characters"
    return [
        Fault(where, number, "E18", f"there is an invisible character, {unseen(line)}", mend)
        for number, line in enumerate(re.split("\r\n|\n|\r", words), 1)
        if unseen(line)
    ][:MAX_FAULTS]


def load(where: str, data: bytes) -> tuple[Node | None, list[Fault]]:
    """Read a YAML file.

    Args:
        where: The name of the file, for the faults.
        data: Its bytes.

    Returns:
        The tree, None where nothing can be made of the file or it is empty, and every fault.
    """
    words, faults = decode(where, data)
    if faults:
        return None, faults
    tree = _Tree(where, words.splitlines())
    try:
        for event in yaml.parse(words, Loader=yaml.CSafeLoader):
            if not tree.take(event):
                return None, tree.faults
    except yaml.YAMLError as fault:
        tree.faults.append(_syntax(where, fault))
        return None, tree.faults
    return tree.root, tree.faults


def _syntax(where: str, fault: yaml.YAMLError) -> Fault:
    mark = getattr(fault, "problem_mark", None)
    problem = str(getattr(fault, "problem", None) or "it cannot be read")
    mend = next((mend for known, mend in _MENDS.items() if known in problem), "check indentation, quotes and brackets")
    return Fault(where, mark.line + 1 if mark else 1, "E01", f"this is not YAML ({problem})", mend)


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet."""

    line: int
    flow: bool
    keyed: bool
    items: list[Node] = field(default_factory=list)
    values: dict[str, Node] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    key: Scalar | None = None

    def close(self) -> Node:
        if self.keyed:
            return Table(self.line, self.values, self.lines, self.flow)
        return Items(self.line, self.items, self.flow)


class _Tree:
    """Builds the tree from events; stops at the first thing that makes the rest meaningless or too large."""

    def __init__(self, where: str, lines: list[str]) -> None:
        self.root: Node | None = None
        self.faults: list[Fault] = []
        self._where, self._lines = where, lines
        self._open: list[_Open] = []
        self._nodes = self._documents = 0

    def take(self, event: Any) -> bool:
        """Take one event; False where reading must stop."""
        line = event.start_mark.line + 1
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            return self._documents == 1 or self._stop(line, "a second document starts", "keep one list in one file")
        if isinstance(event, yaml.AliasEvent):
            return self._stop(line, "aliases (*name) are not read", "write the value out")
        if isinstance(event, yaml.NodeEvent):
            return self._node(event, line)
        if isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            self._put(self._open.pop().close())
        return True

    def _node(self, event: Any, line: int) -> bool:
        self._nodes += 1
        if event.anchor:
            return self._stop(line, "anchors (&name) are not read", "write the value out where it is needed")
        if event.tag:
            return self._stop(line, "tags (!name) are not read", "remove the tag; quotes make anything text")
        if self._nodes > MAX_NODES or len(self._open) >= MAX_DEPTH:
            return self._stop(line, f"this nests deeper than {MAX_DEPTH} or holds too many values", "make it simpler")
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, line)
            return True
        keyed = isinstance(event, yaml.MappingStartEvent)
        if self._open and self._open[-1].keyed and self._open[-1].key is None:
            return self._stop(line, "a key is a list or a mapping", "put the key in quotes")
        self._open.append(_Open(line, bool(event.flow_style), keyed))
        return True

    def _scalar(self, event: Any, line: int) -> None:
        plain = event.style is None or event.style == ""
        raw = str(event.value)
        sign = unseen(raw)
        if sign:
            self._fault(line, f"there is an invisible character, {sign}", "leave it out")
        end = event.end_mark
        cut = plain and " " in raw and end.line < len(self._lines)
        if cut and _COMMENT.match(self._lines[end.line], end.column):
            self._fault(line, "the text ends at ` #`; the rest is a comment", "put the text in quotes")
        self._put(Scalar(line, raw, plain))

    def _put(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if not parent.keyed:
            parent.items.append(node)
        elif parent.key is None:
            self._key(parent, node)
        else:
            key, parent.key = parent.key.raw, None
            if key not in parent.values:
                parent.values[key], parent.lines[key] = node, parent.lines.get(key, node.line)

    def _key(self, parent: _Open, node: Node) -> None:
        assert isinstance(node, Scalar)  # noqa: S101 (_node refuses the others)
        parent.key = node
        if node.raw == "<<" and node.plain:
            self._fault(node.line, "merge keys (<<) are not read", "write the keys out")
        elif node.raw in parent.values:
            first = parent.lines[node.raw]
            self._fault(node.line, f"`{node.raw}` stands twice, first in line {first}", "keep one of them")
        else:
            parent.lines[node.raw] = node.line

    def _fault(self, line: int, what: str, mend: str) -> None:
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(Fault(self._where, line, "E18", what, mend))

    def _stop(self, line: int, what: str, mend: str) -> bool:
        self._fault(line, what, mend)
        return False
