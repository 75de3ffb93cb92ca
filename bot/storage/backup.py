"""Backups that either database can take up again: one snapshot of all tables as gzipped JSON lines.

The first line is a header, then one line `[table, row]` for each row, and a last line that counts them.
"""

import gzip
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import Connection, select, text

from bot.rules.errors import EdgeDown, RuleBroken
from bot.storage.columns import plain
from bot.storage.engine import open_engine
from bot.storage.faults import telling
from bot.storage.revision import head, reached
from bot.storage.tables import metadata

FORMAT = "holdout-backup-1"
CHUNK = 500
"""Rows that are read or written in one go."""


def backup(url: str, path: Path, at: datetime) -> int:
    """Write all that is stored to a file that only its owner can read; nobody has to wait meanwhile.

    The file holds everything about everybody, and the key behind the tombstones: keep it as safe as the database.

    Args:
        url: The database.
        path: The file, replaced only once the new one is whole.
        at: The time to write into it, aware.

    Returns:
        The number of rows written.

    Raises:
        RuleBroken: `other_revision`: the database is not at the newest revision.
        EdgeDown: The database or the disk did not answer; no file was written.
    """
    engine = open_engine(url, begin="BEGIN")  # only reads, so SQLite's writers go on
    try:
        with telling(), engine.begin() as connection, _whole_file(path) as lines:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SET LOCAL statement_timeout = 0"))
            if (revision := reached(connection)) != head():
                raise RuleBroken(
                    "other_revision", "The database is not at the newest revision. Run `db upgrade` first."
                )
            _write(lines, {"format": FORMAT, "revision": revision, "at": at.isoformat()})
            count = sum(_write(lines, row) for row in _rows(connection))
            _write(lines, {"rows": count})
            return count
    finally:
        engine.dispose()


def _rows(connection: Connection) -> Iterator[list[Any]]:
    """Give every row of every table, those that others refer to first."""
    for table in metadata.sorted_tables:
        found = connection.execution_options(yield_per=CHUNK).execute(select(table).order_by(*table.primary_key))
        for row in found.mappings():
            yield [table.name, {name: plain(value) for name, value in row.items()}]


def _write(lines: TextIO, value: Any) -> int:
    """Write one line, and give the number of lines written."""
    lines.write(json.dumps(value, separators=(",", ":"), allow_nan=False) + "\n")
    return 1


@contextmanager
def _whole_file(path: Path) -> Iterator[TextIO]:
    """Open a file that takes its name only when everything is written and on the disk."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with open(part, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as raw:
            with gzip.open(raw, "wt", encoding="ascii", newline="\n") as lines:
                yield lines
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(path)
    except OSError as fault:
        raise EdgeDown("disk", f"The backup could not be written to {path}: {fault.strerror}.") from fault
    finally:
        with suppress(OSError):
            part.unlink()
