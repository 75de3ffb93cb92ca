"""What a database's errors mean to the house: somebody was faster, nobody answered, or a mistake of ours."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    InternalError,
    NotSupportedError,
    ProgrammingError,
)

from bot.rules.errors import EdgeDown, RuleBroken

STARTS_OVER = frozenset({"40001", "40P01"})  # serialization failure, deadlock
LOST_RACE = frozenset(
    {
        "23503",  # foreign key
        "23505",  # unique
        "SQLITE_CONSTRAINT_FOREIGNKEY",
        "SQLITE_CONSTRAINT_PRIMARYKEY",
        "SQLITE_CONSTRAINT_UNIQUE",
    }
)


def starts_over(fault: DBAPIError) -> bool:
    """Tell whether PostgreSQL asks for the transaction to be done again."""
    return _code(fault) in STARTS_OVER


def told(fault: DBAPIError) -> Exception:
    """Tell a lost race from a silent database; anything else is a mistake of ours and stays what it is."""
    match fault:
        case IntegrityError() if _code(fault) in LOST_RACE:
            return lost_race()
        case IntegrityError() | DataError() | NotSupportedError():
            return fault
        case ProgrammingError() | InternalError() if not fault.connection_invalidated:
            return fault
        case _:
            return EdgeDown("database", "I cannot reach my notes right now. Nothing was changed; please try again.")


def lost_race() -> RuleBroken:
    """Give the refusal for who came second."""
    return RuleBroken("lost_race", "Somebody was faster: this has changed in the meantime. Please try again.")


@contextmanager
def telling() -> Iterator[None]:
    """Turn what the database raises inside into what `told` makes of it."""
    try:
        yield
    except DBAPIError as fault:
        raise told(fault) from fault


def _code(fault: DBAPIError) -> str:
    """Give PostgreSQL's SQLSTATE or SQLite's error name."""
    return getattr(fault.orig, "sqlstate", None) or getattr(fault.orig, "sqlite_errorname", None) or ""
