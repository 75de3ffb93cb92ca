"""Gives out jailed children, warm ahead of time, and keeps what they need; it implements `cells.Cells`."""

import asyncio
import contextlib
import json
import os
import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from functools import partial
from types import TracebackType
from typing import Self

from bot.rules.run import BASE, RunLimits, RunStatus
from bot.sandbox.brood import MOST_BORNE, Brood
from bot.sandbox.cell import Cell, write_frame
from bot.sandbox.cells import Child, Ended
from bot.sandbox.folders import Folder
from bot.sandbox.probing import REQUIRED, Layer, fallen, hear_well, probe
from bot.sandbox.zygote import SetupFault, Zygote

ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "PATH": os.defpath,
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",  # a second one would lie ready in what is loaded, 64 MiB beyond the limit
    "MPLBACKEND": "agg",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONMALLOC": "malloc",  # one heap, which huge pages can hold: forks and ends are three times as fast
}
ORDER_S = 20.0
"""How long a child may take to put its last layers on."""


class Stillborn:
    """A child that could not be had; it implements `cells.Child`."""

    def __init__(self, fault: SetupFault) -> None:
        self._ended = Ended(RunStatus.SETUP_FAILED, cause=f"{fault.layer}: {fallen(fault).says}")

    async def send(self, frame: bytes) -> None:
        """Send nothing."""

    async def receive(self) -> bytes | None:
        """Give nothing."""
        return None

    async def end(self) -> Ended:
        """Tell why."""
        return self._ended


class Engine:
    """Children of every profile, as an asynchronous context.

    Args:
        profiles: Which profiles are kept warm.
        stock: How many children of each wait.
        tier: `A`, `B`, or `auto` for the best of them that works at the start; `tier` then says which it is.
        without: Layers that are left out, for tests that show what each is for.
        most: How many children a zygote bears before it is renewed.
    """

    def __init__(
        self,
        profiles: Sequence[str] = (BASE,),
        *,
        stock: int = 2,
        tier: str = "auto",
        without: frozenset[str] = frozenset(),
        most: int = MOST_BORNE,
    ) -> None:
        self.tier = tier
        self.layers: tuple[Layer, ...] = ()
        self.profiles: dict[str, Mapping[str, str]] = {}
        self._names, self._stock, self._without, self._most = profiles, stock, without, most
        self._broods: dict[str, Brood] = {}
        self._folder: Folder | None = None

    async def __aenter__(self) -> Self:
        """Start, and wait until every profile is warm; one that cannot be had is no profile of this engine."""
        self._folder = Folder()
        for tier in REQUIRED if self.tier == "auto" else (self.tier,):
            await self._warm(tier)
            if any(layer.name == "zygote" for layer in self.layers):  # killed, or too slow: no reason for another tier
                await self._warm(tier)
            if not any(layer.name in REQUIRED[tier] for layer in self.layers if not layer.holds):
                break
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End every process and wipe what they left."""
        await self._end()
        if self._folder is not None:  # it may never have started
            self._folder.close()

    @contextlib.asynccontextmanager
    async def child(self, role: str, limits: RunLimits, profile: str) -> AsyncIterator[Child]:
        """Take a warm child for one use; leaving the context kills what is left of it.

        Args:
            role: A module of `bot.sandbox.inside`, whose `serve(channel)` the child runs.
            limits: Kept by the parent and the jail.
            profile: `base` or `torch`.
        """
        try:
            cell = await self._taken(role, limits, profile)
        except SetupFault as fault:
            yield Stillborn(fault)
            return
        try:
            yield cell
        finally:
            cell.close()
            self._broods[profile].refill()

    async def _taken(self, role: str, limits: RunLimits, profile: str) -> Cell:
        """Take a child; another where it, or its zygote, ended before it did anything.

        Raises:
            SetupFault: There can be none.
        """
        try:
            return await self._ordered(role, limits, profile)
        except SetupFault as fault:
            if fault.layer != "zygote":
                raise
            return await self._ordered(role, limits, profile)

    async def _ordered(self, role: str, limits: RunLimits, profile: str) -> Cell:
        """Take a child and give it its order."""
        if profile not in self._broods:
            raise SetupFault("profile", 0, f"there is no profile {profile} here")
        born = await self._broods[profile].take()
        order = {"role": role, "memory_mib": limits.memory_mib, "cpu_s": limits.cpu_s, "seed": secrets.token_hex(16)}
        try:
            async with asyncio.timeout(ORDER_S):
                await write_frame(born.channel, json.dumps(order).encode())
                await hear_well(born.channel)
        except BaseException as fault:
            born.kill()
            born.close()
            if isinstance(fault, TimeoutError):
                raise SetupFault("zygote", 0, "a new process does not answer") from None
            raise
        return Cell(born, limits)

    async def _warm(self, tier: str) -> None:
        """Have every profile in a tier; where its jail does not hold there is none."""
        await self._end()
        self.tier, self.layers = tier, ()
        self._broods = {
            name: Brood(partial(self._zygote, name), stock=self._stock, most=self._most) for name in self._names
        }
        warmed = await asyncio.gather(*(brood.warm() for brood in self._broods.values()), return_exceptions=True)
        self.layers += tuple(fallen(fault) for fault in warmed if isinstance(fault, SetupFault))

    async def _end(self) -> None:
        """End every process."""
        await asyncio.gather(*(brood.close() for brood in self._broods.values()))

    async def _zygote(self, profile: str) -> Zygote:
        """Start a zygote in a folder of its own, and see that its jail holds before anything else runs in it."""
        assert self._folder is not None  # noqa: S101 (it has started)
        folder = self._folder.below(f"{profile}-")
        setup = {"profile": profile, "tier": self.tier, "without": sorted(self._without), "folder": folder}
        own = dict.fromkeys(("HOME", "TMPDIR", "MPLCONFIGDIR"), folder)
        zygote = await Zygote.start(setup, {**ENVIRONMENT, **own})
        try:
            self.layers = await probe(zygote, self.tier, self._without)
        except BaseException:
            zygote.close()
            raise
        self.profiles[profile] = zygote.versions
        return zygote
