"""Plans: named sets of questions that quizzes are made of, now, at a time, or again and again."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from bot.rules.choosing import Key
from bot.rules.errors import RuleBroken
from bot.rules.quiz import LOBBY_WAIT, Options
from bot.rules.schedule import Schedule

MOST_PLANS = 25
"""In one server: as many as one list offers."""
LONGEST_NAME = 60
LATEST = timedelta(minutes=30)
"""How late a quiz still begins, such as after the bot was away; later it is left out."""
SHORTEST_LOBBY = timedelta(minutes=1)
RETRY = timedelta(minutes=1)
"""How soon a plan looks again whether its channel is free."""
_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
_LOW_BITS = 22


class Missed(StrEnum):
    """Why a quiz did not come."""

    AWAY = "away"
    BUSY = "busy"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Plan:
    """A named set of questions, and when it becomes a quiz.

    Attributes:
        id: What its buttons refer to; 0 before it is stored.
        call_id: The interaction that made it: unique.
        channel_id: Where its quizzes are.
        host_id: Who hosts them.
        within: The skill it was drawn from, or empty for all.
        count: How many questions a draw gives at most.
        questions: The set, in order.
        by_hand: Whether somebody changed the set; then it is used as it is each time.
        schedule: When, None for a set that is only started by hand.
        next_at: The next time, None where none comes.
        due_at: When the clock has to look at it: the lobby opens before the time.
        nth: The how manieth time the next one is, from 1.
        last_quiz_id: The quiz that the last time became.
        missed_at: The last time, where it did not become a quiz, with `missed`, why.
        notice_channel_id: Where the message that says when is, or would be.
        message_id: That message; None where an event says it, or nothing is said yet.
        event_id: The scheduled event of the next time.
        revision: Rises with every change of what these say.
        shown: The newest revision that they show.
        dropped: Whether it is deleted, and only these are still to be taken back.
    """

    id: int
    call_id: int
    guild_id: int
    channel_id: int
    host_id: int
    name: str
    within: str
    count: int
    options: Options
    questions: tuple[Key, ...]
    by_hand: bool = False
    schedule: Schedule | None = None
    next_at: datetime | None = None
    due_at: datetime | None = None
    nth: int = 1
    last_quiz_id: int | None = None
    missed_at: datetime | None = None
    missed: Missed | None = None
    notice_channel_id: int | None = None
    message_id: int | None = None
    event_id: int | None = None
    revision: int = 0
    shown: int = 0
    dropped: bool = False

    @property
    def fresh(self) -> bool:
        """Whether each time has a draw of its own."""
        return self.schedule is not None and self.schedule.repeats and not self.by_hand

    @property
    def behind(self) -> bool:
        """Whether the event or message has something to say that it does not say yet."""
        return self.shown < self.revision

    @property
    def was_held_up(self) -> bool:
        """Whether its channel had another quiz when it was due."""
        return self.next_at is not None and self.due_at is not None and self.due_at > self.next_at - LOBBY_WAIT

    @property
    def occurrence(self) -> int:
        """Give the call that the next time is: its lobby's moment and the plan, as one number; the same every time.

        The moment stands where Discord's ids have theirs, so that it sorts among them.
        """
        assert self.next_at is not None  # noqa: S101 (only asked for what is due)
        milliseconds = (self.next_at - LOBBY_WAIT - _EPOCH) // timedelta(milliseconds=1)
        return (milliseconds << _LOW_BITS) + self.id % (1 << _LOW_BITS)


def name_of(text: str) -> str:
    """Check a plan's name.

    Raises:
        RuleBroken: `no_name` or `long_name`.
    """
    name = " ".join(text.split())
    if not name:
        raise RuleBroken("no_name", "Give the plan a name, such as “Tuesday round”.")
    if len(name) > LONGEST_NAME:
        raise RuleBroken("long_name", f"Please keep the name under {LONGEST_NAME} characters; yours has {len(name)}.")
    return name


def arranged(plan: Plan, schedule: Schedule | None, now: datetime) -> Plan:
    """Set when a plan becomes a quiz; the same schedule again changes nothing."""
    if schedule == plan.schedule and (plan.next_at is not None or schedule is None):
        return plan
    where = plan.notice_channel_id or plan.channel_id
    return _told(_next(replace(plan, schedule=schedule, notice_channel_id=where), now))


def renamed(plan: Plan, name: str) -> Plan:
    """Give a plan another name."""
    return plan if name == plan.name else _told(replace(plan, name=name))


def moved(plan: Plan, channel_id: int) -> Plan:
    """Have a plan's quizzes in another channel."""
    return plan if channel_id == plan.channel_id else _told(replace(plan, channel_id=channel_id))


def optioned(plan: Plan, options: Options) -> Plan:
    """Set a plan's options."""
    return plan if options == plan.options else _told(replace(plan, options=options))


def holding(plan: Plan, questions: tuple[Key, ...], *, by_hand: bool) -> Plan:
    """Give a plan another set, by hand or by a new draw."""
    told = _told if len(questions) != len(plan.questions) else lambda same: same
    return told(replace(plan, questions=questions, by_hand=by_hand))


def dropped(plan: Plan) -> Plan:
    """Delete a plan; what was said of it is taken back."""
    return _told(replace(plan, schedule=None, next_at=None, due_at=None, dropped=True))


def held_up(plan: Plan, now: datetime) -> Plan:
    """Look again in a moment, since the channel has another quiz."""
    return replace(plan, due_at=now + RETRY)


def too_late(plan: Plan, now: datetime) -> bool:
    """Tell whether a plan's time is over by so much that it is left out."""
    return plan.next_at is not None and now > plan.next_at + LATEST


def starts_at(plan: Plan, now: datetime) -> datetime:
    """Say when the lobby that opens now starts: at the time, or where it is too near for anybody to join, later."""
    assert plan.next_at is not None  # noqa: S101 (only asked for what is due)
    return plan.next_at if plan.next_at - now >= SHORTEST_LOBBY else now + LOBBY_WAIT


def became(plan: Plan, now: datetime, quiz_id: int) -> Plan:
    """Leave a time behind that became a quiz."""
    return _gone_by(replace(plan, last_quiz_id=quiz_id, missed=None, missed_at=None), now)


def left_out(plan: Plan, now: datetime, why: Missed) -> Plan:
    """Leave a time behind that became none."""
    return _gone_by(replace(plan, last_quiz_id=None, missed=why, missed_at=plan.next_at), now)


def called_off(plan: Plan) -> Plan:
    """Have it said that the quiz of the last time was called off before it began."""
    return _told(plan)


def announced(plan: Plan, nth: int, revision: int, event_id: int | None, message_id: int | None) -> Plan:
    """Remember what says when; an event belongs to one time only."""
    event = event_id if nth == plan.nth else plan.event_id
    return replace(plan, shown=max(plan.shown, revision), event_id=event, message_id=message_id or plan.message_id)


def _gone_by(plan: Plan, now: datetime) -> Plan:
    assert plan.next_at is not None  # noqa: S101 (only asked for what is due)
    return _told(_next(replace(plan, nth=plan.nth + 1, event_id=None), max(now, plan.next_at)))


def _next(plan: Plan, now: datetime) -> Plan:
    next_at = plan.schedule.after(now) if plan.schedule is not None else None
    return replace(plan, next_at=next_at, due_at=None if next_at is None else next_at - LOBBY_WAIT)


def _told(plan: Plan) -> Plan:
    """Have it said, where it was said before or there is something to say."""
    silent = plan.next_at is None and not plan.revision
    return plan if silent else replace(plan, revision=plan.revision + 1)
