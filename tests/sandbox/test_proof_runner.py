"""The runner's judgement, in this process; the processes around it are in test_proofs."""

from typing import Any

import pytest

from bot.sandbox import proof_runner


def job(proof: str, *, least: int = 1, cases: int = 1, **case: Any) -> dict[str, Any]:
    one = {"names": {}, "code": "", "refused": [], **case}
    return {"proof": proof, "solution": "", "least": least, "cases": [{**one, "seed": seed} for seed in range(cases)]}


def test_a_proof_that_holds_has_nothing_to_say() -> None:
    assert proof_runner._prove(job("assert n", names={"n": 1})) == {"failed": [], "tried": 1}


def test_a_proof_that_fails_says_where() -> None:
    told = proof_runner._prove(job("\nassert not n, 'odd'", names={"n": 1}))
    assert told["failed"] == [(0, "", "AssertionError: odd in line 2 of the proof")]


def test_a_refused_answer_that_is_accepted_is_told() -> None:
    told = proof_runner._prove(job("assert answer > 1", names={"answer": 2}, refused=[[1, "one"], [3, "three"]]))
    assert told["failed"] == [(0, "three", "")]


def test_code_gives_its_output_and_what_it_raises() -> None:
    assert proof_runner._prove(job("assert stdout == 'x\\n' and error == ''", code="print('x')"))["failed"] == []
    assert proof_runner._prove(job("assert error == 'ValueError'", code="int('x')"))["failed"] == []


def test_more_variants_are_tried_only_while_it_is_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    assert proof_runner._prove(job("pass", least=2, cases=9))["tried"] == 9
    monkeypatch.setattr(proof_runner, "QUICK_S", -1.0)
    assert proof_runner._prove(job("pass", least=2, cases=9))["tried"] == 2


def test_more_variants_are_not_tried_once_one_failed() -> None:
    assert proof_runner._prove(job("assert False", least=2, cases=9))["tried"] == 2
