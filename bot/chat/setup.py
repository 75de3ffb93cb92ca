"""`/setup` in chat: a server's settings, offered once to whoever invited the bot."""

import logging
from typing import Any, get_args

import discord
from discord import ButtonStyle, app_commands, ui

from bot.actions.setup import Duty
from bot.actions.views import SetupCard
from bot.chat import wording
from bot.chat.app import App
from bot.chat.form import one_field
from bot.chat.ident import ident, number, stale
from bot.chat.press import Handler, button
from bot.chat.screen import Screen, compose
from bot.chat.turn import Turn
from bot.render import setup as cards
from bot.render import words

LOG = logging.getLogger(__name__)
ROOM = "setup"
DUTIES: tuple[Duty, ...] = get_args(Duty)


def commands(app: App) -> tuple[app_commands.Command[Any, ..., None]]:
    """Make `/setup`, which Discord shows to those who manage the server."""

    @app_commands.command(name="setup", description="This server's time zone and roles.")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def setup(interaction: discord.Interaction) -> None:
        await _open(Turn(interaction, app))

    return (setup,)


def screen(card: SetupCard) -> Screen:
    """Give a server's card: one select per role, and the time zone."""
    chosen = {"quiz": card.quiz_role_id, "host": card.host_role_id, "editor": card.editor_role_id}
    rows = [(_role_select(duty, chosen[duty]),) for duty in DUTIES]
    zone = button(words.TIME_ZONE, ident(ROOM, "zone"))
    label = words.FORBID_MODEL if card.outside else words.ALLOW_MODEL
    model = button(label, ident(ROOM, "outside", int(not card.outside)))
    return Screen(cards.card(card), (*rows, (zone, model) if card.outsider else (zone,)))


async def offer(guild: discord.Guild, app: App) -> None:
    """Offer the settings once, in a channel where the bot may write, to whoever invited it if that is known."""
    channel = _channel(guild)
    if channel is None:
        LOG.info("Nowhere to write in server %d; /setup is there anyway.", guild.id)
        return
    if not await app.setup.offer(guild.id):
        return
    inviter_id = await _inviter(guild)
    row = (button(wording.SET_UP, ident(ROOM, "open"), ButtonStyle.primary),)
    view, files = await compose(Screen(cards.offer(inviter_id), (row,)), app.pictures)
    pinged = [discord.Object(inviter_id)] if inviter_id is not None else []
    mentions = discord.AllowedMentions(everyone=False, roles=False, replied_user=False, users=pinged)
    await channel.send(view=view, files=files, allowed_mentions=mentions, nonce=f"offer{guild.id}")


def _role_select(duty: Duty, role_id: int | None) -> ui.RoleSelect[Any]:
    return ui.RoleSelect(
        custom_id=ident(ROOM, "role", duty),
        placeholder=cards.ROLE_NAMES[duty],
        min_values=0,
        max_values=1,
        default_values=[discord.Object(role_id, type=discord.Role)] if role_id is not None else [],
    )


def _channel(guild: discord.Guild) -> discord.TextChannel | None:
    places = [guild.system_channel, *guild.text_channels]
    for place in places:
        if place is not None:
            may = place.permissions_for(guild.me)
            if may.view_channel and may.send_messages:
                return place
    return None


async def _inviter(guild: discord.Guild) -> int | None:
    if not guild.me.guild_permissions.view_audit_log:
        return None
    try:
        async for entry in guild.audit_logs(limit=10, action=discord.AuditLogAction.bot_add):
            if entry.target is not None and entry.target.id == guild.me.id:
                return entry.user_id
    except discord.HTTPException as cause:
        LOG.info("The audit log of server %d could not be read: %s", guild.id, cause)
    return None


async def _open(turn: Turn) -> None:
    await turn.say(screen(await turn.app.setup.card(turn.call)))


async def _role(turn: Turn) -> None:
    duty = next((known for known in DUTIES if known == turn.ident.word(0)), None)
    if duty is None:
        raise stale()
    role_id = number(turn.form.chosen[0]) if turn.form.chosen else None
    await turn.edit(screen(await turn.app.setup.set_role(turn.call, duty, role_id)))


async def _zone(turn: Turn) -> None:
    card = await turn.app.setup.card(turn.call)
    box: ui.TextInput[Any] = ui.TextInput(custom_id="zone", default=card.zone, max_length=60)
    form = one_field(words.TIME_ZONE, ident(ROOM, "zoned"), wording.ZONE_FIELD, box, wording.ZONE_HINT)
    await turn.open(form)


async def _zoned(turn: Turn) -> None:
    await turn.edit(screen(await turn.app.setup.set_zone(turn.call, turn.form.text("zone"))))


async def _outside(turn: Turn) -> None:
    allowed = turn.ident.number(0) == 1
    await turn.edit(screen(await turn.app.setup.set_outside(turn.call, allowed=allowed)))


ROUTES: dict[str, Handler] = {
    "open": _open,
    "role": _role,
    "zone": _zone,
    "zoned": _zoned,
    "outside": _outside,
}
