"""Folders of our own for a time; what a process that was killed has left of them goes when the next one starts."""

import contextlib
import fcntl
import os
import tempfile
import time
from pathlib import Path

from bot.sandbox.leavings import wipe

PREFIX = "holdout-sandbox-"
YOUNG_S = 60.0
"""A folder is left alone so long: its owner may not have claimed it yet."""


class Folder:
    """A folder that others can pass through but not list: a child of tier B, which may be another user, works below.

    It is locked for as long as this process lives, so that others can tell what is left over.
    """

    def __init__(self) -> None:
        sweep(Path(tempfile.gettempdir()))
        self.path = Path(tempfile.mkdtemp(prefix=PREFIX))
        self.path.chmod(0o711)
        self._lock = os.open(self.path, os.O_RDONLY)
        fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def below(self, prefix: str) -> str:
        """Make a new folder in it, of the same kind."""
        folder = tempfile.mkdtemp(prefix=prefix, dir=self.path)
        Path(folder).chmod(0o711)
        return folder

    def close(self) -> None:
        """Remove it and all in it."""
        wipe(str(self.path))
        os.close(self._lock)


def sweep(place: Path) -> None:
    """Remove the folders that nobody holds any more: their owners were killed."""
    for folder in place.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            facts = folder.lstat()
            if facts.st_uid == os.getuid() and time.time() - facts.st_mtime > YOUNG_S:
                lock = os.open(folder, os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY)
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    wipe(str(folder))
                finally:
                    os.close(lock)
