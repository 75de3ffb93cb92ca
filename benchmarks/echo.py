"""The yardstick: a bare discord.py bot that edits a message or tells whoever pressed; it reads and stores nothing."""

import os
import sys
from typing import Any

import discord
from discord import app_commands, ui

from bot.chat.redirect import point_at


class Panel(ui.LayoutView):
    """A text and a row of three buttons: the shape of a practice message."""

    def __init__(self, says: str) -> None:
        super().__init__(timeout=None)
        row: ui.ActionRow[Panel] = ui.ActionRow()
        for letter in "ABC":
            row.add_item(Press(label=letter, custom_id=letter))
        self.add_item(ui.TextDisplay(says))
        self.add_item(row)


class Asked(ui.LayoutView):
    """A text and a button: the shape of a quiz's question."""

    def __init__(self, says: str) -> None:
        super().__init__(timeout=None)
        row: ui.ActionRow[Asked] = ui.ActionRow()
        row.add_item(Told(label="D", custom_id="D"))
        self.add_item(ui.TextDisplay(says))
        self.add_item(row)


class Told(ui.Button[Any]):
    """Tells whoever presses, and nobody else."""

    async def callback(self, interaction: discord.Interaction) -> None:
        """Answer the press."""
        told = f"Noted: **{self.label}**, at about the length of an option. You can change it until <t:1795460400:R>."
        await interaction.response.send_message(told, ephemeral=True)


class Press(ui.Button[Any]):
    """Edits the message in place."""

    async def callback(self, interaction: discord.Interaction) -> None:
        """Answer the press."""
        panel = Panel(f"You pressed {self.label}. " + "It is said again, at about the length of an answer. " * 4)
        panel.stop()
        await interaction.response.edit_message(view=panel)


class Echo(discord.Client):
    """The bot, with the same intents and caches as the real one."""

    def __init__(self) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, dm_messages=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            guild_ready_timeout=0,
        )
        self.tree = app_commands.CommandTree(self)

        @self.tree.command(name="echo", description="Ask.")
        async def echo(interaction: discord.Interaction) -> None:
            panel = Panel("Which one? " + "It is asked at about the length of a question. " * 4)
            panel.stop()
            await interaction.response.send_message(view=panel, ephemeral=True)

        @self.tree.command(name="ask", description="Ask everybody.")
        async def ask(interaction: discord.Interaction) -> None:
            asked = Asked("Which one? " + "It is asked at about the length of a question. " * 4)
            asked.stop()
            await interaction.response.send_message(view=asked)

    async def setup_hook(self) -> None:
        """Take presses from now on."""
        self.add_view(Panel(""))
        self.add_view(Asked(""))
        await self.tree.sync()

    async def on_ready(self) -> None:
        """Say so."""
        print("Echo is online.", flush=True)


def main(url: str) -> None:
    """Be online in a playground until stopped, in the fastest loop, as the real bot is."""
    import uvloop  # noqa: PLC0415 (where there is none, the comparison would be unfair)

    point_at(url, token := os.environ["PLAYGROUND_TOKEN"])

    async def work() -> None:
        async with Echo() as echo:
            await echo.start(token)

    uvloop.run(work())


if __name__ == "__main__":
    main(sys.argv[1])
