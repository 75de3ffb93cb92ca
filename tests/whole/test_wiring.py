"""The command line as wiring joins it, and what the environment may say."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsFault, read_settings
from bot.wiring import main

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def own_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command works in a folder of its own; no file named .env is near."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOLDOUT_DATA", str(tmp_path / "data"))
    for name in ("DISCORD_TOKEN", "DATABASE_URL", "HOLDOUT_LOG", "PLAYGROUND_TOKEN"):
        monkeypatch.delenv(name, raising=False)


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_without_a_token_run_says_where_to_get_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run"]) == 2
    assert capsys.readouterr().err == "DISCORD_TOKEN: set it to the bot's token; README.md says where to get one\n"


def test_every_fault_of_the_environment_is_said_at_once_and_no_secret(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://me:secret@host/db")
    monkeypatch.setenv("HOLDOUT_LOG", "LOUD")
    assert main(["doctor"]) == 2
    said = capsys.readouterr().err
    assert "DATABASE_URL" in said
    assert "HOLDOUT_LOG" in said
    assert "secret" not in said
    with pytest.raises(SettingsFault):
        read_settings()


def test_secrets_are_hidden_where_settings_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "very-secret")
    monkeypatch.setenv("DATABASE_URL", "postgresql://me:very-secret@host/db")
    assert "very-secret" not in repr(Settings())
    assert Settings().database() == "postgresql://me:very-secret@host/db"


def test_the_doctor_finds_this_place_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--json"]) == 0
    names = [finding["name"] for finding in told(capsys)["findings"]]  # type: ignore[attr-defined]  # a list by contract
    assert [name for name in names if "," not in name] == [
        *("Python", "questions", "database", "pictures", "sandbox", "embeddings", "model", "token")
    ]
    assert {"sandbox, tier B, landlock", "sandbox, tier B, seccomp"} <= set(names)


def test_the_database_is_brought_up_checked_and_backed_up(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    assert main(["db", "upgrade", "--json"]) == 0
    assert told(capsys)["before"] == ""
    assert main(["doctor", "--json"]) == 0
    capsys.readouterr()
    assert main(["db", "check", "--json"]) == 0
    assert main(["db", "backup", "all.gz"]) == 0
    assert main(["db", "restore", "all.gz", "--replace"]) == 0
    capsys.readouterr()
    assert main(["db", "downgrade", "base", "--json"]) == 0
    assert told(capsys)["revision"] == ""
    assert main(["doctor"]) == 1
    assert "✗ database" in capsys.readouterr().out


@pytest.mark.timeout(240)
def test_the_bank_is_checked_counted_shown_and_proved(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bank", "check", "--json"]) == 0
    assert told(capsys)["errors"] == 0
    assert main(["bank", "stats", "--json"]) == 0
    assert told(capsys)["authored"] > 40  # type: ignore[operator]  # a number by contract
    assert main(["bank", "show", "f1-tradeoff", "--seed", "3"]) == 0
    assert "What happens to F1?" in capsys.readouterr().out
    assert main(["bank", "show", "nothing-of-the-kind"]) == 1
    assert main(["bank", "prove", "f1-tradeoff"]) == 0
    assert "1 proved" in capsys.readouterr().out
    assert main(["bank", "schema"]) == 0


def test_a_faulty_folder_of_questions_is_not_locked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "questions"
    (folder / "stats" / "evaluation").mkdir(parents=True)
    (folder / "skills.yaml").write_text((ROOT / "questions" / "skills.yaml").read_text("utf-8"), "utf-8")
    (folder / "stats" / "evaluation" / "confusion.yaml").write_text("- id: x\n  q: Which?\n", "utf-8")
    assert main(["bank", "lock", "--folder", str(folder)]) == 1
    assert main(["bank", "check", "--folder", str(folder)]) == 1
    assert "confusion.yaml:1: E01" in capsys.readouterr().out
    (folder / "stats" / "evaluation" / "confusion.yaml").unlink()
    assert main(["bank", "lock", "--folder", str(folder)]) == 0


def test_a_database_that_does_not_answer_is_one_calm_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    monkeypatch.setenv("DISCORD_TOKEN", "token")
    assert main(["run"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("database: ")
    assert "Traceback" not in said


def test_a_real_looking_address_or_token_is_never_joined(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PLAYGROUND_TOKEN", "playground.x")
    assert main(["play", "--join", "http://192.168.1.1:8080"]) == 1
    monkeypatch.setenv("PLAYGROUND_TOKEN", "a-token-of-somebody")
    assert main(["play", "--join", "http://127.0.0.1:8080"]) == 1
    assert capsys.readouterr().err.count("playground") >= 2


def test_a_playground_that_does_not_answer_is_one_calm_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PLAYGROUND_TOKEN", "playground.x")
    assert main(["play", "--join", "http://127.0.0.1:1"]) == 1
    said = "This cannot be joined: no playground tells its time at http://127.0.0.1:1/playground/clock.\n"
    assert capsys.readouterr().err == said


def test_a_port_in_use_is_said_and_a_signal_ends_the_bot_in_order(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "play", "--port", "0"]
    environment = {**os.environ, "HOLDOUT_DATA": str(tmp_path)}
    first = subprocess.Popen(  # noqa: S603 (our own program)
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert first.stdout is not None
    port = first.stdout.readline().strip().rpartition(":")[2]
    second = subprocess.run(  # noqa: S603
        [*command[:-1], port],
        cwd=ROOT,
        env={**environment, "HOLDOUT_DATA": str(tmp_path / "other")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    third = subprocess.run(  # noqa: S603
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    first.send_signal(signal.SIGINT)
    _, logged = first.communicate(timeout=60)
    assert (second.returncode, first.returncode) == (1, 0)
    assert second.stderr == f"Port {port} is taken on this machine. Choose another: make run PORT={int(port) + 1}\n"
    assert "Traceback" not in logged
    folder = tmp_path / "playground"
    assert (third.returncode, third.stderr) == (1, f"Another playground is at work in {folder}. Stop it first.\n")
