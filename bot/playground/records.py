"""What the playground keeps: people, roles, places, files and messages, each a frozen record."""

from dataclasses import dataclass, field
from typing import Any, Literal

EPHEMERAL = 1 << 6
LOADING = 1 << 7
COMPONENTS_V2 = 1 << 15


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
        roles: whom it mentions besides `mentions`: the ids of roles.
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
    roles: list[str] = field(default_factory=list)

    @property
    def begins_thread(self) -> bool:
        """Whether it stands at the head of a thread and points at the message that the thread began from."""
        return self.reply_to == self.channel

    @property
    def loading(self) -> bool:
        """Whether its answer is still awaited."""
        return bool(self.flags & LOADING)
