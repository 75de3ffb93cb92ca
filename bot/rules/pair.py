"""Pair interviews: two people in a voice channel who ask each other, in two halves. Times come in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.rules.choosing import Key
from bot.rules.interview import Kind
from bot.rules.question import Level

OPEN_FOR = timedelta(minutes=15)
"""So long an invitation waits to be accepted, and then to be started."""
FORM_TIME = timedelta(minutes=6)
"""For the two forms after a half."""
SWAP_TIME = timedelta(minutes=2)
"""To change roles."""
LONGEST_PAUSE = timedelta(hours=24)
"""A pause that lasts longer ends the interview."""
OUTAGE = timedelta(minutes=1)
"""The time of a longer stop of the bot is given back."""
KINDS = (Kind.BREADTH, Kind.DESIGN, Kind.BEHAVIOURAL, Kind.EXPERIMENTS, Kind.QUICK)
"""The rounds that two people can hold by word of mouth alone."""
LONGEST_LINE = 200
"""Characters of what somebody writes about how a half went."""


class Phase(StrEnum):
    """Where a pair interview is in its life.

    INVITED: waits for somebody. READY: two are in, and choose who asks first. Then two halves, each with its forms,
    and the change of roles between them. ENDED: all of it is done. The others ended before: DECLINED by who was
    invited, LAPSED since nobody came or began, STOPPED by one of the two.
    """

    INVITED = "invited"
    READY = "ready"
    FIRST = "first"
    FIRST_FORMS = "first forms"
    SWAP = "swap"
    SECOND = "second"
    SECOND_FORMS = "second forms"
    ENDED = "ended"
    DECLINED = "declined"
    LAPSED = "lapsed"
    STOPPED = "stopped"


HALVES = (Phase.FIRST, Phase.SECOND)
FORMS = (Phase.FIRST_FORMS, Phase.SECOND_FORMS)
OVER = (Phase.ENDED, Phase.DECLINED, Phase.LAPSED, Phase.STOPPED)
ORDER = (
    Phase.INVITED,
    Phase.READY,
    Phase.FIRST,
    Phase.FIRST_FORMS,
    Phase.SWAP,
    Phase.SECOND,
    Phase.SECOND_FORMS,
    Phase.ENDED,
)
"""How it goes where nothing comes in between."""


class Seat(StrEnum):
    """Which of the two: who invited, or who came."""

    INVITER = "inviter"
    PARTNER = "partner"

    @property
    def other(self) -> "Seat":
        """The other one's."""
        return Seat.PARTNER if self is Seat.INVITER else Seat.INVITER


@dataclass(frozen=True, slots=True)
class Pair:
    """One pair interview.

    Attributes:
        id: What its buttons refer to; 0 before it is stored.
        call_id: The command that asked for it: unique.
        first: Who interviews in the first half.
        number: The question of the half that is on, from 1; 0 before the first.
        ends_at: When the phase ends by itself; None once it is over. While it is paused this stands still.
        question_ends_at: When the question's time is up, None before it is asked.
        reminded: Whether its message has said that the time is up.
        due_at: When the clock has to look at it.
        ended_phase: The phase it was stopped in, None elsewhere.
        message_id: Its message in the channel, None before it is posted.
        nth: The how manieth message that is, from 1: one that was deleted is posted again.
        after_id: Nothing older than this can be its message.
        revision: Rises whenever what the message says has changed.
        drawn: The revision that is to be seen.
        lost: Whether Discord will have no message of it.
    """

    id: int
    call_id: int
    guild_id: int
    channel_id: int
    kind: Kind
    level: Level
    seed: int
    bank_version: str
    created_at: datetime
    phase: Phase = Phase.INVITED
    first: Seat = Seat.INVITER
    number: int = 0
    ends_at: datetime | None = None
    question_ends_at: datetime | None = None
    reminded: bool = False
    paused_at: datetime | None = None
    due_at: datetime | None = None
    ended_at: datetime | None = None
    ended_phase: Phase | None = None
    message_id: int | None = None
    nth: int = 1
    after_id: int = 0
    revision: int = 1
    drawn: int = 0
    lost: bool = False

    @property
    def behind(self) -> bool:
        """Whether its message has to be posted or drawn again."""
        return not self.lost and self.drawn < self.revision

    @property
    def is_over(self) -> bool:
        """Whether it has come to its end, whichever."""
        return self.phase in OVER

    @property
    def half(self) -> int:
        """The half that is on or has its forms, 1 or 2; 0 before the first. The swap belongs to the first."""
        phase = self.ended_phase or self.phase
        if phase in (Phase.SECOND, Phase.SECOND_FORMS, Phase.ENDED):
            return 2
        return 1 if phase in (Phase.FIRST, Phase.FIRST_FORMS, Phase.SWAP) else 0

    def is_through(self, half: int) -> bool:
        """Tell whether a half has been held, so that its forms can be written and read."""
        phase = self.ended_phase or self.phase
        if phase not in ORDER or half not in (1, 2):
            return False
        return ORDER.index(phase) >= ORDER.index(FORMS[half - 1])

    def interviewer(self, half: int) -> Seat:
        """Say who asks in a half, 1 or 2."""
        return self.first if half == 1 else self.first.other


@dataclass(frozen=True, slots=True)
class Partner:
    """One of the two, or who was asked to be.

    Attributes:
        joined_at: None for who was invited and has not accepted.
        live: Whether this takes up the one pair interview that a person may have.
    """

    pair_id: int
    seat: Seat
    person_id: int
    joined_at: datetime | None = None
    live: bool = False


@dataclass(frozen=True, slots=True)
class PairQuestion:
    """One question of a half.

    Attributes:
        half: 1 or 2.
        number: From 1.
        scope: With `question_id` and `version`: which question.
        seed: Of its variant.
        asked_at: When the interviewer had asked it aloud, None before.
    """

    pair_id: int
    half: int
    number: int
    scope: int
    question_id: str
    version: int
    seed: int
    asked_at: datetime | None = None

    @property
    def key(self) -> Key:
        """The question, whatever its version."""
        return self.scope, self.question_id


class Mark(StrEnum):
    """What somebody heard of a point."""

    HEARD = "heard"
    PARTLY = "partly"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class PairForm:
    """What one of the two says of a half.

    Attributes:
        marks: Of the points of each question, by its number; one that is missing has no point heard.
        well: A line on what went well.
        next_time: A line on what to try.
        handed_in_at: From then on it stands; None while it is written.
    """

    pair_id: int
    half: int
    person_id: int
    marks: Mapping[int, tuple[Mark, ...]] = field(default_factory=dict)
    well: str = ""
    next_time: str = ""
    handed_in_at: datetime | None = None
