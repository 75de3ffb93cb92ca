"""Brings a database up or down to a revision, and tells whether it agrees with the tables. Imports Alembic: slow."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text

from bot.rules.errors import RuleBroken
from bot.storage.engine import open_engine
from bot.storage.faults import telling
from bot.storage.revision import ROOT, head, reached
from bot.storage.tables import metadata

LOCK = 0x686F6C64
"""PostgreSQL's advisory lock for whoever migrates; any number would do."""


def upgrade(url: str) -> str:
    """Bring the database to the newest revision, whole or not at all.

    Returns:
        The revision it was at before, empty for a new database.

    Raises:
        EdgeDown: The database did not answer; nothing was changed.
    """
    with _alone(url) as connection:
        before = reached(connection)
        if before != head():
            command.upgrade(_config(connection), "head")
        return before


def downgrade(url: str, revision: str) -> None:
    """Bring the database back to a revision such as `0001`; `base` takes everything away.

    Raises:
        RuleBroken: `no_such_revision`.
        EdgeDown: The database did not answer; nothing was changed.
    """
    with _alone(url) as connection:
        try:
            command.downgrade(_config(connection), revision)
        except CommandError as fault:
            raise RuleBroken("no_such_revision", f"There is no way back to revision “{revision}”.") from fault


def check(url: str) -> tuple[str, ...]:
    """Tell what of the database differs from the tables, a sentence each; nothing where all is well.

    Raises:
        EdgeDown: The database did not answer.
    """
    with _alone(url) as connection:
        if (at := reached(connection)) != head():
            return (f"The database is at revision {at or 'none'}, the newest is {head()}. Run `db upgrade`.",)
        found: list[str] = []

        def compare(_revision: Any, context: Any) -> list[Any]:
            found.extend(f"The database differs: {difference}" for difference in compare_metadata(context, metadata))
            return []

        config = _config(connection)
        script = ScriptDirectory.from_config(config)
        with EnvironmentContext(config, script, fn=compare):
            script.run_env()
        return tuple(found)


@contextmanager
def _alone(url: str) -> Iterator[Connection]:
    """Open a transaction that no other migration runs beside."""
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


def _config(connection: Connection) -> Config:
    """Read `[tool.alembic]` and hand the migrations the connection, and the tables to compare with."""
    config = Config(toml_file=ROOT / "pyproject.toml", attributes={"connection": connection, "metadata": metadata})
    config.attributes["quiet"] = True
    return config
