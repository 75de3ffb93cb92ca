"""Answers that the project wrote and marked, point by point: what the grader learns from and is measured on."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.rules.heard import Asked, worth


@dataclass(frozen=True, slots=True)
class MarkedAnswer:
    """One answer.

    Attributes:
        brief: What its writer was asked for, which its markers never saw.
        marks: For each marker, for each point: 0, 0.5 or 1.
    """

    brief: str
    text: str
    marks: tuple[tuple[float, ...], ...]

    @property
    def made(self) -> tuple[float, ...]:
        """For each point the mean of its marks, 0 to 1."""
        return tuple(sum(each) / len(each) for each in zip(*self.marks, strict=True))


@dataclass(frozen=True, slots=True)
class MarkedPrompt:
    """A question with a rubric, and answers to it."""

    id: str
    topic: str
    asked: Asked
    answers: Sequence[MarkedAnswer]

    def score(self, answer: MarkedAnswer) -> float:
        """Give what an answer is worth, 0 to 1, by its marks and the points' weights."""
        return worth(self.asked.points, answer.made)
