"""A small bank on disk, for tests to write questions into."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.bank.folder import Folder, check_folder

TODAY = date(2026, 11, 23)
CONFUSION = "stats/evaluation/confusion.yaml"
SKILLS = """\
version: 1
areas:
- id: stats
  name: Statistics
  subareas:
  - id: stats.evaluation
    name: Evaluation
    strand: mathematics
    topics:
    - {id: confusion, name: "Precision, recall and F1", show: counts}
    - {id: roc-pr, name: ROC AUC and PR curves, show: ranks}
- id: python
  name: Python
  subareas:
  - id: python.numpy
    name: NumPy
    strand: applied
    topics:
    - {id: broadcasting, name: Broadcasting, show: shapes}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of questions with a skill tree and no question."""
    where = tmp_path / "questions"
    where.mkdir()
    (where / "skills.yaml").write_text(SKILLS, "utf-8")
    return where


@pytest.fixture
def write(folder: Path) -> Callable[..., Path]:
    """Write a file of questions into the folder."""

    def put(words: str, name: str = CONFUSION) -> Path:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words, "utf-8")
        return path

    return put


@pytest.fixture
def checked(folder: Path, write: Callable[..., Path]) -> Callable[..., Folder]:
    """Check the folder with one file of questions in it."""

    def run(words: str, name: str = CONFUSION) -> Folder:
        write(words, name)
        return check_folder(folder, TODAY)

    return run


@pytest.fixture
def told(checked: Callable[..., Folder]) -> Callable[..., list[str]]:
    """Give the faults of one file of questions as people read them, without the folder's name."""

    def run(words: str, name: str = CONFUSION) -> list[str]:
        return [str(fault).replace(f"questions/{name}:", "") for fault in checked(words, name).faults]

    return run
