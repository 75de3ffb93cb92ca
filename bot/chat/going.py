"""A run that somebody waits for: its place in the line, and the way to cancel it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, MutableMapping
from typing import Any, TypeVar

import discord

T = TypeVar("T")
LOG = logging.getLogger(__name__)

SHOWN_AFTER_S = 0.7
"""Most runs are done by then, and nobody need be told that they are on their way."""
CHANGED_EVERY_S = 1.0
"""A place in the line is told at most so often."""


class Cancelled(Exception):
    """The person cancelled the run."""


class Going:
    """One run under way; the port `Watch` of the actions.

    Args:
        all_: Where it can be found by its number until it ends.
        person_id: Who may cancel it.
    """

    def __init__(self, all_: "MutableMapping[int, Going]", person_id: int) -> None:
        self._all = all_
        self._task: asyncio.Future[Any] | None = None
        self.person_id = person_id
        self.stopped = False
        self.run_id: int | None = None
        self.place = 0

    def begun(self, run_id: int) -> None:
        """Hear the number of the run."""
        self.run_id = run_id
        self._all[run_id] = self

    def placed(self, place: int) -> None:
        """Hear the place in the line."""
        self.place = place

    def stop(self) -> None:
        """Cancel it for the person."""
        self.stopped = True
        if self._task is not None:
            self._task.cancel()

    async def wait(self, work: Coroutine[Any, Any, T], show: Callable[[int, int], Awaitable[object]]) -> T:
        """Do the work; whoever has to wait for it is shown (run, place) now and then.

        Raises:
            Cancelled: By its person.
            Exception: What the work raises.
        """
        task = asyncio.create_task(work)
        self._task = task
        shown, patience = -1, SHOWN_AFTER_S
        try:
            while not (await asyncio.wait({task}, timeout=patience))[0]:
                patience = CHANGED_EVERY_S
                if self.run_id is not None and self.place != shown:
                    shown = self.place
                    await _told(show(self.run_id, shown))
        except BaseException:
            task.cancel()
            await asyncio.wait({task})
            raise
        finally:
            self._all.pop(self.run_id or 0, None)
        if task.cancelled():
            raise Cancelled
        return task.result()


async def _told(telling: Awaitable[object]) -> None:
    try:
        await telling
    except discord.HTTPException as cause:  # such as a message that the person put away
        LOG.info("Nobody could be told how far a run is: %s", cause)
