"""The bot's connection to Discord: which events it takes, which commands it offers, and who answers them."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import discord
from discord import app_commands

from bot.actions.interview_views import Listening
from bot.actions.records import Run
from bot.actions.spoken_ports import SpokenAnswer
from bot.chat import (
    bank,
    code,
    context,
    direct,
    inbox,
    interview,
    interview_cards,
    interview_report,
    me,
    pair,
    practice,
    quiz,
    quiz_open,
    quiz_plan,
    setup,
    spoken,
)
from bot.chat.app import App
from bot.chat.clock_task import ClockTask
from bot.chat.help import commands as help_commands
from bot.chat.interview_clock import InterviewCrew
from bot.chat.pair_clock import PairCrew
from bot.chat.pair_screens import ROOM as PAIR
from bot.chat.press import Routes, route
from bot.chat.quiz_clock import QuizCrew
from bot.chat.quiz_mine import ROOM as QUIZ
from bot.chat.turn import Turn, mend
from bot.rules.errors import EdgeDown

LOG = logging.getLogger(__name__)
ROUTES: Routes = {
    practice.ROOM: practice.ROUTES,
    code.ROOM: code.ROUTES,
    spoken.ROOM: spoken.ROUTES,
    me.ROOM: me.ROUTES,
    setup.ROOM: setup.ROUTES,
    bank.ROOM: bank.ROUTES,
    inbox.ROOM: inbox.ROUTES,
    QUIZ: quiz.ROUTES,
    quiz_plan.ROOM: quiz_plan.ROUTES,
    quiz_open.ROOM: quiz_open.ROUTES,
    interview_cards.ROOM: interview.ROUTES,
    interview_report.ROOM: interview_report.ROUTES,
    PAIR: pair.ROUTES,
}


_COMMANDS: tuple[Callable[[App], Sequence[Any]], ...] = (
    practice.commands,
    code.commands,
    me.commands,
    setup.commands,
    bank.commands,
    quiz.commands,
    interview.commands,
    help_commands,
    context.commands,
)

END_S = 3.0
"""Seconds that work under way is given when the bot is asked to stop: as long as Discord waits for an answer."""


class Tree(app_commands.CommandTree["Client"]):
    """The slash commands; whatever goes wrong in one is answered like everything else.

    Args:
        client: Whose commands they are.
        app: What chat can do.
    """

    def __init__(self, client: "Client", app: App) -> None:
        super().__init__(client)
        self._client = client
        self._app = app
        for commands in _COMMANDS:
            for command in commands(app):
                self.add_command(command)

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Let every command through, and let a stopping bot wait for it."""
        self._client.under_way()
        return await super().interaction_check(interaction)

    async def on_error(self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /) -> None:
        """Answer for a command that failed; where somebody only typed, it is logged."""
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        if interaction.type is discord.InteractionType.autocomplete:
            LOG.warning("Autocomplete of %s failed", interaction.id, exc_info=cause)
            return
        await mend(Turn(interaction, self._app), cause)


class Client(discord.Client):
    """Holdout on Discord: no privileged intent, no cache of members or messages.

    Args:
        app: What chat can do.
        ready: Called once when the bot is online.
    """

    def __init__(self, app: App, ready: Callable[[], None] = lambda: None) -> None:
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # it never speaks aloud
        super().__init__(
            intents=discord.Intents(guilds=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            guild_ready_timeout=0,
        )
        self.app = app
        self.tree = Tree(self, app)
        self._say_ready: Callable[[], None] | None = ready
        self._under_way: set[asyncio.Task[Any]] = set()
        self._left: tuple[Run, ...] = ()
        self._unheard: tuple[SpokenAnswer, ...] = ()
        self._places: tuple[Listening, ...] = ()
        self._clock_task: asyncio.Task[None] | None = None

    async def setup_hook(self) -> None:
        """See what a stop left open before anything new can begin; tell Discord of the commands that have changed.

        The time of quizzes and interviews is given back here, before the first press comes: one that is in time by it
        is not refused.
        """
        self._left = await self.app.code.unsettled()
        self._unheard = await self.app.speaking.unsettled()
        await self.app.pair_clock.resume(self.app.clock.now())  # before the quizzes', which notes the time
        await self.app.quiz_clock.resume(self.app.clock.now())
        await self.app.interview_clock.resume(self.app.clock.now())
        self._places = await self.app.interview_clock.listening()
        ours = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        theirs = await self.http.get_global_commands(self.application_id or 0)
        if not same_commands(ours, theirs):
            await self.tree.sync()
            LOG.info("%d commands were told to Discord.", len(ours))

    async def on_ready(self) -> None:
        """Say once that the bot is online, go on with quizzes and interviews, and settle what a stop left open."""
        if self._say_ready is not None:
            ready, self._say_ready = self._say_ready, None
            ready()
            self._clock_task = asyncio.create_task(clock_task(self, self.app).run())
            self.under_way()
            await direct.take_up(self, self.app, self._places)
            unheard, self._unheard = self._unheard, ()
            await spoken.take_up(self, self.app, unheard)
            left, self._left = self._left, ()
            await code.take_up(self, self.app, left)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Answer every press and submission: their custom_ids say all there is to know, also after a restart."""
        if interaction.type in (discord.InteractionType.component, discord.InteractionType.modal_submit):
            self.under_way()
            await route(interaction, self.app, ROUTES)

    async def on_message(self, message: discord.Message) -> None:
        """Take a plain direct message as an answer."""
        if message.guild is None and direct.is_written(message):
            self.under_way()
            await direct.take(message, self, self.app)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Offer the settings to whoever invited the bot."""
        self.under_way()
        await setup.offer(guild, self.app)

    def under_way(self) -> None:
        """Count the task that calls this as work that a stopping bot waits for."""
        task = asyncio.current_task()
        if task is not None:
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def finish(self) -> None:
        """Wait for the work that is under way, at most three seconds; what is left is taken up at the next start."""
        if self._clock_task is not None:
            self._clock_task.cancel()
            self._under_way.add(self._clock_task)
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=END_S)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)


def clock_task(client: discord.Client, app: App) -> ClockTask:
    """Make the task that shows what quizzes and interviews come to."""
    return ClockTask(app.clock, app.bell, (PairCrew(client, app), QuizCrew(client, app), InterviewCrew(client, app)))


async def serve(app: App, token: str, *, ready: Callable[[], None] = lambda: None) -> None:
    """Be online until cancelled; then what is under way is finished first.

    Args:
        app: What chat can do.
        token: The bot's own.
        ready: Called once when the bot is online.

    Raises:
        EdgeDown: Discord does not know the token.
    """
    async with Client(app, ready) as client:
        try:
            await client.start(token)
        except discord.LoginFailure as cause:
            raise EdgeDown(
                "discord", "Discord does not know this token. Take a new one and set DISCORD_TOKEN."
            ) from cause
        finally:
            await client.finish()


def same_commands(ours: Sequence[Mapping[str, Any]], theirs: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether Discord has exactly our commands: all that we say is so, and what we leave out is empty there."""
    known = {command["name"]: command for command in theirs}
    return len(ours) == len(known) and all(_same(command, known.get(command["name"])) for command in ours)


def _same(ours: Any, theirs: Any) -> bool:
    match ours, theirs:
        case Mapping(), Mapping():
            return all(_same(value, theirs.get(key)) for key, value in ours.items())
        case [*mine], [*others]:
            if all(isinstance(value, int) for value in mine + others):
                return sorted(mine) == sorted(others)
            return len(mine) == len(others) and all(map(_same, mine, others))
        case _:
            return (not ours and not theirs) or str(ours) == str(theirs)
