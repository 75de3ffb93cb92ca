"""Runs a person's SQL in a process of its own, on tables in memory, and tells the rows that its last query gave."""

import re
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from bot.sandbox.inside.plain import NotPlain, decode, encode
from bot.sandbox.inside.reading import Unreadable, text_of
from bot.sandbox.inside.submission import Frames, versions

MOST_ROWS = 10_000
_DENIED = frozenset(
    {sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH, sqlite3.SQLITE_PRAGMA, sqlite3.SQLITE_CREATE_VTABLE}
    | {sqlite3.SQLITE_DROP_VTABLE}
)
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_ASKS = re.compile(r"(?:\s|--[^\n]*\n|/\*.*?\*/)*(select|with|values)\b", re.IGNORECASE | re.DOTALL)


def serve(channel: Frames) -> None:
    """Run one text on several sets of tables.

    Reads a job: `code`; then a frame per set, `count` in all. Writes `fault`, a sentence where the text is not one to
    be run, with `versions`; and then a list with a map per set: `rows`, or `error`.
    """
    job = decode(channel.read() or b"")
    sets = [decode(channel.read() or b"") for _ in range(job["count"])]
    try:
        statements, fault = split(text_of(job["code"])), ""
    except Unreadable as refused:
        statements, fault = [], str(refused)
    channel.write(encode({"fault": fault, "versions": {**versions(), "SQLite": sqlite3.sqlite_version}}))
    if not fault:
        channel.write(_written([asked(statements, tables) for tables in sets]))


def split(text: str) -> list[str]:
    """Split SQL into statements.

    Raises:
        Unreadable: There is none, or the last is no query.
    """
    found, begun = [], ""
    for piece in re.split(r"(?<=;)", text):
        begun += piece
        if sqlite3.complete_statement(begun) and begun.strip(" \n\t\r;"):
            found.append(begun)
            begun = ""
    if re.sub(r"--[^\n]*|/\*.*?\*/", "", begun, flags=re.DOTALL).strip(" \n\t\r;"):
        found.append(begun)
    if not found:
        raise Unreadable("It holds no statement.")
    if not _ASKS.match(found[-1]):
        raise Unreadable("The last statement has to be a query: SELECT, WITH or VALUES.")
    return found


def asked(statements: Sequence[str], tables: Mapping[str, Any]) -> dict[str, Any]:
    """Run statements on tables; give the rows of the last, or the error of the first that failed."""
    base = sqlite3.connect(":memory:")
    try:
        for name, (columns, rows) in tables.items():
            _fill(base, name, columns, rows)
        base.set_authorizer(lambda act, *_: sqlite3.SQLITE_DENY if act in _DENIED else sqlite3.SQLITE_OK)
        cursor = base.cursor()
        for statement in statements:
            cursor.execute(statement)
        return {"rows": [list(row) for row in cursor.fetchmany(MOST_ROWS)]}
    except (sqlite3.Error, sqlite3.Warning, OverflowError, ValueError, MemoryError) as fault:
        return {"error": str(fault)[:200] or type(fault).__name__}
    finally:
        base.close()


def _fill(base: sqlite3.Connection, name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Make a table of plain names.

    Raises:
        ValueError: A name is not plain.
    """
    if not all(_WORD.fullmatch(word) for word in (name, *columns)):
        raise ValueError(f"the table {name} has a name that is not plain")
    marks = ", ".join("?" * len(columns))
    base.execute(f"CREATE TABLE {name} ({', '.join(columns)})")
    base.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)  # noqa: S608 (names of the question, checked above)


def _written(told: list[dict[str, Any]]) -> bytes:
    try:
        return encode(told)
    except NotPlain as refused:
        return encode([{"error": str(refused)} for _ in told])
