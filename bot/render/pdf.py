"""Sets documents as A4 pages in a file (PDF). It needs ReportLab, and the letters that come with matplotlib."""

import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import matplotlib as mpl
from reportlab.lib.colors import HexColor
from reportlab.lib.fonts import addMapping
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, Paragraph, SimpleDocTemplate

from bot.render.pages import Block, Document, Style

LANGUAGE = "en-GB"
MOST_PAGES = 4
UNKNOWN = "□"
"""Stands for a letter of a script that the font has not."""
SANS, BOLD, MONO = "DejaVuSans", "DejaVuSans-Bold", "DejaVuSansMono"
_MARGIN, _FOOT = 45.0, 27.0
_INK, _QUIET, _RULE, _PAPER = HexColor("#1f2329"), HexColor("#59606b"), HexColor("#2f62c9"), HexColor("#f4f5f7")
_PADDING = 6.0
_ROOM = 84.0
"""What must be left of a page for a line that is not to stand alone at its end."""
_LONGEST_CODE_LINE = 96
_FENCE = re.compile(r"```[a-z]*\n(.*?)\n?```", re.DOTALL)
_MARK = re.compile(r"\\(?P<plain>.)|\*\*(?P<bold>.+?)\*\*|`(?P<code>[^`\n]+)`|(?P<break>\n)", re.DOTALL)
_TAB = "    "
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Mn", "Me"})
_HIDDEN = "\u200b\u200c\u200d\ufeff"
_LAST = 0xFFFF


def pdf(write: Callable[[int], Document], longest: Sequence[int]) -> bytes:
    """Set the first version of a document that needs no more than four pages; the last one whatever it needs.

    The same document gives the same bytes.

    Args:
        write: Writes the document with so many characters of each long text.
        longest: What to try, the longest first; at least one.
    """
    _fonts()
    data = b""
    for limit in longest:
        data, pages = _built(write(limit))
        if pages <= MOST_PAGES:
            break
    return data


def _built(document: Document) -> tuple[bytes, int]:
    """Set a document and count its pages."""
    target = io.BytesIO()
    pages = SimpleDocTemplate(
        target,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=_known(document.title, SANS),
        subject=_known(document.subject, SANS),
        author="Holdout",
        creator="Holdout",
        lang=LANGUAGE,
        invariant=1,
        displayDocTitle=True,
    )
    pages.build([part for block in document.blocks for part in _set(block)], canvasmaker=_Numbered)
    return target.getvalue(), pages.page


