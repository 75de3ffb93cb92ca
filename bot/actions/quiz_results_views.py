"""What a quiz's results hand to front ends: boards, one's own answers, mistakes to come back, lines for a host."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.actions.quiz_views import EndView
from bot.rules.answer import Answer
from bot.rules.grading import Grade
from bot.rules.quiz import State
from bot.rules.standings import Standing
from bot.rules.variant import Variant


@dataclass(frozen=True, slots=True)
class QuizLine:
    """One quiz of a list; `at` is when it ended, `players` how many joined it."""

    quiz_id: int
    title: str
    at: datetime
    players: int
    state: State


@dataclass(frozen=True, slots=True)
class Places:
    """Somebody's own places at the end, None where they stand on no such board."""

    mastery: Standing | None = None
    speed: Standing | None = None
    team: Standing | None = None


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """What somebody made of one question of a quiz that has ended.

    Attributes:
        variant: As they had it, with their own numbers.
        answer: With `grade` and `took` None where there was none.
        sealed: Whether the question is open in another quiz of theirs, so that nothing of it may be shown.
    """

    number: int
    variant: Variant
    answer: Answer | None
    grade: Grade | None
    took: timedelta | None
    voided: bool = False
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    """A quiz's boards with one's own answers.

    Attributes:
        own: One's own, by number; empty for who did not play.
        others: The server's last quizzes, this one among them, the newest first.
        exports: Whether the export is offered.
    """

    end: EndView
    at: datetime
    places: Places
    own: tuple[OwnAnswer, ...]
    others: tuple[QuizLine, ...]
    exports: bool = False


@dataclass(frozen=True, slots=True)
class Mistakes:
    """What somebody missed or had wrong.

    Attributes:
        own: Those questions alone, by number.
        comes_back: When the first of them is asked again in practice; None where there are none.
    """

    quiz_id: int
    title: str
    own: tuple[OwnAnswer, ...]
    comes_back: datetime | None


@dataclass(frozen=True, slots=True)
class Taker:
    """A member in an export.

    Attributes:
        name: How they were called when they joined, or a guest's made-up name.
        team: From 1; 0 without teams.
        off_board: Whether they knew the questions and played outside the boards.
        answers: By number, from the first question that they could play.
    """

    name: str
    guest: bool
    team: int
    off_board: bool
    answers: tuple[OwnAnswer, ...]


@dataclass(frozen=True, slots=True)
class Export:
    """All answers to a quiz, for its host.

    Attributes:
        takers: By name, which tells nothing of who came when. Each is made as it is gone through, once, so that a
            caller can rest in between.
    """

    quiz_id: int
    title: str
    at: datetime
    takers: Iterator[Taker]
