"""Runs one question's proof, in a child of its own: each variant, and what the proof must refuse."""

import contextlib
import importlib.util
import io
import time
import traceback
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from bot.sandbox.inside.plain import decode, encode

QUICK_S = 5.0  # more variants than the least are tried while this is not used up
LONGEST = 300
MOST = 20


class Frames(Protocol):
    """The way in and out, as `channel.Channel` is."""

    def read(self) -> bytes | None: ...  # noqa: D102 (named by its class)
    def write(self, frame: bytes) -> None: ...  # noqa: D102


def serve(channel: Frames) -> None:
    """Read a job (`proof`, `solution`, `requires`, `least`, `cases`), and tell what failed, as (seed, what, how)."""
    job = decode(channel.read() or b"")
    missing = job["requires"] if job["requires"] and importlib.util.find_spec(job["requires"]) is None else ""
    channel.write(encode({"missing": missing} if missing else prove(job)))


def prove(job: Mapping[str, Any]) -> dict[str, Any]:
    """Try the variants of a job; those after the least while none has failed and it is quick."""
    start, tried = time.monotonic(), 0
    failed: list[tuple[int, str, str]] = []
    for case in job["cases"]:
        if tried >= job["least"] and (failed or time.monotonic() - start > QUICK_S):
            break
        failed += list(_case(job, case))
        tried += 1
    return {"missing": "", "failed": failed[:MOST], "tried": tried}


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
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(job["solution"], "solution", "exec", dont_inherit=True), scope)  # noqa: S102 (it is for this)
            exec(compile(job["proof"], "proof", "exec", dont_inherit=True), scope)  # noqa: S102
    except BaseException as fault:  # noqa: BLE001 (whatever a proof raises is a verdict)
        return _told(fault)
    return ""


def _output(code: str) -> dict[str, str]:
    """Run the code that a question shows; give what it prints, and the class of what it raises."""
    printed, error = io.StringIO(), ""
    with contextlib.redirect_stdout(printed):
        try:
            exec(compile(code, "code", "exec", dont_inherit=True), {"__name__": "__main__"})  # noqa: S102
        except Exception as fault:  # noqa: BLE001 (a question may be about what is raised)
            error = type(fault).__name__
    return {"stdout": printed.getvalue(), "error": error}


def _told(fault: BaseException) -> str:
    """Name an exception, and the line of the proof it came from."""
    frames = [frame for frame in traceback.extract_tb(fault.__traceback__) if frame.filename in {"proof", "solution"}]
    place = f" in line {frames[-1].lineno} of the {frames[-1].filename}" if frames else ""
    return f"{type(fault).__name__}{f': {fault}' if str(fault) else ''}{place}"[:LONGEST]
