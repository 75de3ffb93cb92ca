"""Cards: what a front end draws, as Markdown and pictures in order. A card always fits into one message."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

LIMIT = 4000
"""Characters of text that one message holds."""
ALT_LIMIT = 1000
PICTURES_LIMIT = 4
"""Pictures on one card; more would push the text off a phone's screen."""


@dataclass(frozen=True, slots=True)
class Text:
    """A stretch of Markdown, as Discord understands it."""

    markdown: str


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula to be drawn, as TeX without its dollars."""

    tex: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars to be drawn, one under the other.

    Attributes:
        title: What they show.
        bars: For each its label, and how long it is, 0 to 1.
        marked: The label of the one that is marked by `word`; empty for none.
    """

    title: str
    bars: tuple[tuple[str, float], ...]
    marked: str = ""
    word: str = ""


Drawing = Formula | Bars


@dataclass(frozen=True, slots=True)
class Picture:
    """Something that is worth seeing; the text beside it says all of it too.

    Attributes:
        name: A file name for it, the same for the same drawing.
        drawing: What to draw.
        alt: The same as text, at most 1000 characters.
    """

    name: str
    drawing: Drawing
    alt: str


Block = Text | Picture


@dataclass(frozen=True, slots=True)
class Card:
    """One message's worth of blocks, at most 4000 characters of text."""

    blocks: tuple[Block, ...]

    @property
    def length(self) -> int:
        """Count the characters of all texts."""
        return sum(len(block.markdown) for block in self.blocks if isinstance(block, Text))

    @property
    def text(self) -> str:
        """Give all texts as one, for places that show no pictures."""
        return "\n\n".join(block.markdown for block in self.blocks if isinstance(block, Text))

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Give the pictures in order."""
        return tuple(block for block in self.blocks if isinstance(block, Picture))


_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
"""Code, in which marks mean themselves."""


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph on its way onto a card.

    Attributes:
        least: How many characters must be left of it if the card gets too long.
        tight: Whether the next paragraph follows without a blank line.
    """

    markdown: str
    least: int = 0
    tight: bool = False

    @property
    def slack(self) -> int:
        """How many characters may go."""
        return max(0, len(self.markdown) - self.least)


def assemble(parts: Sequence[Part | Picture | None]) -> Card:
    """Make a card of paragraphs and pictures, a blank line between paragraphs.

    What is too long is shortened from the last part to the first, each down to its `least`; if even that does
    not fit, the longest parts lose their ends. Only the first four pictures are kept, each once.
    """
    kept = [part for part in parts if part is not None and (isinstance(part, Picture) or part.markdown.strip())]
    over = sum(len(part.markdown) + 2 for part in kept if isinstance(part, Part)) - LIMIT
    for place in reversed(range(len(kept))):
        part = kept[place]
        if over > 0 and isinstance(part, Part) and part.slack:
            shorter = clip(part.markdown, max(part.least, len(part.markdown) - over))
            over -= len(part.markdown) - len(shorter)
            kept[place] = replace(part, markdown=shorter)
    while over > 0:
        place = max(range(len(kept)), key=lambda i: _length(kept[i]))
        longest = kept[place]
        shorter = clip(longest.markdown, len(longest.markdown) - over) if isinstance(longest, Part) else ""
        over -= _length(longest) - len(shorter)
        kept[place] = Part(shorter)
    return Card(tuple(_blocks(kept)))


def _length(part: Part | Picture) -> int:
    return len(part.markdown) if isinstance(part, Part) else 0


def _blocks(parts: Sequence[Part | Picture]) -> list[Block]:
    blocks: list[Block] = []
    pictures: set[str] = set()
    gap = "\n\n"
    for part in parts:
        last = blocks[-1] if blocks else None
        if isinstance(part, Picture):
            if part.name not in pictures and len(pictures) < PICTURES_LIMIT:
                pictures.add(part.name)
                blocks.append(part)
        elif isinstance(last, Text):
            blocks[-1] = Text(f"{last.markdown}{gap}{part.markdown}")
        else:
            blocks.append(Text(part.markdown))
        gap = "\n" if isinstance(part, Part) and part.tight else "\n\n"
    return blocks


def clip(markdown: str, limit: int) -> str:
    """Cut Markdown to at most `limit` characters, at a space if one is near, and close what was open.

    Args:
        markdown: Any text.
        limit: At least 0; below 16 next to nothing is left.
    """
    if len(markdown) <= limit:
        return markdown
    room = limit - len("…\n```") - 2
    if room <= 0:
        return "…"[:limit]
    cut = markdown[:room]
    space = max(cut.rfind(" "), cut.rfind("\n"))
    if space > room // 2:
        cut = cut[:space]
    cut = cut.rstrip().rstrip("\\")
    return balanced(f"{cut}…")


def balanced(markdown: str) -> str:
    """Close a code block, inline code, bold or spoiler that is left open, so that it cannot run into what follows."""
    if markdown.count("```") % 2:
        return f"{markdown}\n```"
    prose = _CODE.sub("", markdown)
    for mark in ("`", "||", "**"):
        if prose.replace(f"\\{mark[0]}", "").count(mark) % 2:
            return markdown + mark
    return markdown
