"""Who hears answers, with the real grader."""

import json
from pathlib import Path

import pytest

from bot.cli.bank import Checked
from bot.judge.hearing import hear
from bot.rules.errors import EdgeDown
from bot.rules.heard import Asked, Hearing
from bot.rules.spoken import to_plain
from bot.wiring.hearing import Heard, Hearer
from bot.wiring.tools import Bank
from bot.workers.pool import Pool
from tests.bank.conftest import CONFUSION, SKILLS
from tests.bank.written import OPEN
from tests.samples import OPEN as ASKED
from tests.samples import RUBRIC

QUESTION = Asked(ASKED.text, RUBRIC.points, RUBRIC.mistakes, RUBRIC.better)


async def test_a_worker_hears_what_this_process_would() -> None:
    async with Pool() as pool:
        assert await Hearer(pool.run).hear(QUESTION, RUBRIC.better) == hear(QUESTION, RUBRIC.better)


async def test_without_a_worker_the_grader_is_away() -> None:
    async with Pool() as pool:
        await pool.close()
        with pytest.raises(EdgeDown) as down:
            await Hearer(pool.run).hear(QUESTION, "x")
    assert down.value.edge == "grader"


def test_what_was_heard_is_kept_for_the_same_grader_rubric_and_words() -> None:
    kept: dict[str, bytes] = {}
    first = Heard(kept).hear(QUESTION, "I would check the split.")
    [key] = kept
    assert json.loads(kept[key]) == json.loads(json.dumps(to_plain(first)))
    other = Hearing(0.125, first.status, 0.5, first.points)
    kept[key] = json.dumps(to_plain(other)).encode()
    assert Heard(kept).hear(QUESTION, "I would check the split.") == other
    Heard(kept).hear(QUESTION, "I would ask for the power.")
    assert len(kept) == 2


def check(folder: Path, kept: Path) -> Checked:
    return Bank("sqlite:///nowhere", kept).check(folder, observed=False)


def test_a_check_refuses_a_strong_answer_that_is_not_heard(tmp_path: Path) -> None:
    folder = tmp_path / "questions"
    path = folder / CONFUSION
    path.parent.mkdir(parents=True)
    (folder / "skills.yaml").write_text(SKILLS, "utf-8")
    path.write_text(OPEN.replace("It varies. It also sees bad data", "Cats sleep all day"), "utf-8")
    for _ in range(2):
        codes = [str(fault) for fault in check(folder, tmp_path / "kept").faults if fault.code == "E20"]
        assert len(codes) == 1
        assert codes[0].startswith("questions/stats/evaluation/confusion.yaml:11: E20 `better` grades 0.")
