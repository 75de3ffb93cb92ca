"""The stage on which everything plays: the world, its audiences and the judge, and how both sides are told."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from bot.playground import gateway as intents
from bot.playground.contract import Contract
from bot.playground.events import Event
from bot.playground.faults import Faults
from bot.playground.gateway import Gateway
from bot.playground.live import Live
from bot.playground.payloads import Payloads
from bot.playground.records import Message
from bot.playground.views import (
    channel_view,
    clock_view,
    commands_view,
    event_view,
    member_view,
    message_view,
    role_view,
)
from bot.playground.world import World

_VIOLATIONS_KEPT = 200


@dataclass(slots=True)
class Stage:
    """What the parts of the server share.

    Attributes:
        faults: what is to go wrong, because somebody asked for it.
        violations: breaches of Discord's rules, `{"where", "what"}`; the latest 200.
        created_ms: when commands were first made, by their scope.
        invalid_ms: when the bot was refused with 401, 403 or 429.
        invalid_limit: how many of those within ten minutes lock it out.
        token: the bot's made-up token.
        secret: what people's requests must carry.
        base: this server's address.
    """

    world: World
    contract: Contract
    live: Live
    gateway: Gateway
    payloads: Payloads
    token: str
    secret: str
    base: str
    faults: Faults
    violations: list[dict[str, str]] = field(default_factory=list)
    created_ms: dict[str, list[int]] = field(default_factory=dict)
    invalid_ms: deque[int] = field(default_factory=deque)
    invalid_limit: int = 10_000

    def violation(self, where: str, what: str) -> None:
        """Write down a breach of Discord's rules and show it to everybody."""
        entry = {"where": where, "what": what}
        self.violations.append(entry)
        del self.violations[:-_VIOLATIONS_KEPT]
        self.live.tell(None, lambda: {"t": "violation", **entry})

    def world_view(self, member_id: str, *, brief: bool = False) -> dict[str, Any]:
        """Show the whole world to a member; a brief view names nobody else."""
        world = self.world
        people = [world.members[member_id]] if brief else world.members.values()
        return {
            "guild": {"id": world.guild_id, "name": world.guild_name},
            "members": [member_view(each) for each in people],
            "bot": {"id": world.bot_id, "name": world.bot_name, "online": self.gateway.online},
            "channels": [channel_view(world, each) for each in world.channels_of(member_id)],
            "commands": commands_view(world, member_id),
            "roles": [role_view(each) for each in world.roles.values()],
            "events": self._events(),
            "faults": self.faults.view(),
            "clock": clock_view(world),
            "violations": list(self.violations),
            "validated": self.contract.validates,
        }

    def show_message(self, message: Message, *, new: bool) -> None:
        """Tell everybody who may see a message that it is there or has changed."""
        self._show_people(message, new=new)
        self._show_bot(message, "MESSAGE_CREATE" if new else "MESSAGE_UPDATE")

    def remove_message(self, message: Message) -> None:
        """Take a message away and tell those who saw it."""
        world = self.world
        guild = self._guild_of(message)
        self.live.tell(
            self.readers(message),
            lambda: {"t": "message.deleted", "channel": message.channel, "id": message.id},
        )
        world.remove(message)
        event = {"id": message.id, "channel_id": message.channel} | ({"guild_id": guild} if guild else {})
        intent = intents.GUILD_MESSAGES if guild else intents.DIRECT_MESSAGES
        if message.ephemeral_for is None:
            self.gateway.dispatch("MESSAGE_DELETE", event, guild=guild, intent=intent)

    def show_event(self, event: Event, what: str) -> None:
        """Tell everybody of a scheduled event: "CREATE", "UPDATE" or "DELETE"."""
        guild, data = self.world.guild_id, self.payloads.event(event)
        self.gateway.dispatch(f"GUILD_SCHEDULED_EVENT_{what}", data, guild=guild, intent=intents.GUILD_EVENTS)
        self.live.tell(None, lambda: {"t": "events", "events": self._events()})

    def _events(self) -> list[dict[str, Any]]:
        """Show what has not ended, in the order of its beginning."""
        every = sorted(self.world.events.by_id.values(), key=lambda each: (each.start_ms, each.id))
        return [event_view(self.world, each) for each in every if each.open]

    def show_faults(self) -> None:
        """Tell everybody what is still to go wrong."""
        self.live.tell(None, lambda: {"t": "faults", "faults": self.faults.view()})

    def show_commands(self) -> None:
        """Tell everybody which commands they may use now."""
        for member in self.world.members:
            self.live.tell(member, partial(self._commands_event, member))

    def _commands_event(self, member: str) -> dict[str, Any]:
        return {"t": "commands.changed", "commands": commands_view(self.world, member)}

    def _show_people(self, message: Message, *, new: bool) -> None:
        self.live.tell(
            self.readers(message),
            lambda: {
                "t": "message.created" if new else "message.updated",
                "channel": message.channel,
                "message": message_view(self.world, message),
            },
        )

    def readers(self, message: Message) -> Callable[[str], bool] | str:
        """Name the one who can read a message, or tell of anybody whether they can."""
        one = message.ephemeral_for or self.world.channels[message.channel].member
        return one or (lambda member: self.world.may_see(member, message))

    def _show_bot(self, message: Message, event: str) -> None:
        """Dispatch a message; what is not the bot's to read is blanked unless it has the intent."""
        world = self.world
        guild = self._guild_of(message)
        intent = intents.GUILD_MESSAGES if guild is not None else intents.DIRECT_MESSAGES
        if not self.gateway.listens(guild=guild, intent=intent):
            return
        if not world.may_enter(world.bot_id, world.channels[message.channel]):
            return
        data = self.payloads.message(message)
        if guild is not None:
            data["guild_id"] = guild
            if message.author != world.bot_id:
                member = self.payloads.member(message.author)
                data["member"] = {key: value for key, value in member.items() if key != "user"}
        own = message.author == world.bot_id or world.bot_id in message.mentions
        blanked = None if own or guild is None else {**data, "content": "", "attachments": [], "embeds": []}
        self.gateway.dispatch(event, data, guild=guild, intent=intent, without_content=blanked)

    def _guild_of(self, message: Message) -> str | None:
        return self.world.guild_id if self.world.channels[message.channel].member is None else None
