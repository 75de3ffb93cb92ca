"""Mock interviews: rounds, what stands in them, and where one is. Times come in; nothing is stored here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.rules.choosing import Key
from bot.rules.heard import Hearing
from bot.rules.question import Level

SILENCE = timedelta(minutes=5)
"""So long past a question's time without a sign of life an interview pauses by itself."""
KEPT_FOR = timedelta(days=30)
"""How long a person's words are stored after the end."""
OUTAGE = timedelta(minutes=1)
"""After a longer stop of the bot the time of it is given back."""
LONGEST_SAID = 4_000
"""Characters that are taken down in all for one part."""


class Kind(StrEnum):
    """The rounds there are."""

    BREADTH = "breadth"
    CODING = "coding"
    DESIGN = "design"
    BEHAVIOURAL = "behavioural"
    EXPERIMENTS = "experiments"
    QUICK = "quick"


class Sort(StrEnum):
    """What a slot of a round asks for."""

    OPEN = "open"
    STORY = "story"
    CODE = "code"
    CASE = "case"
    DATA = "data"
    TRIAL = "trial"


class Manner(StrEnum):
    """How answers are given: written ones take twice as long, and of a case only its essential stages are asked."""

    WRITTEN = "written"
    SPOKEN = "spoken"


@dataclass(frozen=True, slots=True)
class Round:
    """One kind of round.

    Attributes:
        name: As people read it.
        minutes: How long it takes in all.
        slots: What is asked, in order, each with the minutes that it may take.
    """

    name: str
    minutes: int
    slots: tuple[tuple[Sort, float], ...]


ROUNDS: Mapping[Kind, Round] = {
    Kind.BREADTH: Round("ML breadth", 30, (*[(Sort.OPEN, 6.0)] * 4, (Sort.STORY, 6.0))),
    Kind.CODING: Round("Coding", 40, ((Sort.CODE, 20.0),) * 2),
    Kind.DESIGN: Round("System design", 45, ((Sort.CASE, 45.0),)),
    Kind.BEHAVIOURAL: Round("Behavioural", 30, ((Sort.STORY, 7.5),) * 4),
    Kind.EXPERIMENTS: Round("Data and experiments", 30, ((Sort.DATA, 6.0),) * 2 + ((Sort.TRIAL, 6.0),) * 3),
    Kind.QUICK: Round("Quick", 15, ((Sort.OPEN, 7.0),) * 2),
}

LOOPS: Mapping[Level, tuple[Kind, ...]] = {
    Level.JUNIOR: (Kind.CODING, Kind.BREADTH, Kind.BEHAVIOURAL),
    Level.MID: (Kind.CODING, Kind.BREADTH, Kind.DESIGN),
    Level.SENIOR: (Kind.DESIGN, Kind.CODING, Kind.BEHAVIOURAL, Kind.EXPERIMENTS),
}
"""The rounds of a loop, on any days; senior people have their story and their experiments in rounds of their own."""


class Choice(StrEnum):
    """Which of a slot's three questions was asked."""

    EASIER = "easier"
    PLANNED = "planned"
    HARDER = "harder"


@dataclass(frozen=True, slots=True)
class Slot:
    """One question's place in an interview.

    Attributes:
        number: From 1.
        easier: With `planned` and `harder`: the questions, fixed by the seed. Where the bank has no other, two or all
            three are the same.
        chosen: None before it is reached.
        hints: How many hints were shown.
        attempt_id: For code: the attempt that submissions answer.
    """

    number: int
    sort: Sort
    easier: Key
    planned: Key
    harder: Key
    chosen: Choice | None = None
    version: int = 0
    hints: int = 0
    attempt_id: int | None = None

    @property
    def key(self) -> Key:
        """The question that is asked; the planned one before it is reached."""
        match self.chosen:
            case Choice.EASIER:
                return self.easier
            case Choice.HARDER:
                return self.harder
            case _:
                return self.planned


class State(StrEnum):
    """Where an interview is in its life.

    RUNNING: the person has the word. HEARING: what they said waits for the grader. PAUSED: the clock stands.
    ENDED: all was asked, or the person left; the report is there.
    """

    RUNNING = "running"
    HEARING = "hearing"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Interview:
    """One interview.

    Attributes:
        id: What its buttons refer to; 0 before it is stored.
        call_id: The press that started it: unique.
        guild_id: The server it was started in; None in direct messages.
        channel_id: Where it is held: a direct message or a private thread; None before the thread is there.
        parent_id: The channel that the thread belongs to; None in direct messages.
        bank_version: Digest of the questions it was planned from.
        seed: 0 <= seed < 2**63; the same kind, level, seed and bank version ask the same questions.
        slot: Number of the question that is on, from 1; 0 before the first.
        part: Place of the case's stage that is on, from 0; 0 for other questions.
        turn: Number of the newest turn.
        used: How much of the part's time was used before `since`.
        since: Since when the clock runs; None while it stands.
        spent: How much time all earlier parts took.
        active_at: The person's last sign of life.
        due_at: When the clock has to look at it, None if it need not.
        loop_id: The loop that it is a round of, or None.
        wiped: Whether the person's words are no longer stored.
    """

    id: int
    call_id: int
    person_id: int
    guild_id: int | None
    channel_id: int | None
    parent_id: int | None
    kind: Kind
    level: Level
    seed: int
    bank_version: str
    state: State
    started_at: datetime
    active_at: datetime
    slot: int = 0
    part: int = 0
    turn: int = 0
    used: timedelta = timedelta()
    since: datetime | None = None
    spent: timedelta = timedelta()
    ended_at: datetime | None = None
    due_at: datetime | None = None
    loop_id: int | None = None
    wiped: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that the interviewer asked, and what was said to it.

    Attributes:
        number: From 1, through the whole interview.
        slot: Number of the question, from 1.
        part: Place of the case's stage, from 0.
        followup: Place of the follow-up in the question's list, from 0; None for the question or stage itself.
        words: What was said so far, all messages joined; a draft until `done_at`.
        done_at: When the person said that they had finished; None while they have the word.
        hearing: What was heard of all that was said on this part up to here; None until it is heard, and where
            nothing was said.
    """

    interview_id: int
    number: int
    slot: int
    part: int = 0
    followup: int | None = None
    words: str = ""
    done_at: datetime | None = None
    hearing: Hearing | None = None
    done_call_id: int | None = None


@dataclass(frozen=True, slots=True)
class Loop:
    """Three or four rounds on one report, on any days.

    Attributes:
        id: What its report refers to; 0 before it is stored.
        call_id: The press that began it: unique.
        seed: Of all its rounds.
    """

    id: int
    call_id: int
    person_id: int
    level: Level
    seed: int
    begun_at: datetime


@dataclass(frozen=True, slots=True)
class Pulse:
    """When the bot was last known to be at work.

    Attributes:
        at: The newest look at the clock.
        back_at: When it last came back from a stop whose time was given back; None before the first.
    """

    at: datetime
    back_at: datetime | None = None
