"""What the chat room is handed: the actions, pictures, and nothing that could decide or store."""

from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field

from bot.actions.bank import BankDesk
from bot.actions.code import Code
from bot.actions.me import Me
from bot.actions.practice import Practice
from bot.actions.setup import Setup
from bot.chat.going import Going
from bot.render.card import Drawing

Pictures = Callable[[Drawing], Awaitable[bytes]]


@dataclass(frozen=True, slots=True)
class App:
    """All that chat can do.

    Attributes:
        pictures: Draws a picture as PNG; raises `EdgeDown` where it cannot (the text is there anyway).
        about: The changelog's newest section, Markdown.
        going: Runs that this process waits for, by number, so that they can be cancelled.
    """

    practice: Practice
    me: Me
    setup: Setup
    bank: BankDesk
    code: Code
    pictures: Pictures
    about: str = ""
    going: MutableMapping[int, Going] = field(default_factory=dict)
