"""What the tests of the judge share: real children, jailed, of one engine."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.sandbox.engine import Engine
from tests.sandbox.judging.tasks import Counted


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def engine() -> AsyncIterator[Engine]:
    """An engine in the best tier that holds here; what a judge does is the same in both."""
    async with Engine(tier="auto") as engine:
        yield engine


@pytest.fixture
def cells(engine: Engine) -> Counted:
    return Counted(engine)
