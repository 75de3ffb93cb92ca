"""The one task that shows what quizzes come to: takes the steps that rows call for, carries out each and reports it.

Nothing is decided here, and nothing here must be remembered: after a stop the next look gives what was not reported.
"""

import asyncio
import logging
import re
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, assert_never

import discord

from bot.actions.quiz_plan_views import Announce
from bot.actions.quiz_views import Broken, Draw, OpenThread, Post, Step, Tick
from bot.chat.app import App
from bot.chat.quiz_announce import announce
from bot.chat.quiz_mine import ROOM
from bot.chat.quiz_public import screen
from bot.chat.screen import compose
from bot.rules.quiz import END, LOBBY

LOG = logging.getLogger(__name__)
BEAT = timedelta(seconds=5)
"""How often it looks at least while something is due before long, so that a stop is known to within that."""
NEAR = timedelta(minutes=15)
"""How long that is, and how often it looks while anything is due at all."""
EVERY = timedelta(seconds=1)
"""A message is edited at most so often for a count alone, and hints are heard at most so often."""
COUNTS = 25
"""So many edits a second are made for counts alone, in all quizzes together; Discord takes 50 requests a second."""
LONGEST_WAIT = timedelta(minutes=1)
ARCHIVED_AFTER_MIN: Literal[1440] = 1440
_THREAD_IS_THERE = 160004
_LOST = (400, 403, 404)

Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Sent:
    """A message that is in Discord."""

    id: int
    at: datetime


@dataclass(slots=True)
class _Trouble:
    """A quiz, or the books themselves, that could not be served: when it is tried again, and how often it failed."""

    again_at: datetime
    times: int = 1


