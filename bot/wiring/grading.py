"""What `grade` needs of the bank, the rules and the judge."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.rules.answer import Typed
from bot.rules.errors import RuleBroken
from bot.rules.grading import Verdict, grade
from bot.rules.heard import Ear, HeardPoint, Hearing, Status
from bot.rules.rubric import Spoken
from bot.rules.spoken import asked_of
from bot.rules.variant import Variant
from bot.rules.variants import draw_variant

Hear = Callable[[str], tuple[Sequence[str], Hearing]]


@dataclass(frozen=True, slots=True)
class Grading:
    """Grades answers in words to the questions of a file."""

    def opened(self, file: Path, question_id: str) -> Hear:
        """Give what hears an answer to a question of a file, and says what its points are."""
        from bot.bank.single import worded_question

        variant = draw_variant(worded_question(file, question_id), 0)
        body = variant.question.body
        if not isinstance(body, Spoken):
            return lambda answer: _short(variant, answer)
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # sums this small are slower when threads share them
        from bot.judge.hearing import hear

        asked = asked_of(variant, body)
        says = tuple(point.say for point in body.points)
        return lambda answer: (says, hear(asked, answer))


def _short(variant: Variant, answer: str) -> tuple[Sequence[str], Hearing]:
    """Grade a short text: its one point is the accepted term, and nothing about it is unsure."""
    try:
        graded = grade(variant, Typed(answer), 0)
    except RuleBroken as refused:
        point = HeardPoint(0.0, Ear.MISSED)
        return variant.accepted[:1], Hearing(0.0, Status.NEEDS_REVIEW, 0.0, (point,), why=refused.sentence)
    right = graded.verdict is Verdict.RIGHT
    point = HeardPoint(graded.score, Ear.HEARD if right else Ear.MISSED, answer.strip() if graded.score else "")
    return (graded.read_as or variant.accepted[0],), Hearing(graded.score, Status.GRADED, 1.0, (point,))
