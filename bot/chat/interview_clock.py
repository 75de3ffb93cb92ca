"""What interviews come to, carried out in Discord: rooms, questions and pauses, each reported once it is there."""

import logging
from collections import defaultdict
from datetime import datetime
from functools import partial
from typing import Literal, assert_never

import discord

from bot.actions.interview_views import (
    AskView,
    Hear,
    InterviewStep,
    Notice,
    OpenRoom,
    PausedView,
    ReportNotice,
    Retell,
    Tell,
)
from bot.chat import interview_cards, interview_report
from bot.chat.app import App
from bot.chat.clock_task import Job, Key, Work
from bot.chat.screen import Screen, compose
from bot.chat.sent import LOST, Sent, draw_again, find_sent, ids_of, texts_of
from bot.rules.errors import EdgeDown

LOG = logging.getLogger(__name__)
ARCHIVED_AFTER_MIN: Literal[10080] = 10080
_ASLEEP = 50083
"""What Discord says where a thread is archived."""
_ROOM = 0
"""The place of what comes before all messages: the room itself."""


class InterviewCrew:
    """Carries out the steps of interviews.

    Args:
        client: The bot's connection.
        app: What chat can do.
    """

    def __init__(self, client: discord.Client, app: App) -> None:
        self._client = client
        self._app = app

    async def resume(self, now: datetime) -> None:
        """Give back the time that a stop took, and take up what waits to be heard."""
        await self._app.interview_clock.resume(now)

    async def look(self, now: datetime) -> Work:
        """Give the steps that are due."""
        tick = await self._app.interview_clock.tick(now)
        jobs: dict[Key, list[Job]] = defaultdict(list)
        for step in tick.steps:
            jobs["Interview", step.interview_id].append(Job(partial(carry_out, self._client, self._app, step)))
        return Work(jobs, tick.due_at, tick.broken)


async def carry_out(client: discord.Client, app: App, step: InterviewStep) -> None:
    """Carry out one step and report it; where Discord will never have it, report that.

    Raises:
        discord.HTTPException: Discord is out of order; asked again later, it may work.
        EdgeDown: Discord has not told of that server yet, or cannot reach it; the same.
    """
    if isinstance(step, Hear):
        await app.interview_clock.hear(step.interview_id)
        return
    place = _ROOM if isinstance(step, OpenRoom) else step.place
    try:
        match step:
            case OpenRoom():
                await _open(client, app, step)
            case Tell():
                await _tell(client, app, step)
            case Retell():
                await _retell(client, app, step)
            case _:
                assert_never(step)
    except discord.HTTPException as refusal:
        if refusal.status not in LOST:
            raise
        LOG.info("Message %d of interview %d is lost: %s", place, step.interview_id, refusal)
        await app.interview_clock.lost(step.interview_id, place)


async def _open(client: discord.Client, app: App, step: OpenRoom) -> None:
    """Open the private thread, or find the one that was opened before a stop, and put its person into it."""
    channel = client.get_channel(step.parent_id) or await client.fetch_channel(step.parent_id)
    guild = getattr(channel, "guild", None)
    if guild is not None and guild.unavailable:
        raise EdgeDown("discord", f"Server {guild.id} is not there yet.")
    if not isinstance(channel, discord.TextChannel):
        await app.interview_clock.lost(step.interview_id, _ROOM)
        return
    threads = await channel.guild.active_threads()
    ours = (each for each in threads if each.name == step.name and each.parent_id == step.parent_id)
    thread = next((each for each in ours if client.user is not None and each.owner_id == client.user.id), None)
    if thread is None:
        thread = await channel.create_thread(
            name=step.name,
            type=discord.ChannelType.private_thread,
            invitable=False,
            auto_archive_duration=ARCHIVED_AFTER_MIN,
        )
    await thread.add_user(discord.Object(step.person_id))
    await app.interview_clock.roomed(step.interview_id, thread.id)


async def _tell(client: discord.Client, app: App, step: Tell) -> None:
    """Send a message exactly once, also across stops and failures.

    It is looked for first: an interview sends one every few minutes, so that a look costs nothing that matters, and
    nothing has to be remembered of what may have been sent.
    """
    shown = await screen(app, step.notice)
    sent = await find_sent(client, step.channel_id, step.after_id, partial(_is, step.notice, shown))
    if sent is None:
        view, files = await compose(shown, app.pictures)
        nobody = discord.AllowedMentions.none()
        channel = client.get_partial_messageable(step.channel_id)
        message = await channel.send(view=view, files=files, nonce=step.nonce, allowed_mentions=nobody)
        sent = Sent(message.id, message.created_at)
    await app.interview_clock.told(step.interview_id, step.place, sent.id, sent.at)


def _is(notice: Notice, shown: Screen, message: discord.Message) -> bool:
    """Tell whether a message is this one: by the buttons that it had if it was sent before, or by its words."""
    return "\n\n".join(texts_of(message)) == shown.card.text or not _marks(notice, shown).isdisjoint(ids_of(message))


def _marks(notice: Notice, shown: Screen) -> frozenset[str]:
    """Give the buttons that only this message has; it may have them no more by now, if something was pressed since."""
    match notice:
        case AskView():
            return interview_cards.asking_marks(notice)
        case PausedView():
            return interview_cards.pause_marks(notice)
        case _:
            buttons = (part for row in shown.rows for part in row if isinstance(part, discord.ui.Button))
            return frozenset(part.custom_id for part in buttons if part.custom_id is not None)


async def _retell(client: discord.Client, app: App, step: Retell) -> None:
    """Draw a message again; a thread that fell asleep during a pause of days is woken for it."""
    drawn = step.channel_id, step.message_id, await screen(app, step.notice)
    try:
        await draw_again(client, app, *drawn)
    except discord.HTTPException as refusal:
        if refusal.code != _ASLEEP:
            raise
        await client.http.edit_channel(step.channel_id, archived=False)
        await draw_again(client, app, *drawn)
    await app.interview_clock.retold(step.interview_id, step.place, step.revision)


async def screen(app: App, notice: Notice) -> Screen:
    """Give a message of an interview as it is to be."""
    match notice:
        case AskView():
            return interview_cards.ask(notice)
        case PausedView():
            return interview_cards.paused(notice)
        case ReportNotice():
            return interview_report.screen(await app.interview_reports.notice(notice.interview_id))
    assert_never(notice)
