"""`/practice` in chat: asks, takes presses, forms and plain messages as answers, shows why."""

import logging
from typing import Any, Literal, assert_never

import discord
from discord import ButtonStyle, app_commands, ui

from bot.actions.views import Asked, Judged
from bot.chat import wording
from bot.chat.app import App
from bot.chat.form import modal, one_field
from bot.chat.ident import ident, number, stale
from bot.chat.press import Handler, button, select
from bot.chat.screen import Row, Screen, compose
from bot.chat.turn import LONGEST_CHOICE, Turn, choices
from bot.render import practice as cards
from bot.render import words
from bot.rules.answer import Arranged, Chosen, Matched, Typed
from bot.rules.errors import RuleBroken
from bot.rules.practice import LETTERS
from bot.rules.question import Level, QuestionType
from bot.rules.variant import MatchKey, OrderKey

LOG = logging.getLogger(__name__)
ROOM = "practice"
CODE_ROOM = "code"
"""The room that takes answers in code; it knows this one, so its name stands here."""
NUMBER, TERM = "number", "term"
IN_A_ROW = 5
LETTERS_IN_A_ROW = 4
FIELD_LIMIT = 100
OPEN = "-"


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
        asked = await app.practice.start(turn.call, topic or "", Level(level) if level else None)
        await _say(turn, asked)

    @practice.autocomplete("topic")
    async def topics(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await choices(app.practice.topics(Turn(interaction, app).call, typed[:LONGEST_CHOICE]))

    return (practice,)


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
    attempt_id, variant = asked.attempt_id, asked.variant
    if variant.task is not None:
        label = words.TRY_AGAIN if asked.tries else words.SUBMIT
        return ((button(label, ident(CODE_ROOM, "submit", attempt_id), ButtonStyle.primary),),)
    if variant.order is not None:
        return _ordering(attempt_id, variant.order, "".join(map(words.letter, asked.placed)))
    if variant.matching is not None:
        custom_id = ident(ROOM, "rows", attempt_id, *filter(None, [chosen]))
        return ((button(words.ANSWER, custom_id, ButtonStyle.primary),),)
    match variant.question.type:
        case QuestionType.SINGLE:
            letters = [
                button(words.letter(place), ident(ROOM, "pick", attempt_id, place), ButtonStyle.primary)
                for place in range(len(variant.options))
            ]
            return tuple(tuple(letters[first : first + IN_A_ROW]) for first in range(0, len(letters), IN_A_ROW))
        case QuestionType.MULTIPLE:
            options = [
                discord.SelectOption(label=cards.label(option, place), value=str(place))
                for place, option in enumerate(variant.options)
            ]
            return ((select(ident(ROOM, "picks", attempt_id), words.CHOOSE, options, 1, len(options)),),)
        case kind:
            said = NUMBER if kind is QuestionType.NUMERIC else TERM
            return ((button(words.ANSWER, ident(ROOM, "type", attempt_id, said), ButtonStyle.primary),),)


def _ordering(attempt_id: int, key: OrderKey, so_far: str) -> tuple[Row, ...]:
    """Give a button for each letter; each carries the order that pressing it leads to, and so does Undo."""
    undo = button(words.UNDO, ident(ROOM, "put", attempt_id, *filter(None, [so_far[:-1]])))
    if len(so_far) == len(key.items):
        return ((button(words.DONE, ident(ROOM, "done", attempt_id, so_far), ButtonStyle.success), undo),)
    letters = [words.letter(place) for place in range(len(key.items))]
    buttons = [
        button(one, ident(ROOM, "put", attempt_id, so_far + one), ButtonStyle.primary, off=one in so_far)
        for one in letters
    ]
    half = len(buttons) if len(buttons) <= LETTERS_IN_A_ROW else (len(buttons) + 1) // 2
    rows = [buttons[:half], buttons[half:]] if buttons[half:] else [buttons]
    if so_far:
        rows[-1].append(undo)
    return tuple(map(tuple, rows))


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


def screen(outcome: Asked | Judged) -> Screen:
    """Give the message that shows an attempt as it stands."""
    match outcome:
        case Asked():
            return question(outcome)
        case Judged():
            return verdict(outcome)
    assert_never(outcome)


async def _say(turn: Turn, outcome: Asked | Judged) -> None:
    message_id = await turn.say(screen(outcome))
    if not turn.private and message_id is not None and isinstance(outcome, Asked):
        await turn.app.practice.placed(outcome.attempt_id, message_id)
    await _add(turn, outcome)


async def _edit(turn: Turn, outcome: Asked | Judged) -> None:
    await turn.edit(screen(outcome))
    await _add(turn, outcome)


async def _add(turn: Turn, outcome: Asked | Judged) -> None:
    if isinstance(outcome, Judged) and outcome.said:
        await turn.tell(outcome.said)


async def _pick(turn: Turn) -> None:
    chosen = Chosen(frozenset({turn.ident.number(1)}))
    await _edit(turn, await turn.app.practice.answer(turn.call, turn.ident.number(0), chosen))


async def _picks(turn: Turn) -> None:
    chosen = Chosen(frozenset(map(number, turn.form.chosen)))
    await _edit(turn, await turn.app.practice.answer(turn.call, turn.ident.number(0), chosen))


async def _put(turn: Turn) -> None:
    """Show the order that a letter or Undo leads to."""
    await _edit(turn, await turn.app.practice.place(turn.call, turn.ident.number(0), turn.ident.maybe(1)))


async def _done(turn: Turn) -> None:
    order = Arranged(tuple(map(LETTERS.find, turn.ident.word(1))))
    await _edit(turn, await turn.app.practice.answer(turn.call, turn.ident.number(0), order))


async def _rows(turn: Turn) -> None:
    """Open the form that matches rows with options; a press that comes too late shows what counts."""
    outcome = await turn.app.practice.place(turn.call, turn.ident.number(0), "")
    if isinstance(outcome, Judged):
        await _edit(turn, outcome)
    elif outcome.variant.matching is None:
        raise stale()
    else:
        await turn.open(_matching(outcome.attempt_id, outcome.variant.matching, turn.ident.maybe(1)))


def _matching(attempt_id: int, key: MatchKey, chosen: str) -> ui.Modal:
    """Make the form; `chosen` holds a letter for each row that had one before."""
    fields = []
    for place, row in enumerate(key.rows):
        options = [
            discord.SelectOption(
                label=cards.label(option, at),
                value=words.letter(at),
                default=chosen[place : place + 1] == words.letter(at),
            )
            for at, option in enumerate(key.options)
        ]
        lists: ui.Select[Any] = ui.Select(
            custom_id=f"row{place}", placeholder=wording.ROW_HINT, options=options, required=True
        )
        text = cards.field(row, FIELD_LIMIT)
        fields.append(ui.Label(text=f"{wording.ROW_FIELD} {place + 1}", description=text, component=lists))
    return modal(words.ANSWER, ident(ROOM, "matched", attempt_id), *fields)


async def _matched(turn: Turn) -> None:
    """Grade the rows; where one has no option, the question's button keeps what the others had."""
    form, attempt_id = turn.form, turn.ident.number(0)
    letters = "".join(form.text(f"row{place}")[:1] or OPEN for place in range(len(form.fields)))
    try:
        answer = Matched(tuple(map(LETTERS.find, letters)))
        await _edit(turn, await turn.app.practice.answer(turn.call, attempt_id, answer))
    except RuleBroken as refusal:
        outcome = await turn.app.practice.show(turn.call, attempt_id)
        if refusal.code != "incomplete" or not isinstance(outcome, Asked):
            raise
        await turn.edit(question(outcome, letters))
        await turn.tell(refusal.sentence)


async def _type(turn: Turn) -> None:
    attempt_id, numeric = turn.ident.number(0), turn.ident.word(1) == NUMBER
    label, hint = (wording.NUMBER_FIELD, words.NUMBER_HELP) if numeric else (wording.TERM_FIELD, words.TERM_HELP)
    box: ui.TextInput[Any] = ui.TextInput(custom_id="answer", placeholder=hint, max_length=200)
    await turn.open(one_field(words.ANSWER, ident(ROOM, "typed", attempt_id), label, box))


async def _typed(turn: Turn) -> None:
    answer = Typed(turn.form.text("answer"))
    await _edit(turn, await turn.app.practice.answer(turn.call, turn.ident.number(0), answer))


async def _hint(turn: Turn) -> None:
    read = turn.ident
    await _edit(turn, await turn.app.practice.hint(turn.call, read.number(0), read.number(1), read.maybe(2)))


async def _give_up(turn: Turn) -> None:
    await _edit(turn, await turn.app.practice.give_up(turn.call, turn.ident.number(0)))


async def _next(turn: Turn) -> None:
    await _say(turn, await turn.app.practice.following(turn.call, turn.ident.number(0)))


async def _others(turn: Turn) -> None:
    judged = await turn.app.practice.others(turn.call, turn.ident.number(0))
    await turn.say(Screen(cards.other_options(judged)))


def report_form(attempt_id: int) -> ui.Modal:
    """Give the form that says what is wrong with an attempt's question."""
    box: ui.TextInput[Any] = ui.TextInput(
        custom_id="words", style=discord.TextStyle.paragraph, placeholder=wording.WRONG_HINT, max_length=1000
    )
    return one_field(words.WRONG, ident(ROOM, "report", attempt_id), wording.WRONG_FIELD, box)


async def _wrong(turn: Turn) -> None:
    await turn.open(report_form(turn.ident.number(0)))


async def _report(turn: Turn) -> None:
    await turn.app.practice.report(turn.call, turn.ident.number(0), turn.form.text("words"))
    await turn.tell(words.THANKS)


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
