import json
import math
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from benchmarks import bank, grading, practice, quiz, sandbox, start
from benchmarks.made import make_bank
from benchmarks.report import Figure, run
from bot.bank.folder import check_folder
from tests.bank.conftest import TODAY

KEYS = {"name", "value", "unit", "target", "better", "holds"}
Main = Callable[[Sequence[str]], int]


@pytest.fixture
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """The programs under measurement run without coverage: it would double what they cost, and adds nothing."""
    for name in [name for name in os.environ if name.startswith("COVERAGE_")]:
        monkeypatch.delenv(name)


@pytest.mark.usefixtures("_bare")
@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("main", "figures"),
    [
        (bank.main, 7),
        (start.main, 4),
        (practice.main, 2),
        (quiz.main, 12),
        (sandbox.main, 16),
        (grading.main, 6),
    ],
)
def test_a_quick_run_tells_every_figure(main: Main, figures: int, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["--quick", "--json"])
    told = json.loads(capsys.readouterr().out)["figures"]
    assert len(told) == figures
    for figure in told:
        assert figure.keys() == KEYS
        assert math.isfinite(figure["value"])
        assert figure["value"] >= 0
    assert status == (0 if all(figure["holds"] for figure in told) else 1)


def test_a_target_is_met_or_not(capsys: pytest.CaptureFixture[str]) -> None:
    low, high = Figure("low", 3.0, "x", 3.0), Figure("high", 2.9, "x", 3.0, "higher")
    assert (low.holds, high.holds, Figure("none", math.nan, "x", 3.0).holds) == (True, False, False)
    assert run("some", "About.", lambda quick: [low] if quick else [low, high], ["--quick"]) == 0
    assert run("some", "About.", lambda quick: [low] if quick else [low, high], []) == 1
    said = capsys.readouterr().out
    assert "✓" in said
    assert "✗" in said


def test_a_made_bank_is_sound_and_the_same_each_time(tmp_path: Path) -> None:
    for name in ("one", "other"):
        make_bank(tmp_path / name / "questions", 60)
    one, other = (check_folder(tmp_path / name / "questions", TODAY) for name in ("one", "other"))
    assert len(one.items) == len({item.where for item in one.items}) == 60
    assert sum(item.question.template is not None for item in one.items) == 12
    assert [str(fault) for fault in one.faults if fault.refuses and fault.code != "E10"] == []
    assert [item.entry for item in one.items] == [item.entry for item in other.items]
