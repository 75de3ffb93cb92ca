"""`grade`: one line per answer, whatever it says."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from bot.bank.single import worded_question
from bot.cli.grade import Hear, report
from bot.cli.main import parse
from bot.rules.errors import BankError
from bot.rules.heard import Ear, HeardPoint, Hearing, Status
from bot.settings import Settings
from bot.wiring.command import main
from bot.wiring.grading import Grading
from tests.cli.test_sandbox import standard_input

COMMAND = ["grade", "--question", "q.yaml", "--json"]
QUESTIONS = """
- id: bare
  q: What does a held-out test set tell?
  points:
    - say: It estimates how the model does on data it has not seen, since the training error is too optimistic.
- q: What is the mean squared error of probabilities called?
  answer: [Brier score, Brier]
  near: [mean squared error]
- id: two
  q: Which?
  level: junior
  right: a
  wrong: [b]
"""


POINTS = (HeardPoint(0.9, Ear.HEARD, "so"), HeardPoint(0.5, Ear.UNSURE))
HEARD = Hearing(0.71234567, Status.ABSTAINED, 0.4, POINTS)


@dataclass
class Hearsay:
    """Hears in every answer what it says, and its second half is unsure; a model outside hears `x` alone."""

    closed: bool = False

    @asynccontextmanager
    async def opened(self, file: Path, question_id: str, *, outside: bool) -> AsyncIterator[Hear]:
        if question_id == "away":
            raise FileNotFoundError(2, "No such file or directory")

        async def hear(answer: str) -> tuple[Sequence[str], Hearing]:
            heard = replace(HEARD, heard_by="mark-1") if answer == "x" else replace(HEARD, remark="Too slow.")
            return ("one", answer), heard if outside else HEARD

        yield hear
        self.closed = True


def answered(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_line_is_answered_in_order_by_the_documented_keys(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = b'{"id": 1, "answer": "x"}\nno\n\n{"id": "b"}\n[1]\n{"answer": "y"}'
    hearsay = Hearsay()
    with standard_input(lines, tmp_path / "in", piped=False):
        assert report(parse(COMMAND), hearsay) == 0

    assert hearsay.closed
    first, broken, without, other, last = answered(capsys)
    assert first == {
        "id": 1,
        "score": 0.7123,
        "status": "abstained",
        "confidence": 0.4,
        "points": [
            {"say": "one", "heard": True, "evidence": "so"},
            {"say": "x", "heard": False, "evidence": ""},
        ],
    }
    for line, says in ((broken, "not JSON"), (without, "`answer`"), (other, "not a JSON object")):
        assert line["status"] == "error"
        assert line["score"] is None
        assert says in line["reason"]
    assert without["id"] == "b"
    assert last["id"] is None
    assert last["score"] == 0.7123


def test_with_a_model_outside_each_line_says_who_graded_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = b'{"answer": "x"}\n{"answer": "y"}\nno'
    with standard_input(lines, tmp_path / "in", piped=False):
        assert report(parse([*COMMAND, "--endpoint"]), Hearsay()) == 0

    first, second, broken = answered(capsys)
    assert (first["by"], first["remark"], second["by"], second["remark"]) == ("mark-1", "", "holdout", "Too slow.")
    assert "by" not in broken


def test_a_file_that_cannot_be_read_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert report(parse([*COMMAND, "--id", "away"]), Hearsay()) == 2
    assert "q.yaml: No such file" in capsys.readouterr().err


def written(folder: Path, text: str = QUESTIONS) -> Path:
    path = folder / "q.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_whole_command_grades_a_bare_reference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = "The error on training data is too optimistic, so it estimates how the model does on new data."
    lines = "\n".join(json.dumps({"id": each, "answer": each}) for each in (good, "Bananas are yellow."))
    with standard_input(lines.encode(), tmp_path / "in", piped=False):
        assert main(["grade", "--question", str(written(tmp_path)), "--id", "bare"]) == 0

    right, wrong = answered(capsys)
    assert right["score"] > wrong["score"] + 0.3
    assert right["points"][0]["evidence"] in good
    assert len(right["points"]) == 1


async def test_a_short_text_is_graded_by_its_terms(tmp_path: Path) -> None:
    async with Grading(Settings()).opened(written(tmp_path), "question") as hear:
        heard = {
            text: await hear(text) for text in ("the Brier scores", "log loss", "mean squared error", "", "x" * 500)
        }
    says, right = heard["the Brier scores"]
    assert says == ("Brier score",)
    assert (right.score, right.status, right.points) == (
        1.0,
        Status.GRADED,
        (HeardPoint(1.0, Ear.HEARD, "the Brier scores"),),
    )
    assert [heard[text][1].score for text in ("log loss", "mean squared error")] == [0.0, 0.5]
    for text in ("", "x" * 500):
        says, refused = heard[text]
        assert says == ("Brier score",)
        assert refused.status is Status.NEEDS_REVIEW
        assert refused.why


def test_a_question_that_is_not_answered_in_words_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BankError, match="there is no question answered in words `two`"):
        worded_question(written(tmp_path), "two")
    with pytest.raises(BankError, match="2 questions can be graded"):
        worded_question(written(tmp_path), "")
