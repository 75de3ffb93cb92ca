"""A server with plans: the actions of hosts, and the clock, over a desk in memory."""

from collections.abc import Awaitable
from datetime import datetime, timedelta

import pytest

from bot.actions.quiz_plan import PlanDesk
from bot.actions.quiz_plan_views import PlanView
from bot.actions.views import Call
from bot.rules.errors import RuleBroken
from tests.samples import call

MINUTE = timedelta(minutes=1)
TUESDAY = datetime.fromisoformat("2026-03-03T18:00:00+00:00")
"""The day after `NOON`, a Monday; the server's zone is UTC."""


def host(number: int, **more: object) -> Call:
    """A call of somebody who manages the server."""
    return call(number, **{"admin": True, **more})  # type: ignore[arg-type]  # a test's own keywords


async def refused(doing: Awaitable[object]) -> str:
    with pytest.raises(RuleBroken) as caught:
        await doing
    return caught.value.code


async def made(
    plans: PlanDesk, when: str = "", number: int = 1, name: str = "Tuesday round", **more: object
) -> PlanView:
    """Make a plan."""
    return await plans.make(host(number), name, when=when, **more)  # type: ignore[arg-type]
