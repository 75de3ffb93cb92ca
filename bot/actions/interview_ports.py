"""Interviews as they are stored: the rows, and what the actions need of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.rules.interview import Interview, Loop, Pulse, Slot, Turn


@dataclass(frozen=True, slots=True)
class InterviewMessage:
    """One message of an interview, in its own channel.

    Attributes:
        place: From 1, in order of time.
        channel_id: Where it stands, or is to stand; an interview can move to direct messages.
        shows: `ask`, `paused` or `report`.
        turn: The turn that it asks, or was at when it paused; 0 for the report.
        message_id: None before it is posted.
        revision: Rises whenever what it says has changed.
        drawn: The revision that is to be seen.
        lost: Whether Discord will never have it.
        note: For `paused`: why (`asked`, `silent` or `grader`).
    """

    interview_id: int
    place: int
    channel_id: int
    shows: str
    turn: int = 0
    message_id: int | None = None
    revision: int = 1
    drawn: int = 0
    lost: bool = False
    note: str = ""

    @property
    def behind(self) -> bool:
        """Whether it has to be posted or drawn again."""
        return not self.lost and self.drawn < self.revision


@dataclass(frozen=True, slots=True)
class Mark:
    """Somebody's word for a point that was unsure.

    Attributes:
        slot: With `point`: the question's number and the point's place among all of the question's, from 0.
        said: Whether it was said.
        by: Who marked it: the person, or a peer.
    """

    slot: int
    point: int
    said: bool
    by: int


@dataclass(frozen=True, slots=True)
class Share:
    """A report that its owner shared to a channel.

    Attributes:
        quotes: Whether the person's own words are shown too.
        message_id: What shows it; None before it is posted.
    """

    interview_id: int
    channel_id: int
    quotes: bool
    at: datetime
    message_id: int | None = None


class Interviews(Protocol):
    """Interviews with their slots, turns, messages and marks."""

    def add(self, interview: Interview, slots: tuple[Slot, ...]) -> Interview:
        """Insert one with its slots and give it with its id; where the call is known, give that one instead.

        Raises:
            RuleBroken: `lost_race`: another of the person's has not ended.
        """
        ...

    def of_call(self, call_id: int) -> Interview | None:
        """Give the one that a call started."""
        ...

    def get(self, interview_id: int) -> Interview | None:
        """Give one."""
        ...

    def save(self, interview: Interview) -> None:
        """Keep it as it is now."""
        ...

    def running(self, person_id: int) -> Interview | None:
        """Give the person's one that has not ended."""
        ...

    def ended(self, person_id: int) -> tuple[Interview, ...]:
        """Give the person's that have ended, the newest first."""
        ...

    def on(self) -> tuple[Interview, ...]:
        """Give all that have not ended."""
        ...

    def add_loop(self, loop: Loop) -> Loop:
        """Insert a loop and give it with its id; where the call is known, give that one instead."""
        ...

    def loop(self, loop_id: int) -> Loop | None:
        """Give a loop."""
        ...

    def newest_loop(self, person_id: int) -> Loop | None:
        """Give the loop that the person began last."""
        ...

    def of_loop(self, loop_id: int) -> tuple[Interview, ...]:
        """Give a loop's rounds that were begun, in order of time."""
        ...

    def slots(self, interview_id: int) -> tuple[Slot, ...]:
        """Give its slots by number."""
        ...

    def save_slot(self, interview_id: int, slot: Slot) -> None:
        """Keep a slot as it is now."""
        ...

    def turns(self, interview_id: int) -> tuple[Turn, ...]:
        """Give its turns by number."""
        ...

    def save_turn(self, turn: Turn) -> None:
        """Insert or replace a turn."""
        ...

    def says(self, interview_id: int, turn: int, call_id: int, words: str) -> bool:
        """Note a plain message so that it counts once; False where its call is known."""
        ...

    def messages(self, interview_id: int) -> tuple[InterviewMessage, ...]:
        """Give its messages by place."""
        ...

    def save_message(self, message: InterviewMessage) -> None:
        """Insert or replace a message."""
        ...

    def waiting(self) -> tuple[int, ...]:
        """Give those of which chat has something to carry out: no room yet, unheard, or a message behind."""
        ...

    def due(self, now: datetime) -> tuple[Interview, ...]:
        """Give those that the clock has to look at."""
        ...

    def next_due(self) -> datetime | None:
        """Say when one is due next."""
        ...

    def marks(self, interview_id: int) -> tuple[Mark, ...]:
        """Give the marks of unsure points."""
        ...

    def mark(self, interview_id: int, marks: tuple[Mark, ...]) -> None:
        """Add marks; a point that has one keeps it, but the person's own word replaces a peer's."""
        ...

    def share(self, share: Share) -> None:
        """Insert or replace how a report is shared to a channel."""
        ...

    def shares(self, interview_id: int) -> tuple[Share, ...]:
        """Give where a report is shared to, by channel."""
        ...

    def remove(self, interview_id: int) -> None:
        """Delete one with all that belongs to it."""
        ...

    def wipe(self, interview_id: int) -> None:
        """Take the person's words and quotes out of one that has ended; what came of it stays."""
        ...

    def pulse(self) -> Pulse | None:
        """Give when the bot was last known to be at work, None at the first start."""
        ...

    def set_pulse(self, pulse: Pulse) -> None:
        """Remember it."""
        ...
