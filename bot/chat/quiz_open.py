"""Open quizzes in chat: what begins one, and each member's own way through it, in one private message."""

from typing import Any

from discord import ButtonStyle, ui

from bot.actions.quiz_open_views import Way
from bot.actions.quiz_views import LobbyView
from bot.chat.answering import Whose, arranged, chosen, controls, matched, row_letters, rows_form, text_form
from bot.chat.ident import ident
from bot.chat.press import Handler, button
from bot.chat.quiz_mine import ROOM as QUIZ
from bot.chat.screen import Row, Screen
from bot.chat.turn import Turn
from bot.render import quiz_open as cards
from bot.render import words
from bot.rules.answer import Answer, Chosen, Typed
from bot.rules.errors import RuleBroken

ROOM = "open"
_GONE = frozenset({"time_up", "gone_on", "voided"})
"""Refusals of a press on a question that is over: the message then shows where its member is."""


def lobby(view: LobbyView) -> tuple[Row, ...]:
    """Give the buttons of the first message while the window is open."""
    return (
        (
            button(words.BEGIN, ident(ROOM, "begin", view.quiz_id), ButtonStyle.primary),
            button(words.BEGIN_AS_GUEST, ident(ROOM, "guest", view.quiz_id)),
            button(words.HOST, ident(QUIZ, "host", view.quiz_id, 0)),
        ),
    )


def screen(way: Way, kept: str = "") -> Screen:
    """Give a member's private message: the question that is open for them, or what comes next.

    Args:
        way: Where they are.
        kept: As `chosen` of `answering.controls`.
    """
    if way.mine is None:
        rows: tuple[Row, ...] = () if way.is_through else ((_show(way),),)
        return Screen(cards.way(way), rows)
    whose = Whose(ROOM, (way.quiz_id, way.mine.number))
    answering = controls(whose, way.mine.variant, way.mine.placed, kept, way.mine.answer)
    report = button(words.WRONG, ident(QUIZ, "wrong", way.quiz_id, way.mine.number))
    return Screen(cards.way(way), (*answering, (_next(way, answered=bool(way.mine.said)), report)))


def back(quiz_id: int) -> ui.Button[Any]:
    """Give the button that takes a member back to where they are."""
    return button(words.GO_ON, ident(ROOM, "begin", quiz_id), ButtonStyle.primary)


def _show(way: Way) -> ui.Button[Any]:
    label = words.SHOW_QUESTION.format(way.number)
    return button(label, ident(ROOM, "go", way.quiz_id, way.number), ButtonStyle.primary)


def _next(way: Way, *, answered: bool) -> ui.Button[Any]:
    """Give the way on from an open question; its label says so where it has no answer."""
    if way.number > way.total:
        label = words.FINISH if answered else words.SKIP_LAST
    else:
        label = words.NEXT_QUESTION if answered else words.SKIP
    style = ButtonStyle.success if answered else ButtonStyle.secondary
    return button(label, ident(ROOM, "go", way.quiz_id, way.number), style)


async def _begin(turn: Turn) -> None:
    await _enter(turn, guest=False)


async def _guest(turn: Turn) -> None:
    await _enter(turn, guest=True)


async def _enter(turn: Turn, *, guest: bool) -> None:
    way = await turn.app.quiz_open.begin(turn.call, turn.ident.number(0), guest=guest)
    turn.app.bell.hint()
    await turn.say(screen(way))


async def _go(turn: Turn) -> None:
    way = await turn.app.quiz_open.go_on(turn.call, turn.ident.number(0), turn.ident.number(1))
    turn.app.bell.hint()
    await turn.edit(screen(way))


async def _take(turn: Turn, answer: Answer) -> None:
    """Record an answer; where its question is over, show where the member is, and say why it does not count."""
    quiz_id, number = turn.ident.number(0), turn.ident.number(1)
    try:
        await turn.edit(screen(await turn.app.quiz_open.answer(turn.call, quiz_id, number, answer)))
    except RuleBroken as refusal:
        if refusal.code not in _GONE:
            raise
        await turn.edit(screen(await turn.app.quiz_open.show(turn.call, quiz_id)))
        await turn.tell(refusal.sentence)


async def _pick(turn: Turn) -> None:
    await _take(turn, Chosen(frozenset({turn.ident.number(2)})))


async def _picks(turn: Turn) -> None:
    await _take(turn, chosen(turn.form))


async def _type(turn: Turn) -> None:
    await turn.open(text_form(Whose(ROOM, (turn.ident.number(0), turn.ident.number(1))), turn.ident.word(2)))


async def _typed(turn: Turn) -> None:
    await _take(turn, Typed(turn.form.text("answer")))


async def _put(turn: Turn) -> None:
    """Show the order that a letter or Undo leads to."""
    read = turn.ident
    await turn.edit(screen(await turn.app.quiz_open.show(turn.call, read.number(0), read.number(1), read.maybe(2))))


async def _done(turn: Turn) -> None:
    await _take(turn, arranged(turn.ident.word(2)))


async def _rows(turn: Turn) -> None:
    """Open the form that matches rows; where their question is over, show where the member is."""
    quiz_id, number = turn.ident.number(0), turn.ident.number(1)
    way = await turn.app.quiz_open.show(turn.call, quiz_id)
    if way.mine is None or way.mine.number != number or way.mine.variant.matching is None:
        await turn.edit(screen(way))
    else:
        await turn.open(rows_form(Whose(ROOM, (quiz_id, number)), way.mine.variant.matching, turn.ident.maybe(2)))


async def _matched(turn: Turn) -> None:
    """Record the rows; where one has no option, the question's button keeps what the others had."""
    letters = row_letters(turn.form)
    try:
        await _take(turn, matched(letters))
    except RuleBroken as refusal:
        if refusal.code != "incomplete":
            raise
        await turn.edit(screen(await turn.app.quiz_open.show(turn.call, turn.ident.number(0)), letters))
        await turn.tell(refusal.sentence)


ROUTES: dict[str, Handler] = {
    "begin": _begin,
    "guest": _guest,
    "go": _go,
    "pick": _pick,
    "picks": _picks,
    "type": _type,
    "typed": _typed,
    "put": _put,
    "done": _done,
    "rows": _rows,
    "matched": _matched,
}
