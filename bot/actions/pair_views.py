"""What the actions of pair interviews hand to front ends: frozen values, ready to be drawn, and the steps of chat."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.actions.quiz_views import Broken
from bot.rules.interview import Kind
from bot.rules.pair import OVER, Mark, Phase, Seat
from bot.rules.pair_forms import Count
from bot.rules.question import Level
from bot.rules.variant import Variant


@dataclass(frozen=True, slots=True)
class PairView:
    """A pair interview as its message in the channel shows it.

    Attributes:
        inviter_id: None where everything about them was deleted.
        partner_id: Who came, or who was invited; None where anybody may come, and as above.
        minutes: Of a half.
        half: 1 or 2; 0 before the first.
        number: The question that is on, of `of`.
        asked: Whether it was asked aloud.
        ends_at: When the phase ends by itself; None where it is over or paused.
        question_ends_at: When the question's time is up; None before it is asked and while it is paused.
        left: What is left of the phase while it is paused.
        handed_in: Who handed their form of this half in.
        through: How many halves were held.
        lacking: Whether a form of a half that was held is not handed in.
        ended_phase: The phase it was stopped in.
        searching: Whether anybody may come.
    """

    pair_id: int
    channel_id: int
    message_id: int | None
    kind: Kind
    level: Level
    minutes: int
    phase: Phase
    inviter_id: int | None
    partner_id: int | None
    first: Seat
    half: int = 0
    number: int = 0
    of: int = 0
    asked: bool = False
    ends_at: datetime | None = None
    question_ends_at: datetime | None = None
    time_up: bool = False
    paused: bool = False
    left: timedelta = timedelta()
    handed_in: tuple[Seat, ...] = ()
    through: int = 0
    lacking: bool = False
    ended_phase: Phase | None = None
    searching: bool = False

    def person(self, seat: Seat) -> int | None:
        """Give one of the two."""
        return self.inviter_id if seat is Seat.INVITER else self.partner_id

    @property
    def is_over(self) -> bool:
        """Whether it has come to its end, whichever."""
        return self.phase in OVER

    def interviewer(self, half: int) -> int | None:
        """Give who asks in a half."""
        return self.person(self.first if half == 1 else self.first.other)

    def candidate(self, half: int) -> int | None:
        """Give who answers in a half."""
        return self.person(self.first.other if half == 1 else self.first)


@dataclass(frozen=True, slots=True)
class Opened:
    """What came of asking for a pair interview; `already` where another takes the person up, which is given instead."""

    view: PairView
    already: bool = False


@dataclass(frozen=True, slots=True)
class AskerCard:
    """What only the interviewer sees: the question with all that it is heard against."""

    view: PairView
    topic: str
    variant: Variant


@dataclass(frozen=True, slots=True)
class AnswererCard:
    """What only the candidate sees; `variant` is None before the question was asked aloud."""

    view: PairView
    variant: Variant | None


@dataclass(frozen=True, slots=True)
class FormPage:
    """One question of a person's own form; no question where none was asked aloud.

    Attributes:
        own: Whether the candidate marks themselves.
        page: From 1, of `pages`; 0 of 0 where nothing was asked.
        number: The question's.
        well: With `next_time`: the lines so far.
        open: Whether the half is over, so that the form can be handed in.
    """

    view: PairView
    half: int
    own: bool
    page: int
    pages: int
    number: int
    variant: Variant | None
    marks: tuple[Mark, ...]
    well: str = ""
    next_time: str = ""
    open: bool = True


@dataclass(frozen=True, slots=True)
class Lines:
    """What one of the two wrote about a half."""

    well: str
    next_time: str


@dataclass(frozen=True, slots=True)
class QuestionMarks:
    """A question of a half with the marks of both: of the partner who interviewed, and the candidate's own."""

    number: int
    variant: Variant
    partners: tuple[Mark, ...]
    own: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class HalfReport:
    """What came of a half, as both may read it once both forms are in.

    Attributes:
        candidate_id: With `interviewer_id`; None where everything about them was deleted.
        partners: What the interviewer marked, None until that form is in; `own` likewise by the candidate.
        agreed: On how many points both marks are alike.
        questions: Those that were asked aloud; without marks while a form is missing.
        planned: How many questions the half had.
    """

    pair_id: int
    half: int
    kind: Kind
    level: Level
    candidate_id: int | None
    interviewer_id: int | None
    planned: int
    questions: tuple[QuestionMarks, ...]
    partners: Count | None = None
    own: Count | None = None
    agreed: int = 0
    of_partner: Lines | None = None
    of_self: Lines | None = None


@dataclass(frozen=True, slots=True)
class PairLine:
    """A person's half as a candidate, for their list of reports: marked by their partner.

    Attributes:
        at: When the interview ended.
        marked: None where the partner handed no form in.
    """

    pair_id: int
    half: int
    kind: Kind
    level: Level
    at: datetime
    partner_id: int | None
    marked: Count | None


MyCard = AskerCard | AnswererCard | FormPage | PairView
"""What My card shows: the question, the form after a half, else where it stands."""


# Steps: what chat carries out and reports


@dataclass(frozen=True, slots=True)
class PairPost:
    """Post a pair interview's message exactly once: looked for first where it may have been sent; report `posted`.

    Attributes:
        nth: The how manieth message.
        nonce: The same for the same message, at most 25 characters.
        after_id: Nothing older can be it.
        revision: What the message then shows.
        called_id: Who is mentioned so that they are told: the one who was invited by name, with the first message only.
        wanted: Whether there is still something to be shown; if it was not sent before, it is reported lost.
    """

    pair_id: int
    nth: int
    channel_id: int
    nonce: str
    view: PairView
    after_id: int
    revision: int
    called_id: int | None = None
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class PairDraw:
    """Draw the message again; report `drawn`, or `lost` where it is gone."""

    pair_id: int
    nth: int
    channel_id: int
    message_id: int
    revision: int
    view: PairView


PairStep = PairPost | PairDraw


@dataclass(frozen=True, slots=True)
class PairTick:
    """What is to be carried out, when the clock has to look again, and which pairs could not be moved on."""

    steps: tuple[PairStep, ...]
    due_at: datetime | None
    broken: tuple[Broken, ...] = ()
