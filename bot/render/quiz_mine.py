"""A quiz's question as one member has it, privately."""

from bot.actions.quiz_views import MineView
from bot.render import words
from bot.render.author import authored
from bot.render.card import Card, Part, assemble
from bot.render.formulas import flat
from bot.render.practice import how, material

SAID_LIMIT = 300
ALL_IN = "all have answered or time is up"


def question(mine: MineView, ends: str = ALL_IN) -> Card:
    """Draw a member's own question; the question itself is never shortened.

    Args:
        mine: The question, with what they answered so far.
        ends: Until when an answer can be changed, besides its deadline, in the middle of a sentence.
    """
    variant, until = mine.variant, words.stamp(mine.closes_at)
    above = f"-# {mine.number} of {mine.total} · {mine.area} · {words.topic(mine.topic)} · only you see this"
    text = authored(variant.text)
    below = f"-# Time is up {until}."
    if mine.said:
        below = f"{answered(mine.said)}\n{changeable(until, ends)}"
    return assemble(
        [
            Part(f"{above}\n{text}", len(above) + len(text) + 1),
            *material(variant, mine.placed),
            how(variant, mine.placed),
            Part(below, len(below)),
        ]
    )


def changeable(until: str, ends: str = ALL_IN) -> str:
    """Say until when an answer can be changed; the arguments are as for `question`."""
    return f"-# You can change it until {ends}, {until}."


def answered(said: str) -> str:
    """Say what somebody answered, in the words of the options or as they typed it."""
    return f"**Your answer:** {words.safe(flat(said), SAID_LIMIT)}"
