"""What a program wrote, made safe to be shown: nothing hidden, nothing that leaves its block, cut to a phone's size."""

import re
import unicodedata
from dataclasses import dataclass

ROWS, LINE = 40, 400
"""Rows that a text may take of a phone's screen, and characters of one line."""
WIDTH = 36
"""Characters in a row of a phone's screen."""
_MARKS = 2
"""Marks that may stand on one letter; more climb over the lines above."""

_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_PICTURES = 0x2400
_DELETE = "\x7f"
_SPACE = " "


@dataclass(frozen=True, slots=True)
class Shown:
    """A text ready for a code block, and whether something of it is left out."""

    text: str
    cut: bool


def revealed(text: str) -> str:
    """Make visible what is hidden: control codes, marks that turn the reading direction, piled accents.

    Tabs become blanks up to the next multiple of four.

    Args:
        text: Anything at all.
    """
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    text = re.sub(r"\r\n?", "\n", text).expandtabs(4)
    out: list[str] = []
    marks = 0
    for sign in text:
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks <= _MARKS:
            out.append(sign if sign == "\n" else _revealed(sign))
        elif marks == _MARKS + 1:
            out.append("\ufffd")
    return "".join(out)


def _revealed(sign: str) -> str:
    if sign < _SPACE:
        return chr(_PICTURES + ord(sign))
    if sign == _DELETE:
        return "␡"
    if sign in _BLANK or unicodedata.category(sign) in _HIDDEN:
        return f"\\u{ord(sign):04x}" if ord(sign) > 0xFF else f"\\x{ord(sign):02x}"  # noqa: PLR2004 (one byte)
    return sign


def cut(text: str, limit: int) -> Shown:
    """Reveal a text and keep its head and tail where it is too long; a line between says what is missing.

    Args:
        text: Anything at all.
        limit: Characters that may be shown, at least 400.
    """
    lines = revealed(text.rstrip()).strip("\n").split("\n")
    most = min(LINE, limit // 4) if len(lines) > 1 else LINE
    narrow = [_narrow(line, most) for line in lines]
    if sum(map(_rows, narrow)) <= ROWS and sum(map(len, narrow)) + len(narrow) <= limit:
        return Shown("\n".join(narrow), cut=narrow != lines)
    room = limit - len("… 1,000,000 lines left out …") - 2
    head = _fitting(narrow, room * 2 // 3, ROWS * 2 // 3)
    tail = _fitting(narrow[len(head) :][::-1], room // 3, ROWS // 3)[::-1]
    left = len(narrow) - len(head) - len(tail)
    return Shown("\n".join([*head, f"… {left:,} line{'s' * (left != 1)} left out …", *tail]), cut=True)


def block(text: str, language: str = "") -> str:
    """Put text into a code block that it cannot leave."""
    safe = text.replace("```", "`\u200b`\u200b`")
    return f"```{language}\n{safe}\n```"


def inline(text: str, limit: int = 80) -> str:
    """Put a short text between backticks, on one line."""
    line = revealed(text).strip().replace("`", "'").replace("\n", "↵") or _SPACE
    return f"`{line if len(line) <= limit else line[: limit - 1] + '…'}`"


def _narrow(line: str, most: int) -> str:
    if len(line) <= most:
        return line
    half = (most - len(" … +1,000,000 characters … ")) // 2
    return f"{line[:half]} … +{len(line) - 2 * half:,} characters … {line[-half:]}"


def _rows(line: str) -> int:
    return max(1, -(-len(line) // WIDTH))


def _fitting(lines: list[str], room: int, rows: int) -> list[str]:
    """Take lines from the first on, as many as fit."""
    kept: list[str] = []
    for line in lines:
        room, rows = room - len(line) - 1, rows - _rows(line)
        if room < 0 or rows < 0:
            break
        kept.append(line)
    return kept
