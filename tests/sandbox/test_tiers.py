"""Where namespaces are refused: tier A says so and runs nothing, and only `auto` takes the other tier."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.probing import Layer
from bot.wiring.examining import _layers, _runner

ROOT = Path(__file__).parents[2]
REFUSED = """
import asyncio, json, os, sys
from bot.sandbox.inside import kernel
uid, gid = os.getuid(), os.getgid()
kernel.unshare(kernel.NEW_USER)
for name, text in (("setgroups", "deny"), ("uid_map", f"0 {uid} 1"), ("gid_map", f"0 {gid} 1")):
    with open(f"/proc/self/{name}", "w") as file:
        file.write(text)
with open("/proc/sys/user/max_user_namespaces", "w") as file:
    file.write("0")
from bot.rules.run import RunJob
from bot.sandbox.engine import Engine
from bot.sandbox.running import run

async def main():
    told = {}
    for tier in ("A", "auto"):
        async with Engine(["bare"], tier=tier, stock=1) as engine:
            ran = await run(engine, RunJob(b"print(1)", profile="bare"))
            failed = [layer.name for layer in engine.layers if not layer.holds]
            told[tier] = [engine.tier, failed, ran.status, ran.stdout, ran.cause]
    print(json.dumps(told))

asyncio.run(main())
"""


@pytest.fixture(scope="module")
def refused() -> dict[str, Any]:
    """What comes of a program where the kernel gives no namespace to anybody."""
    ran = subprocess.run(  # noqa: S603 (our own program)
        [sys.executable, "-c", REFUSED], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    if "unshare" in ran.stderr:
        pytest.skip("this machine gives no user namespace, so that none can be taken away")
    told: dict[str, Any] = json.loads(ran.stdout)
    return told


def test_a_tier_that_was_asked_for_is_never_exchanged(refused: dict[str, Any]) -> None:
    tier, failed, status, stdout, cause = refused["A"]
    assert (tier, failed, status, stdout) == ("A", ["namespaces"], "setup_failed", "")
    assert cause.startswith("namespaces: ")


def test_auto_takes_the_tier_that_holds(refused: dict[str, Any]) -> None:
    tier, _, status, stdout, _ = refused["auto"]
    assert (tier, status, stdout) == ("B", "ok", "1\n")


def test_the_doctor_says_what_does_not_hold_and_whether_it_matters() -> None:
    layers = {
        "A": (Layer("namespaces", False, 1, "no; remedy: yes"),),
        "B": (Layer("landlock", True, 0, "refused: x"),),
    }
    unused = {finding.name: finding for finding in _layers({"tier": "B"}, layers)}
    assert unused["sandbox, tier A, namespaces"].sign == unused["sandbox, tier A, landlock"].sign == "–"
    assert unused["sandbox, tier A, namespaces"].says.endswith("yes; this tier is not used here")
    assert unused["sandbox, tier B, landlock"].says == "holds; refused: x"
    used = {finding.name: finding for finding in _layers({"tier": "A"}, layers)}
    assert used["sandbox, tier A, namespaces"].sign == used["sandbox, tier A, landlock"].sign == "✗"
    assert used["sandbox, tier B, landlock"].sign == "✓"
    assert "was not tried" in used["sandbox, tier A, landlock"].says


def test_the_doctor_names_the_tier_and_the_versions() -> None:
    facts = {
        "tier": "B",
        "profiles": {"base": {"Python": "3.12"}},
        "layers": [{"name": "x", "holds": True, "says": ""}],
    }
    assert _runner(facts).says == "tier B is used; base (Python 3.12)"
    none = {"tier": "A", "profiles": {}, "layers": [{"name": "namespaces", "holds": False, "says": "no"}]}
    assert (_runner(none).well, _runner(none).says) == (False, "tier A is used; namespaces: no")
