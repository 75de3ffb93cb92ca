"""What a spoken-style answer is heard against: the points a strong answer makes, and what costs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from bot.rules.kinds import QuestionType


@dataclass(frozen=True, slots=True)
class Point:
    """One idea that is heard in an answer or not.

    Attributes:
        say: The idea in a sentence.
        weight: What it counts, over 0.
        accept: Wordings in which people say it; may be empty.
        part: Of a story: `situation`, `task`, `action`, `result` or `learning`; empty elsewhere.
    """

    say: str
    weight: float = 1.0
    accept: tuple[str, ...] = ()
    part: str = ""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What an interviewer asks next.

    Attributes:
        if_missing: Only where this point (from 1) was not heard; 0 for always.
    """

    ask: str
    if_missing: int = 0


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of a case.

    Attributes:
        essential: Whether the short form keeps it.
    """

    name: str
    minutes: int
    points: tuple[Point, ...]
    essential: bool = False


@dataclass(frozen=True, slots=True)
class OpenAnswer:
    """An answer in one's own words.

    Attributes:
        points: At least one.
        mistakes: False statements that cost, as somebody would say them.
        better: A strong answer in spoken style.
    """

    type: ClassVar[QuestionType] = QuestionType.OPEN
    points: tuple[Point, ...]
    mistakes: tuple[str, ...] = ()
    followups: tuple[FollowUp, ...] = ()
    better: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """A story from one's own work; as for an open answer, each point with its part."""

    type: ClassVar[QuestionType] = QuestionType.STORY
    points: tuple[Point, ...]
    mistakes: tuple[str, ...] = ()
    followups: tuple[FollowUp, ...] = ()
    better: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A system to design, in stages.

    Attributes:
        facts: What is told only when asked for: (asked for, value).
    """

    type: ClassVar[QuestionType] = QuestionType.CASE
    stages: tuple[Stage, ...]
    facts: tuple[tuple[str, str], ...] = ()
    mistakes: tuple[str, ...] = ()
    followups: tuple[FollowUp, ...] = ()
    better: str = ""

    @property
    def points(self) -> tuple[Point, ...]:
        """All points, stage after stage."""
        return tuple(point for stage in self.stages for point in stage.points)


Spoken = OpenAnswer | Story | Case


def filled(body: Spoken, fill: Callable[[str], str]) -> Spoken:
    """Give a rubric with a template's names filled in everywhere.

    Args:
        body: As it is written.
        fill: Fills a text.
    """
    asked = tuple(replace(each, ask=fill(each.ask)) for each in body.followups)
    mistakes, better = tuple(map(fill, body.mistakes)), fill(body.better)
    if isinstance(body, Case):
        stages = tuple(
            replace(each, name=fill(each.name), points=_points_filled(each.points, fill)) for each in body.stages
        )
        facts = tuple((fill(asked_for), fill(value)) for asked_for, value in body.facts)
        return Case(stages, facts, mistakes, asked, better)
    return type(body)(_points_filled(body.points, fill), mistakes, asked, better)


def _points_filled(points: Iterable[Point], fill: Callable[[str], str]) -> tuple[Point, ...]:
    return tuple(replace(each, say=fill(each.say), accept=tuple(map(fill, each.accept))) for each in points)
