"""What the interview's actions hand to front ends: frozen values, ready to be drawn, and the steps of chat."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.actions.quiz_views import Broken
from bot.rules.interview import Kind, Sort, State
from bot.rules.question import Level
from bot.rules.variant import Variant


@dataclass(frozen=True, slots=True)
class Running:
    """A person's interview that has not ended.

    Attributes:
        channel_id: Where it is held; None before its thread is there.
        slot: Number of the question that is on, of `of`; 0 before the first.
    """

    interview_id: int
    kind: Kind
    level: Level
    state: State
    channel_id: int | None
    slot: int
    of: int


@dataclass(frozen=True, slots=True)
class Opening:
    """What stands before a round begins; nothing is stored yet.

    Attributes:
        minutes: Of the whole round.
        slots: What is asked, in order, each with its minutes.
        loop: With `rounds`: which of how many rounds of a loop this is, from 1; None for a single round.
        in_server: Whether it would be held in a private thread.
        heard_by: The model outside that hears the answers too, and where it is; empty where none does.
        running: The person's interview that has not ended; a new one can begin once it has.
    """

    kind: Kind
    level: Level
    seed: int
    minutes: int
    slots: tuple[tuple[Sort, float], ...]
    in_server: bool
    heard_by: str = ""
    loop: int | None = None
    rounds: int = 0
    running: Running | None = None


@dataclass(frozen=True, slots=True)
class AskView:
    """A question, a stage of a case or a follow-up, as the interviewer puts it; drawn again when it is answered.

    Attributes:
        turn: What its buttons refer to, with the interview.
        slot: Number of the question, of `of`.
        stage: With `stages`: the number of the case's stage, from 1, and its name; 0 for other questions.
        ask: The follow-up's words; empty for the question itself.
        noted: The person's own words, quoted before a follow-up or the next question; may be empty.
        nothing_said: Whether nothing at all was written to what was asked before, such as by Done too early.
        nothing_heard: Whether the answer before this could not be made out, so that it is said plainly.
        code_attempt_id: For a coding question: the attempt that submissions answer.
        hints: Those shown so far; `hints_left` how many more there are.
        ends_at: The end of its time; None before its message is there, while paused, and once it is answered.
        open: Whether the person has the word; otherwise it has no buttons.
        direct: Whether plain messages are the answer; else a form is.
        draft: What was written before a pause, shown when the interview goes on.
        facts: Whether something can be asked for (a case).
        opens: Whether nothing of the interview stands before it in its channel.
    """

    interview_id: int
    turn: int
    slot: int
    of: int
    sort: Sort
    variant: Variant
    stage: int = 0
    stages: int = 0
    stage_name: str = ""
    ask: str = ""
    noted: tuple[str, ...] = ()
    nothing_said: bool = False
    nothing_heard: bool = False
    code_attempt_id: int | None = None
    hints: tuple[str, ...] = ()
    hints_left: int = 0
    ends_at: datetime | None = None
    open: bool = True
    direct: bool = True
    draft: str = ""
    facts: bool = False
    opens: bool = False


@dataclass(frozen=True, slots=True)
class PausedView:
    """An interview that stands still.

    Attributes:
        by_itself: Whether the person had been silent.
        slot: Number of the question that is on, of `of`.
        left: What is left of the question's time.
        turn: The one that is on, 0 before the first.
        grader_away: Whether it waits because nobody can hear the answer just now; the answer is kept.
        gone_on: Whether it has gone on since, so that its buttons go.
    """

    interview_id: int
    slot: int
    of: int
    left: timedelta
    turn: int
    by_itself: bool = False
    grader_away: bool = False
    gone_on: bool = False


@dataclass(frozen=True, slots=True)
class ReportNotice:
    """The message that the report is shown on; what it says `InterviewReports.report` gives, for its person."""

    interview_id: int
    person_id: int


Notice = AskView | PausedView | ReportNotice


@dataclass(frozen=True, slots=True)
class Facts:
    """What was asked for: (asked for, value) for each that is known; empty where nothing of it is."""

    told: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """A plain message that was taken down; `resumed` where it woke a paused interview."""

    interview_id: int
    resumed: bool = False


# Steps: what chat carries out and reports


@dataclass(frozen=True, slots=True)
class OpenRoom:
    """Open a private thread for an interview, found again by the name that carries its id; report `roomed`."""

    interview_id: int
    parent_id: int
    person_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Hear:
    """Have what was said heard: call `hear`, which reports by itself."""

    interview_id: int


@dataclass(frozen=True, slots=True)
class Tell:
    """Post a message exactly once: with the nonce, and looked for first where it may have been sent; report `told`.

    Attributes:
        place: Which of the interview's messages, from 1.
        after_id: Nothing older than this can be it.
    """

    interview_id: int
    place: int
    channel_id: int
    nonce: str
    notice: Notice
    after_id: int


@dataclass(frozen=True, slots=True)
class Retell:
    """Draw a message again; report `retold`."""

    interview_id: int
    place: int
    channel_id: int
    message_id: int
    revision: int
    notice: Notice


@dataclass(frozen=True, slots=True)
class Listening:
    """Direct messages in which an interview is held.

    Attributes:
        after_id: Its newest message; what its person wrote since, and the bot may have missed, is handed to `says`.
    """

    interview_id: int
    person_id: int
    channel_id: int
    after_id: int


InterviewStep = OpenRoom | Hear | Tell | Retell


@dataclass(frozen=True, slots=True)
class InterviewTick:
    """What chat has to carry out now, and when the clock must be looked at again (None: when something happens)."""

    steps: tuple[InterviewStep, ...]
    due_at: datetime | None
    broken: tuple[Broken, ...] = ()
