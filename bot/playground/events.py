"""The server's scheduled events: what is kept of them, which changes are allowed, and what time makes of them."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.playground.clock import WorldClock
from bot.playground.journal import Journal
from bot.playground.refusal import Fault

SCHEDULED, ACTIVE, COMPLETED, CANCELED = 1, 2, 3, 4
STAGE, VOICE, EXTERNAL = 1, 2, 3
OPEN_LIMIT = 100
"""Events of one server that have not ended; Discord takes no more."""
_FOLLOWS = {SCHEDULED: (ACTIVE, CANCELED), ACTIVE: (COMPLETED,)}
_YEARLY, _MONTHLY, _WEEKLY, _DAILY = range(4)
_DAY_SETS = ([0, 1, 2, 3, 4], [1, 2, 3, 4, 5], [6, 0, 1, 2, 3], [4, 5], [5, 6], [6, 0])
_UNSETTABLE = ("count", "end", "by_year_day")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that is to happen somewhere else than in a voice channel: Discord's kind EXTERNAL.

    Attributes:
        location: where, in words.
        creator: the id of who made it.
        status: one of `SCHEDULED`, `ACTIVE`, `COMPLETED` and `CANCELED`.
        rule: Discord's recurrence rule; None for what happens once.
    """

    id: str
    name: str
    location: str
    creator: str
    start_ms: int
    end_ms: int
    description: str | None = None
    status: int = SCHEDULED
    rule: dict[str, Any] | None = None

    @property
    def open(self) -> bool:
        """Whether it has not ended."""
        return self.status in _FOLLOWS


class Events:
    """All events of the server; each begins and ends by the world's clock."""

    def __init__(self, journal: Journal, clock: WorldClock) -> None:
        """Take up what the journal keeps."""
        self._journal = journal
        self._clock = clock
        self.by_id = {key: Event(**value) for key, value in journal.shelf("event").items()}
        self.changed: Callable[[Event], None] = lambda _: None

    def follow(self, changed: Callable[[Event], None]) -> None:
        """Begin and end events when their time comes, and tell of each; must be called inside the event loop."""
        self.changed = changed
        for event in self.by_id.values():
            self._wake(event)

    def put(self, event: Event) -> Event:
        """Add an event, or replace the one with the same id."""
        self.by_id[event.id] = event
        self._journal.put("event", event.id, asdict(event))
        self._wake(event)
        return event

    def remove(self, event: Event) -> None:
        """Forget an event."""
        del self.by_id[event.id]
        self._journal.drop("event", event.id)

    def _wake(self, event: Event) -> None:
        if event.open:
            due_ms = event.start_ms if event.status == SCHEDULED else event.end_ms
            self._clock.at(due_ms, lambda: self._turn(event))

    def _turn(self, event: Event) -> None:
        """Begin or end an event, unless it has been changed since; one that recurs waits for its next time."""
        if self.by_id.get(event.id) is not event:
            return
        if event.status == SCHEDULED:
            turned = replace(event, status=ACTIVE)
        else:
            turned = next_time(event) or replace(event, status=COMPLETED)
        self.changed(self.put(turned))


def next_time(event: Event) -> Event | None:
    """Give a daily or weekly event with its next time; None for one that happens once, or more rarely."""
    if event.rule is None or event.rule["frequency"] not in (_DAILY, _WEEKLY):
        return None
    weekly = event.rule["frequency"] == _WEEKLY
    days = event.rule.get("by_weekday") if not weekly else None
    step = timedelta(days=7 * (event.rule.get("interval") or 1) if weekly else 1)
    start = datetime.fromtimestamp(event.start_ms / 1000, UTC) + step
    while days and start.weekday() not in days:
        start += step
    start_ms = int(start.timestamp() * 1000)
    return replace(event, status=SCHEDULED, start_ms=start_ms, end_ms=event.end_ms + start_ms - event.start_ms)


def faults_of(event: Event, before: Event | None, now_ms: int) -> Iterator[Fault]:
    """Judge an event as it is to become; `before` is what it was."""
    if not event.name.strip():
        yield Fault(("name",), "BASE_TYPE_REQUIRED", "This field is required")
    if not event.location.strip():
        yield Fault(("entity_metadata", "location"), "BASE_TYPE_REQUIRED", "This field is required")
    if (before is None or before.start_ms != event.start_ms) and event.start_ms <= now_ms:
        say = "Cannot schedule event in the past."
        yield Fault(("scheduled_start_time",), "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST", say)
    if event.end_ms <= event.start_ms:
        say = "The end time must be after the start time."
        yield Fault(("scheduled_end_time",), "GUILD_SCHEDULED_EVENT_END_BEFORE_START", say)
    if before is not None and event.status not in (before.status, *_FOLLOWS[before.status]):
        yield Fault(("status",), "GUILD_SCHEDULED_EVENT_INVALID_STATUS", "This status cannot follow that one.")
    if event.rule is not None and not rule_fits(event.rule):
        say = "This recurrence rule is not among those that are offered."
        yield Fault(("recurrence_rule",), "RECURRENCE_RULE_INVALID", say)


def rule_fits(rule: dict[str, Any]) -> bool:
    """Tell whether a recurrence rule is one of those that Discord offers today."""
    given = {key for key, value in rule.items() if value is not None}
    by = {key: rule[key] for key in given if key.startswith("by_")}
    frequency, interval = rule["frequency"], rule.get("interval") or 1
    if given & set(_UNSETTABLE) or interval not in ((1, 2) if frequency == _WEEKLY else (1,)):
        return False
    lengths = {key: len(value) for key, value in by.items()}
    return {
        _DAILY: not by or (lengths.keys() == {"by_weekday"} and by.get("by_weekday") in _DAY_SETS),
        _WEEKLY: not by or lengths == {"by_weekday": 1},
        _MONTHLY: lengths == {"by_n_weekday": 1},
        _YEARLY: lengths == {"by_month": 1, "by_month_day": 1},
    }[frequency]
