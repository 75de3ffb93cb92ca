"""The host's panel of a quiz, seen by whoever opened it only: start, settings, next, void, stop."""

from collections.abc import Awaitable, Sequence
from typing import Any

import discord
from discord import ButtonStyle, ui

from bot.actions.quiz_views import HostView, QuestionView
from bot.chat import wording
from bot.chat.form import Form, modal, one_field
from bot.chat.ident import ident, number
from bot.chat.press import Handler, button, select
from bot.chat.quiz_mine import ROOM
from bot.chat.screen import Row, Screen, note
from bot.chat.turn import Turn
from bot.render import quiz_told as cards
from bot.render import words
from bot.rules.errors import RuleBroken
from bot.rules.quiz import MOST_TEAMS, OPEN_DAYS, Numbers, Options, Pace, State, options

NEEDED = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "create_public_threads": "Create Public Threads",
    "send_messages_in_threads": "Send Messages in Threads",
    "attach_files": "Attach Files",
    "read_message_history": "Read Message History",
}
"""What the bot must be allowed in a quiz's channel, by the names that Discord shows."""


def see_fit(channel: object, may: discord.Permissions) -> None:
    """See that a quiz can be held in a channel.

    Args:
        channel: Where.
        may: What the bot may do there.

    Raises:
        RuleBroken: `wrong_channel`: it can have no threads; `missing_permission`: the bot may not do what it must.
    """
    if not isinstance(channel, discord.TextChannel):
        raise RuleBroken("wrong_channel", cards.NOT_HERE)
    lacking = [name for asked, name in NEEDED.items() if not (may.administrator or getattr(may, asked))]
    if lacking:
        raise RuleBroken("missing_permission", cards.missing(lacking))


def screen(view: HostView) -> Screen:
    """Give the panel with what can be done now."""
    return Screen(cards.host(view), _rows(view))


def _rows(view: HostView) -> tuple[Row, ...]:
    match view.state:
        case State.LOBBY:
            return _lobby(view)
        case State.RUNNING:
            return tuple(filter(None, (_going_on(view), _questions(view), _whole(view))))
        case _:
            return ()


def _lobby(view: HostView) -> tuple[Row, Row]:
    """Give two rows, each of which fits on a phone."""
    return (
        (
            button(words.START_NOW, ident(ROOM, "begin", view.quiz_id), ButtonStyle.success),
            button(words.SETTINGS, ident(ROOM, "settings", view.quiz_id)),
            button(words.CANCEL, ident(ROOM, "cancel", view.quiz_id), ButtonStyle.danger),
        ),
        (
            button(words.ADD_FIVE, ident(ROOM, "later", view.quiz_id)),
            button(words.PREVIEW_QUESTIONS, ident(ROOM, "preview" if view.seen else "peek", view.quiz_id)),
        ),
    )


def _going_on(view: HostView) -> Row:
    if not view.can_next:
        return ()
    return (
        button(words.NEXT, ident(ROOM, "next", view.quiz_id, view.number), ButtonStyle.primary),
        button(words.WAIT, ident(ROOM, "wait", view.quiz_id, view.number)),
    )


def _questions(view: HostView) -> Row:
    """Give a list of the questions of an open quiz: they have no messages of their own that the panel could open on."""
    if view.closes_at is None:
        return ()
    numbers = [
        discord.SelectOption(label=f"{wording.QUESTION} {at}", value=str(at), default=at == view.number)
        for at in range(1, view.count + 1)
    ]
    return (select(ident(ROOM, "at", view.quiz_id), words.A_QUESTION, numbers),)


def _whole(view: HostView) -> Row:
    row = []
    if view.can_void:
        row.append(button(words.VOID, ident(ROOM, "void", view.quiz_id, view.number)))
    if view.can_unvoid:
        row.append(button(words.COUNT_AGAIN, ident(ROOM, "unvoid", view.quiz_id, view.number)))
    row.append(button(words.STOP, ident(ROOM, "ask", view.quiz_id, view.number), ButtonStyle.danger))
    return tuple(row)


async def _host(turn: Turn) -> None:
    quiz_id, at = turn.ident.number(0), turn.ident.number(1)
    await turn.say(screen(await turn.app.quiz.host(turn.call, quiz_id, at)))


async def _back(turn: Turn) -> None:
    quiz_id, at = turn.ident.number(0), turn.ident.number(1)
    await turn.edit(screen(await turn.app.quiz.host(turn.call, quiz_id, at)))


async def _at(turn: Turn) -> None:
    """Turn the panel to the question that was chosen."""
    (chosen,) = turn.form.chosen
    await turn.edit(screen(await turn.app.quiz.host(turn.call, turn.ident.number(0), number(chosen))))


async def _done(turn: Turn, act: Awaitable[HostView]) -> None:
    """Do something to the quiz, have everybody see it, and show the panel as it then is."""
    view = await act
    turn.app.bell.ring()
    await turn.edit(screen(view))


async def _begin(turn: Turn) -> None:
    await _done(turn, turn.app.quiz.begin(turn.call, turn.ident.number(0)))


async def _later(turn: Turn) -> None:
    await _done(turn, turn.app.quiz.later(turn.call, turn.ident.number(0)))


async def _cancel(turn: Turn) -> None:
    await _done(turn, turn.app.quiz.cancel(turn.call, turn.ident.number(0)))


async def _next(turn: Turn) -> None:
    await _done(turn, turn.app.quiz.next(turn.call, turn.ident.number(0), turn.ident.number(1)))


async def _wait(turn: Turn) -> None:
    await _done(turn, turn.app.quiz.wait(turn.call, turn.ident.number(0), turn.ident.number(1)))


