"""A year of planned quizzes across both daylight-saving changes, and open quizzes across each, in three zones."""

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.actions.quiz import QuizDesk
from bot.actions.quiz_clock import QuizClock
from bot.actions.quiz_plan import PlanDesk
from bot.actions.setup import Setup
from bot.rules.quiz import Options, Quiz, State
from tests.actions.planned import host, made
from tests.fakes import FakeDesk
from tests.samples import EVERY, SampleBank

BERLIN, NEW_YORK, LORD_HOWE = "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"
CHANGES = {
    BERLIN: (date(2026, 3, 29), date(2026, 10, 25)),
    NEW_YORK: (date(2026, 3, 8), date(2026, 11, 1)),
    LORD_HOWE: (date(2026, 4, 5), date(2026, 10, 4)),
}
"""The two nights in the year from `NOON`; on Lord Howe Island clocks move by half an hour."""


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


async def planned(desk: FakeDesk, zone: str, when: str, options: Options) -> PlanDesk:
    await Setup(desk).set_zone(host(1), zone)
    plans = PlanDesk(desk, SampleBank(EVERY))
    view = await made(plans, when, number=2)
    await plans.set(host(3), view.plan_id, options)
    return plans


async def next_quiz(desk: FakeDesk, clock: QuizClock, now: datetime) -> tuple[Quiz, datetime]:
    """Follow the clock from one due moment to the next until another quiz has its lobby."""
    before = len(desk.kept.quizzes)
    while len(desk.kept.quizzes) == before:
        tick = await clock.tick(now)
        now = max(now, tick.due_at or now)
    return desk.kept.quizzes[max(desk.kept.quizzes)], now


@pytest.mark.parametrize("zone", CHANGES)
async def test_a_year_of_weekly_quizzes_begins_at_the_same_time_by_the_wall_clock(desk: FakeDesk, zone: str) -> None:
    await planned(desk, zone, "tue 18:00 weekly", Options())
    quizzes, clock = QuizDesk(desk, SampleBank(EVERY)), QuizClock(desk, SampleBank(EVERY))
    now, begun = host(4).at, list[datetime]()
    for week in range(52):
        quiz, now = await next_quiz(desk, clock, now)
        begun.append(quiz.starts_at)
        await quizzes.cancel(replace(host(100 + week), at=now), quiz.id)
    here = [at.astimezone(ZoneInfo(zone)) for at in begun]
    assert {(at.weekday(), at.time()) for at in here} == {(1, time(18))}
    assert {later.date() - at.date() for at, later in itertools.pairwise(here)} == {timedelta(days=7)}
    # Both changes lie within: in elapsed time one week is shorter and one is longer.
    steps = [later - at for at, later in itertools.pairwise(begun)]
    odd = [step - timedelta(days=7) for step in steps if step != timedelta(days=7)]
    assert len(odd) == 2
    assert sum(odd, timedelta()) == timedelta()
    assert abs(odd[0]) == timedelta(minutes=30 if zone == LORD_HOWE else 60)


@pytest.mark.parametrize("days", [1, 3])
@pytest.mark.parametrize(("zone", "night"), [(zone, night) for zone, both in CHANGES.items() for night in both])
async def test_the_window_of_an_open_quiz_is_elapsed_time(desk: FakeDesk, zone: str, night: date, days: int) -> None:
    evening = night - timedelta(days=1)
    await planned(desk, zone, f"{evening} 18:00", Options(open_days=days))
    clock = QuizClock(desk, SampleBank(EVERY))
    lobby, _ = await next_quiz(desk, clock, host(4).at)
    assert lobby.starts_at == datetime.combine(evening, time(18), ZoneInfo(zone)).astimezone(UTC)
    await clock.tick(lobby.starts_at)
    on = desk.kept.quizzes[lobby.id]
    assert (on.state, on.started_at) == (State.RUNNING, lobby.starts_at)
    assert on.closes_at == lobby.starts_at + timedelta(hours=24 * days)
    # People are told the moment itself, which their own clocks show an hour (or half of one) off.
    assert on.closes_at.astimezone(ZoneInfo(zone)).time() != time(18)
    await clock.tick(on.closes_at - timedelta(seconds=1))
    assert desk.kept.quizzes[lobby.id].state is State.RUNNING
    await clock.tick(on.closes_at)
    while desk.kept.quizzes[lobby.id].state is State.RUNNING:
        due_at = (await clock.tick(on.closes_at + timedelta(seconds=2))).due_at
        assert due_at is None or due_at <= on.closes_at + timedelta(seconds=2)
    assert desk.kept.quizzes[lobby.id].state is State.ENDED
