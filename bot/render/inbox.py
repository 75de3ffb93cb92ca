"""The admins' inbox as cards: one report each, with what it is about."""

from bot.actions.inbox_views import InboxView, ReportedQuestion, ReportedRound, ReportedRun, ReportView
from bot.actions.spoken_views import ToMark
from bot.render import words
from bot.render.author import authored, fence
from bot.render.card import Card, Part, assemble
from bot.render.formulas import pictures_of
from bot.rules.heard import Ear
from bot.rules.source import text_of

NOTHING_WAITS = "### Inbox\nNothing waits. What members say with **Something wrong?** comes here."
NOTHING_HANDLED = "### Inbox\nNothing is done yet."
SEALED = (
    "This one is about a question that is open in a quiz you are in. What was said stands here after its reveal; "
    "other reports can be read meanwhile."
)
TO_MARK = "Somebody asks an editor which points their answer makes; I was not sure."
_EARS = {
    Ear.HEARD: f"{words.RIGHT_SIGN} heard",
    Ear.UNSURE: f"{words.PARTLY_SIGN} unsure",
    Ear.MISSED: f"{words.WRONG_SIGN} not heard",
}
_QUESTION_LIMIT = 1200
_POINT_LIMIT = 200
_LEAST = 120
_MESSAGE = "https://discord.com/channels/{guild}/{thread}/{message}"


def card(view: InboxView, guild_id: int) -> Card:
    """Draw an inbox, opened at a report of a server."""
    if view.report is None:
        return assemble([Part(NOTHING_HANDLED if view.handled else NOTHING_WAITS)])
    report = view.report
    head = f"### Inbox · {view.place} of {view.of} {'done' if view.handled else 'to look at'}"
    if report.sealed:
        return assemble([Part(f"{head}\n{SEALED}")])
    asks = [TO_MARK] if report.answer is not None else []
    said = "\n".join([head, *asks, *_quoted(report.words), *_small(report, guild_id)])
    question = report.question
    return assemble(
        [
            Part(said, len(said)),
            Part(_question(question), _LEAST) if question is not None else None,
            *(pictures_of(question.variant.text) if question is not None else ()),
            Part(_run(report.run), _LEAST) if report.run is not None else None,
            *((Part(_answer(report.answer), _LEAST), Part(_points(report.answer), _LEAST)) if report.answer else ()),
        ]
    )


def _quoted(said: str) -> list[str]:
    """Show a member's own words, line by line."""
    return [f"> {words.safe(line, len(line))}" for line in words.visible(said).splitlines() if line.strip()]


def _small(report: ReportView, guild_id: int) -> list[str]:
    """Say when it was reported, where, and who has handled it."""
    lines = [f"-# reported {words.stamp(report.at)}"]
    if report.round is not None:
        lines[0] += f" · {_place(report.round, guild_id)}"
    if report.handled_at is not None and report.handled_by is not None:
        lines.append(
            f"-# {words.RIGHT_SIGN} done by {words.member(report.handled_by)} {words.stamp(report.handled_at)}"
        )
    return lines


def _place(where: ReportedRound, guild_id: int) -> str:
    """Name a question by its quiz, with a link to its message where there is one."""
    number = f"question {where.number}"
    if where.thread_id is not None and where.message_id is not None:
        link = _MESSAGE.format(guild=guild_id, thread=where.thread_id, message=where.message_id)
        number = f"[{number}]({link})"
    voided = f" · voided by {words.member(where.voided_by)}" if where.voided_by is not None else ""
    return f"quiz **{words.safe(where.title)}**, {number}{voided}"


def _question(question: ReportedQuestion) -> str:
    """Show a question with the numbers that were asked."""
    where = "this server's own" if question.own else "built in"
    head = f"**{words.safe(question.question_id)}** · version {question.version} · {where}"
    small = f"-# {words.safe(question.subarea)} · {words.safe(words.topic(question.topic))}"
    return f"{head}\n{small}\n{authored(question.variant.text, _QUESTION_LIMIT)}"


def _answer(answer: ToMark) -> str:
    return "\n".join(["**What was said**", *_quoted(answer.words)])


def _points(answer: ToMark) -> str:
    """List the points with what the grader heard, or what an editor said."""
    return "\n".join(map(_point, answer.points, _signs(answer)))


def _signs(answer: ToMark) -> list[str]:
    if answer.made is not None:
        made = answer.made
        return [
            f"{words.RIGHT_SIGN} made" if place in made else f"{words.WRONG_SIGN} not made"
            for place, _ in enumerate(answer.points)
        ]
    return [_EARS[point.ear] for point in answer.hearing.points]


def _point(say: str, sign: str) -> str:
    return f"{sign}: {authored(say, _POINT_LIMIT)}"


def _run(run: ReportedRun) -> str:
    """Show what was run and how it ended."""
    ended = f"ended: {run.status.replace('_', ' ')}" if run.status else "still running"
    return f"**Run {run.run_id}** · {ended}\n{fence(text_of(run.source))}"
