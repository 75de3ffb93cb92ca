"""An append-only file of JSON lines that outlives the process; what the lines mean is the world's affair."""

import errno
import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO


class Journal:
    """Values under (kind, id), kept in memory and, if there is a folder, in `journal.jsonl` in it."""

    def __init__(self, folder: Path | None) -> None:
        """Read what an earlier process wrote and write it down anew without what is obsolete.

        A torn last line, as a killed process leaves it, is dropped.

        Raises:
            BlockingIOError: another playground is using the folder.
            ValueError: a line before the last one is damaged, which no kill can cause.
        """
        self._shelves: dict[str, dict[str, Any]] = {}
        self._file: BinaryIO | None = None
        self._lock: BinaryIO | None = None
        if folder is None:
            return
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = _locked(folder)
        path = folder / "journal.jsonl"
        try:
            if path.exists():
                self._read(path)
        except ValueError:
            self.close()
            raise
        self._rewrite(path)
        self._file = path.open("ab", buffering=0)

    def shelf(self, kind: str) -> dict[str, Any]:
        """Show all values of a kind by id, in the order in which they came; not to be changed."""
        return self._shelves.get(kind, {})

    def put(self, kind: str, key: str, value: Any) -> None:
        """Set a JSON value; it survives a kill of the process once this has returned."""
        self._shelves.setdefault(kind, {})[key] = value
        self._write({"kind": kind, "id": key, "value": value})

    def drop(self, kind: str, key: str) -> None:
        """Forget a value; an unknown one is fine."""
        if self._shelves.get(kind, {}).pop(key, None) is not None:
            self._write({"kind": kind, "id": key})

    def close(self) -> None:
        """Let go of the file and the folder."""
        if self._file is not None:
            self._file.close()
            self._file = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _write(self, record: dict[str, Any]) -> None:
        if self._file is not None:
            self._file.write(_line(record))

    def _read(self, path: Path) -> None:
        for record in _records(path):
            shelf = self._shelves.setdefault(record["kind"], {})
            if "value" in record:
                shelf[record["id"]] = record["value"]
            else:
                shelf.pop(record["id"], None)

    def _rewrite(self, path: Path) -> None:
        """Replace the file in one step, so that a kill here loses nothing."""
        fresh = path.with_suffix(".new")
        with fresh.open("wb") as file:
            for kind, shelf in self._shelves.items():
                for key, value in shelf.items():
                    file.write(_line({"kind": kind, "id": key, "value": value}))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)


def _locked(folder: Path) -> BinaryIO:
    """Claim a folder for as long as the file is open; a kill lets go of it too."""
    lock = (folder / "lock").open("wb")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise BlockingIOError(errno.EAGAIN, "another playground is using this folder", str(folder)) from None
    return lock


def _line(record: dict[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _records(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the whole lines.

    Raises:
        ValueError: a line before the last one is damaged, which no kill can cause.
    """
    lines = path.read_bytes().split(b"\n")
    torn = lines.pop()  # b"" when the last line is whole
    del torn
    for number, line in enumerate(lines, start=1):
        try:
            yield json.loads(line)
        except ValueError:
            raise ValueError(f"{path}:{number}: damaged; move the file away to begin a new world") from None
