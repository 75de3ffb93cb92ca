"""What was said in somebody's own words, as front ends show it."""

from dataclasses import dataclass

from bot.rules.heard import Hearing
from bot.rules.spoken import unsure


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody said in their own words, and what was heard.

    Attributes:
        marked: The 0-based places of the unsure points that they say they made; None where nothing was marked.
    """

    words: str
    hearing: Hearing
    marked: tuple[int, ...] | None = None

    @property
    def unsure(self) -> tuple[int, ...]:
        """The places of the points that are left to mark."""
        return unsure(self.hearing) if self.marked is None else ()
