import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.cli.main import parse
from bot.cli.measure import END, START, report, rewritten

FIGURES = {
    "figures": [
        {"name": "questions", "value": 85, "target": None, "better": "higher", "holds": True},
        {"name": "r of scores", "value": 0.6249, "target": 0.5, "better": "higher", "holds": True},
        {"name": "RMSE", "value": 0.3, "target": 0.285, "better": "lower", "holds": False},
    ],
    "attacks": [{"kind": "backwards", "half": "held back", "rubric": 0.0, "one sentence alone": 0.127}],
}
TABLE = """| Figure | Value | Target |
|---|--:|--:|
| questions | 85 |  |
| r of scores | 0.625 | ≥ 0.500 |
| RMSE | 0.300 (missed) | ≤ 0.285 |

| Attack | Half | rubric | one sentence alone |
|---|---|--:|--:|
| backwards | held back | 0 % | 13 % |"""


class Measured:
    def __init__(self, page: Path) -> None:
        self.page = page

    def grading(self, say: Callable[[str], None], embeddings: str = "") -> Mapping[str, Any]:
        say(f"half of it{embeddings and ' with '}{embeddings}")
        return FIGURES


def test_the_table_is_printed_and_put_between_the_marks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "grading.md"
    page.write_text(f"# Before\n{START}\nold\n{END}\nafter\n", encoding="utf-8")
    assert report(parse(["measure", "grading"]), Measured(page)) == 0
    told = capsys.readouterr()
    assert (told.out, told.err) == (f"{TABLE}\n", "half of it\n")
    assert page.read_text(encoding="utf-8") == f"# Before\n{START}\n{TABLE}\n{END}\nafter\n"


def test_json_is_one_object_and_nothing_is_written_without_a_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(parse(["measure", "grading", "--json"]), Measured(tmp_path / "grading.md")) == 0
    assert json.loads(capsys.readouterr().out) == FIGURES
    assert list(tmp_path.iterdir()) == []


def test_with_embeddings_the_table_of_the_own_grader_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "grading.md"
    page.write_text(f"{START}\nold\n{END}\n", encoding="utf-8")
    assert report(parse(["measure", "grading", "--embeddings", "models/small", "--json"]), Measured(page)) == 0
    told = capsys.readouterr()
    assert (json.loads(told.out), told.err) == (FIGURES, "half of it with models/small\n")
    assert page.read_text(encoding="utf-8") == f"{START}\nold\n{END}\n"


def test_a_page_without_marks_stays() -> None:
    assert rewritten("nothing here", TABLE) == "nothing here"


def test_what_to_measure_must_be_said() -> None:
    with pytest.raises(SystemExit, match="2"):
        parse(["measure"])
