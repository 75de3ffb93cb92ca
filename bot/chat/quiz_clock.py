"""What quizzes come to, carried out in Discord: each step posts, opens or draws something, and is reported."""

import logging
from collections import defaultdict
from datetime import datetime
from functools import partial
from typing import Literal, assert_never

import discord

from bot.actions.quiz_plan_views import Announce
from bot.actions.quiz_views import Draw, OpenThread, Post, Step
from bot.chat.app import App
from bot.chat.clock_task import EVERY, Job, Key, Work
from bot.chat.quiz_announce import announce
from bot.chat.quiz_mine import ROOM
from bot.chat.quiz_public import screen
from bot.chat.screen import compose
from bot.chat.sent import LOST, Sent, draw_again, find_sent, is_about
from bot.rules.quiz import END, LOBBY

LOG = logging.getLogger(__name__)
COUNTS = 25
"""So many edits a second are made for counts alone, in all quizzes together; Discord takes 50 requests a second."""
ARCHIVED_AFTER_MIN: Literal[1440] = 1440
_THREAD_IS_THERE = 160004

Place = tuple[int, int]
"""A quiz and the place of one of its messages."""


class QuizCrew:
    """Carries out the steps of quizzes and of what is said of plans.

    Args:
        client: The bot's connection.
        app: What chat can do.
    """

    def __init__(self, client: discord.Client, app: App) -> None:
        self._client = client
        self._app = app
        self._clock = app.clock
        self._edited: dict[Place, datetime] = {}
        self._every = EVERY
        self._sent: dict[Place, Sent] = {}
        self._unsure: set[Place] = set()
        self._looked = False

    async def resume(self, now: datetime) -> None:
        """Give back the time that a stop took."""
        await self._app.quiz_clock.resume(now)

    async def look(self, now: datetime) -> Work:
        """Give the steps that are due; one that only draws a count waits where its message was edited a moment ago."""
        tick = await self._app.quiz_clock.tick(now)
        if not self._looked:  # what a first look asks to post may have been sent before a stop
            self._unsure = {(step.quiz_id, step.place) for step in tick.steps if isinstance(step, Post)}
        self._looked = True
        counting = sum(isinstance(step, Draw) and step.counts for step in tick.steps)
        self._every = EVERY * max(1, counting / COUNTS)
        self._edited = {place: at for place, at in self._edited.items() if now < at + self._every}
        jobs: dict[Key, list[Job]] = defaultdict(list)
        for step in tick.steps:
            key = ("Plan", step.plan_id) if isinstance(step, Announce) else ("Quiz", step.quiz_id)
            jobs[key].append(Job(partial(self._do, step), self._not_before(step)))
        return Work(jobs, tick.due_at, tick.broken)

    def _not_before(self, step: Step) -> datetime | None:
        """Say until when a step can wait: one that only draws a count, after its message's last edit."""
        if not isinstance(step, Draw) or not step.counts:
            return None
        edited_at = self._edited.get((step.quiz_id, step.place))
        return None if edited_at is None else edited_at + self._every

    async def _do(self, step: Step) -> None:
        """Carry out one step and report it; where Discord will never have it, report that."""
        if isinstance(step, Announce):
            await announce(self._client, self._app, step)
            return
        place = LOBBY if isinstance(step, OpenThread) else step.place
        try:
            match step:
                case Post():
                    await self._post(step)
                case OpenThread():
                    await self._open(step)
                case Draw():
                    await self._draw(step)
                case _:
                    assert_never(step)
        except discord.HTTPException as refusal:
            if refusal.status not in LOST:
                raise
            LOG.warning("Message %d of quiz %d is lost: %s", place, step.quiz_id, refusal)
            await self._app.quiz_clock.lost(step.quiz_id, place)

    async def _post(self, step: Post) -> None:
        """Send a message exactly once, also across stops and failures."""
        key = step.quiz_id, step.place
        sent = self._sent.get(key)
        if sent is None and key in self._unsure:
            sent = await find_sent(self._client, step.channel_id, step.after_id, partial(_is, step))
        if sent is None and not step.wanted:
            await self._app.quiz_clock.lost(step.quiz_id, step.place)
            return
        if sent is None:
            self._unsure.add(key)
            sent = await self._send(step)
        self._sent[key] = sent
        self._unsure.discard(key)
        self._edited[key] = self._clock.now()
        await self._app.quiz_clock.posted(step.quiz_id, step.place, sent.id, sent.at)
        del self._sent[key]

    async def _send(self, step: Post) -> Sent:
        whole = screen(step.view)
        # The boards come at once; what they look like is drawn into them a moment later.
        view, files = await compose(whole.plain if step.place == END else whole, self._app.pictures)
        called = [discord.Object(step.role_id)] if step.role_id is not None else []
        pings = discord.AllowedMentions(everyone=False, users=False, roles=called, replied_user=False)
        channel = self._client.get_partial_messageable(step.channel_id)
        message = await channel.send(view=view, files=files, nonce=step.nonce, allowed_mentions=pings)
        return Sent(message.id, message.created_at)

    async def _open(self, step: OpenThread) -> None:
        try:
            await self._client.http.start_thread_with_message(
                step.channel_id, step.message_id, name=step.name, auto_archive_duration=ARCHIVED_AFTER_MIN
            )
        except discord.HTTPException as refusal:
            if refusal.code != _THREAD_IS_THERE:
                raise
        await self._app.quiz_clock.threaded(step.quiz_id)

    async def _draw(self, step: Draw) -> None:
        try:
            await draw_again(self._client, self._app, step.channel_id, step.message_id, screen(step.view))
        finally:
            self._edited[step.quiz_id, step.place] = self._clock.now()  # when it was there: the way there may be slow
        await self._app.quiz_clock.drawn(step.quiz_id, step.place, step.revision)


def _is(step: Post, message: discord.Message) -> bool:
    """Tell whether a message of ours is the one of a step: by its buttons; a question has its thread to itself."""
    return step.place not in (LOBBY, END) or is_about(message, ROOM, step.quiz_id)
