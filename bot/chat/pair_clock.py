"""What pair interviews come to, carried out in Discord: their message posted once, and drawn again."""

import logging
from collections import defaultdict
from datetime import datetime
from functools import partial
from typing import assert_never

import discord

from bot.actions.pair_views import PairDraw, PairPost, PairStep
from bot.chat.app import App
from bot.chat.clock_task import Job, Key, Work
from bot.chat.pair_screens import ROOM, public
from bot.chat.screen import compose
from bot.chat.sent import LOST, draw_again, find_sent, is_about

LOG = logging.getLogger(__name__)


class PairCrew:
    """Carries out the steps of pair interviews.

    Args:
        client: The bot's connection.
        app: What chat can do.
    """

    def __init__(self, client: discord.Client, app: App) -> None:
        self._client = client
        self._app = app

    async def resume(self, now: datetime) -> None:
        """Give back the time that a stop took."""
        await self._app.pair_clock.resume(now)

    async def look(self, now: datetime) -> Work:
        """Give the steps that are due."""
        tick = await self._app.pair_clock.tick(now)
        jobs: dict[Key, list[Job]] = defaultdict(list)
        for step in tick.steps:
            jobs["Pair", step.pair_id].append(Job(partial(carry_out, self._client, self._app, step)))
        return Work(jobs, tick.due_at, tick.broken)


async def carry_out(client: discord.Client, app: App, step: PairStep) -> None:
    """Carry out one step and report it; where Discord will never have it, report that.

    Raises:
        discord.HTTPException: Discord is out of order; asked again later, it may work.
    """
    try:
        match step:
            case PairPost():
                await _post(client, app, step)
            case PairDraw():
                await _draw(client, app, step)
            case _:
                assert_never(step)
    except discord.HTTPException as refusal:
        if refusal.status not in LOST:
            raise
        LOG.info("The message of pair %d is lost: %s", step.pair_id, refusal)
        await app.pair_clock.lost(step.pair_id, step.nth, app.clock.now())


async def _post(client: discord.Client, app: App, step: PairPost) -> None:
    """Send the message exactly once, also across stops and failures: it is looked for first."""
    sent = await find_sent(client, step.channel_id, step.after_id, lambda one: is_about(one, ROOM, step.pair_id))
    if sent is not None:
        await app.pair_clock.posted(step.pair_id, step.nth, sent.id, 0)
        return
    if not step.wanted:
        await app.pair_clock.lost(step.pair_id, step.nth, app.clock.now())
        return
    view, files = await compose(public(step.view), app.pictures)
    called = [discord.Object(step.called_id)] if step.called_id is not None else []
    pings = discord.AllowedMentions(everyone=False, users=called, roles=False, replied_user=False)
    channel = client.get_partial_messageable(step.channel_id)
    message = await channel.send(view=view, files=files, nonce=step.nonce, allowed_mentions=pings)
    await app.pair_clock.posted(step.pair_id, step.nth, message.id, step.revision)


async def _draw(client: discord.Client, app: App, step: PairDraw) -> None:
    await draw_again(client, app, step.channel_id, step.message_id, public(step.view))
    await app.pair_clock.drawn(step.pair_id, step.nth, step.revision)
