"""Says when planned quizzes are: by a scheduled event where the bot may make some, else by one message in the channel.

Both carry the plan's mark and are looked for before one is made, so that a stop in between doubles nothing.
"""

import logging

import discord

from bot.actions.quiz_plan_views import Announce
from bot.chat.app import App
from bot.chat.screen import Screen, compose
from bot.render import quiz_plan as cards

LOG = logging.getLogger(__name__)
_REFUSED = (400, 403, 404)
"""Statuses that come again however often one asks."""


async def announce(client: discord.Client, app: App, step: Announce) -> None:
    """Bring a plan's event or message up to date, and report it.

    Raises:
        discord.HTTPException: Discord is out of order; asked again later, it may work.
    """
    guild = client.get_guild(step.guild_id)
    event_id = message_id = None
    if guild is not None:
        event_id = await _event(guild, step)
        if event_id is None or step.message_id is not None:
            message_id = await _message(client, app, step)
    await app.plans.announced(step.plan_id, step.nth, step.revision, event_id, message_id)


async def _event(guild: discord.Guild, step: Announce) -> int | None:
    """Make, change or call off the event of the next time; None where there is none (any more)."""
    if step.event_id is None and not guild.me.guild_permissions.create_events:
        return None
    try:
        event = await _find_event(guild, step)
        if step.starts_at is None or step.ends_at is None:
            if event is not None and event.status is discord.EventStatus.scheduled:
                await event.cancel()
            return None
        channel = guild.get_channel(step.channel_id)
        place = f"#{channel.name}" if channel is not None else guild.name
        name, told = cards.event_name(step), cards.event_text(step)
        if event is None:
            event = await guild.create_scheduled_event(
                name=name,
                description=told,
                start_time=step.starts_at,
                end_time=step.ends_at,
                location=place,
                entity_type=discord.EntityType.external,
                privacy_level=discord.PrivacyLevel.guild_only,
            )
        else:
            await event.edit(
                name=name, description=told, start_time=step.starts_at, end_time=step.ends_at, location=place
            )
    except discord.HTTPException as refusal:
        if refusal.status not in _REFUSED:
            raise
        LOG.warning("Plan %d has no event: %s", step.plan_id, refusal)
        return None
    return event.id


async def _find_event(guild: discord.Guild, step: Announce) -> discord.ScheduledEvent | None:
    """Find the event of this time; one that was made before a stop has not been reported and is known by its mark."""
    mark = cards.mark(step)
    for event in await guild.fetch_scheduled_events(with_counts=False):
        marked = event.creator_id == guild.me.id and (event.description or "").endswith(mark)
        if event.id == step.event_id or marked:
            return event
    return None


async def _message(client: discord.Client, app: App, step: Announce) -> int | None:
    """Send or change the message; None where there is none."""
    channel = client.get_partial_messageable(step.notice_channel_id)
    try:
        message_id = step.message_id or await _find_message(client, channel, step)
        if message_id is None and step.starts_at is None:
            return None
        view, _ = await compose(Screen(cards.notice(step)), app.pictures)
        if message_id is None:
            return (await channel.send(view=view, nonce=step.nonce)).id
        await channel.get_partial_message(message_id).edit(view=view)
    except discord.HTTPException as refusal:
        if refusal.status not in _REFUSED:
            raise
        LOG.warning("Plan %d has no message in %d: %s", step.plan_id, step.notice_channel_id, refusal)
        return None
    return message_id


async def _find_message(client: discord.Client, channel: discord.PartialMessageable, step: Announce) -> int | None:
    async for message in channel.history(after=discord.Object(step.after_id), limit=None, oldest_first=True):
        texts = (part.content for part in message.components if isinstance(part, discord.TextDisplay))
        if message.author == client.user and any(text.endswith(cards.foot(step)) for text in texts):
            return message.id
    return None
