"""Empty books at the newest revision, migrated once and copied: a migration takes longer than most tests."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.storage.migrate import upgrade


@cache
def new_books() -> bytes:
    """Give the bytes of an SQLite file that is at the newest revision and has nothing in it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "books.sqlite3"
        upgrade(f"sqlite:///{path}")
        return path.read_bytes()
