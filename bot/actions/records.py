"""What the actions and the books hand each other: rows as frozen values, with nothing of SQL in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.rules.errors import Fault
from bot.rules.question import Entry, Level


@dataclass(frozen=True, slots=True)
class Person:
    """A person's settings: an IANA zone, tracks with a blank between each, whether they were asked a first question.

    Attributes:
        extra_time: How much longer their time is in quizzes, one of `ALLOWANCES`; nobody else is told.
        outside: Whether a model outside may hear what they say in their own words.
    """

    id: int
    zone: str = "UTC"
    level: Level | None = None
    track: str = ""
    greeted: bool = False
    extra_time: float = 1.0
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Server:
    """A server's settings.

    Attributes:
        quiz_options: What its last quiz was set to, by the names of `rules.quiz.Options`; None before the first.
        outside: Whether a model outside may hear what is said here, of those who allow it too.
    """

    id: int
    zone: str = "UTC"
    quiz_role_id: int | None = None
    host_role_id: int | None = None
    editor_role_id: int | None = None
    offered: bool = False
    quiz_options: Mapping[str, Any] | None = None
    outside: bool = False


@dataclass(frozen=True, slots=True)
class VersionKey:
    """Names one version of one question; `scope` is the owning server's id, 0 for the built-in bank."""

    scope: int
    question_id: str
    version: int


@dataclass(frozen=True, slots=True)
class Version:
    """A stored version: its document never changes. `at` and `by` are None for the built-in bank."""

    key: VersionKey
    digest: str
    document: str
    status: str
    at: datetime | None = None
    by: int | None = None


INTERVIEW = "interview-"
"""What the wish of an attempt begins with that belongs to an interview, before the interview's id."""


@dataclass(frozen=True, slots=True)
class NewAttempt:
    """An attempt to be opened; `call_id` is unique, `follows` too where it is set.

    Attributes:
        within: The topic, subarea or area asked for, or empty.
        level: The level asked for, or None.
        follows: The attempt whose Next asked for this one.
    """

    call_id: int
    person_id: int
    guild_id: int | None
    channel_id: int
    key: VersionKey
    topic: str
    seed: int
    asked_at: datetime
    greet: bool = False
    within: str = ""
    level: Level | None = None
    follows: int | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """How an attempt ended. `answer` is the plain form of rules.answer, `grade_*` of rules.grading.

    Attributes:
        next_scope: With `next_question_id`: what Next brings (None if nothing fits).
    """

    answered_at: datetime
    answer: Mapping[str, Any]
    score: float
    verdict: str
    reason: str
    read_as: str
    comes_back: datetime | None
    next_scope: int | None = None
    next_question_id: str | None = None
    next_because: str | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """A stored attempt; `settled` is None while it is open. `message_id` is known in direct messages."""

    id: int
    new: NewAttempt
    hints: int = 0
    message_id: int | None = None
    settled: Settled | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """When a person last met a question, answered or not, how often they answered it, and when it is to come again.

    One that only a quiz has asked is known from there: it counts as last met when it is to come again.
    """

    scope: int
    question_id: str
    topic: str
    last: datetime
    answered: int
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class TopicTally:
    """A person's results in one topic."""

    topic: str
    answered: int
    points: float
    gave_up: int


@dataclass(frozen=True, slots=True)
class Draft:
    """Questions somebody is about to add; kept so that nothing typed is lost.

    Attributes:
        documents: Canonical documents of the questions that can be published, in order.
        replaces: Id of the question that is edited, or empty.
        base_version: The version that was opened for editing, 0 for new ones.
    """

    id: int
    guild_id: int
    person_id: int
    at: datetime
    source: str
    topic: str
    level: str
    documents: tuple[str, ...] = ()
    replaces: str = ""
    base_version: int = 0


@dataclass(frozen=True, slots=True)
class AskedAs:
    """A question as it was asked: which version, with which numbers."""

    key: VersionKey
    seed: int


@dataclass(frozen=True, slots=True)
class Report:
    """Something wrong with a question, or with a run where `run_id` is set, in a member's words.

    Attributes:
        attempt_id: Of practice, which question.
        grading: Whether it is no fault but an answer in the member's own words, which an editor is asked to mark.
        quiz_id: With `number`: which question of which quiz.
        asked_as: The question itself, so that the report lasts whatever becomes of the interview that it is from.
        handled_at: With `handled_by`: when somebody put it away as done; None while it waits.
    """

    call_id: int
    person_id: int
    guild_id: int | None
    attempt_id: int | None
    at: datetime
    words: str
    run_id: int | None = None
    quiz_id: int | None = None
    number: int | None = None
    handled_at: datetime | None = None
    handled_by: int | None = None
    grading: bool = False
    asked_as: AskedAs | None = None


CANCELLED, LOST, REFUSED = "cancelled", "lost", "refused"
"""Ends of a run beside those of `RunStatus`: by its person, by a restart of the bot, before it began."""


@dataclass(frozen=True, slots=True)
class NewRun:
    """A person's code that is to be run, or judged where it answers an attempt; `call_id` is unique.

    Attributes:
        source: As it is run: any bytes.
        profile: Which packages are there.
        attempt_id: The attempt that it answers, or None.
        seed: With `attempt_id`: what the hidden cases are drawn from.
        written: Whether it came as a plain message, so that a late answer can be a reply to it.
    """

    call_id: int
    person_id: int
    guild_id: int | None
    channel_id: int
    at: datetime
    source: bytes
    profile: str
    attempt_id: int | None = None
    seed: int = 0
    written: bool = False


@dataclass(frozen=True, slots=True)
class RunEnd:
    """How a run ended.

    Attributes:
        status: A value of `RunStatus`, or `cancelled`, `lost` or `refused`.
        judgement: What the judge said, in the plain form of `rules.judged`; empty for a mere run.
    """

    at: datetime
    status: str
    judgement: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Run:
    """A stored run; `end` is None while it is under way. A person has at most one of these."""

    id: int
    new: NewRun
    end: RunEnd | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Questions read from what an editor gave; `faults` hold warnings too, ordered by line."""

    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]
