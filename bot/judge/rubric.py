"""A rubric made ready: its words, what each weighs, and which of them make up which point."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from bot.judge.speech import STOPS, Speech, denials, kin, opposites, speech
from bot.rules.heard import Asked
from bot.rules.rubric import Point

Floats = npt.NDArray[np.floating]

RARE = 8.0
"""What a word weighs that no text of the project has; common ones weigh less."""
SHORTEST_COUNTED = 2
ABOUT = 0.5
"""A sentence of the strong answer is about a point if so much of it, and of an accepted wording, stands in it."""
_LEADS_TEXT = """
says explains names notes states sees asks mentions gives shows describes points tells uses knows adds suggests
proposes lists warns
"""
_LEADS = frozenset(_LEADS_TEXT.split())


@dataclass(frozen=True, slots=True)
class Rubric:
    """What an answer is compared with; a row of each matrix is a list of weights over `stems`.

    Attributes:
        stems: All words of the rubric that count, each once.
        own: For each point its sentence, without the words of the question; a row sums to 1.
        full: The same with the words of the question.
        rare: The heaviest words of each point alone.
        best: For each point the sentence of the strong answer nearest to it.
        special: For each point all of its wordings, each word by how much it tells this point from the others.
        phrases: The accepted wordings of all points: their stems as places, and weights that sum to 1.
        phrase_of: The point of each.
        phrase_mass: How telling each is, 0 to 1.
        mistakes: The false statements.
        mistakes_deny: For each of them whether it denies something itself.
        asked: The question's own words.
        kindred: For a word of the answer the stems that it can stand for, as places in `stems`.
        initials: The stems by their first letter, for slips and other endings.
        turned: For each stem those that say the opposite (as places in `stems` where wanted words have such).
        denied: For each point whether its wordings deny something themselves.
        numbers: For each point the numbers in it, as places in `stems`.
        sizes: For each point how many words that count it has.
        better: The strong answer, or empty.
    """

    points: tuple[Point, ...]
    stems: tuple[str, ...]
    own: Floats
    full: Floats
    rare: Floats
    best: Floats
    special: Floats
    phrases: tuple[tuple[npt.NDArray[np.intp], Floats], ...]
    phrase_of: npt.NDArray[np.intp]
    phrase_mass: Floats
    mistakes: Floats
    mistakes_deny: npt.NDArray[np.bool_]
    asked: frozenset[str]
    kindred: Mapping[str, tuple[int, ...]]
    initials: Mapping[str, tuple[int, ...]]
    turned: tuple[tuple[int, frozenset[str]], ...]
    denied: tuple[bool, ...]
    numbers: tuple[tuple[int, ...], ...]
    sizes: tuple[int, ...]
    better: str


def counted(said: Speech) -> list[str]:
    """Give the stems that carry meaning."""
    return [
        stem
        for word, stem in zip(said.words, said.stems, strict=True)
        if word not in STOPS and (len(word) >= SHORTEST_COUNTED or word.isdigit()) and word not in denials()
    ]


class Weights:
    """What words weigh: rare ones more (inverse document frequency over the project's own texts)."""

    def __init__(self, table: Mapping[str, float]) -> None:
        self._table = table

    def of(self, stem: str) -> float:
        """Give the weight of a stem, over 0."""
        return self._table.get(stem, RARE)


def sentence_of(point: Point) -> Speech:
    """Give a point's sentence without the verb that opens it (`Says that …`)."""
    first, _, rest = point.say.partition(" ")
    return speech(rest if rest and first.casefold() in _LEADS else point.say)


class _Table:
    """Rows of weights over words that are numbered as they come."""

    def __init__(self, weights: Weights) -> None:
        self.places: dict[str, int] = {}
        self.weights = weights

    def row(self, stems: Iterable[str], left_out: frozenset[str] = frozenset(), less: float = 0.0) -> dict[int, float]:
        row: dict[int, float] = {}
        for stem in stems:
            place = self.places.setdefault(stem, len(self.places))
            row[place] = self.weights.of(stem) * (less if stem in left_out else 1.0)
        return row

    def matrix(self, rows: Sequence[Mapping[int, float]], *, whole: bool = True) -> Floats:
        matrix = np.zeros((len(rows), len(self.places)), np.float32)
        for number, row in enumerate(rows):
            for place, weight in row.items():
                matrix[number, place] = weight
        if whole:
            matrix /= np.maximum(matrix.sum(axis=1, keepdims=True), 1e-6)
        return matrix


@lru_cache(maxsize=64)
def prepared(text: str, points: tuple[Point, ...], mistakes: tuple[str, ...], better: str, weights: Weights) -> Rubric:
    """Make a rubric ready; the same one is made once."""
    table = _Table(weights)
    question = frozenset(counted(speech(text)))
    said = [counted(sentence_of(point)) for point in points]
    wordings = [[counted(speech(accept)) for accept in point.accept] for point in points]
    own = [table.row(stems, question, 0.15) for stems in said]
    full = [table.row(stems) for stems in said]
    heavy = [dict(sorted(row.items(), key=lambda item: -item[1])[:3]) for row in own]
    nearest = _nearest(better, own, wordings, table)
    best = [table.row(stems, question, 0.15) for stems in nearest]
    every = [
        table.row([*one, *near, *(stem for words in many for stem in words)], question, 0.15)
        for one, near, many in zip(said, nearest, wordings, strict=True)
    ]
    phrases = [(number, words) for number, many in enumerate(wordings) for words in many if words]
    phrase_rows = [table.row(words, question, 0.5) for _, words in phrases]
    wrong = [table.row(counted(speech(mistake)), question, 0.15) for mistake in mistakes]
    stems = tuple(table.places)
    return Rubric(
        points=points,
        stems=stems,
        own=table.matrix(own),
        full=table.matrix(full),
        rare=table.matrix(heavy),
        best=table.matrix(best),
        special=table.matrix(_told_apart(every), whole=False),
        phrases=tuple(map(_sparse, phrase_rows)),
        phrase_of=np.array([number for number, _ in phrases], np.intp),
        phrase_mass=np.array([min(1.0, sum(row.values()) / 12) for row in phrase_rows], np.float32),
        mistakes=table.matrix(wrong),
        mistakes_deny=np.array([_denies(mistake) for mistake in mistakes], bool),
        asked=question,
        kindred=_indexed((one, place) for place, stem in enumerate(stems) for one in kin().get(stem, ())),
        initials=_indexed((stem[0], place) for place, stem in enumerate(stems)),
        turned=tuple((place, opposites()[stem]) for place, stem in enumerate(stems) if stem in opposites()),
        denied=tuple(any(map(_denies, (point.say, *point.accept))) for point in points),
        numbers=tuple(tuple(place for place in row if stems[place][0].isdigit()) for row in full),
        sizes=tuple(map(len, full)),
        better=better,
    )


def of(asked: Asked, weights: Weights) -> Rubric:
    """Give the rubric of what is asked."""
    return prepared(asked.text, asked.points, asked.mistakes, asked.better, weights)


def _sparse(row: Mapping[int, float]) -> tuple[npt.NDArray[np.intp], Floats]:
    weights = np.array(list(row.values()), np.float32)
    return np.array(list(row), np.intp), weights / weights.sum()


def _indexed(pairs: Iterable[tuple[str, int]]) -> Mapping[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for name, place in pairs:
        found.setdefault(name, []).append(place)
    return {name: tuple(places) for name, places in found.items()}


def _denies(text: str) -> bool:
    return not denials().isdisjoint(speech(text).words)


def _nearest(
    better: str, own: Sequence[Mapping[int, float]], wordings: Sequence[Sequence[Sequence[str]]], table: _Table
) -> list[list[str]]:
    """Find for each point the sentence of the strong answer in which most of its words stand."""
    said = speech(better)
    breaths: dict[int, list[str]] = {}
    for word, stem, breath in zip(said.words, said.stems, said.breath, strict=True):
        if word not in STOPS and len(word) >= SHORTEST_COUNTED and word not in denials():
            breaths.setdefault(breath, []).append(stem)
    if not breaths:
        return [[] for _ in own]
    names = list(table.places)

    def told(stems: Sequence[str], row: Mapping[int, float], many: Sequence[Sequence[str]]) -> float:
        """Tell how much of a point's sentence, or else of an accepted wording, stands in a sentence."""
        mine = sum(weight for place, weight in row.items() if names[place] in stems) / (sum(row.values()) or 1)
        phrases = (sum(stem in stems for stem in words) / len(words) for words in many if words)
        return mine + max(phrases, default=0.0)

    found = []
    for row, many in zip(own, wordings, strict=True):
        shares = {breath: told(stems, row, many) for breath, stems in breaths.items()}
        nearest = max(shares, key=lambda breath: shares[breath])
        found.append(breaths[nearest] if shares[nearest] >= ABOUT else [])
    return found


def _told_apart(rows: Sequence[Mapping[int, float]]) -> list[dict[int, float]]:
    """Weigh each word by its share in this point among all points."""
    return [
        {place: weight / sum(place in other for other in rows) ** 2 for place, weight in row.items()} for row in rows
    ]
