"""The desk's own promises: threads, cancellation, closing, silent databases, lost races."""

import asyncio
import logging
from collections.abc import Callable
from threading import Event

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from bot.actions.ports import Books
from bot.actions.records import Person
from bot.rules.errors import EdgeDown, RuleBroken
from bot.storage import books as real
from bot.storage import engine as engines
from bot.storage.desk import BATCH, POOL, TRIES, Desk
from bot.storage.engine import open_engine, read_url
from tests.storage.conftest import Postgres
from tests.storage.samples import ADA, AT, new_attempt, settled, version


def save(person_id: int, track: str = "") -> Callable[[Books], None]:
    return lambda books: books.people.save(Person(person_id, track=track))


def connection_of(books: Books) -> Connection:
    assert isinstance(books, real.Books)
    return books.people.connection


async def until_begun(begun: Event) -> None:
    assert await asyncio.to_thread(begun.wait, 30)


@pytest.fixture
def gate() -> Event:
    return Event()


def held(gate: Event, begun: Event, after: Callable[[Books], None]) -> Callable[[Books], None]:
    """Work that has begun and ends when the gate opens."""

    def work(books: Books) -> None:
        begun.set()
        assert gate.wait(30)
        after(books)

    return work


async def test_work_of_who_was_cancelled_is_done_all_the_same(url: str, gate: Event) -> None:
    begun = Event()
    async with Desk(url) as desk:

        async def act() -> None:
            await desk(held(gate, begun, save(ADA)))

        waiting = asyncio.create_task(act())
        await until_begun(begun)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        gate.set()
    async with Desk(url) as desk:
        assert await desk(lambda books: books.people.get(ADA)) == Person(ADA)


async def test_a_failure_that_nobody_waits_for_is_logged_and_a_refusal_is_not(
    url: str, gate: Event, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: Books) -> None:
        raise ZeroDivisionError("unheard")

    def refuse(_: Books) -> None:
        raise RuleBroken("no", "No.")

    async with Desk(url) as desk:
        for work in (fail, refuse):
            begun = Event()
            desk(held(gate, begun, work)).cancel()
            await until_begun(begun)
            gate.set()
        await desk(save(ADA))
    await asyncio.sleep(0)  # what the threads handed back is delivered
    assert [record.message for record in caplog.records if record.levelno == logging.ERROR] == [
        "Work failed that nobody waits for any more"
    ]


async def test_closing_ends_all_work_and_refuses_more(url: str) -> None:
    desk = Desk(url)
    handed_in = [desk(save(person_id)) for person_id in range(1, 3 * BATCH)]
    await desk.close()
    await asyncio.gather(*handed_in)
    with pytest.raises(EdgeDown, match="closing"):
        await desk(save(ADA))
    await desk.close()
    async with Desk(url) as again:
        assert await again(lambda books: books.people.get(3 * BATCH - 1)) is not None


async def test_one_writer_works_in_the_order_of_asking(empty_sqlite: str) -> None:
    done: list[int] = []
    async with Desk(empty_sqlite) as desk:
        await asyncio.gather(*(desk(lambda _, n=n: done.append(n)) for n in range(100)))  # type: ignore[misc]  # default
    assert done == list(range(100))


async def test_the_pool_works_side_by_side(empty_postgres: str, gate: Event) -> None:
    begun = [Event() for _ in range(POOL)]
    async with Desk(empty_postgres) as desk:
        blocked = [desk(held(gate, event, save(number))) for number, event in enumerate(begun, start=1)]
        for event in begun:
            await until_begun(event)
        gate.set()
        await asyncio.gather(*blocked)


def test_work_outlives_the_loop_that_asked_for_it(url: str, gate: Event) -> None:
    begun = Event()
    desk = Desk(url)

    async def ask() -> None:
        desk(held(gate, begun, save(ADA)))
        await until_begun(begun)

    asyncio.run(ask())
    gate.set()

    async def look() -> Person | None:
        await desk.close()
        async with Desk(url) as another:
            return await another(lambda books: books.people.get(ADA))

    assert asyncio.run(look()) == Person(ADA)