class _Numbered(Canvas):
    """Writes `page 2 of 3` and the title below each page, once it is known how many there are."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._left: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 (the library's name)
        """Keep a page for later."""
        self._left.append(dict(self.__dict__))
        begin: Callable[[], None] = getattr(self, "_startPage")  # noqa: B009 (the types of the library leave it out)
        begin()

    def save(self) -> None:
        """Give each page its foot, and write the file."""
        of, title = len(self._left), self.__dict__["_doc"].info.title
        for number, page in enumerate(self._left, 1):
            self.__dict__.update(page)
            self.setFont(SANS, 7.5)
            self.setFillColor(_QUIET)
            self.drawString(_MARGIN + _PADDING, _FOOT, title)
            self.drawRightString(A4[0] - _MARGIN - _PADDING, _FOOT, f"page {number} of {of}")
            super().showPage()
        super().save()


def _set(block: Block) -> Iterator[Flowable]:
    """Set one block: its prose in paragraphs, its code line by line."""
    style = _styles()[block.style]
    if block.keep:
        yield CondPageBreak(_ROOM)
    prose = _styles()[Style.TEXT] if block.style is Style.CODE else style
    for place, part in enumerate(_FENCE.split(block.markdown)):
        if place % 2:
            yield Paragraph(_code(part), _styles()[Style.CODE])
        elif part.strip():
            yield Paragraph(marked_up(part.strip(), prose.fontName), prose)


def marked_up(markdown: str, font: str = SANS) -> str:
    """Turn Markdown of ours into what the library reads: bold, code, line ends; all else is letters, whatever it is.

    Args:
        markdown: One paragraph.
        font: The font that it is set in.
    """
    parts, at = [], 0
    for found in _MARK.finditer(markdown):
        parts.append(_letters(markdown[at : found.start()], font))
        at = found.end()
        if found["plain"] is not None:
            parts.append(_letters(found["plain"], font))
        elif found["bold"] is not None:
            parts.append(f"<b>{marked_up(found['bold'], BOLD)}</b>")
        elif found["code"] is not None:
            parts.append(f'<font name="{MONO}">{_letters(found["code"], MONO)}</font>')
        else:
            parts.append("<br/>")
    return "".join([*parts, _letters(markdown[at:], font)])


def _code(source: str) -> str:
    """Keep lines and blanks of code as they are; what is too long for the page goes on in the next line."""
    lines = []
    for line in source.replace("\t", _TAB).split("\n"):
        cuts = range(0, max(1, len(line)), _LONGEST_CODE_LINE)
        lines += [line[cut : cut + _LONGEST_CODE_LINE] for cut in cuts]
    return "<br/>".join(_letters(line, MONO).replace(" ", "\u00a0") for line in lines)


def _letters(text: str, font: str) -> str:
    return escape(_known(text, font))


def _known(text: str, font: str) -> str:
    """Put a sign in the place of each letter that a font has not; what nobody sees is left out."""
    glyphs = _glyphs(font)
    return "".join(c if ord(c) in glyphs else _substitute(c) for c in text)


def _substitute(c: str) -> str:
    if c.isspace():
        return " "
    return "" if unicodedata.category(c) in _UNSEEN else UNKNOWN


@cache
def _fonts() -> None:
    """Make the fonts known to the library, once in a process."""
    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    for name in (SANS, BOLD, MONO):
        pdfmetrics.registerFont(TTFont(name, folder / f"{name}.ttf"))
    for bold in (0, 1):
        for italic in (0, 1):
            addMapping(SANS, bold, italic, BOLD if bold else SANS)
            addMapping(MONO, bold, italic, MONO)


@cache
def _glyphs(name: str) -> frozenset[int]:
    """Give the letters that a font has, but those beyond 16 bits: the library would write their codes wrongly."""
    font: Any = pdfmetrics.getFont(name)
    return frozenset(code for code in font.face.charToGlyph if code <= _LAST and chr(code) not in _HIDDEN)


@cache
def _styles() -> dict[Style, ParagraphStyle]:
    """Give how each block looks."""
    text = ParagraphStyle(
        "text", fontName=SANS, fontSize=8.5, leading=12, textColor=_INK, spaceAfter=3, splitLongWords=1
    )

    def like(style: Style, **more: Any) -> ParagraphStyle:
        return ParagraphStyle(style.value, parent=text, **more)

    return {
        Style.TITLE: like(Style.TITLE, fontName=BOLD, fontSize=15, leading=20, spaceAfter=2),
        Style.CHAPTER: like(Style.CHAPTER, fontName=BOLD, fontSize=11, leading=15, spaceBefore=12, textColor=_RULE),
        Style.HEADING: like(Style.HEADING, spaceBefore=7, spaceAfter=2),
        Style.TEXT: text,
        Style.SMALL: like(Style.SMALL, fontSize=7.5, leading=10, textColor=_QUIET, spaceAfter=2),
        Style.QUOTE: like(
            Style.QUOTE, leftIndent=12, backColor=_PAPER, borderPadding=(2, 4, 2, 4), spaceAfter=5, spaceBefore=1
        ),
        Style.POINT: like(Style.POINT, leftIndent=12, firstLineIndent=-12, spaceAfter=1.5),
        Style.STRONG: like(Style.STRONG, spaceBefore=5),
        Style.CODE: like(
            Style.CODE, fontName=MONO, fontSize=7.5, leading=10, backColor=_PAPER, borderPadding=4, spaceBefore=4
        ),
    }
