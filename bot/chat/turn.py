"""One interaction and the ways to answer it, whatever was answered before."""

import logging
import secrets
from collections.abc import Awaitable
from typing import Any

import discord
from discord import InteractionResponseType as Kind
from discord import app_commands, ui

from bot.actions.views import Call
from bot.chat.app import App
from bot.chat.form import NO_FORM, Form, Upload
from bot.chat.ident import Ident, read
from bot.chat.screen import Screen, compose
from bot.rules.errors import EdgeDown, HoldoutError, RuleBroken

LOG = logging.getLogger(__name__)
LONGEST_SENTENCE = 2000
LARGEST_UPLOAD = 1024 * 1024
LONGEST_CHOICE = 100
_FILLED = "holdout.filled"
_TOO_LATE = frozenset({10062, 10015, 40060, 50027})


class Turn:
    """One interaction: a command, a press or a submission.

    Args:
        interaction: What Discord sent.
        app: What chat can do.
        form: What was chosen or typed, empty for a command.
    """

    def __init__(self, interaction: discord.Interaction[Any], app: App, form: Form = NO_FORM) -> None:
        self.interaction = interaction
        self.app = app
        self.form = form

    @property
    def call(self) -> Call:
        """Who asks, where and when, as the actions take it."""
        at = self.interaction
        user = at.user
        return Call(
            id=at.id,
            at=at.created_at,
            person_id=user.id,
            guild_id=at.guild_id,
            channel_id=at.channel_id or 0,
            role_ids=frozenset(role.id for role in user.roles) if isinstance(user, discord.Member) else frozenset(),
            admin=at.guild_id is not None and (at.permissions.manage_guild or at.permissions.administrator),
            name=user.display_name,
        )

    @property
    def ident(self) -> Ident:
        """What the button, select or form says of itself.

        Raises:
            RuleBroken: `old_button`: nothing that this version writes.
        """
        return read(self.form.custom_id)

    @property
    def private(self) -> bool:
        """Whether a new message must be hidden from others; in direct messages there are none."""
        return self.interaction.guild_id is not None

    async def say(self, screen: Screen) -> int | None:
        """Send a new message as the first answer, seen by the person only; give its id where Discord told it."""
        if screen.card.pictures:
            await self.hold()
        response = self.interaction.response
        view, files = await compose(screen, self.app.pictures)
        if response.type is None:
            sent = await response.send_message(view=view, files=files, ephemeral=self.private)
            return sent.message_id
        return (await self._fill(view=view, attachments=files)).id

    async def post(self, screen: Screen) -> None:
        """Send a new message as the first answer, seen by all who see the channel."""
        view, files = await compose(screen, self.app.pictures)
        await self.interaction.response.send_message(view=view, files=files)

    async def edit(self, screen: Screen) -> None:
        """Replace the message that the button is on."""
        response = self.interaction.response
        if screen.card.pictures:
            await self.hold_edit()
        view, files = await compose(screen, self.app.pictures)
        if response.type is None:
            await response.edit_message(view=view, attachments=files)
        else:
            await self.interaction.edit_original_response(view=view, attachments=files)

    async def tell(self, sentence: str) -> None:
        """Say a sentence, seen by the person only."""
        response, sentence = self.interaction.response, sentence[:LONGEST_SENTENCE]
        if response.type is None:
            await response.send_message(sentence, ephemeral=True)
        elif self._waiting():
            await self._fill(content=sentence)
        else:
            await self.interaction.followup.send(sentence, ephemeral=True)

    async def hold(self) -> None:
        """Tell Discord that a new message will take a moment; once."""
        if self.interaction.response.type is None:
            await self.interaction.response.defer(ephemeral=self.private, thinking=True)

    async def hold_edit(self) -> None:
        """Tell Discord that changing the message will take a moment; once."""
        if self.interaction.response.type is None:
            await self.interaction.response.defer()

    async def open(self, modal: ui.Modal) -> None:
        """Open a form; it must be the first answer."""
        await self.interaction.response.send_modal(modal)

    async def fetch(self, upload: Upload) -> bytes:
        """Download what somebody attached.

        Raises:
            RuleBroken: `too_large`: over 1 MiB, as declared or in truth.
            EdgeDown: Discord did not hand it over.
        """
        return await fetch(self.interaction.client, upload)

    def _waiting(self) -> bool:
        held = self.interaction.response.type is Kind.deferred_channel_message
        return held and _FILLED not in self.interaction.extras

    async def _fill(self, **what: Any) -> discord.InteractionMessage:
        message = await self.interaction.edit_original_response(**what)
        self.interaction.extras[_FILLED] = True
        return message


async def fetch(client: discord.Client, upload: Upload) -> bytes:
    """Download what somebody attached; see `Turn.fetch`."""
    refusal = RuleBroken("too_large", "That file is over 1 MiB. Split it and send the parts one after another.")
    if upload.size > LARGEST_UPLOAD:
        raise refusal
    try:
        data: bytes = await client.http.get_from_cdn(upload.url)
    except (discord.HTTPException, OSError) as cause:
        raise EdgeDown("cdn", "Discord did not hand me that file. Please send it again.") from cause
    if len(data) > LARGEST_UPLOAD:
        raise refusal
    return data


async def choices(found: Awaitable[tuple[tuple[str, str], ...]]) -> list[app_commands.Choice[str]]:
    """Offer (value, label) pairs to somebody who types; none where the actions refuse or something is down."""
    try:
        pairs = await found
    except HoldoutError as error:
        LOG.info("Nothing is offered: %s", error)
        return []
    return [app_commands.Choice(name=label[:LONGEST_CHOICE], value=value) for value, label in pairs]


async def mend(turn: Turn, error: Exception) -> None:
    """Answer for an error: a refusal in its own words, anything else in one calm sentence with a reference."""
    match error:
        case RuleBroken(sentence=sentence):
            said = sentence
        case discord.HTTPException(code=code) if code in _TOO_LATE:
            LOG.info("Interaction %s was answered too late or twice: %s", turn.interaction.id, error)
            return
        case _:
            said = calm(error, f"interaction {turn.interaction.id}")
    try:
        await turn.tell(said)
    except discord.HTTPException as cause:
        LOG.warning("Interaction %s could not be told: %s", turn.interaction.id, cause)


def calm(error: Exception, where: str) -> str:
    """Log an error under a new reference and give the sentence that names it."""
    reference = secrets.token_hex(4)
    LOG.error("%s at %s", reference, where, exc_info=error)
    match error:
        case EdgeDown(sentence=sentence):
            return f"{sentence} (Reference: {reference})"
        case _:
            return f"Something went wrong on my side; nothing you did. Please try again. (Reference: {reference})"
