"""Which question comes next: what is due, then what is new, then what was met longest ago."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.rules.draw import Draws
from bot.rules.question import Level, Question

REMEMBERED = 64
"""Wishes whose fitting questions a shelf remembers."""


CODE = "code"
"""What one asks for to be asked for code, of whatever topic; no skill has this id."""


class Because(StrEnum):
    """Why a question comes next: it is due again, its topic is new or was met before, or it is the next of a set."""

    DUE = "due"
    NEW = "new"
    AGAIN = "again"
    SET = "set"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants to be asked.

    Attributes:
        within: An area, subarea or topic, `code` for whatever is answered by code, or empty for all.
        level: A level that was asked for; nothing else is then asked.
        usual_level: The person's own level; asked before others.
        tracks: The frameworks and clouds that the person follows; no question of another one is asked.
        profiles: The profiles of the sandbox that are there; no question that is judged in another one is asked.
    """

    within: str = ""
    level: Level | None = None
    usual_level: Level | None = None
    tracks: frozenset[str] = frozenset()
    profiles: frozenset[str] = frozenset()


Key = tuple[int, str]


def key_of(question: Question) -> Key:
    """Name a question across servers: (owning server's id or 0, question id)."""
    return question.guild_id or 0, question.id


def fitting(questions: Iterable[Question], wish: Wish) -> tuple[Question, ...]:
    """Give the questions that can be asked and fit the wish, in the order given."""
    here = [one for one in questions if can_be_asked(one, wish.profiles) and _within(one, wish.within)]
    tracks = wish.tracks | _named(here) | {""}
    fits = tuple(one for one in here if wish.level in (None, one.level) and one.track in tracks)
    if wish.level is None and wish.usual_level is not None:
        return tuple(question for question in fits if question.level is wish.usual_level) or fits
    return fits


def can_be_asked(question: Question, profiles: Collection[str]) -> bool:
    """Tell whether a question can be asked where the sandbox has these profiles."""
    return question.offered and (not question.profile or question.profile in profiles)


def _within(question: Question, within: str) -> bool:
    if within == CODE:
        return bool(question.profile)
    return not within or f"{question.topic}.".startswith(f"{within}.")


def _named(questions: Collection[Question]) -> frozenset[str]:
    """Give the one track that all these are of: who asks for such a topic asks for that track."""
    tracks = frozenset(question.track for question in questions)
    return tracks if len(tracks) == 1 else frozenset()


@dataclass(frozen=True, slots=True)
class Fits:
    """The questions that fit a wish, by key and by topic, each in the shelf's order."""

    by_key: Mapping[Key, Question]
    by_topic: Mapping[str, Sequence[Question]]

    def without(self, question_ids: Collection[str]) -> "Fits":
        """Give those that are not one of these, mostly all of them."""
        if not question_ids:
            return self
        return _sorted([question for question in self.by_key.values() if question.id not in question_ids])


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """Every question that stands in a place, in an order that lets one be chosen without a look at each.

    Attributes:
        questions: All of them, withdrawn ones too.
    """

    questions: Mapping[Key, Question]
    _fits: dict[Wish, Fits] = field(default_factory=dict, init=False, repr=False)

    def fits(self, wish: Wish) -> Fits:
        """Give what fits a wish; looked up the next time."""
        known = self._fits.get(wish)
        if known is None:
            if len(self._fits) >= REMEMBERED:
                self._fits.clear()
            known = self._fits[wish] = _sorted(fitting(self.questions.values(), wish))
        return known


def shelf_of(questions: Iterable[Question]) -> Shelf:
    """Put questions on a shelf; of two with one key the later stays."""
    return Shelf({key_of(question): question for question in questions})


def longest_due(fits: Fits, due: Iterable[Key], just: Key | None = None) -> Question | None:
    """Give the first that fits of what is due.

    Args:
        fits: What may be asked.
        due: What is due to be asked again, the longest due first.
        just: What was just answered; not that.
    """
    return next((fits.by_key[key] for key in due if key in fits.by_key and key != just), None)


def choose(
    fits: Fits, met: Mapping[Key, datetime], met_topics: Collection[str], seed: int, just: Key | None = None
) -> tuple[Question, Because] | None:
    """Choose one of the fitting questions where none is due; the work grows with what was met, not with the bank.

    A topic is drawn first, then one of its questions, so that a topic with many questions is not asked more.

    Args:
        fits: What may be asked.
        met: When the person last met each question.
        met_topics: Every topic the person has met.
        seed: Decides among equals; 0 <= seed < 2**64.
        just: What was just answered; it comes again only where nothing else fits.

    Returns:
        The question and why, or None if nothing fits.
    """
    known = {key for key in (*met, *([just] if just else [])) if key in fits.by_key}
    used_up = Counter(fits.by_key[key].topic for key in known)
    left = [topic for topic, pool in fits.by_topic.items() if len(pool) > used_up[topic]]
    if left:
        draws = Draws("next question", 1, seed)
        fresh = [topic for topic in left if topic not in met_topics]
        topics = fresh or left
        pool = fits.by_topic[topics[draws.choice("topic", len(topics))]]
        unmet = [question for question in pool if key_of(question) not in known]
        return unmet[draws.choice("question", len(unmet))], Because.NEW if fresh else Because.AGAIN
    known.discard(just or (0, ""))
    if known:
        return fits.by_key[min(known, key=lambda key: (met[key], key))], Because.AGAIN
    return (fits.by_key[just], Because.AGAIN) if just and just in fits.by_key else None


def _sorted(questions: Sequence[Question]) -> Fits:
    by_topic: dict[str, list[Question]] = {}
    for question in questions:
        by_topic.setdefault(question.topic, []).append(question)
    return Fits({key_of(question): question for question in questions}, by_topic)
