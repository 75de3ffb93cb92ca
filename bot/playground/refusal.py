"""The refusals of Discord's REST interface in Discord's own shape; when to refuse is decided elsewhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any


class Code(IntEnum):
    """The error codes that this server knows, by Discord's names for them."""

    GENERAL = 0
    UNKNOWN_APPLICATION = 10002
    UNKNOWN_CHANNEL = 10003
    UNKNOWN_GUILD = 10004
    UNKNOWN_MEMBER = 10007
    UNKNOWN_MESSAGE = 10008
    UNKNOWN_ROLE = 10011
    UNKNOWN_USER = 10013
    UNKNOWN_WEBHOOK = 10015
    UNKNOWN_INTERACTION = 10062
    UNKNOWN_COMMAND = 10063
    UNKNOWN_EVENT = 10070
    TOO_MANY_NEW_COMMANDS = 30034
    TOO_MANY_EVENTS = 30038
    TOO_LARGE = 40005
    ALREADY_ACKNOWLEDGED = 40060
    MISSING_ACCESS = 50001
    NOT_THE_AUTHOR = 50005
    EMPTY_MESSAGE = 50006
    CLOSED_TO_YOU = 50007
    MISSING_PERMISSIONS = 50013
    WRONG_CHANNEL = 50024
    INVALID_WEBHOOK_TOKEN = 50027
    INVALID_FORM = 50035
    THREAD_ARCHIVED = 50083
    INVALID_JSON = 50109
    THREAD_THERE = 160004
    THREAD_LOCKED = 160005
    THREADS_FULL = 160006
    EVENT_OVER = 180000


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a request body.

    `where` is the path to it (keys and indices), `code` and `message` are in Discord's words.
    """

    where: tuple[str | int, ...]
    code: str
    message: str


class Refused(Exception):
    """A request that Discord would refuse."""

    def __init__(self, status: int, code: int, message: str, faults: Sequence[Fault] = ()) -> None:
        """Refuse with an HTTP status, one of `Code` and a sentence; `faults` fill the `errors` tree."""
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.faults = tuple(faults)

    def body(self) -> dict[str, Any]:
        """Write it the way Discord does."""
        answer: dict[str, Any] = {"message": self.message, "code": self.code}
        if self.faults:
            answer["errors"] = _tree(self.faults)
        return answer


def invalid(faults: Iterable[Fault]) -> Refused:
    """Refuse a body for its faults."""
    return Refused(400, Code.INVALID_FORM, "Invalid Form Body", tuple(faults))


def unknown(what: str, code: int) -> Refused:
    """Refuse because what is named does not exist, as in "Unknown Message"."""
    return Refused(404, code, f"Unknown {what}")


def _tree(faults: Iterable[Fault]) -> dict[str, Any]:
    """Nest the faults under the keys of their paths; a path's own faults win over those below it."""
    root: dict[str, Any] = {}
    for fault in sorted(faults, key=lambda each: len(each.where)):
        node = root
        for key in fault.where:
            if "_errors" in node:
                break
            node = node.setdefault(str(key), {})
        node.setdefault("_errors", []).append({"code": fault.code, "message": fault.message})
    return root
