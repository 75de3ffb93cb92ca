"""What there is in the playground: one server, its people and messages, and who sees what; it talks to nobody."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal

from bot.playground import permissions
from bot.playground.clock import WorldClock
from bot.playground.events import Events
from bot.playground.files import Files, Upload, bare_name, size_in_pixels, type_of
from bot.playground.journal import Journal
from bot.playground.snowflake import Snowflakes

EPHEMERAL = 1 << 6
LOADING = 1 << 7
COMPONENTS_V2 = 1 << 15
BOT_ADD = 28
GLOBAL = "global"
_FIRST_PEOPLE = ("Ada", "Ben", "Cy", "Dee")
_FIRST_CHANNELS = ("general", "practice")
_FIRST_ROLES = ("Hosts", "Quiz")


@dataclass(frozen=True, slots=True)
class Member:
    """A person in the server; admins hold the role that may do everything.

    Attributes:
        roles: the ids of further roles.
        closed: whether the bot may not write to them privately.
    """

    id: str
    name: str
    admin: bool
    roles: list[str] = field(default_factory=list)
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    """A role of the server; `permissions` is Discord's bit set."""

    id: str
    name: str
    permissions: int
    position: int
    managed: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel of the server, a thread in one, or the direct messages of one member and the bot.

    Attributes:
        member: whose direct messages they are.
        overwrites: what is allowed and denied here, as in `permissions.in_channel`.
        parent: the channel that a thread is in; all that follows is of threads alone.
        joined: since when its members are in it, in milliseconds by their ids.
        minutes: of silence, after which it counts as archived.
        archived_ms: when it was last archived or taken up again.
    """

    id: str
    name: str
    kind: Literal["text", "dm", "thread"]
    member: str | None = None
    overwrites: dict[str, list[int]] = field(default_factory=dict)
    parent: str | None = None
    private: bool = False
    owner: str = ""
    joined: dict[str, int] = field(default_factory=dict)
    minutes: int = 1440
    archived: bool = False
    locked: bool = False
    invitable: bool = True
    archived_ms: int = 0


@dataclass(frozen=True, slots=True)
class Attachment:
    """What is known of an attached file; its bytes are kept in `Files`."""

    id: str
    channel: str
    name: str
    type: str
    size: int
    width: int | None = None
    height: int | None = None
    description: str | None = None

    @property
    def path(self) -> str:
        """Where this server offers it."""
        return f"/cdn/attachments/{self.channel}/{self.id}/{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message as the world keeps it; an ephemeral one is seen by one member alone.

    Attributes:
        metadata: Discord's `interaction_metadata` where an interaction brought it about.
        command: the command's path where a command did, as in "bank add".
        announces: the thread whose beginning it tells of.
    """

    id: str
    channel: str
    author: str
    content: str = ""
    components: list[dict[str, Any]] = field(default_factory=list)
    embeds: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)
    mentions: list[str] = field(default_factory=list)
    flags: int = 0
    edited_ms: int | None = None
    ephemeral_for: str | None = None
    metadata: dict[str, Any] | None = None
    command: str | None = None
    reply_to: str | None = None
    nonce: str | int | None = None
    failed: bool = False
    announces: str | None = None

    @property
    def loading(self) -> bool:
        """Whether its answer is still awaited."""
        return bool(self.flags & LOADING)


def _record(value: Any) -> dict[str, Any]:
    return {each.name: getattr(value, each.name) for each in fields(value)}


class World:
    """The state of the playground; every change is in the journal before it is seen."""

    def __init__(self, folder: Path | None, bot_name: str, bot_permissions: int, *, frozen: bool) -> None:
        """Take up the world kept in a folder, or begin the first one; see `WorldClock` for `frozen`."""
        self._journal = Journal(folder)
        self._files = Files(folder)
        shelf = self._journal.shelf
        self.clock = WorldClock(shelf("meta").get("offset_ms", 0), frozen=frozen)
        self.members = {key: Member(**value) for key, value in shelf("member").items()}
        self.roles = {key: Role(**value) for key, value in shelf("role").items()}
        self.channels = {key: Channel(**value) for key, value in shelf("channel").items()}
        self.attachments = {key: Attachment(**value) for key, value in shelf("attachment").items()}
        self._messages = {key: Message(**value) for key, value in shelf("message").items()}
        self._by_channel: dict[str, dict[str, None]] = {}
        for message in list(self._messages.values()):
            self._by_channel.setdefault(message.channel, {})[message.id] = None
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
        self._put_role(Role(self.bot_role, bot_name, bot_permissions, 1, managed=True))

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

    def put_channel(self, channel: Channel) -> Channel:
        """Add a channel or thread, or replace the one with the same id."""
        self.channels[channel.id] = channel
        self._journal.put("channel", channel.id, _record(channel))
        return channel

    def remove_thread(self, thread: Channel) -> None:
        """Forget a thread and all that was written in it."""
        for message in self.messages(thread.id):
            self.remove(message)
        del self.channels[thread.id]
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
        return [each for each in self.channels.values() if self.may_enter(member_id, each)]

    def direct(self, member_id: str) -> Channel:
        """Find a member's direct messages with the bot."""
        return next(each for each in self.channels.values() if each.member == member_id)

    # messages

    def message(self, message_id: str) -> Message | None:
        """Find a message."""
        return self._messages.get(message_id)

    def messages(self, channel_id: str) -> list[Message]:
        """List a channel's messages, oldest first."""
        return [self._messages[key] for key in self._by_channel.get(channel_id, ())]

    def may_see(self, member_id: str, message: Message) -> bool:
        """Tell whether a member sees a message."""
        return message.ephemeral_for in (None, member_id) and self.may_enter(member_id, self.channels[message.channel])

    def keep(self, message: Message) -> Message:
        """Add a message, or replace the one with the same id."""
        self._messages[message.id] = message
        self._by_channel.setdefault(message.channel, {})[message.id] = None
        self._journal.put("message", message.id, _record(message))
        return message

    def remove(self, message: Message) -> None:
        """Forget a message and what was attached to it."""
        self._messages.pop(message.id, None)
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

    def _put_role(self, role: Role) -> None:
        self.roles[role.id] = role
        self._journal.put("role", role.id, _record(role))

    def _largest_id(self) -> int:
        kinds = (self.members, self.roles, self.channels, self.attachments, self._messages, self.events.by_id)
        return max((int(key) for kind in kinds for key in kind), default=0)

    def _begin(self) -> None:
        """Found the server; the marker that it stands is written last, so a kill in between begins anew."""
        for kind in ("member", "role", "channel", "audit"):
            for key in list(self._journal.shelf(kind)):
                self._journal.drop(kind, key)
        self.members, self.roles, self.channels = {}, {}, {}
        self.bot_id = self.new_id()
        guild, admins, own = self.new_id(), self.new_id(), self.new_id()
        self._put_role(Role(guild, "@everyone", permissions.EVERYONE, 0))
        self._put_role(Role(admins, "Admins", permissions.ADMINISTRATOR, 2))
        for position, name in enumerate(_FIRST_ROLES, start=3):
            self._put_role(Role(self.new_id(), name, 0, position))
        for name in _FIRST_CHANNELS:
            self.put_channel(Channel(self.new_id(), name, "text"))
        people = [self.add_member(name, admin=name == _FIRST_PEOPLE[0]) for name in _FIRST_PEOPLE]
        self.invite_bot(people[0].id)
        meta = {"bot": self.bot_id, "owner": people[0].id, "admins": admins, "bot_role": own, "guild": guild}
        for key, value in meta.items():
            self._journal.put("meta", key, value)
