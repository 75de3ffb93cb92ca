"""When planned quizzes come, across daylight-saving changes in both halves of the world and where there are none."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.errors import RuleBroken
from bot.rules.schedule import Schedule, from_plain, moment_of, schedule_typed

BERLIN, NEW_YORK, LORD_HOWE, KOLKATA = "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"
ZONES = (BERLIN, NEW_YORK, LORD_HOWE, "Australia/Sydney", "Africa/Casablanca", KOLKATA, "UTC")
FRIDAY = datetime(2026, 11, 27, 14, 0, tzinfo=UTC)
"""15:00 in Berlin."""


def typed(text: str, zone: str = BERLIN, now: datetime = FRIDAY) -> Schedule:
    return schedule_typed(text, zone, now)


def wall(moment: datetime | None, zone: str) -> str:
    assert moment is not None
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("text", "first", "days"),
    [
        ("tue 18:00", "2026-12-01 18:00", 0),
        ("tue 18:00 weekly", "2026-12-01 18:00", 7),
        ("every tue 6pm", "2026-12-01 18:00", 7),
        ("Weekly, on Tuesdays at 6 PM", "2026-12-01 18:00", 7),
        ("every week tue 18.00", "2026-12-01 18:00", 7),
        ("every 2 weeks thu 20:15", "2026-12-03 20:15", 14),
        ("daily 8:00", "2026-11-28 08:00", 1),
        ("every day 16:00", "2026-11-27 16:00", 1),
        ("every 3 days 12am", "2026-11-28 00:00", 3),
        ("tomorrow 9:30", "2026-11-28 09:30", 0),
        ("today 12:00 pm daily", "2026-11-27 12:00", 1),
        ("2026-12-01 18:00", "2026-12-01 18:00", 0),
        ("2026-12-02 18:00 every 2 weeks", "2026-12-02 18:00", 14),
        ("18:00", "2026-11-27 18:00", 0),
        ("14:59", "2026-11-28 14:59", 0),
        ("fri 15:01", "2026-11-27 15:01", 0),
        ("fri 15:00", "2026-12-04 15:00", 0),
        ("Thurs 8:00", "2026-12-03 08:00", 0),
    ],
)
def test_a_time_is_read_as_people_write_it(text: str, first: str, days: int) -> None:
    now = FRIDAY - timedelta(hours=6) if "12:00 pm" in text else FRIDAY
    schedule = typed(text, now=now)
    assert (wall(schedule.after(now), BERLIN), schedule.days) == (first, days)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "tue",
        "18",
        "25:00",
        "8:60",
        "13pm",
        "0am",
        "tue 18:00 19:00",
        "tue wed 18:00",
        "tomorrow tue 18:00",
        "2026-02-30 18:00",
        "daily weekly 8:00",
        "daily tue 8:00",
        "every 10 days tue 8:00",
        "every 0 days 8:00",
        "every 8:00",
        "weekly every day 8:00",
        "tue 18:00 fortnightly",
        "`tue` 18:00",
        "x" * 5000,
    ],
)
def test_what_is_no_time_is_refused_with_what_would_be(text: str) -> None:
    with pytest.raises(RuleBroken, match="I understand `tue 18:00`") as refused:
        typed(text)
    assert refused.value.code == "no_time"
    assert len(refused.value.sentence) < 300


@pytest.mark.parametrize(("text", "code"), [("today 14:00", "past"), ("2026-11-27 15:00", "past")])
def test_what_is_over_is_refused(text: str, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        typed(text)
    assert refused.value.code == code


def test_more_than_a_year_ahead_is_refused() -> None:
    assert typed("2027-11-27 8:00").first == date(2027, 11, 27)
    with pytest.raises(RuleBroken) as refused:
        typed("2027-11-29 8:00")
    assert refused.value.code == "too_far"


def test_the_day_is_that_of_the_zone() -> None:
    late = datetime(2026, 11, 27, 23, 30, tzinfo=UTC)  # Saturday already in Kolkata
    assert wall(typed("today 6:00", KOLKATA, late).after(late), KOLKATA) == "2026-11-28 06:00"
    assert wall(typed("tomorrow 6:00", NEW_YORK, late).after(late), NEW_YORK) == "2026-11-28 06:00"


@pytest.mark.parametrize(
    "text",
    ["tue 18:00 weekly", "daily 08:00", "2026-12-03 20:15 every 2 weeks", "2026-11-29 08:00 every 1 days"],
)
def test_a_schedule_is_written_as_it_can_be_typed_again(text: str) -> None:
    schedule = typed(text)
    assert typed(schedule.typed(FRIDAY)) == schedule
    later = FRIDAY + timedelta(days=40)
    assert typed(schedule.typed(later), now=later).after(later) == schedule.after(later)


def test_one_that_is_over_is_written_with_its_date() -> None:
    schedule = typed("tue 18:00")
    assert schedule.typed(FRIDAY + timedelta(days=9)) == "2026-12-01 18:00"
    assert schedule.after(FRIDAY + timedelta(days=9)) is None


@pytest.mark.parametrize(
    ("zone", "day", "at", "moment"),
    [
        # forward: 2:30 does not exist, 3:00 is the first moment after the gap
        (BERLIN, date(2027, 3, 28), time(2, 30), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        (NEW_YORK, date(2027, 3, 14), time(2, 30), datetime(2027, 3, 14, 7, 0, tzinfo=UTC)),
        (LORD_HOWE, date(2026, 10, 4), time(2, 15), datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
        (BERLIN, date(2027, 3, 28), time(2, 0), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        (BERLIN, date(2027, 3, 28), time(3, 0), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        # back: 2:30 exists twice, the first counts
        (BERLIN, date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (NEW_YORK, date(2026, 11, 1), time(1, 30), datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        (LORD_HOWE, date(2027, 4, 4), time(1, 45), datetime(2027, 4, 3, 14, 45, tzinfo=UTC)),
        # a whole day that was left out
        ("Pacific/Apia", date(2011, 12, 30), time(8, 0), datetime(2011, 12, 30, 10, 0, tzinfo=UTC)),
        (KOLKATA, date(2026, 10, 25), time(2, 30), datetime(2026, 10, 24, 21, 0, tzinfo=UTC)),
    ],
)
def test_odd_times_of_a_change_have_one_meaning(zone: str, day: date, at: time, moment: datetime) -> None:
    assert moment_of(day, at, zone) == moment


@pytest.mark.parametrize(
    ("zone", "changes"),
    [
        (BERLIN, {"2027-03-30": timedelta(days=7, hours=-1), "2026-10-27": timedelta(days=7, hours=1)}),
        (NEW_YORK, {"2027-03-16": timedelta(days=7, hours=-1), "2026-11-03": timedelta(days=7, hours=1)}),
        (LORD_HOWE, {"2026-10-06": timedelta(days=7, minutes=-30), "2027-04-06": timedelta(days=7, minutes=30)}),
        (KOLKATA, {}),
    ],
)
def test_a_year_of_weekly_quizzes_keeps_its_wall_clock_across_both_changes(
    zone: str, changes: dict[str, timedelta]
) -> None:
    before = datetime(2026, 9, 8, 0, 0, tzinfo=UTC)
    schedule = typed("tue 18:00 weekly", zone, before)
    odd: dict[str, timedelta] = {}
    at = schedule.after(before)
    for _ in range(52):
        assert at is not None
        coming = schedule.after(at)
        assert coming is not None
        here = coming.astimezone(ZoneInfo(zone))
        assert (here.weekday(), here.time()) == (1, time(18, 0))
        if coming - at != timedelta(days=7):
            odd[f"{here:%Y-%m-%d}"] = coming - at
        at = coming
    assert odd == changes


times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
days = st.dates(date(2020, 1, 1), date(2036, 12, 31))


@given(days, times, st.sampled_from(ZONES))
def test_a_moment_shows_the_time_asked_for_or_ends_a_gap(day: date, at: time, zone: str) -> None:
    moment = moment_of(day, at, zone)
    here, wanted = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None), datetime.combine(day, at)
    assert here >= wanted
    just_before = (moment - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    # Its first: a second before, the clocks showed less, and in a gap they jumped over what was asked for.
    assert just_before < wanted
    assert here == wanted or here - just_before > timedelta(seconds=1)


@given(days, times, st.sampled_from(ZONES), st.integers(1, 28), st.builds(datetime.combine, days, times))
def test_times_strictly_grow_and_none_is_left_out(first: date, at: time, zone: str, step: int, start: datetime) -> None:
    schedule = Schedule(first, at, zone, step)
    moment = start.replace(tzinfo=UTC)
    for _ in range(4):
        coming = schedule.after(moment)
        assert coming is not None
        assert coming > moment
        assert schedule.after(coming - timedelta(microseconds=1)) == coming
        day = coming.astimezone(ZoneInfo(zone)).date()
        assert (day - first).days % step == 0
        assert coming == moment_of(day, at, zone)
        if moment > moment_of(first, at, zone):
            assert coming - moment <= timedelta(days=step, hours=1)
        moment = coming


@given(days, times, st.sampled_from(ZONES), st.sampled_from((0, 1, 7, 10, 14)))
def test_a_schedule_comes_back_from_its_plain_form(first: date, at: time, zone: str, step: int) -> None:
    schedule = Schedule(first, at, zone, step)
    assert from_plain(schedule.plain()) == schedule
