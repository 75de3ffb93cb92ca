"""What a button, select or form carries in its custom_id: all its state, so that it works after a restart."""

import re
from dataclasses import dataclass

from bot.render import words
from bot.rules.errors import RuleBroken

LONGEST = 100
_SHAPE = re.compile(r"(?P<room>[a-z]{2,12}):(?P<act>[a-z]{2,12})(?P<rest>(?::[0-9A-Za-z._-]{1,80}){0,3})")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")
_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Ident:
    """A custom_id, read: `practice:pick:17:0`.

    Attributes:
        room: The feature.
        act: What is to be done.
        parts: Whose or which, up to three.
    """

    room: str
    act: str
    parts: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Write it as a custom_id."""
        return ":".join((self.room, self.act, *self.parts))

    def word(self, place: int) -> str:
        """Give the part at a 0-based place.

        Raises:
            RuleBroken: `old_button`: it is not there.
        """
        if place >= len(self.parts):
            raise stale()
        return self.parts[place]

    def maybe(self, place: int) -> str:
        """Give the part at a 0-based place, empty where it was left out."""
        return self.parts[place] if place < len(self.parts) else ""

    def number(self, place: int) -> int:
        """Give the part at a 0-based place as a whole number from 0 to 2**63 - 1.

        Raises:
            RuleBroken: `old_button`: it is not there, or no such number.
        """
        return number(self.word(place))


def number(text: str) -> int:
    """Read a whole number from 0 to 2**63 - 1 as this room writes them.

    Raises:
        RuleBroken: `old_button`: it is none.
    """
    if not _NUMBER.fullmatch(text) or int(text) > _LARGEST:
        raise stale()
    return int(text)


def ident(room: str, act: str, *parts: int | str) -> str:
    """Write a custom_id.

    Raises:
        ValueError: It would not be read again, or is longer than Discord takes.
    """
    meant = Ident(room, act, tuple(map(str, parts)))
    if _read(str(meant)) != meant:
        raise ValueError(f"not a custom_id of ours: {meant}")
    return str(meant)


def read(custom_id: str) -> Ident:
    """Read a custom_id, whoever wrote it.

    Raises:
        RuleBroken: `old_button`: this version does not write such ones.
    """
    found = _read(custom_id)
    if found is None:
        raise stale()
    return found


def _read(custom_id: str) -> Ident | None:
    found = _SHAPE.fullmatch(custom_id) if len(custom_id) <= LONGEST else None
    return Ident(found["room"], found["act"], tuple(found["rest"].split(":")[1:])) if found else None


def stale() -> RuleBroken:
    """Give the refusal of a button that this version does not know."""
    return RuleBroken("old_button", words.OLD_BUTTON)
