"""What the actions of open quizzes hand to front ends."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.actions.quiz_views import MineView


@dataclass(frozen=True, slots=True)
class Way:
    """Where a member of an open quiz is on their way through it.

    Attributes:
        total: How many questions there are.
        each: The member's own time for each.
        closes_at: When the window closes.
        number: The question that comes next, from 1; `total` + 1 where none does.
        last: The question that they were shown last, 0 before the first.
        shown: How many they were shown, of which they `answered` so many.
        mine: The question that is open for them, None in between.
        alias: A guest's name.
        off_board: Whether they have seen the questions and play outside the boards.
        ran_out: Whether the time for the last one ran out before they went on.
    """

    quiz_id: int
    title: str
    total: int
    each: timedelta
    closes_at: datetime
    number: int
    last: int = 0
    shown: int = 0
    answered: int = 0
    mine: MineView | None = None
    alias: str = ""
    off_board: bool = False
    ran_out: bool = False

    @property
    def is_through(self) -> bool:
        """Whether no question is left for them."""
        return self.mine is None and self.number > self.total
