"""What a quiz's host sees of it: its public messages as they are, and every form that they ever had."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.rules.quiz import END, LOBBY
from tests.people import Message, Person, text_of, walk


@dataclass(frozen=True, slots=True)
class Form:
    """What a public message said from a moment on.

    Attributes:
        place: Of the message: `LOBBY`, a question's number or `END`.
        at_ms: When it came to say so.
    """

    place: int
    message_id: int
    at_ms: int
    text: str
    acts: frozenset[str]


SHOWN = ("message.created", "message.updated")


def controls_of(message: Message) -> dict[str, list[str]]:
    """Give the custom_ids of what can be pressed on a quiz's message, by act."""
    found: dict[str, list[str]] = {}
    for part in walk(message["components"]):
        ident = str(part.get("custom_id") or "")
        if ident.startswith("quiz:") and not part.get("disabled"):
            found.setdefault(ident.split(":")[1], []).append(ident)
    return found


class Sight:
    """The public messages of the one quiz in a playground, as its host sees them."""

    def __init__(self, host: Person, bot_id: str) -> None:
        self._host = host
        self._bot_id = bot_id

    def at(self, place: int) -> Message | None:
        """Give the public message of a place as it is now."""
        return next((message for message in self._public() if self._place(message) == place), None)

    def set_to(self, seconds: int) -> Message | None:
        """Give the lobby once it says how long each question is."""
        lobby = self.at(LOBBY)
        return lobby if lobby is not None and f"{seconds} seconds each" in text_of(lobby) else None

    def open(self, number: int) -> Message | None:
        """Give a question while it takes answers."""
        message = self.at(number)
        return message if message is not None and "answers close" in text_of(message) else None

    def deadline_s(self, number: int) -> int:
        """Read off an open question when it closes, in seconds since the epoch; 0 where it is not open."""
        message = self.open(number)
        found = re.search(r"answers close <t:(\d+):R>", text_of(message)) if message is not None else None
        return int(found[1]) if found else 0

    def revealed(self, number: int) -> Message | None:
        """Give a question once it is revealed."""
        message = self.at(number)
        return message if message is not None and "mine" in controls_of(message) else None

    def forms(self) -> Iterator[Form]:
        """Give every form of every public message, in the order in which they were shown."""
        for event in self._host.events:
            message = event.get("message")
            if event["t"] in SHOWN and message and self._is_public(message):
                place = self._place(message)
                if place is not None:
                    at_ms = message["edited_ms"] or message["time_ms"]
                    acts = frozenset(controls_of(message))
                    yield Form(place, int(message["id"]), at_ms, text_of(message), acts)

    def _public(self) -> list[Message]:
        return [message for message in self._host.seen.values() if self._is_public(message)]

    def _is_public(self, message: Message) -> bool:
        return not message["ephemeral"] and message["author"]["id"] == self._bot_id and bool(message["components"])

    def _place(self, message: Message) -> int | None:
        """Tell which of a quiz's messages it is."""
        text = text_of(message)
        if found := re.match(r"### (\d+) of \d+", text):
            return int(found[1])
        if "**Mastery**" in text:
            return END
        return LOBBY if text.startswith("## Quiz · ") else None
