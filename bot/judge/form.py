"""What can be told from an answer's form alone: whether it speaks to the grader, is code, English, prose."""

import re
from collections import Counter

from bot.judge.looked import RUN, SENTENCE, Looked, texts
from bot.judge.prose import FUNCTIONS, heard, known

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


def injected(looked: Looked) -> bool:
    """Talk about the grading itself, which no question asks for."""
    theirs = " ".join((looked.asked.text, looked.asked.better, *(point.say for point in looked.asked.points)))
    return bool(_ORDERS.search(looked.answer)) and not _ORDERS.search(theirs)


# The question copied.

MOSTLY = 0.7
FEW = 4


def pasted(looked: Looked) -> bool:
    """Say nearly nothing but what stands in the question."""
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


def abroad(looked: Looked) -> bool:
    """Be written in other letters, or with the small words of another language."""
    letters = [sign for sign in looked.answer if sign.isalpha()]
    if sum(ord(sign) > LAST_LATIN for sign in letters) > FOREIGN_SIGNS * len(letters):
        return len(letters) >= RUN
    share = sum(word in WORDS_ABROAD for word in looked.words) / len(looked.words)
    return share >= ABROAD and len(looked.words) >= RUN


def gibberish(looked: Looked) -> bool:
    """Have letters in an order that no words have."""
    theirs = {word for text in texts(looked.asked) for word in heard(text)}
    words = [word for word in looked.words if word.isalpha() and word not in FUNCTIONS and word not in theirs]
    odd = sum(known().spelled(word) < UNREADABLE for word in words)
    return odd >= max(2, UNREAD_SHARE * len([word for word in looked.words if word not in FUNCTIONS]))


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


def code(looked: Looked) -> bool:
    """Be code, with hardly a sentence beside it."""
    left = looked.answer
    for code in (_FENCE, _STATEMENT, _OBJECT, _OBJECT):
        left = code.sub(" ", left)
    return len(looked.words) >= RUN and len(heard(left)) < PROSE_LEFT * len(looked.words)


# The same again.

SAME = 0.5
TWICE = 2


def repeated(looked: Looked) -> bool:
    """Say one sentence again and again."""
    said = [" ".join(words) for words in map(heard, SENTENCE.split(looked.answer)) if len(words) > 1]
    again = sum(count - 1 for count in Counter(said).values())
    return again >= TWICE and again >= SAME * len(said)


# Order.

LOOSE = ((12, -0.4), (30, -0.25), (60, -0.12))
"""Up to so many neighbours, what they must gain: the fewer they are, the more chance is in it."""
FIRM = -0.05
FEWEST_PAIRS = 7


def _least_gain(pairs: int) -> float:
    return next((gain for most, gain in LOOSE if pairs <= most), FIRM)


def unordered(looked: Looked) -> bool:
    """Have words that do not follow from one another."""
    gain, pairs = known().gain(looked.own)
    return pairs >= FEWEST_PAIRS and gain < _least_gain(pairs)
