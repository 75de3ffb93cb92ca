"""The pool with real processes. Its jobs go through `outcome`, which runs any function that can be pickled."""

import asyncio
import multiprocessing
import os
import pickle
import select
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.render.card import Formula
from bot.rules.errors import BankError, EdgeDown, RuleBroken
from bot.workers import pool as pool_room
from bot.workers.pool import BUSY, SENTENCE, Pool

RUN = "bot.workers.serving:outcome"


@pytest.fixture
async def pool() -> AsyncIterator[Pool]:
    async with Pool() as made:
        yield made
    assert multiprocessing.active_children() == []


async def process_of(pool: Pool) -> int:
    """Ask a worker for its process's id."""
    told: tuple[str, Any] = pickle.loads(await pool.run(RUN, os.getpid, ()))  # noqa: S301 (our own worker's)
    return int(told[1])


async def test_a_formula_is_drawn_far_from_this_process(pool: Pool) -> None:
    png = await pool.run("bot.workers.jobs:picture", Formula(r"\frac{a}{b}"), timeout_s=30, edge="pictures")
    assert png.startswith(b"\x89PNG")
    assert await process_of(pool) != os.getpid()


def test_the_pool_itself_loads_nothing_heavy() -> None:
    asks = "import sys, bot.workers.pool; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asks], check=False).returncode == 0  # noqa: S603 (our own words)


async def test_no_process_starts_before_the_first_job_and_one_serves_many() -> None:
    async with Pool() as pool:
        assert multiprocessing.active_children() == []
        assert await process_of(pool) == await process_of(pool)
        assert len(multiprocessing.active_children()) == 1
    assert multiprocessing.active_children() == []


async def test_a_job_that_fails_leaves_its_worker_and_tells_the_log(pool: Pool) -> None:
    before = await process_of(pool)
    with pytest.raises(EdgeDown) as down:
        await pool.run("bot.workers.jobs:picture", Formula(r"\frac{a"), edge="pictures", timeout_s=30)
    assert (down.value.edge, down.value.sentence) == ("pictures", SENTENCE)
    assert "ValueError" in str(down.value.__cause__)
    assert await process_of(pool) == before


async def test_a_job_without_a_home_fails_too(pool: Pool) -> None:
    for name in ("bot.nowhere:at_all", "bot.workers.serving:nothing"):
        with pytest.raises(EdgeDown):
            await pool.run(name)


async def test_the_houses_own_refusals_come_through(pool: Pool) -> None:
    with pytest.raises(RuleBroken) as broken:
        await pool.run("bot.rules.numbers:read", "no number")
    assert broken.value.code == "not_a_number"
    with pytest.raises(BankError) as fault:
        await pool.run("bot.bank.skills:read_skills", "skills.yaml", b"")
    assert fault.value.faults


async def test_a_crash_takes_only_its_worker(pool: Pool) -> None:
    before = await process_of(pool)
    with pytest.raises(EdgeDown) as down:
        await pool.run(RUN, os._exit, (3,), edge="pictures")
    assert down.value.edge == "pictures"
    assert await process_of(pool) != before


async def test_a_worker_that_died_while_idle_is_replaced(pool: Pool) -> None:
    os.kill(await process_of(pool), signal.SIGKILL)
    for child in multiprocessing.active_children():
        child.join()
    assert await process_of(pool)


async def test_a_hanging_job_is_killed_and_the_pool_works_on(pool: Pool) -> None:
    before = await process_of(pool)
    with pytest.raises(EdgeDown) as down:
        await pool.run(RUN, time.sleep, (60,), timeout_s=0.2)
    assert isinstance(down.value.__cause__, TimeoutError)
    with pytest.raises(ProcessLookupError):
        os.kill(before, 0)
    assert await process_of(pool) != before


async def test_a_job_whose_caller_went_away_is_killed(pool: Pool) -> None:
    before = await process_of(pool)
    job = asyncio.create_task(pool.run(RUN, time.sleep, (60,), timeout_s=60))
    await asyncio.sleep(0)
    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        await job
    assert await process_of(pool) != before


async def test_the_loop_runs_on_while_a_job_works() -> None:
    async with Pool(size=2) as pool:
        first, second = await asyncio.gather(process_of(pool), process_of(pool))
        assert first != second


ABANDONED = """
import asyncio, os, pickle
from bot.workers.pool import Pool

async def main():
    pool = Pool()
    print(pickle.loads(await pool.run("bot.workers.serving:outcome", os.getpid, ()))[1], flush=True)
    await asyncio.Event().wait()

if __name__ == "__main__":
    asyncio.run(main())
"""


def test_a_worker_does_not_outlive_a_bot_that_was_killed(tmp_path: Path) -> None:
    script = tmp_path / "abandoned.py"
    script.write_text(ABANDONED)
    env = {**os.environ, "PYTHONPATH": str(Path(pool_room.__file__).parents[2])}
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, env=env) as bot:  # noqa: S603 (as above)
        assert bot.stdout is not None
        worker = os.pidfd_open(int(bot.stdout.readline()))
        bot.kill()
    try:
        assert select.select([worker], [], [], 20)[0]
    finally:
        os.close(worker)


async def test_what_would_wait_too_long_is_refused_at_once() -> None:
    async with Pool(size=1, waiting=1) as pool:
        jobs = [asyncio.create_task(process_of(pool)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(EdgeDown) as down:
            await pool.run(RUN, os.getpid, ())
        assert down.value.sentence == BUSY
        assert len(set(await asyncio.gather(*jobs))) == 1
        assert await process_of(pool)


async def test_closing_ends_jobs_under_way_and_those_that_wait() -> None:
    pool = Pool()
    jobs = [asyncio.create_task(pool.run(RUN, time.sleep, (60,), timeout_s=60)) for _ in range(2)]
    await asyncio.sleep(0)
    await pool.close()
    for outcome in await asyncio.gather(*jobs, return_exceptions=True):
        assert isinstance(outcome, EdgeDown)
    with pytest.raises(EdgeDown):
        await pool.run(RUN, os.getpid, ())
    assert multiprocessing.active_children() == []


async def test_closing_ends_a_process_that_will_not_go() -> None:
    async with Pool() as pool:
        os.kill(await process_of(pool), signal.SIGSTOP)
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize(
    "name",
    ["os:system", "bot:x", "bot.workers.jobs", "bot.workers.jobs:_formula", "bot.workers.jobs:a.b", "botnet.x:y", ""],
)
async def test_only_public_functions_of_the_house_are_run(pool: Pool, name: str) -> None:
    with pytest.raises(ValueError, match="of the house alone"):
        await pool.run(name)


async def test_what_cannot_be_pickled_is_refused_on_either_side(pool: Pool) -> None:
    with pytest.raises(EdgeDown):
        await pool.run("bot.workers.serving:found", "sys:stdout")
    assert await process_of(pool)
    with pytest.raises((TypeError, AttributeError, pickle.PicklingError)):
        await pool.run(RUN, lambda: None, ())
    assert await process_of(pool)
