"""What worker processes do. It loads heavy libraries: the pool is given its functions by name, nobody imports it."""

from collections.abc import Sequence
from functools import partial

from bot.actions.interview_report_views import QuestionReport, ReportView
from bot.render import charts, interview_pages, pdf, pictures
from bot.render.card import Bars, Drawing, Formula


def picture(drawing: Drawing) -> bytes:
    """Draw a formula or bars as PNG.

    Raises:
        ValueError: It cannot be drawn.
    """
    match drawing:
        case Formula(tex):
            return pictures.formula(tex)
        case Bars():
            return charts.bars(drawing)


def report(view: ReportView, questions: Sequence[QuestionReport]) -> bytes:
    """Set the report of an interview as a file of pages (PDF)."""
    return pdf.pdf(partial(interview_pages.document, view, questions), interview_pages.LONGEST)
