"""Carries attacks out, in the sandbox and without it, and says what got through."""

import asyncio
import base64
import os
import re
import signal
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.sandbox.attacks.cases import Case, filled
from tests.sandbox.attacks.outside import Outside

AT_ONCE = 3
SHORT_S, LONG_S = 0.5, 6.0
MEMORY_MIB = 128
MOST_MIB, MOST_FILES, MOST_THREADS = 600, 100_000, 500
MOST_TEXT = 2 * 64 * 1024 + 4096
BARE_S = 10.0

Answer = Mapping[str, Any]
Ask = Callable[..., Awaitable[Answer]]
Complaints = dict[str, list[str]]


async def all_complaints(cases: Sequence[Case], ask: Ask, there: Outside) -> Complaints:
    """Try every case; give what got through, by name."""
    waiting = iter(cases)
    found: Complaints = {}

    async def work() -> None:
        for case in waiting:
            if complaints := await complaints_of(case, ask, there):
                found[f"{case.family}: {case.name}"] = complaints

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    return found


async def complaints_of(case: Case, ask: Ask, there: Outside) -> list[str]:
    """Try one case and say what got through."""
    limits = {"timeout_s": SHORT_S if case.waits else LONG_S, "memory_mib": MEMORY_MIB}
    for first in case.first:
        await ask(filled(first, there.words), **limits)
    code = filled(case.code, there.words)
    answer = await ask(code, **limits)
    text = _text(answer)
    found = there.complaints()
    if answer["status"] not in case.status:
        found.append(f"ended with {answer['status']}: {text[-300:]}")
    if case.says not in text:
        found.append(f"does not say {case.says!r}: {text[-300:]}")
    if "escaped" in _told(answer) or there.secret in text:
        found.append(f"escaped: {text[:500]}")
    again = await ask(code, **limits) if "differs from run to run" in case.holds else answer
    return found + [f"does not hold: {name}" for name in case.holds if not HOLDS[name](answer, again)]


async def bare_complaints(cases: Sequence[Case], there: Outside) -> list[str]:
    """Run the cases that say so by a plain Python; give those that do not escape."""
    found = []
    for case in cases:
        if case.bare is True or (case.bare == "root" and os.geteuid() == 0):
            text = await _bare(case, there)
            if not ("escaped" in text or there.secret in text or there.complaints()):
                found.append(f"{case.family}: {case.name}: {text[-300:]}")
            there.complaints()
    return found


async def _bare(case: Case, there: Outside) -> str:
    """Run a case by a plain Python in a folder of its own; give all that it says."""
    text = ""
    with tempfile.TemporaryDirectory(prefix="holdout-bare-", dir=there.folder) as folder:
        for code in (*case.first, case.code):
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-X", "utf8", "-c", filled(code, there.words).decode()),
                cwd=folder,
                env={"PATH": os.defpath, "TMPDIR": folder, "HOME": folder, "DISCORD_TOKEN": there.secret},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                start_new_session=True,
            )
            try:
                async with asyncio.timeout(BARE_S):
                    text = (await process.communicate())[0].decode(errors="replace")
            finally:
                _kill_group(process.pid)
                await process.wait()
    return text


def _kill_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


def _told(answer: Answer) -> str:
    """Give what a run said on purpose; a traceback would quote the attack itself."""
    files = [base64.b64decode(file["b64"]).decode("latin-1") for file in answer["files"]]
    return "\n".join([answer["stdout"], *(file["name"] for file in answer["files"]), *files])


def _text(answer: Answer) -> str:
    """Give all that came out of a run."""
    return f"{_told(answer)}\n{answer['stderr']}"


def _largest(pattern: str, answer: Answer) -> int:
    return max(map(int, re.findall(pattern, answer["stdout"])), default=0)


def _sizes(answer: Answer) -> list[int]:
    return [len(base64.b64decode(file["b64"])) for file in answer["files"]]


def _plain(name: str) -> bool:
    return Path(name).name == name and name.isprintable() and "<" not in name and not name.startswith(".")


HOLDS: Mapping[str, Callable[[Answer, Answer], bool]] = {
    "differs from run to run": lambda one, two: (
        one["stdout"] != two["stdout"] and one["status"] == two["status"] == "ok"
    ),
    "plain file names": lambda one, _: all(_plain(file["name"]) for file in one["files"]),
    "no picture": lambda one, _: not any(file["type"].startswith("image/") for file in one["files"]),
    "memory within the limit": lambda one, _: one["peak_mib"] <= MEMORY_MIB * 1.25 + 32,
    "little is written": lambda one, _: (
        _largest(r"MiB (\d+)", one) <= MOST_MIB and _largest(r"files (\d+)", one) <= MOST_FILES
    ),
    "few threads": lambda one, _: _largest(r"threads (\d+)", one) <= MOST_THREADS,
    "small files": lambda one, _: sum(_sizes(one)) <= 16 << 20 and max(_sizes(one), default=0) <= 8 << 20,
    "short output": lambda one, _: len(one["stdout"]) + len(one["stderr"]) <= MOST_TEXT,
}
