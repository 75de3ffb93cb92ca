from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.whole.house import House


@pytest.fixture
async def house(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> AsyncIterator[House]:
    """The house; afterwards neither a rule of Discord's is broken nor an error logged."""
    async with House(tmp_path) as open_house:
        yield open_house
        assert open_house.playground.violations == []
    assert [record.getMessage() for record in caplog.records if record.levelname in ("ERROR", "CRITICAL")] == []
