"""Proofs run in real children of the sandbox."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.rules.proof import FAILED, PROVED, ProofCase, ProofJob, ProofOutcome
from bot.rules.run import RunLimits
from bot.sandbox.engine import Engine
from bot.sandbox.proofs import judge_version, prove

QUICK = RunLimits(wall_s=10, cpu_s=10, memory_mib=1024)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def engine() -> AsyncIterator[Engine]:
    async with Engine() as engine:
        yield engine


pytestmark = pytest.mark.asyncio(loop_scope="module")


async def one(
    engine: Engine, proof: str, *cases: ProofCase, limits: RunLimits = QUICK, least: int = 1, **more: str
) -> ProofOutcome:
    asked = ProofJob("it", proof, cases or (ProofCase(0, {}),), least=least, **more)
    return await prove(engine, asked, limits=limits)


async def test_a_proof_finds_names_output_and_definitions(engine: Engine) -> None:
    case = ProofCase(0, {"n": 2, "answer": 4.0, "right": ["a"]}, "print(2 * 2)\nraise KeyError('x')")
    proof = "assert (n, answer, right, stdout, error, f()) == (2, 4.0, ['a'], '4\\n', 'KeyError', 1)"
    outcome = await one(engine, proof, case, solution="def f():\n    return 1")
    assert (outcome.status, outcome.complaints, outcome.tried) == (PROVED, (), 1)
    assert outcome.seconds > 0


async def test_pairs_stay_pairs(engine: Engine) -> None:
    case = ProofCase(0, {"before": [(0, 1), (1, 2)]})
    assert (await one(engine, "assert before == [(0, 1), (1, 2)]", case)).status == PROVED


async def test_a_proof_must_refuse_traps_and_be_no_looser_than_the_tolerance(engine: Engine) -> None:
    case = ProofCase(3, {"answer": 4.0}, "", ((5.0, "the trap `5`"), (4.2, "4.2"), (3.8, "3.8")))
    assert (await one(engine, "assert abs(answer - 4) < 0.1", case)).status == PROVED
    assert (await one(engine, "assert abs(answer - 4) < 0.5", case, case)).complaints == (
        "the proof is looser than the tolerance: it accepts 4.2 too (seed 3)",
    )
    assert (await one(engine, "assert 4 == 4", case)).complaints == (
        "the proof does not refuse the trap `5`",
        "the proof is looser than the tolerance: it accepts 4.2 too",
    )


async def test_a_missing_package_leaves_a_proof_undone(engine: Engine) -> None:
    outcome = await one(engine, "assert False", requires="no_such_package")
    assert outcome == ProofOutcome("it", "unproved: needs no_such_package")


@pytest.mark.parametrize(
    ("proof", "complaint"),
    [
        ("assert (", "the proof fails: SyntaxError: '(' was never closed (proof, line 1)"),
        ("x = 1\nx / 0", "the proof fails: ZeroDivisionError: division by zero in line 2 of the proof"),
        ("raise SystemExit", "the proof fails: SystemExit in line 1 of the proof"),
        ("import os; os._exit(0)", "the proof gave no verdict: it ended without a verdict"),
        ("import os; os.abort()", "the proof gave no verdict: it ended without a verdict"),
        ("bytearray(1 << 33)", "the proof fails: MemoryError in line 1 of the proof"),
        ("import subprocess; subprocess.run(['true'])", "the proof fails: "),
        ("open('/etc/passwd')", "the proof fails: "),
    ],
)
async def test_whatever_a_proof_does_is_told_and_harms_no_other(engine: Engine, proof: str, complaint: str) -> None:
    outcome = await one(engine, proof)
    assert outcome.status == FAILED
    assert outcome.complaints[0].startswith(complaint)
    assert (await one(engine, "assert True")).status == PROVED


async def test_a_proof_that_does_not_end_is_ended(engine: Engine) -> None:
    outcome = await one(engine, "while True: pass", limits=RunLimits(wall_s=0.3, cpu_s=10))
    assert outcome.complaints == ("the proof gave no verdict: it ran longer than 0.3 s",)


async def test_a_sandbox_that_fails_is_told(engine: Engine) -> None:
    asked = ProofJob("it", "pass", (ProofCase(0, {}),))
    outcome = await prove(engine, asked, profile="torch")
    (complaint,) = outcome.complaints
    assert complaint.startswith(
        "the proof gave no verdict: the sandbox failed: profile: there is no profile torch here;"
    )


async def test_a_flood_of_complaints_is_one_per_kind(engine: Engine) -> None:
    cases = tuple(ProofCase(seed, {"answer": 1.0}) for seed in range(30))
    outcome = await one(engine, "assert answer > 1", *cases, least=30)
    assert outcome.tried == 30
    assert outcome.complaints == ("the proof fails (seed 0): AssertionError in line 1 of the proof",)


async def test_a_proof_sees_nothing_of_the_bots_surroundings(engine: Engine) -> None:
    proof = (
        "import os, sys\n"
        "assert not any('TOKEN' in name or 'DATABASE' in name for name in os.environ)\n"
        "assert sys.stdin.read() == ''\n"
    )
    assert (await one(engine, proof)).complaints == ()


async def test_the_scientific_stack_is_there(engine: Engine) -> None:
    proof = (
        "import numpy as np\nfrom sklearn.cluster import KMeans\n"
        "assert KMeans(2, n_init=1).fit(np.array([[0.0], [1.0], [9.0]])).inertia_ == answer"
    )
    assert (await one(engine, proof, ProofCase(0, {"answer": 0.5}))).complaints == ()


async def test_what_is_kept_of_verdicts_is_named_by_the_judges_source() -> None:
    assert judge_version() == judge_version()
    assert len(judge_version()) == 64
