"""Proofs run in real processes of their own."""

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.rules.proof import FAILED, PROVED, ProofCase, ProofJob, ProofOutcome
from bot.sandbox.proofs import ProofLimits, _write, prove

QUICK = ProofLimits(wall_s=10)


def job(name: str, proof: str, *cases: ProofCase, **more: str) -> ProofJob:
    return ProofJob(name, proof, cases or (ProofCase(0, {}),), least=1, **more)


def one(proof: str, *cases: ProofCase, limits: ProofLimits = QUICK, **more: str) -> ProofOutcome:
    (outcome,) = prove([job("it", proof, *cases, **more)], limits=limits)
    return outcome


def test_several_proofs_come_back_in_the_order_of_the_jobs() -> None:
    jobs = [job(f"q{n}", f"assert {n} != 3") for n in range(6)]
    came: list[str] = []
    outcomes = prove(jobs, lambda outcome: came.append(outcome.question_id), limits=QUICK)
    assert [outcome.question_id for outcome in outcomes] == [f"q{n}" for n in range(6)]
    assert [outcome.status for outcome in outcomes] == [PROVED] * 3 + [FAILED] + [PROVED] * 2
    assert sorted(came) == sorted(outcome.question_id for outcome in outcomes)
    assert outcomes[3].complaints == ("the proof fails: AssertionError in line 1 of the proof",)


def test_nothing_to_prove_starts_nothing() -> None:
    assert prove([]) == ()


def test_a_proof_finds_names_output_and_definitions() -> None:
    case = ProofCase(0, {"n": 2, "answer": 4.0, "right": ["a"]}, "print(2 * 2)\nraise KeyError('x')")
    proof = "assert (n, answer, right, stdout, error, f()) == (2, 4.0, ['a'], '4\\n', 'KeyError', 1)"
    outcome = one(proof, case, solution="def f():\n    return 1")
    assert (outcome.status, outcome.complaints, outcome.tried) == (PROVED, (), 1)


def test_a_proof_must_refuse_traps_and_be_no_looser_than_the_tolerance() -> None:
    case = ProofCase(3, {"answer": 4.0}, "", ((5.0, "the trap `5`"), (4.2, "4.2"), (3.8, "3.8")))
    assert one("assert abs(answer - 4) < 0.1", case).status == PROVED
    assert one("assert abs(answer - 4) < 0.5", case, case).complaints == (
        "the proof is looser than the tolerance: it accepts 4.2 too (seed 3)",
    )
    assert one("assert 4 == 4", case).complaints == (
        "the proof does not refuse the trap `5`",
        "the proof is looser than the tolerance: it accepts 4.2 too",
    )


def test_a_missing_package_leaves_a_proof_undone() -> None:
    outcome = one("assert False", requires="no_such_package")
    assert outcome == ProofOutcome("it", "unproved: needs no_such_package")


@pytest.mark.parametrize(
    ("proof", "complaint"),
    [
        ("assert (", "the proof fails: SyntaxError: '(' was never closed (proof, line 1)"),
        ("x = 1\nx / 0", "the proof fails: ZeroDivisionError: division by zero in line 2 of the proof"),
        ("raise SystemExit", "the proof fails: SystemExit in line 1 of the proof"),
        ("import os; os._exit(0)", "the proof gave no verdict: it ended without a verdict: out of memory or time"),
        ("import os; os.kill(os.getpid(), 9)", "the proof gave no verdict: it ended without a verdict"),
        ("import os; os.kill(os.getppid(), 9)", "its runner ended without an answer"),
        ("bytearray(1 << 33)", "the proof fails: MemoryError in line 1 of the proof"),
        ("with open('x', 'w') as file: file.write('y')", "the proof fails: OSError: [Errno 27] File too large"),
    ],
)
def test_whatever_a_proof_does_is_told_and_harms_no_other(proof: str, complaint: str) -> None:
    outcomes = prove([job("bad", proof), job("good", "assert True")], limits=QUICK, runners=1)
    assert [outcome.status for outcome in outcomes] == [FAILED, PROVED]
    assert outcomes[0].complaints[0].startswith(complaint)


def test_a_proof_that_does_not_end_is_ended() -> None:
    outcome = one("while True: pass", limits=ProofLimits(wall_s=0.3))
    assert outcome.complaints == ("the proof gave no verdict: it ran longer than 0.3 s",)


def test_a_flood_of_complaints_is_one_per_kind() -> None:
    cases = tuple(ProofCase(seed, {"answer": 1.0}) for seed in range(30))
    (outcome,) = prove([ProofJob("it", "assert answer > 1", cases, least=30)], limits=QUICK)
    assert outcome.tried == 30
    assert outcome.complaints == ("the proof fails (seed 0): AssertionError in line 1 of the proof",)


def test_a_proof_sees_nothing_of_the_bot(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "secret")
    monkeypatch.chdir(tmp_path)
    proof = (
        "import os, sys\n"
        "assert 'DISCORD_TOKEN' not in os.environ\n"
        f"assert os.getcwd() != {os.fspath(tmp_path)!r}\n"
        "assert not any(name.split('.')[0] == 'bot' for name in sys.modules)\n"
        "assert sys.stdin.read() == ''\n"
    )
    assert one(proof).complaints == ()


def test_a_runner_that_has_died_takes_no_line() -> None:
    command = [sys.executable, "-c", ""]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        process.wait()
        _write(process, "x")
        assert process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()


def test_nothing_is_left_running_where_the_caller_is_interrupted() -> None:
    pids: list[int] = []

    def stop(outcome: ProofOutcome) -> None:
        pids.extend(int(word) for word in outcome.complaints[0].split() if word.isdecimal() and len(word) > 1)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prove(
            [job("it", "import os\nassert False, f'runner {os.getppid()}'"), job("next", "assert True")],
            stop,
            runners=1,
        )
    with pytest.raises(ProcessLookupError):
        os.kill(pids[0], 0)


def test_heavy_packages_are_imported_ahead() -> None:
    proof = "import numpy as np\nassert np.arange(answer).sum() == 3"
    assert one(proof, ProofCase(0, {"answer": 3})).status == PROVED
