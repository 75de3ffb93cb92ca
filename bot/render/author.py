"""What authors wrote, made ready to be shown: Markdown with formulas, single lines, code; no card is drawn here."""

from functools import lru_cache

from bot.render import words
from bot.render.card import balanced, clip
from bot.render.formulas import readable

OPTION_LIMIT = 300
CODE_LIMIT = 1600


@lru_cache(maxsize=4096)
def authored(markdown: str, limit: int = words.TEXT_LIMIT) -> str:
    """Make an author's Markdown ready to be shown: formulas readable, nothing left open, nothing hidden in it."""
    return clip(balanced(readable(words.visible(markdown)).strip()), limit)


def one_line(markdown: str, limit: int = OPTION_LIMIT) -> str:
    """Write an option, an item or a row on one line."""
    return authored(" ".join(markdown.split()), limit)


def fence(code: str, language: str = "python") -> str:
    """Put code between fences; what is too long loses its last lines."""
    shown = words.visible(code).strip("\n").replace("```", "`\u200b``")
    fenced = f"```{language}\n{shown}\n```"
    if len(fenced) > CODE_LIMIT:
        fenced = f"```{language}\n{shown[:CODE_LIMIT].rpartition(chr(10))[0]}\n…\n```"
    return fenced
