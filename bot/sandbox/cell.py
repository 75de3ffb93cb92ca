"""One child in use, watched from outside: its frames, its streams, its clock, and how it ended."""

import asyncio
import contextlib
import os
import signal
import socket
from pathlib import Path

from bot.rules.run import RunLimits, RunStatus
from bot.sandbox.cells import Ended
from bot.sandbox.inside.channel import LARGEST
from bot.sandbox.leavings import too_much
from bot.sandbox.output import Capture
from bot.sandbox.zygote import Born, SetupFault

LOOK_S = 0.05
GRACE_S = 10.0
"""How long after its time the end of a child may be told."""
MOST_THREADS = 128
PIECE = 65536
_TICKS = os.sysconf("SC_CLK_TCK")


async def read_frame(channel: socket.socket) -> bytes | None:
    """Give the next frame of a channel; None at its end, or where the frame is too large or cut off."""
    head = await _exactly(channel, 4)
    if head is None or (size := int.from_bytes(head, "big")) > LARGEST:
        return None
    return await _exactly(channel, size)


async def write_frame(channel: socket.socket, frame: bytes) -> bool:
    """Send a frame; False where nobody reads any more."""
    try:
        await asyncio.get_running_loop().sock_sendall(channel, len(frame).to_bytes(4, "big") + frame)
    except OSError:
        return False
    return True


async def _exactly(channel: socket.socket, size: int) -> bytes | None:
    loop = asyncio.get_running_loop()
    whole = bytearray()
    while len(whole) < size:
        try:
            piece = await loop.sock_recv(channel, min(size - len(whole), 1 << 20))
        except OSError:
            return None
        if not piece:
            return None
        whole += piece
    return bytes(whole)


