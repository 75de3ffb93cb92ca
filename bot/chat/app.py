"""What the chat room is handed: the actions, pictures, and nothing that could decide or store."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.actions.bank import BankDesk
from bot.actions.me import Me
from bot.actions.practice import Practice
from bot.actions.setup import Setup

Pictures = Callable[[str], Awaitable[bytes]]


@dataclass(frozen=True, slots=True)
class App:
    """All that chat can do.

    Attributes:
        pictures: Draws a formula's TeX as PNG; raises `EdgeDown` where it cannot (the text is there anyway).
        about: The changelog's newest section, Markdown.
    """

    practice: Practice
    me: Me
    setup: Setup
    bank: BankDesk
    pictures: Pictures
    about: str = ""
