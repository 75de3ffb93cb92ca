"""The bot is killed somewhere in two interviews and started again; `make crash-interview` does so a hundred times."""

from pathlib import Path

import pytest

from tests.whole.crashes import Databases, both
from tests.whole.interview_crash import crash

SQLITE, BOTH = 7, 9


async def test_interviews_outlive_the_bot_and_all_holds(tmp_path: Path) -> None:
    killed, faults = await crash(SQLITE, Databases(tmp_path).new(SQLITE), tmp_path)
    assert (faults, bool(killed)) == ([], True), f"seed {SQLITE}, killed {killed}"


async def test_interviews_outlive_the_bot_on_postgresql_too(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("i")  # short, for a socket's path must be
    with both(folder) as databases:
        killed, faults = await crash(BOTH, databases.new(BOTH), folder)
    assert (faults, bool(killed)) == ([], True), f"seed {BOTH}, killed {killed}"
