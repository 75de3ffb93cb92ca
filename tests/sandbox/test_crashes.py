"""Processes of the sandbox are killed at odd moments: a result or a clean retry, never a hang, the next run works."""

import asyncio
import os
import random
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.rules.run import RunJob, RunLimits, RunStatus
from bot.sandbox.client import Client, OwnSupervisor
from bot.sandbox.engine import Engine
from bot.sandbox.running import run
from bot.sandbox.zygote import Zygote

KILLS = int(os.environ.get("KILLS", "3"))
JOB = RunJob(b"print(sum(range(300_000)))", limits=RunLimits(wall_s=20, cpu_s=20))
SUM = "44999850000\n"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def engine() -> AsyncIterator[Engine]:
    async with Engine(["bare"]) as engine:
        yield engine


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def client() -> AsyncIterator[Client]:
    async with Client(None, OwnSupervisor(profiles=("bare",), log="ERROR")) as client:
        yield client


pytestmark = pytest.mark.asyncio(loop_scope="module")


def bare(job: RunJob = JOB) -> RunJob:
    return RunJob(job.code, job.stdin, job.limits, "bare")


def zygote_of(engine: Engine) -> Zygote:
    task = engine._broods["bare"]._zygote
    assert task is not None
    return task.result()


async def after(seconds: float) -> None:
    """Let a moment pass, which is what the seed chooses here: when it happens is the point of these tests."""
    moment = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(seconds, moment.set_result, None)
    await moment


@pytest.mark.parametrize("seed", range(KILLS))
async def test_a_zygote_that_is_killed_is_replaced_and_the_run_done_again(engine: Engine, seed: int) -> None:
    task = asyncio.create_task(run(engine, bare()))
    await after(random.Random(seed).uniform(0, 0.03))  # noqa: S311
    os.kill(zygote_of(engine)._process.pid, signal.SIGKILL)
    assert (await task).stdout == SUM
    assert (await run(engine, bare())).stdout == SUM


async def test_a_zygote_is_renewed_and_nobody_waits_or_is_left_behind() -> None:
    async with Engine(["bare"], most=5) as engine:
        first = zygote_of(engine)
        hashes = {(await run(engine, RunJob(b"hash('x')", profile="bare"))).result for _ in range(5)}
        while not first.ended.is_set():
            hashes.add((await run(engine, RunJob(b"hash('x')", profile="bare"))).result)
        assert zygote_of(engine) is not first
        hashes.add((await run(engine, RunJob(b"hash('x')", profile="bare"))).result)
        assert len(hashes) > 1  # the seed of hashes is new with it
        assert first._process.returncode is not None


async def test_a_child_that_is_killed_has_ended_by_a_signal(engine: Engine) -> None:
    async with engine.child("run", JOB.limits, "bare") as child:
        await child.send(b"while True: pass")
        await child.send(b"")
        child._born.kill()  # type: ignore[attr-defined]  # what a kernel short of memory would do
        assert await child.receive() is None
        assert (await child.end()).status is RunStatus.SIGNAL
    assert (await run(engine, bare())).stdout == SUM


@pytest.mark.parametrize("seed", range(KILLS))
async def test_a_child_that_is_killed_at_any_moment_still_has_an_end(engine: Engine, seed: int) -> None:
    async with engine.child("run", JOB.limits, "bare") as child:
        await child.send(JOB.code)
        await after(random.Random(seed).uniform(0, 0.03))  # noqa: S311
        child._born.kill()  # type: ignore[attr-defined]  # what a kernel short of memory would do
        await child.send(b"")
        await child.receive()
        assert (await child.end()).status in {RunStatus.SIGNAL, RunStatus.OK}
    assert (await run(engine, bare())).stdout == SUM


async def test_children_that_are_killed_while_they_wait_are_not_given_out(engine: Engine) -> None:
    for _, born in tuple(engine._broods["bare"]._waiting):
        born.kill()
        await born.gone
    assert (await run(engine, bare())).stdout == SUM


async def test_a_zygote_that_is_stuck_is_given_up(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.sandbox.brood.BIRTH_S", 3.0)
    monkeypatch.setattr("bot.sandbox.cell.GRACE_S", 1.0)
    stuck = RunJob(b"print(1)", limits=RunLimits(wall_s=0.3), profile="bare")
    os.kill(zygote_of(engine)._process.pid, signal.SIGSTOP)
    os.kill(_first_child(zygote_of(engine)._process.pid), signal.SIGSTOP)
    assert (await run(engine, stuck)).stdout == "1\n"
    assert (await run(engine, bare())).stdout == SUM


def _first_child(pid: int) -> int:
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()[0])


@pytest.mark.parametrize("seed", range(KILLS))
async def test_a_supervisor_that_is_killed_is_started_again_and_the_run_done_again(client: Client, seed: int) -> None:
    assert client._own is not None
    await client.info()
    task = asyncio.create_task(client.run(bare()))
    await after(random.Random(seed).uniform(0, 0.03))  # noqa: S311
    os.kill(client._own.pid, signal.SIGKILL)
    assert (await task).stdout == SUM
    assert (await client.run(bare())).stdout == SUM


async def test_a_run_that_is_cancelled_ends_its_process(client: Client) -> None:
    task = asyncio.create_task(client.run(RunJob(b"while True: pass", profile="bare")))
    await after(0.1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await client.run(bare())).stdout == SUM
