"""Programs under measurement, each a process of its own, and what the system says of them (Linux)."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

START_S = 60.0
_WHOLE_PROCESS = 2
"""With a process id it makes the name of that process's CPU clock, as clock_getcpuclockid(3) does."""


@dataclass(frozen=True, slots=True)
class Program:
    """A running program.

    Attributes:
        pid: Its process.
        started_s: Seconds from its start to the line it was waited for.
    """

    pid: int
    started_s: float

    @property
    def cpu_s(self) -> float:
        """Seconds of CPU that the process and its threads have used so far."""
        return time.clock_gettime(~self.pid << 3 | _WHOLE_PROCESS)

    @property
    def resident_mib(self) -> float:
        """Memory of the process, MiB."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="utf-8").splitlines()
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:")) / 1024

    def has_loaded(self, package: str) -> bool:
        """Tell whether a compiled part of a package is in the process."""
        return f"/{package}/" in Path(f"/proc/{self.pid}/maps").read_text(encoding="utf-8")


@asynccontextmanager
async def running(arguments: Sequence[str], environment: Mapping[str, str], until: str) -> AsyncIterator[Program]:
    """Run `python …` until the block ends.

    Args:
        arguments: What follows `python`.
        environment: Added to this process's own.
        until: The program is ready once it prints a line that begins so.

    Raises:
        RuntimeError: It ended before that.
        TimeoutError: It is not ready after a minute.
    """
    loop = asyncio.get_running_loop()
    began = loop.time()
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, env={**os.environ, **environment}, stdout=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(START_S):
            await _line(process, until)
        yield Program(process.pid, loop.time() - began)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()


async def _line(process: asyncio.subprocess.Process, until: str) -> None:
    assert process.stdout is not None  # noqa: S101 (it was asked for)
    async for line in process.stdout:
        if line.decode().startswith(until):
            return
    raise RuntimeError(f"the program ended before it printed {until!r}")
