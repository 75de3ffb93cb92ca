"""`/help` in chat: what the bot is, what it does, what it keeps, what is new."""

from typing import Any

import discord
from discord import app_commands

from bot.chat.app import App
from bot.chat.screen import Screen
from bot.chat.turn import Turn
from bot.render import help as cards


def commands(app: App) -> tuple[app_commands.Command[Any, ..., None]]:
    """Make `/help`."""

    @app_commands.command(name="help", description="What I do, what I keep about you, and what is new.")
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def about(interaction: discord.Interaction) -> None:
        await Turn(interaction, app).say(Screen(cards.card(app.about)))

    return (about,)
