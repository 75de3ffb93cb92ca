"""Answers in one's own words in chat: the form, plain messages, what was heard, and what is left to mark."""

import logging
from collections.abc import Iterable
from typing import Any, assert_never

import discord
from discord import ButtonStyle, ui

from bot.actions.spoken_ports import SpokenAnswer
from bot.actions.views import Asked, Call, Judged, Kept
from bot.chat import practice, wording
from bot.chat.app import App
from bot.chat.form import modal, one_field
from bot.chat.ident import ident, number
from bot.chat.press import Handler, button
from bot.chat.screen import Screen
from bot.chat.spot import Reply, Spot
from bot.chat.turn import Turn
from bot.render import practice as cards
from bot.render import spoken, words
from bot.render.card import LIMIT, Card, assemble
from bot.rules.errors import HoldoutError
from bot.rules.heard import LONGEST_SPOKEN

LOG = logging.getLogger(__name__)
ROOM = practice.SPOKEN_ROOM


def screen(outcome: Kept | Judged) -> Screen:
    """Give the message that shows what came of an answer."""
    match outcome:
        case Judged():
            return practice.verdict(outcome)
        case Kept(asked):
            again = button(words.LOOK_AGAIN, ident(ROOM, "again", asked.attempt_id), ButtonStyle.primary)
            wrong = button(words.WRONG, ident(practice.ROOM, "wrong", asked.attempt_id))
            above, kept = cards.question(asked), assemble([spoken.kept()])
            fits = above.length + kept.length <= LIMIT
            return Screen(Card((*above.blocks, *kept.blocks)) if fits else kept, ((again, wrong),))
    assert_never(outcome)


async def answer(spot: Spot, call: Call, attempt_id: int, text: str, app: App) -> Kept | Judged:
    """Have what was written in a plain message graded, and show what came of it."""
    outcome = await app.speaking.answer(call, attempt_id, text, written=True)
    await spot.show(screen(outcome))
    if isinstance(outcome, Judged) and outcome.said:
        await spot.tell(outcome.said)
    return outcome


async def take_up(client: discord.Client, app: App, left: Iterable[SpokenAnswer]) -> None:
    """Grade what a stop of the bot left open; who wrote in direct messages is told there."""
    for kept in left:
        new = kept.new
        try:
            outcome = await app.speaking.take_up(kept)
        except HoldoutError as error:
            LOG.info("Answer %d is not graded: %s", kept.id, error)
            continue
        if new.written and isinstance(outcome, Judged):
            channel = client.get_partial_messageable(new.channel_id)
            await Reply(channel, new.channel_id, new.call_id, app, "late").show(screen(outcome))


def _text_form(attempt_id: int) -> ui.Modal:
    box: ui.TextInput[Any] = ui.TextInput(
        custom_id="words",
        style=discord.TextStyle.paragraph,
        placeholder=wording.SPOKEN_PLACEHOLDER,
        max_length=LONGEST_SPOKEN,
    )
    return one_field(words.ANSWER, ident(ROOM, "said", attempt_id), wording.SPOKEN_FIELD, box, wording.SPOKEN_HINT)


def _mark_form(judged: Judged) -> ui.Modal | None:
    """Make the form in which a person says which of the unsure points they made; None where none is left."""
    told, body = judged.told, judged.variant.spoken
    if told is None or body is None or not told.unsure:
        return None
    options = [
        discord.SelectOption(
            label=cards.field(body.points[place].say),
            value=str(place),
            description=cards.field(told.hearing.points[place].evidence or spoken.NOTHING_CLOSE),
        )
        for place in told.unsure
    ]
    box: ui.Select[Any] = ui.Select(
        custom_id="points",
        placeholder=wording.MARK_PLACEHOLDER,
        options=options,
        min_values=0,
        max_values=len(options),
        required=False,
    )
    label = ui.Label(text=wording.MARK_FIELD, description=wording.MARK_HINT, component=box)
    return modal(wording.MARK_TITLE, ident(ROOM, "marked", judged.attempt_id), label)


async def _show(turn: Turn, outcome: Kept | Judged) -> None:
    await turn.edit(screen(outcome))
    if isinstance(outcome, Judged) and outcome.said:
        await turn.tell(outcome.said)


async def _write(turn: Turn) -> None:
    """Open the form; a press that comes too late shows what counts."""
    shown = await turn.app.speaking.asking(turn.call, turn.ident.number(0))
    if isinstance(shown, Asked):
        await turn.open(_text_form(shown.attempt_id))
    else:
        await _show(turn, shown)


async def _said(turn: Turn) -> None:
    await turn.hold_edit()
    await _show(turn, await turn.app.speaking.answer(turn.call, turn.ident.number(0), turn.form.raw("words")))


async def _again(turn: Turn) -> None:
    await turn.hold_edit()
    await _show(turn, await turn.app.speaking.again(turn.call, turn.ident.number(0)))


async def _ask(turn: Turn) -> None:
    await turn.edit(screen(await turn.app.speaking.ask_editor(turn.call, turn.ident.number(0))))


async def _mark(turn: Turn) -> None:
    judged = await turn.app.speaking.marking(turn.call, turn.ident.number(0))
    form = _mark_form(judged)
    if form is None:
        await turn.edit(screen(judged))
    else:
        await turn.open(form)


async def _marked(turn: Turn) -> None:
    said = frozenset(map(number, turn.form.fields.get("points", ())))
    await _show(turn, await turn.app.speaking.mark(turn.call, turn.ident.number(0), said))


ROUTES: dict[str, Handler] = {
    "write": _write,
    "said": _said,
    "again": _again,
    "ask": _ask,
    "mark": _mark,
    "marked": _marked,
}
