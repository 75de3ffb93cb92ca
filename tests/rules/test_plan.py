"""Plans: what a change does to their next time and to what is said of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.rules import plan as rules
from bot.rules.errors import RuleBroken
from bot.rules.plan import LATEST, Missed, Plan
from bot.rules.quiz import LOBBY_WAIT, Options
from bot.rules.schedule import Schedule, schedule_typed

NOW = datetime(2026, 11, 27, 14, 0, tzinfo=UTC)
TUESDAY = datetime(2026, 12, 1, 17, 0, tzinfo=UTC)
PLAN = Plan(3, 30, 9, 5, 1, "Tuesday round", "", 10, Options(), ((0, "f1"), (0, "folds")))
MINUTE = timedelta(minutes=1)


def when(text: str) -> Schedule:
    return schedule_typed(text, "Europe/Berlin", NOW)


WEEKLY = rules.arranged(PLAN, when("tue 18:00 weekly"), NOW)
ONCE = rules.arranged(PLAN, when("tue 18:00"), NOW)


def test_a_name_is_one_line_and_short() -> None:
    assert rules.name_of("  Tuesday\n round ") == "Tuesday round"
    for text, code in (("  ", "no_name"), ("x" * 61, "long_name")):
        with pytest.raises(RuleBroken) as refused:
            rules.name_of(text)
        assert refused.value.code == code


def test_a_time_that_is_set_is_due_before_it_and_is_said() -> None:
    assert (WEEKLY.next_at, WEEKLY.due_at) == (TUESDAY, TUESDAY - LOBBY_WAIT)
    assert WEEKLY.behind
    assert WEEKLY.notice_channel_id == 5
    assert not PLAN.behind
    assert rules.arranged(PLAN, None, NOW) is PLAN
    assert rules.arranged(WEEKLY, WEEKLY.schedule, NOW + MINUTE) is WEEKLY


def test_a_time_that_is_taken_away_is_said_too() -> None:
    none = rules.arranged(rules.announced(WEEKLY, 1, 1, 77, None), None, NOW)
    assert (none.next_at, none.due_at, none.event_id, none.behind) == (None, None, 77, True)


@pytest.mark.parametrize(
    "change",
    [
        lambda plan: rules.renamed(plan, "Another"),
        lambda plan: rules.moved(plan, 6),
        lambda plan: rules.optioned(plan, Options(seconds=60)),
        lambda plan: rules.holding(plan, ((0, "f1"),), by_hand=True),
        rules.dropped,
    ],
)
def test_what_changes_is_said_again_where_something_was_said(change: object) -> None:
    assert callable(change)
    assert change(WEEKLY).revision == WEEKLY.revision + 1
    assert not change(PLAN).behind


@pytest.mark.parametrize(
    "same",
    [
        lambda plan: rules.renamed(plan, plan.name),
        lambda plan: rules.moved(plan, plan.channel_id),
        lambda plan: rules.optioned(plan, Options()),
        lambda plan: rules.holding(plan, plan.questions[::-1], by_hand=True),
    ],
)
def test_what_nobody_could_see_is_not_said_again(same: object) -> None:
    assert callable(same)
    assert same(WEEKLY).revision == WEEKLY.revision


def test_where_it_is_said_stays_where_the_quizzes_move() -> None:
    moved = rules.arranged(rules.moved(ONCE, 6), when("wed 18:00"), NOW)
    assert (moved.channel_id, moved.notice_channel_id) == (6, 5)


def test_only_one_that_repeats_and_was_left_alone_is_drawn_afresh() -> None:
    assert WEEKLY.fresh
    assert not ONCE.fresh
    assert not PLAN.fresh
    by_hand = rules.holding(WEEKLY, PLAN.questions, by_hand=True)
    assert not by_hand.fresh
    assert rules.holding(by_hand, PLAN.questions, by_hand=False).fresh


def test_the_next_time_comes_when_one_has_gone_by() -> None:
    over = rules.became(rules.announced(WEEKLY, 1, 1, 77, None), TUESDAY - LOBBY_WAIT, 8)
    assert (over.next_at, over.nth, over.event_id, over.behind) == (TUESDAY + timedelta(days=7), 2, None, True)
    last = rules.became(ONCE, TUESDAY, 8)
    assert (last.next_at, last.due_at, last.nth) == (None, None, 2)


def test_what_the_last_time_became_is_known() -> None:
    over = rules.became(rules.left_out(WEEKLY, TUESDAY, Missed.BUSY), TUESDAY, 8)
    assert (over.last_quiz_id, over.missed, over.missed_at) == (8, None, None)
    assert rules.called_off(over).revision == over.revision + 1
    assert rules.left_out(over, TUESDAY, Missed.AWAY).last_quiz_id is None


def test_times_missed_in_a_long_absence_are_left_behind_together() -> None:
    back = TUESDAY + timedelta(days=16)
    assert rules.too_late(WEEKLY, back)
    over = rules.left_out(WEEKLY, back, Missed.AWAY)
    assert (over.missed, over.missed_at) == (Missed.AWAY, TUESDAY)
    assert over.next_at == TUESDAY + timedelta(days=21)


def test_a_little_late_still_begins_and_gives_people_time_to_join() -> None:
    assert not rules.too_late(WEEKLY, TUESDAY + LATEST)
    assert rules.too_late(WEEKLY, TUESDAY + LATEST + MINUTE)
    assert not rules.too_late(PLAN, NOW)
    assert rules.starts_at(WEEKLY, TUESDAY - LOBBY_WAIT) == TUESDAY
    assert rules.starts_at(WEEKLY, TUESDAY - MINUTE) == TUESDAY
    late = TUESDAY + 20 * MINUTE
    assert rules.starts_at(WEEKLY, late) == late + LOBBY_WAIT


def test_where_the_channel_is_taken_it_looks_again_soon() -> None:
    assert rules.held_up(WEEKLY, TUESDAY).due_at == TUESDAY + MINUTE


def test_an_event_belongs_to_one_time_and_a_message_to_all() -> None:
    over = rules.became(WEEKLY, TUESDAY - LOBBY_WAIT, 8)
    late = rules.announced(over, 1, 1, 77, 88)
    assert (late.event_id, late.message_id, late.shown, late.behind) == (None, 88, 1, True)
    seen = rules.announced(late, 2, 2, 79, None)
    assert (seen.event_id, seen.message_id, seen.behind) == (79, 88, False)
    assert rules.announced(seen, 2, 1, 79, None).shown == 2


def test_every_time_of_every_plan_has_a_call_of_its_own() -> None:
    calls = {
        one.occurrence
        for plan_id in (1, 2, 70)
        for one in (
            replace(WEEKLY, id=plan_id),
            replace(rules.became(WEEKLY, TUESDAY, 8), id=plan_id),
        )
    }
    assert len(calls) == 6
    assert WEEKLY.occurrence == rules.arranged(PLAN, WEEKLY.schedule, NOW + MINUTE).occurrence
    milliseconds = (WEEKLY.occurrence >> 22) + 1_420_070_400_000
    assert datetime.fromtimestamp(milliseconds / 1000, UTC) == TUESDAY - LOBBY_WAIT
    assert 0 < WEEKLY.occurrence < 2**63
