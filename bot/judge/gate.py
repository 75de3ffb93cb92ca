"""The integrity gate: decides from an answer's form whether a person must look before its grade stands.

It knows nothing of points made or missed and changes no score. Each check was set so that it lets people's own answers
through, also short ones, lists and those in a second language: all thresholds stand here, with what they divide.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from bot.judge.prose import FUNCTIONS, heard, known
from bot.rules.heard import Asked

EMPTY = "No words were found in this answer: say it in a sentence or two."
INJECTED = "Part of this answer talks to the grader instead of answering: leave that out, or ask a person to mark it."
PASTED = "Most of this answer repeats the question: add what you would answer yourself."
CODE = "Most of this answer is code: say in a sentence what it does and why, or ask a person to mark it."
LANGUAGE = "This answer seems to be in another language than English: answer in English, or ask a person to mark it."
GIBBERISH = "Hardly a word of this answer could be read: write it again, or ask a person to mark it."
REPEATED = "This answer says the same sentence again and again: say it once, and add what else you know."
UNORDERED = "These words form no sentences: say in sentences how they belong together, or ask a person to mark it."
RECITED = (
    "This answer lists terms without saying what they do: say how they belong together, or ask for a person's mark."
)
DENIED = "This answer seems to say the contrary of what it names: check its negations, or ask a person to mark it."
STRAYED = "This answer seems to be about something else: check that it belongs here, or ask a person to mark it."

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Looked:
    """An answer as the gate looks at it.

    Attributes:
        words: Small, in order, numbers too.
        own: Its text without the parts that stand in the question word for word.
    """

    asked: Asked
    answer: str
    words: tuple[str, ...]
    own: str


def look(asked: Asked, answer: str) -> str:
    """Say why a person must look at an answer: a sentence for who gave it, or nothing.

    Args:
        asked: What it answers.
        answer: As it was typed.
    """
    words = tuple(heard(answer))
    if not words:
        return EMPTY
    looked = Looked(asked, answer, words, _without_question(asked.text, answer))
    return next((why for check, why in CHECKS if check(looked)), "")


# Injection.

_ORDERS = re.compile(
    r"""
    (?:ignore|disregard|forget|override)\b.{0,40}\b(?:rubric|instruction|prompt|rules|criteria|above)
    |\b(?:you\ are|act\ as|pretend)\b.{0,30}\b(?:examiner|grader|judge|assistant|language\ model)
    |\b(?:mark|count|treat|grade)\b.{0,30}\b(?:all|every|each)\b.{0,20}\bpoints?\b
    |\b(?:give|award|assign|grant)\b.{0,30}\b(?:full\ (?:marks|score|points)|maximum|highest\ score|score\ of|10/10)
    |\b(?:full|maximum|top|perfect)\ (?:marks?|score|points?)\b|\b(?:10|ten)\ (?:out\ )?of\ (?:10|ten)\b
    |["']?\b(?:score|status|heard)["']?\s*[:=]\s*["']?(?:1|10|100|graded|true|pass)
    |^\s*(?:system|assistant|developer)\s*:\s
    |\b(?:this|my|the|a\ (?:complete|good|full|strong))\ answer\ (?:covers?|contains?|makes?|includes?|mentions?)\b
    |\b(?:covered|made|mentioned|addressed|included)\ (?:all|every|each)\b.{0,20}\bpoints?\b
    |\ball\ (?:the\ )?(?:key\ )?points\ (?:are\ |were\ |have\ been\ )?(?:made|covered|mentioned|included)\b
    """,
    re.IGNORECASE | re.DOTALL | re.MULTILINE | re.VERBOSE,
)


def _injected(looked: Looked) -> bool:
    """Talk about the grading itself, which no question asks for."""
    theirs = " ".join((looked.asked.text, looked.asked.better, *(point.say for point in looked.asked.points)))
    return bool(_ORDERS.search(looked.answer)) and not _ORDERS.search(theirs)


# The question copied.

RUN = 6
"""Words that follow one another in the question and in the answer alike: fewer are chance."""
MOSTLY = 0.7


def _without_question(question: str, answer: str) -> str:
    """Cut out of an answer the runs of words that stand in the question."""
    theirs = heard(question)
    runs = {tuple(theirs[place : place + RUN]) for place in range(len(theirs) - RUN + 1)}
    found = [(each[0].casefold(), each.span()) for each in _PIECE.finditer(answer)]
    said = [word.replace("'", "").replace("’", "") for word, _ in found]
    copied = [False] * len(said)
    for place in range(len(said) - RUN + 1):
        if tuple(said[place : place + RUN]) in runs:
            copied[place : place + RUN] = [True] * RUN
    if not any(copied):
        return answer
    kept, last = [], 0
    for (_, (start, stop)), gone in zip(found, copied, strict=True):
        if gone:
            kept.append(answer[last:start])
            last = stop
    return " ".join("".join([*kept, answer[last:]]).split())


_PIECE = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")
FEW = 4


def _pasted(looked: Looked) -> bool:
    return len(heard(looked.own)) <= max(FEW, (1 - MOSTLY) * len(looked.words)) and len(looked.words) >= RUN


# What is no English.

_ABROAD = """
der das und ist nicht mit ein eine einen dem von zu auf für sich auch wird werden sind wir ich oder aber dann weil
durch wenn nach über bei le une est et dans pour que qui pas sur avec nous vous mais donc parce faut aux ce cette sont
los las una en por para del más como pero porque lo hay está muy esta che di sono gli della nel è anche perché het een
niet voor zijn ook maar os uma não nie jest się nem hogy ve bir için
"""
WORDS_ABROAD = frozenset(_ABROAD.split())
"""Frequent words of other languages that are none in English, nor names or signs of the field."""
ABROAD = 0.12
"""Share of such words; English has none but in names."""
FOREIGN_SIGNS = 0.3
LAST_LATIN = 0x24F
UNREADABLE = -3.85
"""Mean log chance of a word's letters: keys hit at random lie under it, words of European languages above."""
UNREAD_SHARE = 0.5


