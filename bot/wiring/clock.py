"""The system's clock as the port `Clock`: what the bot goes by on Discord."""

import asyncio
from datetime import datetime

from bot.wiring.places import now

LONGEST_S = 30.0
"""How long it sleeps at most before it looks again: a machine may be put to sleep, and its clock set."""


class SystemClock:
    """Discord's own time, as well as this machine knows it."""

    def now(self) -> datetime:
        """Say what time it is, aware UTC."""
        return now()

    async def wait_until(self, moment: datetime) -> None:
        """Wait until an aware moment has come; the past has come already."""
        left_s = (moment - now()).total_seconds()
        while left_s > 0:
            await asyncio.sleep(min(left_s, LONGEST_S))
            left_s = (moment - now()).total_seconds()
