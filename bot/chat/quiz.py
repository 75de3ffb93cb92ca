"""`/quiz` in chat: opens a lobby, takes members in and out, and brings them back to where they were."""

from collections.abc import Callable, Sequence
from typing import Any

import discord
from discord import ButtonStyle, app_commands

from bot.actions.quiz_views import Rejoined
from bot.chat import quiz_answer, quiz_host, quiz_open, quiz_plan, quiz_results
from bot.chat.answering import Whose
from bot.chat.app import App
from bot.chat.press import Handler, button
from bot.chat.quiz_mine import ROOM
from bot.chat.screen import Screen
from bot.chat.turn import LONGEST_CHOICE, Turn, choices
from bot.render import quiz_told as cards
from bot.render import words
from bot.rules.quiz import MOST_QUESTIONS

MOST_ROWS = 5

Command = app_commands.Command[Any, ..., None]
_MORE: tuple[Callable[[App], Sequence[Command]], ...] = (quiz_plan.commands, quiz_results.commands)
"""What gives further subcommands."""


def commands(app: App) -> tuple[app_commands.Group]:
    """Make `/quiz` with its subcommands; the actions refuse whoever may not host."""
    group = app_commands.Group(
        name="quiz",
        description="Quizzes for the whole group, on time and fair.",
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )
    for command in (*_own(app), *(each for more in _MORE for each in more(app))):
        group.add_command(command)
    return (group,)


def _own(app: App) -> tuple[Command, ...]:
    @app_commands.command(name="start", description="Open a quiz's lobby in this channel.")
    @app_commands.describe(topic="An area or topic; leave it out for all.", questions="How many, 10 unless you say so.")
    async def start(
        interaction: discord.Interaction,
        topic: app_commands.Range[str, 1, 100] | None = None,
        questions: app_commands.Range[int, 1, MOST_QUESTIONS] = 10,
    ) -> None:
        quiz_host.see_fit(interaction.channel, interaction.app_permissions)
        turn = Turn(interaction, app)
        view = await app.quiz.start(turn.call, topic or "", questions)
        app.bell.ring()
        await turn.say(quiz_host.screen(view))

    @start.autocomplete("topic")
    async def topics(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await choices(app.practice.topics(Turn(interaction, app).call, typed[:LONGEST_CHOICE]))

    @app_commands.command(name="rejoin", description="Find the quiz that you are in, and your open question.")
    async def rejoin(interaction: discord.Interaction) -> None:
        turn = Turn(interaction, app)
        await turn.say(_rejoined(await app.quiz.rejoin(turn.call)))

    return start, rejoin


def _rejoined(views: Sequence[Rejoined]) -> Screen:
    own = [
        button(words.MY_QUESTION, Whose(ROOM, (view.quiz_id, view.mine.number)).ident("show"), ButtonStyle.primary)
        for view in views
        if view.mine is not None
    ]
    own += [quiz_open.back(view.quiz_id) for view in views if view.closes_at is not None]
    return Screen(cards.rejoined(views), (tuple(own[:MOST_ROWS]),) if own else ())


async def _join(turn: Turn) -> None:
    await _enter(turn, guest=False)


async def _guest(turn: Turn) -> None:
    await _enter(turn, guest=True)


async def _enter(turn: Turn, *, guest: bool) -> None:
    view = await turn.app.quiz.join(turn.call, turn.ident.number(0), guest=guest)
    turn.app.bell.hint()
    await turn.tell(cards.joined(view))


async def _leave(turn: Turn) -> None:
    await turn.app.quiz.leave(turn.call, turn.ident.number(0))
    turn.app.bell.hint()
    await turn.tell(cards.LEFT)


ROUTES: dict[str, Handler] = {
    **quiz_host.ROUTES,
    **quiz_answer.ROUTES,
    **quiz_plan.QUIZ_ROUTES,
    **quiz_results.ROUTES,
    "join": _join,
    "guest": _guest,
    "leave": _leave,
}
