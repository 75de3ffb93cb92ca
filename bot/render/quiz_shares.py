"""How each question of a quiz went, for all who played it: as a picture, and as a line that says the same."""

import hashlib

from bot.actions.quiz_views import EndView
from bot.render.card import Bars, Picture
from bot.render.words import percent

TITLE = "Share of points, by question"
HARDEST = "hardest"


def shares(end: EndView) -> str:
    """Say what the picture shows: `Share of points: 1 · 100 %, 2 · 40 % (hardest)`; empty where nothing counted."""
    said = ", ".join(f"{number} · {percent(share)}{_mark(end, number)}" for number, share in end.shares)
    return f"Share of points: {said}" if said else ""


def picture(end: EndView) -> Picture | None:
    """Give the picture for the end card; None where there is nothing to compare."""
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


def _mark(end: EndView, number: int) -> str:
    return f" ({HARDEST})" if end.hardest and end.hardest.number == number else ""
