from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from bot.judge import measuring
from bot.judge.attacks import HELD_BACK, SHOWN
from bot.judge.measuring import (
    VIEWS,
    Figure,
    Measured,
    calibration_error,
    correlation,
    kappa,
    measure,
    rmse,
    told,
    within,
)
from bot.judge.model import Head
from bot.judge.training import Rows, fit
from bot.rules.heard import Asked
from bot.rules.marked import MarkedAnswer, MarkedPrompt
from bot.rules.rubric import Point

PAGE = Path(__file__).parents[2] / "docs" / "grading.md"
SUBJECTS = {
    "cache": ("Why a cache?", "It saves work since answers are kept.", "It costs memory and can be stale."),
    "bias": ("What is bias?", "The model is too simple for the data.", "Both errors are high and close together."),
    "drift": ("What is drift?", "The data changes after the training.", "So the error grows and must be watched."),
}


def prompt(name: str) -> MarkedPrompt:
    text, one, two = SUBJECTS[name]
    points = (Point(one, accept=(one.partition(" ")[2],)), Point(two))
    answers = (
        MarkedAnswer("strong", f"{one} {two}", ((1.0, 1.0), (1.0, 1.0))),
        MarkedAnswer("only 1", f"I think that {one.lower()}", ((1.0, 0.0), (1.0, 0.5))),
        MarkedAnswer("nothing", "I have never heard of it, sorry.", ((0.0, 0.0), (0.0, 0.0))),
    )
    return MarkedPrompt(name, f"area.{name}.topic", Asked(text, points, (), f"{one} {two}"), answers)


@cache
def measured() -> Measured:
    return measure([prompt(name) for name in SUBJECTS], ["The model keeps the data."], lambda _: None)


def value(name: str) -> float:
    return next(figure.value for figure in measured().figures if figure.name == name)


def test_every_answer_is_judged_once_and_every_attack_is_tried_in_each_view() -> None:
    assert (value("questions"), value("marked answers"), value("marked points")) == (3, 9, 18)
    assert {rate.kind for rate in measured().rates} == {*SHOWN, *HELD_BACK}
    assert all(rate.by_view.keys() == VIEWS.keys() for rate in measured().rates)
    assert {rate.kind for rate in measured().rates if rate.shown} == set(SHOWN)


def test_the_shares_of_states_are_a_whole() -> None:
    assert value("answers: graded") + value("answers: needs_review") + value("answers: abstained") == pytest.approx(1)


def test_no_scorer_saw_the_question_it_judges(monkeypatch: pytest.MonkeyPatch) -> None:
    left_out: list[set[int]] = []

    def watched(rows: Rows, out: npt.NDArray[np.bool_]) -> dict[str, Head]:
        left_out.append(set(rows.prompt[out].tolist()))
        return fit(rows, out)

    monkeypatch.setattr(measuring, "fit", watched)
    measure([prompt(name) for name in SUBJECTS], [], lambda _: None)
    assert left_out == [{0}, {1}, {2}]


def test_one_marker_alone_says_nothing_of_agreement() -> None:
    whole = prompt("bias")
    alone = MarkedPrompt(
        whole.id,
        whole.topic,
        whole.asked,
        [MarkedAnswer(answer.brief, answer.text, answer.marks[:1]) for answer in whole.answers],
    )
    found = measure([prompt("cache"), alone, prompt("drift")], [], lambda _: None)
    assert any(figure.name.startswith("two markers") for figure in found.figures)
    judged = [measuring.Judged(alone, answer, None) for answer in alone.answers]  # type: ignore[arg-type]
    assert list(measuring._markers(judged)) == []


def test_the_figures_are_what_they_are_called() -> None:
    one, other = np.array([0.0, 0.5, 1.0, 1.0]), np.array([0.0, 0.5, 1.0, 0.5])
    assert correlation(one, one) == pytest.approx(1)
    assert correlation(one, np.ones(4)) == 0
    assert rmse(one, other) == pytest.approx(0.25)
    assert within(
        np.array([0.0, 1.0, 5.0, 6.0]), np.array([0.0, 1.0, 0.0, 1.0]), ["a", "a", "b", "b"]
    ) == pytest.approx(1)
    assert kappa(one, one) == 1
    assert kappa(np.ones(3), np.ones(3)) == 1
    assert kappa(np.array([0.0, 1.0, 0.0, 1.0]), np.array([0.0, 1.0, 1.0, 0.0])) == pytest.approx(0)
    assert calibration_error(np.array([0.25, 0.25, 0.25, 0.25, 1.0]), np.array([1.0, 0, 0, 0, 1.0])) == pytest.approx(0)
    assert calibration_error(np.array([0.9, 0.9]), np.array([0.0, 0.0])) == pytest.approx(0.9)


def test_a_target_is_reached_from_its_side() -> None:
    assert Figure("r", 0.6, 0.5).holds
    assert not Figure("r", 0.4, 0.5).holds
    assert Figure("error", 0.2, 0.25, lower=True).holds
    assert not Figure("error", 0.3, 0.25, lower=True).holds
    assert Figure("length", 0.1).holds


def test_the_documented_table_has_these_figures_and_targets() -> None:
    page = PAGE.read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("| ")
    ]
    documented = {row[0]: row[2] for row in rows if len(row) == 3}
    plain = told(measured())
    for figure in plain["figures"]:
        target = figure["target"]
        assert figure["name"] in documented
        assert (documented[figure["name"]] != "") is (target is not None)
        if target is not None:
            assert float(documented[figure["name"]].split()[1]) == target
    tried = {row[0]: row[1] for row in rows if len(row) == 2 + len(VIEWS)}
    assert {attack["kind"]: attack["half"] for attack in plain["attacks"]}.items() <= tried.items()
