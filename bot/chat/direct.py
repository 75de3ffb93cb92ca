"""Plain direct messages: answers, submissions, and code to run."""

import logging

import discord

from bot.actions.views import Call, Judged
from bot.chat import code, practice
from bot.chat.app import App
from bot.chat.screen import Screen, note
from bot.chat.spot import Reply, call_of
from bot.chat.turn import calm, fetch
from bot.rules.errors import RuleBroken
from bot.rules.practice import unknowing
from bot.rules.source import code_block

LOG = logging.getLogger(__name__)


async def take(message: discord.Message, client: discord.Client, app: App) -> None:
    """Take a plain direct message.

    Where a question waits for code, whatever is written or attached is that code, unless it says "I don't know". Else a
    code block or an attached program is run, and anything else is an answer in words.
    """
    call = call_of(message)
    reply = Reply(message.channel, message.channel.id, message.id, app)
    try:
        if not await _coded(message, client, call, reply, app):
            await practice.take_words(message, call, reply, app)
    except RuleBroken as refusal:
        await reply.show(Screen(note(refusal.sentence)))
    except discord.Forbidden as cause:  # such as somebody who takes no messages any more
        LOG.info("Message %d gets no answer: %s", message.id, cause)
    except Exception as error:  # noqa: BLE001 (the one place where whatever happened becomes a sentence)
        await reply.show(Screen(note(calm(error, f"message {message.id}"))))


async def _coded(message: discord.Message, client: discord.Client, call: Call, reply: Reply, app: App) -> bool:
    """Take a message as code; tells whether it was any."""
    text, file = code_block(message.content), code.source_file(message.attachments)
    attempt_id = await app.code.waiting(call)
    submits = attempt_id is not None and not unknowing(message.content) and (message.content.strip() or file)
    if not submits and text is None and file is None:
        return False
    given = await fetch(client, file) if file is not None else message.content if text is None else text
    if attempt_id is not None and submits:
        outcome = await code.answer(reply, call, attempt_id, given, app, written=True)
        if isinstance(outcome, Judged):
            await practice.close(message.channel, outcome, app)
    else:
        await code.run(reply, call, given, app, written=True)
    return True
