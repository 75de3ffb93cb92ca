"""A quiz's answers as a table for its host: CSV text that a spreadsheet opens and never runs."""

import csv
import io
from collections.abc import Iterable, Sequence

from bot.actions.quiz_results_views import Export, OwnAnswer, Taker
from bot.render import words
from bot.render.formulas import flat
from bot.rules.tally import said

COLUMNS = (
    "quiz",
    "ended",
    "member",
    "guest",
    "team",
    "on the boards",
    "question",
    "about",
    "difficulty",
    "counts",
    "answer",
    "verdict",
    "score",
    "seconds",
)
MARK = "\ufeff"
"""The byte order mark, by which spreadsheets know UTF-8."""
MISSED = "no answer"
SEALED = "open in another quiz"
_LONGEST = 500
_HARMFUL = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
"""What makes a spreadsheet take a cell for a formula, in its full width too."""


def head() -> str:
    """Give the mark and the line of columns that a table begins with."""
    return MARK + _lines([COLUMNS])


def lines(export: Export, taker: Taker) -> str:
    """Give a member's lines, one per question."""
    who = (
        words.visible(export.title),
        export.at.strftime("%Y-%m-%d %H:%M UTC"),
        taker.name,
        _yes(taker.guest),
        str(taker.team or ""),
        _yes(not taker.off_board),
    )
    return _lines((*who, *_told(own)) for own in taker.answers)


def _told(own: OwnAnswer) -> tuple[str, ...]:
    question = own.variant.question
    number, difficulty = str(own.number), str(question.difficulty)
    if own.sealed:
        return (number, SEALED, difficulty, _yes(not own.voided), "", "", "", "")
    about = flat(own.variant.short) or flat(own.variant.text)
    if own.answer is None or own.grade is None:
        return (number, about, difficulty, _yes(not own.voided), "", MISSED, "0", "")
    answer = flat(said(own.variant, own.answer))
    seconds = f"{own.took.total_seconds():.1f}" if own.took is not None else ""
    score = words.points(own.grade.score)
    return (number, about, difficulty, _yes(not own.voided), answer, own.grade.verdict.value, score, seconds)


def _lines(rows: Iterable[Sequence[str]]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(map(_harmless, row) for row in rows)
    return written.getvalue()


def _harmless(cell: str) -> str:
    """Keep a cell on one line, and from being taken for a formula."""
    shown = " ".join(words.visible(cell).split())[:_LONGEST]
    return f"'{shown}" if shown.startswith(_HARMFUL) else shown


def _yes(true: object) -> str:
    return "yes" if true else "no"
