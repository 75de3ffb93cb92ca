"""`/practice` in chat: asks, takes presses, forms and plain messages as answers, shows why."""

import logging
from typing import Any, Literal, assert_never

import discord
from discord import ButtonStyle, app_commands, ui

from bot.actions.views import Asked, Failed, Judged, SetDone
from bot.chat import answering
from bot.chat.answering import Whose
from bot.chat.app import App
from bot.chat.form import fault_form
from bot.chat.ident import ident, stale
from bot.chat.press import Handler, button
from bot.chat.screen import Row, Screen, compose
from bot.chat.turn import LONGEST_CHOICE, Turn, choices
from bot.render import practice as cards
from bot.render import sets, words
from bot.render.interview import not_here, submitted
from bot.rules.answer import Chosen, Typed
from bot.rules.errors import RuleBroken
from bot.rules.interview import State
from bot.rules.question import Level

LOG = logging.getLogger(__name__)
ROOM = "practice"
CODE_ROOM = "code"
"""The room that takes answers in code; it knows this one, so its name stands here."""
SPOKEN_ROOM = "spoken"
"""The room that takes answers in one's own words, likewise."""


def commands(app: App) -> tuple[app_commands.Command[Any, ..., None]]:
    """Make `/practice`."""

    @app_commands.command(name="practice", description="Answer a question and see why.")
    @app_commands.describe(topic="An area or topic; leave it out and I choose.", level="How hard it may be.")
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def practice(
        interaction: discord.Interaction,
        topic: app_commands.Range[str, 1, 100] | None = None,
        level: Literal["junior", "mid", "senior"] | None = None,
    ) -> None:
        turn = Turn(interaction, app)
        await see_free(turn)
        asked = await app.practice.start(turn.call, topic or "", Level(level) if level else None)
        await say(turn, asked)

    @practice.autocomplete("topic")
    async def topics(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await choices(app.practice.topics(Turn(interaction, app).call, typed[:LONGEST_CHOICE]))

    return (practice,)


async def see_free(turn: Turn) -> None:
    """See that no mock interview of the person's is on in this channel; one that is paused leaves room.

    Raises:
        RuleBroken: `interview_on`: one is.
    """
    running = await turn.app.interview.running(turn.call)
    if running is not None and running.channel_id == turn.call.channel_id and running.state is not State.PAUSED:
        raise RuleBroken("interview_on", not_here(running))


def question(asked: Asked, chosen: str = "") -> Screen:
    """Give the message that asks: letters or a select or `Answer`, then hint, "I don't know" and "Something wrong?".

    Args:
        asked: The question.
        chosen: A letter for each row of a match that was given one before, `-` for the others; mostly empty.
    """
    return Screen(cards.question(asked), (*_answering(asked, chosen), besides(asked)))


def verdict(judged: Judged) -> Screen:
    """Give the message that judges."""
    number = judged.attempt_id
    row = [button(words.NEXT, ident(ROOM, "next", number), ButtonStyle.primary)]
    if judged.told is not None and judged.told.unsure:
        left = words.plural(len(judged.told.unsure), "point")
        row.insert(0, button(words.MARK.format(left), ident(SPOKEN_ROOM, "mark", number), ButtonStyle.success))
    if judged.told is not None and judged.told.in_doubt:
        label, act = (words.LOOK_AGAIN, "again") if judged.told.asked else (words.ASK_EDITOR, "ask")
        row.append(button(label, ident(SPOKEN_ROOM, act, number)))
    if cards.has_other_options(judged):
        row.append(button(words.OTHERS, ident(ROOM, "others", number)))
    row.append(button(words.WRONG, ident(ROOM, "wrong", number)))
    return Screen(cards.verdict(judged), (tuple(row),))


async def close(channel: discord.abc.Messageable, judged: Judged, app: App) -> None:
    """Take the buttons off the question that was answered by a message."""
    if judged.message_id is None or not isinstance(channel, discord.DMChannel):
        return
    asked = Asked(judged.attempt_id, judged.variant, judged.subarea, judged.topic, judged.hints_shown)
    view, files = await compose(Screen(cards.question(asked)), app.pictures)
    try:
        await channel.get_partial_message(judged.message_id).edit(view=view, attachments=files)
    except discord.HTTPException as cause:  # such as one that the person deleted
        LOG.info("Message %d keeps its buttons: %s", judged.message_id, cause)


def _answering(asked: Asked, chosen: str) -> tuple[Row, ...]:
    if asked.variant.task is not None:
        label = words.TRY_AGAIN if asked.tries else words.SUBMIT
        return ((button(label, ident(CODE_ROOM, "submit", asked.attempt_id), ButtonStyle.primary),),)
    if asked.variant.spoken is not None:
        return ((button(words.ANSWER, ident(SPOKEN_ROOM, "write", asked.attempt_id), ButtonStyle.primary),),)
    return answering.controls(_whose(asked.attempt_id), asked.variant, asked.placed, chosen)


def _whose(attempt_id: int) -> Whose:
    return Whose(ROOM, (attempt_id,))


def besides(asked: Asked) -> Row:
    """Give the row below: a hint where there is one more, "I don't know" and "Something wrong?"."""
    row = []
    if asked.hints_shown < len(asked.variant.hints):
        so_far = "".join(map(words.letter, asked.placed))
        hint = ident(ROOM, "hint", asked.attempt_id, asked.hints_shown + 1, *filter(None, [so_far]))
        row.append(button(words.HINT, hint))
    row.append(button(words.GIVE_UP, ident(ROOM, "giveup", asked.attempt_id)))
    row.append(button(words.WRONG, ident(ROOM, "wrong", asked.attempt_id)))
    return tuple(row)


def in_interview(outcome: Asked | Failed | Judged) -> Screen:
    """Give the message that shows code in a mock interview: never the verdict, and a way to submit again."""
    asked = outcome.asked if isinstance(outcome, Failed) else outcome
    again = button(words.TRY_AGAIN, ident(CODE_ROOM, "submit", asked.attempt_id))
    return Screen(submitted(outcome), ((again,),))


def screen(outcome: Asked | Judged | SetDone) -> Screen:
    """Give the message that shows an attempt as it stands, or how a set went."""
    if not isinstance(outcome, SetDone) and outcome.interview_id is not None:
        return in_interview(outcome)
    match outcome:
        case Asked():
            return question(outcome)
        case Judged():
            return verdict(outcome)
        case SetDone():
            return Screen(sets.done(outcome))
    assert_never(outcome)


async def say(turn: Turn, outcome: Asked | Judged | SetDone) -> None:
    """Show it in a new message."""
    message_id = await turn.say(screen(outcome))
    if not turn.private and message_id is not None and isinstance(outcome, Asked):
        await turn.app.practice.placed(outcome.attempt_id, message_id)
    await _add(turn, outcome)


async def _edit(turn: Turn, outcome: Asked | Judged) -> None:
    await turn.edit(screen(outcome))
    await _add(turn, outcome)


async def _add(turn: Turn, outcome: Asked | Judged | SetDone) -> None:
    if isinstance(outcome, Judged) and outcome.said:
        await turn.tell(outcome.said)


async def _pick(turn: Turn) -> None:
    chosen = Chosen(frozenset({turn.ident.number(1)}))
    await _edit(turn, await turn.app.practice.answer(turn.call, turn.ident.number(0), chosen))


async def _picks(turn: Turn) -> None:
    chosen = answering.chosen(turn.form)
    await _edit(turn, await turn.app.practice.answer(turn.call, turn.ident.number(0), chosen))


async def _put(turn: Turn) -> None:
    """Show the order that a letter or Undo leads to."""
    await _edit(turn, await turn.app.practice.place(turn.call, turn.ident.number(0), turn.ident.maybe(1)))


async def _done(turn: Turn) -> None:
    order = answering.arranged(turn.ident.word(1))
    await _edit(turn, await turn.app.practice.answer(turn.call, turn.ident.number(0), order))


async def _rows(turn: Turn) -> None:
    """Open the form that matches rows with options; a press that comes too late shows what counts."""
    outcome = await turn.app.practice.place(turn.call, turn.ident.number(0), "")
    if isinstance(outcome, Judged):
        await _edit(turn, outcome)
    elif outcome.variant.matching is None:
        raise stale()
    else:
        key = outcome.variant.matching
        await turn.open(answering.rows_form(_whose(outcome.attempt_id), key, turn.ident.maybe(1)))


async def _matched(turn: Turn) -> None:
    """Grade the rows; where one has no option, the question's button keeps what the others had."""
    attempt_id, letters = turn.ident.number(0), answering.row_letters(turn.form)
    try:
        await _edit(turn, await turn.app.practice.answer(turn.call, attempt_id, answering.matched(letters)))
    except RuleBroken as refusal:
        outcome = await turn.app.practice.show(turn.call, attempt_id)
        if refusal.code != "incomplete" or not isinstance(outcome, Asked):
            raise
        await turn.edit(question(outcome, letters))
        await turn.tell(refusal.sentence)


async def _type(turn: Turn) -> None:
    await turn.open(answering.text_form(_whose(turn.ident.number(0)), turn.ident.word(1)))


async def _typed(turn: Turn) -> None:
    answer = Typed(turn.form.text("answer"))
    await _edit(turn, await turn.app.practice.answer(turn.call, turn.ident.number(0), answer))


async def _hint(turn: Turn) -> None:
    read = turn.ident
    await _edit(turn, await turn.app.practice.hint(turn.call, read.number(0), read.number(1), read.maybe(2)))


async def _give_up(turn: Turn) -> None:
    await _edit(turn, await turn.app.practice.give_up(turn.call, turn.ident.number(0)))


async def _next(turn: Turn) -> None:
    await say(turn, await turn.app.practice.following(turn.call, turn.ident.number(0)))


async def _others(turn: Turn) -> None:
    judged = await turn.app.practice.others(turn.call, turn.ident.number(0))
    await turn.say(Screen(cards.other_options(judged)))


def report_form(attempt_id: int) -> ui.Modal:
    """Give the form that says what is wrong with an attempt's question."""
    return fault_form(ident(ROOM, "report", attempt_id))


async def _wrong(turn: Turn) -> None:
    await turn.open(report_form(turn.ident.number(0)))


async def _report(turn: Turn) -> None:
    await turn.app.practice.report(turn.call, turn.ident.number(0), turn.form.text("words"))
    await turn.tell(words.THANKS if turn.private else words.THANKS_DIRECT)


ROUTES: dict[str, Handler] = {
    "pick": _pick,
    "picks": _picks,
    "type": _type,
    "typed": _typed,
    "put": _put,
    "done": _done,
    "rows": _rows,
    "matched": _matched,
    "hint": _hint,
    "giveup": _give_up,
    "next": _next,
    "others": _others,
    "wrong": _wrong,
    "report": _report,
}
