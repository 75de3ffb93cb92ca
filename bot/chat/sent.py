"""Messages of ours that are in Discord: found again after a stop, told by what they carry, and drawn again."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import discord

from bot.chat.app import App
from bot.chat.screen import Screen, compose

LOST = (400, 403, 404)
"""Statuses that come again however often one asks: what is refused so is lost."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that is in Discord."""

    id: int
    at: datetime


async def find_sent(
    client: discord.Client, channel_id: int, after_id: int, is_it: Callable[[discord.Message], bool]
) -> Sent | None:
    """Look for a message that we may have sent before a stop; Discord forgets nonces after some minutes.

    Args:
        client: The bot's connection.
        channel_id: Where it would be.
        after_id: Nothing older than this can be it.
        is_it: Tells it from our other messages there.
    """
    channel = client.get_partial_messageable(channel_id)
    async for message in channel.history(after=discord.Object(after_id), limit=None, oldest_first=True):
        ours = message.author == client.user and message.type is discord.MessageType.default
        if ours and is_it(message):
            return Sent(message.id, message.created_at)
    return None


async def draw_again(client: discord.Client, app: App, channel_id: int, message_id: int, screen: Screen) -> None:
    """Have a message show something else; nobody is pinged by it.

    Raises:
        discord.HTTPException: It cannot be changed, now or ever (`LOST`).
    """
    view, files = await compose(screen, app.pictures)
    message = client.get_partial_messageable(channel_id).get_partial_message(message_id)
    await message.edit(view=view, attachments=files, allowed_mentions=discord.AllowedMentions.none())


def is_about(message: discord.Message, room: str, number: int) -> bool:
    """Tell whether a message has a button of a room about something, such as `quiz:join:3` of quiz 3."""
    own = re.compile(rf"{room}:[a-z]+:{number}(?::|$)")
    return any(own.match(custom_id) for custom_id in ids_of(message))


def ids_of(message: discord.Message) -> Iterator[str]:
    """Give what the buttons and selects of a message carry."""
    ids = (getattr(part, "custom_id", None) for part in _walk(message.components))
    return (own for own in ids if own is not None)


def texts_of(message: discord.Message) -> Iterator[str]:
    """Give what a message says, part by part."""
    return (part.content for part in _walk(message.components) if isinstance(part, discord.TextDisplay))


def _walk(parts: Any) -> Iterator[Any]:
    for part in parts:
        yield part
        yield from _walk(getattr(part, "children", ()))
        accessory = getattr(part, "accessory", None)
        if accessory is not None:
            yield accessory
