"""Every proof of the built-in bank, run."""

from pathlib import Path

import pytest

from bot.bank.folder import read_folder
from bot.bank.proving import proof_jobs
from bot.rules.proof import FAILED, PROVED
from bot.sandbox.proofs import prove


@pytest.mark.timeout(300)
def test_every_shipped_proof_holds() -> None:
    outcomes = prove(proof_jobs(read_folder(Path("questions"))))
    assert {outcome.question_id: outcome.complaints for outcome in outcomes if outcome.status == FAILED} == {}
    assert sum(outcome.status == PROVED for outcome in outcomes) >= 40
