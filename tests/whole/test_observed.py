"""`bank check --observed`: what people's answers in the database say about the built-in questions."""

import json
from pathlib import Path

import pytest

from bot.actions.ports import Books
from bot.actions.records import NewAttempt, Settled, Version, VersionKey
from bot.bank.observing import observed_faults
from bot.rules.observed import FEWEST, Given
from bot.rules.question import SingleChoice
from bot.rules.variants import draw_variant
from bot.storage.desk import Desk
from bot.wiring import main
from tests.samples import NOON
from tests.stock import bank_of
from tests.whole.house import FEW

NAME = "f1-tradeoff"


@pytest.fixture(autouse=True)
def own_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOLDOUT_DATA", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)


def test_without_a_database_it_says_so(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["bank", "check", "--observed"]) == 1
    said = capsys.readouterr().err
    assert said == "database: nothing is kept yet, or `db upgrade` has to bring it up first\n"
    assert not (tmp_path / "holdout.sqlite3").exists()


async def answer(path: Path, people: int) -> None:
    """Let so many people choose the first distractor of a question, and a half of them know another one."""
    entry = bank_of(FEW).entries[NAME]
    body = entry.question.body
    assert isinstance(body, SingleChoice)
    key, other = VersionKey(0, NAME, entry.question.version), VersionKey(0, "another", 1)

    def work(books: Books) -> None:
        books.versions.keep(Version(key, entry.digest, entry.document, "live"))
        books.versions.keep(Version(other, "0" * 64, "{}", "live"))
        for person in range(1, people + 1):
            options = draw_variant(entry.question, person).options
            place = next(place for place, option in enumerate(options) if option.text == body.wrong[0].text)
            for call, asked, score in ((person, key, 0.0), (1000 + person, other, float(person % 2))):
                new = NewAttempt(call, person, None, 1, asked, "stats.evaluation.confusion", person, NOON)
                settled = Settled(NOON, {"chosen": [place]}, score, "wrong", "", "", None)
                books.attempts.settle(books.attempts.open(new).id, settled)

    async with Desk(f"sqlite:///{path}") as desk:
        await desk(work)


async def told(capsys: pytest.CaptureFixture[str], tmp_path: Path, people: int) -> list[str]:
    assert main(["db", "upgrade"]) == 0
    await answer(tmp_path / "holdout.sqlite3", people)
    capsys.readouterr()
    assert main(["bank", "check", "--observed", "--json", "--folder", str(FEW)]) == 0
    return [fault["what"] for fault in json.loads(capsys.readouterr().out)["faults"] if fault["code"] == "W07"]


async def test_answers_speak_against_a_question(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    found = await told(capsys, tmp_path, FEWEST)
    assert [each.partition(" (n = ")[2] for each in found] == ["30)"] * len(found)
    assert any(each.startswith("the mean score is 0.00") for each in found)
    assert any(each.endswith("was chosen by 0 % (n = 30)") for each in found)


async def test_few_answers_say_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert await told(capsys, tmp_path, FEWEST - 1) == []


def test_answers_to_questions_that_are_gone_are_passed_over() -> None:
    assert list(observed_faults((), {("gone", 1): [Given(0, {}, 0.0)] * FEWEST})) == []
