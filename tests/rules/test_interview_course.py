"""How an interview goes on: parts, clock, follow-ups, what is quoted, and what stays when words go."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.heard import Ear, HeardPoint, Hearing, Status
from bot.rules.interview import OUTAGE, SILENCE, Interview, Kind, Manner, Pulse, State, Turn
from bot.rules.interview_course import (
    NUDGED_WORTH,
    Outcome,
    Part,
    alive,
    begun_at,
    closed,
    deadline,
    given_back,
    going,
    next_followup,
    noted,
    outcomes,
    parts_of,
    paused,
    silent_since,
    stopped,
    value_of,
    wiped,
)
from bot.rules.question import Level
from bot.rules.rubric import FollowUp, OpenAnswer, Point
from tests.actions.interview_world import CASE
from tests.samples import CODE, NOON, OPEN

PART = Part("", 0, (Point("a"), Point("b"), Point("c")), timedelta(minutes=6))
HELD = Interview(1, 2, 3, None, 4, None, Kind.QUICK, Level.MID, 5, "b", State.RUNNING, NOON, NOON, slot=1, turn=1)
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
H, U, M = Ear.HEARD, Ear.UNSURE, Ear.MISSED
ASKS = (FollowUp("b?", 2), FollowUp("always", 0), FollowUp("a?", 1), FollowUp("also", 0))
BODY = OpenAnswer(PART.points, (), ASKS)


def heard(*ears: Ear, status: Status = Status.GRADED, evidence: str = "") -> Hearing:
    return Hearing(0.5, status, 0.9, tuple(HeardPoint({H: 1.0, U: 0.5, M: 0.0}[ear], ear, evidence) for ear in ears))


def turn(number: int = 1, hearing: Hearing | None = None, **more: object) -> Turn:
    return Turn(1, number, 1, hearing=hearing, **more)  # type: ignore[arg-type]


def test_a_question_is_one_part_and_a_case_has_its_stages() -> None:
    (only,) = parts_of(replace(OPEN, seconds=100), Manner.WRITTEN)
    assert (only.name, only.first, len(only.points), only.allowed) == ("", 0, 3, 200 * SECOND)
    (code,) = parts_of(replace(CODE, seconds=100), Manner.WRITTEN)
    assert (code.points, code.allowed) == ((), 100 * SECOND)
    written, spoken = (parts_of(replace(OPEN, body=CASE), manner) for manner in Manner)
    assert [(part.name, part.first, part.allowed) for part in written] == [
        ("Framing", 0, 6 * MINUTE),
        ("Serving", 3, 10 * MINUTE),
    ]
    assert [(part.name, part.first, part.allowed) for part in spoken] == [
        ("Framing", 0, 3 * MINUTE),
        ("Data", 2, 4 * MINUTE),
        ("Serving", 3, 5 * MINUTE),
    ]


def test_the_clock_starts_once_and_its_end_is_told() -> None:
    assert deadline(HELD, PART) is None
    on = going(HELD, PART, NOON)
    assert (on.since, on.active_at, on.due_at, deadline(on, PART)) == (
        NOON,
        NOON,
        NOON + 11 * MINUTE,
        NOON + 6 * MINUTE,
    )
    assert going(on, PART, NOON + MINUTE).since == NOON
    late = alive(on, PART, NOON + 9 * MINUTE)
    assert (late.due_at, silent_since(late)) == (NOON + 14 * MINUTE, NOON + 9 * MINUTE)
    assert alive(late, PART, NOON).active_at == late.active_at
    assert alive(HELD, PART, NOON).due_at is None


def test_the_clock_stands_while_nobody_has_the_word() -> None:
    on = going(HELD, PART, NOON)
    still = stopped(on, NOON + 2 * MINUTE)
    assert (still.since, still.used, still.due_at) == (None, 2 * MINUTE, None)
    assert stopped(still, NOON + 9 * MINUTE) == still
    assert stopped(on, NOON - MINUTE).used == timedelta()
    again = going(still, PART, NOON + 60 * MINUTE)
    assert deadline(again, PART) == NOON + 64 * MINUTE
    over = going(replace(still, used=8 * MINUTE), PART, NOON)
    assert deadline(over, PART) == NOON
    through = closed(stopped(again, NOON + 61 * MINUTE))
    assert (through.spent, through.used) == (3 * MINUTE, timedelta())


def test_a_pause_by_itself_counts_from_the_silence() -> None:
    on = going(HELD, PART, NOON)
    assert silent_since(on) == NOON + 6 * MINUTE
    stands = paused(on, NOON + 6 * MINUTE)
    assert (stands.state, stands.used, stands.since, stands.due_at) == (State.PAUSED, 6 * MINUTE, None, None)
    assert silent_since(stands) is None


@given(st.lists(st.tuples(st.sampled_from(["go", "stop", "pause", "close", "say"]), st.integers(0, 900)), max_size=30))
def test_all_time_that_runs_is_spent_or_used(acts: list[tuple[str, int]]) -> None:
    held, now, ran, since = HELD, NOON, timedelta(), None
    for act, seconds in acts:
        now += seconds * SECOND
        match act:
            case "go":
                held, since = going(held, PART, now), since or now
            case "say":
                held = alive(held, PART, now)
            case _:
                ran, since = ran + (now - since if since else timedelta()), None
                held = paused(held, now) if act == "pause" else stopped(held, now)
                held = closed(held) if act == "close" else held
        assert held.spent + held.used == ran
        assert (held.since, held.due_at is None) == (since, since is None)
        assert held.due_at is None or held.due_at >= held.active_at + SILENCE


@pytest.mark.parametrize(("gone", "lost"), [(0, 10), (4, 6), (-5, 10)])
def test_the_time_of_a_stop_is_given_back(gone: int, lost: int) -> None:
    on = going(HELD, PART, NOON)
    back = given_back(on, NOON + gone * MINUTE, NOON + 10 * MINUTE)
    assert (back.since, back.due_at) == (NOON + lost * MINUTE, NOON + (11 + lost) * MINUTE)


def test_a_clock_that_stands_loses_nothing_by_a_stop() -> None:
    assert given_back(HELD, NOON, NOON + OUTAGE) == HELD
    later = going(HELD, PART, NOON + 9 * MINUTE)
    assert given_back(later, NOON, NOON + MINUTE) == later


def test_a_question_that_was_posted_before_a_stop_begins_when_the_bot_is_back() -> None:
    pulse = Pulse(NOON + 9 * MINUTE, NOON + 5 * MINUTE)
    assert begun_at(NOON + MINUTE, None) == NOON + MINUTE
    assert begun_at(NOON + MINUTE, Pulse(NOON)) == NOON + MINUTE
    assert begun_at(NOON + 6 * MINUTE, pulse) == NOON + 6 * MINUTE
    assert begun_at(NOON + MINUTE, pulse) == NOON + 5 * MINUTE


def test_what_came_only_after_a_follow_up_is_nudged() -> None:
    assert outcomes([turn()]) == ()
    first, second = heard(H, U, M), heard(M, H, M, evidence="said")
    both = outcomes([turn(1, first), turn(2), turn(3, second)])
    assert both == (Outcome(H, 1.0), Outcome(H, 1.0, nudged=True, evidence="said"), Outcome(M, 0.0, evidence="said"))
    assert outcomes([turn(1), turn(2, second)])[1].nudged
    assert [value_of(one) for one in both] == [1.0, NUDGED_WORTH, 0.0]
    unsure = Outcome(U, 0.4)
    assert [value_of(unsure), value_of(unsure, marked=True), value_of(unsure, marked=False)] == [0.4, 1.0, 0.0]


def asked(*turns: Turn, last: bool = True, over: bool = False, part: Part = PART) -> int | None:
    return next_followup(BODY, part, turns, last=last, over=over)


def test_the_first_point_that_is_missing_is_asked_after_once_then_what_always_comes() -> None:
    question = turn(1, heard(H, M, M))
    assert asked(question) == 0
    assert asked(turn(1, heard(M, M, M))) == 2
    assert asked(turn(1, heard(H, H, M))) == 1
    assert asked(turn(1, heard(U, H, H))) == 2
    nudged = turn(2, heard(M, M, M), followup=0)
    assert asked(question, nudged) == 1
    assert asked(question, nudged, turn(3, heard(M, M, M), followup=1)) == 3
    every = [turn(n, heard(M, M, M), followup=place) for n, place in ((3, 1), (4, 3))]
    assert asked(question, nudged, *every) is None


def test_nothing_more_is_asked_beyond_the_time_or_after_silence_or_of_a_stage_that_is_not_the_last() -> None:
    question = turn(1, heard(M, M, M))
    assert asked(question, over=True) is None
    assert asked(question, turn(2, None, followup=2)) is None
    assert asked(turn(1, heard(H, H, H)), last=False) is None
    later = replace(PART, first=1, points=PART.points[:2])
    assert asked(turn(1, heard(M, M)), last=False, part=later) == 0
    assert asked(turn(1, heard(H, M)), last=False, part=later) is None


def test_only_what_the_newest_turn_added_is_quoted_and_nothing_twice() -> None:
    def said(*quotes: tuple[str, float, Ear], words: str = "one two three four", **more: object) -> Turn:
        points = tuple(HeardPoint(chance, ear, quote) for quote, chance, ear in quotes)
        return turn(1, Hearing(0.5, more.pop("status", Status.GRADED), 0.9, points), words=words)  # type: ignore[arg-type]

    assert noted([turn()]) == ()
    assert noted([said(("one", 0.8, H), ("two", 0.9, H), ("three", 0.4, U), ("", 1.0, H), ("nine", 1.0, H))]) == (
        "two",
        "one",
    )
    assert noted([said(("one", 0.9, H), ("one two", 0.8, H), ("one", 0.7, H))]) == ("one two",)
    many = said(("one", 0.9, H), ("two", 0.8, H), ("three", 0.7, H), ("four", 0.6, H))
    assert noted([many]) == ("one", "two", "three")
    assert noted([many], most=1) == ("one",)
    assert noted([said(("one", 0.9, H), status=Status.NEEDS_REVIEW)]) == ()


def test_words_go_and_what_came_of_them_stays() -> None:
    known = turn(1, heard(H, M, evidence="mine"), words="mine", done_at=NOON)
    bare = wiped(known)
    assert bare.words == ""
    assert bare.hearing is not None
    assert [(point.ear, point.chance, point.evidence) for point in bare.hearing.points] == [(H, 1.0, ""), (M, 0.0, "")]
    assert wiped(turn(1, words="never heard")).words == "…"
    assert [wiped(turn(1, words=words)).words for words in ("", " ", "I don't know")] == ["", "", ""]
