"""Which questions an interview asks: the same for all with the same seed, and within its minutes."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.choosing import Key, key_of
from bot.rules.errors import RuleBroken
from bot.rules.interview import LOOPS, ROUNDS, Choice, Kind, Manner, Slot, Sort
from bot.rules.interview_plan import bank_version, next_choice, plan, seconds_of, seed_of, stages_of
from bot.rules.question import Level, Question, Status
from bot.rules.rubric import Case
from tests.actions.interview_world import CASE, questions
from tests.samples import CODE, OPEN

BANK = questions()
BY_KEY = {key_of(one): one for one in BANK}
KINDS, LEVELS, SEEDS = st.sampled_from(Kind), st.sampled_from(Level), st.integers(0, 2**63 - 1)
OPENS = [one for one in BANK if one.topic == "dl.core.optimisers"]


def keys(slot: Slot) -> tuple[Key, Key, Key]:
    return slot.easier, slot.planned, slot.harder


def rank(key: Key) -> tuple[int, int]:
    return list(Level).index(BY_KEY[key].level), BY_KEY[key].difficulty


@given(KINDS, LEVELS, SEEDS, st.sampled_from(Manner), st.randoms(use_true_random=False))
def test_equal_arguments_give_equal_slots_in_whatever_order_the_bank_comes(
    kind: Kind, level: Level, seed: int, manner: Manner, random: object
) -> None:
    shuffled = list(BANK)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis's own dice
    slots = plan(kind, level, seed, BANK, ("base",), manner=manner)
    assert slots == plan(kind, level, seed, shuffled, ("base",), manner=manner)
    assert [(slot.number, slot.sort) for slot in slots] == [
        (nth, sort) for nth, (sort, _) in enumerate(ROUNDS[kind].slots, 1)
    ]


@given(KINDS, LEVELS, SEEDS)
def test_a_plan_holds_each_question_once_fits_its_minutes_and_goes_up_and_down(
    kind: Kind, level: Level, seed: int
) -> None:
    slots = plan(kind, level, seed, BANK, ("base",))
    every = [key for slot in slots for key in set(keys(slot))]
    assert len(every) == len(set(every))
    longest = sum(max(seconds_of(BY_KEY[key], Manner.WRITTEN) for key in keys(slot)) for slot in slots)
    assert longest <= 60 * ROUNDS[kind].minutes
    for slot in slots:
        assert rank(slot.easier) <= rank(slot.planned) <= rank(slot.harder)
        assert slot.key == slot.planned
        assert replace(slot, chosen=Choice.PLANNED).key == slot.planned
        assert replace(slot, chosen=Choice.EASIER).key == slot.easier
        assert replace(slot, chosen=Choice.HARDER).key == slot.harder


def test_the_planned_questions_are_of_the_level_and_of_different_areas() -> None:
    for level in Level:
        slots = plan(Kind.BREADTH, level, 5, BANK, ())
        planned = [BY_KEY[slot.planned] for slot in slots]
        assert {one.level for one in planned} == {level}
        assert len({one.topic.partition(".")[0] for one in planned[:2]}) == 2


def test_other_seeds_ask_other_questions() -> None:
    assert len({plan(Kind.BREADTH, Level.MID, seed, BANK) for seed in range(20)}) > 15


def test_without_the_level_the_nearest_is_asked() -> None:
    juniors = [one for one in OPENS if one.level is Level.JUNIOR]
    slots = plan(Kind.QUICK, Level.SENIOR, 1, juniors)
    assert all(BY_KEY[slot.planned].level is Level.JUNIOR for slot in slots)


def sized(seconds: Sequence[int], level: Level = Level.SENIOR) -> list[Question]:
    return [replace(OPENS[0], id=f"q{nth}", level=level, seconds=size) for nth, size in enumerate(seconds)]


def test_a_longer_question_is_asked_where_the_others_leave_it_time() -> None:
    taken = plan(Kind.QUICK, Level.SENIOR, 1, sized([300, 300, 150, 150]))
    assert sorted(int(slot.planned[1][1:]) in (0, 1) for slot in taken) == [False, False]
    long_ones = [*sized([300, 300]), replace(OPENS[0], id="short", seconds=150)]
    assert {slot.planned[1] for slot in plan(Kind.QUICK, Level.SENIOR, 1, long_ones)} in (
        {"q0", "short"},
        {"q1", "short"},
    )


def test_an_alternate_takes_only_the_time_that_is_left() -> None:
    harder = replace(OPENS[0], id="hard", level=Level.SENIOR, seconds=300)
    bank = [*sized([210, 210], Level.MID), harder]
    assert all(slot.harder == slot.planned for slot in plan(Kind.QUICK, Level.MID, 3, bank))
    bank = [*sized([150, 150], Level.MID), harder]
    assert sorted(slot.harder[1] == "hard" for slot in plan(Kind.QUICK, Level.MID, 3, bank)) == [False, True]


@pytest.mark.parametrize("fewer", [OPENS[:1], [], sized([900, 900]), sized([450, 240])])
def test_too_little_in_the_bank_is_told(fewer: list[Question]) -> None:
    with pytest.raises(RuleBroken) as refusal:
        plan(Kind.QUICK, Level.MID, 1, fewer)
    assert refusal.value.code == "nothing_fits"


def test_what_cannot_be_asked_is_not_planned() -> None:
    good = OPENS[:2]
    never = [replace(OPENS[0], id=name, **more) for name, more in _NEVER.items()]  # type: ignore[arg-type]
    slots = plan(Kind.QUICK, Level.JUNIOR, 1, [*never, *good])
    assert {slot.planned for slot in slots} == {key_of(one) for one in good}
    withdrawn = replace(BANK[-1], id="gone", body=CASE, status=Status.DRAFT)
    with pytest.raises(RuleBroken):
        plan(Kind.DESIGN, Level.MID, 1, [withdrawn])
    with pytest.raises(RuleBroken):
        plan(Kind.CODING, Level.MID, 1, [replace(CODE, id="a"), replace(CODE, id="b")], ("torch",))


_NEVER = {
    "draft": {"status": Status.DRAFT},
    "tracked": {"track": "pytorch"},
    "far": {"topic": "soft.communication.failure"},
    "like": {"topic": "statsy.evaluation"},
    "choice": {"body": CODE.body},
}


@pytest.mark.parametrize(
    ("share", "choice"),
    [
        (None, Choice.PLANNED),
        (0.0, Choice.EASIER),
        (0.35, Choice.EASIER),
        (0.36, Choice.PLANNED),
        (0.74, Choice.PLANNED),
        (0.75, Choice.HARDER),
        (1.0, Choice.HARDER),
    ],
)
def test_the_next_question_follows_how_the_one_before_it_went(share: float | None, choice: Choice) -> None:
    assert next_choice(share) is choice


def test_written_answers_take_twice_the_time_and_of_a_case_the_essential_stages() -> None:
    case = replace(OPEN, body=CASE)
    assert isinstance(case.body, Case)
    assert [stage.name for stage in stages_of(case.body, Manner.WRITTEN)] == ["Framing", "Serving"]
    assert (seconds_of(case, Manner.WRITTEN), seconds_of(case, Manner.SPOKEN)) == (2 * 8 * 60, 12 * 60)
    plain = replace(CASE, stages=tuple(replace(stage, essential=False) for stage in CASE.stages))
    assert stages_of(plain, Manner.WRITTEN) == plain.stages
    timed = replace(OPEN, seconds=180), replace(CODE, seconds=900)
    assert [seconds_of(one, Manner.WRITTEN) for one in timed] == [360, 900]
    assert [seconds_of(one, Manner.SPOKEN) for one in timed] == [180, 900]


def test_a_changed_question_makes_another_bank() -> None:
    assert bank_version(BANK) == bank_version(reversed(BANK))
    assert len(bank_version(BANK)) == 64
    changed = (*BANK[:-1], replace(BANK[-1], version=2))
    assert len({bank_version(bank) for bank in (BANK, changed, BANK[:-1], (*BANK, replace(OPEN, guild_id=9)))}) == 4


def test_the_seed_of_a_question_is_fixed_by_the_interviews_and_its_place() -> None:
    assert seed_of(7, 1) == seed_of(7, 1)
    assert len({seed_of(seed, slot) for seed in range(9) for slot in range(1, 6)}) == 45
    assert all(0 <= seed_of(2**63 - 1, slot) < 2**63 for slot in range(1, 9))


def test_the_rounds_of_a_loop_are_different_ones() -> None:
    assert all(len(set(kinds)) == len(kinds) for kinds in LOOPS.values())
    assert all(sum(minutes for _, minutes in each.slots) <= each.minutes for each in ROUNDS.values())
    assert {sort for each in ROUNDS.values() for sort, _ in each.slots} == set(Sort)
