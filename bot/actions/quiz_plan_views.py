"""What the actions of planned quizzes hand to front ends: plans as their hosts see them, and what is said of them."""

from dataclasses import dataclass
from datetime import datetime

from bot.rules.choosing import Key
from bot.rules.plan import Missed
from bot.rules.question import Level, QuestionType
from bot.rules.quiz import Options, State
from bot.rules.schedule import Schedule
from bot.rules.variant import Variant


@dataclass(frozen=True, slots=True)
class PlannedQuestion:
    """One line of a plan's set.

    Attributes:
        text: What it asks, as one variant of it says.
        asked_at: When this server last had it, None where it did not lately.
    """

    key: Key
    topic: str
    level: Level
    type: QuestionType
    text: str
    asked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan as its host sees it, privately.

    Attributes:
        topic: What it was drawn from, in words; empty for all.
        count: How many a draw gives at most.
        typed: Its schedule as it can be typed again; empty for none.
        fresh: Whether each time has a draw of its own; then the questions are an example.
        last: How the quiz of the last time stands: when it started or was to, and its state.
        missed_at: The last time that did not become a quiz, with why.
        said: A private sentence to show besides; empty mostly.
    """

    plan_id: int
    name: str
    topic: str
    count: int
    options: Options
    channel_id: int
    host_id: int
    schedule: Schedule | None
    typed: str
    next_at: datetime | None
    fresh: bool
    by_hand: bool
    questions: tuple[PlannedQuestion, ...]
    last: tuple[datetime, State] | None = None
    missed_at: datetime | None = None
    missed: Missed | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class PlanQuestion:
    """One question of a plan, with its key.

    Attributes:
        place: From 1, of `total`.
    """

    plan_id: int
    name: str
    key: Key
    place: int
    total: int
    subarea: str
    topic: str
    variant: Variant


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One plan of a list."""

    plan_id: int
    name: str
    count: int
    schedule: Schedule | None
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class PlanList:
    """A server's plans, in the order of making."""

    plans: tuple[PlanLine, ...]


@dataclass(frozen=True, slots=True)
class Announce:
    """Have an event, or else a message, say when a plan's next quiz is, or that none comes.

    Attributes:
        nth: The how manieth time this is about.
        revision: What the report says is shown.
        channel_id: Where the quiz is.
        notice_channel_id: Where the message is, or would be.
        starts_at: None where none comes (any more): the event is called off, the message says so.
        ends_at: About when it is over.
        mark: Stands in the event and the message, so that they are found again; the event's names the time too.
        nonce: The same for the same message, at most 25 characters.
        after_id: The plan's own call: a message of ours with this nonce is newer.
        called_off: Whether the quiz of the time before was called off; then its event is, too.
    """

    plan_id: int
    nth: int
    revision: int
    guild_id: int
    channel_id: int
    notice_channel_id: int
    name: str
    count: int
    options: Options
    starts_at: datetime | None
    ends_at: datetime | None
    schedule: Schedule | None
    mark: str
    nonce: str
    after_id: int
    called_off: bool = False
    event_id: int | None = None
    message_id: int | None = None
