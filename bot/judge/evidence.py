"""Where in an answer each point comes closest: windows of it, and how far their words stand for the rubric's."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

import numpy as np
import numpy.typing as npt

from bot.judge.rubric import Floats, Rubric, counted
from bot.judge.speech import STOPS, Speech, denials, likeness, stem

SAME = 0.99
SHARP = 0.8
NARROW, WIDE = 5, 11
"""Within so many words an accepted wording must stand: of one or two words that count, of more."""
SHORT_PHRASE = 2
SECOND_BREATH = 0.03
"""What a window of two breaths must gain over one."""
MISTAKE_DENIED = 8
"""Words after a denial, in the same clause, that make no mistake: who says what they would never do is right."""
NEARLY, FORGIVEN = 0.4, 0.4
"""What is closer to a point than this is forgiven so much of what it says of a mistake: the two share words."""

Window = tuple[int, int]


@dataclass(frozen=True)
class Match:
    """An answer beside a rubric.

    Attributes:
        alike: How far each word of the answer stands for each of the rubric's, 0 to 1: stems x words.
        windows: Each breath, and after these each two that follow one another: the words from and to.
    """

    rubric: Rubric
    said: Speech
    alike: Floats
    windows: Sequence[Window]

    @cached_property
    def told(self) -> Sequence[str]:
        """The answer's stems that carry meaning."""
        return counted(self.said)

    @cached_property
    def near(self) -> Floats:
        """The best likeness within each window: stems x windows."""
        return _in_windows(self.alike, self.windows)

    @cached_property
    def exact(self) -> Floats:
        """Whether the very word stands within each window: stems x windows."""
        return _in_windows((self.alike >= SAME).astype(np.float32), self.windows)

    @cached_property
    def whole(self) -> Floats:
        """The best likeness in all of the answer, for each stem."""
        best: Floats = self.alike.max(axis=1)
        return best

    @cached_property
    def phrases(self) -> tuple[Floats, Floats]:
        """How much of each accepted wording is said within few words, and from which word on."""
        return _phrases(self.rubric, self.alike)

    @cached_property
    def phrases_exact(self) -> Floats:
        """The same by the very words."""
        return _phrases(self.rubric, (self.alike >= SHARP).astype(np.float32))[0]

    @cached_property
    def closeness(self) -> Floats:
        """How close each window comes to each point, in any of its wordings: points x windows."""
        close = np.maximum(self.rubric.own @ self.near, 0.9 * (self.rubric.best @ self.near))
        starts = np.array([start for start, _ in self.windows])
        ends = np.array([end for _, end in self.windows])
        for number, (told, place) in enumerate(zip(*self.phrases, strict=True)):
            here = (starts <= place) & (place < ends)
            row = close[self.rubric.phrase_of[number]]
            row[here] = np.maximum(row[here], told**2 * self.rubric.phrase_mass[number])
        close[:, (len(self.windows) + 1) // 2 :] -= SECOND_BREATH
        return np.asarray(close)

    @cached_property
    def top(self) -> Sequence[Window]:
        """The window that comes closest to each point."""
        return [self.windows[place] for place in self.closeness.argmax(axis=1)]

    @cached_property
    def mistakes(self) -> Floats:
        """How much of each mistake is said in each window, less what is denied there where it denies nothing itself."""
        clauses = clauses_of(self.said)
        held = _in_windows(np.where(denied(self.said, MISTAKE_DENIED, clauses), 0, self.alike), self.windows)
        deny = self.rubric.mistakes_deny[:, None]
        return np.asarray(np.where(deny, self.rubric.mistakes @ self.near, self.rubric.mistakes @ held))

    def wrong(self) -> tuple[tuple[float, Window], ...]:
        """Say how much of each mistake is said in one window, less where a point is close; and where."""
        right = self.closeness.max(axis=0)
        told = self.mistakes - FORGIVEN * np.maximum(0, right - NEARLY)
        return tuple((float(row.max()), self.windows[int(row.argmax())]) for row in told)


def match(rubric: Rubric, said: Speech) -> Match:
    """Lay an answer of at least one word beside a rubric."""
    return Match(rubric, said, _alike(rubric, said), windows_of(said))


def denied(said: Speech, reach: int, within: Sequence[int]) -> npt.NDArray[np.bool_]:
    """Tell of each word whether a denial stands at most so many words before it, with the same number in `within`."""
    parts, shadow = np.array(within), np.zeros(len(said.words), bool)
    for place, word in enumerate(said.words):
        if word in denials():
            there = slice(place, place + reach + 1)
            shadow[there] |= parts[there] == parts[place]
    return shadow


def clauses_of(said: Speech) -> Sequence[int]:
    """Number the clauses: each breath is cut at its commas too."""
    between = ((one[1], other[0]) for one, other in pairwise(said.spans))
    commas = accumulate((int("," in said.text[start:stop]) for start, stop in between), initial=0)
    return [breath + comma for breath, comma in zip(said.breath, commas, strict=True)]


def _alike(rubric: Rubric, said: Speech) -> Floats:
    silent = {stem for word, stem in zip(said.words, said.stems, strict=True) if word in STOPS or word in denials()}
    places = {one: number for number, one in enumerate(dict.fromkeys(said.stems))}
    table = np.zeros((len(rubric.stems), len(places)), np.float32)
    for one, number in places.items():
        if one in silent:
            continue
        for place in (*rubric.kindred.get(one, ()), *rubric.initials.get(one[0], ())):
            table[place, number] = likeness(one, rubric.stems[place])
    alike: Floats = table[:, [places[one] for one in said.stems]]
    known = {one: place for place, one in enumerate(rubric.stems)}
    for place, (first, second) in enumerate(pairwise(said.words)):
        joined = known.get(stem(first + second))
        if joined is not None:
            alike[joined, place] = 1.0
    return alike


def windows_of(said: Speech) -> list[Window]:
    """Give each breath, and after these each two that follow one another: the words from and to."""
    starts = [0, *(place for place in range(1, len(said.breath)) if said.breath[place] != said.breath[place - 1])]
    singles = list(zip(starts, [*starts[1:], len(said.breath)], strict=True))
    return [*singles, *((one[0], other[1]) for one, other in pairwise(singles))]


def _in_windows(alike: Floats, windows: Sequence[Window]) -> Floats:
    padded = np.concatenate([alike, np.zeros((len(alike), 1), np.float32)], axis=1)
    best: Floats = np.maximum.reduceat(padded, np.array(windows, np.intp).ravel(), axis=1)[:, ::2]
    return best


def _sliding(alike: Floats, width: int) -> Floats:
    """Give the best likeness among the `width` words from each on."""
    best, reach = alike, 1
    while reach < width:
        step = min(reach, width - reach)
        moved = np.zeros_like(best)
        moved[:, :-step] = best[:, step:]
        best, reach = np.maximum(best, moved), reach + step
    return best


def _phrases(rubric: Rubric, alike: Floats) -> tuple[Floats, Floats]:
    told, where = np.zeros((2, len(rubric.phrases)), np.float32)
    narrow, wide = _sliding(alike, NARROW), _sliding(alike, WIDE)
    for number, (stems, weights) in enumerate(rubric.phrases):
        row = weights @ (narrow if len(stems) <= SHORT_PHRASE else wide)[stems]
        where[number] = len(row) - 1 - row[::-1].argmax()  # the last from which it is within reach: where it begins
        told[number] = row.max()
    return told, where
