"""Carries attacks out, in the sandbox and without it, and says what got through."""

import asyncio
import os
import re
import signal
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

from bot.rules.run import Ran, RunJob, RunLimits, RunStatus
from tests.sandbox.attacks.cases import Case, filled
from tests.sandbox.attacks.outside import Outside

AT_ONCE = 3
SHORT_S, LONG_S = 0.3, 15.0
MEMORY_MIB = 128
MOST_MIB, MOST_FILES, MOST_THREADS, MOST_KEPT = 600, 100_000, 500, 8
MOST_TEXT = 2 * 64 * 1024 + 4096
BARE_S = 10.0

Ask = Callable[[RunJob], Awaitable[Ran]]
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
    limits = RunLimits(wall_s=SHORT_S if case.waits else LONG_S, memory_mib=MEMORY_MIB)
    for first in case.first:
        await ask(RunJob(filled(first, there.words), limits=limits))
    job = RunJob(filled(case.code, there.words), limits=limits)
    ran = await ask(job)
    text = _text(ran)
    found = await there.complaints()
    if ran.status not in case.status:
        found.append(f"ended with {ran.status}: {text[-300:]}")
    if case.says not in text:
        found.append(f"does not say {case.says!r}: {text[-300:]}")
    if "escaped" in _told(ran) or there.secret in text:
        found.append(f"escaped: {text[:500]}")
    again = await ask(job) if "differs from run to run" in case.holds else ran
    return found + [f"does not hold: {name}" for name in case.holds if not HOLDS[name](ran, again)]


async def bare_complaints(cases: Sequence[Case], there: Outside) -> list[str]:
    """Run the cases that say so by a plain Python; give those that do not escape."""
    found = []
    for case in cases:
        if case.bare is True or (case.bare == "root" and os.geteuid() == 0):
            text = await _bare(case, there)
            if not (await there.complaints() or "escaped" in text or there.secret in text):
                found.append(f"{case.family}: {case.name}: {text[-300:]}")
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


def _told(ran: Ran) -> str:
    """Give what a run said on purpose; a traceback would quote the attack itself."""
    return "\n".join([ran.stdout, *(f"{file.name}\n{file.data.decode('latin-1')}" for file in ran.files)])


def _text(ran: Ran) -> str:
    """Give all that came out of a run."""
    return f"{_told(ran)}\n{ran.result}\n{ran.stderr}\n{ran.cause}"


def _largest(pattern: str, ran: Ran) -> int:
    return max(map(int, re.findall(pattern, ran.stdout)), default=0)


def _plain(name: str) -> bool:
    return Path(name).name == name and name.isprintable() and "<" not in name and not name.startswith(".")


def _differ(one: Ran, two: Ran) -> bool:
    return one.status is two.status is RunStatus.OK and one.stdout != two.stdout


def _small(ran: Ran) -> bool:
    sizes = [len(file.data) for file in ran.files]
    return len(sizes) <= MOST_KEPT and sum(sizes) <= 16 << 20 and max(sizes, default=0) <= 8 << 20


def _little(ran: Ran) -> bool:
    return _largest(r"MiB (\d+)", ran) <= MOST_MIB and _largest(r"files (\d+)", ran) <= MOST_FILES


HOLDS: Mapping[str, Callable[[Ran, Ran], bool]] = {
    "differs from run to run": _differ,
    "plain file names": lambda ran, _: all(_plain(file.name) for file in ran.files),
    "no picture": lambda ran, _: not any(file.type.startswith("image/") for file in ran.files),
    "memory within the limit": lambda ran, _: ran.peak_mib <= MEMORY_MIB * 1.25,
    "little is written": lambda ran, _: _little(ran),
    "few threads": lambda ran, _: _largest(r"threads (\d+)", ran) <= MOST_THREADS,
    "small files": lambda ran, _: _small(ran),
    "short output": lambda ran, _: len(ran.stdout) + len(ran.stderr) + len(ran.result) <= MOST_TEXT,
}
