"""Every round can be planned from the built-in bank, at every level and with many seeds, and fits its minutes."""

import pytest

from bot.rules.choosing import key_of
from bot.rules.interview import ROUNDS, Kind, Manner
from bot.rules.interview_plan import plan, seconds_of
from bot.rules.question import Level
from tests.stock import bank_of

QUESTIONS = tuple(entry.question for entry in bank_of().entries.values())
BY_KEY = {key_of(question): question for question in QUESTIONS}
SEEDS = 20
FEWEST_ASKED = 2
"""Of one round, over many seeds: somebody who takes it again is not asked the same."""


@pytest.mark.parametrize("manner", Manner)
@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("kind", Kind)
def test_every_round_fits_its_minutes_and_begins_at_its_level(kind: Kind, level: Level, manner: Manner) -> None:
    met = set()
    for seed in range(SEEDS):
        slots = plan(kind, level, seed, QUESTIONS, ("base",), manner=manner)
        assert len({slot.planned for slot in slots}) == len(ROUNDS[kind].slots)
        choices = [[BY_KEY[key] for key in (slot.easier, slot.planned, slot.harder)] for slot in slots]
        longest = sum(max(seconds_of(question, manner) for question in three) for three in choices)
        assert longest <= 60 * ROUNDS[kind].minutes
        assert BY_KEY[slots[0].planned].level is level
        met |= {slot.planned for slot in slots}
    assert len(met) >= max(FEWEST_ASKED, len(ROUNDS[kind].slots))
