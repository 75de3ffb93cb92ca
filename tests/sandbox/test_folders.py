"""Folders that killed processes left behind are removed; those that somebody holds, or another kind, stay."""

import os
from pathlib import Path

import pytest

from bot.sandbox import folders
from bot.sandbox.folders import PREFIX, Folder


def test_what_is_left_over_goes_and_what_is_held_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left, young, other = tmp_path / f"{PREFIX}left", tmp_path / f"{PREFIX}young", tmp_path / "other"
    held = Folder()
    below = held.below("a-")
    for folder in (left, young, other):
        folder.mkdir()
        (folder / "file").touch()
    (tmp_path / f"{PREFIX}link").symlink_to(other)
    for folder in (left, other, held.path):
        os.utime(folder, (0, 0))
    Folder().close()
    assert {path.name for path in tmp_path.iterdir()} == {held.path.name, young.name, other.name, f"{PREFIX}link"}
    assert Path(below).stat().st_mode & 0o777 == 0o711
    held.close()
    assert not held.path.exists()


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / f"{PREFIX}left"
    folder.mkdir()
    os.utime(folder, (0, 0))
    monkeypatch.setattr(os, "getuid", lambda: 4321)
    folders.sweep(tmp_path)
    assert folder.exists()
