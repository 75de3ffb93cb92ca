"""Messages of ours that were sent before, told by what their buttons carry."""

import re

import discord


def is_about(message: discord.Message, room: str, number: int) -> bool:
    """Tell whether a message has a button of a room about something, such as `quiz:join:3` of quiz 3."""
    rows = (row for row in message.components if isinstance(row, discord.ActionRow))
    own = re.compile(rf"{room}:[a-z]+:{number}(?::|$)")
    return any(own.match(str(part.custom_id)) for row in rows for part in row.children)
