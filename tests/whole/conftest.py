from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.people import Person
from tests.stock import QUESTIONS
from tests.whole.house import House


@pytest.fixture
def bank() -> Path:
    """The folder of the questions that are asked: the built-in ones, unless a module takes the small bank."""
    return QUESTIONS


@pytest.fixture
async def house(tmp_path: Path, caplog: pytest.LogCaptureFixture, bank: Path) -> AsyncIterator[House]:
    """The house; afterwards neither a rule of Discord's is broken nor an error logged."""
    async with House(tmp_path, questions=bank) as open_house:
        yield open_house
        assert open_house.playground.violations == []
    assert [record.getMessage() for record in caplog.records if record.levelname in ("ERROR", "CRITICAL")] == []


@pytest.fixture
async def ada(house: House) -> Person:
    """Who manages the server."""
    return await house.person("Ada")


@pytest.fixture
async def ben(house: House) -> Person:
    """An ordinary member."""
    return await house.person("Ben")
