"""The life of an interaction: asked, answered within three seconds or failed, its token good for fifteen minutes."""

import asyncio
import base64
import binascii
import secrets
from dataclasses import dataclass, replace
from typing import Any

from bot.playground.clock import Deadline
from bot.playground.limits import choice_faults, modal_faults
from bot.playground.payloads import UPLOAD_LIMIT
from bot.playground.posting import Uploads, edit, post
from bot.playground.records import EPHEMERAL, LOADING, Message
from bot.playground.refusal import Code, Fault, Refused, invalid, unknown
from bot.playground.snowflake import made_at_ms
from bot.playground.stage import Stage
from bot.playground.views import rendered

COMMAND, COMPONENT, AUTOCOMPLETE, SUBMIT = 2, 3, 4, 5
_MESSAGE, _DEFER, _DEFER_UPDATE, _UPDATE, _CHOICES, _MODAL = 4, 5, 6, 7, 8, 9
ANSWER_MS = 3_000
TOKEN_MS = 15 * 60_000
LATE = "did not answer within 3 seconds"


@dataclass(eq=False, slots=True)
class Interaction:
    """Something a person did that the bot must answer.

    Attributes:
        kind: `COMMAND`, `COMPONENT`, `AUTOCOMPLETE` or `SUBMIT`.
        source: the message whose button or select was used, also where that opened the modal.
        metadata: Discord's `interaction_metadata` for messages that come of it.
        original: the message that `@original` names.
        choices: where somebody waits for an autocomplete.
        modal: the modal that it submits.
    """

    id: str
    token: str
    kind: int
    member: str
    channel: str
    metadata: dict[str, Any]
    source: str | None = None
    command: str | None = None
    choices: asyncio.Future[list[dict[str, Any]]] | None = None
    modal: str | None = None
    answered: bool = False
    original: str | None = None
    private: bool = False
    deadline: Deadline | None = None


@dataclass(frozen=True, slots=True)
class Modal:
    """A modal that is open in front of a member."""

    id: str
    data: dict[str, Any]
    opener: Interaction


