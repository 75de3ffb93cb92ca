"""One question of an interview's report: what was written, what became of each point, and a strong answer."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import assert_never

from bot.actions.interview_report_views import AnswerReport, QuestionReport
from bot.render import words
from bot.render.author import authored, fence, one_line
from bot.render.card import Card, Part, assemble, clip
from bot.render.interview_report import case, chosen, finding
from bot.render.output import inline
from bot.render.spoken import heard_by
from bot.rules.code import CaseOutcome, CodeTask
from bot.rules.interview import Sort
from bot.rules.interview_report import Came, Fate, PointFate

WIPED = "-# What you wrote is no longer stored."
EMPTY = "You wrote nothing, or that you don't know: it counts as asked and not heard."
_QUESTION, _WORDS, _ASK, _SAY, _EVIDENCE, _BETTER = 700, 1000, 300, 160, 120, 1500
_LEAST, _LEAST_POINTS = 160, 900
_KINDS = 8
_SHORT_LINE = 80
_STATES = {
    Came.UNHEARD: "The grader was away, so it was not heard. It counts neither for nor against.",
    Came.UNFINISHED: "The interview ended before you had finished. It counts neither for nor against.",
    Came.NOT_REACHED: "Not reached. It counts neither for nor against.",
}


def question(view: QuestionReport, part: int = 0) -> Card:
    """Draw one question, of a case one stage.

    Args:
        view: The question.
        part: The place of the stage, from 0; anything beyond shows the last.
    """
    place = min(part, len(view.answers) - 1)
    answer, last = view.answers[place], place == len(view.answers) - 1
    said = "\n".join(said_lines(answer, wiped=view.wiped, limit=_WORDS))
    points = "\n".join(point_lines(answer))
    return assemble(
        [
            Part(f"### {title(view, place)}", tight=True),
            _least(authored(view.variant.text, _QUESTION), _LEAST) if place == 0 else None,
            _least(said, _LEAST),
            _least("\n".join(remarks(answer)), _LEAST),
            _least(points, _LEAST_POINTS),
            _least(better(view), _LEAST) if last else None,
        ]
    )


def _least(text: str, least: int) -> Part | None:
    return Part(text, min(len(text), least)) if text.strip() else None


def title(view: QuestionReport, part: int = 0) -> str:
    """Name a question: its number, what it shows, and which of three it was."""
    head = f"Question {view.slot} · {_about(view)}"
    if len(view.answers) > 1:
        stage = authored(view.answers[part].outlook.name, 80)
        head = f"Question {view.slot} · part {part + 1} of {len(view.answers)}: {stage}"
    return f"{head} · {chosen(view.choice)}"


def _about(view: QuestionReport) -> str:
    if view.sort is Sort.STORY:
        return "story"
    return words.topic(authored(view.topic, 80))


def said_lines(answer: AnswerReport, *, wiped: bool, limit: int) -> Iterator[str]:
    """Give what was asked and what the person wrote, as a quotation.

    Args:
        answer: One answer.
        wiped: Whether the words are no longer stored.
        limit: Characters of the person's words after each question.
    """
    if answer.source and not wiped:
        yield f"**You submitted**\n{fence(answer.source)}"
        return
    outlook = answer.outlook
    if (
        outlook.coded is not None
        or outlook.came is Came.NOT_REACHED
        or (outlook.came is Came.EMPTY and not outlook.points)
    ):
        return
    if wiped:
        yield WIPED
        return
    for nth, each in enumerate(answer.said):
        yield "**You wrote**" if nth == 0 else f"**Then I asked:** {authored(each.ask, _ASK)}"
        if each.words.strip():
            yield from (f"> {words.safe(line, limit)}" for line in _lines(each.words, limit))
        else:
            yield "> (nothing)"


def _lines(said: str, limit: int) -> list[str]:
    """Cut what somebody wrote to a length, in its own lines; where these are very short, the last ones are joined."""
    lines = [line for line in clip(words.visible(said).strip(), limit).split("\n") if line.strip()]
    most = max(1, limit // _SHORT_LINE)
    return lines if len(lines) <= most else [*lines[: most - 1], " ".join(lines[most - 1 :])]


def remarks(answer: AnswerReport) -> Iterator[str]:
    """Say what came of the answer as a whole, what it cost, and who heard it."""
    outlook = answer.outlook
    if outlook.came is Came.EMPTY:
        yield "Nothing was submitted." if not outlook.points else EMPTY
    elif outlook.came is Came.LOOK:
        yield f"{words.PARTLY_SIGN} {finding(outlook.why)} It counts once a peer has looked."
    elif outlook.came in _STATES:
        yield _STATES[outlook.came]
    if outlook.hints:
        yield f"{words.plural(outlook.hints, 'hint')} shown: −{25 * outlook.hints} %."
    if outlook.share is not None:
        of = " of its points by weight" if outlook.points else ""
        yield f"Counts as {words.percent(outlook.share)}{of}."
    yield from heard_by(outlook.heard_by, outlook.remark)


def point_lines(answer: AnswerReport) -> Iterator[str]:
    """List points with what became of them, checks of code, and mistakes."""
    outlook = answer.outlook
    yield from map(_point, outlook.points)
    if outlook.coded is not None:
        yield from _checks(outlook.coded.judgement.cases)
    for false, own in outlook.mistakes:
        said = f"“{words.quote(own, _EVIDENCE)}” " if own.strip() else ""
        yield f"{words.WRONG_SIGN} mistake: {said}heard as “{authored(false, _SAY).rstrip('.')}”; a tenth off."


def _point(each: PointFate) -> str:
    """Write a point with its sign, what became of it in a word, and the person's own words."""
    quote = f" “{words.quote(each.evidence, _EVIDENCE)}”" if each.evidence.strip() else ""
    part = f"{each.point.part.capitalize()}. " if each.point.part else ""
    say = f"{part}{one_line(each.point.say, _SAY)}"
    whose = "by a peer's word" if each.peer else "by your word"
    match each.fate:
        case Fate.HEARD:
            return f"{words.RIGHT_SIGN} heard: {say}{quote}"
        case Fate.NUDGED:
            return f"{words.PARTLY_SIGN} after a nudge, counts half: {say}{quote}"
        case Fate.SAID:
            half = ", after a nudge, counts half" if each.nudged else ""
            return f"{words.RIGHT_SIGN} said, {whose}{half}: {say}{quote}"
        case Fate.DENIED:
            return f"{words.WRONG_SIGN} not said, {whose}: {say}"
        case Fate.UNSURE:
            return f"{words.PARTLY_SIGN} unsure: {say}{quote}"
        case Fate.MISSED:
            return f"{words.WRONG_SIGN} not heard: {say}"
    assert_never(each.fate)


def _checks(cases: Sequence[CaseOutcome]) -> Iterator[str]:
    """List the shown examples one by one, and count the hidden cases by what became of them."""
    for each in cases:
        if not each.hidden and each.passed:
            yield f"{words.RIGHT_SIGN} passed: {inline(each.name, _SAY)}"
        elif not each.hidden:
            yield f"{words.WRONG_SIGN} not passed: {case(each, _SAY)}"
    counted = Counter((each.passed, each.reason) for each in cases if each.hidden)
    for (passed, reason), count in sorted(counted.items(), reverse=True)[:_KINDS]:
        hidden = words.plural(count, "hidden case")
        why = f": {words.safe(reason, _SAY)}" if reason else ""
        yield f"{words.RIGHT_SIGN} passed: {hidden}" if passed else f"{words.WRONG_SIGN} not passed: {hidden}{why}"


def better(view: QuestionReport) -> str:
    """Give the author's strong answer; empty where there is none."""
    task = view.variant.task
    if isinstance(task, CodeTask):
        return f"**A strong answer**\n{fence(task.solution)}"
    return f"**A strong answer** {authored(view.better, _BETTER)}" if view.better.strip() else ""
