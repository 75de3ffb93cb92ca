"""Answers in one's own words: the rows they are, and who hears them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.actions.records import VersionKey
from bot.rules.heard import Asked, Hearing
from bot.rules.review import Card


@dataclass(frozen=True, slots=True)
class NewSpoken:
    """What somebody said to a question; `call_id` and `attempt_id` are unique: the first answer counts.

    Attributes:
        written: Whether it came as a plain message, so that a late verdict can be a reply to it.
    """

    call_id: int
    person_id: int
    guild_id: int | None
    channel_id: int
    attempt_id: int
    at: datetime
    words: str
    written: bool = False


@dataclass(frozen=True, slots=True)
class SpokenAnswer:
    """A stored answer.

    Attributes:
        hearing: What was heard of it; None until it is graded.
        before: The question's place in the person's reviews before this answer, None where it had none.
        made: The 0-based places of the points that it makes, by an editor's word; None where none has marked it.
    """

    id: int
    new: NewSpoken
    hearing: Hearing | None = None
    before: Card | None = None
    made: tuple[int, ...] | None = None


class SpokenAnswers(Protocol):
    """What people said in their own words."""

    def add(self, new: NewSpoken) -> SpokenAnswer:
        """Insert an answer; where the attempt has one already, give that one instead."""
        ...

    def get(self, answer_id: int) -> SpokenAnswer | None:
        """Give one answer."""
        ...

    def of(self, attempt_id: int) -> SpokenAnswer | None:
        """Give the answer to an attempt."""
        ...

    def hear(self, answer_id: int, hearing: Hearing, before: Card | None) -> bool:
        """Keep what was heard; False (and nothing changed) where it was heard before."""
        ...

    def mark(self, answer_id: int, made: tuple[int, ...], by: int, at: datetime) -> None:
        """Keep which points an editor says a heard answer makes, in place of what one said before."""
        ...

    def marked(self, key: VersionKey, guild_id: int) -> tuple[SpokenAnswer, ...]:
        """Give the newest 30 answers of a server to this very version that editors marked, the oldest first."""
        ...

    def unheard(self) -> tuple[SpokenAnswer, ...]:
        """Give every answer that is not graded, the oldest first."""
        ...


class Grader(Protocol):
    """Hears answers, somewhere else; unless a model outside may hear it, the same answer is always heard alike."""

    async def hear(self, asked: Asked, words: str, *, outside: bool = False) -> Hearing:
        """Grade an answer of 1 to 4,000 characters.

        Args:
            asked: The question and its rubric.
            words: The answer.
            outside: Whether the person and the server let a model outside hear it (`may_leave` in `consent`).

        Raises:
            EdgeDown: The grader is away.
        """
        ...
