"""`/interview` in chat: mock interviews; further subcommands come from files of their own."""

from collections.abc import Callable, Sequence
from typing import Any

from discord import app_commands

from bot.chat import pair
from bot.chat.app import App

ROOM = "iv"
Command = app_commands.Command[Any, ..., None]
_MORE: tuple[Callable[[App], Sequence[Command]], ...] = (pair.commands,)
"""What gives further subcommands, such as reports and pairs."""


def commands(app: App) -> tuple[app_commands.Group]:
    """Make `/interview` with its subcommands."""
    group = app_commands.Group(
        name="interview",
        description="Mock interviews: alone with me, or with a partner.",
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )
    for command in (*_own(app), *(each for more in _MORE for each in more(app))):
        group.add_command(command)
    return (group,)


def _own(_app: App) -> tuple[Command, ...]:
    return ()
