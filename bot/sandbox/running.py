"""Runs a program in a child and reads what came of it."""

import json
from typing import Any

from bot.rules.run import MOST_SOURCE, Ran, RunFile, RunJob, RunStatus
from bot.sandbox.cells import Cells, Child, Ended

MOST_FILES, FILE_BYTES, ALL_BYTES = 8, 8 << 20, 16 << 20
MOST_RESULT, LONGEST_NAME, MOST_REPORT = 20_000, 100, 1 << 20
_MARKS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
BINARY, TEXT = "application/octet-stream", "text/plain"


async def run(cells: Cells, job: RunJob) -> Ran:
    """Run a program; once more where the sandbox itself broke down on the way."""
    if len(job.code) > MOST_SOURCE:
        says = f"This is {len(job.code)} bytes of source; at most {MOST_SOURCE} are taken.\n"
        return Ran(RunStatus.ERROR, stderr=says)
    ran = await _once(cells, job)
    return await _once(cells, job) if ran.status is RunStatus.SETUP_FAILED else ran


async def _once(cells: Cells, job: RunJob) -> Ran:
    async with cells.child("run", job.limits, job.profile) as child:
        await child.send(job.code)
        await child.send(job.stdin)
        told = _report(await child.receive())
        files = await _files(child, told["files"])
        ended = await child.end()
    return _ran(ended, told, files)


def _ran(ended: Ended, told: dict[str, Any], files: tuple[RunFile, ...]) -> Ran:
    short = ended.status is RunStatus.ERROR and told["raised"] == MemoryError.__name__
    return Ran(
        status=RunStatus.MEMORY_LIMIT if short else ended.status,
        stdout=ended.stdout.decode(errors="replace"),
        stderr=ended.stderr.decode(errors="replace"),
        result=told["result"],
        exit_code=ended.exit_code,
        wall_ms=ended.wall_ms,
        cpu_ms=ended.cpu_ms,
        peak_mib=ended.peak_mib,
        omitted_bytes=ended.omitted_bytes,
        files=files,
        cause=ended.cause,
    )


def _report(frame: bytes | None) -> dict[str, Any]:
    """Read a report; what does not fit is left out, for the code may have written it."""
    try:
        told = json.loads(frame if frame and len(frame) <= MOST_REPORT else b"{}")
    except (ValueError, RecursionError):
        told = {}
    told = told if isinstance(told, dict) else {}
    names = told.get("files")
    return {
        "result": _text(told.get("result"))[:MOST_RESULT],
        "raised": _text(told.get("raised")),
        "files": [_text(name) for name in names[:MOST_FILES]] if isinstance(names, list) else [],
    }


def _text(value: object) -> str:
    """Give a text that can be encoded, empty for anything else."""
    return value.encode(errors="replace").decode(errors="replace") if isinstance(value, str) else ""


async def _files(child: Child, names: list[str]) -> tuple[RunFile, ...]:
    """Receive the files that were announced, as far as they are small enough."""
    files: list[RunFile] = []
    room = ALL_BYTES
    for name in names:
        data = await child.receive()
        if data is None or len(data) > min(FILE_BYTES, room):
            break
        room -= len(data)
        files.append(RunFile(_name(name), type_of(data), data))
    return tuple(files)


def _name(name: str) -> str:
    """Give a file's name without anything that could lead or look elsewhere."""
    plain = "".join(sign if sign.isprintable() and sign not in '/\\:*?"<>|`' else "_" for sign in name)
    return plain.lstrip(".")[-LONGEST_NAME:] or "file"


def type_of(data: bytes) -> str:
    """Tell a file's type from its bytes: a picture, text, or anything else; a drawing that may hold scripts is text."""
    for mark, kind in _MARKS:
        if data.startswith(mark):
            return kind
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return BINARY
    return TEXT if all(sign.isprintable() or sign in "\n\r\t" for sign in text[:4096]) else BINARY
