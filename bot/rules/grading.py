"""What an answer is worth."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """The result in a word; a sign stands beside it wherever people see it."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    GAVE_UP = "gave up"


@dataclass(frozen=True, slots=True)
class Grade:
    """What an answer is worth.

    Attributes:
        verdict: Judged before hints are taken off.
        score: 0 to 1, hints taken off.
        reason: Why it is wrong where that is known: the trap's message or the chosen option's reason.
        read_as: How a typed number was understood (`0.16`), or the accepted term that matched; empty for choices.
    """

    verdict: Verdict
    score: float
    reason: str = ""
    read_as: str = ""
