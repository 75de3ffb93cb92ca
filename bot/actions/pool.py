"""Which questions a place can ask: the built-in bank, overlaid by the server's own."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.actions.ports import Bank, Books
from bot.actions.records import Version, VersionKey
from bot.rules.choosing import Key, Shelf, key_of, shelf_of
from bot.rules.errors import RuleBroken
from bot.rules.question import Question

Place = tuple[int | None, tuple[int, datetime | None]]
"""A server with questions of its own, None for any other place, and the mark of its versions."""
REMEMBERED = 32
"""Servers with questions of their own whose shelves stay in memory."""


@dataclass(frozen=True, slots=True, eq=False)
class Shelves:
    """The questions of places, sorted for choosing. An unchanged server gives the same shelf, a change a new one.

    Attributes:
        profiles: Gives the profiles of the sandbox that are there; without one no code is asked for.
    """

    bank: Bank
    profiles: Callable[[], Collection[str]] = tuple
    _known: dict[Place, Shelf] = field(default_factory=dict, init=False, repr=False)

    def of(self, books: Books, guild_id: int | None) -> Shelf:
        """Give the shelf of a server, withdrawn questions too; without a server the built-in ones."""
        mark = (0, None) if guild_id is None else books.versions.mark(guild_id)
        place = (guild_id if mark[0] else None, mark)
        shelf = self._known.get(place)
        if shelf is None:
            if len(self._known) > REMEMBERED:
                self._known.clear()
            shelf = self._known[place] = shelf_of(questions_for(self.bank, books, place[0]).values())
        return shelf


def questions_for(bank: Bank, books: Books, guild_id: int | None) -> Mapping[Key, Question]:
    """Give every question that stands in a server, withdrawn ones too; without a server the built-in ones."""
    questions = _questions(bank, _documents(books, guild_id), guild_id)
    return {key_of(question): question for question in questions}


def version_of(bank: Bank, books: Books, question: Question) -> Version:
    """Give the stored version of a question, storing a built-in one at its first use.

    Raises:
        RuleBroken: `version_clash`: the bank holds another text under a version that was drawn before.
    """
    key = VersionKey(question.guild_id or 0, question.id, question.version)
    if question.guild_id is None:
        entry = bank.entries[question.id]
        version = Version(key, entry.digest, entry.document, question.status.value)
        books.versions.keep(version)
        return version
    stored = books.versions.get(key)
    assert stored is not None  # noqa: S101 (it was read from there in this transaction)
    return stored


def question_of(bank: Bank, books: Books, key: VersionKey) -> Question:
    """Give the very version of a question that was drawn before.

    Raises:
        RuleBroken: `gone`: it is no longer stored.
    """
    built_in = bank.entries.get(key.question_id) if key.scope == 0 else None
    if built_in is not None and built_in.question.version == key.version:
        return built_in.question  # stored with this digest when it was asked, or it would not have been
    stored = books.versions.get(key)
    if stored is None:
        raise RuleBroken("gone", "That question is no longer stored. /practice brings a new one.")
    return bank.read(stored.document, key.scope or None)


def _documents(books: Books, guild_id: int | None) -> tuple[str, ...]:
    return () if guild_id is None else tuple(head.document for head in books.versions.heads(guild_id))


def _questions(bank: Bank, documents: Iterable[str], guild_id: int | None) -> tuple[Question, ...]:
    own = [bank.read(document, guild_id) for document in documents]
    taken = {question.id for question in own}
    return (*(entry.question for name, entry in bank.entries.items() if name not in taken), *own)
