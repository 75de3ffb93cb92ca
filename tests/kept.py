"""What the desk in memory keeps, and what every record in it must be."""

import base64
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.actions.interview_ports import InterviewMessage, Mark, Share
from bot.actions.outside_ports import DayUse
from bot.actions.quiz_ports import PublicMessage
from bot.actions.records import (
    Attempt,
    Draft,
    Person,
    Report,
    Run,
    Server,
    Version,
    VersionKey,
)
from bot.actions.spoken_ports import SpokenAnswer
from bot.rules.errors import RuleBroken
from bot.rules.interview import Interview, Loop, Pulse, Slot, Turn
from bot.rules.pair import Pair, PairForm, PairQuestion, Partner, Seat
from bot.rules.plan import Plan
from bot.rules.quiz import Member, Quiz, Reply, Round
from bot.rules.quiz_open import Showing
from bot.rules.review import Card


def lost_race() -> RuleBroken:
    return RuleBroken("lost_race", "Somebody was faster: this has changed in the meantime. Please try again.")


def aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError(f"a time needs its zone: {at!r}")
    return at.astimezone(UTC)


def storable(text: str) -> str:
    """What no database can hold (NUL, halves of surrogate pairs) stands there as U+FFFD."""
    return "".join("\ufffd" if sign == "\0" or "\ud800" <= sign <= "\udfff" else sign for sign in text)


def plain(value: Any) -> Any:
    match value:
        case datetime():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case bytes():
            return written(value)
        case _:
            return value


def written(source: bytes) -> str:
    text = source.decode(errors="replace")
    odd = text.encode() != source or "\0" in text or text.startswith("base64:")
    return f"base64:{base64.b64encode(source).decode()}" if odd else text


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the audit."""

    id: int
    at: datetime
    person_id: int
    guild_id: int | None
    act: str
    subject: str


@dataclass(slots=True)
class Kept:
    """All that is kept; a transaction works on a copy."""

    people: dict[int, Person] = field(default_factory=dict)
    servers: dict[int, Server] = field(default_factory=dict)
    versions: dict[VersionKey, Version] = field(default_factory=dict)
    attempts: dict[int, Attempt] = field(default_factory=dict)
    cards: dict[tuple[int, int, str], tuple[str, Card]] = field(default_factory=dict)
    drafts: dict[int, Draft] = field(default_factory=dict)
    reports: dict[int, Report] = field(default_factory=dict)
    runs: dict[int, Run] = field(default_factory=dict)
    spoken: dict[int, SpokenAnswer] = field(default_factory=dict)
    spoken_marked: dict[int, tuple[datetime, int]] = field(default_factory=dict)
    model_use: dict[date, DayUse] = field(default_factory=dict)
    outsider: dict[int, str] = field(default_factory=dict)
    quizzes: dict[int, Quiz] = field(default_factory=dict)
    quiz_rounds: dict[tuple[int, int], Round] = field(default_factory=dict)
    quiz_members: dict[tuple[int, int], Member] = field(default_factory=dict)
    quiz_replies: dict[tuple[int, int, int], Reply] = field(default_factory=dict)
    quiz_showings: dict[tuple[int, int, int], Showing] = field(default_factory=dict)
    quiz_messages: dict[tuple[int, int], PublicMessage] = field(default_factory=dict)
    plans: dict[int, Plan] = field(default_factory=dict)
    plan_readers: dict[tuple[int, int], None] = field(default_factory=dict)
    pairs: dict[int, Pair] = field(default_factory=dict)
    pair_people: dict[tuple[int, Seat], Partner] = field(default_factory=dict)
    pair_questions: dict[tuple[int, int, int], PairQuestion] = field(default_factory=dict)
    pair_forms: dict[tuple[int, int, int], PairForm] = field(default_factory=dict)
    pair_cards: dict[tuple[int, int, str], datetime] = field(default_factory=dict)
    heartbeat: dict[int, datetime] = field(default_factory=dict)
    interview_loops: dict[int, Loop] = field(default_factory=dict)
    interviews: dict[int, Interview] = field(default_factory=dict)
    interview_slots: dict[tuple[int, int], Slot] = field(default_factory=dict)
    interview_turns: dict[tuple[int, int], Turn] = field(default_factory=dict)
    interview_words: dict[int, tuple[int, int]] = field(default_factory=dict)
    interview_messages: dict[tuple[int, int], InterviewMessage] = field(default_factory=dict)
    interview_marks: dict[tuple[int, int, int], Mark] = field(default_factory=dict)
    interview_shares: dict[tuple[int, int], Share] = field(default_factory=dict)
    interview_pulse: dict[int, Pulse] = field(default_factory=dict)
    audit: dict[int, Entry] = field(default_factory=dict)
    last_id: dict[str, int] = field(default_factory=dict)

    def copy(self) -> "Kept":
        return Kept(**{part.name: dict(getattr(self, part.name)) for part in fields(self)})

    def new_id(self, kind: str) -> int:
        self.last_id[kind] = self.last_id.get(kind, 0) + 1
        return self.last_id[kind]

    def meet(self, person_id: int) -> None:
        self.people.setdefault(person_id, Person(person_id))
