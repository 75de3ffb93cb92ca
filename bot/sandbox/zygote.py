"""The parent's side of a zygote: starts it, asks it for children, and hears how they ended."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.sandbox.leavings import wipe

BOOT = Path(__file__).with_name("inside") / "boot.py"
ROOT = Path(__file__).resolve().parents[2]
MOST_LINE = 65536
COMMAND = (sys.executable, "-P", "-s", "-X", "utf8", str(BOOT), str(ROOT))


@dataclass(frozen=True, slots=True)
class Gone:
    """How a child ended, by `wait4`: the status as `wait` gives it, processor time, the most memory it held in all."""

    status: int
    cpu_s: float
    peak_kib: int


class SetupFault(Exception):
    """No child can be had.

    Args:
        layer: The layer or part that failed.
        number: The `errno`, 0 where there is none.
        says: What failed.
    """

    def __init__(self, layer: str, number: int, says: str) -> None:
        super().__init__(says)
        self.layer, self.errno = layer, number


@dataclass(frozen=True, slots=True)
class Born:
    """A new child's ends: its channel, its two streams, a descriptor of the process, and how it will have ended.

    Attributes:
        home: Its folder, where it has one outside its own namespaces.
        give_up: Ends its zygote, where that does not tell how it ended.
    """

    number: int
    channel: socket.socket
    out: int
    err: int
    pidfd: int
    gone: "asyncio.Future[Gone]"
    home: str
    give_up: Callable[[], None]

    def kill(self) -> None:
        """Kill it; harmless where it has ended."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)

    def close(self) -> None:
        """Close every end."""
        self.channel.close()
        for end in (self.out, self.err, self.pidfd):
            os.close(end)


class Zygote:
    """A zygote that runs; made by `start`.

    Attributes:
        versions: Of Python and the profile's packages, by name.
        borne: How many children it was asked for.
    """

    def __init__(self, line: socket.socket, process: "subprocess.Popen[bytes]", folder: str) -> None:
        self.versions: Mapping[str, str] = {}
        self.borne = 0
        self._line = line
        self._process = process
        self._folder = folder
        self._loop = asyncio.get_running_loop()
        self._awaited: list[asyncio.Future[Born]] = []
        self._living: dict[int, asyncio.Future[Gone]] = {}
        self._ready: asyncio.Future[Mapping[str, str]] = self._loop.create_future()
        self.ended = asyncio.Event()
        self._loop.add_reader(line, self._hear)

    @classmethod
    async def start(cls, setup: Mapping[str, Any], environment: Mapping[str, str]) -> "Zygote":
        """Start one and wait until it is warm.

        Raises:
            SetupFault: It cannot be had; says which layer or part failed.
        """
        near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        near.setblocking(False)
        with far:
            command = [*COMMAND, str(far.fileno()), json.dumps(setup)]
            process = subprocess.Popen(  # noqa: S603, ASYNC220 (our own program; it returns at once)
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=dict(environment),
                pass_fds=[far.fileno()],
                start_new_session=True,  # what a terminal interrupts is us, and we end it
            )
        zygote = cls(near, process, str(setup["folder"]))
        try:
            zygote.versions = await zygote._ready
        except BaseException:
            zygote.close()
            raise
        return zygote

    async def child(self) -> Born:
        """Have a child.

        Raises:
            SetupFault: The zygote has died.
        """
        asked: asyncio.Future[Born] = self._loop.create_future()
        self._awaited.append(asked)
        self.borne += 1
        try:
            self._line.send(b"+")
        except OSError:
            self._die()
        try:
            return await asked
        except asyncio.CancelledError:
            if asked.done() and not asked.cancelled() and not asked.exception():  # it came in the same moment
                asked.result().kill()
                asked.result().close()
            raise

    def close(self) -> None:
        """Kill it, and with it what it bore."""
        self._process.kill()
        self._die()

    def retire(self) -> None:
        """Let it end when the last of its children has ended."""
        everybody: list[asyncio.Future[Any]] = [*self._awaited, *self._living.values()]
        pending = [each for each in everybody if not each.done()]
        if not pending:
            self.close()
        else:
            pending[0].add_done_callback(lambda _: self.retire())

    def _hear(self) -> None:
        """Read one message."""
        try:
            line, ends, _, _ = socket.recv_fds(self._line, MOST_LINE, 4)
        except OSError:
            line, ends = b"", []
        if not line:
            self._die()
            return
        told = json.loads(line)
        if "born" in told:
            self._born(told["born"], ends)
        elif "gone" in told:
            self._living.pop(told["gone"]).set_result(Gone(told["status"], told["cpu_s"], told["peak_kib"]))
        elif "ready" in told:
            self._ready.set_result(told["ready"])
        else:
            self._ready.set_exception(SetupFault(told["failed"], told["errno"], told["says"]))

    def _born(self, number: int, ends: Sequence[int]) -> None:
        channel, out, err, pidfd = ends
        gone: asyncio.Future[Gone] = self._loop.create_future()
        self._living[number] = gone
        way = socket.socket(fileno=channel)
        for end in (channel, out, err):
            os.set_blocking(end, False)
        born = Born(number, way, out, err, pidfd, gone, f"{self._folder}/{number}", self.close)
        gone.add_done_callback(lambda _: wipe(born.home))
        asked = self._awaited.pop(0)
        if asked.cancelled():
            born.kill()
            born.close()
        else:
            asked.set_result(born)

    def _die(self) -> None:
        """Tell everybody who waits that this zygote is no more."""
        if self.ended.is_set():
            return
        self.ended.set()
        self._loop.remove_reader(self._line)
        self._line.close()
        self._process.kill()
        self._process.wait()
        wipe(self._folder)
        fault = SetupFault("zygote", 0, "the process that starts runs has ended")
        everybody: list[asyncio.Future[Any]] = [self._ready, *self._awaited, *self._living.values()]
        for waiting in everybody:
            if not waiting.done():
                waiting.set_exception(fault)
                waiting.exception()  # it may be that nobody waits any more
        self._awaited.clear()
        self._living.clear()
