"""When a planned quiz comes: what was typed (`tue 18:00 weekly`), and the moments that follow from it.

A schedule keeps its wall-clock time: a quiz at 18:00 is at 18:00 on both sides of a daylight-saving change. In the
night of a change there are two odd cases. A time that does not exist, since clocks are put forward over it, becomes
the first moment after the gap (2:30 becomes 3:00); one that exists twice, since clocks are put back, is its first.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rules.errors import RuleBroken

WEEK = 7
FURTHEST = timedelta(days=366)
LONGEST_TYPED = 60
EXAMPLES = (
    "`tue 18:00`, `tue 18:00 weekly`, `every 2 weeks thu 20:15`, `daily 8:00`, `tomorrow 9:30` or `2026-12-01 18:00`"
)
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LEAST_LETTERS = 3
_NOON = 12
_CLOCK = re.compile(r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?(?P<half>am|pm)?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_EVERY = re.compile(r"\bevery (?:(?P<count>\d{1,2}) )?(?P<unit>days?|weeks?)\b")
_HALVES = re.compile(r"(?<=\d) (?=[ap]m\b)")


@dataclass(frozen=True, slots=True)
class Schedule:
    """When something happens, by the clock on the wall.

    Attributes:
        first: The local date of the first time.
        at: The local time, naive, to the minute.
        zone: An IANA name.
        days: From one time to the next: 1, 7, 14, …; 0 for once.
    """

    first: date
    at: time
    zone: str
    days: int = 0

    @property
    def repeats(self) -> bool:
        """Whether it happens more than once."""
        return self.days > 0

    def after(self, moment: datetime) -> datetime | None:
        """Give the first time after a moment, aware UTC; None where there is none any more."""
        return next((at for at in self._from(moment) if at > moment), None)

    def plain(self) -> dict[str, str | int]:
        """Give it as JSON values."""
        return {
            "first": self.first.isoformat(),
            "at": self.at.isoformat("minutes"),
            "zone": self.zone,
            "days": self.days,
        }

    def typed(self, now: datetime) -> str:
        """Write it as it can be typed again, for the times after `now`."""
        clock, coming = f"{self.at:%H:%M}", self.after(now)
        short = {1: f"daily {clock}", WEEK: f"{DAYS[self.first.weekday()][:_LEAST_LETTERS]} {clock} weekly"}
        said = short.get(self.days)
        if said is not None and schedule_typed(said, self.zone, now).after(now) == coming:
            return said
        day = coming.astimezone(ZoneInfo(self.zone)).date() if coming is not None else self.first
        return f"{day} {clock}{self._every}"

    @property
    def _every(self) -> str:
        if self.days % WEEK:
            return f" every {self.days} days"
        return f" every {self.days // WEEK} weeks" if self.repeats else ""

    def _from(self, moment: datetime) -> Iterator[datetime]:
        """Give its times in order, from one that is not after the moment, or the first."""
        if not self.repeats:
            yield self._on(self.first)
            return
        past = (moment.astimezone(ZoneInfo(self.zone)).date() - self.first).days
        nth = max(0, past // self.days - 1)
        while True:
            yield self._on(self.first + timedelta(days=nth * self.days))
            nth += 1

    def _on(self, day: date) -> datetime:
        return moment_of(day, self.at, self.zone)


def from_plain(plain: dict[str, str | int]) -> Schedule:
    """Read what `Schedule.plain` gave."""
    first, at = date.fromisoformat(str(plain["first"])), time.fromisoformat(str(plain["at"]))
    return Schedule(first, at, str(plain["zone"]), int(plain["days"]))


def moment_of(day: date, at: time, zone: str) -> datetime:
    """Give the moment, aware UTC, at which a zone's clocks first show a time on a day, or jump over it."""
    here = ZoneInfo(zone)
    wall = datetime.combine(day, at)
    moment = wall.replace(tzinfo=here).astimezone(UTC)
    if moment.astimezone(here).replace(tzinfo=None) == wall:
        return moment
    # In a gap the two readings lie on either side of the jump; the jump itself is found by halving.
    before = wall.replace(tzinfo=here, fold=1).astimezone(UTC)
    while moment - before > timedelta(seconds=1):
        middle = before + (moment - before) // 2
        jumped = middle.astimezone(here).replace(tzinfo=None) > wall
        before, moment = (before, middle) if jumped else (middle, moment)
    return moment.replace(microsecond=0)


