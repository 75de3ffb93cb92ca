"""A quiz's public messages with their buttons: lobby, question, reveal and end card."""

from typing import assert_never

from discord import ButtonStyle

from bot.actions.quiz_views import EndView, LobbyView, PublicView, QuestionView, RevealView
from bot.chat import quiz_open
from bot.chat.answering import Whose, controls
from bot.chat.ident import ident
from bot.chat.press import button
from bot.chat.quiz_mine import ROOM
from bot.chat.screen import Row, Screen
from bot.render import quiz as cards
from bot.render import quiz_open as quiz_open_cards
from bot.render import words
from bot.render.quiz_end import end
from bot.rules.quiz import State


def screen(view: PublicView) -> Screen:
    """Give a public message as it is to be."""
    match view:
        case LobbyView() if view.options.open_days:
            rows = quiz_open.lobby(view) if view.state is State.RUNNING else _lobby(view)
            return Screen(quiz_open_cards.lobby(view), rows)
        case LobbyView():
            return Screen(cards.lobby(view), _lobby(view))
        case QuestionView():
            return Screen(cards.question(view), _question(view))
        case RevealView():
            return Screen(cards.reveal(view), (_reveal(view),))
        case EndView():
            return Screen(end(view), (_end(view),))
    assert_never(view)


def _lobby(view: LobbyView) -> tuple[Row, ...]:
    if view.state not in (State.LOBBY, State.RUNNING):
        return ()
    joining = (
        button(words.JOIN, ident(ROOM, "join", view.quiz_id), ButtonStyle.primary),
        button(words.JOIN_AS_GUEST, ident(ROOM, "guest", view.quiz_id)),
        button(words.LEAVE, ident(ROOM, "leave", view.quiz_id)),
    )
    return joining, (button(words.HOST, ident(ROOM, "host", view.quiz_id, 0)),)


def _question(view: QuestionView) -> tuple[Row, ...]:
    """Give what answers a question, once it is open; what only one person may see opens privately."""
    if view.closes_at is None:
        return ()
    whose = Whose(ROOM, (view.quiz_id, view.number))
    last = (
        button(words.WRONG, whose.ident("wrong")),
        button(words.HOST, whose.ident("host")),
    )
    if view.own or view.variant.order is not None:
        label = words.MY_QUESTION if view.own else words.PUT_IN_ORDER
        return (button(label, whose.ident("show"), ButtonStyle.primary),), last
    return *controls(whose, view.variant), last


def _reveal(view: RevealView) -> Row:
    whose = Whose(ROOM, (view.quiz_id, view.number))
    row = [button(words.MY_ANSWER, whose.ident("mine"), ButtonStyle.primary)]
    if view.next_at is not None:
        row.append(button(words.READY, whose.ident("ready")))
    return *row, button(words.WRONG, whose.ident("wrong")), button(words.HOST, whose.ident("host"))


def _end(view: EndView) -> Row:
    return (
        button(words.MY_RESULTS, ident(ROOM, "results", view.quiz_id), ButtonStyle.primary),
        button(words.MY_MISTAKES, ident(ROOM, "mistakes", view.quiz_id)),
        button(words.TRY_IT, ident(ROOM, "try", view.quiz_id)),
    )
