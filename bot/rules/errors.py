"""The three families of errors, and nothing else.

HoldoutError
├── RuleBroken   a person asked for something the rules refuse: safe to show, in its own words
├── BankError    questions at fault: every fault at once, each as `file:line: what: how to mend`
└── EdgeDown     something outside failed: one calm sentence for the person, the cause for the log
"""

from dataclasses import dataclass


class HoldoutError(Exception):
    """The root of every error that Holdout raises on purpose."""


class RuleBroken(HoldoutError):
    """A refusal that is safe to show.

    Args:
        code: A stable slug for tests and logs, such as `not_yours`.
        sentence: What the person reads: what happened and how to go on.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong with a question, or worth a look.

    Attributes:
        where: The file, upload or form it stands in.
        line: 1-based line in it, 0 where there is none.
        code: `E01` to `E20` refuse, `W01` to `W11` warn, `N…` are notes; `E00` could not be
            checked.
        what: What is wrong, without a full stop.
        mend: How to mend it, without a full stop.
        question: The question's id where it is known.
    """

    where: str
    line: int
    code: str
    what: str
    mend: str
    question: str = ""

    @property
    def refuses(self) -> bool:
        """Whether this is an error, not a warning."""
        return self.code.startswith("E")

    def __str__(self) -> str:
        """Give the line that people read: `file:line: E04 what: how to mend`."""
        return f"{self.where}:{self.line}: {self.code} {self.what}: {self.mend}"


class BankError(HoldoutError):
    """Questions are at fault.

    Args:
        faults: All of them, at least one.
    """

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


class EdgeDown(HoldoutError):
    """Something outside the rules failed; its cause is chained (`raise … from cause`).

    Args:
        edge: Which edge, such as `database` or `pictures`.
        sentence: What the person reads.
    """

    def __init__(self, edge: str, sentence: str) -> None:
        super().__init__(f"{edge}: {sentence}")
        self.edge = edge
        self.sentence = sentence
