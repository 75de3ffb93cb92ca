"""The report of an interview in chat: marks, question by question, practice, the file, sharing, deleting, comparing."""

import logging
from collections.abc import Iterable, Sequence
from typing import Any

import discord
from discord import ButtonStyle, app_commands, ui

from bot.actions.interview_report_views import (
    LoopReport,
    MarkingView,
    QuestionReport,
    ReportLine,
    ReportView,
    SharedView,
    ToMark,
)
from bot.actions.interview_reports import MOST_MARKED
from bot.chat import practice, wording
from bot.chat.app import App
from bot.chat.form import modal
from bot.chat.ident import ident, number, stale
from bot.chat.interview_cards import fault
from bot.chat.pair_screens import with_halves
from bot.chat.press import Handler, button, select
from bot.chat.screen import Attached, Row, Screen, compose, note
from bot.chat.sent import draw_again
from bot.chat.turn import Turn
from bot.render import interview_question, spoken, words
from bot.render import interview_report as cards
from bot.render import practice as questions
from bot.rules.errors import RuleBroken

LOG = logging.getLogger(__name__)
ROOM = "report"
_LONGEST_OPTION = 100


def commands(app: App) -> tuple[app_commands.Command[Any, ..., None]]:
    """Make `/interview reports`."""

    @app_commands.command(name="reports", description="Your reports: open one, compare two.")
    async def reports(interaction: discord.Interaction) -> None:
        turn = Turn(interaction, app)
        await turn.say(await _everything(turn))

    return (reports,)


def screen(view: ReportView, *, back: bool = False) -> Screen:
    """Give the report with all that its owner can do with it; `back` leads to all of their reports."""
    own = view.interview_id
    first: list[ui.Button[Any]] = []
    if view.to_mark:
        label = words.MARK.format(words.plural(view.to_mark, "point"))
        first.append(button(label, ident(ROOM, "mark", own), ButtonStyle.success))
    if view.choices:
        first.append(button(words.BY_QUESTION, ident(ROOM, "each", own), ButtonStyle.primary))
    if view.practisable:
        label = words.PRACTISE_ONE if view.practisable == 1 else words.PRACTISE.format(view.practisable)
        first.append(button(label, ident(ROOM, "practise", own)))
    second = [
        button(words.PDF, ident(ROOM, "pdf", own)),
        button(words.SHARE, ident(ROOM, "share", own)),
        button(words.DELETE_REPORT, ident(ROOM, "delete", own), ButtonStyle.danger),
    ]
    if view.loop_id is not None:
        second.append(button(words.WHOLE_LOOP, ident(ROOM, "loop", view.loop_id)))
    if back:
        second.append(_back())
    return Screen(cards.report(view), tuple(filter(None, (tuple(first), tuple(second)))))


def shared(view: SharedView) -> Screen:
    """Give what others see, with a peer's way to mark what nobody has marked."""
    peer = button(words.MARK_AS_PEER, ident(ROOM, "peer", view.report.interview_id), ButtonStyle.primary)
    return Screen(cards.shared(view), ((peer,),) if view.to_mark else ())


def listed(lines: Sequence[ReportLine]) -> Screen:
    """Give somebody's reports: a list that opens one, and one that compares two."""
    rows: list[Row] = []
    if lines:
        rows.append((select(ident(ROOM, "open"), words.OPEN_REPORT, _options(lines)),))
    if len(lines) > 1:
        rows.append((select(ident(ROOM, "compare"), words.COMPARE, _options(lines), 2, 2),))
    return Screen(cards.listed(lines), tuple(rows))


def _options(lines: Iterable[ReportLine]) -> list[discord.SelectOption]:
    named = ((each.interview_id, *cards.line(each)) for each in lines)
    return [discord.SelectOption(label=name, description=about, value=str(own)) for own, name, about in named]


def asked(view: QuestionReport, part: int) -> Screen:
    """Give one question, of a case one stage, the way to the one before and the next, and what may be wrong with it."""
    last, place = len(view.answers) - 1, min(part, len(view.answers) - 1)
    at = view.slots.index(view.slot)
    before = (view.slot, place - 1) if place else (view.slots[at - 1], 0) if at else None
    after = (view.slot, place + 1) if place < last else (view.slots[at + 1], 0) if view.slots[at + 1 :] else None
    steps = (_step(words.PREVIOUS, view, before, "back"), _step(words.NEXT, view, after, "each"))
    several = len(view.slots) > 1 or last > 0
    row = (*(steps if several else ()), fault(view.interview_id, view.turn))
    return Screen(interview_question.question(view, place), (row,))


def _step(label: str, view: QuestionReport, to: tuple[int, int] | None, act: str) -> ui.Button[Any]:
    where = to or (view.slot, 0)
    return button(label, ident(ROOM, act, view.interview_id, *where), off=to is None)


