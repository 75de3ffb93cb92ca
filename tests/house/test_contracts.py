"""The floor plan bites: a room that imports what it should not know is caught."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
VIOLATIONS = {
    "rules know an action": ("bot/rules/draw.py", "import bot.actions.practice"),
    "rules read the clock": ("bot/rules/choosing.py", "import time"),
    "rules roll dice": ("bot/rules/draw.py", "import random"),
    "actions know the loop": ("bot/actions/practice.py", "import asyncio"),
    "actions know a front end": ("bot/actions/me.py", "import bot.chat.client"),
    "render knows Discord": ("bot/render/words.py", "import discord"),
    "chat knows the database": ("bot/chat/client.py", "import sqlalchemy"),
    "chat knows storage": ("bot/chat/me.py", "import bot.storage.desk"),
    "storage knows the bank": ("bot/storage/versions.py", "import bot.bank.catalogue"),
    "the bank starts programs": ("bot/bank/load.py", "import subprocess"),
    "chat reads YAML": ("bot/chat/bank.py", "import yaml"),
    "the terminal knows storage": ("bot/cli/doctor.py", "import bot.storage.migrate"),
    "a circle among actions": ("bot/actions/views.py", "import bot.actions.practice"),
    "wiring is known below": ("bot/workers/pool.py", "import bot.wiring"),
    "the judge asks the web": ("bot/judge/gate.py", "import aiohttp"),
    "the judge embeds by another door": ("bot/judge/hearing.py", "import onnxruntime"),
    "the endpoint knows its neighbours": ("bot/endpoint/client.py", "import bot.judge.gate"),
    "the endpoint reads the database": ("bot/endpoint/prompt.py", "import sqlalchemy"),
    "a room without a floor": ("bot/cellar.py", "import bot.rules"),
}


def kept(folder: Path) -> subprocess.CompletedProcess[str]:
    tool = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(  # noqa: S603 (our own tool on our own copy)
        [tool, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(folder)}
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "bot", folder / "bot", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_the_house_as_it_stands_keeps_every_contract(copy: Path) -> None:
    seen = kept(copy)
    assert seen.returncode == 0, seen.stdout


@pytest.mark.parametrize("claim", VIOLATIONS)
def test_a_violation_is_caught(copy: Path, claim: str) -> None:
    name, line = VIOLATIONS[claim]
    path = copy / name
    before = path.read_text(encoding="utf-8") if path.exists() else None
    path.write_text(f"{before or ''}\n{line}\n", encoding="utf-8")
    try:
        seen = kept(copy)
    finally:
        if before is None:
            path.unlink()
        else:
            path.write_text(before, encoding="utf-8")
    assert seen.returncode != 0, claim
    assert "could not" not in seen.stderr.lower()