def _abroad(looked: Looked) -> bool:
    letters = [sign for sign in looked.answer if sign.isalpha()]
    if sum(ord(sign) > LAST_LATIN for sign in letters) > FOREIGN_SIGNS * len(letters):
        return len(letters) >= RUN
    share = sum(word in WORDS_ABROAD for word in looked.words) / len(looked.words)
    return share >= ABROAD and len(looked.words) >= RUN


def _gibberish(looked: Looked) -> bool:
    theirs = {word for text in _texts(looked.asked) for word in heard(text)}
    words = [word for word in looked.words if word.isalpha() and word not in FUNCTIONS and word not in theirs]
    odd = sum(known().spelled(word) < UNREADABLE for word in words)
    return odd >= max(2, UNREAD_SHARE * len([word for word in looked.words if word not in FUNCTIONS]))


def _texts(asked: Asked) -> Iterable[str]:
    yield asked.text
    yield asked.better
    for point in asked.points:
        yield point.say
        yield from point.accept


# Code.

_FENCE = re.compile(r"```.*?(?:```|$)", re.DOTALL)
_STATEMENT = re.compile(
    r"""
    ^\s*(?:
        (?:def|class|for|while|if|with|elif|else|try|except)\b.*:\s*(?:\#.*)?
        |(?:import|from|return|print)\b.*[^.!?]
        |[\w.\[\]'"]+\s*[-+*/]?=(?!=)\s*(?:\S+(?:\s+[-+*/@]\s+\S+)*|[\w.]+[(\[{].*[)\]}])\s*(?:\#.*)?
        |[\w.]+\(.*\)[,;]?|[{}()\[\],;]+
    )$
    """,
    re.MULTILINE | re.VERBOSE,
)
_OBJECT = re.compile(r"[{\[][^{}]*\"[^{}]*:[^{}]*[}\]]")
PROSE_LEFT = 0.35


def _code(looked: Looked) -> bool:
    left = looked.answer
    for code in (_FENCE, _STATEMENT, _OBJECT, _OBJECT):
        left = code.sub(" ", left)
    return len(looked.words) >= RUN and len(heard(left)) < PROSE_LEFT * len(looked.words)


# The same again.

SAME = 0.5
TWICE = 2


def _repeated(looked: Looked) -> bool:
    said = [" ".join(words) for words in map(heard, _SENTENCE.split(looked.answer)) if len(words) > 1]
    again = sum(count - 1 for count in Counter(said).values())
    return again >= TWICE and again >= SAME * len(said)


# Order.

LOOSE = ((12, -0.4), (25, -0.25), (60, -0.12))
"""Up to so many neighbours, what they must gain: the fewer they are, the more chance is in it."""
FIRM = -0.05
FEWEST_PAIRS = 7


def _least_gain(pairs: int) -> float:
    return next((gain for most, gain in LOOSE if pairs <= most), FIRM)


def _unordered(looked: Looked) -> bool:
    gain, pairs = known().gain(looked.own)
    return pairs >= FEWEST_PAIRS and gain < _least_gain(pairs)


# The rubric's own words.

_PART = re.compile(r"[,;.!?\n:]+")
LISTED_WORDS = 4
"""Words of one item of a list; a clause mostly has more."""
LISTED = 0.6
THEIRS = 0.85
FEWEST_LISTED = 8


