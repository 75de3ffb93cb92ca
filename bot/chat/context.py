"""The menus on messages in chat ("Apps"): run or submit code, report a fault, make a question of what was said."""

from contextlib import suppress

import discord
from discord import app_commands

from bot.chat import bank, code, interview_cards, practice, quiz_answer, quiz_mine, spoken
from bot.chat.app import App
from bot.chat.ident import Ident, read
from bot.chat.interview import report_fault
from bot.chat.sent import ids_of, texts_of
from bot.chat.spot import Answer
from bot.chat.turn import Turn
from bot.render import words
from bot.rules.errors import RuleBroken
from bot.rules.source import code_block

_ABOUT = {
    practice.ROOM: dict.fromkeys(practice.ROUTES, 1),
    code.ROOM: {"wrong": 1},
    spoken.ROOM: dict.fromkeys(spoken.ROUTES, 1),
    quiz_mine.ROOM: dict.fromkeys(quiz_answer.ROUTES, 2),
    interview_cards.ROOM: dict.fromkeys(("done", "write", "nothing", "ask", "hint", "code", "wrong"), 2),
}
"""Which buttons say what a message shows, by room and act, in how many numbers."""


def commands(app: App) -> tuple[app_commands.ContextMenu, ...]:
    """Make "Something wrong?", "Make a question of this", "Run code" and "Submit as answer"."""

    @app_commands.context_menu(name=words.WRONG)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def wrong(interaction: discord.Interaction, message: discord.Message) -> None:
        turn = Turn(interaction, app)
        await _report(turn, _shown(message, interaction.application_id))

    @app_commands.context_menu(name=words.MAKE_QUESTION)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def make(interaction: discord.Interaction, message: discord.Message) -> None:
        turn = Turn(interaction, app)
        await app.bank.admit(turn.call)
        said = words.visible(_text_of(message)).strip()
        if not said:
            raise RuleBroken("no_words", words.NO_WORDS_THERE)
        await turn.open(bank.form_from(said))

    @app_commands.context_menu(name=words.RUN_CODE)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def run(interaction: discord.Interaction, message: discord.Message) -> None:
        turn = Turn(interaction, app)
        await turn.hold()
        given = await _code_of(turn, message)
        if given is None:
            raise RuleBroken("no_code", words.NO_CODE_THERE)
        await code.run(Answer(turn), turn.call, given, app)

    @app_commands.context_menu(name=words.SUBMIT_ANSWER)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def submit(interaction: discord.Interaction, message: discord.Message) -> None:
        turn = Turn(interaction, app)
        await turn.hold()
        slot = await app.interview.code_slot(turn.call)
        attempt_id = slot[1] if slot is not None else await app.code.waiting(turn.call)
        if attempt_id is None:
            raise RuleBroken("nothing_waits", words.NO_CODE_WAITS)
        given = await _code_of(turn, message)
        await code.answer(Answer(turn), turn.call, attempt_id, _text_of(message) if given is None else given, app)

    return run, submit, wrong, make


async def _report(turn: Turn, shown: Ident) -> None:
    """Open the form that says what is wrong with what a message shows."""
    match shown.room:
        case quiz_mine.ROOM:
            await turn.open(quiz_answer.report_form(shown.number(0), shown.number(1)))
        case interview_cards.ROOM:
            await report_fault(turn, shown.number(0), shown.number(1))
        case code.ROOM:
            await turn.app.code.program(turn.call, shown.number(0))
            await turn.open(code.report_form(shown.number(0)))
        case _:
            await turn.app.practice.reportable(turn.call, shown.number(0))
            await turn.open(practice.report_form(shown.number(0)))


async def _code_of(turn: Turn, message: discord.Message) -> str | bytes | None:
    """Give the code of a message: its code block, else an attached program; None where it has neither."""
    text, file = code_block(_text_of(message)), code.source_file(message.attachments)
    return await turn.fetch(file) if text is None and file is not None else text


def _shown(message: discord.Message, own_id: int) -> Ident:
    """Find which attempt, run, quiz's or interview's question a message shows, by a button that is about it.

    Raises:
        RuleBroken: `no_question`: it shows none of ours.
    """
    for custom_id in ids_of(message) if message.author.id == own_id else ():
        with suppress(RuleBroken):
            meant = read(custom_id)
            about = _ABOUT.get(meant.room, {}).get(meant.act, 0)
            if about and [meant.number(place) for place in range(about)]:
                return meant
    raise RuleBroken("no_question", words.NO_QUESTION_THERE)


def _text_of(message: discord.Message) -> str:
    """Give what a message says, in its text or in its parts."""
    told = [embed.description or embed.title or "" for embed in message.embeds]
    return message.content or "\n".join([*texts_of(message), *told])
