"""A report as pages to keep: what they say, block by block. How pages are set stands in `pages`."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.actions.interview_report_views import AnswerReport, QuestionReport, ReportView
from bot.render import interview_question as asked
from bot.render import interview_report as told
from bot.render import words
from bot.render.author import authored, fence
from bot.render.pages import Block, Document, Style
from bot.rules.interview import ROUNDS, Sort

LONGEST = (4000, 2400, 1600, 1200, 900, 700, 450)
"""Characters of the person's words for one thing that was asked: the first that fits onto the pages there may be."""
_QUOTED = "> "
_SAY, _QUOTE, _QUESTION = 300, 260, 3000


def document(view: ReportView, questions: Sequence[QuestionReport], longest: int = LONGEST[0]) -> Document:
    """Write a report as one document: the scorecard, then question by question.

    Args:
        view: The report.
        questions: Those that were reached.
        longest: Characters of the person's words for one thing that was asked.
    """
    day = f"{view.ended_at:%Y-%m-%d}"
    title = f"Report · {told.named(view)} · {day}"
    blocks = [*_card(view, day), *(block for each in questions for block in _question(each, longest))]
    return Document(title, ROUNDS[view.kind].name, tuple(blocks))


def _card(view: ReportView, day: str) -> Iterator[Block]:
    yield Block(Style.TITLE, told.headline(view))
    yield Block(Style.SMALL, f"Mock interview of {day}, taken with Holdout.")
    yield Block(Style.TEXT, told.verdict(view.overall))
    for competency in view.competencies:
        first, *rest = told.competency_lines(competency, _QUOTE, _SAY)
        yield Block(Style.HEADING, first, keep=bool(rest))
        yield from (Block(Style.TEXT, line) for line in rest)
    yield from (Block(Style.TEXT, line) for line in told.open_lines(view))
    if view.steps:
        yield Block(Style.HEADING, told.next_steps(view.steps))
    yield from _small(told.small_lines(view))


def _small(lines: Iterator[str]) -> Iterator[Block]:
    for line in lines:
        yield Block(Style.SMALL, line.removeprefix("-# "))


def _question(view: QuestionReport, longest: int) -> Iterator[Block]:
    """Write one question with all that belongs to it."""
    yield Block(Style.CHAPTER, asked.title(view) if len(view.answers) == 1 else _case(view), keep=True)
    yield Block(Style.TEXT, authored(view.variant.text, _QUESTION))
    if view.variant.code.strip():
        yield Block(Style.CODE, fence(view.variant.code))
    for answer in view.answers:
        yield from _answer(view, answer, longest)
    strong = asked.better(view)
    if strong:
        yield Block(Style.CODE if "```" in strong else Style.STRONG, strong)


def _case(view: QuestionReport) -> str:
    about = "case" if view.sort is Sort.CASE else words.topic(view.topic)
    return f"Question {view.slot} · {about} · {told.chosen(view.choice)}"


def _answer(view: QuestionReport, answer: AnswerReport, longest: int) -> Iterator[Block]:
    if len(view.answers) > 1:
        name = authored(answer.outlook.name, 80)
        nth = f"Part {answer.outlook.part + 1} of {len(view.answers)}"
        yield Block(Style.HEADING, f"**{nth}: {name}**", keep=True)
    for quoted, lines in groupby(asked.said_lines(answer, wiped=view.wiped, limit=longest), _is_quote):
        if quoted:
            yield Block(Style.QUOTE, "\n".join(line.removeprefix(_QUOTED) for line in lines))
        else:
            yield from map(_said, lines)
    yield from (Block(Style.SMALL, line.removeprefix("-# ")) for line in asked.remarks(answer))
    yield from (Block(Style.POINT, line) for line in asked.point_lines(answer))


def _is_quote(line: str) -> bool:
    return line.startswith(_QUOTED)


def _said(line: str) -> Block:
    if line.startswith("-# "):
        return Block(Style.SMALL, line[3:])
    code = "```" in line
    return Block(Style.CODE if code else Style.TEXT, line, keep=not code)
