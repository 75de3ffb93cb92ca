"""`sandbox`: runs programs in the sandbox from the terminal, one or many, or serves it to a bot elsewhere."""

import argparse
import asyncio
import base64
import json
import math
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from bot.cli import judging
from bot.cli.asked import Unfit, asked_lines, asked_of, bytes_of, code_of, jobs
from bot.rules.errors import EdgeDown
from bot.rules.run import BASE, TORCH, Ran, RunJob, RunLimits, RunStatus

LONGEST_S, MOST_MIB = 600.0, 65536


class Runner(judging.Judging, Protocol):
    """What runs a program, and judges a submission."""

    async def run(self, job: RunJob) -> Ran:
        """Run it.

        Raises:
            EdgeDown: The sandbox is away.
        """
        ...


class SandboxTools(judging.Questions, Protocol):
    """What these commands need."""

    def open(self, tier: str, profile: str, slots: int) -> AbstractAsyncContextManager[Runner]:
        """Have a sandbox, which ends with the context; an empty tier stands for what is set, 0 slots for one a core."""
        ...

    def serve(self, socket: Path | None, tier: str) -> int:
        """Serve on a socket, None for the one that is set, until told to stop."""
        ...


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the commands."""
    parser = commands.add_parser("sandbox", help="run programs in the sandbox, or serve it")
    acts = parser.add_subparsers(dest="act", required=True)
    where = argparse.ArgumentParser(add_help=False)
    where.add_argument("--tier", choices=("A", "B"), default="", help="the jail: namespaces, or Landlock and seccomp")
    which = argparse.ArgumentParser(add_help=False)
    which.add_argument("--profile", choices=(BASE, TORCH), default=BASE, help="which packages are there")
    one = acts.add_parser("run", parents=[where, which], help="run one program")
    one.add_argument("file", nargs="?", default="-", help="Python source; `-`, the default, is standard input")
    one.add_argument("--timeout", type=_seconds, default=RunLimits().wall_s, metavar="SECONDS")
    one.add_argument("--memory", type=_mib, default=RunLimits().memory_mib, metavar="MIB")
    one.add_argument("--json", action="store_true", help="one JSON object instead of the output")
    many = acts.add_parser("batch", parents=[where, which], help="a JSON line in, a JSON line out, until the end")
    many.add_argument("--jobs", type=jobs, default=1, metavar="N", help="how many run at once")
    judging.add_parser(acts, where)
    serve = acts.add_parser("serve", parents=[where], help="serve the sandbox on a socket, for a bot elsewhere")
    serve.add_argument("--socket", type=Path, help="where; SANDBOX_SOCKET if left out")


def report(asked: argparse.Namespace, tools: SandboxTools) -> int:
    """Do what was asked.

    Returns:
        0 where it was done (and a single program ended well), 1 where not, 2 for wrong use.
    """
    match asked.act:
        case "serve":
            return tools.serve(asked.socket, asked.tier)
        case "batch":
            return _stream(asked, tools)
        case "judge":
            return judging.report(asked, tools, partial(tools.open, asked.tier))
        case _:
            return _single(asked, tools)


def _stream(asked: argparse.Namespace, tools: SandboxTools) -> int:
    """Answer lines until they end, or until nobody reads the answers any more."""
    unread = False
    try:
        asyncio.run(_batch(asked, tools))
    except* BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left in it goes nowhere, quietly
        unread = True
    return 1 if unread else 0


def _single(asked: argparse.Namespace, tools: SandboxTools) -> int:
    """Run one program and show it."""
    try:
        code = sys.stdin.buffer.read() if asked.file == "-" else Path(asked.file).read_bytes()
    except OSError as fault:
        print(f"{asked.file}: {fault.strerror}", file=sys.stderr)
        return 2
    limits = RunLimits(wall_s=asked.timeout, cpu_s=asked.timeout, memory_mib=asked.memory)
    ran = asyncio.run(_one(asked, tools, RunJob(code, limits=limits, profile=asked.profile)))
    if asked.json:
        print(json.dumps({"result": ran.result, "cause": ran.cause, **told(None, ran)}))
    else:
        _show(ran)
    return 0 if ran.status is RunStatus.OK else 1


async def _one(asked: argparse.Namespace, tools: SandboxTools, job: RunJob) -> Ran:
    async with tools.open(asked.tier, asked.profile, 1) as runner:
        return await _ran(runner, job)


async def _ran(runner: Runner, job: RunJob) -> Ran:
    """Run; where the sandbox is away, say so as a result."""
    try:
        return await runner.run(job)
    except EdgeDown as fault:
        return Ran(RunStatus.SETUP_FAILED, cause=fault.sentence)


def _show(ran: Ran) -> None:
    """Print what a program printed, and how it ended."""
    sys.stdout.write(ran.stdout)
    if ran.result:
        print(ran.result)
    sys.stderr.write(ran.stderr)
    files = "".join(f", {file.name} ({file.type}, {len(file.data)} bytes)" for file in ran.files)
    cause = f": {ran.cause}" if ran.cause else ""
    print(f"{ran.status.value}{cause} ({ran.wall_ms:.0f} ms, {ran.peak_mib:.0f} MiB{files})", file=sys.stderr)


async def _batch(asked: argparse.Namespace, tools: SandboxTools) -> None:
    """Answer every line as it comes."""
    free = asyncio.Semaphore(asked.jobs)
    async with tools.open(asked.tier, asked.profile, asked.jobs) as runner, asyncio.TaskGroup() as tasks:
        async for line in asked_lines():
            await free.acquire()
            task = tasks.create_task(_answer(runner, line, asked.profile))
            task.add_done_callback(lambda _: free.release())


async def _answer(runner: Runner, line: bytes | None, profile: str) -> None:
    """Run what a line says and print what came of it; nothing that a line says ends the stream."""
    name: Any = None
    try:
        asked = asked_of(line)
        name = asked.get("id")
        ran = await _ran(runner, job_of(asked, profile))
    except Unfit as fault:
        ran = Ran(RunStatus.ERROR, stderr=f"This line was not run: {fault}\n")
    print(json.dumps(told(name, ran)), flush=True)


def told(name: object, ran: Ran) -> dict[str, Any]:
    """Give the answer to a line, by the keys that are documented."""
    return {
        "id": name,
        "status": ran.status.value,
        "stdout": ran.stdout,
        "stderr": ran.stderr or ran.cause,
        "exit_code": ran.exit_code,
        "wall_ms": round(ran.wall_ms, 3),
        "cpu_ms": round(ran.cpu_ms, 3),
        "peak_mib": round(ran.peak_mib, 3),
        "omitted_bytes": ran.omitted_bytes,
        "files": [
            {"name": file.name, "type": file.type, "b64": base64.b64encode(file.data).decode()} for file in ran.files
        ],
    }


def job_of(asked: Mapping[str, Any], profile: str = BASE) -> RunJob:
    """Read what is to be run; keys that are not known are passed over.

    Raises:
        Unfit: A key is missing, of another type or out of its range.
    """
    limits = RunLimits()
    wall_s = _number(asked, "timeout_s", limits.wall_s, LONGEST_S)
    memory = _number(asked, "memory_mib", limits.memory_mib, MOST_MIB)
    stdin = asked.get("stdin")
    if stdin is not None and not isinstance(stdin, str):
        raise Unfit("`stdin` must be text")
    kept = RunLimits(wall_s=wall_s, cpu_s=wall_s, memory_mib=max(1, int(memory)))
    return RunJob(code_of(asked), bytes_of(stdin or ""), kept, profile)


def _number(asked: Mapping[str, Any], key: str, otherwise: float, most: float) -> float:
    value = asked.get(key)
    if value is None:
        return otherwise
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= most or math.isnan(value):
        raise Unfit(f"`{key}` must be a number above 0 and at most {most:.0f}")
    return float(value)


def _within(most: float, least: float = 0.0) -> Callable[[str], float]:
    def read(text: str) -> float:
        value = float(text)
        if not least < value <= most:
            raise argparse.ArgumentTypeError(f"a number above {least:.0f} and at most {most:.0f}")
        return value

    return read


_seconds = _within(LONGEST_S)


def _mib(text: str) -> int:
    return max(1, int(_within(MOST_MIB)(text)))