@lru_cache(maxsize=64)
def _roots_of(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(root, _content(word for text in texts for word in heard(text))))


def _content(words: Iterable[str]) -> list[str]:
    return [word for word in words if word not in FUNCTIONS]


def root(word: str) -> str:
    """Give what is alike in a word's forms, roughly: its first letters."""
    return word[:ROOT]


ROOT = 5


def _recited(looked: Looked) -> bool:
    """List the rubric's words, and hardly any others."""
    parts = [words for words in map(heard, _PART.split(looked.own)) if words]
    whole = sum(map(len, parts))
    listed = sum(len(words) for words in parts if len(words) <= LISTED_WORDS)
    said = [root(word) for words in parts for word in _content(words)]
    if whole < FEWEST_LISTED or listed < LISTED * whole or not said:
        return False
    theirs = _roots_of(tuple(_texts(looked.asked)))
    return sum(word in theirs for word in said) >= THEIRS * len(said)


WORDINGS = 2.3
"""Accepted wordings, word for word, for each point that has any: people say a thing once, in one way."""
FEWEST_WORDINGS = 6


def _learnt(looked: Looked) -> bool:
    """Say several accepted wordings of the same points."""
    said = f" {' '.join(heard(looked.own))} "
    found = [sum(f" {' '.join(heard(each))} " in said for each in point.accept) for point in looked.asked.points]
    points = sum(map(bool, found))
    if sum(found) < FEWEST_WORDINGS or sum(found) < WORDINGS * points:
        return False
    better = _statements((looked.asked.better,))
    told = [_statement(part) for part in _SENTENCE.split(looked.own)]
    whole = sum(any(_alike(each, other) >= NEAR for other in better) for each in told)
    return whole < SAME * len(told)


# The contrary.

_DENIALS = """
not no never none nothing nobody neither nor without cannot cant dont doesnt didnt isnt arent wasnt werent wont wouldnt
shouldnt couldnt hasnt havent hadnt wrong false untrue incorrect nonsense myth hardly
"""
DENIALS = frozenset(_DENIALS.split())
SHARED = 3
NEAR = 0.6
"""Share of words that a sentence and a statement have in common, from which both are about the same."""
WITHIN = 0.75
"""What it counts that one of them says all of the other and more."""
CONTRARY = 0.5
"""Share of those sentences that say the contrary; one slip in a long answer is for the points to tell."""
OFTEN = 0.3


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence by what it is about and whether it denies."""

    roots: frozenset[str]
    denies: bool


def _statement(text: str) -> Statement:
    words = heard(text)
    return Statement(
        frozenset(root(word) for word in _content(words) if word not in DENIALS),
        sum(word in DENIALS for word in words) % 2 == 1,
    )


@lru_cache(maxsize=64)
def _statements(texts: tuple[str, ...]) -> tuple[Statement, ...]:
    made = (_statement(part) for text in texts for part in _SENTENCE.split(text))
    return tuple(each for each in made if len(each.roots) >= SHARED)


def _alike(one: Statement, other: Statement) -> float:
    """Give the share of words that both have, 0 where there are too few to tell."""
    shared = len(one.roots & other.roots)
    return shared / max(len(one.roots), len(other.roots)) if shared >= SHARED else 0.0


def _denied(looked: Looked) -> bool:
    """Say sentences of the rubric with a `not` too many, or word for word with one too few."""
    said = [_statement(part) for part in _SENTENCE.split(looked.answer)]
    asked = looked.asked
    right = _statements((asked.better, *(point.say for point in asked.points)))
    wrong = _statements(asked.mistakes)
    near = contrary = 0
    for each in said:
        part, nearest = max(((_within(each, other), other) for other in right), default=(0.0, each), key=itemgetter(0))
        if part >= NEAR and part >= max((_within(each, other) for other in wrong), default=0.0):
            near += 1
            contrary += nearest.denies != each.denies and (each.denies or _alike(each, nearest) >= NEAR)
    return bool(contrary) and contrary >= max(CONTRARY * near, OFTEN * len(said))


def _within(one: Statement, other: Statement) -> float:
    """Give the same, or what it counts that one says all of the other and more."""
    shared = len(one.roots & other.roots)
    return max(_alike(one, other), WITHIN * shared / min(len(one.roots), len(other.roots)) if shared >= SHARED else 0.0)


CHECKS: Sequence[tuple[Callable[[Looked], bool], str]] = (
    (_injected, INJECTED),
    (_pasted, PASTED),
    (_code, CODE),
    (_abroad, LANGUAGE),
    (_gibberish, GIBBERISH),
    (_repeated, REPEATED),
    (_unordered, UNORDERED),
    (_recited, RECITED),
    (_learnt, RECITED),
    (_denied, DENIED),
)
