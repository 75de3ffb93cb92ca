"""A mock interview's messages with their buttons, as whoever it is held with sees them."""

from dataclasses import replace
from typing import Any

from discord import ButtonStyle, ui

from bot.actions.interview_views import AskView, Opening, PausedView, Running
from bot.chat.ident import ident
from bot.chat.press import button
from bot.chat.screen import Row, Screen
from bot.render import interview as cards
from bot.render import words
from bot.rules.interview import State

ROOM = "iv"
ALONE, LOOP = "one", "loop"
"""Whether a round stands alone or is one of a loop."""


def opening(view: Opening, *, threads: bool = True) -> Screen:
    """Give what stands before a round begins.

    Args:
        view: The round.
        threads: Whether the bot can open a private thread in this channel; in direct messages it makes no difference.
    """
    if view.running is not None:
        return Screen(cards.opening(view), (_standing(view.running),))
    of = (view.kind.value, view.level.value, f"{view.seed}.{LOOP if view.loop is not None else ALONE}")
    start = button(words.START, ident(ROOM, "start", *of), ButtonStyle.primary)
    direct = button(words.START_DIRECT, ident(ROOM, "startdm", *of))
    change = button(words.CHANGE_ROUND, ident(ROOM, "change", *of))
    not_now = button(words.NOT_NOW, ident(ROOM, "notnow"))
    if not view.in_server:
        return Screen(cards.opening(view), ((start, change, not_now),))
    if not threads:
        return Screen(cards.opening(replace(view, in_server=False)), ((direct,), (change, not_now)))
    return Screen(cards.opening(view), ((start, direct), (change, not_now)))


def _standing(running: Running) -> Row:
    return (
        button(words.GO_ON, ident(ROOM, "back", running.interview_id), ButtonStyle.primary),
        button(words.END_IT, ident(ROOM, "leave", running.interview_id)),
    )


def resumed(running: Running, *, here: bool, in_server: bool) -> Screen:
    """Give where somebody's interview stands, and the ways on from there.

    Args:
        running: The interview.
        here: Whether it is held where this is shown.
        in_server: Whether this is shown in a server.
    """
    row = [button(words.END_IT, ident(ROOM, "leave", running.interview_id))]
    if in_server:
        row.insert(0, button(words.GO_ON_DIRECT, ident(ROOM, "direct", running.interview_id)))
    if running.state is State.PAUSED:
        row.insert(0, button(words.GO_ON, ident(ROOM, "back", running.interview_id), ButtonStyle.primary))
    return Screen(cards.resumed(running, here=here), (tuple(row),))


def ask(view: AskView) -> Screen:
    """Give what the interviewer asks; once it is answered it has no buttons."""
    return Screen(cards.ask(view), _asking(view) if view.open else ())


def _asking(view: AskView) -> tuple[Row, ...]:
    about = (view.interview_id, view.turn)
    first = []
    if view.code_attempt_id is not None:
        first.append(button(words.SUBMIT, ident(ROOM, "code", *about, view.code_attempt_id), ButtonStyle.primary))
    if view.direct or view.code_attempt_id is not None:
        first.append(button(words.DONE, ident(ROOM, "done", *about), ButtonStyle.success))
    else:
        first.append(button(words.ANSWER, ident(ROOM, "write", *about), ButtonStyle.primary))
    if view.ask:
        first.append(button(words.NOTHING_TO_ADD, ident(ROOM, "nothing", *about)))
    if view.facts and not view.direct:
        first.append(button(words.ASK, ident(ROOM, "ask", *about)))
    hints = []
    if view.hints_left and not view.ask:
        hints.append(button(words.HINT, ident(ROOM, "hint", *about, len(view.hints) + 1)))
    pause = button(words.PAUSE, ident(ROOM, "pause", view.interview_id))
    if view.opens and not view.direct:
        move = button(words.GO_ON_DIRECT, ident(ROOM, "direct", view.interview_id))
        return (*first, pause), (*hints, move)
    faults = [fault(view.interview_id, view.turn)] if _has_room(view) else []
    if len(first) + len(hints) + len(faults) < _IN_A_ROW:
        return ((*first, *hints, pause, *faults),)
    return ((*first, pause), (*hints, *faults)) if hints or faults else ((*first, pause),)


def asking_marks(view: AskView) -> frozenset[str]:
    """Give the buttons one of which stands on a question as long as it is open, and on nothing else."""
    return frozenset(ident(ROOM, act, view.interview_id, view.turn) for act in ("done", "write"))


def _has_room(view: AskView) -> bool:
    """Tell whether a question has a place for "Something wrong?": beside its code, or where no hint can be.

    Elsewhere it stands in the message's menu, on a pause, where no time runs, and in the report.
    """
    return not view.ask and (view.code_attempt_id is not None or not view.variant.hints)


def fault(interview_id: int, turn: int) -> ui.Button[Any]:
    """Give the button that says what is wrong with a turn's question."""
    return button(words.WRONG, ident(ROOM, "wrong", interview_id, turn))


_IN_A_ROW = 3


def paused(view: PausedView) -> Screen:
    """Give what stands while an interview is paused."""
    if view.gone_on:
        return Screen(cards.paused(view))
    row = (
        button(words.GO_ON, ident(ROOM, "on", view.interview_id), ButtonStyle.primary),
        button(words.END_IT, ident(ROOM, "leave", view.interview_id)),
        *([fault(view.interview_id, view.turn)] if view.turn else []),
    )
    return Screen(cards.paused(view), (row,))


def pause_marks(view: PausedView) -> frozenset[str]:
    """Give the buttons that stand on a pause until it is over, and on nothing else."""
    return frozenset({ident(ROOM, "on", view.interview_id)})


def leaving(interview_id: int) -> Screen:
    """Ask once more before an interview ends."""
    row = (
        button(words.END_SURE, ident(ROOM, "end", interview_id), ButtonStyle.danger),
        button(words.KEEP, ident(ROOM, "keep", interview_id)),
    )
    return Screen(cards.leaving(), (row,))
