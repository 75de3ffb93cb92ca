"""What an answer takes from its rubric: its words in no order, its wordings one after another, or their contrary."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bot.judge.looked import SENTENCE, Looked, content, root, share, texts
from bot.judge.model import scorer
from bot.judge.prose import heard, known
from bot.judge.rubric import counted
from bot.judge.speech import speech

# Order.

NEIGHBOURS = (1, 2)
FEWEST_STIRRED = 5
STIRRED = 0.33
"""Share of a reference's words that may stand beside what is beside them there: in words of one's own it is more."""
STIRRED_LOOSE, LOOSE_GAIN = 0.5, 0.1
"""The same where neighbours gain less than that."""
THEIRS = 0.85


def stirred(looked: Looked) -> bool:
    """Say the words of one sentence or answer of the rubric, and hardly any two of them as they stand there."""
    said = tuple(map(root, content(looked.words)))
    if len(said) < FEWEST_STIRRED or _asked_for(said, looked):
        return False
    most = STIRRED_LOOSE if known().gain(looked.answer)[0] < LOOSE_GAIN else STIRRED
    return any(
        share(said, frozenset(theirs)) >= THEIRS and _kept_order(said, theirs) <= most
        for theirs in _references((looked.asked.better, *(point.say for point in looked.asked.points)))
    )


@lru_cache(maxsize=64)
def _references(texts: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(root, content(heard(text)))) for text in texts)


def _kept_order(said: Sequence[str], theirs: Sequence[str]) -> float:
    beside = {pair for step in NEIGHBOURS for pair in zip(theirs, theirs[step:], strict=False)}
    return sum(one == two or (one, two) in beside for one, two in pairwise(said)) / (len(said) - 1)


# The rubric's own words.

_PART = re.compile(r"[,;.!?\n:]+")
_ITEM = re.compile(r"[,;.!?\n:]+|\b(?:and|or|by)\b")
LISTED_WORDS = 4
"""Words of one item of a list; a clause mostly has more."""
LISTED = 0.6
FEWEST_LISTED = 8
BARE_LIST = (2, 5)
"""Words of an item and words in all from which a list of single terms shows, unless a list was asked for."""


@lru_cache(maxsize=64)
def _roots_of(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(root, content(word for text in texts for word in heard(text))))


def recited(looked: Looked) -> bool:
    """List the rubric's words, and hardly any others."""
    said = [root(word) for word in content(heard(looked.own))]
    if share(said, _roots_of(tuple(texts(looked.asked)))) < THEIRS:
        return False
    long = _listed(looked.own, LISTED_WORDS, FEWEST_LISTED) >= LISTED
    if _listed(looked.own, *BARE_LIST) < LISTED:
        return long
    return not _asked_for(said, looked)


def _asked_for(said: Sequence[str], looked: Looked) -> bool:
    """Tell whether a list is what the reference asks for, in whatever order."""
    return share(said, _items_of(tuple(point.say for point in looked.asked.points))) >= LISTED


@lru_cache(maxsize=64)
def _items_of(texts: tuple[str, ...]) -> frozenset[str]:
    """Give the roots that stand as items of a list in a reference: a list is what it asks for."""
    parts = (heard(part) for text in texts for part in _ITEM.split(text))
    return frozenset(root(word) for words in parts if len(words) <= BARE_LIST[0] for word in words)


def _listed(text: str, most: int, fewest: int) -> float:
    """Give the share of words that stand in items of at most so many words; 0 for fewer words than count."""
    parts = [words for words in map(heard, _PART.split(text)) if words]
    whole = sum(map(len, parts))
    return sum(len(words) for words in parts if len(words) <= most) / whole if whole >= fewest else 0.0


WORDINGS = 2.3
"""Accepted wordings, word for word, for each point that has any: people say a thing once, in one way."""
FEWEST_WORDINGS = 6
QUOTED = 0.5
"""Share of its sentences that stand in the strong answer itself, from which it is that answer."""


def learnt(looked: Looked) -> bool:
    """Say several accepted wordings of the same points."""
    said = f" {' '.join(heard(looked.own))} "
    found = [sum(f" {' '.join(heard(each))} " in said for each in point.accept) for point in looked.asked.points]
    points = sum(map(bool, found))
    if sum(found) < FEWEST_WORDINGS or sum(found) < WORDINGS * points:
        return False
    better = _statements((looked.asked.better,))
    told = [_statement(part) for part in SENTENCE.split(looked.own)]
    whole = sum(any(_alike(each, other) >= NEAR for other in better) for each in told)
    return whole < QUOTED * len(told)


