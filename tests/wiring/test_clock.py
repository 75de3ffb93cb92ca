"""The system's clock, as the bot goes by it on Discord."""

import asyncio
from datetime import timedelta

import pytest

from bot.wiring import clock
from bot.wiring.clock import SystemClock
from bot.wiring.places import now


async def test_it_waits_until_a_moment_has_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "LONGEST_S", 0.01)
    soon = now() + timedelta(milliseconds=50)
    await SystemClock().wait_until(soon)
    assert SystemClock().now() >= soon


async def test_the_past_has_come() -> None:
    async with asyncio.timeout(10):
        await SystemClock().wait_until(now() - timedelta(days=1))
