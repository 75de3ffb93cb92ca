"""Which revision a database has reached, without the weight of Alembic: the bot asks at every start."""

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.storage.engine import open_engine
from bot.storage.faults import telling

ROOT = Path(__file__).resolve().parents[2]


@cache
def head() -> str:
    """Give the newest revision: the number that its file's name begins with."""
    return max(path.name.split("_")[0] for path in (ROOT / "migrations" / "versions").glob("[0-9]*_*.py"))


def reached(connection: Connection) -> str:
    """Give the revision that the database has reached, empty before the first."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return connection.scalar(text("SELECT version_num FROM alembic_version")) or ""


def revision_of(url: str) -> str:
    """Give the revision that the database has reached, empty before the first; in milliseconds.

    Raises:
        EdgeDown: The database did not answer.
    """
    engine = open_engine(url, begin="BEGIN")
    try:
        with telling(), engine.connect() as connection:
            return reached(connection)
    finally:
        engine.dispose()


def at_head(url: str) -> bool:
    """Tell whether a database has reached the newest revision: then nothing is left to upgrade.

    Raises:
        EdgeDown: The database did not answer.
    """
    return revision_of(url) == head()
