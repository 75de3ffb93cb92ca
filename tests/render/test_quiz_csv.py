"""A quiz's answers as CSV for its host."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actions.quiz_results_views import Taker
from bot.render.quiz_csv import COLUMNS, MARK, head, lines
from bot.rules.answer import GaveUp, Typed
from bot.rules.grading import Grade, Verdict
from tests.render.results import EVERY, GUEST, HOST, export, own
from tests.samples import SHORT


def table(*takers: Taker) -> list[dict[str, str]]:
    exported = export(*takers)
    text = head() + "".join(lines(exported, taker) for taker in exported.takers)
    assert text.startswith(MARK)
    return list(csv.DictReader(io.StringIO(text.removeprefix(MARK), newline="")))


def test_there_is_one_line_per_member_and_question() -> None:
    rows = table(GUEST, HOST)
    assert tuple(rows[0]) == COLUMNS
    assert [(row["member"], row["question"]) for row in rows] == [
        *(("Quiet Otter", str(number)) for number in range(1, 8)),
        *(("'=HYPERLINK(1)", str(number)) for number in (5, 6)),
    ]
    assert list(rows[1].values()) == [
        "Model evaluation",
        "2026-03-02 12:00 UTC",
        "Quiet Otter",
        "yes",
        "",
        "yes",
        "2",
        "F1 falls",
        "3",
        "yes",
        "It rises",
        "wrong",
        "0",
        "12.0",
    ]


def test_whoever_knew_the_questions_and_what_was_voided_are_marked() -> None:
    voided, counted = table(HOST)
    assert (voided["on the boards"], voided["counts"], counted["counts"]) == ("no", "no", "yes")
    assert (voided["answer"], voided["verdict"], voided["score"], voided["seconds"]) == ("", "no answer", "0", "")


def test_a_team_is_named_by_its_number() -> None:
    assert table(replace(GUEST, team=2, answers=EVERY[:1]))[0]["team"] == "2"


@pytest.mark.parametrize("typed", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "−\u200b"])
def test_no_cell_is_taken_for_a_formula(typed: str) -> None:
    taker = Taker(typed, guest=False, team=0, off_board=False, answers=(own(1, SHORT, Typed(typed)),))
    (row,) = table(taker)
    for cell in (row["member"], row["answer"]):
        assert cell
        assert not cell.startswith(("=", "+", "-", "@", "＝", "\t", "\r", " "))


def test_a_line_end_or_a_quotation_mark_stays_in_its_cell() -> None:
    (row,) = table(replace(GUEST, answers=(own(1, SHORT, Typed('one\ntwo, "three"')),)))
    assert row["answer"] == 'one two, "three"'


def test_what_is_open_elsewhere_is_not_told() -> None:
    (row,) = table(replace(GUEST, answers=(replace(EVERY[1], sealed=True),)))
    assert (row["about"], row["answer"], row["verdict"], row["score"]) == ("open in another quiz", "", "", "")


def test_not_knowing_is_told_apart() -> None:
    (row,) = table(replace(GUEST, answers=(own(1, SHORT, GaveUp()),)))
    assert (row["answer"], row["verdict"]) == ("I don't know", "gave up")


@given(st.text(max_size=40), st.text(min_size=1, max_size=40))
def test_whatever_somebody_is_called_or_writes_a_line_has_its_cells_and_none_runs(name: str, typed: str) -> None:
    answer = replace(EVERY[4], answer=Typed(typed), grade=Grade(Verdict.WRONG, 0.0), voided=False)
    (row,) = table(Taker(name, guest=False, team=0, off_board=False, answers=(answer,)))
    assert tuple(row) == COLUMNS
    for cell in row.values():
        assert cell is not None
        assert not cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", " "))
        assert "\n" not in cell
        assert "\r" not in cell
