"""What a run leaves on the disk in tier B: how much it is, and how it is removed, whatever shape it has."""

# ruff: noqa: PTH106, PTH116, PTH208
# pathlib knows no descriptors of folders

import contextlib
import itertools
import os
import stat
from collections.abc import Iterator

MOST_BYTES, MOST_ENTRIES = 128 << 20, 8192
"""What a run may keep on the disk; in tier A the size of its file systems says so."""
_OPEN = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


def too_much(folder: str, pid: int) -> bool:
    """Tell whether a run keeps more than it may, counting what it has deleted and still holds open."""
    held, entries = 0, 0
    try:
        for facts in itertools.chain(_below(folder), _held(pid)):
            held += facts.st_blocks * 512
            entries += 1
            if held > MOST_BYTES or entries > MOST_ENTRIES:
                return True
    except OSError:  # a folder that is closed to its own maker, or too deep to be named, could hold anything
        return True
    return False


def wipe(folder: str) -> None:
    """Remove a folder and all in it; harmless where there is none. What somebody still writes to may stay.

    No link is followed, no depth is too deep: folders are moved up as they are found, and emptied there.
    """
    with contextlib.suppress(OSError):
        top = os.open(folder, _OPEN)
        names = map("{} moved".format, itertools.count())
        try:
            todo = os.listdir(top)
            while todo:
                todo += _unfold(top, todo.pop(), names)
        finally:
            os.close(top)
        os.rmdir(folder)


def _unfold(top: int, name: str, names: Iterator[str]) -> list[str]:
    """Remove one entry; give the new names of the folders that were in it and now lie beside it."""
    if not _is_folder(name, top):
        os.unlink(name, dir_fd=top)
        return []
    moved = []
    os.chmod(name, 0o700, dir_fd=top)
    inner = os.open(name, _OPEN, dir_fd=top)
    try:
        for entry in os.listdir(inner):
            if _is_folder(entry, inner):
                os.chmod(entry, 0o700, dir_fd=inner)  # a folder that may not be written cannot be moved
                moved.append(next(names))
                os.rename(entry, moved[-1], src_dir_fd=inner, dst_dir_fd=top)
            else:
                os.unlink(entry, dir_fd=inner)
    finally:
        os.close(inner)
    os.rmdir(name, dir_fd=top)
    return moved


def _is_folder(name: str, place: int) -> bool:
    return stat.S_ISDIR(os.stat(name, dir_fd=place, follow_symlinks=False).st_mode)


def _below(folder: str) -> Iterator[os.stat_result]:
    """Give the facts of all below a folder, while it changes; what is gone meanwhile is left out.

    Raises:
        OSError: A folder may not be entered, or lies too deep to be named.
    """
    todo = [folder]
    while todo:
        with contextlib.suppress(FileNotFoundError, NotADirectoryError), os.scandir(todo.pop()) as entries:
            for entry in entries:
                with contextlib.suppress(FileNotFoundError):
                    yield entry.stat(follow_symlinks=False)
                    if entry.is_dir(follow_symlinks=False):
                        todo.append(entry.path)


def _held(pid: int) -> Iterator[os.stat_result]:
    """Give the facts of the files that a process holds open and that have no name any more."""
    with contextlib.suppress(OSError):
        for number in os.listdir(f"/proc/{pid}/fd"):
            with contextlib.suppress(OSError):
                facts = os.stat(f"/proc/{pid}/fd/{number}")
                if stat.S_ISREG(facts.st_mode) and not facts.st_nlink:
                    yield facts
