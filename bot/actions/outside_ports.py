"""A model outside: what it is asked and says, and the rows of what it used."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.rules.heard import Asked
from bot.rules.outside import Claims


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


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of asking a model outside.

    Attributes:
        claims: What it said of the answer; None where that failed.
        why: Then a sentence that says so to the person.
        used: What it used; None where nobody knows.
    """

    claims: Claims | None
    why: str = ""
    used: Tokens | None = None


class Model(Protocol):
    """A model outside that can be asked what an answer says."""

    @property
    def name(self) -> str:
        """Its name, as people are told it."""
        ...

    def most(self, asked: Asked, words: str) -> Tokens:
        """Give about what asking uses at most."""
        ...

    async def ask(self, asked: Asked, words: str) -> Reply:
        """Ask; whatever goes wrong is in the reply."""
        ...

    async def reach(self) -> str:
        """Look whether it is there, with no words sent; give what was seen.

        Raises:
            EdgeDown: It is not, or does not take the key.
        """
        ...


class ModelUse(Protocol):
    """Which model outside may be let, and what it used of each day; nobody's name and no words."""

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

    def meant_for(self, label: str) -> None:
        """Note whom people and servers let hear them; where that was another, take everybody's leave back.

        Args:
            label: The model's name and where it is, as people are told.
        """
        ...

    def settle(self, day: date, most: Tokens, used: Tokens) -> None:
        """Put what a call used in the place of what was set aside for it."""
        ...
