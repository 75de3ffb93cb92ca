"""Which questions a place can ask: the built-in bank, overlaid by the server's own."""

from collections.abc import Mapping

from bot.actions.ports import Bank, Books, Version, VersionKey
from bot.rules.choosing import Key, key_of
from bot.rules.question import Question


def questions_for(bank: Bank, books: Books, guild_id: int | None) -> Mapping[Key, Question]:
    """Give every question that stands in a server, withdrawn ones too; without a server the built-in ones."""
    own = _own(bank, books, guild_id)
    taken = {question.id for question in own}
    built_in = (entry.question for name, entry in bank.entries.items() if name not in taken)
    return {key_of(question): question for question in (*built_in, *own)}


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


def _own(bank: Bank, books: Books, guild_id: int | None) -> tuple[Question, ...]:
    if guild_id is None:
        return ()
    return tuple(bank.read(head.document, guild_id) for head in books.versions.heads(guild_id))
