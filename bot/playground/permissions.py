"""Discord's permission bits, and how roles and a channel's overwrites add up."""

from collections.abc import Collection, Mapping, Sequence
from functools import reduce
from operator import or_

ADMINISTRATOR = 1 << 3
MANAGE_CHANNELS = 1 << 4
VIEW_AUDIT_LOG = 1 << 7
VIEW_CHANNEL = 1 << 10
SEND_MESSAGES = 1 << 11
EMBED_LINKS = 1 << 14
ATTACH_FILES = 1 << 15
READ_MESSAGE_HISTORY = 1 << 16
USE_APPLICATION_COMMANDS = 1 << 31
MANAGE_EVENTS = 1 << 33
MANAGE_THREADS = 1 << 34
CREATE_PUBLIC_THREADS = 1 << 35
CREATE_PRIVATE_THREADS = 1 << 36
SEND_IN_THREADS = 1 << 38
CREATE_EVENTS = 1 << 44

EVERYONE = (
    VIEW_CHANNEL
    | SEND_MESSAGES
    | EMBED_LINKS
    | ATTACH_FILES
    | READ_MESSAGE_HISTORY
    | USE_APPLICATION_COMMANDS
    | CREATE_PUBLIC_THREADS
    | CREATE_PRIVATE_THREADS
    | SEND_IN_THREADS
)
EVERYTHING = (1 << 53) - 1
NAMED = {
    "manage_channels": MANAGE_CHANNELS,
    "view_channel": VIEW_CHANNEL,
    "send_messages": SEND_MESSAGES,
    "embed_links": EMBED_LINKS,
    "attach_files": ATTACH_FILES,
    "read_message_history": READ_MESSAGE_HISTORY,
    "manage_events": MANAGE_EVENTS,
    "create_events": CREATE_EVENTS,
    "manage_threads": MANAGE_THREADS,
    "create_public_threads": CREATE_PUBLIC_THREADS,
    "create_private_threads": CREATE_PRIVATE_THREADS,
    "send_in_threads": SEND_IN_THREADS,
}
"""What people may give and take, by Discord's names."""

Overwrites = Mapping[str, Sequence[int]]
"""What a channel allows and denies: (allowed bits, denied bits) by the id of a role or member."""


def may(own: int, asked: int) -> bool:
    """Tell whether somebody with the bits `own` has all the bits `asked`; asking for none means administrators only."""
    return bool(own & ADMINISTRATOR) or (asked != 0 and own & asked == asked)


def in_channel(own: int, member: str, everyone: str, roles: Collection[str], overwrites: Overwrites) -> int:
    """Lay a channel's overwrites over what somebody may do in the server, in Discord's order.

    Args:
        own: their bits in the server.
        member: their id.
        everyone: the id of @everyone.
        roles: the ids of their other roles.
        overwrites: the channel's.
    """
    if own & ADMINISTRATOR:
        return EVERYTHING
    several = [overwrites[each] for each in roles if each in overwrites]
    steps = [
        overwrites.get(everyone, (0, 0)),
        (reduce(or_, (each[0] for each in several), 0), reduce(or_, (each[1] for each in several), 0)),
        overwrites.get(member, (0, 0)),
    ]
    for allow, deny in steps:
        own = (own & ~deny) | allow
    return own if own & VIEW_CHANNEL else 0
