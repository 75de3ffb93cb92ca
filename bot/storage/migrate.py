"""Brings a database up or down to a revision, and tells whether it agrees with the tables. Imports Alembic: slow."""

from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection

from bot.rules.errors import RuleBroken
from bot.storage.engine import alone
from bot.storage.revision import ROOT, head, reached
from bot.storage.tables import metadata


def upgrade(url: str) -> str:
    """Bring the database to the newest revision, whole or not at all.

    Returns:
        The revision it was at before, empty for a new database.

    Raises:
        EdgeDown: The database did not answer; nothing was changed.
    """
    with alone(url) as connection:
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
    with alone(url) as connection:
        try:
            command.downgrade(_config(connection), revision)
        except CommandError as fault:
            raise RuleBroken("no_such_revision", f"There is no way back to revision “{revision}”.") from fault


def check(url: str) -> tuple[str, ...]:
    """Tell what of the database differs from the tables, a sentence each; nothing where all is well.

    Raises:
        EdgeDown: The database did not answer.
    """
    with alone(url) as connection:
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


def _config(connection: Connection) -> Config:
    """Read `[tool.alembic]` and hand the migrations the connection, and the tables to compare with."""
    config = Config(toml_file=ROOT / "pyproject.toml", attributes={"connection": connection, "metadata": metadata})
    config.attributes["quiet"] = True
    return config
