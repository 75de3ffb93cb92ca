"""How a database is spoken to: SQLite and PostgreSQL set up so that both keep the same promises. Holds no tables."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    PoolProxiedConnection,
    QueuePool,
    Table,
    create_engine,
    event,
    make_url,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.faults import telling

PATIENCE_S = 10
"""How long a statement, a lock or a lost connection may hold a thread up, in seconds."""

LOCK = 0x686F6C64
"""PostgreSQL's advisory lock for work on the whole database; any number would do."""


def read_url(url: str) -> URL:
    """Read a database's URL; a plain `postgresql://` means psycopg 3.

    Raises:
        ValueError: It is neither SQLite nor PostgreSQL.
    """
    address = make_url(url)
    match address.get_backend_name():
        case "sqlite":
            return address.set(drivername="sqlite+pysqlite")
        case "postgresql" | "postgres":
            return address.set(drivername="postgresql+psycopg")
        case other:
            raise ValueError(f"{other} is not spoken here: give a sqlite:/// or postgresql:// address")


def open_engine(url: str, connections: int = 1, *, begin: str = "BEGIN IMMEDIATE") -> Engine:
    """Make an engine; it connects when it is first used.

    Args:
        url: `sqlite:///file` or `postgresql://user@host/name`.
        connections: At most so many at once.
        begin: How SQLite begins: plain `BEGIN` for those who only read, so that nobody waits for them.
    """
    address = read_url(url)
    size: dict[str, Any] = {"poolclass": QueuePool, "pool_size": connections, "max_overflow": 0}
    if address.get_backend_name() == "postgresql":
        # One snapshot per transaction: what was read still holds when it is written, or PostgreSQL says so
        # (SQLSTATE 40001) and the desk starts over.
        patience = {
            "connect_timeout": PATIENCE_S,
            "tcp_user_timeout": PATIENCE_S * 1000,
            "options": f"-c statement_timeout={PATIENCE_S}s -c idle_in_transaction_session_timeout={6 * PATIENCE_S}s",
        }
        return create_engine(address, isolation_level="REPEATABLE READ", connect_args=patience, **size)
    engine = create_engine(address, connect_args={"timeout": PATIENCE_S, "check_same_thread": False}, **size)

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver must not begin anything by itself
        _take_up_wal(connection)
        for pragma in (
            # In WAL mode NORMAL keeps every commit when the process is killed; only FULL waits for the disk each time.
            "synchronous = NORMAL",
            "foreign_keys = ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    def start(dbapi_connection: PoolProxiedConnection) -> None:
        dbapi_connection.cursor().execute(begin)

    # Not the event of that name: where an engine listens to one, every statement looks for listeners.
    engine.dialect.do_begin = start  # type: ignore[method-assign]  # the dialect's own hook for it
    return engine


def _take_up_wal(connection: sqlite3.Connection) -> None:
    """Switch to WAL; SQLite does not wait by itself for somebody else who just makes the file."""
    late = monotonic() + PATIENCE_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as fault:
            if fault.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > late:
                raise
            sleep(0.005)
        else:
            return


@contextmanager
def alone(url: str) -> Iterator[Connection]:
    """Open a transaction of one's own engine that no other such runs beside, for work on the whole database.

    Raises:
        EdgeDown: The database did not answer; nothing was changed.
    """
    engine = open_engine(url)
    try:
        with telling(), engine.connect() as connection:
            if engine.dialect.name == "postgresql":
                # After the wait for the lock, what the one before us did must be seen: no snapshot.
                connection.execution_options(isolation_level="READ COMMITTED")
            with connection.begin():
                if engine.dialect.name == "postgresql":
                    connection.execute(text("SET LOCAL statement_timeout = 0"))
                    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
                yield connection
    finally:
        engine.dispose()


def insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Begin an INSERT that can say what happens on a conflict, in the connection's dialect."""
    return insert_in(connection.dialect.name, table)


def insert_in(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    """The same for a dialect's name: statements of hot paths are made once and kept."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
