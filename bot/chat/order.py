"""Keeps what one channel tells in order, so that a button pressed after a message never overtakes it."""

import asyncio
from weakref import WeakValueDictionary


class Order:
    """A line for each channel; whoever asks first goes first, and events are handed over as Discord told them."""

    def __init__(self) -> None:
        self._lines: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    def of(self, channel_id: int) -> asyncio.Lock:
        """Give a channel's line, to be stood in before anything else is awaited."""
        return self._lines.setdefault(channel_id, asyncio.Lock())
