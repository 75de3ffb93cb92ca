"""A playground for every test; one that ends with a violation nobody expected fails."""

from collections.abc import AsyncIterator

import pytest

from bot.playground.contract import find_document
from bot.playground.server import Playground
from tests.people import Person
from tests.playground.echo import Echo, redirect, running
from tests.playground.raw import RawBot


@pytest.fixture
async def anything_goes() -> AsyncIterator[Playground]:
    """A playground in which the test provokes violations; time stands still in all of them."""
    async with Playground(frozen=True) as place:
        yield place


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    async with Playground(frozen=True) as place:
        yield place
        assert place.violations == []


@pytest.fixture
async def echo(playground: Playground, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Echo]:
    redirect(playground, monkeypatch)
    async with running(playground) as bot:
        yield bot


@pytest.fixture
async def raw(playground: Playground) -> AsyncIterator[RawBot]:
    """A connected bot without a library, its one command known."""
    async with RawBot(playground) as bot:
        assert (await bot.sync())[0] == 200
        await bot.identify()
        yield bot


@pytest.fixture
async def ada(playground: Playground) -> AsyncIterator[Person]:
    async with Person(playground.url, playground.secret, "Ada") as person:
        yield person


@pytest.fixture
async def ben(playground: Playground) -> AsyncIterator[Person]:
    async with Person(playground.url, playground.secret, "Ben") as person:
        yield person


@pytest.fixture(scope="session")
def document() -> None:
    """Skip where Discord's own document is not at hand."""
    if find_document() is None:
        pytest.skip("Discord's OpenAPI document is not there: set DISCORD_OPENAPI")
