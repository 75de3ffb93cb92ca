"""The bot is killed somewhere in a quiz of twenty and started again; `make crash-quiz` plays two hundred."""

from pathlib import Path

import pytest

from tests.whole.crashes import Databases, both
from tests.whole.quiz_crash import crash

SQLITE, BOTH = (5, 8, 10), 7


@pytest.mark.parametrize("seed", SQLITE)
async def test_a_quiz_outlives_the_bot_and_all_holds(seed: int, tmp_path: Path) -> None:
    killed, faults = await crash(seed, Databases(tmp_path).new(seed), tmp_path)
    assert (faults, bool(killed)) == ([], True), f"seed {seed}, killed {killed}"


async def test_a_quiz_outlives_the_bot_on_postgresql_too(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("q")  # short, for a socket's path must be
    with both(folder) as databases:
        killed, faults = await crash(BOTH, databases.new(BOTH), folder)
    assert (faults, bool(killed)) == ([], True), f"seed {BOTH}, killed {killed}"
