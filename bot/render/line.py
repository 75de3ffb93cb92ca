"""Pieces of a formula joined into one line: where spaces and parentheses belong."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.render.signs import Sort

_FACTORS = frozenset({Sort.ATOM, Sort.ROOT, Sort.WORD, Sort.BIG, Sort.FRACTION, Sort.OPEN})
_ENDINGS = frozenset({Sort.ATOM, Sort.ROOT, Sort.FRACTION, Sort.CLOSE})
_WIDE = frozenset({Sort.RELATION, Sort.OPERATION})
_PAIRS = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the line and what it is to its neighbours."""

    text: str
    sort: Sort


def bracketed(text: str) -> bool:
    """Say whether one pair of brackets encloses the whole."""
    if not text or _PAIRS.get(text[0]) != text[-1]:
        return False
    depth = 0
    for place, c in enumerate(text):
        depth += (c == text[0]) - (c == text[-1])
        if depth == 0:
            return place == len(text) - 1
    return False


def factor(pieces: Sequence[Piece]) -> str:
    """Write a denominator or radicand: in parentheses unless it is a single factor."""
    text = line(pieces)
    head = [p.sort for p in pieces[:1]]
    rest = line(pieces[1:])
    differential = len(pieces) == 2 and pieces[0].text[:1] in ("d", "∂") and pieces[1].sort is Sort.ATOM  # noqa: PLR2004
    call = head in ([Sort.ATOM], [Sort.WORD]) and rest.startswith("(") and bracketed(rest)
    lone = [p.text for p in pieces[1:]] in ([], ["!"]) and " " not in text
    single = lone and head in ([Sort.ATOM], [Sort.ROOT])
    return text if single or differential or call or bracketed(text) else f"({text})"


def above(pieces: Sequence[Piece]) -> str:
    """Write a numerator: in parentheses where a sum, a relation or an open-ended word would be misread."""
    text = line(pieces)
    loose = {Sort.RELATION, Sort.COMMA, Sort.BIG, Sort.FRACTION, Sort.SLASH, Sort.OPERATION}
    depth = 0
    for place, piece in enumerate(pieces):
        depth += (piece.sort is Sort.OPEN) - (piece.sort is Sort.CLOSE)
        leading = piece.sort is Sort.OPERATION and place == 0
        word = piece.sort is Sort.WORD and place + 1 < len(pieces) and pieces[place + 1].sort is not Sort.OPEN
        product = piece.text in ("·", "×")
        if depth == 0 and ((piece.sort in loose and not leading and not product) or word):
            return f"({text})"
    return text or "()"


def line(pieces: Sequence[Piece]) -> str:
    """Join pieces with the spaces that make them readable."""
    text = ""
    before: Piece | None = None
    for place, piece in enumerate(pieces):
        if piece.sort is Sort.GAP:
            text += " "
            continue
        after = next((p for p in pieces[place + 1 :] if p.sort is not Sort.GAP), None)
        squeezed = piece.sort is Sort.FRACTION and _squeezed(before, after)
        text += (" " if _parted(before, piece) else "") + (f"({piece.text})" if squeezed else piece.text)
        sign = piece.sort is Sort.OPERATION and (before is None or before.sort not in _ENDINGS | {Sort.WORD})
        # A leading minus belongs to what follows, as a slash does: no space behind it.
        before = Piece(piece.text, Sort.SLASH if sign else piece.sort)
    return " ".join(text.split())


def _squeezed(before: Piece | None, after: Piece | None) -> bool:
    """Say whether a fraction stands in a product or behind a word, where a bare slash would be misread."""
    behind = before is not None and before.sort in _ENDINGS | {Sort.WORD, Sort.SLASH} and before.text != "−"
    return behind or (after is not None and after.sort in _FACTORS | {Sort.SLASH} and after.text not in ".!?|‖")


def _parted(before: Piece | None, piece: Piece) -> bool:
    """Say whether a space belongs between two neighbours."""
    if before is None:
        return False
    if before.sort in _WIDE | {Sort.COMMA} or piece.sort in _WIDE:
        return before.sort is not Sort.OPEN or piece.sort is Sort.RELATION
    if piece.sort in (Sort.COMMA, Sort.CLOSE, Sort.SLASH) or before.sort in (Sort.OPEN, Sort.SLASH):
        return False
    if before.sort is Sort.WORD:
        return piece.sort not in (Sort.OPEN, Sort.FRACTION) or before.text.endswith(")")
    loose = {Sort.ROOT: _FACTORS, Sort.BIG: frozenset(Sort), Sort.FRACTION: frozenset(Sort)}
    return piece.sort in loose.get(before.sort, {Sort.WORD, Sort.BIG, Sort.FRACTION})
