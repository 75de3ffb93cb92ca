"""Runs proofs in forks of itself: a program of its own that imports nothing of the bot (`python -I proof_runner.py`).

It reads JSON lines, the first with what to import ahead and the limits, each other one a job, and answers each with a
line: what failed, as (seed, what, refusal or error). A fork that dies or is slow is told apart by its parent alone.
"""

import contextlib
import importlib
import importlib.util
import io
import json
import os
import resource
import select
import signal
import sys
import time
import traceback
from collections.abc import Iterator, Mapping
from typing import Any

QUICK_S = 5.0  # more variants than the least are tried while this is not used up
LONGEST = 300


def main() -> None:
    """Serve jobs until the input ends."""
    setup = json.loads(sys.stdin.readline())
    for name in setup["preload"]:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    for line in sys.stdin:
        job = json.loads(line)
        sys.stdout.write(json.dumps(_apart(job, setup)) + "\n")
        sys.stdout.flush()


def _apart(job: Mapping[str, Any], setup: Mapping[str, Any]) -> dict[str, Any]:
    """Run a job in a fork and give its answer; the parent never reads the job's code."""
    if job["requires"] and importlib.util.find_spec(job["requires"]) is None:
        return {"id": job["id"], "missing": job["requires"]}
    start = time.monotonic()
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(receive)
        _child(job, setup, send)
    os.close(send)
    told = _collect(receive, start + setup["wall_s"])
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    took = time.monotonic() - start
    answer: dict[str, Any] = {"id": job["id"], "seconds": took}
    if told is None:
        return {**answer, "died": f"it ran longer than {setup['wall_s']:g} s"}
    try:
        return {**answer, **json.loads(told)}
    except ValueError:
        return {**answer, "died": "it ended without a verdict: out of memory or time"}


def _collect(receive: int, until: float) -> bytes | None:
    """Read what the fork says until it closes its end; None where time runs out first."""
    told = b""
    with os.fdopen(receive, "rb", buffering=0) as pipe:
        while True:
            ready, _, _ = select.select([pipe], [], [], max(0.0, until - time.monotonic()))
            if not ready:
                return None
            piece = pipe.read(1 << 16)
            if not piece:
                return told
            told += piece


def _child(job: Mapping[str, Any], setup: Mapping[str, Any], send: int) -> None:
    """Run the job within limits, tell what failed, and end at once."""
    limit = int(setup["memory_mib"]) << 20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CPU, (int(setup["wall_s"]) + 1,) * 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    told = b""
    with contextlib.suppress(BaseException):
        told = json.dumps(_prove(job)).encode()
    while told:
        told = told[os.write(send, told) :]
    os._exit(0)


def _prove(job: Mapping[str, Any]) -> dict[str, Any]:
    start, tried = time.monotonic(), 0
    failed: list[tuple[int, str, str]] = []
    for case in job["cases"]:
        if tried >= job["least"] and (failed or time.monotonic() - start > QUICK_S):
            break
        failed += list(_case(job, case))
        tried += 1
    return {"failed": failed[:20], "tried": tried}


def _case(job: Mapping[str, Any], case: Mapping[str, Any]) -> Iterator[tuple[int, str, str]]:
    """Give (seed, what, how): the proof must hold for the names, and raise for each refused answer."""
    raised = _run(job, case["code"], case["names"])
    if raised:
        yield case["seed"], "", raised
        return
    for value, what in case["refused"]:
        if not _run(job, case["code"], {**case["names"], "answer": value}):
            yield case["seed"], what, ""


def _run(job: Mapping[str, Any], code: str, names: Mapping[str, Any]) -> str:
    """Run code, solution and proof; give what was raised, or an empty text."""
    scope: dict[str, Any] = {"__name__": "proof", **names}
    try:
        if code:
            scope |= _output(code)
        exec(compile(job["solution"], "solution", "exec"), scope)  # noqa: S102 (this process is for it)
        exec(compile(job["proof"], "proof", "exec"), scope)  # noqa: S102
    except BaseException as fault:  # noqa: BLE001 (whatever a proof raises is a verdict)
        return _told(fault)
    return ""


def _output(code: str) -> dict[str, str]:
    """Run the code that a question shows; give what it prints, and the class of what it raises."""
    printed, error = io.StringIO(), ""
    with contextlib.redirect_stdout(printed):
        try:
            exec(compile(code, "code", "exec"), {"__name__": "__main__"})  # noqa: S102
        except Exception as fault:  # noqa: BLE001 (a question may be about what is raised)
            error = type(fault).__name__
    return {"stdout": printed.getvalue(), "error": error}


def _told(fault: BaseException) -> str:
    """Name an exception, and the line of the proof it came from."""
    frames = [frame for frame in traceback.extract_tb(fault.__traceback__) if frame.filename in {"proof", "solution"}]
    place = f" in line {frames[-1].lineno} of the {frames[-1].filename}" if frames else ""
    return f"{type(fault).__name__}{f': {fault}' if str(fault) else ''}{place}"[:LONGEST]


if __name__ == "__main__":
    main()
