"""What authors wrote, made ready to be shown: Markdown with formulas, single lines, code; no card is drawn here."""

import re
from functools import lru_cache

from bot.render import words
from bot.render.card import balanced, clip
from bot.render.formulas import readable

OPTION_LIMIT = 300
CODE_LIMIT = 1600
_WRAPPED = 72
_STARTS = re.compile(r"\s*(?:$|[-*+>#|] |\d+[.)] |\*\*|#|\||>)")
"""How a line begins that goes on from no other."""


@lru_cache(maxsize=4096)
def authored(markdown: str, limit: int = words.TEXT_LIMIT) -> str:
    """Make an author's Markdown ready to be shown: formulas readable, nothing left open, nothing hidden in it."""
    return clip(balanced(readable(flowing(words.visible(markdown))).strip()), limit)


def flowing(markdown: str) -> str:
    """Join lines that an editor wrapped in the middle of a sentence, which a phone would show ragged.

    Lines under 72 characters, those that end a sentence, code blocks, and lines before a list, a quotation, a heading
    or a blank line stay as they are.
    """
    flowed: list[str] = []
    fenced, before = False, ""
    for line in markdown.split("\n"):
        fence_here = line.lstrip().startswith("```")
        wrapped = len(before) >= _WRAPPED and not before.rstrip().endswith((".", "?", "!", ":"))
        if wrapped and not (fenced or fence_here or _STARTS.match(line)):
            flowed[-1] += f" {line.lstrip()}"
        else:
            flowed.append(line)
        fenced ^= fence_here
        before = "" if fence_here else line
    return "\n".join(flowed)


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
