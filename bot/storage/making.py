"""What every table is made with: names for all that has one, whose a row is, and conditions."""

from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, MetaData, text

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

GHOST = {"ghost": True}
"""Marks a column that names a person in a row that outlives it: deletion puts a random negative number there."""


def person(**more: Any) -> Column[int]:
    """Make the column by which a row belongs to a person and dies with it."""
    return Column("person_id", BigInteger, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, **more)


def where(condition: str) -> dict[str, Any]:
    """Make an index hold only some rows."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


def null(*columns: str) -> str:
    """Say that all of these are missing."""
    return "(" + " AND ".join(f"{column} IS NULL" for column in columns) + ")"


def not_null(*columns: str) -> str:
    """Say that all of these are there."""
    return "(" + " AND ".join(f"{column} IS NOT NULL" for column in columns) + ")"