# The contrary.

_DENIALS = """
not no never none nothing nobody neither nor without cannot cant dont doesnt didnt isnt arent wasnt werent wont wouldnt
shouldnt couldnt hasnt havent hadnt wrong false untrue incorrect nonsense myth hardly
"""
DENIALS = frozenset(_DENIALS.split())
_FRAMING = frozenset(("true", "case", "think", "believe", "agree", "say"))
SHARED = 3
NEAR = 0.6
"""Share of words that two sentences have in common from which one is the other in part."""
VERBATIM = 0.75
"""The same from which they say one thing: only then does a `not` more or less mean the contrary."""
CONTRARY = 0.5
"""Share of those sentences that say the contrary; one slip in a long answer is for the points to tell."""
OFTEN = 0.3
_CLAUSE = re.compile(r",|:|\b(?:and|but|so|because|while|which|since)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence or a clause by what it is about and whether it denies."""

    roots: frozenset[str]
    denies: bool


def _statement(text: str) -> Statement:
    words = heard(text)
    return Statement(
        frozenset(root(word) for word in content(words) if word not in DENIALS | _FRAMING),
        sum(word in DENIALS for word in words) % 2 == 1,
    )


def _units(sentence: str) -> tuple[Statement, ...]:
    """Give a sentence and its clauses, as far as they say something."""
    made = map(_statement, (sentence, *_CLAUSE.split(sentence)))
    return tuple(each for each in made if len(each.roots) >= SHARED)


@lru_cache(maxsize=64)
def _statements(texts: tuple[str, ...]) -> tuple[Statement, ...]:
    return tuple(unit for text in texts for sentence in SENTENCE.split(text) for unit in _units(sentence))


def _alike(one: Statement, other: Statement) -> float:
    """Give the share of words that both have, 0 where there are too few to tell."""
    shared = len(one.roots & other.roots)
    return shared / max(len(one.roots), len(other.roots)) if shared >= SHARED else 0.0


def denied(looked: Looked) -> bool:
    """Say sentences of the rubric nearly word for word, with a `not` too many or too few."""
    said = [_units(part) for part in SENTENCE.split(looked.answer)]
    asked = looked.asked
    right = _statements((asked.better, *(point.say for point in asked.points)))
    wrong = _statements(asked.mistakes)
    turned = [[_turned(unit, right, wrong) for unit in units] for units in said]
    near = sum(any(one is not None for one in units) for units in turned)
    contrary = sum(any(units) for units in turned)
    return bool(contrary) and contrary >= max(CONTRARY * near, OFTEN * len(said))


def _turned(unit: Statement, right: Sequence[Statement], wrong: Sequence[Statement]) -> bool | None:
    """Tell whether what is said is the contrary of what it comes closest to; None where it comes close to nothing."""
    most = max((_alike(unit, other) for other in right), default=0.0)
    if most < VERBATIM or most < max((_alike(unit, other) for other in wrong), default=0.0):
        return None
    return all(other.denies != unit.denies for other in right if _alike(unit, other) == most)


# Another subject.

STRANGE = 0.06
"""Share of an answer's rare words that the question or the rubric has too."""
COMMON = 2.5
"""What a word weighs that says nothing of a subject; what a rarer one weighs beyond it counts."""
FEWEST_STRANGE, FEWEST_THEIRS = 12, 40


def strayed(looked: Looked) -> bool:
    """Have next to no rare word in common with question and rubric; a story may be about anything."""
    said = counted(speech(looked.answer))
    theirs = _stems_of(tuple(texts(looked.asked)))
    if len(said) < FEWEST_STRANGE or len(theirs) < FEWEST_THEIRS or any(point.part for point in looked.asked.points):
        return False
    weigh = scorer().terms.of
    weights = [max(0.0, weigh(stem) - COMMON) for stem in said]
    shared = sum(weight for stem, weight in zip(said, weights, strict=True) if stem in theirs)
    return shared < STRANGE * sum(weights)


@lru_cache(maxsize=64)
def _stems_of(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(stem for text in texts for stem in counted(speech(text)))