class Interactions:
    """All interactions whose tokens live, and the modals they opened."""

    def __init__(self, stage: Stage) -> None:
        """Begin with none."""
        self._stage = stage
        self._by_token: dict[str, Interaction] = {}
        self.modals: dict[str, Modal] = {}

    # what people do

    def ask(self, interaction: Interaction, data: dict[str, Any]) -> Interaction:
        """Put an interaction to the bot; from now on its three seconds run."""
        clock = self._stage.world.clock
        self._by_token[interaction.token] = interaction
        asked_ms = made_at_ms(interaction.id)
        interaction.deadline = clock.at(asked_ms + ANSWER_MS, lambda: self._fail(interaction))
        clock.at(asked_ms + TOKEN_MS, lambda: self._forget(interaction))
        guild = self._guild_of(interaction)
        self._stage.gateway.dispatch("INTERACTION_CREATE", self._payload(interaction, data), guild=guild)
        return interaction

    def draft(self, kind: int, member: str, channel: str, **more: Any) -> Interaction:
        """Make an interaction that is not asked yet; `more` are further fields of it."""
        world = self._stage.world
        own_id = world.new_id()
        token = base64.urlsafe_b64encode(f"interaction:{own_id}:{secrets.token_hex(24)}".encode()).decode()
        metadata: dict[str, Any] = {
            "id": own_id,
            "type": kind,
            "user": self._stage.payloads.user(member),
            "authorizing_integration_owners": self._owners(channel),
        }
        if kind == COMPONENT and "source" in more:
            metadata["interacted_message_id"] = more["source"]
        if kind == SUBMIT:
            metadata["triggering_interaction_metadata"] = self.modals[more["modal"]].opener.metadata
        return Interaction(own_id, token.rstrip("="), kind, member, channel, metadata, **more)

    # what the bot does

    def answer(self, interaction_id: str, token: str, body: dict[str, Any], uploads: Uploads) -> Interaction:
        """Take the one answer to an interaction.

        Raises:
            Refused: 10062 unknown or late, 40060 answered already, 50035 not an answer to this.
        """
        interaction = self._by_token.get(token)
        if interaction is None or interaction.id != interaction_id:
            raise unknown("interaction", Code.UNKNOWN_INTERACTION)
        if interaction.answered:
            say = "Interaction has already been acknowledged."
            raise Refused(400, Code.ALREADY_ACKNOWLEDGED, say)
        if interaction.deadline is None or interaction.deadline.act is None:
            raise unknown("interaction", Code.UNKNOWN_INTERACTION)
        self._act(interaction, body["type"], body.get("data") or {}, uploads)
        interaction.answered = True
        interaction.deadline.call_off()
        if interaction.modal is not None:
            self.modals.pop(interaction.modal, None)
        if interaction.kind != AUTOCOMPLETE:
            self._tell(interaction, {"t": "interaction.done", "interaction": interaction.id, "ok": True})
        return interaction

    def of_token(self, application: str, token: str) -> Interaction:
        """Find the interaction that a follow-up belongs to.

        Raises:
            Refused: 50027 the token is past its fifteen minutes, 10015 it never was one.
        """
        interaction = self._by_token.get(token)
        if application == self._stage.world.bot_id and interaction is not None and interaction.answered:
            return interaction
        if self._stage.world.clock.now_ms >= _token_made_ms(token) + TOKEN_MS:
            raise Refused(401, Code.INVALID_WEBHOOK_TOKEN, "Invalid Webhook Token")
        raise unknown("Webhook", Code.UNKNOWN_WEBHOOK)

    def original(self, interaction: Interaction) -> Message:
        """Find the message that `@original` names.

        Raises:
            Refused: there is none, or it is gone.
        """
        return self.message(interaction, interaction.original or "")

    def message(self, interaction: Interaction, message_id: str) -> Message:
        """Find a message that this interaction may touch.

        Raises:
            Refused: it is gone, or not one of the bot's in this channel.
        """
        message = self._stage.world.message(message_id)
        own = message is not None and message.author == self._stage.world.bot_id
        if message is None or not own or message.channel != interaction.channel:
            raise unknown("Message", Code.UNKNOWN_MESSAGE)
        return message

    def follow_up(self, interaction: Interaction, body: dict[str, Any], uploads: Uploads) -> Message:
        """Send a further message; the first after a deferral fills the one that is awaited."""
        original = self._stage.world.message(interaction.original or "")
        if original is not None and original.loading:
            return edit(self._stage, original, body, uploads)
        private = bool((body.get("flags") or 0) & EPHEMERAL)
        return post(self._stage, self._message(interaction, private=private), body, uploads)

    # the five kinds of answer

    def _act(self, interaction: Interaction, kind: int, data: dict[str, Any], uploads: Uploads) -> None:
        choosing = interaction.kind == AUTOCOMPLETE
        updating = kind in (_UPDATE, _DEFER_UPDATE)
        nested = kind == _MODAL and interaction.kind == SUBMIT
        sourceless = updating and self._stage.world.message(interaction.source or "") is None
        if choosing != (kind == _CHOICES) or nested or sourceless:
            say = "This type of answer does not fit this type of interaction"
            raise invalid([Fault(("type",), "INTERACTION_RESPONSE_TYPE_INVALID", say)])
        if kind == _CHOICES:
            self._offer(interaction, data)
        elif kind == _MODAL:
            self._open(interaction, data)
        elif updating:
            interaction.original = interaction.source
            if kind == _UPDATE:
                edit(self._stage, self.original(interaction), data, uploads)
        else:
            self._reply(interaction, data, uploads, deferred=kind == _DEFER)

    def _reply(self, interaction: Interaction, data: dict[str, Any], uploads: Uploads, *, deferred: bool) -> None:
        """Answer with a message, at once or as a promise of one."""
        private = bool((data.get("flags") or 0) & EPHEMERAL)
        draft = self._message(interaction, private=private)
        if deferred:
            message = self._stage.world.keep(replace(draft, flags=draft.flags | LOADING))
            thinking = {"t": "thinking", "channel": interaction.channel, "interaction": interaction.id}
            self._stage.live.tell(self._stage.readers(message), lambda: thinking)
            self._stage.show_message(message, new=True)
        else:
            message = post(self._stage, draft, data, uploads)
        interaction.original = message.id
        interaction.private = private

    def _offer(self, interaction: Interaction, data: dict[str, Any]) -> None:
        faults = [replace(each, where=("data", *each.where)) for each in choice_faults(data)]
        if faults:
            raise invalid(faults)
        if interaction.choices is not None and not interaction.choices.done():
            interaction.choices.set_result(data.get("choices") or [])

    def _open(self, interaction: Interaction, data: dict[str, Any]) -> None:
        faults = [replace(each, where=("data", *each.where)) for each in modal_faults(data)]
        if faults:
            raise invalid(faults)
        modal = Modal(interaction.id, data, interaction)
        self.modals[modal.id] = modal
        components = rendered(self._stage.world, data["components"])
        shown = {"id": modal.id, "interaction": interaction.id, **data, "components": components}
        self._tell(interaction, {"t": "modal.opened", "modal": shown})

    # what time does

    def _fail(self, interaction: Interaction) -> None:
        """Give up on the bot; a late answer is unknown from now on."""
        if interaction.deadline is not None:
            interaction.deadline.call_off()
        if interaction.choices is not None:
            if not interaction.choices.done():
                interaction.choices.set_exception(TimeoutError(LATE))
            return
        failed = {"t": "interaction.failed", "interaction": interaction.id, "reason": LATE}
        self._tell(interaction, failed)

    def _forget(self, interaction: Interaction) -> None:
        """Let a token die; a promised message that never came has failed."""
        self._by_token.pop(interaction.token, None)
        self.modals.pop(interaction.id, None)
        message = self._stage.world.message(interaction.original or "")
        if message is not None and message.loading:
            failed = replace(message, flags=message.flags & ~LOADING, failed=True)
            self._stage.show_message(self._stage.world.keep(failed), new=False)

    # small things

    def _tell(self, interaction: Interaction, event: dict[str, Any]) -> None:
        self._stage.live.tell(interaction.member, lambda: event)

    def _message(self, interaction: Interaction, *, private: bool) -> Message:
        """Begin a message that comes of an interaction."""
        return Message(
            id=self._stage.world.new_id(),
            channel=interaction.channel,
            author=self._stage.world.bot_id,
            flags=EPHEMERAL if private else 0,
            ephemeral_for=interaction.member if private else None,
            metadata=interaction.metadata,
            command=interaction.command,
            reply_to=interaction.source if interaction.kind == COMPONENT else None,
        )

    def _guild_of(self, interaction: Interaction) -> str | None:
        world = self._stage.world
        return world.guild_id if world.channels[interaction.channel].member is None else None

    def _owners(self, channel: str) -> dict[str, str]:
        world = self._stage.world
        return {"0": world.guild_id if world.channels[channel].member is None else "0"}

    def _payload(self, interaction: Interaction, data: dict[str, Any]) -> dict[str, Any]:
        """Write the interaction the way the gateway carries it."""
        world, payloads = self._stage.world, self._stage.payloads
        channel = world.channels[interaction.channel]
        guild = self._guild_of(interaction)
        written: dict[str, Any] = {
            "id": interaction.id,
            "application_id": world.bot_id,
            "type": interaction.kind,
            "token": interaction.token,
            "version": 1,
            "data": data,
            "channel_id": channel.id,
            "channel": payloads.acting_channel(channel, interaction.member),
            "locale": "en-US",
            "app_permissions": str(world.permissions_in(world.bot_id, channel)),
            "entitlements": [],
            "authorizing_integration_owners": self._owners(channel.id),
            "context": 0 if guild else 1,
            "attachment_size_limit": UPLOAD_LIMIT,
        }
        if guild is None:
            written["user"] = payloads.user(interaction.member)
        else:
            written |= {
                "guild_id": guild,
                "guild_locale": "en-US",
                "guild": {"id": guild, "locale": "en-US", "features": []},
                "member": payloads.acting_member(interaction.member, channel),
            }
        source = world.message(interaction.source or "")
        if source is not None:
            written["message"] = payloads.message(source)
        return written


def _token_made_ms(token: str) -> int:
    """Read from a token when it was made; one that is none of ours counts as never."""
    try:
        text = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode()
        return made_at_ms(text.split(":")[1])
    except (binascii.Error, ValueError, IndexError):
        return 1 << 62
