from collections.abc import Callable
from pathlib import Path

import pytest

from bot.bank.folder import read_folder
from bot.bank.proving import chosen, proof_faults, proof_jobs, slack, unproved
from bot.rules.proof import BY_REFERENCE, FAILED, NONE, ProofCase, ProofJob, ProofOutcome
from bot.rules.question import Tolerance

WORDS = """\
- {id: number, level: mid, q: Q?, answer: 2 * 2, tolerance: {abs: 0.5}, traps: {5: more}, why: w, proof: assert answer}
- {id: exact, level: mid, q: Q?, answer: 50, why: w, proof: assert answer}
- id: drawn
  level: mid
  q: Is it {n}?
  vars: {n: {int: [1, 50]}}
  code: 'print({n})'
  right: ['yes to {n}']
  wrong: {no: r}
  why: w
  requires: torch
  proof: assert stdout
- {id: one, level: mid, q: Q?, right: a, wrong: {b: r}, why: w, proof: assert right}
- {id: term, level: mid, q: Q?, answer: [a, b], code: print(1), why: w, proof: assert answer}
- {id: order, level: mid, q: Q?, order: [a, b], why: w, proof: 'assert ('}
- {id: code, level: mid, q: Q?, starter: s, solution: f = 1, why: w, proof: assert f}
- {id: bad, level: mid, q: Q?, answer: 1 / 0, why: w, proof: assert f}
- {id: cited, level: mid, q: Q?, right: a, wrong: {b: r}, why: w, refs: [x], checked: y 1}
- {id: bare, level: mid, q: Q?, right: a, wrong: {b: r}, why: w}
- {id: tried, level: mid, q: Q?, starter: s, solution: f = 1, why: w}
"""


@pytest.fixture
def jobs(folder: Path, write: Callable[..., Path]) -> dict[str, ProofJob]:
    write(WORDS)
    return {job.question_id: job for job in proof_jobs(read_folder(folder))}


def test_every_proof_that_can_be_drawn_is_a_job(jobs: dict[str, ProofJob]) -> None:
    assert list(jobs) == ["number", "exact", "drawn", "one", "term", "order", "code"]


def test_a_number_comes_with_what_its_proof_must_refuse(jobs: dict[str, ProofJob]) -> None:
    refused = ((5.0, "the trap `5`"), (5.0, "5"), (3.0, "3"))
    assert jobs["number"].cases == (ProofCase(0, {"answer": 4.0}, "", refused),)
    assert jobs["exact"].cases[0].refused == ((51.0, "51"), (49.0, "49"))


def test_a_template_is_tried_at_several_seeds_with_its_code_filled_in(jobs: dict[str, ProofJob]) -> None:
    drawn = jobs["drawn"]
    assert (len(drawn.cases), drawn.least, drawn.requires) == (20, 5, "torch")
    for case in drawn.cases:
        n = case.names["n"]
        assert case.code == f"print({n})"
        assert case.names == {"n": n, "right": [f"yes to {n}"], "wrong": ["no"]}


def test_other_types_give_their_texts(jobs: dict[str, ProofJob]) -> None:
    assert jobs["one"].cases[0].names == {"right": "a", "wrong": ["b"]}
    assert jobs["term"].cases[0] == ProofCase(0, {"accepted": ["a", "b"], "answer": "a"})
    assert jobs["order"].cases[0].names == {"order": ["a", "b"], "before": [(0, 1)]}
    assert jobs["code"].solution == "f = 1"


def test_an_order_gives_its_items_in_a_right_order_with_every_pair(folder: Path, write: Callable[..., Path]) -> None:
    write(
        "- {id: part, level: mid, q: Q?, vars: {n: {int: [1, 50]}}, order: ['a{n}', b, c, d], "
        "before: [['a{n}', b], [b, d]], why: w, proof: pass}"
    )
    (job,) = proof_jobs(read_folder(folder))
    for case in job.cases:
        names = case.names
        assert names["order"] == [f"a{names['n']}", "b", "c", "d"]
        assert names["before"] == [(0, 1), (0, 3), (1, 3)]


def test_a_match_gives_its_rows_with_their_options(folder: Path, write: Callable[..., Path]) -> None:
    write("- {id: rows, level: mid, q: Q?, match: {a: x, b: y, c: x}, extra: {z: r}, why: w, proof: pass}")
    (job,) = proof_jobs(read_folder(folder))
    assert job.cases[0].names == {"match": {"a": "x", "b": "y", "c": "x"}, "extra": ["z"]}


def test_what_carries_no_proof_has_its_standing(folder: Path, write: Callable[..., Path]) -> None:
    write(WORDS)
    standing = {outcome.question_id: outcome.status for outcome in unproved(read_folder(folder))}
    assert standing == {"cited": BY_REFERENCE, "bare": NONE}


def test_some_questions_can_be_chosen(folder: Path, write: Callable[..., Path]) -> None:
    write(WORDS)
    read = read_folder(folder)
    assert [item.question.id for item in chosen(read, ["bare", "one"]).items] == ["one", "bare"]
    assert chosen(read, []) is read


def test_a_failed_proof_is_a_fault_of_its_question(folder: Path, write: Callable[..., Path]) -> None:
    write(WORDS)
    outcomes = [ProofOutcome("drawn", FAILED, ("it fails", "it is loose")), ProofOutcome("bare", NONE)]
    assert [str(fault) for fault in proof_faults(read_folder(folder), outcomes)] == [
        "questions/stats/evaluation/confusion.yaml:12: E10 it fails: mend the proof or the answer",
        "questions/stats/evaluation/confusion.yaml:12: E10 it is loose: mend the proof or the answer",
    ]


@pytest.mark.parametrize(
    ("key", "tolerance", "off"),
    [
        (10.0, Tolerance(0.5, 0.0), 0.5),
        (-10.0, Tolerance(0.0, 0.1), 1.0),
        (10.0, Tolerance(), 0.1),
        (0.0, Tolerance(), 0.01),
    ],
)
def test_how_far_off_still_counts(key: float, tolerance: Tolerance, off: float) -> None:
    assert slack(key, tolerance) == pytest.approx(off)
