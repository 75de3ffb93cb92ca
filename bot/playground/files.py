"""The bytes that people and the bot attach: on disk if there is a folder, else in memory; names never become paths."""

import mimetypes
import re
import struct
from dataclasses import dataclass
from pathlib import Path

IMAGE_TYPES = ("image/png", "image/jpeg", "image/gif", "image/webp")
_NAME_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in, with its bare name and its bytes."""

    name: str
    data: bytes
    description: str | None = None


def bare_name(name: str) -> str:
    """Keep of a file's name what is safe in a link: letters, digits, dots, dashes and underscores."""
    last = re.split(r"[/\\]", name)[-1]
    clean = re.sub(r"[^\w.\-]+", "_", last).lstrip(".")[-_NAME_LIMIT:]
    return clean or "file"


def type_of(upload: Upload) -> str:
    """Tell the media type: images by their first bytes, never by their name; the rest by name."""
    image = _image_type(upload.data)
    if image is not None:
        return image
    guessed = mimetypes.guess_type(upload.name)[0] or "application/octet-stream"
    return "application/octet-stream" if guessed.startswith("image/") else guessed


def _image_type(data: bytes) -> str | None:
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return None


def size_in_pixels(data: bytes) -> tuple[int, int] | None:
    """Read width and height from a PNG's header; None for everything else."""
    header = 24
    if _image_type(data) != "image/png" or len(data) < header:
        return None
    width, height = struct.unpack(">II", data[16:header])
    return width, height


class Files:
    """Bytes by the id of their attachment; ids are decimal digits and nothing else is looked up."""

    def __init__(self, folder: Path | None) -> None:
        """Keep them in `files` inside the folder, or in memory."""
        self._folder = folder / "files" if folder is not None else None
        self._kept: dict[str, bytes] = {}
        if self._folder is not None:
            self._folder.mkdir(parents=True, exist_ok=True)

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes under an id made by this world."""
        if self._folder is None:
            self._kept[key] = data
        else:
            (self._folder / key).write_bytes(data)

    def get(self, key: str) -> bytes | None:
        """Fetch bytes; None where there are none."""
        if self._folder is None:
            return self._kept.get(key)
        path = self._folder / key
        return path.read_bytes() if key.isascii() and key.isdigit() and path.is_file() else None

    def drop(self, key: str) -> None:
        """Forget bytes; an unknown id is fine."""
        if self._folder is None:
            self._kept.pop(key, None)
        elif key.isascii() and key.isdigit():
            (self._folder / key).unlink(missing_ok=True)
