"""Words as they are heard: cut out of a text with their places, without endings, and which are kin to which."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz.distance import OSA

from bot.rules.known_words import FIELD_WORDS
from bot.rules.text import LONGEST_WITH_ONE_SLIP, plain

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_BREAK = re.compile(r"[.!?](?=\s|$)|[;\n]|\s[-–—*•]\s|:\s")
_JOINING = re.compile(
    r"\b(over|under|non|re|pre|un|multi|co|auto|sub|semi|de|mis|down|up|hold|cut|back)[-‐‑](?=\w)", re.IGNORECASE
)
_THOUSANDS = {"k": 1e3, "m": 1e6, "million": 1e6, "thousand": 1e3, "millions": 1e6, "bn": 1e9, "billion": 1e9}
_SPELLED = {
    word: str(value)
    for value, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
}

_STOPS_TEXT = """
a an the and or but if so as of to in on at by for from with about into onto than that this these those it its is
are was were be been being am do does did done doing have has had having i you he she we they them us me my your his
her our their what which who whom where when how there here then just also too very really quite much such would
will shall should could can may might must let lets get gets got go goes going gone come comes say says said like
well yes yeah ok okay oh um uh hmm im ive id ill youre theyre were weve thats whats theres hes shes isnt one ones
thing things something some any other others another own same way make makes made making lot bit kind sort actually
basically maybe perhaps probably simply still even both either each every out up down off over again because since
while whether per via e g ie eg etc i'd i'm it's that's
"""
STOPS = frozenset(_STOPS_TEXT.split())
LONGEST_WORD = 40
SHORTEST_PREFIX = 4
KINDRED = 0.7
RELATED = 0.85
SLIPPED = 0.85

_ENDINGS_TEXT = """
izations isations ization isation ational ations ation itions ition ments ment ness ances ance ences ence ities ity
ively ive ably able ible ically ical ially ial ally al ly ers er ors or ful ous ions ion ates ate izes ize ises ise
iz is ic y e
"""
_ENDINGS = _ENDINGS_TEXT.split()
_MIN_STEM = 4


@dataclass(frozen=True, slots=True)
class Speech:
    """A text as its words.

    Attributes:
        text: As it was typed.
        words: In plain form; numbers in one form.
        stems: The same without endings.
        spans: Where each stands in `text`.
        breath: The number of the breath (sentence, line, or a long piece of one) that each belongs to.
    """

    text: str
    words: tuple[str, ...]
    stems: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    breath: tuple[int, ...]

    def piece(self, start: int, end: int) -> str:
        """Give the text from a word on to another (exclusive), as it was typed; there is at least one between."""
        return self.text[self.spans[start][0] : self.spans[end - 1][1]]


LONGEST_BREATH = 26


@lru_cache(maxsize=256)
def speech(text: str) -> Speech:
    """Cut a text into its words."""
    said: list[str] = []
    spans: list[tuple[int, int]] = []
    breaths: list[int] = []
    ends = [found.start() for found in _BREAK.finditer(text)]
    joined = {found.end() for found in _JOINING.finditer(text)}
    breath, end, length = 0, 0, 0
    for found in _TOKEN.finditer(text):
        start, stop = found.span()
        while end < len(ends) and ends[end] < start:
            end, breath, length = end + 1, breath + 1, 0
        word = _word(found[0])
        if start in joined and said and not spans[-1][1] < start - 1:
            said[-1] += word
            spans[-1] = (spans[-1][0], stop)
            continue
        if word in _THOUSANDS and said and _is_number(said[-1]) and text[spans[-1][1] : start].strip() == "":
            said[-1] = _number(float(said[-1]) * _THOUSANDS[word])
            spans[-1] = (spans[-1][0], stop)
            continue
        if length >= LONGEST_BREATH:
            breath, length = breath + 1, 0
        said.append(word)
        spans.append((start, stop))
        breaths.append(breath)
        length += 1
    return Speech(text, tuple(said), tuple(map(stem, said)), tuple(spans), tuple(_numbered(breaths)))


def _numbered(breaths: Iterable[int]) -> Iterable[int]:
    """Count only breaths in which something is said."""
    places: dict[int, int] = {}
    for breath in breaths:
        yield places.setdefault(breath, len(places))


@lru_cache(maxsize=20_000)
def _word(found: str) -> str:
    if _NUMBER.fullmatch(found):
        return _number(_float(found))
    word = (found if found.isascii() else plain(found)).casefold().replace("'", "").replace("’", "")[:LONGEST_WORD]
    return _SPELLED.get(word, word)


def _float(found: str) -> float:
    if _GROUPED.fullmatch(found):
        return float(found.replace(",", ""))
    whole, _, part = found.replace(",", ".").partition(".")
    return float(f"{whole}.{part.replace('.', '')}" if part else whole)


def _number(value: float) -> str:
    return f"{value:.6g}"


def _is_number(word: str) -> bool:
    return word[0].isdigit()


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Give a word without its endings; a number stays."""
    if len(word) <= _MIN_STEM or _is_number(word):
        return word[:-1] if len(word) == _MIN_STEM and word.endswith("s") and word[-2] not in "sui" else word
    word = _bare(word)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _MIN_STEM:
            return word[: -len(ending)]
    return word


