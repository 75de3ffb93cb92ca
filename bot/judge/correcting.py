"""Corrects a score by answers to the same question that people graded.

What people gave beyond the score of the scorer is carried over to an answer by a Gaussian process, the more of it the
more telling words it has in common with theirs. With none, nothing changes; with one, little. How strict people are is
carried over in no other way: on the project's own answers that made scores worse.
"""

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from math import sqrt

import numpy as np

from bot.judge.rubric import Weights, counted
from bot.judge.speech import speech

MOST = 30
"""No more graded answers are looked at, the newest."""
LIKE, NOISE = 0.12, 0.03
"""Variances, chosen by `measure grading`: of what answers share as far as they are alike; of what no other tells."""


@dataclass(frozen=True, slots=True)
class Scored:
    """An answer with the score of the scorer, 0 to 1."""

    answer: str
    score: float


def corrected(
    one: Scored, graded: Sequence[tuple[Scored, float]], terms: Weights, question: AbstractSet[str] = frozenset()
) -> float:
    """Give a score, 0 to 1, as the people who graded would give it.

    Args:
        one: The answer.
        graded: Answers to the same question, each with what people gave it, 0 to 1; the oldest first.
        terms: What words weigh.
        question: The stems of the question, which make no two answers alike.
    """
    known = graded[-MOST:]
    if not known:
        return one.score
    shared = LIKE * _alike([one.answer, *(scored.answer for scored, _ in known)], terms, question)
    beyond = np.array([given - scored.score for scored, given in known])
    carried = np.linalg.solve(shared[1:, 1:] + NOISE * np.eye(len(known)), beyond)
    return min(1.0, max(0.0, one.score + float(shared[0, 1:] @ carried)))


def _alike(
    answers: Sequence[str], terms: Weights, question: AbstractSet[str]
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Give the cosines of the answers' words, each by the square of its weight: few are telling."""
    bags = [
        {
            stem: sqrt(count) * terms.of(stem) ** 2
            for stem, count in Counter(counted(speech(answer))).items()
            if stem not in question
        }
        for answer in answers
    ]
    norms = [sqrt(sum(weight**2 for weight in bag.values())) or 1.0 for bag in bags]
    alike = np.eye(len(bags))
    for row, bag in enumerate(bags):
        for column in range(row):
            shared = sum(weight * bags[column].get(stem, 0.0) for stem, weight in bag.items())
            alike[row, column] = alike[column, row] = shared / norms[row] / norms[column]
    return alike
