"""The bot is killed somewhere in two interviews and started again; `make crash-interview` does so a hundred times."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.whole.crashes import Databases, both
from tests.whole.interview_crash import crash

pytestmark = pytest.mark.timeout(240)
SQLITE, BOTH = 7, 9


async def test_interviews_outlive_the_bot_and_all_holds(tmp_path: Path) -> None:
    killed, faults = await crash(SQLITE, Databases(tmp_path).new(SQLITE), tmp_path)
    assert (faults, bool(killed)) == ([], True), f"seed {SQLITE}, killed {killed}"


async def test_interviews_outlive_the_bot_on_postgresql_too() -> None:
    with TemporaryDirectory(prefix="holdout-") as name, both(Path(name)) as databases:  # short, as sockets' paths are
        killed, faults = await crash(BOTH, databases.new(BOTH), Path(name))
    assert (faults, bool(killed)) == ([], True), f"seed {BOTH}, killed {killed}"