class QuizTask:
    """Serves all quizzes: each one's steps in order, quizzes side by side; one that fails holds up no other.

    Args:
        client: The bot's connection.
        app: What chat can do.
    """

    def __init__(self, client: discord.Client, app: App) -> None:
        self._client = client
        self._app = app
        self._clock = app.clock
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._trouble: dict[int, _Trouble] = {}
        self._edited: dict[Key, datetime] = {}
        self._every = EVERY
        self._sent: dict[Key, _Sent] = {}
        self._unsure: set[Key] = set()
        self._looked_at: datetime | None = None
        self._waiting: list[datetime] = []
        self._stuck: set[str] = set()

    async def run(self) -> None:
        """Work until cancelled."""
        try:
            await self._insist(lambda: self._app.quiz_clock.resume(self._clock.now()))
            while True:
                await self._insist(self._look)
        finally:
            await self._finish()

    async def _insist(self, work: Callable[[], Awaitable[object]]) -> None:
        """Do something, again and again while it cannot be done, such as while the books are away."""
        times = 0
        while True:
            try:
                await work()
            except Exception:  # a task that ended would stop every quiz
                times += 1
                LOG.exception("Quizzes have to wait (%d)", times)
                await self._clock.wait_until(self._clock.now() + _patience(times))
            else:
                return

    async def _look(self) -> None:
        """See once to all that is due, and wait until something is again."""
        self._app.bell.still()
        tick = await self._app.quiz_clock.tick(self._clock.now())
        self._serve(tick)
        self._note(tick.broken)
        await self._rest(tick.due_at)

    def _serve(self, tick: Tick) -> None:
        """Begin on the steps of every quiz that is not being served already."""
        now = self._clock.now()
        if self._looked_at is None:  # what a first look asks to post may have been sent before a stop
            self._unsure = {(step.quiz_id, step.place) for step in tick.steps if isinstance(step, Post)}
        self._looked_at = now
        counting = sum(isinstance(step, Draw) and step.counts for step in tick.steps)
        self._every = EVERY * max(1, counting / COUNTS)
        self._edited = {key: at for key, at in self._edited.items() if now < at + self._every}
        self._waiting = []
        for quiz_id, steps in _by_quiz(tick.steps).items():
            trouble = self._trouble.get(quiz_id)
            if quiz_id in self._busy:
                continue
            if trouble is not None and now < trouble.again_at:
                self._waiting.append(trouble.again_at)
            elif due := [step for step in steps if not self._too_early(step, now)]:
                self._busy[quiz_id] = asyncio.create_task(self._carry_out(quiz_id, due))

    def _note(self, broken: Sequence[Broken]) -> None:
        """Log what cannot go on, once as long as it cannot; it is tried again each second, not at once."""
        for one in broken:
            if one.about not in self._stuck:
                LOG.error("%s cannot go on", one.about, exc_info=one.error)
        self._stuck = {one.about for one in broken}

    def _too_early(self, step: Step, now: datetime) -> bool:
        """Tell whether a message was edited a moment ago and only a count has changed."""
        if not isinstance(step, Draw) or not step.counts:
            return False
        edited_at = self._edited.get((step.quiz_id, step.place))
        if edited_at is None or now >= edited_at + self._every:
            return False
        self._waiting.append(edited_at + self._every)
        return True

    async def _rest(self, due_at: datetime | None) -> None:
        """Wait until something is due, or was changed; before that look now and then, the nearer the more often."""
        now, bell = self._clock.now(), self._app.bell
        moments = list(self._waiting)
        if due_at is not None:
            due_at = max(due_at, now + EVERY) if self._stuck else due_at
            moments.append(min(due_at, now + (BEAT if due_at < now + NEAR else NEAR)))
        await self._first(bell.soon.wait(), moments)
        if not bell.now.is_set() and bell.soon.is_set():
            await self._first(bell.now.wait(), [*moments, (self._looked_at or now) + EVERY])

    async def _first(self, rung: Awaitable[object], moments: list[datetime]) -> None:
        tasks = [asyncio.ensure_future(rung)]
        if moments:
            tasks.append(asyncio.ensure_future(self._clock.wait_until(min(moments))))
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _carry_out(self, quiz_id: int, steps: list[Step]) -> None:
        """Carry out a quiz's steps in order; the first that fails ends it, and what is left comes again later."""
        try:
            for step in steps:
                await self._do(step)
        except Exception as error:  # whatever happened to one quiz, the others go on
            before = self._trouble.get(quiz_id)
            times = before.times + 1 if before is not None else 1
            again_at = self._clock.now() + _patience(times)
            self._trouble[quiz_id] = _Trouble(again_at, times)
            LOG.warning("Quiz %d is tried again at %s (%d): %s", quiz_id, again_at, times, error, exc_info=error)
        else:
            self._trouble.pop(quiz_id, None)
        finally:
            del self._busy[quiz_id]
            self._app.bell.ring()

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
            if refusal.status not in _LOST:
                raise
            LOG.warning("Message %d of quiz %d is lost: %s", place, step.quiz_id, refusal)
            await self._app.quiz_clock.lost(step.quiz_id, place)

    async def _post(self, step: Post) -> None:
        """Send a message exactly once, also across stops and failures."""
        key = step.quiz_id, step.place
        sent = self._sent.get(key)
        if sent is None and key in self._unsure:
            sent = await self._find(step)
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

    async def _send(self, step: Post) -> _Sent:
        whole = screen(step.view)
        # The boards come at once; what they look like is drawn into them a moment later.
        view, files = await compose(whole.plain if step.place == END else whole, self._app.pictures)
        called = [discord.Object(step.role_id)] if step.role_id is not None else []
        pings = discord.AllowedMentions(everyone=False, users=False, roles=called, replied_user=False)
        channel = self._client.get_partial_messageable(step.channel_id)
        message = await channel.send(view=view, files=files, nonce=step.nonce, allowed_mentions=pings)
        return _Sent(message.id, message.created_at)

    async def _find(self, step: Post) -> _Sent | None:
        """Look for a message that was sent before; Discord forgets nonces after some minutes."""
        channel = self._client.get_partial_messageable(step.channel_id)
        async for message in channel.history(after=discord.Object(step.after_id), limit=None, oldest_first=True):
            if message.author == self._client.user and _is(message, step):
                return _Sent(message.id, message.created_at)
        return None

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
        view, files = await compose(screen(step.view), self._app.pictures)
        message = self._client.get_partial_messageable(step.channel_id).get_partial_message(step.message_id)
        try:
            await message.edit(view=view, attachments=files, allowed_mentions=discord.AllowedMentions.none())
        finally:
            self._edited[step.quiz_id, step.place] = self._clock.now()  # when it was there: the way there may be slow
        await self._app.quiz_clock.drawn(step.quiz_id, step.place, step.revision)

    async def _finish(self) -> None:
        """Let what is under way be done; a client that is stopping gives it a little time."""
        if self._busy:
            await asyncio.gather(*self._busy.values(), return_exceptions=True)


def _by_quiz(steps: Iterable[Step]) -> dict[int, list[Step]]:
    """Sort steps by quiz; what is said of a plan stands under its negative number."""
    found: dict[int, list[Step]] = defaultdict(list)
    for step in steps:
        found[-step.plan_id if isinstance(step, Announce) else step.quiz_id].append(step)
    return found


def _patience(times: int) -> timedelta:
    """Give how long to wait after so many failures: 1, 2, 4 … seconds, at most a minute."""
    return min(timedelta(seconds=2 ** min(times - 1, 10)), LONGEST_WAIT)


def _is(message: discord.Message, step: Post) -> bool:
    """Tell whether a message of ours is the one of a step: by its buttons; a question has its thread to itself."""
    if message.type is not discord.MessageType.default:
        return False
    return step.place not in (LOBBY, END) or any(_about(row, step.quiz_id) for row in message.components)


def _about(row: object, quiz_id: int) -> bool:
    parts = row.children if isinstance(row, discord.ActionRow) else ()
    return any(re.match(rf"{ROOM}:[a-z]+:{quiz_id}(?::|$)", str(part.custom_id)) for part in parts)
