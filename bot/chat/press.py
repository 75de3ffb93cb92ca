"""Where every button, select and form comes in: one dynamic item, one table of handlers, one error handler."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol, Self

import discord
from discord import ui

from bot.chat.app import App
from bot.chat.form import read_form
from bot.chat.ident import stale
from bot.chat.turn import Turn, mend

Handler = Callable[[Turn], Awaitable[None]]
Routes = Mapping[str, Mapping[str, Handler]]

MOST_LABEL = 24


class Routed(Protocol):
    """A client that knows what to do with presses."""

    async def route(self, interaction: discord.Interaction[Any]) -> None:
        """Answer a press or a submission."""
        ...


class Press(ui.DynamicItem[ui.Item[Any]], template=r"(?s:.+)"):
    """Any button or select: its custom_id carries all its state, and those that nobody knows are answered too."""

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: ui.Item[Any], _match: re.Match[str], /
    ) -> Self:
        """Take an item as it stands on its message."""
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the press to the client that it came to."""
        client: Routed = interaction.client
        await client.route(interaction)


async def route(interaction: discord.Interaction[Any], app: App, routes: Routes) -> None:
    """Answer a press or a submission by what its custom_id says."""
    form = read_form(interaction.data or {})
    turn = Turn(interaction, app, form)
    try:
        await routes.get(turn.ident.room, {}).get(turn.ident.act, _unknown)(turn)
    except Exception as error:  # noqa: BLE001 (the one place where whatever happened becomes a sentence)
        await mend(turn, error)


async def _unknown(_turn: Turn) -> None:
    raise stale()


def button(
    label: str, custom_id: str, style: discord.ButtonStyle = discord.ButtonStyle.secondary, *, off: bool = False
) -> Press:
    """Make a button; its label is at most 24 characters, so that rows hold on a phone."""
    if len(label) > MOST_LABEL:
        raise ValueError(f"over {MOST_LABEL} characters: {label!r}")
    return Press(ui.Button(label=label, custom_id=custom_id, style=style, disabled=off))


def select(
    custom_id: str, placeholder: str, options: Sequence[discord.SelectOption], least: int = 1, most: int = 1
) -> Press:
    """Make a select whose submission is the answer."""
    return Press(
        ui.Select(
            custom_id=custom_id, placeholder=placeholder, options=list(options), min_values=least, max_values=most
        )
    )
