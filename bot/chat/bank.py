"""`/bank` in chat: editors write, check, look at, publish and take back this server's questions."""

from typing import Any

import discord
from discord import ButtonStyle, app_commands, ui

from bot.actions.views import BankCard, DraftView
from bot.chat import inbox, wording
from bot.chat.app import App
from bot.chat.form import Upload, modal
from bot.chat.ident import ident, stale
from bot.chat.press import Handler, button
from bot.chat.screen import Screen, note
from bot.chat.turn import LONGEST_CHOICE, Turn, choices
from bot.render import bank as cards
from bot.render import words
from bot.render.card import LIMIT, Card
from bot.rules.errors import RuleBroken
from bot.rules.question import Level, Status

ROOM = inbox.BANK_ROOM
LONGEST_LINES = 4000
LIVE = Status.LIVE.value
KINDS = (".csv", ".yaml", ".yml")


def commands(app: App) -> tuple[app_commands.Group]:
    """Make `/bank add`, `/bank find` and `/bank inbox`; the actions refuse whoever is no editor."""
    bank = app_commands.Group(
        name="bank",
        description="This server's own questions.",
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )

    @bank.command(name="add", description="Add a question in a form, or many from a CSV or YAML file.")
    @app_commands.describe(topic="What it is about.", file="CSV or YAML; leave it out and a form opens.")
    async def add(
        interaction: discord.Interaction,
        topic: app_commands.Range[str, 1, 100] | None = None,
        file: discord.Attachment | None = None,
    ) -> None:
        turn = Turn(interaction, app)
        if file is None:
            await app.bank.admit(turn.call)
            await turn.open(_form(wording.FORM_TITLE, ident(ROOM, "write"), "", topic or "", ""))
        else:
            await _check_file(turn, Upload(file.filename, file.size, file.url))

    @bank.command(name="find", description="Find a question, to edit, preview or withdraw it.")
    @app_commands.describe(words="Words of the question, its topic or its id.")
    async def find(interaction: discord.Interaction, words: app_commands.Range[str, 1, 100]) -> None:
        turn = Turn(interaction, app)
        await turn.say(card_screen(await app.bank.card(turn.call, words)))

    @add.autocomplete("topic")
    async def topics(_interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        found = app.bank.topics(typed[:LONGEST_CHOICE])
        return [app_commands.Choice(name=path[:LONGEST_CHOICE], value=topic) for topic, path in found]

    @find.autocomplete("words")
    async def questions(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await choices(app.bank.find(Turn(interaction, app).call, typed[:LONGEST_CHOICE]))

    inbox.add_command(bank, app)
    return (bank,)


def draft_screen(draft: DraftView, place: int = 0) -> Screen:
    """Give what the check found; where nothing is refused, with Publish and the question at a 0-based place."""
    if draft.draft_id is None:
        return Screen(cards.draft(draft))
    place = min(place, max(0, len(draft.previews) - 1))
    row: list[ui.Item[Any]] = []
    if not draft.refused:
        row.append(button(words.PUBLISH, ident(ROOM, "publish", draft.draft_id), ButtonStyle.success))
    if draft.source:
        row.append(button(words.EDIT, ident(ROOM, "rewrite", draft.draft_id)))
    row.append(button(words.DISCARD, ident(ROOM, "discard", draft.draft_id)))
    rows = [tuple(row)]
    if len(draft.previews) > 1:
        rows.append(_pages(draft.draft_id, place, len(draft.previews)))
    return Screen(_both(draft, place), tuple(rows))


def card_screen(card: BankCard) -> Screen:
    """Give a question as its editors see it."""
    live = card.status == LIVE
    row = (
        button(words.EDIT, ident(ROOM, "edit", card.question_id), ButtonStyle.primary),
        button(words.PREVIEW, ident(ROOM, "preview", card.question_id)),
        button(words.WITHDRAW, ident(ROOM, "withdraw", card.question_id), ButtonStyle.danger)
        if live
        else button(words.PUT_BACK, ident(ROOM, "restore", card.question_id)),
        button(words.HISTORY, ident(ROOM, "history", card.question_id)),
    )
    return Screen(cards.card(card), (row,))


def _pages(draft_id: int, place: int, count: int) -> tuple[ui.Item[Any], ...]:
    return (
        button(words.PREVIOUS, ident(ROOM, "look", draft_id, max(0, place - 1), "back"), off=place == 0),
        button(words.NEXT, ident(ROOM, "look", draft_id, min(count - 1, place + 1), "on"), off=place == count - 1),
    )


def _both(draft: DraftView, place: int) -> Card:
    """Join what the check found with the question as people will meet it, where one message holds both."""
    found = cards.draft(draft)
    if draft.refused:
        return found
    shown = cards.preview(draft.previews[place], place, len(draft.previews))
    return Card((*found.blocks, *shown.blocks)) if found.length + shown.length <= LIMIT else shown


def reopened(draft: DraftView) -> ui.Modal:
    """Open the form again with a draft's text.

    Raises:
        RuleBroken: `old_button`: the draft was not kept; `too_long`: the form could not hold all of it.
    """
    if draft.draft_id is None:
        raise stale()
    if len(draft.source) > LONGEST_LINES:
        raise RuleBroken("too_long", wording.TOO_LONG)
    custom_id = ident(ROOM, "rewritten", draft.draft_id)
    return _form(wording.EDIT_TITLE, custom_id, draft.source, draft.topic, draft.level)


def form_from(words_said: str) -> ui.Modal:
    """Open the form of `/bank add` with somebody's words as the question."""
    return _form(wording.FORM_TITLE, ident(ROOM, "write"), words_said[:LONGEST_LINES], "", "")


def _form(title: str, custom_id: str, source: str, topic: str, level: str) -> ui.Modal:
    where: ui.TextInput[Any] = ui.TextInput(custom_id="topic", default=topic[:100], max_length=100, required=False)
    chosen = level if level in set(Level) else Level.MID.value
    levels: ui.Select[Any] = ui.Select(
        custom_id="level",
        required=True,
        options=[discord.SelectOption(label=one.value, value=one.value, default=one == chosen) for one in Level],
    )
    lines: ui.TextInput[Any] = ui.TextInput(
        custom_id="lines",
        style=discord.TextStyle.paragraph,
        placeholder=wording.LINES_PLACEHOLDER,
        default=source,
        max_length=LONGEST_LINES,
        required=False,
    )
    parts: list[ui.Item[Any]] = [
        ui.TextDisplay(cards.FORM_HELP),
        ui.Label(text=wording.TOPIC_FIELD, description=wording.TOPIC_HINT, component=where),
        ui.Label(text=wording.LEVEL_FIELD, component=levels),
        ui.Label(text=wording.LINES_FIELD, component=lines),
    ]
    if not source:
        upload: ui.FileUpload[Any] = ui.FileUpload(custom_id="file", required=False, max_values=1, min_values=0)
        parts.append(ui.Label(text=wording.FILE_FIELD, description=wording.FILE_HINT, component=upload))
    return modal(title, custom_id, *parts)


async def _check_file(turn: Turn, upload: Upload) -> None:
    if not upload.name.lower().endswith(KINDS):
        raise RuleBroken("wrong_kind", wording.WRONG_KIND)
    await turn.hold()
    data = await turn.fetch(upload)
    await turn.say(draft_screen(await turn.app.bank.check_file(turn.call, upload.name, data)))


async def _write(turn: Turn) -> None:
    """Take the form that `/bank add` opened."""
    form = turn.form
    files = form.uploads.get("file", ())
    if files:
        await _check_file(turn, files[0])
        return
    if not form.text("lines"):
        raise RuleBroken("nothing_written", wording.NOTHING_WRITTEN)
    await turn.hold()
    draft = await turn.app.bank.check_lines(turn.call, form.text("lines"), form.text("topic"), form.text("level"))
    await turn.say(draft_screen(draft))


async def _rewrite(turn: Turn) -> None:
    await turn.open(reopened(await turn.app.bank.draft(turn.call, turn.ident.number(0))))


async def _rewritten(turn: Turn) -> None:
    """Take the form that Edit opened on a draft or on a question's card."""
    form, draft_id = turn.form, turn.ident.number(0)
    await turn.hold_edit()
    draft = await turn.app.bank.edit_lines(
        turn.call, draft_id, form.text("lines"), form.text("topic"), form.text("level")
    )
    await turn.edit(draft_screen(draft))


async def _look(turn: Turn) -> None:
    draft = await turn.app.bank.draft(turn.call, turn.ident.number(0))
    await turn.edit(draft_screen(draft, turn.ident.number(1)))


async def _publish(turn: Turn) -> None:
    await turn.hold_edit()
    published = await turn.app.bank.publish(turn.call, turn.ident.number(0))
    if len(published) == 1:
        await turn.edit(card_screen(published[0]))
    else:
        await turn.edit(Screen(note(f"**{words.plural(len(published), 'question')}.** {cards.PUBLISHED}")))


async def _discard(turn: Turn) -> None:
    await turn.app.bank.discard(turn.call, turn.ident.number(0))
    await turn.edit(Screen(note(cards.DISCARDED)))


async def _card(turn: Turn) -> None:
    await turn.say(card_screen(await turn.app.bank.card(turn.call, turn.ident.word(0))))


async def _edit(turn: Turn) -> None:
    await turn.open(reopened(await turn.app.bank.edit(turn.call, turn.ident.word(0))))


async def _preview(turn: Turn) -> None:
    await turn.say(Screen(cards.preview(await turn.app.bank.preview(turn.call, turn.ident.word(0)))))


async def _withdraw(turn: Turn) -> None:
    await turn.edit(card_screen(await turn.app.bank.withdraw(turn.call, turn.ident.word(0))))


async def _restore(turn: Turn) -> None:
    await turn.edit(card_screen(await turn.app.bank.put_back(turn.call, turn.ident.word(0))))


async def _history(turn: Turn) -> None:
    await turn.say(Screen(cards.history(await turn.app.bank.card(turn.call, turn.ident.word(0)))))


ROUTES: dict[str, Handler] = {
    "write": _write,
    "rewrite": _rewrite,
    "rewritten": _rewritten,
    "look": _look,
    "publish": _publish,
    "discard": _discard,
    "card": _card,
    "edit": _edit,
    "preview": _preview,
    "withdraw": _withdraw,
    "restore": _restore,
    "history": _history,
}
