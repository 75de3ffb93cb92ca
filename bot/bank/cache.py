"""What checking found, kept under its content, so that only files that changed are checked again.

A kept value is a plain file named by its key, which begins with the digest of what it holds: a damaged one is no value.
Nothing in it is ever run, and throwing the folder away loses only time.
"""

import contextlib
import os
import tempfile
from collections.abc import Iterator, MutableMapping
from hashlib import sha256
from pathlib import Path

_DIGEST = 32


class Cache(MutableMapping[str, bytes]):
    """Values in a folder, by the SHA-256 of what they were made of.

    Args:
        folder: Made when the first value comes. Where it cannot be written, nothing is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __getitem__(self, key: str) -> bytes:
        """Give a value.

        Raises:
            KeyError: It is not kept, or is damaged.
        """
        try:
            kept = self._path(key).read_bytes()
        except OSError:
            raise KeyError(key) from None
        value = kept[_DIGEST:]
        if sha256(value).digest() != kept[:_DIGEST]:
            raise KeyError(key)
        return value

    def __setitem__(self, key: str, value: bytes) -> None:
        """Keep a value, whole or not at all.

        Raises:
            KeyError: The key is no digest.
        """
        path = self._path(key)
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder)
            with os.fdopen(handle, "wb") as file:
                file.write(sha256(value).digest() + value)
            Path(name).replace(path)

    def __delitem__(self, key: str) -> None:
        """Forget a value.

        Raises:
            KeyError: It is not kept.
        """
        try:
            self._path(key).unlink()
        except OSError:
            raise KeyError(key) from None

    def __iter__(self) -> Iterator[str]:
        """Give the keys."""
        if self._folder.is_dir():
            yield from (path.name for path in self._folder.iterdir() if len(path.name) == _DIGEST * 2)

    def __len__(self) -> int:
        """Count the values."""
        return sum(1 for _ in self)

    def _path(self, key: str) -> Path:
        if len(key) != _DIGEST * 2 or not set(key) <= set("0123456789abcdef"):
            raise KeyError(key)
        return self._folder / key


def checker_version() -> str:
    """Give a digest of the checker's own source: another checker finds other things."""
    rooms = [Path(__file__).parent, Path(__file__).parents[1] / "rules", Path(__file__).parents[1] / "render"]
    sources = [path for room in rooms for path in sorted(room.glob("*.py"))]
    return sha256(b"\0".join(path.read_bytes() for path in sources)).hexdigest()
