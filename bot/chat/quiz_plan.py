"""`/quiz plan` in chat: named sets of questions, when they become quizzes, and going through a set alone."""

from typing import Any

import discord
from discord import ButtonStyle, app_commands, ui

from bot.actions.quiz_plan_views import PlanList, PlannedQuestion, PlanQuestion, PlanView
from bot.actions.sets import of_plan, of_quiz
from bot.chat import quiz_host, wording
from bot.chat.app import App
from bot.chat.form import modal
from bot.chat.ident import ident, number, stale
from bot.chat.practice import say as say_practice
from bot.chat.press import Handler, button, select
from bot.chat.screen import Row, Screen
from bot.chat.turn import LONGEST_CHOICE, Turn, choices
from bot.render import quiz_plan as cards
from bot.render import words
from bot.rules.choosing import Key
from bot.rules.plan import LONGEST_NAME
from bot.rules.quiz import MOST_QUESTIONS
from bot.rules.schedule import LONGEST_TYPED

ROOM = "plan"
MOST_OPTIONS = 25


def commands(app: App) -> tuple[app_commands.Command[Any, ..., None]]:
    """Make `/quiz plan`."""

    @app_commands.command(name="plan", description="Name a set of questions, now or for later; list those there are.")
    @app_commands.describe(
        name="A new name, or that of a plan to open; leave it out for the list.",
        topic="An area or topic; leave it out for all.",
        questions="How many, 10 unless you say so.",
        when="Such as: tue 18:00 weekly; leave it out to start it by hand.",
    )
    async def plan(
        interaction: discord.Interaction,
        name: app_commands.Range[str, 1, LONGEST_NAME] | None = None,
        topic: app_commands.Range[str, 1, 100] | None = None,
        questions: app_commands.Range[int, 1, MOST_QUESTIONS] = 10,
        when: app_commands.Range[str, 1, LONGEST_TYPED] | None = None,
    ) -> None:
        turn = Turn(interaction, app)
        if name is None:
            await turn.say(listed(await app.plans.all(turn.call)))
            return
        if when is not None:
            quiz_host.see_fit(interaction.channel, interaction.app_permissions)
        view = await app.plans.make(turn.call, name, topic or "", questions, when or "")
        app.bell.ring()
        await turn.say(screen(view))
        if view.said:
            await turn.tell(view.said)

    @plan.autocomplete("name")
    async def names(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await choices(app.plans.names(Turn(interaction, app).call, typed[:LONGEST_CHOICE]))

    @plan.autocomplete("topic")
    async def topics(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await choices(app.practice.topics(Turn(interaction, app).call, typed[:LONGEST_CHOICE]))

    return (plan,)


def screen(view: PlanView) -> Screen:
    """Give a plan with all that its hosts can do to it."""
    plan_id = view.plan_id
    channel: ui.ChannelSelect[Any] = ui.ChannelSelect(
        custom_id=ident(ROOM, "where", plan_id),
        placeholder=cards.CHANNEL,
        channel_types=[discord.ChannelType.text],
        default_values=[discord.Object(view.channel_id, type=discord.TextChannel)],
    )
    first = (
        button(cards.OPEN_LOBBY, ident(ROOM, "begin", plan_id), ButtonStyle.success),
        button(cards.DRY_RUN, ident(ROOM, "dry", plan_id)),
        button(cards.WHEN, ident(ROOM, "when", plan_id)),
        button(words.SETTINGS, ident(ROOM, "settings", plan_id)),
    )
    second = (
        button(cards.DRAW_AGAIN, ident(ROOM, "draw", plan_id)),
        button(cards.ALL_PLANS, ident(ROOM, "all")),
        button(cards.DELETE_PLAN, ident(ROOM, "ask", plan_id), ButtonStyle.danger),
    )
    return Screen(cards.plan(view), (*_questions(view), (channel,), first, second))


def listed(view: PlanList) -> Screen:
    """Give the list of a server's plans."""
    if not view.plans:
        return Screen(cards.plans(view))
    options = [discord.SelectOption(label=line.name, value=str(line.plan_id)) for line in view.plans]
    return Screen(cards.plans(view), ((select(ident(ROOM, "open"), cards.OPEN_PLAN, options[:MOST_OPTIONS]),),))


def one(view: PlanQuestion) -> Screen:
    """Give one question of a plan."""
    scope, question_id = view.key
    row = (
        button(cards.SWAP, ident(ROOM, "swap", view.plan_id, scope, question_id), ButtonStyle.primary),
        button(cards.TAKE_OUT, ident(ROOM, "remove", view.plan_id, scope, question_id)),
        button(cards.BACK, ident(ROOM, "show", view.plan_id)),
    )
    return Screen(cards.question(view), (row,))


def _questions(view: PlanView) -> tuple[Row, ...]:
    options = [_option(question, place) for place, question in enumerate(view.questions, 1)]
    return ((select(ident(ROOM, "look", view.plan_id), cards.LOOK, options),),) if options else ()


def _option(question: PlannedQuestion, place: int) -> discord.SelectOption:
    scope, question_id = question.key
    return discord.SelectOption(
        label=cards.label(question, place), description=cards.detail(question), value=f"{scope} {question_id}"
    )


async def _shown(turn: Turn, view: PlanView) -> None:
    """Show a plan that has just changed, and have the task see to what is said of it."""
    turn.app.bell.ring()
    await turn.edit(screen(view))


async def _open(turn: Turn) -> None:
    plan_id = number(turn.form.chosen[0] if turn.form.chosen else "")
    await turn.edit(screen(await turn.app.plans.show(turn.call, plan_id)))


async def _show(turn: Turn) -> None:
    await turn.edit(screen(await turn.app.plans.show(turn.call, turn.ident.number(0))))


async def _all(turn: Turn) -> None:
    await turn.edit(listed(await turn.app.plans.all(turn.call)))


async def _look(turn: Turn) -> None:
    scope, _, question_id = (turn.form.chosen[0] if turn.form.chosen else "").partition(" ")
    view = await turn.app.plans.look(turn.call, turn.ident.number(0), (number(scope), question_id))
    await turn.edit(one(view))


def _key(turn: Turn) -> Key:
    return turn.ident.number(1), turn.ident.word(2)


async def _swap(turn: Turn) -> None:
    await _shown(turn, await turn.app.plans.swap(turn.call, turn.ident.number(0), _key(turn)))


async def _remove(turn: Turn) -> None:
    await _shown(turn, await turn.app.plans.remove(turn.call, turn.ident.number(0), _key(turn)))


async def _draw(turn: Turn) -> None:
    await _shown(turn, await turn.app.plans.draw(turn.call, turn.ident.number(0)))


async def _where(turn: Turn) -> None:
    channel_id = number(turn.form.chosen[0] if turn.form.chosen else "")
    guild = turn.interaction.guild
    channel = guild.get_channel(channel_id) if guild is not None else None
    if guild is None or channel is None:
        raise stale()
    quiz_host.see_fit(channel, channel.permissions_for(guild.me))
    await _shown(turn, await turn.app.plans.move(turn.call, turn.ident.number(0), channel_id))


async def _when(turn: Turn) -> None:
    view = await turn.app.plans.show(turn.call, turn.ident.number(0))
    name: ui.TextInput[Any] = ui.TextInput(custom_id="name", default=view.name, max_length=LONGEST_NAME)
    when: ui.TextInput[Any] = ui.TextInput(
        custom_id="when",
        default=view.typed,
        placeholder=wording.WHEN_PLACEHOLDER,
        max_length=LONGEST_TYPED,
        required=False,
    )
    await turn.open(
        modal(
            cards.WHEN,
            ident(ROOM, "timed", view.plan_id),
            ui.Label(text=wording.PLAN_NAME_FIELD, component=name),
            ui.Label(text=wording.WHEN_FIELD, description=wording.WHEN_HINT, component=when),
        )
    )


async def _timed(turn: Turn) -> None:
    form, plan_id = turn.form, turn.ident.number(0)
    await _shown(turn, await turn.app.plans.arrange(turn.call, plan_id, form.text("name"), form.text("when")))


async def _settings(turn: Turn) -> None:
    view = await turn.app.plans.show(turn.call, turn.ident.number(0))
    await turn.open(quiz_host.options_form(ident(ROOM, "set", view.plan_id), view.options))


async def _set(turn: Turn) -> None:
    chosen = quiz_host.options_of(turn.form)
    await _shown(turn, await turn.app.plans.set(turn.call, turn.ident.number(0), chosen))


async def _begin(turn: Turn) -> None:
    """Open the lobby here and now; the host's panel comes in a message of its own."""
    quiz_host.see_fit(turn.interaction.channel, turn.interaction.app_permissions)
    view = await turn.app.plans.begin(turn.call, turn.ident.number(0))
    turn.app.bell.ring()
    await turn.say(quiz_host.screen(view))


async def _ask(turn: Turn) -> None:
    view = await turn.app.plans.show(turn.call, turn.ident.number(0))
    row = (
        button(cards.DELETE_PLAN_SURE, ident(ROOM, "delete", view.plan_id), ButtonStyle.danger),
        button(words.KEEP, ident(ROOM, "show", view.plan_id)),
    )
    await turn.edit(Screen(cards.sure(view), (row,)))


async def _delete(turn: Turn) -> None:
    view = await turn.app.plans.delete(turn.call, turn.ident.number(0))
    turn.app.bell.ring()
    await turn.edit(listed(view))


async def _dry(turn: Turn) -> None:
    await say_practice(turn, await turn.app.practice.go_through(turn.call, of_plan(turn.ident.number(0))))


async def _try(turn: Turn) -> None:
    await say_practice(turn, await turn.app.practice.go_through(turn.call, of_quiz(turn.ident.number(0))))


ROUTES: dict[str, Handler] = {
    "open": _open,
    "show": _show,
    "all": _all,
    "look": _look,
    "swap": _swap,
    "remove": _remove,
    "draw": _draw,
    "where": _where,
    "when": _when,
    "timed": _timed,
    "settings": _settings,
    "set": _set,
    "begin": _begin,
    "ask": _ask,
    "delete": _delete,
    "dry": _dry,
}
QUIZ_ROUTES: dict[str, Handler] = {"try": _try}
"""What is pressed on a quiz's end card."""
