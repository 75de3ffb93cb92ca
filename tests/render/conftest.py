"""Questions and answers that the cards are drawn from."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.actions.views import Asked, Following, Judged
from bot.rules.answer import Answer
from bot.rules.choosing import Because
from bot.rules.grading import Grade
from bot.rules.question import Level, MultipleChoice, Numeric, Question, ShortText, SingleChoice, Tolerance
from bot.rules.variant import NumberKey, Option, Variant

AT = datetime.fromtimestamp(1795392000, UTC)
BACK = datetime.fromtimestamp(1795600800, UTC)


class Desk:
    """Makes what actions would hand over."""

    single = Variant(
        Question(
            id="f1-tradeoff",
            topic="stats.evaluation.confusion",
            level=Level.JUNIOR,
            text="",
            body=SingleChoice("", ()),
            hints=("Which mean is F1?", "The harmonic mean."),
        ),
        seed=1,
        text=(
            "A spam filter is retrained. Precision goes from **0.80 to 0.90**, recall from **0.90 to 0.60**.\n"
            "**What happens to F1?**\n"
        ),
        options=(
            Option("It falls from about 0.85 to 0.75", right=False, reason="0.75 is the plain average; F1 is not."),
            Option("It falls from about 0.85 to 0.72", right=True, reason=""),
            Option("It rises from about 0.72 to 0.85", right=False, reason="The direction is reversed."),
            Option("It stays at about 0.85", right=False, reason="A gain of 0.10 does not pay for a loss of 0.30."),
        ),
        short="F1 falls to 0.72",
        why="before: 1.44 ÷ 1.70 ≈ 0.85\nafter: 1.08 ÷ 1.50 = 0.72",
        aloud="F1 is a harmonic mean, so the weaker side decides.",
        hints=("Which mean is F1?", "The harmonic mean."),
    )
    multiple = replace(
        single,
        question=replace(single.question, body=MultipleChoice((), ()), hints=()),
        options=(
            Option("Its mean target", right=True, reason=""),
            Option("$\\log(1+p)$", right=False, reason="A fixed formula learns nothing."),
            Option("Its median", right=True, reason=""),
            Option("Hashing", right=False, reason="The hash is fixed beforehand."),
        ),
        short="",
        hints=(),
    )
    numeric = replace(
        single,
        question=replace(single.question, body=Numeric("", Tolerance(), "", ()), hints=()),
        options=(),
        number=NumberKey(0.3684, Tolerance(abs=0.005), "", ((0.79, "These are odds."),)),
        short="",
        why="Of all alarms: $P(F \\mid A) = \\frac{P(F)P(A \\mid F)}{P(A)}$.",
        aloud="",
        hints=(),
    )
    term = replace(
        numeric,
        question=replace(single.question, body=ShortText((), (), ()), hints=()),
        number=None,
        accepted=("transform", "groupby.transform"),
        near=("transforms",),
        reject=("agg", "apply"),
        why="",
    )

    def asked(self, variant: Variant, **more: Any) -> Asked:
        """Ask it."""
        return Asked(7, variant, "Model evaluation", more.pop("topic", "Precision, recall, F1"), **more)

    def judged(self, variant: Variant, answer: Answer, grade: Grade, **more: Any) -> Judged:
        """Judge it."""
        after = {"comes_back": BACK, "following": Following("ROC AUC", Because.NEW), **more}
        return Judged(7, variant, "Model evaluation", "", answer, grade, timedelta(seconds=48), AT, **after)


@pytest.fixture
def desk() -> Desk:
    return Desk()
