"""What runs leave on the disk is measured and removed, whatever shape it has."""

import os
from pathlib import Path

import pytest

from bot.sandbox import leavings
from bot.sandbox.leavings import too_much, wipe


def deep(folder: Path, depth: int) -> None:
    folder.mkdir()
    here = os.open(folder, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("d" * 50, dir_fd=here)
        inner = os.open("d" * 50, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)


def test_a_folder_is_removed_however_deep_and_closed_and_no_link_is_followed(tmp_path: Path) -> None:
    home, others = tmp_path / "home", tmp_path / "others"
    others.mkdir()
    (others / "kept").write_text("kept", encoding="utf-8")
    deep(home, 1500)
    (home / "link").symlink_to(others)
    (home / "closed").mkdir()
    (home / "closed" / "link").symlink_to(others / "kept")
    (home / "closed" / "inner").mkdir(mode=0)
    (home / "closed").chmod(0)
    os.mkfifo(home / "pipe")
    wipe(str(home))
    assert not home.exists()
    assert (others / "kept").read_text(encoding="utf-8") == "kept"


def test_no_folder_is_no_trouble(tmp_path: Path) -> None:
    wipe(str(tmp_path / "none"))
    assert not too_much(str(tmp_path / "none"), os.getpid())


def test_too_many_entries_and_too_much_data_are_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep(tmp_path / "home", 20)
    assert not too_much(str(tmp_path / "home"), os.getpid())
    monkeypatch.setattr(leavings, "MOST_ENTRIES", 19)
    assert too_much(str(tmp_path / "home"), os.getpid())
    monkeypatch.undo()
    monkeypatch.setattr(leavings, "MOST_BYTES", 1 << 20)
    (tmp_path / "home" / "large").write_bytes(bytes(2 << 20))
    assert too_much(str(tmp_path / "home"), os.getpid())


def test_what_is_deleted_but_held_open_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leavings, "MOST_BYTES", 1 << 20)
    with (tmp_path / "gone").open("wb") as file:
        file.write(bytes(2 << 20))
        file.flush()
        (tmp_path / "gone").unlink()
        assert too_much(str(tmp_path), os.getpid())


def test_a_folder_that_cannot_be_looked_into_is_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str) -> None:
        raise PermissionError(path)

    monkeypatch.setattr(os, "scandir", refuse)  # root may enter any
    assert too_much(str(tmp_path), os.getpid())
