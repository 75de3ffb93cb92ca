"""A member's own question of a quiz, privately: own numbers, or items that are put in order."""

from bot.actions.quiz_views import MineView
from bot.chat.answering import Whose, controls
from bot.chat.screen import Screen
from bot.render import quiz_mine as cards

ROOM = "quiz"


def screen(mine: MineView, chosen: str = "") -> Screen:
    """Give the private message with a member's question and what answers it.

    Args:
        mine: The question.
        chosen: As of `answering.controls`.
    """
    whose = Whose(ROOM, (mine.quiz_id, mine.number))
    return Screen(cards.question(mine), controls(whose, mine.variant, mine.placed, chosen, mine.answer))
