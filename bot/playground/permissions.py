"""Discord's permission bits, as far as this world hands them out."""

ADMINISTRATOR = 1 << 3
VIEW_AUDIT_LOG = 1 << 7

_VIEW_CHANNEL = 1 << 10
_SEND_MESSAGES = 1 << 11
_EMBED_LINKS = 1 << 14
_ATTACH_FILES = 1 << 15
_READ_MESSAGE_HISTORY = 1 << 16
_USE_APPLICATION_COMMANDS = 1 << 31
_CREATE_PUBLIC_THREADS = 1 << 35
_CREATE_PRIVATE_THREADS = 1 << 36
_SEND_IN_THREADS = 1 << 38

EVERYONE = (
    _VIEW_CHANNEL
    | _SEND_MESSAGES
    | _EMBED_LINKS
    | _ATTACH_FILES
    | _READ_MESSAGE_HISTORY
    | _USE_APPLICATION_COMMANDS
    | _CREATE_PUBLIC_THREADS
    | _CREATE_PRIVATE_THREADS
    | _SEND_IN_THREADS
)
EVERYTHING = (1 << 53) - 1


def may(own: int, asked: int) -> bool:
    """Tell whether somebody with the bits `own` has all the bits `asked`; asking for none means administrators only."""
    return bool(own & ADMINISTRATOR) or (asked != 0 and own & asked == asked)
