"""Every layer bites: what gets out without it, and without those that cover for it, is held where it alone is put back.

Python alone is loaded (the profile `bare`), so that an engine starts in a moment.
"""

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.rules.run import Ran, RunJob, RunLimits, RunStatus
from bot.sandbox.engine import Engine
from bot.sandbox.inside.ground import LAYERS
from bot.sandbox.running import run
from tests.sandbox.attacks.cases import filled
from tests.sandbox.attacks.outside import Outside, outside, stand_victim

BARE = "bare"
DATA = yaml.load((Path(__file__).parent / "attacks/layers.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
CASES = [entry for entry in DATA["cases"] if os.geteuid() == 0 or not entry.get("root")]


@pytest.fixture
async def there() -> AsyncIterator[Outside]:
    async with outside() as there, AsyncExitStack() as stack:
        await stand_victim(there, stack, os.geteuid())
        yield there


async def got_out(case: Mapping[str, Any], there: Outside, without: frozenset[str]) -> bool:
    """Try a case with layers left out; tell whether it got out."""
    code = filled((DATA["prelude"] + case["code"]).encode(), there.words)
    job = RunJob(code, profile=case.get("profile", BARE), limits=RunLimits(wall_s=5))
    async with Engine((job.profile,), tier=case["tier"], without=without, stock=1) as engine:
        first, second = [await run(engine, job) for _ in range(2)]
    assert RunStatus.SETUP_FAILED not in {first.status, second.status}, first.cause + second.cause
    assert "trying" in first.stdout
    seen = await there.complaints()
    return first.stdout == second.stdout if case.get("same") else bool(seen) or _escaped(first, there)


def _escaped(ran: Ran, there: Outside) -> bool:
    return "escaped" in ran.stdout or there.secret in ran.stdout


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['layer']} in {case['tier']}: {case['name']}")
async def test_a_layer_holds_what_gets_out_without_it(case: Mapping[str, Any], there: Outside) -> None:
    covering = frozenset(case["covered"])
    assert await got_out(case, there, covering | {case["layer"]})
    assert not await got_out(case, there, covering)


def test_every_layer_has_a_case() -> None:
    assert {entry["layer"] for entry in DATA["cases"]} == set(LAYERS)


@pytest.mark.parametrize("tier", ["A", "B"])
async def test_without_what_others_rest_on_nothing_runs(tier: str) -> None:
    async with Engine((BARE,), tier=tier, without=frozenset({"no_new_privs"}), stock=1) as engine:
        ran = await run(engine, RunJob(b"print('ran')", profile=BARE))
    assert (ran.status, ran.stdout) == (RunStatus.SETUP_FAILED, "")
    assert ran.cause.startswith("landlock: ")