def schedule_typed(text: str, zone: str, now: datetime) -> Schedule:
    """Read when something is to happen, in whatever order the words come.

    Args:
        text: Such as `tue 18:00 weekly`.
        zone: Whose clocks are meant, an IANA name.
        now: Aware; the first time comes after it.

    Raises:
        RuleBroken: `no_time` (not understood), `past` or `too_far`.
    """
    words = _Words(text)
    days, at = words.repeat(), words.clock()
    here = now.astimezone(ZoneInfo(zone)).date()
    first = words.day(here)
    weekday = words.weekday()
    words.nothing_left()
    if weekday is not None and (first is not None or days % WEEK):
        raise not_understood(text)
    start = first or here
    if weekday is not None:
        start += timedelta(days=(weekday - start.weekday()) % WEEK)
    schedule = Schedule(start, at, zone, days or (WEEK if words.each else 0))
    if moment_of(start, at, zone) <= now:
        if first is not None:
            raise RuleBroken("past", "That time is over. Write one that is still to come.")
        schedule = replace(schedule, first=start + timedelta(days=1 if weekday is None else WEEK))
    if schedule.first - here > FURTHEST:
        raise RuleBroken("too_far", "That is more than a year away. Choose a date within the next twelve months.")
    return schedule


def not_understood(text: str) -> RuleBroken:
    """Give the refusal of what is no time, with what would be."""
    shown = " ".join(text.split()).replace("`", "'")[:LONGEST_TYPED] or "nothing"
    return RuleBroken("no_time", f"I don't understand `{shown}` as a time. I understand {EXAMPLES}.")


class _Words:
    """What was typed, taken apart word by word; each kind of word may come once.

    Args:
        text: As typed.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        flat = " ".join(text.casefold().replace(",", " ").split())
        self._flat = _HALVES.sub("", re.sub(r"\b(?:at|on)\b ?", "", flat))
        self.each = False
        self._left: list[str] = []

    def repeat(self) -> int:
        """Take how often it comes: days from one time to the next, 0 for once."""
        found = _EVERY.search(self._flat)
        if found is not None:
            self._flat = self._flat.replace(found[0], "", 1)
        self._left = self._flat.split()
        named = [word for word in self._left if word in ("daily", "weekly", "every")]
        if len(named) + (found is not None) > 1:
            raise not_understood(self._text)
        for word in named:
            self._left.remove(word)
        if found is not None:
            unit = WEEK if found["unit"].startswith("week") else 1
            return self._some(int(found["count"] or 1) * unit)
        self.each = named == ["every"]  # such as `every tue`
        return {"daily": 1, "weekly": WEEK}.get("".join(named), 0)

    def clock(self) -> time:
        """Take the time."""
        found = [read for word in self._left if (read := _CLOCK.fullmatch(word)) and (read["minute"] or read["half"])]
        if len(found) != 1:
            raise not_understood(self._text)
        self._left.remove(found[0][0])
        hour, minute, half = int(found[0]["hour"]), int(found[0]["minute"] or 0), found[0]["half"]
        if half and not 1 <= hour <= _NOON:
            raise not_understood(self._text)
        if half:
            hour = hour % _NOON + (_NOON if half == "pm" else 0)
        try:
            return time(hour, minute)
        except ValueError:
            raise not_understood(self._text) from None

    def day(self, today: date) -> date | None:
        """Take a date, `today` or `tomorrow`; None where there is none."""
        for word in self._left:
            if word in ("today", "tomorrow"):
                self._left.remove(word)
                return today + timedelta(days=word == "tomorrow")
            if _DATE.fullmatch(word):
                self._left.remove(word)
                try:
                    return date.fromisoformat(word)
                except ValueError:
                    raise not_understood(self._text) from None
        return None

    def weekday(self) -> int | None:
        """Take a day of the week, 0 for Monday; None where there is none."""
        for word in self._left:
            for place, name in enumerate(DAYS):
                if len(word) >= _LEAST_LETTERS and f"{name}s".startswith(word):
                    self._left.remove(word)
                    return place
        if self.each:
            raise not_understood(self._text)
        return None

    def nothing_left(self) -> None:
        """See that every word was understood."""
        if self._left:
            raise not_understood(self._text)

    def _some(self, days: int) -> int:
        if not days:
            raise not_understood(self._text)
        return days
