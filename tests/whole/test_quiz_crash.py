"""The bot is killed somewhere in a quiz of twenty and started again; `make crash-quiz` plays two hundred."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.whole.crashes import Databases, both
from tests.whole.quiz_crash import crash

pytestmark = pytest.mark.timeout(240)
SQLITE, BOTH = (5, 8, 10), 7


@pytest.mark.parametrize("seed", SQLITE)
async def test_a_quiz_outlives_the_bot_and_all_holds(seed: int, tmp_path: Path) -> None:
    killed, faults = await crash(seed, Databases(tmp_path).new(seed), tmp_path)
    assert (faults, bool(killed)) == ([], True), f"seed {seed}, killed {killed}"


async def test_a_quiz_outlives_the_bot_on_postgresql_too() -> None:
    with TemporaryDirectory(prefix="holdout-") as name, both(Path(name)) as databases:  # short, as sockets' paths are
        killed, faults = await crash(BOTH, databases.new(BOTH), Path(name))
    assert (faults, bool(killed)) == ([], True), f"seed {BOTH}, killed {killed}"
