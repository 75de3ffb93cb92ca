"""`/bank inbox` in chat: what members said is wrong, one report at a time, for editors."""

from typing import Any

import discord
from discord import ButtonStyle, app_commands, ui

from bot.actions.views import InboxView
from bot.chat.app import App
from bot.chat.ident import ident
from bot.chat.press import Handler, button
from bot.chat.screen import Attached, Screen
from bot.chat.turn import Turn
from bot.render import inbox as cards
from bot.render import words

ROOM = "inbox"
BANK_ROOM = "bank"
"""The room that shows a question to its editors; it knows this one, so its name stands here."""
HANDLED, WAITING = "handled", "waiting"


def add_command(bank: app_commands.Group, app: App) -> None:
    """Add `/bank inbox`; the actions refuse whoever is no editor."""

    @bank.command(name="inbox", description="What members said is wrong with a question or a run.")
    async def inbox(interaction: discord.Interaction) -> None:
        turn = Turn(interaction, app)
        await turn.say(screen(await app.inbox.look(turn.call), turn))


def screen(view: InboxView, turn: Turn) -> Screen:
    """Give the inbox, opened at a report."""
    report = view.report
    other = ident(ROOM, "open", WAITING if view.handled else HANDLED)
    switch = button(words.SHOW_WAITING if view.handled else words.SHOW_HANDLED, other)
    card = cards.card(view, turn.call.guild_id or 0)
    if report is None:
        return Screen(card, ((switch,),))
    acts: list[ui.Item[Any]] = []
    if view.handled:
        acts.append(button(words.REOPEN, ident(ROOM, "reopen", report.report_id)))
    elif not report.sealed:
        acts.append(button(words.DONE, ident(ROOM, "done", report.report_id), ButtonStyle.success))
    if report.question is not None:
        acts.append(button(words.ITS_QUESTION, ident(BANK_ROOM, "card", report.question.question_id)))
    pages = (
        _page(words.PREVIOUS, view.newer, "newer", handled=view.handled),
        _page(words.NEXT, view.older, "older", handled=view.handled),
        switch,
    )
    files = (Attached(f"run-{report.run.run_id}.txt", report.run.source),) if report.run is not None else ()
    return Screen(card, (tuple(acts), pages) if acts else (pages,), files)


def _page(label: str, report_id: int | None, way: str, *, handled: bool) -> ui.Item[Any]:
    """Make the button to another report; at an end of the list it is off."""
    return button(
        label, ident(ROOM, "look", report_id or 0, HANDLED if handled else WAITING, way), off=report_id is None
    )


async def _open(turn: Turn) -> None:
    handled = turn.ident.word(0) == HANDLED
    await turn.edit(screen(await turn.app.inbox.look(turn.call, handled=handled), turn))


async def _look(turn: Turn) -> None:
    view = await turn.app.inbox.look(turn.call, turn.ident.number(0), handled=turn.ident.word(1) == HANDLED)
    await turn.edit(screen(view, turn))


async def _done(turn: Turn) -> None:
    await turn.edit(screen(await turn.app.inbox.done(turn.call, turn.ident.number(0)), turn))


async def _reopen(turn: Turn) -> None:
    await turn.edit(screen(await turn.app.inbox.reopen(turn.call, turn.ident.number(0)), turn))


ROUTES: dict[str, Handler] = {"open": _open, "look": _look, "done": _done, "reopen": _reopen}