def mark_form(view: MarkingView, act: str = "marked") -> ui.Modal | None:
    """Make the form that asks which of the next ten points were said; None where none is left.

    Args:
        view: What may be marked.
        act: What its submission is to do.
    """
    points = view.points[:MOST_MARKED]
    if not points:
        return None
    box: ui.CheckboxGroup[Any] = ui.CheckboxGroup(
        custom_id="points",
        options=[_tick(each, peer=view.peer) for each in points],
        min_values=0,
        max_values=len(points),
        required=False,
    )
    hint = wording.PEER_HINT if view.peer else wording.TICK_HINT
    label = ui.Label(text=wording.MARK_FIELD, description=hint, component=box)
    title = wording.PEER_TITLE if view.peer else wording.MARK_TITLE
    among = "-".join(map(_named, points))
    return modal(title, ident(ROOM, act, view.interview_id, among), label)


def _tick(each: ToMark, *, peer: bool) -> discord.CheckboxGroupOption:
    nothing = spoken.NOTHING_CLOSE_THERE if peer else spoken.NOTHING_CLOSE
    closest = questions.field(each.closest or nothing, _LONGEST_OPTION)
    return discord.CheckboxGroupOption(label=questions.field(each.say), value=_named(each), description=closest)


def _named(each: ToMark) -> str:
    return f"{each.slot}.{each.place}"


def _point(name: str) -> tuple[int, int]:
    """Read what `_named` wrote.

    Raises:
        RuleBroken: `old_button`: it is no such name.
    """
    slot, dot, place = name.partition(".")
    if not dot:
        raise stale()
    return number(slot), number(place)


async def _mark(turn: Turn) -> None:
    """Open the form; where nothing is left, show the report as it stands."""
    form = mark_form(await turn.app.interview_reports.marking(turn.call, turn.ident.number(0)))
    if form is not None:
        await turn.open(form)
    else:
        await turn.edit(screen(await turn.app.interview_reports.report(turn.call, turn.ident.number(0))))


async def _marked(turn: Turn) -> None:
    await _take(turn)
    await turn.edit(screen(await turn.app.interview_reports.report(turn.call, turn.ident.number(0))))
    await _spread(turn)


async def _peer(turn: Turn) -> None:
    """Open the form on a shared report, whose message shows what others see, whoever marks."""
    form = mark_form(await turn.app.interview_reports.marking(turn.call, turn.ident.number(0)), "peered")
    if form is not None:
        await turn.open(form)
    else:
        await turn.edit(shared(await turn.app.interview_reports.shared(turn.call, turn.ident.number(0))))


async def _peered(turn: Turn) -> None:
    await _take(turn)
    await turn.edit(shared(await turn.app.interview_reports.shared(turn.call, turn.ident.number(0))))
    await turn.tell(cards.MARKED)
    await _spread(turn)


async def _take(turn: Turn) -> None:
    """Take somebody's word for the points that were on the form."""
    interview_id, among = turn.ident.number(0), [_point(each) for each in turn.ident.word(1).split("-")]
    said = [_point(each) for each in turn.form.fields.get("points", ()) if each]
    await turn.app.interview_reports.mark(turn.call, interview_id, said, among)
    turn.app.bell.ring()


async def _spread(turn: Turn) -> None:
    """Draw a report again wherever else it is shared; a message that is gone holds up no other."""
    pressed = turn.interaction.message
    for view in await turn.app.interview_reports.standing(turn.call, turn.ident.number(0)):
        if view.message_id is None or (pressed is not None and pressed.id == view.message_id):
            continue
        try:
            await draw_again(turn.interaction.client, turn.app, view.channel_id, view.message_id, shared(view))
        except discord.HTTPException as cause:
            LOG.info("Message %d shows an older report: %s", view.message_id, cause)


async def _each(turn: Turn) -> None:
    """Show a question: beside the report, whose button names none, or in place of another one."""
    read = turn.ident
    if not read.maybe(1):
        report = await turn.app.interview_reports.questions(turn.call, read.number(0))
        if not report:
            raise RuleBroken("not_reached", cards.NOTHING_REACHED)
        await turn.say(asked(report[0], 0))
        return
    view = await turn.app.interview_reports.question(turn.call, read.number(0), read.number(1))
    await turn.edit(asked(view, read.number(2)))


async def _practise(turn: Turn) -> None:
    await practice.see_free(turn)
    await practice.say(turn, await turn.app.interview_reports.practise(turn.call, turn.ident.number(0)))


async def _pdf(turn: Turn) -> None:
    await turn.hold()
    reports, interview_id = turn.app.interview_reports, turn.ident.number(0)
    view = await reports.report(turn.call, interview_id)
    data = await turn.app.pages(view, await reports.questions(turn.call, interview_id))
    file = Attached(f"interview-{interview_id}.pdf", data)
    await turn.say(Screen(note(cards.PDF_MADE), files=(file,)))


