"""One question as it was read: its model, its entry, and where each part stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from bot.bank.models import Model
from bot.bank.node import Node, Path, line_of
from bot.rules.errors import Fault
from bot.rules.question import Entry, Question


class Finding(NamedTuple):
    """What a check found, before it is known which line that is."""

    code: str
    path: Path
    what: str
    mend: str


Findings = Iterator[Finding]


@dataclass(frozen=True, slots=True)
class Item:
    """A question that was read.

    Attributes:
        where: The file or form.
        node: What was written, with lines.
        model: What it says.
        entry: What it means, with its document.
    """

    where: str
    node: Node
    model: Model
    entry: Entry

    @property
    def question(self) -> Question:
        """The question as the rules see it."""
        return self.entry.question

    def fault(self, finding: Finding) -> Fault:
        """Place a finding."""
        line = line_of(self.node, finding.path)
        return Fault(self.where, line, finding.code, finding.what, finding.mend, self.question.id)
