"""The way back from a backup: whole or not at all, and whoever was deleted since stays deleted."""

import gzip
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Never

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Double,
    Integer,
    Table,
    TableClause,
    delete,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.exc import DataError, IntegrityError

from bot.rules.errors import RuleBroken
from bot.storage.backup import CHUNK, FORMAT
from bot.storage.columns import Id, Json, Source, Span, Utc, unwritten
from bot.storage.engine import alone
from bot.storage.people import People, tombstone
from bot.storage.revision import head, reached
from bot.storage.tables import ghosts, installation, metadata, people, tombstones

LINE_LIMIT = 4 * 2**20
"""Longest line that is read, in bytes: a row is far shorter, a hostile file may not be."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did.

    Attributes:
        rows: Rows taken from the backup.
        at: When the backup was made, aware UTC.
        forgotten: People deleted again, because they had been deleted since.
    """

    rows: int
    at: datetime
    forgotten: int


def restore(url: str, path: Path, *, replace: bool = False) -> Restored:
    """Take a backup up into an empty database, or in place of all that is stored.

    Args:
        url: The database, at the newest revision.
        path: A file that `backup` wrote.
        replace: Whether what is stored now may go. Its deletions are carried over and done again.

    Raises:
        RuleBroken: `backup_unreadable`, `other_revision`, `other_installation` or `not_empty`; nothing was changed.
        EdgeDown: The database did not answer; nothing was changed.
    """
    with _reading(path) as file, alone(url) as connection:
        lines = _lines(file)
        at = _header(next(lines, None))
        if reached(connection) != head():
            raise RuleBroken("other_revision", "The database is not at the newest revision. Run `db upgrade` first.")
        if connection.dialect.name == "postgresql":  # SQLite keeps everybody else out already
            names = ", ".join(table.name for table in metadata.sorted_tables)
            connection.execute(text(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE"))
        before = _clear(connection, replace=replace)
        rows = _fill(connection, lines)
        _count_on(connection)
        return Restored(rows, at, _forget_again(connection, before))


@dataclass(frozen=True, slots=True)
class _Before:
    """What is remembered of the database that was there before."""

    key: str
    deletions: frozenset[tuple[str, datetime]]


def _clear(connection: Connection, *, replace: bool) -> _Before:
    """Empty every table, and give what must outlive that."""
    key = connection.scalar(select(installation.c.key)) or ""
    deletions = frozenset((row.digest, row.at) for row in connection.execute(select(tombstones)))
    for table in reversed(metadata.sorted_tables):
        if table is not installation and not replace and connection.scalar(select(func.count()).select_from(table)):
            raise RuleBroken("not_empty", "There is something in the database already. To lose it, say --replace.")
        connection.execute(delete(table))
    return _Before(key, deletions)


def _fill(connection: Connection, lines: Iterator[Any]) -> int:
    """Insert every row, in chunks of one table, and compare their number with the last line."""
    chunk: list[dict[str, Any]] = []
    table: Table | None = None
    rows = 0
    for line in lines:
        match line:
            case [str(name), dict(row)] if name in metadata.tables:
                if metadata.tables[name] is not table or len(chunk) == CHUNK:
                    _insert(connection, table, chunk)
                    table, chunk = metadata.tables[name], []
                chunk.append(_row(metadata.tables[name], row))
                rows += 1
            case {"rows": int(count)} if count == rows and next(lines, None) is None:
                _insert(connection, table, chunk)
                return rows
            case _:
                raise _refusal(f"line {rows + 2} is none of its kind")
    raise _refusal("its end is missing")


def _insert(connection: Connection, table: Table | None, rows: list[dict[str, Any]]) -> None:
    if table is None or not rows:
        return
    try:
        connection.execute(insert(table), rows)
    except (IntegrityError, DataError) as fault:
        raise _refusal(f"rows of {table.name} contradict the others") from fault


def _row(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """Check a row as it was read and give it as it is stored."""
    if set(row) != set(table.columns.keys()):
        raise _refusal(f"a row of {table.name} has other columns")
    return {column.name: _value(column, row[column.name]) for column in table.columns}


def _value(column: Column[Any], value: Any) -> Any:
    """Check one value and give it as it is stored."""
    if value is None and column.nullable:
        return None
    match column.type:
        case Utc():
            return _moment(value)
        case Source():
            return _source(f"{column.table.name}.{column.name}", value)
        case Span():
            return _span(f"{column.table.name}.{column.name}", value)
        case Boolean():
            fits = isinstance(value, bool)
        case Integer():
            fits = type(value) is int and -(2**63) <= value < 2**63
        case Double():
            fits = type(value) in (int, float)
        case Json(shape=shape):
            fits = isinstance(value, shape)
        case _:
            fits = isinstance(value, str) and _storable(value)
    if not fits:
        raise _refusal(f"{column.table.name}.{column.name} holds something else")
    return value


def _storable(text: str) -> bool:
    """Tell whether every database can hold it."""
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def _source(where: str, value: Any) -> bytes:
    try:
        return unwritten(value)
    except (AttributeError, ValueError) as fault:
        raise _refusal(f"{where} holds something else") from fault


def _span(where: str, value: Any) -> timedelta:
    try:
        return timedelta(seconds=value)
    except (TypeError, OverflowError) as fault:
        raise _refusal(f"{where} holds something else") from fault


def _moment(value: Any) -> datetime:
    try:
        at = datetime.fromisoformat(value)
    except (TypeError, ValueError) as fault:
        raise _refusal("a time is none") from fault
    if at.tzinfo is None:
        raise _refusal("a time has no zone")
    return at.astimezone(UTC)


def _header(line: Any) -> datetime:
    """Check the first line and give the time of the backup."""
    match line:
        case {"format": str(form), "revision": str(revision), "at": at} if form == FORMAT:
            if revision != head():
                raise RuleBroken("other_revision", f"The backup is of revision {revision}, the newest is {head()}.")
            return _moment(at)
        case _:
            raise _refusal("it does not begin as one")


def _lines(file: gzip.GzipFile) -> Iterator[Any]:
    """Read the file's lines as JSON."""
    while line := file.readline(LINE_LIMIT):
        try:
            yield json.loads(line, parse_constant=_no_number)
        except (ValueError, RecursionError) as fault:
            raise _refusal("a line is no JSON, or too long") from fault


def _no_number(name: str) -> Never:
    raise ValueError(f"{name} is no number")


@contextmanager
def _reading(path: Path) -> Iterator[gzip.GzipFile]:
    """Open the file; whatever keeps it from being read refuses it."""
    try:
        with gzip.GzipFile(path) as file:
            yield file
    except FileNotFoundError as fault:
        raise _refusal("there is no such file") from fault
    except (OSError, EOFError, zlib.error) as fault:
        raise _refusal("it is torn, or no gzip file") from fault


def _refusal(why: str) -> RuleBroken:
    return RuleBroken("backup_unreadable", f"This is no whole backup: {why}. Nothing was changed.")


def _count_on(connection: Connection) -> None:
    """Let PostgreSQL count on behind the highest id; never back, so that an old button meets no new row."""
    if connection.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None and column.type is Id:
            name = f"{table.name}_{column.name}_seq"
            last: Column[int] = Column("last_value")
            highest = func.greatest(
                select(func.max(column)).scalar_subquery(),
                select(last).select_from(TableClause(name)).scalar_subquery(),
            )
            connection.execute(select(func.setval(name, highest)))


def _forget_again(connection: Connection, before: _Before) -> int:
    """Carry over the deletions that the backup does not know, and do them again."""
    known = {(row.digest, row.at) for row in connection.execute(select(tombstones))}
    since = before.deletions - known
    key = connection.scalar(select(installation.c.key))
    if key is None and before.key:
        key = before.key
        connection.execute(insert(installation).values(id=1, key=key))
    if before.deletions and key != before.key:
        raise RuleBroken(
            "other_installation",
            "The backup is of another installation, and the deletions made here could not be done again. "
            "Restore it into an empty database.",
        )
    if key is None or not since:
        return 0
    _insert(connection, tombstones, [{"digest": digest, "at": at} for digest, at in since])
    at_of = dict(since)
    named = {number for column in (people.c.id, *ghosts()) for number in connection.scalars(select(column).distinct())}
    again = [(person, at_of[mark]) for person in named if person and (mark := tombstone(key, person)) in at_of]
    for person, at in again:
        People(connection).forget(person, at)
    return len(again)
