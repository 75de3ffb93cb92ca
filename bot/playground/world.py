"""What there is in the playground: one server, its people and messages, and who sees what; it talks to nobody."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from bot.playground import permissions
from bot.playground.clock import WorldClock
from bot.playground.events import Events
from bot.playground.files import Files, Upload, bare_name, size_in_pixels, type_of
from bot.playground.journal import Journal
from bot.playground.records import LOADING, Attachment, Channel, Member, Message, Role
from bot.playground.snowflake import Snowflakes

BOT_ADD = 28
GLOBAL = "global"
_FIRST_PEOPLE = ("Ada", "Ben", "Cy", "Dee")
_FIRST_CHANNELS = ("general", "practice")
_FIRST_ROLES = ("Hosts", "Quiz")


def _record(value: Any) -> dict[str, Any]:
    return {each.name: getattr(value, each.name) for each in fields(value)}


class World:
    """The state of the playground; every change is in the journal before it is seen.

    Attributes:
        places: the channels and threads of the server: all channels but direct messages.
    """

    def __init__(self, folder: Path | None, bot_name: str, bot_permissions: int, *, frozen: bool) -> None:
        """Take up the world kept in a folder, or begin the first one; see `WorldClock` for `frozen`."""
        self._journal = Journal(folder)
        self._files = Files(folder)
        shelf = self._journal.shelf
        self.clock = WorldClock(shelf("meta").get("offset_ms", 0), frozen=frozen)
        self.members = {key: Member(**value) for key, value in shelf("member").items()}
        self.roles = {key: Role(**value) for key, value in shelf("role").items()}
        self.channels: dict[str, Channel] = {}
        self.places: dict[str, Channel] = {}
        self._direct: dict[str, str] = {}
        for value in shelf("channel").values():
            self._file(Channel(**value))
        self.attachments = {key: Attachment(**value) for key, value in shelf("attachment").items()}
        self._messages = {key: Message(**value) for key, value in shelf("message").items()}
        self._by_channel: dict[str, dict[str, None]] = {}
        self._said: Counter[str] = Counter()
        for message in list(self._messages.values()):
            self._by_channel.setdefault(message.channel, {})[message.id] = None
            self._count(message, 1)
            if message.loading:
                # The interaction that promised an answer died with the process that knew its token.
                self.keep(replace(message, flags=message.flags & ~LOADING, failed=True))
        self.events = Events(self._journal, self.clock)
        self.bot_name = bot_name
        self._snowflakes = Snowflakes(self._largest_id())
        if "guild" not in shelf("meta"):
            self._begin()
        meta = shelf("meta")
        self.guild_id: str = meta["guild"]
        self.bot_id: str = meta["bot"]
        self.owner_id: str = meta["owner"]
        self.admin_role: str = meta["admins"]
        self.bot_role: str = meta["bot_role"]
        self.put_role(Role(self.bot_role, bot_name, bot_permissions, 1, managed=True))

    @property
    def guild_name(self) -> str:
        """The server's name."""
        return "Study group"

    def new_id(self) -> str:
        """Make an id for something that happens now."""
        return self._snowflakes.make(self.clock.now_ms)

    # people and places

    def add_member(self, name: str, *, admin: bool) -> Member:
        """Let somebody join; their direct messages with the bot are there at once."""
        member = self.put_member(Member(self.new_id(), name, admin))
        self.put_channel(Channel(self.new_id(), name, "dm", member.id))
        return member

    def put_member(self, member: Member) -> Member:
        """Add a member, or replace the one with the same id."""
        self.members[member.id] = member
        self._journal.put("member", member.id, _record(member))
        return member

    def put_role(self, role: Role) -> Role:
        """Add a role, or replace the one with the same id."""
        self.roles[role.id] = role
        self._journal.put("role", role.id, _record(role))
        return role

    def put_channel(self, channel: Channel) -> Channel:
        """Add a channel or thread, or replace the one with the same id."""
        self._file(channel)
        self._journal.put("channel", channel.id, _record(channel))
        return channel

    def _file(self, channel: Channel) -> None:
        self.channels[channel.id] = channel
        if channel.member is None:
            self.places[channel.id] = channel
        else:
            self._direct[channel.member] = channel.id

    def remove_thread(self, thread: Channel) -> None:
        """Forget a thread and all that was written in it."""
        for message in self.messages(thread.id):
            self.remove(message)
        del self.channels[thread.id], self.places[thread.id]
        self._journal.drop("channel", thread.id)

    def permissions_of(self, member_id: str) -> int:
        """Add up what a member may do in the server; the bot counts as one."""
        if member_id != self.bot_id and self.members[member_id].admin:
            return permissions.EVERYTHING
        own = permissions.EVERYONE
        for role in self.roles_of(member_id):
            own |= self.roles[role].permissions
        return own

    def permissions_in(self, member_id: str, channel: Channel) -> int:
        """Tell what a member or the bot may do in a channel; a thread follows its channel."""
        if channel.member is not None:
            return permissions.EVERYONE
        own, roles = self.permissions_of(member_id), self.roles_of(member_id)
        return permissions.in_channel(own, member_id, self.guild_id, roles, self.place_of(channel).overwrites)

    def place_of(self, channel: Channel) -> Channel:
        """Give the channel that a thread is in; any other is its own place."""
        return self.channels[channel.parent] if channel.parent is not None else channel

    def may_enter(self, member_id: str, channel: Channel) -> bool:
        """Tell whether a member or the bot sees a channel; a private thread is its members' and the moderators'."""
        if channel.member is not None:
            return member_id in (channel.member, self.bot_id)
        if not channel.private and not self.place_of(channel).overwrites:
            return True
        own = self.permissions_in(member_id, channel)
        inside = not channel.private or member_id in channel.joined or permissions.may(own, permissions.MANAGE_THREADS)
        return permissions.may(own, permissions.VIEW_CHANNEL) and inside

    def roles_of(self, member_id: str) -> list[str]:
        """List the ids of a member's roles, without @everyone."""
        if member_id == self.bot_id:
            return [self.bot_role]
        member = self.members[member_id]
        return [*([self.admin_role] if member.admin else []), *member.roles]

    def channels_of(self, member_id: str) -> list[Channel]:
        """List the channels that a member can see."""
        seen = [each for each in self.places.values() if self.may_enter(member_id, each)]
        return [*seen, self.direct(member_id)] if member_id in self._direct else seen

    def direct(self, member_id: str) -> Channel:
        """Find a member's direct messages with the bot."""
        return self.channels[self._direct[member_id]]

    # messages

    def message(self, message_id: str) -> Message | None:
        """Find a message."""
        return self._messages.get(message_id)

    def messages(self, channel_id: str) -> list[Message]:
        """List a channel's messages, oldest first."""
        return [self._messages[key] for key in self._by_channel.get(channel_id, ())]

    def said(self, channel_id: str) -> int:
        """Count what everybody in a channel can read, but for the head of a thread."""
        return self._said[channel_id]

    def _count(self, message: Message, one: int) -> None:
        if message.ephemeral_for is None and not message.begins_thread:
            self._said[message.channel] += one

    def may_see(self, member_id: str, message: Message) -> bool:
        """Tell whether a member sees a message."""
        return message.ephemeral_for in (None, member_id) and self.may_enter(member_id, self.channels[message.channel])

    def keep(self, message: Message) -> Message:
        """Add a message, or replace the one with the same id."""
        if message.id not in self._messages:
            self._count(message, 1)
        self._messages[message.id] = message
        self._by_channel.setdefault(message.channel, {})[message.id] = None
        self._journal.put("message", message.id, _record(message))
        return message

    def remove(self, message: Message) -> None:
        """Forget a message and what was attached to it."""
        if self._messages.pop(message.id, None) is not None:
            self._count(message, -1)
        self._by_channel.get(message.channel, {}).pop(message.id, None)
        self._journal.drop("message", message.id)
        self.detach(message.attachments)

    # files

    def attach(self, channel_id: str, upload: Upload) -> Attachment:
        """Keep a file's bytes and what is known of it."""
        size = size_in_pixels(upload.data)
        width, height = size if size is not None else (None, None)
        attachment = Attachment(
            id=self.new_id(),
            channel=channel_id,
            name=bare_name(upload.name),
            type=type_of(upload),
            size=len(upload.data),
            width=width,
            height=height,
            description=upload.description,
        )
        self._files.put(attachment.id, upload.data)
        self.attachments[attachment.id] = attachment
        self._journal.put("attachment", attachment.id, _record(attachment))
        return attachment

    def describe(self, attachment_id: str, description: str | None) -> None:
        """Change an attachment's alternative text."""
        changed = replace(self.attachments[attachment_id], description=description)
        self.attachments[attachment_id] = changed
        self._journal.put("attachment", attachment_id, _record(changed))

    def detach(self, attachment_ids: list[str]) -> None:
        """Forget attached files."""
        for key in attachment_ids:
            self.attachments.pop(key, None)
            self._journal.drop("attachment", key)
            self._files.drop(key)

    def bytes_of(self, attachment_id: str) -> bytes | None:
        """Fetch an attachment's bytes."""
        return self._files.get(attachment_id)

    # the application

    def commands(self, scope: str) -> list[dict[str, Any]]:
        """List the commands of a scope: `GLOBAL` or the server's id."""
        found: list[dict[str, Any]] = self._journal.shelf("commands").get(scope, [])
        return found

    def set_commands(self, scope: str, commands: list[dict[str, Any]]) -> None:
        """Replace the commands of a scope."""
        self._journal.put("commands", scope, commands)

    def audit(self) -> Iterator[dict[str, Any]]:
        """Yield the audit log's entries, newest first."""
        yield from reversed(self._journal.shelf("audit").values())

    def invite_bot(self, inviter: str) -> None:
        """Write down who brought the bot into the server."""
        entry = {"id": self.new_id(), "action_type": BOT_ADD, "user_id": inviter, "target_id": self.bot_id}
        self._journal.put("audit", str(entry["id"]), entry)

    # time and the end

    def advance(self, seconds: float) -> None:
        """Move the world's time on."""
        offset_ms = self.clock.offset_ms + round(seconds * 1000)
        if seconds >= 0:
            self._journal.put("meta", "offset_ms", offset_ms)
        self.clock.advance(seconds)

    def close(self) -> None:
        """Let go of the clock and the journal."""
        self.clock.stop()
        self._journal.close()

    # beginnings

    def _largest_id(self) -> int:
        kinds = (self.members, self.roles, self.channels, self.attachments, self._messages, self.events.by_id)
        return max((int(key) for kind in kinds for key in kind), default=0)

    def _begin(self) -> None:
        """Found the server; the marker that it stands is written last, so a kill in between begins anew."""
        for kind in ("member", "role", "channel", "audit"):
            for key in list(self._journal.shelf(kind)):
                self._journal.drop(kind, key)
        self.members, self.roles, self.channels, self.places, self._direct = {}, {}, {}, {}, {}
        self.bot_id = self.new_id()
        guild, admins, own = self.new_id(), self.new_id(), self.new_id()
        self.put_role(Role(guild, "@everyone", permissions.EVERYONE, 0))
        self.put_role(Role(admins, "Admins", permissions.ADMINISTRATOR, 2))
        for position, name in enumerate(_FIRST_ROLES, start=3):
            self.put_role(Role(self.new_id(), name, 0, position))
        for name in _FIRST_CHANNELS:
            self.put_channel(Channel(self.new_id(), name, "text"))
        people = [self.add_member(name, admin=name == _FIRST_PEOPLE[0]) for name in _FIRST_PEOPLE]
        self.invite_bot(people[0].id)
        meta = {"bot": self.bot_id, "owner": people[0].id, "admins": admins, "bot_role": own, "guild": guild}
        for key, value in meta.items():
            self._journal.put("meta", key, value)
