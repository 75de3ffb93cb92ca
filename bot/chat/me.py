"""`/me` in chat: a person's results, settings and data, on one private card."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import discord
from discord import ButtonStyle, app_commands, ui

from bot.actions.views import MeCard
from bot.chat import wording
from bot.chat.app import App
from bot.chat.form import modal
from bot.chat.ident import ident
from bot.chat.press import Handler, button
from bot.chat.screen import Attached, Screen, note
from bot.chat.turn import Turn
from bot.render import me as cards
from bot.render import words
from bot.rules.question import Level

ROOM = "me"
MOST_OPTIONS = 25


def commands(app: App) -> tuple[app_commands.Command[Any, ..., None]]:
    """Make `/me`."""

    @app_commands.command(name="me", description="Your results, your settings, your data. Only you see it.")
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def me(interaction: discord.Interaction) -> None:
        turn = Turn(interaction, app)
        await turn.say(screen(await app.me.card(turn.call)))

    return (me,)


def screen(card: MeCard) -> Screen:
    """Give a person's card with its buttons."""
    row = (
        button(words.SETTINGS, ident(ROOM, "settings"), ButtonStyle.primary),
        button(words.EXPORT, ident(ROOM, "export")),
        button(words.DELETE, ident(ROOM, "delete"), ButtonStyle.danger),
    )
    label = words.KEEP_WORDS if card.outside else words.LET_MODEL
    model = (button(label, ident(ROOM, "outside", int(not card.outside))),)
    return Screen(cards.card(card), (row, model) if card.outsider else (row,))


def delete_screen() -> Screen:
    """Give what goes when everything is deleted, and a second button that does it."""
    row = (
        button(words.DELETE_SURE, ident(ROOM, "forget"), ButtonStyle.danger),
        button(words.KEEP, ident(ROOM, "keep")),
    )
    return Screen(note(cards.DELETE_ASK), (row,))


async def _settings(turn: Turn) -> None:
    card = await turn.app.me.card(turn.call)
    zone: ui.TextInput[Any] = ui.TextInput(custom_id="zone", default=card.zone, max_length=60)
    levels = [(wording.ANY_LEVEL, "any"), *((level.value, level.value) for level in Level)]
    await turn.open(
        modal(
            words.SETTINGS,
            ident(ROOM, "save"),
            ui.Label(text=wording.ZONE_FIELD, description=wording.ZONE_HINT, component=zone),
            ui.Label(
                text=wording.LEVEL_FIELD,
                description=wording.LEVEL_HINT,
                component=_choice("level", levels, card.level.value if card.level else "any"),
            ),
            *_tracks(turn.app.me.tracks()[:MOST_OPTIONS], card.tracks),
            ui.Label(
                text=wording.EXTRA_FIELD,
                description=wording.EXTRA_HINT,
                component=_choice(
                    "time", [(name, f"{time:g}") for time, name in cards.TIMES.items()], f"{card.extra_time:g}"
                ),
            ),
        )
    )


async def _save(turn: Turn) -> None:
    chosen, tracks = turn.form.text("level"), turn.form.fields.get("tracks")
    level = Level(chosen) if chosen in set(Level) else None
    time = next((time for time in cards.TIMES if f"{time:g}" == turn.form.text("time")), None)
    await turn.edit(screen(await turn.app.me.change(turn.call, turn.form.text("zone"), level, tracks, time)))


async def _export(turn: Turn) -> None:
    await turn.hold()
    export = await turn.app.me.export(turn.call)
    data = json.dumps(export.data, ensure_ascii=False, indent=2, sort_keys=True, default=str)
    await turn.say(Screen(note(cards.exported(export.withheld)), files=(Attached(EXPORT_NAME, data.encode()),)))


async def _delete(turn: Turn) -> None:
    await turn.edit(delete_screen())


async def _forget(turn: Turn) -> None:
    await turn.hold_edit()
    await turn.app.me.delete(turn.call)
    turn.app.bell.ring()
    await turn.edit(Screen(note(cards.DELETED)))


async def _keep(turn: Turn) -> None:
    await turn.edit(screen(await turn.app.me.card(turn.call)))


async def _outside(turn: Turn) -> None:
    allowed = turn.ident.number(0) == 1
    await turn.edit(screen(await turn.app.me.set_outside(turn.call, allowed=allowed)))


def _choice(custom_id: str, options: list[tuple[str, str]], chosen: str) -> ui.Select[Any]:
    return ui.Select(
        custom_id=custom_id,
        required=True,
        options=[discord.SelectOption(label=label, value=value, default=value == chosen) for label, value in options],
    )


def _tracks(known: Sequence[str], chosen: Sequence[str]) -> Iterator[ui.Label[Any]]:
    """Give the part of the form that chooses tracks; none where the bank has none, for a select needs an option."""
    if known:
        tracks: ui.Select[Any] = ui.Select(
            custom_id="tracks",
            required=False,
            min_values=0,
            max_values=len(known),
            placeholder=wording.NO_TRACKS,
            options=[discord.SelectOption(label=track, value=track, default=track in chosen) for track in known],
        )
        yield ui.Label(text=wording.TRACK_FIELD, description=wording.TRACK_HINT, component=tracks)


EXPORT_NAME = "holdout-my-data.json"
ROUTES: dict[str, Handler] = {
    "settings": _settings,
    "save": _save,
    "export": _export,
    "delete": _delete,
    "forget": _forget,
    "keep": _keep,
    "outside": _outside,
}
