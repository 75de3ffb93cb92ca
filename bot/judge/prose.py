"""Whether words stand as people put them: how far each word follows from the one before, whatever it is about.

Words are known by what they do: function words by themselves, all others by their ending. For each two neighbours the
gain is log P(second | first) - log P(second) (pointwise mutual information; Church and Hanks 1990): sentences gain,
words in no order lose. Letters are looked at in the same way, for what is no word at all. What follows what was
counted in the project's own texts and stands in `prose.json`.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[.!?;:,\n]")
_FUNCTIONS = """
a about above after again against all almost alone along already also although always am among an and another any
anything are around as ask at away back be because become been before behind being below between both but by came can
cannot come could did do does doing done down during each either else end enough even ever every everything except few
first for from get gets give given go goes going got had has have having he her here him his how however i if in instead
into is it its itself just keep last least less let like look made make makes many may me mean means might mine more
most much must my need needs neither never new next no nobody none nor not nothing now of off often on once one only
onto or other others our out over own per put rather same say see seen several shall she should since so some someone
something sometimes soon still such take takes than that the their them then there these they thing things think this
those though through till to together too two under unless until up upon us use used uses using very want was way we
well went were what when where whether which while who whole whose why will with within without would yet you your
dont doesnt didnt isnt arent wasnt werent wont cant couldnt wouldnt shouldnt hasnt havent hadnt im ive id ill youre
youve youd thats theres whats theyre weve wed hes shes lets
"""
FUNCTIONS = frozenset(_FUNCTIONS.split())
_ENDINGS = (
    *("ing", "ed", "ly", "tion", "sion", "ity", "ness", "ment", "al", "ive", "ous", "able", "ful", "ic", "er", "est"),
    *("es", "s"),
)
_LONG = 4
_STOP = "."
PROSE = "prose.json"
SMOOTHING = 60.0
_LETTER_SMOOTHING = 20.0


@dataclass(frozen=True, slots=True)
class Prose:
    """What follows what.

    Attributes:
        ends: How often each token comes second.
        starts: How often each comes first.
        pairs: How often two follow one another, `first second`.
        letters: The same for the letters of words, with `^` before and `$` after a word.
    """

    ends: Mapping[str, int]
    starts: Mapping[str, int]
    pairs: Mapping[str, int]
    letters: Mapping[str, int]

    def gain(self, text: str) -> tuple[float, int]:
        """Give the mean gain of neighbours, in nats, and how many there are; 0 for fewer than two."""
        told = tokens(text)
        every = sum(self.ends.values())
        gains = [self._of(one, two, every) for one, two in pairwise(told)]
        return (sum(gains) / len(gains) if gains else 0.0), len(gains)

    def _of(self, one: str, two: str, every: int) -> float:
        base = (self.ends.get(two, 0) + 1) / (every + len(self.ends) + 1)
        seen = self.pairs.get(f"{one} {two}", 0) + SMOOTHING * base
        return math.log(seen / (self.starts.get(one, 0) + SMOOTHING) / base)

    def spelled(self, word: str) -> float:
        """Give the mean log chance of a word's letters, each after the one before."""
        signs = f"^{word}$"
        chances = (
            (self.letters.get(one + two, 0) + 1) / (self.letters.get(one, 0) + _LETTER_SMOOTHING)
            for one, two in pairwise(signs)
        )
        return sum(map(math.log, chances)) / (len(signs) - 1)


def heard(text: str) -> list[str]:
    """Give the words of a text, small and without apostrophes; numbers too."""
    return list(_heard(text))


@lru_cache(maxsize=1024)
def _heard(text: str) -> tuple[str, ...]:
    return tuple(word for word in map(_small, _TOKEN.findall(text)) if word[0].isalnum())


def _small(word: str) -> str:
    return word.casefold().replace("'", "").replace("’", "")


def tokens(text: str) -> list[str]:
    """Give what a text's words do: `.` begins and ends a sentence, commas stay, `#` is a number."""
    told = [_STOP]
    for word in map(_small, _TOKEN.findall(text)):
        if word != "," and not word[0].isalnum():
            if told[-1] == ",":
                told[-1] = _STOP
            elif told[-1] != _STOP:
                told.append(_STOP)
        elif word == ",":
            if told[-1] not in (_STOP, ","):
                told.append(",")
        else:
            told.append(_sort(word))
    return told


def _sort(word: str) -> str:
    if word in FUNCTIONS:
        return word
    if word[0].isdigit():
        return "#"
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return f"-{ending}"
    return "*" if len(word) > _LONG else "+"


def counted(texts: Iterable[str]) -> Prose:
    """Count what follows what in texts."""
    ends: Counter[str] = Counter()
    starts: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    letters: Counter[str] = Counter()
    for text in texts:
        told = tokens(text)
        starts.update(told[:-1])
        ends.update(told[1:])
        pairs.update(f"{one} {two}" for one, two in pairwise(told))
        for word in heard(text):
            if word.isalpha() and word.isascii():
                signs = f"^{word}$"
                letters.update(signs[:-1])
                letters.update(one + two for one, two in pairwise(signs))
    return Prose(ends, starts, pairs, letters)


def kept(prose: Prose) -> str:
    """Write the counts down; pairs that came once are left out, equal counts give equal text."""
    parts = {
        "ends": prose.ends,
        "starts": prose.starts,
        "pairs": {pair: count for pair, count in prose.pairs.items() if count > 1},
        "letters": prose.letters,
    }
    return json.dumps(parts, sort_keys=True, ensure_ascii=False, indent=0) + "\n"


@cache
def known() -> Prose:
    """Give the counts of the project's own texts."""
    return Prose(**json.loads((files("bot.judge") / PROSE).read_text(encoding="utf-8")))
