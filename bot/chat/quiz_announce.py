"""Says when planned quizzes are: by a scheduled event where the bot may make some, else by one message in the channel.

Both carry the plan's mark and are looked for before one is made, so that a stop in between doubles nothing.
"""

import logging
from datetime import datetime

import discord

from bot.actions.quiz_plan_views import Announce
from bot.chat.app import App
from bot.chat.screen import Screen, compose
from bot.chat.sent import LOST, find_sent, texts_of
from bot.render import quiz_plan as cards
from bot.rules.errors import EdgeDown
from bot.rules.quiz import LOBBY_WAIT

LOG = logging.getLogger(__name__)


async def announce(client: discord.Client, app: App, step: Announce) -> None:
    """Bring a plan's event or message up to date, and report it.

    Raises:
        discord.HTTPException: Discord is out of order; asked again later, it may work.
        EdgeDown: Discord has not told of that server yet, or cannot reach it; the same.
    """
    guild = client.get_guild(step.guild_id)
    event_id = message_id = None
    if guild is not None and guild.unavailable:
        raise EdgeDown("discord", f"Server {guild.id} is not there yet.")
    if guild is not None:  # else the bot has left it
        event_id = await _event(guild, app, step)
        if event_id is None or step.message_id is not None:
            message_id = await _message(client, app, step)
    await app.plans.announced(step.plan_id, step.nth, step.revision, event_id, message_id)


async def _event(guild: discord.Guild, app: App, step: Announce) -> int | None:
    """Make, change or call off the event of the next time; None where there is none (any more)."""
    if step.event_id is None and not guild.me.guild_permissions.create_events:
        return None
    try:
        events = await _events_of(guild, step)
        event = events.pop(step.nth, None)
        for nth, other in events.items():
            changed = other.start_time > app.clock.now() + LOBBY_WAIT  # and the new time came before that was told
            if changed or (step.called_off and nth == step.nth - 1):
                await _call_off(other)
        if step.starts_at is not None and step.ends_at is not None:
            return await _put_event(guild, step, event, step.starts_at, step.ends_at)
        if event is not None:
            await _call_off(event)
    except discord.HTTPException as refusal:
        if refusal.status not in LOST:
            raise
        LOG.warning("Plan %d has no event: %s", step.plan_id, refusal)
    return None


async def _events_of(guild: discord.Guild, step: Announce) -> dict[int, discord.ScheduledEvent]:
    """Give a plan's events by the how manieth time they tell of.

    They are known by their marks: one that was made before a stop has not been reported.
    """
    found = {}
    for event in await guild.fetch_scheduled_events(with_counts=False):
        nth = cards.marked(step, event.description or "") if event.creator_id == guild.me.id else None
        if event.id == step.event_id:
            nth = step.nth
        if nth is not None:
            found[nth] = event
    return found


async def _call_off(event: discord.ScheduledEvent) -> None:
    """Cancel an event, or end one that has begun."""
    if event.status is discord.EventStatus.scheduled:
        await event.cancel()
    else:
        await event.end()


async def _put_event(
    guild: discord.Guild, step: Announce, event: discord.ScheduledEvent | None, starts_at: datetime, ends_at: datetime
) -> int:
    channel = guild.get_channel(step.channel_id)
    place = f"#{channel.name}" if channel is not None else guild.name
    name, told = cards.event_name(step), cards.event_text(step)
    if event is not None:
        await event.edit(name=name, description=told, start_time=starts_at, end_time=ends_at, location=place)
        return event.id
    made = await guild.create_scheduled_event(
        name=name,
        description=told,
        start_time=starts_at,
        end_time=ends_at,
        location=place,
        entity_type=discord.EntityType.external,
        privacy_level=discord.PrivacyLevel.guild_only,
    )
    return made.id


async def _message(client: discord.Client, app: App, step: Announce) -> int | None:
    """Send or change the message; None where there is none."""
    channel = client.get_partial_messageable(step.notice_channel_id)
    try:
        message_id = step.message_id or await _find_message(client, step)
        if message_id is None and step.starts_at is None:
            return None
        view, _ = await compose(Screen(cards.notice(step)), app.pictures)
        if message_id is None:
            return (await channel.send(view=view, nonce=step.nonce)).id
        await channel.get_partial_message(message_id).edit(view=view)
    except discord.HTTPException as refusal:
        if refusal.status not in LOST:
            raise
        LOG.warning("Plan %d has no message in %d: %s", step.plan_id, step.notice_channel_id, refusal)
        return None
    return message_id


async def _find_message(client: discord.Client, step: Announce) -> int | None:
    foot = cards.foot(step)
    sent = await find_sent(
        client, step.notice_channel_id, step.after_id, lambda one: any(text.endswith(foot) for text in texts_of(one))
    )
    return sent.id if sent is not None else None