async def _share(turn: Turn) -> None:
    """Ask again, with what others would see; the button that turns quotes on and off names which."""
    read = turn.ident
    interview_id, quotes = read.number(0), read.maybe(1) == "1"
    if not _others_here(turn):
        raise RuleBroken("nobody_here", cards.NOBODY_HERE)
    view = await turn.app.interview_reports.preview(turn.call, interview_id, quotes=quotes)
    other = words.WITHOUT_WORDS if quotes else words.WITH_WORDS
    row = (
        button(words.SHARE_SURE, ident(ROOM, "send", interview_id, int(quotes)), ButtonStyle.primary),
        button(other, ident(ROOM, "share", interview_id, int(not quotes))),
        button(words.NOT_NOW, ident(ROOM, "keep")),
    )
    asking = Screen(cards.sharing(view), (row,))
    if read.maybe(1):
        await turn.edit(asking)
    else:
        await turn.say(asking)


def _others_here(turn: Turn) -> bool:
    """Tell whether anybody else could see what is shared here."""
    channel = turn.interaction.channel
    private = isinstance(channel, discord.Thread) and channel.is_private()
    return turn.interaction.guild_id is not None and not private


async def _send(turn: Turn) -> None:
    """Share it: the question is taken away first, then the report stands in the channel for everybody."""
    read = turn.ident
    interview_id, quotes = read.number(0), read.number(1) == 1
    if not _others_here(turn):
        raise RuleBroken("nobody_here", cards.NOBODY_HERE)
    view = await turn.app.interview_reports.share(turn.call, interview_id, quotes=quotes)
    await turn.edit(Screen(note(cards.SHARED)))
    if view.message_id is not None:
        await _remove(turn, ((turn.call.channel_id, view.message_id),))
    drawn, files = await compose(shared(view), turn.app.pictures)
    sent = await turn.interaction.followup.send(
        view=drawn, files=files, ephemeral=False, wait=True, allowed_mentions=discord.AllowedMentions.none()
    )
    await turn.app.interview_reports.shared_at(turn.call, interview_id, sent.id)


async def _keep(turn: Turn) -> None:
    await turn.edit(Screen(note(cards.KEPT)))


async def _delete(turn: Turn) -> None:
    """Ask again before a report is deleted."""
    interview_id = turn.ident.number(0)
    await turn.app.interview_reports.report(turn.call, interview_id)
    row = (
        button(words.DELETE_REPORT_SURE, ident(ROOM, "gone", interview_id), ButtonStyle.danger),
        button(words.KEEP, ident(ROOM, "keep")),
    )
    await turn.say(Screen(note(cards.DELETE_SURE), (row,)))


async def _gone(turn: Turn) -> None:
    shown = await turn.app.interview_reports.delete(turn.call, turn.ident.number(0))
    await turn.edit(Screen(note(cards.DELETED)))
    await _remove(turn, shown)


async def _remove(turn: Turn, shown: Iterable[tuple[int, int]]) -> None:
    """Take messages away that showed what is deleted; one that is gone already holds up no other."""
    for channel_id, message_id in shown:
        channel = turn.interaction.client.get_partial_messageable(channel_id)
        try:
            await channel.get_partial_message(message_id).delete()
        except discord.HTTPException as cause:
            LOG.info("Message %d stays: %s", message_id, cause)


async def _loop(turn: Turn) -> None:
    await turn.say(loop(await turn.app.interview_reports.loop(turn.call, turn.ident.number(0))))


def loop(view: LoopReport) -> Screen:
    """Give a loop on one page, with a list that opens its rounds."""
    rows: tuple[Row, ...] = ()
    if view.rounds:
        rows = ((select(ident(ROOM, "open"), words.OPEN_REPORT, _options(view.rounds)),),)
    return Screen(cards.loop(view), rows)


async def _open(turn: Turn) -> None:
    view = await turn.app.interview_reports.report(turn.call, number("".join(turn.form.chosen)))
    await turn.edit(screen(view, back=True))


def _back() -> ui.Button[Any]:
    return button(words.ALL_REPORTS, ident(ROOM, "list"))


async def _compare(turn: Turn) -> None:
    first, *rest = (number(each) for each in turn.form.chosen)
    if len(rest) != 1:
        raise stale()
    view = await turn.app.interview_reports.compare(turn.call, first, rest[0])
    await turn.edit(Screen(cards.compared(view), ((_back(),),)))


async def _everything(turn: Turn) -> Screen:
    """Give all reports, and below them the halves that a partner has marked."""
    reports = listed(await turn.app.interview_reports.ended(turn.call))
    return with_halves(reports, await turn.app.pairs.reports(turn.call))


async def _list(turn: Turn) -> None:
    await turn.edit(await _everything(turn))


ROUTES: dict[str, Handler] = {
    "mark": _mark,
    "marked": _marked,
    "peer": _peer,
    "peered": _peered,
    "each": _each,
    "back": _each,
    "practise": _practise,
    "pdf": _pdf,
    "share": _share,
    "send": _send,
    "keep": _keep,
    "delete": _delete,
    "gone": _gone,
    "loop": _loop,
    "open": _open,
    "compare": _compare,
    "list": _list,
}
