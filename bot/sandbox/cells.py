"""What the judge needs of the engine: warm, jailed processes that speak in frames and are used once."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from bot.rules.run import RunLimits, RunStatus


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended, as its parent saw it.

    Attributes:
        exit_code: None where a signal ended it.
        wall_ms: From the first frame it was sent to its end.
        peak_mib: Beside what was loaded before the fork.
        stdout: What it wrote to descriptor 1, within the limit, head and tail.
        cause: With `setup_failed`, which layer or part failed and what helps.
    """

    status: RunStatus
    exit_code: int | None = None
    wall_ms: float = 0.0
    cpu_ms: float = 0.0
    peak_mib: float = 0.0
    stdout: bytes = b""
    stderr: bytes = b""
    omitted_bytes: int = 0
    cause: str = ""


class Child(Protocol):
    """One process. Nothing that it does raises here: a child that has died receives nothing and sends no more."""

    async def send(self, frame: bytes) -> None:
        """Send a frame; the child's time starts with the first."""
        ...

    async def receive(self) -> bytes | None:
        """Give the child's next frame; None at its end, or where it broke the frames' form or a limit."""
        ...

    async def end(self) -> Ended:
        """Close the way in, wait for the child's end within its limits, and tell how it ended; again is harmless."""
        ...


class Cells(Protocol):
    """Gives out children."""

    def child(self, role: str, limits: RunLimits, profile: str) -> AbstractAsyncContextManager[Child]:
        """Take a warm child for one use; leaving the context kills what is left of it.

        Args:
            role: A module of `bot.sandbox.inside`, whose `serve(channel)` the child runs.
            limits: Kept by the parent and the jail.
            profile: `base` or `torch`.
        """
        ...
