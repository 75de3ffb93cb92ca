"""What the quiz's actions need of the books, as a protocol."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.rules.choosing import Key
from bot.rules.quiz import Member, Quiz, Reply, Round
from bot.rules.quiz_open import Showing


@dataclass(frozen=True, slots=True)
class PublicMessage:
    """A public message of a quiz, by its place.

    Attributes:
        place: `LOBBY`, a question's number, or `END`.
        message_id: None until it is posted.
        revision: Rises with every change of what it says.
        drawn: The newest revision that people have been shown.
        counts: Whether only counts have changed since then.
        lost: Whether it is gone in Discord, so that nothing is drawn any more.
    """

    quiz_id: int
    place: int
    message_id: int | None = None
    revision: int = 1
    drawn: int = 0
    counts: bool = False
    lost: bool = False

    @property
    def behind(self) -> bool:
        """Whether it is to be posted or drawn."""
        return not self.lost and self.drawn < self.revision


class Quizzes(Protocol):
    """Quizzes with their questions, members, answers and public messages."""

    def add(self, quiz: Quiz, rounds: Sequence[Round]) -> Quiz:
        """Insert a quiz and its questions and give it with its id; where its `call_id` is known, give that one."""
        ...

    def get(self, quiz_id: int) -> Quiz | None:
        """Give one quiz."""
        ...

    def save(self, quiz: Quiz) -> None:
        """Replace a quiz."""
        ...

    def due(self, now: datetime) -> tuple[Quiz, ...]:
        """Give the quizzes that the clock has to look at, the longest due first."""
        ...

    def next_due(self) -> datetime | None:
        """Give the earliest moment at which the clock has to look at one."""
        ...

    def live(self, guild_id: int | None = None) -> tuple[Quiz, ...]:
        """Give the quizzes in their lobby or running, of a server or of all, the oldest first."""
        ...

    def recent(self, guild_id: int, limit: int) -> tuple[tuple[Quiz, int], ...]:
        """Give a server's ended or stopped quizzes with how many took part, the newest first."""
        ...

    def rounds(self, quiz_id: int) -> tuple[Round, ...]:
        """Give the questions of a quiz by number."""
        ...

    def round(self, quiz_id: int, number: int) -> Round | None:
        """Give one question."""
        ...

    def save_round(self, round_: Round) -> None:
        """Insert or replace a question."""
        ...

    def asked_since(self, guild_id: int, since: datetime) -> dict[Key, datetime]:
        """Give the questions that a server's quizzes had opened since then, each with when it was last."""
        ...

    def under_seal(self, person_id: int) -> frozenset[Key]:
        """Give what a person must not meet elsewhere: questions posted and not revealed in quizzes they are in."""
        ...

    def members(self, quiz_id: int) -> tuple[Member, ...]:
        """Give everybody who ever took part, in the order of joining."""
        ...

    def member(self, quiz_id: int, person_id: int) -> Member | None:
        """Give one member."""
        ...

    def members_of(self, quiz_id: int, person_ids: Collection[int]) -> dict[int, Member]:
        """Give some members by person."""
        ...

    def save_member(self, member: Member) -> None:
        """Insert or replace a member."""
        ...

    def allowances(self, quiz_id: int, number: int) -> tuple[float, ...]:
        """Give the allowances of those who play a question."""
        ...

    def joined(self, quiz_id: int) -> int:
        """Count who is in."""
        ...

    def aliases(self, quiz_id: int) -> frozenset[str]:
        """Give the guests' names that are given."""
        ...

    def team_sizes(self, quiz_id: int) -> dict[int, int]:
        """Count who is in, by team."""
        ...

    def ready(self, quiz_id: int, number: int) -> tuple[int, int]:
        """Count who plays a question and is ready to go on from it, and who plays it."""
        ...

    def replies(self, quiz_id: int, number: int | None = None) -> tuple[Reply, ...]:
        """Give the answers to a question, or to all; by number, then in the order in which they came."""
        ...

    def replies_of(self, quiz_id: int, number: int, person_ids: Collection[int]) -> dict[int, Reply]:
        """Give some members' answers to a question, by person."""
        ...

    def replies_by(self, quiz_id: int, person_id: int) -> tuple[Reply, ...]:
        """Give one member's answers, by number."""
        ...

    def put_replies(self, replies: Sequence[Reply]) -> None:
        """Insert answers, or replace those that came with an earlier call; at most one per person and question."""
        ...

    def messages(self, quiz_id: int) -> tuple[PublicMessage, ...]:
        """Give a quiz's public messages by place."""
        ...

    def message(self, quiz_id: int, place: int) -> PublicMessage | None:
        """Give one."""
        ...

    def save_message(self, message: PublicMessage) -> None:
        """Insert or replace one."""
        ...

    def behind(self) -> tuple[PublicMessage, ...]:
        """Give the messages that are to be posted or drawn, by quiz and place."""
        ...

    def show_ends_again(self, person_id: int) -> None:
        """Have the end cards of all quizzes shown again that somebody took part in, such as when they are forgotten."""
        ...

    def alive_at(self) -> datetime | None:
        """Give when the bot was last known to be at work, None at the first start."""
        ...

    def set_alive(self, at: datetime) -> None:
        """Remember that it is."""
        ...


class Showings(Protocol):
    """The questions that members of open quizzes were shown, by their own clocks."""

    def open(self, showing: Showing) -> Showing:
        """Insert a showing; where the member was shown that question before, give that one instead."""
        ...

    def save(self, showing: Showing) -> None:
        """Replace a showing."""
        ...

    def by(self, quiz_id: int, person_id: int) -> tuple[Showing, ...]:
        """Give what one member was shown, by number."""
        ...

    def running(self, quiz_id: int) -> tuple[Showing, ...]:
        """Give those that nobody has closed yet, the one that ends first at the beginning."""
        ...

    def close(self, quiz_id: int) -> None:
        """Close all of a quiz that are not, each at the end of its time."""
        ...

    def begun(self, quiz_id: int) -> frozenset[int]:
        """Give the members who were shown a question."""
        ...

    def through(self, quiz_id: int, number: int) -> int:
        """Count the members who are done with a question of that number or a later one."""
        ...