async def _unvoid(turn: Turn) -> None:
    await _done(turn, turn.app.quiz.unvoid(turn.call, turn.ident.number(0), turn.ident.number(1)))


async def _void(turn: Turn) -> None:
    """Ask why; whoever may not do it is told before they write."""
    quiz_id, at = turn.ident.number(0), turn.ident.number(1)
    await turn.app.quiz.host(turn.call, quiz_id, at)
    box: ui.TextInput[Any] = ui.TextInput(
        custom_id="words", style=discord.TextStyle.paragraph, placeholder=wording.WRONG_HINT, max_length=1000
    )
    await turn.open(one_field(words.VOID, ident(ROOM, "voided", quiz_id, at), wording.VOID_FIELD, box))


async def _voided(turn: Turn) -> None:
    quiz_id, at = turn.ident.number(0), turn.ident.number(1)
    await _done(turn, turn.app.quiz.void(turn.call, quiz_id, at, turn.form.text("words")))


async def _ask(turn: Turn) -> None:
    quiz_id, at = turn.ident.number(0), turn.ident.number(1)
    row = (
        button(words.STOP_SURE, ident(ROOM, "stop", quiz_id), ButtonStyle.danger),
        button(words.BACK, ident(ROOM, "back", quiz_id, at)),
    )
    await turn.edit(Screen(note(cards.STOP_ASK), (row,)))


async def _stop(turn: Turn) -> None:
    await _done(turn, turn.app.quiz.stop(turn.call, turn.ident.number(0)))


async def _peek(turn: Turn) -> None:
    quiz_id = turn.ident.number(0)
    row = (
        button(words.PREVIEW_SURE, ident(ROOM, "preview", quiz_id), ButtonStyle.primary),
        button(words.BACK, ident(ROOM, "back", quiz_id, 0)),
    )
    await turn.edit(Screen(note(cards.PREVIEW_ASK), (row,)))


async def _preview(turn: Turn) -> None:
    """Show one of the questions with its key, and ways to the others."""
    quiz_id, at = turn.ident.number(0), number(turn.ident.maybe(1) or "0")
    views = await turn.app.quiz.preview(turn.call, quiz_id)
    turn.app.bell.ring()
    await turn.edit(_page(views, min(at, len(views) - 1)))


def _page(views: Sequence[QuestionView], at: int) -> Screen:
    quiz_id, last = views[at].quiz_id, len(views) - 1
    row = (
        button(words.PREVIOUS, ident(ROOM, "preview", quiz_id, max(0, at - 1), "back"), off=at == 0),
        button(words.NEXT, ident(ROOM, "preview", quiz_id, min(last, at + 1), "on"), off=at == last),
        button(words.BACK, ident(ROOM, "back", quiz_id, 0)),
    )
    return Screen(cards.preview(views[at]), (row,))


async def _settings(turn: Turn) -> None:
    quiz_id = turn.ident.number(0)
    view = await turn.app.quiz.host(turn.call, quiz_id)
    await turn.open(options_form(ident(ROOM, "set", quiz_id), view.options))


def options_form(custom_id: str, now: Options) -> ui.Modal:
    """Give the form with all that a host can set, as it is now."""
    seconds: ui.TextInput[Any] = ui.TextInput(custom_id="seconds", default=str(now.seconds), max_length=3)
    teams = [
        (wording.NO_TEAMS, "0"),
        *((wording.TEAMS.format(count), str(count)) for count in range(2, MOST_TEAMS + 1)),
    ]
    windows = [(wording.WINDOWS[days], str(days)) for days in OPEN_DAYS]
    return modal(
        words.SETTINGS,
        custom_id,
        ui.Label(text=wording.SECONDS_FIELD, description=wording.SECONDS_HINT, component=seconds),
        _choice(wording.PACE_FIELD, "pace", [(wording.PACES[one], one.value) for one in Pace], now.pace),
        _choice(wording.NUMBERS_FIELD, "numbers", [(wording.NUMBERS[one], one.value) for one in Numbers], now.numbers),
        _choice(wording.TEAMS_FIELD, "teams", teams, str(now.teams)),
        _choice(wording.WINDOW_FIELD, "window", windows, str(now.open_days)),
    )


def _choice(label: str, custom_id: str, offered: Sequence[tuple[str, str]], chosen: str) -> ui.Label[Any]:
    listed = [discord.SelectOption(label=text, value=value, default=value == chosen) for text, value in offered]
    one: ui.Select[Any] = ui.Select(custom_id=custom_id, required=True, options=listed)
    return ui.Label(text=label, component=one)


def options_of(form: Form) -> Options:
    """Read that form.

    Raises:
        RuleBroken: `bad_options`.
    """
    typed = form.text("seconds")
    if not typed.isdecimal():
        raise RuleBroken("bad_options", wording.SECONDS_WANTED)
    teams, days = number(form.text("teams")), number(form.text("window"))
    return options(int(typed), form.text("pace"), form.text("numbers"), teams, days)


async def _set(turn: Turn) -> None:
    await _done(turn, turn.app.quiz.set(turn.call, turn.ident.number(0), options_of(turn.form)))


ROUTES: dict[str, Handler] = {
    "host": _host,
    "back": _back,
    "at": _at,
    "begin": _begin,
    "later": _later,
    "cancel": _cancel,
    "settings": _settings,
    "set": _set,
    "peek": _peek,
    "preview": _preview,
    "next": _next,
    "wait": _wait,
    "void": _void,
    "voided": _voided,
    "unvoid": _unvoid,
    "ask": _ask,
    "stop": _stop,
}
