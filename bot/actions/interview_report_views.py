"""What the reports of interviews hand to front ends: frozen values, worked out anew from the rows each time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.rules.interview import Choice, Kind, Sort
from bot.rules.interview_report import Came, Outlook
from bot.rules.interview_scores import Competency, Overall, Step
from bot.rules.question import Level
from bot.rules.variant import Variant


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One interview that has ended, as a list names it.

    Attributes:
        heard: Points heard without help, of `of`; for code the checks passed.
        loop_id: The loop that it is a round of, or None.
    """

    interview_id: int
    kind: Kind
    level: Level
    started_at: datetime
    ended_at: datetime
    heard: int
    of: int
    loop_id: int | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """What counts neither for nor against: `name` is a stage's, or empty for a whole question."""

    slot: int
    sort: Sort
    why: Came
    name: str = ""


@dataclass(frozen=True, slots=True)
class ReportView:
    """The report of one interview.

    Attributes:
        spent: Of `minutes`, which the round may take.
        choices: For each question that was asked which of the three it was.
        to_mark: How many points are left to whoever may mark them.
        by_peers: On how many points a peer's word decides.
        looks: Where somebody has to look before an answer counts: the question's number, and why.
        practisable: How many questions `practise` would ask.
        wiped: Whether the person's words are no longer stored, so that there are no quotes.
        loop_id: The loop that it is a round of, or None.
    """

    interview_id: int
    kind: Kind
    level: Level
    seed: int
    bank_version: str
    started_at: datetime
    ended_at: datetime
    spent: timedelta
    minutes: int
    competencies: tuple[Competency, ...]
    overall: Overall | None
    steps: tuple[Step, ...] = ()
    choices: tuple[Choice, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    looks: tuple[tuple[int, str], ...] = ()
    to_mark: int = 0
    by_peers: int = 0
    practisable: int = 0
    wiped: bool = False
    loop_id: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was asked and what the person wrote; `ask` is empty for the question or stage itself."""

    ask: str
    words: str


@dataclass(frozen=True, slots=True)
class AnswerReport:
    """One answer of a question: all of it, or one stage of a case.

    Attributes:
        source: Of code: what was submitted last; empty elsewhere.
    """

    outlook: Outlook
    said: tuple[Said, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class QuestionReport:
    """One question of a report, with what was written and a strong answer.

    Attributes:
        turn: The first of its turns.
        slot: Its number; `slots` are the numbers of all that were reached.
        choice: Which of the slot's three questions it was.
        better: A strong answer; empty where there is none.
    """

    interview_id: int
    turn: int
    slot: int
    slots: tuple[int, ...]
    sort: Sort
    choice: Choice
    subarea: str
    topic: str
    variant: Variant
    answers: tuple[AnswerReport, ...]
    better: str
    wiped: bool = False


@dataclass(frozen=True, slots=True)
class ToMark:
    """A point that is left to mark: `slot` and `place` name it, `closest` are the person's words that come closest."""

    slot: int
    place: int
    say: str
    closest: str


@dataclass(frozen=True, slots=True)
class MarkingView:
    """What somebody may mark; `peer` tells whether they are a peer."""

    interview_id: int
    points: tuple[ToMark, ...]
    peer: bool


@dataclass(frozen=True, slots=True)
class SharedView:
    """What others see of a report.

    Attributes:
        report: Without quotes unless `quotes`.
        owner_id: Whose it is.
        to_mark: How many points a peer could mark.
        message_id: What shows it already, in the channel that it was shared to; None where nothing does.
        channel_id: Which, where it is not the one that was asked from; 0 mostly.
    """

    report: ReportView
    owner_id: int
    quotes: bool
    to_mark: int
    message_id: int | None = None
    channel_id: int = 0


@dataclass(frozen=True, slots=True)
class CompareRow:
    """One question or competency of two interviews: 0 to 1 each, None where it does not count there.

    Attributes:
        same: Whether both were asked the same question; always so for competencies.
    """

    name: str
    first: float | None
    second: float | None
    same: bool = True


@dataclass(frozen=True, slots=True)
class CompareView:
    """Two interviews side by side.

    Attributes:
        exact: Whether kind, level, seed and bank version are the same, so that `rows` are questions; otherwise
            competencies.
        differs: What is not the same: `kind`, `level`, `seed` or `bank version`.
    """

    first: ReportLine
    second: ReportLine
    exact: bool
    differs: tuple[str, ...]
    rows: tuple[CompareRow, ...]


@dataclass(frozen=True, slots=True)
class LoopReport:
    """The rounds of a loop on one page.

    Attributes:
        rounds: Those that have ended, in order of time.
        missing: Those that have not.
    """

    loop_id: int
    level: Level
    rounds: tuple[ReportLine, ...]
    missing: tuple[Kind, ...]
    competencies: tuple[Competency, ...]
    overall: Overall | None
    steps: tuple[Step, ...]
    to_mark: int = 0
