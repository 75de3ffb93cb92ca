"""The sandbox as the settings name it."""

import contextlib
from collections.abc import AsyncIterator

from bot.sandbox.client import Client, OwnSupervisor
from bot.settings import Settings


@contextlib.asynccontextmanager
async def open_sandbox(settings: Settings, tier: str = "") -> AsyncIterator[Client]:
    """Have the sandbox: the runner that is set, or one of our own, which ends with the context.

    Args:
        settings: Say which.
        tier: `A` or `B` for a runner of our own in that tier, whatever is set.
    """
    if settings.sandbox_socket and not tier:
        client = Client(settings.sandbox_socket)
    else:
        profiles = tuple(dict.fromkeys(settings.sandbox_profiles.split(",")))
        client = Client(None, OwnSupervisor(tier or settings.sandbox_tier, profiles))
    async with client:
        yield client
