"""Runs of a person's code: what is asked of the sandbox and what comes back, as plain values."""

from dataclasses import dataclass, field
from enum import StrEnum

MOST_SOURCE = 256 * 1024
"""Bytes of source that are taken; more is refused before anything runs."""

BASE, TORCH = "base", "torch"
"""Profiles: the scientific stack, and the same with PyTorch where it is installed."""


class RunStatus(StrEnum):
    """How a run ended; told by the parent of the process, never by the process itself."""

    OK = "ok"
    ERROR = "error"
    TIMEOUT = "timeout"
    CPU_LIMIT = "cpu_limit"
    MEMORY_LIMIT = "memory_limit"
    OUTPUT_LIMIT = "output_limit"
    SIGNAL = "signal"
    SETUP_FAILED = "setup_failed"


@dataclass(frozen=True, slots=True)
class RunLimits:
    """What a run may use.

    Attributes:
        wall_s: Seconds of wall time, > 0.
        cpu_s: Seconds of processor time, > 0.
        memory_mib: MiB that the code may take beside what is loaded for it already, > 0.
        output_kib: KiB kept of each stream, > 0; head and tail are kept, and at four times as much the run is killed.
    """

    wall_s: float = 10.0
    cpu_s: float = 10.0
    memory_mib: int = 512
    output_kib: int = 64


@dataclass(frozen=True, slots=True)
class RunJob:
    """A program to run.

    Attributes:
        code: Python source as it came, any bytes at all.
        stdin: What the program may read.
        profile: Which packages are there: `base` or `torch`.
    """

    code: bytes
    stdin: bytes = b""
    limits: RunLimits = field(default_factory=RunLimits)
    profile: str = BASE


@dataclass(frozen=True, slots=True)
class RunFile:
    """A file that a run left behind; the type is told from its bytes, such as `image/png`."""

    name: str
    type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a run. The text is whatever the code wrote and is to be shown with care.

    Attributes:
        stdout: Decoded with replacement characters; where bytes are left out, a line says how many.
        result: `repr` of the last line's value where that is an expression, as in a notebook; mostly empty.
        exit_code: None where a signal ended it or nothing ran.
        wall_ms: From the start of the code to its end.
        peak_mib: The most memory that it held beside what was loaded for it already.
        omitted_bytes: How many bytes of both streams were left out.
        cause: With `setup_failed`, which layer or part failed and what helps; empty otherwise.
    """

    status: RunStatus
    stdout: str = ""
    stderr: str = ""
    result: str = ""
    exit_code: int | None = None
    wall_ms: float = 0.0
    cpu_ms: float = 0.0
    peak_mib: float = 0.0
    omitted_bytes: int = 0
    files: tuple[RunFile, ...] = ()
    cause: str = ""
