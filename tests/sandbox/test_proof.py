"""The judgement of a proof, in this process; the children that it is made in are in test_proofs."""

from typing import Any

import pytest

from bot.sandbox.inside import proof
from bot.sandbox.inside.plain import decode, encode


def job(source: str, *, least: int = 1, cases: int = 1, requires: str = "", **case: Any) -> dict[str, Any]:
    one = {"names": {}, "code": "", "refused": [], **case}
    listed = [{**one, "seed": seed} for seed in range(cases)]
    return {"proof": source, "solution": "", "requires": requires, "least": least, "cases": listed}


class Line:
    """A way in with one frame on it, and a way out."""

    def __init__(self, frame: bytes) -> None:
        self.told: list[Any] = []
        self._frame = frame

    def read(self) -> bytes | None:
        return self._frame

    def write(self, frame: bytes) -> None:
        self.told.append(decode(frame))


def test_a_proof_that_holds_has_nothing_to_say() -> None:
    assert proof.prove(job("assert n", names={"n": 1})) == {"missing": "", "failed": [], "tried": 1}


def test_a_proof_that_fails_says_where() -> None:
    told = proof.prove(job("\nassert not n, 'odd'", names={"n": 1}))
    assert told["failed"] == [(0, "", "AssertionError: odd in line 2 of the proof")]


def test_a_refused_answer_that_is_accepted_is_told() -> None:
    told = proof.prove(job("assert answer > 1", names={"answer": 2}, refused=[[1, "one"], [3, "three"]]))
    assert told["failed"] == [(0, "three", "")]


def test_code_gives_its_output_and_what_it_raises() -> None:
    assert proof.prove(job("assert stdout == 'x\\n' and error == ''", code="print('x')"))["failed"] == []
    assert proof.prove(job("assert error == 'ValueError'", code="int('x')"))["failed"] == []


def test_more_variants_are_tried_only_while_it_is_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    assert proof.prove(job("pass", least=2, cases=9))["tried"] == 9
    monkeypatch.setattr(proof, "QUICK_S", -1.0)
    assert proof.prove(job("pass", least=2, cases=9))["tried"] == 2


def test_more_variants_are_not_tried_once_one_failed() -> None:
    assert proof.prove(job("assert False", least=2, cases=9))["tried"] == 2


def test_a_job_is_answered_with_what_failed_or_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    line = Line(encode(job("print(1)\nassert n == 2", names={"n": 2})))
    proof.serve(line)
    assert line.told == [{"missing": "", "failed": [], "tried": 1}]
    line = Line(encode(job("pass", requires="no_such_package")))
    proof.serve(line)
    assert line.told == [{"missing": "no_such_package"}]
    assert capsys.readouterr().out == ""
