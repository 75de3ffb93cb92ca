"""The people who are watching: events go out to each of them in order; what to tell is decided elsewhere."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

_BEHIND_LIMIT = 5_000


@dataclass(eq=False, slots=True)
class Listener:
    """One open page of one member; None in its queue means that it must close.

    Attributes:
        quiet: whether it hears only what is told to its member alone.
    """

    member: str
    quiet: bool = False
    queue: asyncio.Queue[str | None] = field(default_factory=asyncio.Queue)


class Live:
    """All open pages."""

    def __init__(self) -> None:
        """Begin with nobody watching."""
        self._listeners: dict[str, set[Listener]] = {}

    def join(self, member: str, *, quiet: bool = False) -> Listener:
        """Open a page for a member; a quiet one hears only what is told to that member alone."""
        listener = Listener(member, quiet)
        self._listeners.setdefault(member, set()).add(listener)
        return listener

    def leave(self, listener: Listener) -> None:
        """Close a page; closing it twice is fine."""
        own = self._listeners.get(listener.member, set())
        own.discard(listener)
        if not own:
            self._listeners.pop(listener.member, None)

    def tell(self, members: Callable[[str], bool] | str | None, event: Callable[[], dict[str, Any]]) -> None:
        """Send an event to one member, to those that a test picks, or with None to all.

        Args:
            members: an id, a test of ids, or None.
            event: makes the event; called only if somebody listens, and once for all of them.
        """
        if isinstance(members, str):
            told = list(self._listeners.get(members, ()))
        else:
            told = [
                each
                for member, own in self._listeners.items()
                for each in own
                if not each.quiet and (members is None or members(member))
            ]
        if not told:
            return
        text = json.dumps(event(), ensure_ascii=False, separators=(",", ":"))
        for listener in told:
            self._put(listener, text)

    def close(self) -> None:
        """Ask every page to close."""
        for listeners in self._listeners.values():
            for listener in listeners:
                listener.queue.put_nowait(None)

    def _put(self, listener: Listener, text: str) -> None:
        """Queue an event; somebody who no longer reads is let go."""
        if listener.queue.qsize() >= _BEHIND_LIMIT:
            self.leave(listener)
            listener.queue.put_nowait(None)
        else:
            listener.queue.put_nowait(text)
