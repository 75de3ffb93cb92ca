"""Talks with children: one batch of a submission's, and the judge's requests and answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.rules.run import RunLimits, RunStatus
from bot.sandbox.cells import Cells, Child, Ended
from bot.sandbox.inside.plain import NotPlain, decode, encode

MOST_READ = 1 << 20
"""Bytes of a frame that is read here; results of cases never are."""

STARVED, PATIENCE = 0.7, 2.5
"""Below this share of a processor a child was held up by others, and gets so many times the wall limit."""

JUDGE_LIMITS = RunLimits(wall_s=180.0, cpu_s=60.0, memory_mib=2048, output_kib=64)
"""What the judge's own child may use: it waits while submissions run, and it runs the reference."""


class Stopped(Exception):
    """The judge's child gives no more answers.

    Args:
        fault: What of the question is at fault, empty where its process ended.
        ended: How the process ended.
    """

    def __init__(self, fault: str, ended: Ended) -> None:
        super().__init__(fault)
        self.fault = fault
        self.ended = ended


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a child that works once.

    Attributes:
        shape: The frame that it sent before any code of a person ran; None where it did not come so far.
        results: Its one frame of results; None unless it was the only one and the child ended well.
    """

    shape: Mapping[str, Any] | None
    results: bytes | None
    ended: Ended


async def work(cells: Cells, role: str, limits: RunLimits, profile: str, frames: Sequence[bytes]) -> Came:
    """Have a child do one batch: frames in, what it read and one frame of results out, then its end.

    Where the clock ran out though the child had hardly a processor, since the machine is busy, it is done once more and
    the processor time decides; what takes too much of it has timed out, as the same code would on an idle machine.
    """
    came = await _worked(cells, role, limits, profile, frames)
    if came.ended.status is RunStatus.TIMEOUT and came.ended.cpu_ms < STARVED * limits.wall_s * 1000:
        patient = replace(limits, wall_s=PATIENCE * limits.wall_s, cpu_s=min(limits.cpu_s, limits.wall_s))
        came = await _worked(cells, role, patient, profile, frames)
        if came.ended.status is RunStatus.CPU_LIMIT:
            came = replace(came, ended=replace(came.ended, status=RunStatus.TIMEOUT))
    return came


async def _worked(cells: Cells, role: str, limits: RunLimits, profile: str, frames: Sequence[bytes]) -> Came:
    async with cells.child(role, limits, profile) as child:
        for frame in frames:
            await child.send(frame)
        shape = read_map(await child.receive())
        results = await child.receive() if shape else None
        more = await child.receive() if results is not None else None
        ended = await child.end()
    well = more is None and ended.status is RunStatus.OK and ended.exit_code == 0
    return Came(shape, results if well else None, ended)


class Judge:
    """A judge's child, and the talk with it.

    Args:
        child: A child of a judging role.
    """

    def __init__(self, child: Child) -> None:
        self._child = child

    async def open(self, job: Mapping[str, Any]) -> Mapping[str, Any]:
        """Send the job and give the opening.

        Raises:
            Stopped: The question is at fault, or the child ended.
        """
        await self._child.send(encode(dict(job)))
        return await self._answer()

    async def ask(self, request: Mapping[str, Any], *frames: bytes) -> Mapping[str, Any]:
        """Send a request with its frames and give the answer.

        Raises:
            Stopped: The question is at fault, or the child ended.
        """
        await self._child.send(encode(dict(request)))
        for frame in frames:
            await self._child.send(frame)
        return await self._answer()

    async def ask_frame(self, frame: bytes) -> Mapping[str, Any]:
        """Send a frame that is passed on unread, and give the answer.

        Raises:
            Stopped: The question is at fault, or the child ended.
        """
        await self._child.send(frame)
        return await self._answer()

    async def more(self) -> Mapping[str, Any]:
        """Give what the child tells unasked.

        Raises:
            Stopped: The question is at fault, or the child ended.
        """
        return await self._answer()

    async def frame(self) -> bytes:
        """Give a frame that is passed on unread.

        Raises:
            Stopped: The child ended.
        """
        frame = await self._child.receive()
        if frame is None:
            raise Stopped("", await self._child.end())
        return frame

    async def _answer(self) -> Mapping[str, Any]:
        told = read_map(await self._child.receive())
        if told is None:
            raise Stopped("", await self._child.end())
        if told.get("fault"):
            raise Stopped(str(told["fault"]), Ended(RunStatus.OK, 0))
        return told


def read_map(frame: bytes | None) -> Mapping[str, Any] | None:
    """Read a small map with names as keys; None for anything else."""
    if frame is None or len(frame) > MOST_READ:
        return None
    try:
        told = decode(frame, bare=True)
    except NotPlain:
        return None
    return told if isinstance(told, dict) and all(isinstance(key, str) for key in told) else None
