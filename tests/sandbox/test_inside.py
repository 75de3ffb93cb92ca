"""What runs in the jail, here in a process of its own outside it, so that its lines can be watched."""

import json
import os
import platform
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.inside.calls import numbers
from bot.sandbox.inside.channel import Channel
from bot.sandbox.inside.filter import ALLOW, EQUAL, LOAD, REFUSE, RETURN
from bot.settings import Settings, SettingsFault
from bot.wiring.sandbox import SandboxTools, open_sandbox, profiles_of

ROOT = Path(__file__).parents[2]
RUN = """
import os, sys
sys.path.insert(0, {root!r})
from bot.sandbox.inside import run, warm
from bot.sandbox.inside.channel import Channel
warm.prepare({profile!r})
warm.reseed("0123456789abcdef" * 2)
os.environ["TMPDIR"] = os.getcwd()
inward, outward = os.open("in", os.O_RDONLY), os.open("out", os.O_WRONLY | os.O_CREAT)
code = warm.served("run", Channel(inward, outward))
print("code", code)
"""
LAYERS = """
import os, resource, sys
from bot.sandbox.inside import ground, kernel
kernel.collapse()
ground.limit(alone=False)
assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)
kernel.prctl(kernel.NO_NEW_PRIVS, 1)
assert kernel.prctl(39) == 1
kernel.drop_capabilities()
assert "CapEff:\\t0000000000000000" in open("/proc/self/status").read()
kept = [(f"/{name}", kernel.EVERY_RIGHT if os.path.isdir(f"/{name}") else kernel.READ_FILE)
        for name in os.listdir("/") if name != "etc" and not os.path.islink(f"/{name}")]
kernel.landlock(kept, kernel.landlock_version())
try:
    open("/etc/passwd")
except PermissionError:
    print("landlock")
kernel.filter_calls(bytes.fromhex(sys.argv[1]))
try:
    os.getpriority(os.PRIO_PROCESS, 0)
except PermissionError:
    print("seccomp")
"""
SPACES = """
import os, sys
from bot.sandbox.inside import kernel
uid, gid = os.getuid(), os.getgid()
kernel.unshare(kernel.NEW_USER | kernel.NEW_NS)
for name, text in (("setgroups", "deny"), ("uid_map", f"0 {uid} 1"), ("gid_map", f"0 {gid} 1")):
    with open(f"/proc/self/{name}", "w") as file:
        file.write(text)
kernel.mount("none", "/", flags=kernel.RECURSIVE | kernel.PRIVATE)
kernel.mount("tmpfs", sys.argv[1], "tmpfs", kernel.NO_SUID, "size=1m")
open(f"{sys.argv[1]}/a", "w").close()
kernel.lock_mounts(sys.argv[1], kernel.READ_ONLY, deep=True)
try:
    open(f"{sys.argv[1]}/b", "w")
except OSError as refused:
    print(refused.errno)
"""
GREET = (
    b"import matplotlib.pyplot as plt, atexit\natexit.register(print, 'bye')\nplt.plot([1, 2])\nprint(input())\n6 * 7"
)


def own(script: str, *words: str, cwd: Path = ROOT) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(  # noqa: S603 (our own program)
        [sys.executable, "-c", script, *words],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        input="",
        timeout=100,
    )


def test_a_program_runs_as_a_script_and_all_of_it_is_told(tmp_path: Path) -> None:
    with (tmp_path / "in").open("wb") as file:
        channel = Channel(file.fileno(), file.fileno())
        channel.write(GREET)
        channel.write(b"hey")
    told = own(RUN.format(root=str(ROOT), profile="base"), cwd=tmp_path)
    assert told.stdout == "hey\nbye\ncode 0\n", told.stderr
    with (tmp_path / "out").open("rb") as file:
        channel = Channel(file.fileno(), file.fileno())
        report: dict[str, Any] = json.loads(channel.read() or b"")
        files = dict(zip(report["files"], iter(channel.read, None), strict=True))
    assert report["result"] == "42"
    assert files["figure-1.png"].startswith(b"\x89PNG")


def test_layers_refuse_what_they_are_for() -> None:
    number = numbers(platform.machine())["getpriority"]
    steps = [(LOAD, 0, 0, 0), (EQUAL, 0, 1, number), (RETURN, 0, 0, REFUSE | 1), (RETURN, 0, 0, ALLOW)]
    told = own(LAYERS, b"".join(struct.pack("HBBI", *step) for step in steps).hex())
    assert told.stdout == "landlock\nseccomp\n", told.stderr


def test_a_mount_is_locked(tmp_path: Path) -> None:
    told = own(SPACES, str(tmp_path))
    if "unshare" in told.stderr:
        pytest.skip("this machine gives no user namespace")
    assert told.stdout == "30\n", told.stderr


def test_frames_that_are_cut_off_or_too_large_are_refused() -> None:
    for sent in (b"\0\0", b"\0\0\0\5ab", b"\xff\xff\xff\xff"):
        reading, writing = os.pipe()
        os.write(writing, sent)
        os.close(writing)
        with pytest.raises(ValueError, match="a frame is"):
            Channel(reading, reading).read()
        os.close(reading)


def test_a_supervisor_ends_with_whoever_started_it(tmp_path: Path) -> None:
    words = [str(tmp_path / "socket"), "--profile", "bare", "--tier", "auto", "--tied", "--log", "ERROR"]
    told = own(f"from bot.sandbox.supervisor import main; print(main({words!r}))")
    assert told.stdout == "0\n", told.stderr


def test_who_serves_becomes_another_program_without_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    became: list[Any] = []
    monkeypatch.setattr(os, "execve", lambda *told: became.append(told))
    monkeypatch.setenv("DISCORD_TOKEN", "secret")
    settings = Settings(sandbox_profiles="base,base", sandbox_tier="B")
    with pytest.raises(SettingsFault, match="SANDBOX_SOCKET"):
        SandboxTools(settings).serve(None, "")
    SandboxTools(settings).serve(Path("/run/x"), "A")
    ((program, words, environment),) = became
    assert program == sys.executable
    assert words[-7:] == ["/run/x", "--tier", "A", "--slots", "0", "--profile", "base"]
    assert "secret" not in str(environment)


async def test_a_runner_elsewhere_is_taken_unless_a_tier_is_asked_for(tmp_path: Path) -> None:
    settings = Settings(sandbox_socket=tmp_path / "none")
    assert profiles_of(settings) == ("base",)
    async with open_sandbox(settings) as client:
        assert client._own is None
    async with SandboxTools(Settings(sandbox_profiles="base")).open("B", "base", 3) as client:
        assert client._own is not None
        assert client._own._arguments[-6:] == ["--tier", "B", "--slots", "3", "--profile", "base"]
