"""The bot's side of the sandbox: asks a supervisor, its own or one that runs elsewhere; it implements the port."""

import asyncio
import contextlib
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bot.rules.code import JudgeJob, Judgement
from bot.rules.errors import EdgeDown
from bot.rules.run import BASE, Ran, RunJob
from bot.sandbox import wire
from bot.sandbox.acts import ACTS
from bot.sandbox.folders import Folder
from bot.sandbox.leavings import wipe
from bot.sandbox.zygote import ROOT

BOOT = Path(__file__).with_name("boot.py")
COMMAND = (sys.executable, "-I", "-X", "utf8", str(BOOT), str(ROOT))
ENVIRONMENT = {"LANG": "C.UTF-8", "PATH": os.defpath}
AWAY = "The sandbox does not answer right now. Nothing you wrote is lost; try again in a minute."
EDGE = "sandbox"
STARTING_S, ENDING_S = 20.0, 5.0
AGAIN_S = (0.0, 0.02, 0.2, 1.0)
"""Pauses before each attempt: a process that is killed still takes connections for a moment."""
LOG = logging.getLogger("bot.sandbox")


def unheard(_: int) -> None:
    """Hear a place in the line and do nothing."""


def become_supervisor(path: Path, tier: str, profiles: tuple[str, ...]) -> None:
    """Turn this process into a supervisor with an empty environment; returns never."""
    command = [*COMMAND, str(path), *_arguments(tier, profiles, 0)]
    os.execve(command[0], command, ENVIRONMENT)  # noqa: S606 (our own program)


def _arguments(tier: str, profiles: tuple[str, ...], slots: int) -> list[str]:
    return ["--tier", tier, "--slots", str(slots), *(word for name in profiles for word in ("--profile", name))]


class OwnSupervisor:
    """A supervisor that this process starts, and starts again when it has ended.

    Args:
        tier: `auto`, `A` or `B`.
        profiles: Which profiles it keeps warm.
        slots: How many jobs it does at once; 0 for one per core.
        log: From which level on it logs to standard error.
    """

    def __init__(
        self, tier: str = "auto", profiles: tuple[str, ...] = (BASE,), slots: int = 0, log: str = "INFO"
    ) -> None:
        self._arguments = ["--tied", "--log", log, *_arguments(tier, profiles, slots)]
        self._folder = Folder()
        self._process: subprocess.Popen[bytes] | None = None
        self.path = self._folder.path / "socket"

    @property
    def pid(self) -> int:
        """The number of its process, 0 where there is none."""
        return self._process.pid if self._process else 0

    def attend(self) -> bool:
        """Start it where it does not run; tells whether it was started now."""
        if self._process and self._process.poll() is None:
            return False
        if self._process:
            LOG.warning("The sandbox had ended with status %s and is started again.", self._process.returncode)
            self._end()
        for left in self._folder.path.iterdir():  # of one that was killed
            wipe(str(left))
        self.path.unlink(missing_ok=True)
        self._process = subprocess.Popen(  # noqa: S603 (our own program, a clean environment)
            [*COMMAND, str(self.path), *self._arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            start_new_session=True,  # what a terminal interrupts is us, and we end it
            env={**ENVIRONMENT, "TMPDIR": str(self._folder.path)},
        )
        return True

    def close(self) -> None:
        """End it and what it runs."""
        if self._process:
            self._process.terminate()
            self._end()
        self._folder.close()

    def _end(self) -> None:
        assert self._process is not None  # noqa: S101 (asked by those who have looked)
        try:
            self._process.communicate(timeout=ENDING_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
        self._process = None


class Client:
    """A sandbox behind a Unix socket; open as an asynchronous context.

    Args:
        path: The socket of a supervisor that runs elsewhere, None for one of our own.
        own: What starts our own where `path` is None.
    """

    def __init__(self, path: Path | None, own: OwnSupervisor | None = None) -> None:
        self._own = None if path else own or OwnSupervisor()
        self._path = path or (self._own.path if self._own else Path())
        self._info: Mapping[str, Any] = {}
        self._asking: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Start; the profiles become known when the supervisor is warm."""
        self._asking = asyncio.create_task(self._inform())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop asking, and end a supervisor of our own."""
        if self._asking:
            self._asking.cancel()
            await asyncio.wait((self._asking,))
        if self._own:
            self._own.close()

    @property
    def profiles(self) -> Mapping[str, Mapping[str, str]]:
        """Give the profiles that are there, each with versions by name; empty until the supervisor is warm."""
        profiles: Mapping[str, Mapping[str, str]] = self._info.get("profiles", {})
        return profiles

    async def info(self) -> Mapping[str, Any]:
        """Wait until the supervisor is warm; give `profiles`, `tier` and `layers`.

        Raises:
            EdgeDown: The sandbox is away.
        """
        self._info = await self._ask({"op": "info"}, unheard)
        return self._info

    async def run(self, job: RunJob, place: Callable[[int], None] = unheard) -> Ran:
        """Run a program. `place` is told its place in the line, from 1, while it waits; never if it need not wait.

        Raises:
            EdgeDown: The sandbox is away.
        """
        ran: Ran = await self.do("run", job, place)
        return ran

    async def judge(self, job: JudgeJob, place: Callable[[int], None] = unheard) -> Judgement:
        """Judge a submission; `place` as for `run`.

        Raises:
            EdgeDown: The sandbox is away.
        """
        judgement: Judgement = await self.do("judge", job, place)
        return judgement

    async def do(self, op: str, job: Any, place: Callable[[int], None] = unheard) -> Any:
        """Have one of the supervisor's acts done.

        Raises:
            EdgeDown: The sandbox is away.
        """
        act = ACTS.get(op)
        if act is None:
            raise EdgeDown(EDGE, f"The sandbox does not know how to {op}.")
        return act.outcome.read(await self._ask({"op": op, "job": act.job.write(job)}, place))

    async def _inform(self) -> None:
        with contextlib.suppress(EdgeDown):
            await self.info()

    async def _ask(self, told: dict[str, Any], place: Callable[[int], None]) -> Any:
        """Ask; again where the supervisor ended on the way."""
        cause: Exception | None = None
        for pause_s in AGAIN_S if self._own else AGAIN_S[:2]:
            await asyncio.sleep(pause_s)
            try:
                return await self._asked(told, place)
            except (OSError, ValueError, asyncio.IncompleteReadError) as fault:
                cause = fault
        raise EdgeDown(EDGE, AWAY) from cause

    async def _asked(self, told: dict[str, Any], place: Callable[[int], None]) -> Any:
        reader, writer = await self._connect()
        try:
            await wire.send(writer, told)
            while True:
                answer = await wire.receive(reader)
                if "done" in answer:
                    return answer["done"]
                if "refused" in answer:
                    raise EdgeDown(EDGE, str(answer["refused"]))
                place(int(answer["place"]))
        finally:
            writer.close()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect; a supervisor of our own is started where it does not run, and waited for until it listens."""
        if self._own is None:
            return await asyncio.open_unix_connection(self._path)
        async with asyncio.timeout(STARTING_S):
            while True:
                self._own.attend()
                with contextlib.suppress(FileNotFoundError, ConnectionRefusedError):
                    return await asyncio.open_unix_connection(self._path)
                await asyncio.sleep(0.02)
