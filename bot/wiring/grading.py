"""What `grade` needs of the bank, the rules, the judge and the model outside."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.actions.spoken_ports import Grader
from bot.cli.grade import Hear
from bot.rules.answer import Typed
from bot.rules.errors import RuleBroken
from bot.rules.grading import Verdict, grade
from bot.rules.heard import Asked, Ear, HeardPoint, Hearing, Status
from bot.rules.rubric import Spoken
from bot.rules.spoken import asked_of
from bot.rules.variant import Variant
from bot.rules.variants import draw_variant
from bot.settings import Settings, SettingsFault


@dataclass(frozen=True, slots=True)
class Grading:
    """Grades answers in words to the questions of a file.

    Attributes:
        settings: Name the model outside, and the database in which it is counted what that uses.
    """

    settings: Settings

    @asynccontextmanager
    async def opened(self, file: Path, question_id: str, *, outside: bool = False) -> AsyncIterator[Hear]:
        """Open what hears answers to a question of a file; a short text is never sent."""
        from bot.bank.single import worded_question

        variant = draw_variant(worded_question(file, question_id), 0)
        body = variant.question.body
        async with self._grader(outside=outside) as grader:

            async def hear(answer: str) -> tuple[tuple[str, ...], Hearing]:
                if not isinstance(body, Spoken):
                    return _short(variant, answer)
                says = tuple(point.say for point in body.points)
                return says, await grader.hear(asked_of(variant, body), answer, outside=outside)

            yield hear

    @asynccontextmanager
    async def _grader(self, *, outside: bool) -> AsyncIterator[Grader]:
        if not outside:
            yield self._here()
            return
        from bot.storage.desk import Desk
        from bot.wiring.app import bring_up
        from bot.wiring.clock import SystemClock
        from bot.wiring.endpoint import outsider_of

        outsider = outsider_of(self.settings)
        if outsider is None:
            raise SettingsFault("MODEL_URL: set it to where the model's API begins; docs/models.md says more")
        bring_up(self.settings.database())
        async with Desk(self.settings.database()) as desk:
            yield outsider.before(self._here(), desk, SystemClock())

    def _here(self) -> "Here":
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # sums this small are slower when threads share them
        if self.settings.meaning:
            from bot.judge.hearing import ready

            ready(self.settings.meaning)
        return Here(self.settings.meaning)


@dataclass(frozen=True, slots=True)
class Here:
    """The port `Grader`, done in this process.

    Attributes:
        embeddings: The folder of a model of meaning, empty for none.
    """

    embeddings: str = ""

    async def hear(self, asked: Asked, words: str, *, outside: bool = False) -> Hearing:
        """Grade an answer."""
        del outside
        from bot.judge.hearing import hear

        return hear(asked, words, self.embeddings)


def _short(variant: Variant, answer: str) -> tuple[tuple[str, ...], Hearing]:
    """Grade a short text: its one point is the accepted term, and nothing about it is unsure."""
    try:
        graded = grade(variant, Typed(answer), 0)
    except RuleBroken as refused:
        point = HeardPoint(0.0, Ear.MISSED)
        return variant.accepted[:1], Hearing(0.0, Status.NEEDS_REVIEW, 0.0, (point,), why=refused.sentence)
    right = graded.verdict is Verdict.RIGHT
    point = HeardPoint(graded.score, Ear.HEARD if right else Ear.MISSED, answer.strip() if graded.score else "")
    return (graded.read_as or variant.accepted[0],), Hearing(graded.score, Status.GRADED, 1.0, (point,))
