"""Plain direct messages: what a candidate says in an interview, answers, submissions, and code to run."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

import discord

from bot.actions.interview_views import Facts, Listening
from bot.actions.views import Call, CodeWanted, Judged, WordsWanted
from bot.chat import code, practice, spoken
from bot.chat.app import App
from bot.chat.screen import Screen, note
from bot.chat.spot import Reply, call_of
from bot.chat.turn import calm, fetch
from bot.render import interview as interview_cards
from bot.render import words
from bot.rules.errors import RuleBroken
from bot.rules.interview import State
from bot.rules.source import code_block

LOG = logging.getLogger(__name__)


async def take(message: discord.Message, client: discord.Client, app: App) -> None:
    """Take a plain direct message.

    While a mock interview is on there, it is what the candidate says; code goes to the coding question that is on.
    Else, where a question waits for code, whatever is written or attached is that code, unless it says "I don't know".
    Else a question that waits for somebody's own words is answered, code in them or not. Else a code block or an
    attached program is run, and anything else is an answer to what waits.
    """
    reply = Reply(message.channel, message.channel.id, message.id, app)
    written = _Written(message, call_of(message), reply, app)
    try:
        text, file = code_block(message.content), code.source_file(message.attachments)
        if file is not None:
            await written.be_code(await fetch(client, file))
        elif await written.be_said():
            return
        elif text is not None:
            await written.be_code(text)
        else:
            await written.be_words()
    except RuleBroken as refusal:
        await reply.show(Screen(note(refusal.sentence)))
    except discord.Forbidden as cause:  # such as somebody who takes no messages any more
        LOG.info("Message %d gets no answer: %s", message.id, cause)
    except Exception as error:  # noqa: BLE001 (the one place where whatever happened becomes a sentence)
        await reply.show(Screen(note(calm(error, f"message {message.id}"))))


async def take_up(client: discord.Client, app: App, places: Sequence[Listening]) -> None:
    """Take down what was said in interviews while the bot was stopped; what was taken down before counts once.

    Args:
        client: The bot's connection.
        app: What chat can do.
        places: Where interviews were held as the bot came back, before anything new was told there.
    """
    for place in places:
        channel = client.get_partial_messageable(place.channel_id)
        try:
            # What is written from now on waits, so that it comes behind.
            async with app.order.of(place.channel_id):
                await _take_up_from(channel, place, app)
        except discord.HTTPException as cause:  # such as direct messages that are closed
            LOG.info("Interview %d hears nothing from before the start: %s", place.interview_id, cause)


async def _take_up_from(channel: discord.PartialMessageable, place: Listening, app: App) -> None:
    async for message in channel.history(after=discord.Object(place.after_id), limit=None, oldest_first=True):
        if message.author.id == place.person_id and is_written(message):
            await _said_before(message, app)


async def _said_before(message: discord.Message, app: App) -> None:
    call, reply = call_of(message), Reply(message.channel, message.channel.id, message.id, app)
    running = await app.interview.running(call)
    if running is None or running.state is State.PAUSED:
        return  # it was written for something else
    try:
        await _Written(message, call, reply, app).be_said_next()
    except RuleBroken as refusal:
        await reply.show(Screen(note(refusal.sentence)))


def is_written(message: discord.Message) -> bool:
    """Tell whether somebody wrote a message, in whatever way."""
    return message.type in (discord.MessageType.default, discord.MessageType.reply) and not message.author.bot


@dataclass(frozen=True, slots=True)
class _Written:
    """A message, and where its answer appears."""

    message: discord.Message
    call: Call
    reply: Reply
    app: App

    async def be_words(self) -> None:
        """Take it as the answer to the question that waits."""
        if await self.app.interview.code_slot(self.call) is not None:
            self.app.bell.ring()
            await self.reply.tell(interview_cards.CODE_WANTED)
            return
        outcome = await self.app.practice.typed(self.call, self.message.content)
        match outcome:
            case None:
                await self.reply.tell(words.NOTHING_WAITS)
            case CodeWanted(attempt_id):
                await self._submit(attempt_id, self.message.content)
            case WordsWanted(attempt_id):
                shown = await spoken.answer(self.reply, self.call, attempt_id, self.message.content, self.app)
                if isinstance(shown, Judged):
                    await practice.close(self.message.channel, shown, self.app)
            case Judged():
                await self.reply.show(practice.verdict(outcome))
                await practice.close(self.message.channel, outcome, self.app)

    async def be_said(self) -> bool:
        """Take it down where an interview is on here, in its turn; tell whether one is."""
        async with self.app.order.of(self.call.channel_id):
            return await self.be_said_next()

    async def be_said_next(self) -> bool:
        """The same, where it is its turn; a question about a case is answered from its facts."""
        taken = await self.app.interview.says(self.call, self.message.content)
        if taken is None:
            return False
        self.app.bell.ring()
        if isinstance(taken, Facts):
            await self.reply.tell(interview_cards.facts(taken))
        return True

    async def be_code(self, given: str | bytes) -> None:
        """Submit code where a question waits for it, let words with code in them be an answer, else run it."""
        slot = await self.app.interview.code_slot(self.call)
        if slot is not None:
            self.app.bell.ring()
            await code.answer(self.reply, self.call, slot[1], given, self.app, written=True)
            return
        attempt_id = await self.app.code.waiting(self.call)
        if attempt_id is not None:
            await self._submit(attempt_id, given)
        elif isinstance(given, str) and await self.app.speaking.waits(self.call):
            await self.be_words()
        else:
            await code.run(self.reply, self.call, given, self.app, written=True)

    async def _submit(self, attempt_id: int, given: str | bytes) -> None:
        outcome = await code.answer(self.reply, self.call, attempt_id, given, self.app, written=True)
        if isinstance(outcome, Judged):
            await practice.close(self.message.channel, outcome, self.app)