async def test_a_wrong_value_is_a_mistake_of_ours_and_stays_one(url: str) -> None:
    def work(books: Books) -> None:
        books.versions.keep(version())
        books.attempts.settle(books.attempts.open(new_attempt(1)).id, settled(score=1.5))

    async with Desk(url) as desk:
        with pytest.raises(IntegrityError):
            await desk(work)
        assert await desk(lambda books: books.versions.heads(0)) == ()


async def test_wrong_sql_is_a_mistake_of_ours_and_stays_one(empty_postgres: str) -> None:
    async with Desk(empty_postgres) as desk:
        with pytest.raises(ProgrammingError):
            await desk(lambda books: connection_of(books).execute(text("SELECT * FROM nowhere")))


async def test_a_locked_sqlite_is_silent_and_then_works_again(
    empty_sqlite: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "PATIENCE_S", 0)
    other = open_engine(empty_sqlite)
    async with Desk(empty_sqlite) as desk:
        with other.begin():
            with pytest.raises(EdgeDown) as caught:
                await desk(save(ADA))
            assert caught.value.edge == "database"
            assert "locked" in str(caught.value.__cause__)
        await desk(save(ADA))
    other.dispose()


@pytest.mark.parametrize("address", ["sqlite:////no/such/folder/x.sqlite3", "postgresql://127.0.0.1:1/x"])
async def test_a_database_that_is_not_there_is_silent(address: str) -> None:
    async with Desk(address) as desk:
        with pytest.raises(EdgeDown):
            await desk(save(ADA))


async def test_a_stopped_postgresql_is_silent_and_then_works_again(empty_postgres: str, postgres: Postgres) -> None:
    name = read_url(empty_postgres).database
    async with Desk(empty_postgres) as desk:
        await desk(save(ADA))
        postgres.do(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        hang_up(postgres, name)
        with pytest.raises(EdgeDown):
            await desk(save(ADA, "lost"))
        postgres.do(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        assert await desk(lambda books: books.people.get(ADA)) == Person(ADA)


async def test_a_connection_that_died_is_not_noticed(empty_postgres: str, postgres: Postgres) -> None:
    name = read_url(empty_postgres).database
    turns: list[int] = []

    def work(books: Books) -> None:
        turns.append(1)
        books.people.save(Person(ADA, track="x" * len(turns)))
        if len(turns) == 1:
            hang_up(postgres, name)
        books.audit.note(AT, ADA, None, "act", "subject")

    async with Desk(empty_postgres) as desk:
        await desk(save(ADA))
        hang_up(postgres, name)
        await desk(save(ADA, "idle ones too"))
        await desk(work)
        kept = await desk(lambda books: books.people.export(ADA))
    assert (kept["people"][0]["track"], len(kept["audit"])) == ("xx", 1)


async def test_who_loses_every_race_is_told_so(empty_postgres: str) -> None:
    rival = open_engine(empty_postgres)
    turns: list[int] = []

    def work(books: Books) -> None:
        turns.append(1)
        assert books.people.get(ADA)
        with rival.begin() as connection:
            connection.execute(text("UPDATE people SET track = track || 'x'"))
        books.people.save(Person(ADA))

    async with Desk(empty_postgres) as desk:
        await desk(save(ADA))
        with pytest.raises(RuleBroken) as caught:
            await desk(work)
    rival.dispose()
    assert (caught.value.code, len(turns)) == ("lost_race", TRIES)


def hang_up(postgres: Postgres, name: str | None) -> None:
    theirs = text("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = :name")
    with postgres.admin.connect() as connection:
        connection.execute(theirs, {"name": name})


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("sqlite:///a.db", "sqlite+pysqlite:///a.db"),
        ("postgres://u@h/d", "postgresql+psycopg://u@h/d"),
        ("postgresql://u@h/d", "postgresql+psycopg://u@h/d"),
        ("postgresql+asyncpg://u@h/d", "postgresql+psycopg://u@h/d"),
    ],
)
def test_addresses_name_their_driver(given: str, read: str) -> None:
    assert str(read_url(given)) == read


def test_other_databases_are_refused() -> None:
    with pytest.raises(ValueError, match="mysql is not spoken here"):
        read_url("mysql://u@h/d")
