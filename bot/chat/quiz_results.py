"""`/quiz results` in chat: boards and one's own answers, privately; mistakes to come back; a file for the host."""

import asyncio
from collections.abc import Sequence
from typing import Any

import discord
from discord import ButtonStyle, app_commands

from bot.actions.quiz_results_views import Mistakes, OwnAnswer, Results
from bot.chat.app import App
from bot.chat.ident import ident, number
from bot.chat.press import Handler, button, select
from bot.chat.quiz_answer import report_form
from bot.chat.quiz_mine import ROOM
from bot.chat.screen import Attached, Row, Screen, note
from bot.chat.turn import Turn
from bot.render import quiz_csv as table
from bot.render import quiz_results as cards
from bot.render import words


def commands(app: App) -> tuple[app_commands.Command[Any, ..., None]]:
    """Make `/quiz results`."""

    @app_commands.command(name="results", description="Boards and your own answers of the last quizzes here.")
    async def results(interaction: discord.Interaction) -> None:
        turn = Turn(interaction, app)
        await turn.say(boards(await app.quiz_results.newest(turn.call)))

    return (results,)


def boards(view: Results) -> Screen:
    """Give a quiz's boards with one's own places, and what leads on from there."""
    quiz_id = view.end.quiz_id
    row: Row = ()
    if view.own:
        row = (
            button(words.MY_ANSWERS, ident(ROOM, "answers", quiz_id, 0), ButtonStyle.primary),
            button(words.MY_MISTAKES, ident(ROOM, "mistakes", quiz_id, 0)),
        )
    if view.exports:
        row = (*row, button(words.EXPORT_CSV, ident(ROOM, "export", quiz_id)))
    return Screen(cards.results(view), tuple(filter(None, (_others(view), row))))


def _others(view: Results) -> Row:
    """Give the list of the server's last quizzes where there are others than this one."""
    options = []
    for quiz in view.others:
        title, when = cards.line(quiz)
        shown = quiz.quiz_id == view.end.quiz_id
        options.append(discord.SelectOption(label=title, description=when, value=str(quiz.quiz_id), default=shown))
    return (select(ident(ROOM, "boards"), words.ANOTHER_QUIZ, options),) if len(options) > 1 else ()


def answers(view: Results, page: int) -> Screen:
    """Give a page of one's own answers."""
    return Screen(cards.answers(view, page), _below("answers", view.end.quiz_id, view.own, page))


def mistakes(view: Mistakes, page: int) -> Screen:
    """Give a page of what one missed or had wrong."""
    return Screen(cards.mistakes(view, page), _below("mistakes", view.quiz_id, view.own, page))


def _below(act: str, quiz_id: int, own: Sequence[OwnAnswer], page: int) -> tuple[Row, ...]:
    """Give what stands below a page of answers: a list of its questions, to say what is wrong, and the way on."""
    options = [
        discord.SelectOption(label=label, description=about or None, value=str(each.number))
        for each in cards.page_of(own, page)
        for label, about in (cards.named(each),)
    ]
    of = cards.pages(own)
    turning = _turning(act, quiz_id, min(page, of - 1), of)
    return ((select(ident(ROOM, "faulty", quiz_id), words.WRONG, options),), turning) if options else (turning,)


def _turning(act: str, quiz_id: int, page: int, of: int) -> Row:
    """Give the way back to the boards, and from page to page."""
    back = button(words.BOARDS, ident(ROOM, "board", quiz_id))
    if of == 1:
        return (back,)
    return (
        button(words.PREVIOUS, ident(ROOM, act, quiz_id, max(0, page - 1)), off=page == 0),
        button(words.NEXT, ident(ROOM, act, quiz_id, page + 1), off=page == of - 1),
        back,
    )


async def _results(turn: Turn) -> None:
    """Answer the end card's button: it stays as it is, and the results come privately."""
    await turn.say(boards(await turn.app.quiz_results.show(turn.call, turn.ident.number(0))))


async def _board(turn: Turn) -> None:
    await turn.edit(boards(await turn.app.quiz_results.show(turn.call, turn.ident.number(0))))


async def _boards(turn: Turn) -> None:
    await turn.edit(boards(await turn.app.quiz_results.show(turn.call, number("".join(turn.form.chosen)))))


async def _answers(turn: Turn) -> None:
    view = await turn.app.quiz_results.show(turn.call, turn.ident.number(0))
    await turn.edit(answers(view, turn.ident.number(1)))


async def _mistakes(turn: Turn) -> None:
    """Show mistakes: beside the end card, whose button names no page, or in place of what is private already."""
    view = await turn.app.quiz_results.mistakes(turn.call, turn.ident.number(0))
    if turn.ident.maybe(1):
        await turn.edit(mistakes(view, turn.ident.number(1)))
    else:
        await turn.say(mistakes(view, 0))


async def _faulty(turn: Turn) -> None:
    """Open the form that says what is wrong with the question that was chosen."""
    await turn.open(report_form(turn.ident.number(0), number("".join(turn.form.chosen))))


async def _export(turn: Turn) -> None:
    await turn.hold()
    export = await turn.app.quiz_results.export(turn.call, turn.ident.number(0))
    written = [table.head()]
    for taker in export.takers:
        written.append(table.lines(export, taker))
        await asyncio.sleep(0)  # others' presses come first: a large quiz has thousands of lines
    file = Attached(f"quiz-{export.quiz_id}.csv", "".join(written).encode())
    await turn.say(Screen(note(cards.EXPORTED), files=(file,)))


ROUTES: dict[str, Handler] = {
    "results": _results,
    "board": _board,
    "boards": _boards,
    "answers": _answers,
    "mistakes": _mistakes,
    "faulty": _faulty,
    "export": _export,
}
