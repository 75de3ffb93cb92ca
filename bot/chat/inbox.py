"""`/bank inbox` in chat: what members said is wrong, one report at a time, for editors."""

from typing import Any

import discord
from discord import ButtonStyle, app_commands, ui

from bot.actions.inbox_views import InboxView
from bot.chat import wording
from bot.chat.app import App
from bot.chat.form import modal
from bot.chat.ident import ident, number
from bot.chat.press import Handler, button
from bot.chat.screen import Attached, Screen
from bot.chat.turn import Turn
from bot.render import inbox as cards
from bot.render import words
from bot.render.practice import field
from bot.rules.heard import Ear

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
        if report.answer is not None:
            acts.append(button(words.MARK_IT, ident(ROOM, "mark", report.report_id), ButtonStyle.primary))
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


async def _mark(turn: Turn) -> None:
    """Open the form in which an editor says which points an answer makes; the grader's own view is filled in."""
    view = await turn.app.inbox.look(turn.call, turn.ident.number(0))
    report = view.report
    if report is None or report.report_id != turn.ident.number(0) or report.answer is None:
        await turn.edit(screen(view, turn))
        return
    heard = [point.ear is Ear.HEARD for point in report.answer.hearing.points]
    options = [
        discord.SelectOption(label=field(say), value=str(place), default=heard[place])
        for place, say in enumerate(report.answer.points)
    ]
    box: ui.Select[Any] = ui.Select(
        custom_id="points", options=options, min_values=0, max_values=len(options), required=False
    )
    label = ui.Label(text=wording.MADE_FIELD, description=wording.MADE_HINT, component=box)
    await turn.open(modal(wording.MADE_TITLE, ident(ROOM, "marked", report.report_id), label))


async def _marked(turn: Turn) -> None:
    made = frozenset(map(number, turn.form.fields.get("points", ())))
    await turn.app.speaking.mark_for(turn.call, turn.ident.number(0), made)
    await turn.edit(screen(await turn.app.inbox.look(turn.call, turn.ident.number(0)), turn))


ROUTES: dict[str, Handler] = {
    "open": _open,
    "look": _look,
    "done": _done,
    "reopen": _reopen,
    "mark": _mark,
    "marked": _marked,
}