class Cell:
    """A child that has its order; it implements `cells.Child`.

    Args:
        born: Its ends, which this closes.
        limits: What it may use.
    """

    def __init__(self, born: Born, limits: RunLimits) -> None:
        self._born, self._limits = born, limits
        self._loop = asyncio.get_running_loop()
        self._began: float | None = None
        self._killed: RunStatus | None = None
        self._watch: asyncio.TimerHandle | None = None
        self._ended: Ended | None = None
        self._captures = {born.out: Capture(limits.output_kib * 1024), born.err: Capture(limits.output_kib * 1024)}
        self._pid = _pid_of(born.pidfd)
        self._peak_kib, self._before_ms = _peak_kib(self._pid), _ran_ms(self._pid)
        for stream in self._captures:
            self._loop.add_reader(stream, self._hear, stream)

    async def send(self, frame: bytes) -> None:
        """Send a frame; the child's time starts with the first."""
        self._start()
        if self._ended is None:
            await write_frame(self._born.channel, frame)

    async def receive(self) -> bytes | None:
        """Give the child's next frame; None at its end, or where it broke the frames' form or a limit."""
        self._start()
        return None if self._ended or self._killed else await read_frame(self._born.channel)

    async def end(self) -> Ended:
        """Close the way in, wait for the child's end within its limits, and tell how it ended; again is harmless."""
        if self._ended is None:
            self._start()
            with contextlib.suppress(OSError):
                self._born.channel.shutdown(socket.SHUT_WR)
            drain = self._loop.create_task(self._drain())
            try:
                self._ended = await self._how()
            finally:
                drain.cancel()
                await asyncio.wait([drain])
        return self._ended

    def close(self) -> None:
        """Kill what is left of it and let go of every end."""
        if self._watch:
            self._watch.cancel()
        for stream in self._captures:
            self._loop.remove_reader(stream)
        self._born.kill()
        self._born.close()
        self._ended = self._ended or Ended(RunStatus.SIGNAL)

    def _start(self) -> None:
        if self._began is None:
            self._began = self._loop.time()
            self._watch = self._loop.call_later(min(LOOK_S, self._limits.wall_s), self._look)

    def _look(self) -> None:
        """See whether it is within its limits, and look again soon."""
        left = self._limits.wall_s - (self._loop.time() - (self._began or 0.0))
        cpu_s, threads = _used(self._pid)
        if left <= 0:
            self._kill(RunStatus.TIMEOUT)
        elif cpu_s > self._limits.cpu_s:
            self._kill(RunStatus.CPU_LIMIT)
        elif threads > MOST_THREADS:
            self._kill(RunStatus.MEMORY_LIMIT)
        elif too_much(self._born.home, self._pid):
            self._kill(RunStatus.OUTPUT_LIMIT)
        else:
            self._watch = self._loop.call_later(min(LOOK_S, left), self._look)

    def _kill(self, why: RunStatus) -> None:
        if self._killed is None and not self._born.gone.done():
            self._killed = why
        self._born.kill()

    def _hear(self, stream: int) -> None:
        """Take what was written to a stream."""
        capture = self._captures[stream]
        try:
            piece = os.read(stream, PIECE)
        except BlockingIOError:
            return
        capture.add(piece)
        if not piece:
            self._loop.remove_reader(stream)
        elif capture.too_much:
            self._loop.remove_reader(stream)
            self._kill(RunStatus.OUTPUT_LIMIT)

    async def _drain(self) -> None:
        """Read what the child still sends, so that it is not held up; nobody wants it."""
        while await read_frame(self._born.channel) is not None:
            pass

    async def _how(self) -> Ended:
        try:
            async with asyncio.timeout(self._limits.wall_s + GRACE_S):
                gone = await asyncio.shield(self._born.gone)
        except SetupFault as fault:
            return Ended(RunStatus.SETUP_FAILED, cause=f"{fault.layer}: {fault}")
        except TimeoutError:
            self._born.give_up()
            return Ended(RunStatus.SETUP_FAILED, cause="zygote: the process that starts runs does not answer")
        wall_ms = (self._loop.time() - (self._began or 0.0)) * 1000
        for stream, capture in self._captures.items():
            self._loop.remove_reader(stream)
            _rest(stream, capture)
        out, err = self._captures.values()
        exit_code = os.WEXITSTATUS(gone.status) if os.WIFEXITED(gone.status) else None
        return Ended(
            status=self._killed or _status(gone.status),
            exit_code=exit_code,
            wall_ms=wall_ms,
            cpu_ms=max(0.0, gone.cpu_s * 1000 - self._before_ms),
            peak_mib=max(0, gone.peak_kib - self._peak_kib) / 1024,
            stdout=out.kept,
            stderr=err.kept,
            omitted_bytes=out.omitted + err.omitted,
        )


def _rest(stream: int, capture: Capture) -> None:
    """Take what is left in a stream whose writer has ended."""
    with contextlib.suppress(BlockingIOError):
        while not capture.too_much and (piece := os.read(stream, PIECE)):
            capture.add(piece)


def _status(status: int) -> RunStatus:
    """Read a status of `wait`."""
    if os.WIFSIGNALED(status):
        return RunStatus.CPU_LIMIT if os.WTERMSIG(status) == signal.SIGXCPU else RunStatus.SIGNAL
    return RunStatus.ERROR if os.WEXITSTATUS(status) else RunStatus.OK


def _pid_of(pidfd: int) -> int:
    """Give the process's number as it is seen here, 0 where it has ended."""
    facts = Path(f"/proc/self/fdinfo/{pidfd}").read_text(encoding="ascii")
    return max(0, int(facts.partition("\nPid:")[2].split()[0]))


def _peak_kib(pid: int) -> int:
    """Give the most memory that a process has held so far."""
    try:
        facts = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    return int((facts.partition("VmHWM:")[2].split() or ["0"])[0])


def _ran_ms(pid: int) -> float:
    """Give the processor time that a process has used so far: what it took to become what it is."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_bytes().split()[0]) / 1e6
    except (OSError, IndexError):  # a kernel may not count it
        return 0.0


def _used(pid: int) -> tuple[float, int]:
    """Give the processor time that a process has used, in seconds, and how many threads it has."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
    except OSError:
        return 0.0, 0
    return (int(fields[11]) + int(fields[12])) / _TICKS, int(fields[17])
