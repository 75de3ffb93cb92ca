"""Drives `python -m bot sandbox batch` and `judge` as anybody may: JSON lines in, JSON lines out."""

import asyncio
import base64
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
LONGEST_LINE = 128 * 1024 * 1024
Answer = dict[str, Any]


@dataclass(slots=True)
class Line:
    """A running command that answers lines."""

    process: asyncio.subprocess.Process
    _waiting: dict[str, asyncio.Future[Answer]] = field(default_factory=dict)
    _count: int = 0

    async def ask(self, code: bytes, **more: Any) -> Answer:
        """Send a program and wait for what came of it."""
        self._count += 1
        name = str(self._count)
        self._waiting[name] = future = asyncio.get_running_loop().create_future()
        asked = {"id": name, "code_b64": base64.b64encode(code).decode(), **more}
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(asked).encode() + b"\n")
        await self.process.stdin.drain()
        answer: Answer = await future
        return answer

    async def read(self) -> None:
        """Hand out the answers until there are no more."""
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            answer = json.loads(line)
            self._waiting.pop(answer["id"]).set_result(answer)
        for future in self._waiting.values():
            future.set_exception(EOFError("the command ended"))


@asynccontextmanager
async def driven(arguments: Sequence[str], environment: Mapping[str, str]) -> AsyncIterator[Line]:
    """Run `python -m bot sandbox …` until the block ends."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "sandbox", *arguments),
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=LONGEST_LINE,
    )
    line = Line(process)
    reading = asyncio.create_task(line.read())
    try:
        yield line
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await reading
        await process.wait()


def descendants(pid: int) -> set[int]:
    """Give the processes below one, and those that lost their parent and run in a jail's way."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, ValueError):
                continue
    found, below = set(), {pid}
    while below:
        found |= below
        below = {child for child, parent in parents.items() if parent in below} - found
    return found - {pid}
