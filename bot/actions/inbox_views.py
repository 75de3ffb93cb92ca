"""What the inbox hands to front ends."""

from dataclasses import dataclass
from datetime import datetime

from bot.actions.spoken_views import ToMark
from bot.rules.variant import Variant


@dataclass(frozen=True, slots=True)
class ReportedQuestion:
    """A question that somebody says something is wrong with, as they met it.

    Attributes:
        version: The version that was asked.
        own: Whether it is a server's own.
    """

    question_id: str
    version: int
    own: bool
    subarea: str
    topic: str
    variant: Variant


@dataclass(frozen=True, slots=True)
class ReportedRun:
    """A run that somebody says something is wrong with.

    Attributes:
        source: What was run.
        status: As of `RunEnd`; empty while it is under way.
    """

    run_id: int
    source: bytes
    status: str


@dataclass(frozen=True, slots=True)
class ReportedRound:
    """Which question of which quiz a report is about.

    Attributes:
        thread_id: With `message_id`: where its message stands; None where there is none.
        voided_by: Who voided it; None where it counts.
    """

    quiz_id: int
    title: str
    number: int
    thread_id: int | None = None
    message_id: int | None = None
    voided_by: int | None = None


@dataclass(frozen=True, slots=True)
class ReportView:
    """What a member said is wrong. Who it was is told to nobody.

    Attributes:
        report_id: What its buttons refer to.
        words: Theirs; empty where it is sealed.
        question: What it is about, with `run` and `round`: at least one of these, or it is sealed.
        sealed: Whether its question is open in a quiz that the reader is in, so that nothing is told yet.
        answer: What an editor is asked to mark, where it is that; then there are no words besides.
    """

    report_id: int
    at: datetime
    words: str
    question: ReportedQuestion | None = None
    run: ReportedRun | None = None
    round: ReportedRound | None = None
    sealed: bool = False
    answer: ToMark | None = None
    handled_at: datetime | None = None
    handled_by: int | None = None


@dataclass(frozen=True, slots=True)
class InboxView:
    """A server's inbox, opened at one report.

    Attributes:
        handled: Whether it lists what is handled, or what waits.
        report: None where the list is empty.
        place: The report's place in the list, from 1, the newest first.
        of: How many the list has.
        newer: The report before it in the list, None for the first.
        older: The one after it, None for the last.
    """

    handled: bool
    report: ReportView | None = None
    place: int = 0
    of: int = 0
    newer: int | None = None
    older: int | None = None
