"""The built-in questions in memory, and the reader of stored documents: the port `Bank` of the actions."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from bot.bank.document import entry_of
from bot.bank.folder import read_folder
from bot.bank.lines import lines_of
from bot.rules.errors import BankError, Fault
from bot.rules.question import Entry, Question
from bot.rules.skills import SkillTree

REMEMBERED = 2048


class Catalogue:
    """The built-in bank.

    Args:
        skills: The skill tree.
        entries: Questions by id.
    """

    def __init__(self, skills: SkillTree, entries: Mapping[str, Entry]) -> None:
        self._skills = skills
        self._entries = MappingProxyType(dict(entries))

    @property
    def skills(self) -> SkillTree:
        """The skill tree."""
        return self._skills

    @property
    def entries(self) -> Mapping[str, Entry]:
        """The built-in questions by id."""
        return self._entries

    def read(self, document: str, guild_id: int | None) -> Question:
        """Turn a stored document into a question; the last ones are remembered, for all threads of the desk.

        Raises:
            BankError: It was not stored by this bank.
        """
        return _read(document, guild_id)

    def lines_of(self, document: str) -> str:
        """Give a document in line form, empty where it does not fit that form."""
        return lines_of(document)


@lru_cache(maxsize=REMEMBERED)
def _read(document: str, guild_id: int | None) -> Question:
    try:
        return entry_of(document, guild_id).question
    except ValueError as cause:
        fault = Fault("document", 0, "E01", "a stored question cannot be read", "restore it from a backup")
        raise BankError((fault,)) from cause


def open_catalogue(folder: Path) -> Catalogue:
    """Read the built-in bank.

    Args:
        folder: The questions' folder.

    Raises:
        BankError: Questions cannot be read; every fault at once.
    """
    read = read_folder(folder)
    faults = tuple(fault for fault in read.faults if fault.refuses)
    if faults:
        raise BankError(faults)
    return Catalogue(read.skills, {item.question.id: item.entry for item in read.items})