def _bare(word: str) -> str:
    """Take off plural and tense."""
    if word.endswith("ies") and len(word) > _MIN_STEM:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "xes", "ches", "shes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        rest = word[: -len(ending)]
        if word.endswith(ending) and len(rest) >= len(ending) + 1 and any(sign in "aeiouy" for sign in rest):
            return rest[:-1] if len(rest) > _MIN_STEM and rest[-1] == rest[-2] and rest[-1] not in "ls" else rest
    return word


@cache
def _lines() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Read `kin.txt`: its parts, each a tuple of lines of words."""
    parts: dict[str, list[tuple[str, ...]]] = {}
    part: list[tuple[str, ...]] = []
    for line in (files("bot.judge") / "kin.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            part = parts.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            part.append(tuple(line.split()))
    return {name: tuple(lines) for name, lines in parts.items()}


@cache
def kin() -> Mapping[str, frozenset[str]]:
    """Give for each stem the stems that can stand for it."""
    found: dict[str, set[str]] = {}
    for line in _lines()["kin"]:
        stems = set(map(stem, line))
        for one in stems:
            found.setdefault(one, set()).update(stems)
    return {one: frozenset(others) for one, others in found.items()}


@cache
def opposites() -> Mapping[str, frozenset[str]]:
    """Give for each stem the stems that say the opposite."""
    found: dict[str, set[str]] = {}
    for line in _lines()["opposites"]:
        one, other = map(stem, line)
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {one: frozenset(others) for one, others in found.items()}


@cache
def denials() -> frozenset[str]:
    """Give the words that deny what comes after them."""
    return frozenset(word for line in _lines()["denials"] for word in line)


@cache
def refusals() -> frozenset[str]:
    """Give the words by which people say what they would not do: of the denials, those that assert nothing instead."""
    return frozenset(word for line in _lines()["refusals"] for word in line)


@cache
def dismissals() -> frozenset[str]:
    """Give the words by which things are waved away."""
    return frozenset(word for line in _lines()["dismissals"] for word in line)


@lru_cache(maxsize=100_000)
def likeness(one: str, other: str) -> float:
    """Tell how far a heard stem stands for a wanted one: 1 the same, less for kin, the same root, a slip; else 0."""
    if one == other:
        return 1.0
    return max(KINDRED if other in kin().get(one, ()) else 0.0, _spelled_like(one, other))


def _spelled_like(one: str, other: str) -> float:
    shorter, longer = sorted((one, other), key=len)
    if one[0] != other[0] or _is_number(one) or len(shorter) < SHORTEST_PREFIX:
        return 0.0
    if longer.startswith(shorter) and len(longer) - len(shorter) <= max(2, len(shorter) - 2):
        return RELATED
    if one in FIELD_WORDS or other in FIELD_WORDS or len(shorter) == SHORTEST_PREFIX:
        return 0.0
    most = 1 if len(shorter) <= LONGEST_WITH_ONE_SLIP else 2
    return SLIPPED if OSA.distance(one, other, score_cutoff=most) <= most else 0.0
