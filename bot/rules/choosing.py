"""Which question comes next: what is due, then what is new, then what was met longest ago."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.rules.draw import Draws
from bot.rules.question import Level, Question


class Because(StrEnum):
    """Why a question comes next: it is due again, its topic is new, or its topic was met before."""

    DUE = "due"
    NEW = "new"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants to be asked.

    Attributes:
        within: An area, subarea or topic, or empty for all.
        level: A level that was asked for; nothing else is then asked.
        usual_level: The person's own level; asked before others.
        track: The person's own track; empty for any.
    """

    within: str = ""
    level: Level | None = None
    usual_level: Level | None = None
    track: str = ""


Key = tuple[int, str]


def key_of(question: Question) -> Key:
    """Name a question across servers: (owning server's id or 0, question id)."""
    return question.guild_id or 0, question.id


def fitting(questions: Iterable[Question], wish: Wish) -> tuple[Question, ...]:
    """Give the questions that can be asked and fit the wish, in the order given."""
    stem = wish.within + "."
    fits = tuple(
        question
        for question in questions
        if question.offered
        and (not wish.within or f"{question.topic}.".startswith(stem))
        and wish.level in (None, question.level)
        and (not wish.track or question.track in ("", wish.track))
    )
    if wish.level is None and wish.usual_level is not None:
        return tuple(question for question in fits if question.level is wish.usual_level) or fits
    return fits


def choose(
    fits: Sequence[Question],
    met: Mapping[Key, datetime],
    met_topics: Collection[str],
    due: Sequence[Key],
    seed: int,
) -> tuple[Question, Because] | None:
    """Choose one of the fitting questions.

    Args:
        fits: What may be asked, without the one that was just answered.
        met: When the person last met each question.
        met_topics: Every topic the person has met.
        due: What is due to be asked again, the longest due first.
        seed: Decides among equals; 0 <= seed < 2**64.

    Returns:
        The question and why, or None if nothing fits.
    """
    if not fits:
        return None
    by_key = {key_of(question): question for question in fits}
    for key in due:
        if key in by_key:
            return by_key[key], Because.DUE
    draws = Draws("next question", 1, seed)
    unmet = [question for question in fits if key_of(question) not in met]
    if unmet:
        fresh = [question for question in unmet if question.topic not in met_topics]
        return _one_topic(fresh or unmet, draws), Because.NEW if fresh else Because.AGAIN
    return min(fits, key=lambda question: met[key_of(question)]), Because.AGAIN


def _one_topic(questions: Sequence[Question], draws: Draws) -> Question:
    """Draw a topic first, then one of its questions, so that a topic with many questions is not asked more."""
    by_topic: dict[str, list[Question]] = {}
    for question in questions:
        by_topic.setdefault(question.topic, []).append(question)
    topics = list(by_topic)
    pool = by_topic[topics[draws.choice("topic", len(topics))]]
    return pool[draws.choice("question", len(pool))]
