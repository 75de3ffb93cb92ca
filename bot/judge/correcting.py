"""Corrects a score by answers to the same question that people graded.

What people gave beyond the score of the scorer is carried over to an answer by a Gaussian process: all of it says how
strict they are, most of it comes from the answers that are most like it. With none, nothing changes; with one, little.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from bot.judge.rubric import Weights, counted
from bot.judge.speech import speech

MOST = 30
"""No more graded answers are looked at, the newest."""
SHIFT, SLOPE, LIKE, NOISE = 0.01, 0.2, 0.3, 0.1
"""Variances: of how strict people are on the whole, of how their strictness grows with the score, of what answers like
one another share, and of what no other answer tells."""


@dataclass(frozen=True, slots=True)
class Scored:
    """An answer with the score of the scorer, 0 to 1."""

    answer: str
    score: float


def corrected(one: Scored, graded: Sequence[tuple[Scored, float]], terms: Weights) -> float:
    """Give a score, 0 to 1, as the people who graded would give it.

    Args:
        one: The answer.
        graded: Answers to the same question, each with what people gave it, 0 to 1; the oldest first.
        terms: What words weigh.
    """
    known = graded[-MOST:]
    if not known:
        return one.score
    every = [one, *(scored for scored, _ in known)]
    scores = np.array([each.score for each in every]) - 0.5
    alike = _alike([each.answer for each in every], terms)
    shared = SHIFT + SLOPE * np.outer(scores, scores) + LIKE * alike
    beyond = np.array([given - scored.score for scored, given in known])
    carried = np.linalg.solve(shared[1:, 1:] + NOISE * np.eye(len(known)), beyond)
    return min(1.0, max(0.0, one.score + float(shared[0, 1:] @ carried)))


def _alike(answers: Sequence[str], terms: Weights) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Give the cosines of the answers' weighed words."""
    bags = [
        {stem: sqrt(count) * terms.of(stem) for stem, count in Counter(counted(speech(answer))).items()}
        for answer in answers
    ]
    norms = [sqrt(sum(weight**2 for weight in bag.values())) or 1.0 for bag in bags]
    alike = np.eye(len(bags))
    for row, bag in enumerate(bags):
        for column in range(row):
            shared = sum(weight * bags[column].get(stem, 0.0) for stem, weight in bag.items())
            alike[row, column] = alike[column, row] = shared / norms[row] / norms[column]
    return alike
