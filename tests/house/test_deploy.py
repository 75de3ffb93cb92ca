"""The files for containers keep the runner apart, and name what is there."""

import json
from pathlib import Path
from typing import Any

import yaml
from dockerfile_parse import DockerfileParser

from bot.sandbox.inside.filter import NAMES

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
DANGEROUS = {
    *("bpf", "io_uring_setup", "keyctl", "add_key", "request_key", "kexec_load", "init_module", "finit_module"),
    *("perf_event_open", "process_vm_readv", "process_vm_writev", "ptrace", "reboot", "swapon", "userfaultfd"),
    *("open_by_handle_at", "quotactl", "settimeofday", "clock_settime", "syslog", "iopl", "ioperm"),
}
JAIL = {"unshare", "setns", "mount", "mount_setattr", "pivot_root", "umount2", "clone"}


def services() -> dict[str, dict[str, Any]]:
    told: dict[str, dict[str, Any]] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]
    return told


def test_the_runner_has_nothing_that_is_worth_stealing_and_nowhere_to_go() -> None:
    runner = services()["runner"]
    assert "environment" not in runner
    assert "env_file" not in runner
    assert (runner["network_mode"], runner["read_only"], runner["cap_drop"]) == ("none", True, ["ALL"])
    assert "no-new-privileges:true" in runner["security_opt"]
    assert {"mem_limit", "pids_limit"} <= runner.keys()
    assert [volume.partition(":")[0] for volume in runner["volumes"]] == ["socket"]
    assert "privileged" not in runner


def test_both_meet_at_the_same_socket() -> None:
    bot, runner = services()["bot"], services()["runner"]
    (mount,) = runner["volumes"]
    assert mount in bot["volumes"]
    parser = DockerfileParser(str(ROOT / "Dockerfile"))
    said = [step["value"] for step in parser.structure if step["instruction"] == "ENV"]
    assert f"SANDBOX_SOCKET={bot['environment']['SANDBOX_SOCKET']}" in said


def test_the_runner_is_a_target_without_questions_and_the_bot_comes_last() -> None:
    stages: list[list[str]] = []
    for step in DockerfileParser(str(ROOT / "Dockerfile")).structure:
        if step["instruction"] == "FROM":
            stages.append([step["value"]])
        elif stages:
            stages[-1].append(f"{step['instruction']} {step['value']}")
    names = [stage[0].partition(" AS ")[2] for stage in stages]
    assert names == ["build", "common", "runner", ""]
    for stage in stages[:-1]:
        assert not any("questions" in step or "migrations" in step for step in stage)
    assert services()["runner"]["build"]["target"] == "runner"


def test_the_profile_for_tier_a_lets_the_jail_be_made_and_no_more() -> None:
    profile = json.loads((DEPLOY / "seccomp-tier-a.json").read_text(encoding="utf-8"))
    allowed = {name for rule in profile["syscalls"] if rule["action"] == "SCMP_ACT_ALLOW" for name in rule["names"]}
    assert profile["defaultAction"] == "SCMP_ACT_ERRNO"
    assert allowed >= JAIL
    assert not allowed & DANGEROUS
    assert set(NAMES) - allowed == set()
