"""Where every button, select and form comes in: one table of handlers by custom_id, one error handler.

No item waits in memory: discord.py would take the whole message apart to find one, and forget them at a restart.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import discord
from discord import ui

from bot.chat.app import App
from bot.chat.form import read_form
from bot.chat.ident import stale
from bot.chat.turn import Turn, mend

Handler = Callable[[Turn], Awaitable[None]]
Routes = Mapping[str, Mapping[str, Handler]]

MOST_LABEL = 24


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
) -> ui.Button[Any]:
    """Make a button; its label is at most 24 characters, so that rows hold on a phone."""
    if len(label) > MOST_LABEL:
        raise ValueError(f"over {MOST_LABEL} characters: {label!r}")
    return ui.Button(label=label, custom_id=custom_id, style=style, disabled=off)


def select(
    custom_id: str, placeholder: str, options: Sequence[discord.SelectOption], least: int = 1, most: int = 1
) -> ui.Select[Any]:
    """Make a select whose submission is the answer."""
    return ui.Select(
        custom_id=custom_id, placeholder=placeholder, options=list(options), min_values=least, max_values=most
    )
