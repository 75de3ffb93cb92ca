"""The attacks, carried out for real: without the sandbox they get through, with it none does, in either tier."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from benchmarks.kin import kin_of
from bot.rules.code import JudgeJob
from bot.rules.run import RunJob, RunStatus
from bot.sandbox.client import Client, OwnSupervisor
from tests.sandbox.attacks.cases import attacks, filled, forgeries
from tests.sandbox.attacks.claiming import claims, questions, task_of
from tests.sandbox.attacks.outside import Outside, outside, stand_victim
from tests.sandbox.attacks.trying import all_complaints, bare_complaints

pytestmark = pytest.mark.timeout(300)
TIERS = ("A", "B")
LEAST = 300
LOOKS, SPARE = 50, 3  # some wait that did not yet, and a zygote may just be renewed


@asynccontextmanager
async def attacked(tier: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Outside, Client, OwnSupervisor]]:
    """Have the sandbox as a bot with secrets has it, and what stands outside."""
    async with AsyncExitStack() as stack:
        there = await stack.enter_async_context(outside())
        for name in ("DISCORD_TOKEN", "DATABASE_URL", "HOLDOUT_DATA"):
            monkeypatch.setenv(name, there.secret)
        own = OwnSupervisor(tier)
        client = await stack.enter_async_context(Client(None, own))
        who = await client.run(RunJob(b"import os; print(os.getuid())"))
        assert (who.status, who.stderr) == (RunStatus.OK, "")
        await stand_victim(there, stack, int(who.stdout) if tier == "B" else os.geteuid())
        yield there, client, own


@pytest.mark.parametrize("tier", TIERS)
async def test_every_attack_is_contained_and_no_forged_submission_passes(
    tier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with attacked(tier, monkeypatch) as (there, client, own):
        before = kin_of(own.pid)
        for question in questions():
            task = task_of(question)
            judgement = await client.judge(JudgeJob(task, task.solution.encode(), 1, quality=False))
            assert (judgement.passed, judgement.says) == (True, "")
        assert await claims([case for case in forgeries() if tier == "A" or case.acts], client.judge, there) == {}
        assert await all_complaints([case for case in attacks() if tier in case.tiers], client.run, there) == {}
        for _ in range(LOOKS):
            sound = await client.run(RunJob(b"print('sound')"))
            assert (sound.status, sound.stdout) == (RunStatus.OK, "sound\n")
            if kin_of(own.pid).processes <= before.processes + SPARE:
                break
        assert kin_of(own.pid).processes <= before.processes + SPARE


async def test_without_the_sandbox_the_attacks_get_through() -> None:
    async with outside() as there, AsyncExitStack() as stack:
        await stand_victim(there, stack, os.geteuid())
        assert await bare_complaints(attacks(), there) == []


def test_there_are_many_attacks_and_each_has_a_name_of_its_own() -> None:
    names = [(case.family, case.name) for case in attacks()] + [("forgery", case.name) for case in forgeries()]
    assert len(names) == len(set(names)) >= LEAST


async def test_a_judge_in_the_same_process_is_fooled_by_the_forgeries(tmp_path: Path) -> None:
    fooling = [case for case in forgeries() if case.fools is True]
    words = {"questions": str(Path(__file__).parent / "attacks/questions.yaml"), "repository": str(tmp_path)}
    lines = [json.dumps({"question": case.question, "code": filled(case.code, words).decode()}) for case in fooling]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(Path(__file__).parent / "attacks/naive.py"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate("\n".join(lines).encode())
    passed = [json.loads(line) for line in out.splitlines()]
    assert [case.name for case, fooled in zip(fooling, passed, strict=True) if not fooled] == []
