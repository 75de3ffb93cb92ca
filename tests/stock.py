"""The built-in questions, read once for all tests of a process: it takes as long as ten tests do."""

from functools import cache
from pathlib import Path

from bot.bank.catalogue import Catalogue, open_catalogue

QUESTIONS = Path(__file__).parents[1] / "questions"


@cache
def bank_of(folder: Path = QUESTIONS) -> Catalogue:
    """Read a folder of questions, once: nobody can change what was read."""
    return open_catalogue(folder)
