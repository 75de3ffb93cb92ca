"""Which questions a quiz asks: spread over topics, fresh ones first, the easier before the harder."""

from collections import deque
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from bot.rules.choosing import Fits, Key, key_of
from bot.rules.draw import Draws
from bot.rules.question import Question, QuestionType

TYPES = frozenset(
    {
        QuestionType.SINGLE,
        QuestionType.MULTIPLE,
        QuestionType.NUMERIC,
        QuestionType.SHORT,
        QuestionType.ORDER,
        QuestionType.MATCH,
    }
)
"""What can be answered in a quiz: by buttons, a list or a short form, within minutes."""

HURRY = 2
"""A question that takes a person alone so many times as long as a quiz has can still be answered in it."""


def can_be_quizzed(question: Question) -> bool:
    """Tell whether a quiz can ask a question."""
    return question.type in TYPES


def draw_set(
    fits: Fits, count: int, seed: int, avoid: Mapping[Key, datetime], without: Collection[Key] = (), *, seconds: int
) -> tuple[Question, ...]:
    """Draw the questions of a quiz; equal arguments give equal ones.

    Topics take turns in a drawn order, so that no topic comes twice while another has a question left. Questions that
    take far longer than a quiz has come only where too few others fit, the shortest first; what is to be avoided comes
    after these, what was asked longest ago first.

    Args:
        fits: What may be asked.
        count: How many are wanted; fewer come where fewer fit.
        seed: 0 <= seed < 2**64.
        avoid: What was asked lately, with the last time.
        without: What must not come at all.
        seconds: How long each question is to be open.

    Returns:
        The easier first.
    """
    draws = Draws("quiz", 1, seed)
    fresh = _in_turns(fits, draws, {*avoid, *without})
    chosen = sorted(fresh, key=lambda question: max(0, question.seconds - HURRY * seconds))[:count]
    stale = sorted((at, key) for key, at in avoid.items() if key in fits.by_key and key not in without)
    again = (fits.by_key[key] for _, key in stale if can_be_quizzed(fits.by_key[key]))
    chosen += [question for question, _ in zip(again, range(count - len(chosen)), strict=False)]
    return tuple(sorted(chosen, key=lambda question: question.difficulty))


def _in_turns(fits: Fits, draws: Draws, without: Collection[Key]) -> Sequence[Question]:
    """Put the fitting questions in an order in which topics take turns."""
    topics = sorted(fits.by_topic)
    waiting = deque[deque[Question]]()
    for place in draws.shuffle("topics", len(topics)):
        pool = [one for one in fits.by_topic[topics[place]] if can_be_quizzed(one) and key_of(one) not in without]
        if pool:
            waiting.append(deque(pool[turn] for turn in draws.shuffle(topics[place], len(pool))))
    ordered: list[Question] = []
    while waiting:
        pile = waiting.popleft()
        ordered.append(pile.popleft())
        if pile:
            waiting.append(pile)
    return ordered
