"""Documents to be set as pages: blocks of the same Markdown that cards have. Nothing is set here."""

from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    """How a block looks.

    TITLE and CHAPTER begin the document and a part of it, HEADING a paragraph; QUOTE is what the person wrote, POINT a
    line of a list, STRONG an answer of the author's, CODE may have a block of code in it.
    """

    TITLE = "title"
    CHAPTER = "chapter"
    HEADING = "heading"
    TEXT = "text"
    SMALL = "small"
    QUOTE = "quote"
    POINT = "point"
    STRONG = "strong"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph; with `keep` it is not parted from the next one."""

    style: Style
    markdown: str
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """What is to be set; `subject` is said in the file's own data besides the title."""

    title: str
    subject: str
    blocks: tuple[Block, ...]
