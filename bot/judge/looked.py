"""An answer as the integrity gate looks at it, and what its checks share."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.judge.prose import FUNCTIONS, heard
from bot.rules.heard import Asked

SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
ROOT = 5
RUN = 6
"""Words that follow one another in the question and in the answer alike: fewer are chance."""

_PIECE = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")


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


def looked_at(asked: Asked, answer: str) -> Looked:
    """Make an answer ready to be looked at."""
    return Looked(asked, answer, tuple(heard(answer)), _without(asked.text, answer))


def texts(asked: Asked) -> Iterator[str]:
    """Give all that an answer may rightly take its words from."""
    yield asked.text
    yield asked.better
    for point in asked.points:
        yield point.say
        yield from point.accept


def content(words: Iterable[str]) -> list[str]:
    """Leave out the words that are in every text."""
    return [word for word in words if word not in FUNCTIONS]


def root(word: str) -> str:
    """Give what is alike in a word's forms, roughly: its first letters."""
    return word[:ROOT]


def share(said: Sequence[str], theirs: Collection[str]) -> float:
    """Give the share of words that are among others, 0 for none."""
    return sum(word in theirs for word in said) / max(1, len(said))


def _without(question: str, answer: str) -> str:
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
