"""How each question of a quiz went, for all who played it, as a picture; the end card's text says the same."""

import hashlib

from bot.actions.quiz_views import EndView
from bot.render.card import Bars, Picture

TITLE = "Share of points, by question"
HARDEST = "hardest"


def shares(end: EndView) -> Picture | None:
    """Give the picture; None where there is nothing to compare."""
    if len(end.shares) < 2:  # noqa: PLR2004 (the line above says it)
        return None
    bars = Bars(
        TITLE,
        tuple((str(number), share) for number, share in end.shares),
        str(end.hardest.number) if end.hardest else "",
        HARDEST,
    )
    return Picture(f"quiz-{hashlib.sha256(repr(bars).encode()).hexdigest()[:12]}.png", bars, _alt(end))


def _alt(end: EndView) -> str:
    """Carry all numbers within what Discord takes as a description, also for 25 questions."""
    numbers = ", ".join(f"{number}: {round(100 * share)}" for number, share in end.shares)
    hardest = f" Hardest: {end.hardest.number}." if end.hardest else ""
    return f"Points in % by question. {numbers}.{hardest}"
