"""A model outside: what it is asked and says, and the rows of what it used."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens that a model reads and writes; each from 0."""

    read: int
    written: int


@dataclass(frozen=True, slots=True)
class DayUse:
    """What was used of a day.

    Attributes:
        calls: Answers that it was asked about.
        tokens: Theirs; while one is under way, as many as it may use at most.
    """

    calls: int
    tokens: Tokens


class ModelUse(Protocol):
    """What a model outside used of each day, whoever asked for it; nobody's name and no words."""

    def of(self, day: date) -> DayUse:
        """Give what was used of a day."""
        ...

    def set_aside(self, day: date, most: Tokens, limit: int) -> bool:
        """Count a call and all that it may use; False (and nothing changed) where the day would pass the limit.

        Args:
            day: By UTC.
            most: What the call may use.
            limit: Tokens of a day, read and written together.
        """
        ...

    def settle(self, day: date, most: Tokens, used: Tokens) -> None:
        """Put what a call used in the place of what was set aside for it."""
        ...
