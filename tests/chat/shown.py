"""Views to draw, for tests that need no dialogue."""

from collections.abc import Sequence
from datetime import timedelta

from bot.actions.interview_report_views import QuestionReport, ReportView
from bot.actions.views import Asked, Judged
from bot.rules.answer import Answer, GaveUp
from bot.rules.grading import grade
from bot.rules.question import Question
from bot.rules.variants import draw_variant
from tests.samples import NOON


def asked_of(question: Question, number: int = 1) -> Asked:
    return Asked(number, draw_variant(question, 7), "Evaluation", "Precision, recall and F1")


def judged_of(question: Question, answer: Answer | None = None, number: int = 1) -> Judged:
    variant = draw_variant(question, 7)
    given = answer or GaveUp()
    return Judged(
        number,
        variant,
        "Evaluation",
        "Precision, recall and F1",
        given,
        grade(variant, given, 0, ()),
        timedelta(seconds=48),
        NOON,
    )


async def set_pages(view: ReportView, questions: Sequence[QuestionReport]) -> bytes:
    """Stands in for setting a report as a file."""
    return f"%PDF of {view.interview_id} with {len(questions)}".encode()
