"""`/interview` in chat: mock interviews, from the opening to the last press; reports and pairs have their own files."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Literal, get_args

import discord
from discord import app_commands, ui

from bot.actions.interview_views import Opening
from bot.actions.views import Call, Judged
from bot.chat import code, interview_report, pair, wording
from bot.chat.app import App
from bot.chat.form import fault_form, modal, one_field
from bot.chat.ident import Ident, ident, number, stale
from bot.chat.interview_cards import ALONE, LOOP, ROOM, leaving, opening, resumed
from bot.chat.interview_cards import ask as ask_screen
from bot.chat.press import Handler
from bot.chat.screen import Screen, compose, note
from bot.chat.spot import Answer
from bot.chat.turn import Turn
from bot.render import interview as cards
from bot.render import words
from bot.rules.errors import RuleBroken
from bot.rules.interview import LONGEST_SAID, ROUNDS, Kind
from bot.rules.question import Level

Command = app_commands.Command[Any, ..., None]
RoundName = Literal["breadth", "coding", "design", "behavioural", "experiments", "quick", "loop"]
LevelName = Literal["junior", "mid", "senior"]
NEEDED = ("view_channel", "send_messages", "create_private_threads", "send_messages_in_threads", "read_message_history")
"""What the bot must be able to do in a channel for a private thread of its own."""
LONGEST_QUESTION = 1000
LONGEST_SEED = 19
_MORE: tuple[Callable[[App], Sequence[Command]], ...] = (interview_report.commands, pair.commands)
"""What gives further subcommands, such as reports and pairs."""


def commands(app: App) -> tuple[app_commands.Group]:
    """Make `/interview` with its subcommands."""
    group = app_commands.Group(
        name="interview",
        description="Mock interviews: alone with me, or with a partner.",
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )
    for command in (*_own(app), *(each for more in _MORE for each in more(app))):
        group.add_command(command)
    return (group,)


def _own(app: App) -> tuple[Command, ...]:
    @app_commands.command(name="start", description="See what a round asks, and begin it.")
    @app_commands.rename(kind="round")
    @app_commands.describe(
        kind="Which round; loop is the next one of three or four.", level="Yours, unless you say so."
    )
    async def start(
        interaction: discord.Interaction, kind: RoundName | None = None, level: LevelName | None = None
    ) -> None:
        turn = Turn(interaction, app)
        wanted = None if kind is None or kind == LOOP else Kind(kind)
        view = await app.interview.opening(turn.call, wanted, Level(level) if level else None, loop=kind == LOOP)
        await turn.say(opening(view, threads=threads_here(interaction)))

    @app_commands.command(name="resume", description="Find your interview and go on with it.")
    async def resume(interaction: discord.Interaction) -> None:
        turn = Turn(interaction, app)
        running = await app.interview.running(turn.call)
        if running is None:
            raise RuleBroken("nothing_runs", cards.NOTHING_RUNS)
        here = running.channel_id == turn.call.channel_id
        await turn.say(resumed(running, here=here, in_server=turn.private))

    return start, resume


def threads_here(interaction: discord.Interaction[Any]) -> bool:
    """Tell whether the bot can hold an interview in a private thread of the channel."""
    may = interaction.app_permissions
    whole = may.administrator or all(getattr(may, name) for name in NEEDED)
    return isinstance(interaction.channel, discord.TextChannel) and whole


# Before it begins


def _wanted(read: Ident) -> tuple[Kind, Level, int, bool]:
    """Read which round a button is about.

    Raises:
        RuleBroken: `old_button`: this version writes no such one.
    """
    seed, _, way = read.word(2).partition(".")
    if read.word(0) not in set(Kind) or read.word(1) not in set(Level) or way not in (ALONE, LOOP):
        raise stale()
    return Kind(read.word(0)), Level(read.word(1)), number(seed), way == LOOP


async def _opened(turn: Turn) -> Opening:
    """Give the opening that a button is on."""
    kind, level, seed, loop = _wanted(turn.ident)
    return await turn.app.interview.opening(turn.call, kind, level, seed, loop=loop)


async def _start(turn: Turn) -> None:
    """Begin where the press was made: in direct messages, or in a private thread of the channel."""
    kind, level, seed, loop = _wanted(turn.ident)
    if turn.private and not threads_here(turn.interaction):
        raise RuleBroken("no_threads", cards.NO_THREADS)
    view = await _opened(turn)
    await turn.app.interview.begin(turn.call, kind, level, seed, loop=loop)
    turn.app.bell.ring()
    await turn.edit(Screen(cards.opening(replace(view, running=None), begun=True)))


async def _start_direct(turn: Turn) -> None:
    """Begin in direct messages, where the opening is shown too; who takes none begins nothing."""
    kind, level, seed, loop = _wanted(turn.ident)
    await turn.hold_edit()
    there = await _there(turn)
    view = await turn.app.interview.opening(there, kind, level, seed, loop=loop)
    if view.running is not None:
        await turn.edit(opening(view))
        return
    await _write_first(turn, Screen(cards.opening(view)))
    await turn.app.interview.begin(there, kind, level, seed, loop=loop)
    turn.app.bell.ring()
    await turn.edit(Screen(note(cards.IN_DIRECT)))


async def _there(turn: Turn) -> Call:
    """Give the call as it would be made in direct messages."""
    channel = await turn.interaction.user.create_dm()
    return replace(turn.call, guild_id=None, channel_id=channel.id, role_ids=frozenset(), admin=False)


async def _write_first(turn: Turn, screen: Screen) -> None:
    """Write the first direct message, which the person has asked for.

    Raises:
        RuleBroken: `no_direct`: they take none.
    """
    channel = await turn.interaction.user.create_dm()
    view, files = await compose(screen, turn.app.pictures)
    try:
        await channel.send(view=view, files=files, nonce=f"ivd{turn.call.id}")
    except discord.Forbidden as cause:
        raise RuleBroken("no_direct", cards.NO_DIRECT) from cause


async def _change(turn: Turn) -> None:
    kind, level, seed, loop = _wanted(turn.ident)
    rounds = [(one.value, f"{ROUNDS[one].name}, {ROUNDS[one].minutes} minutes") for one in Kind]
    chosen = LOOP if loop else kind.value
    seed_box: ui.TextInput[Any] = ui.TextInput(
        custom_id="seed", placeholder=str(seed), max_length=LONGEST_SEED, required=False
    )
    form = modal(
        words.CHANGE_ROUND,
        ident(ROOM, "changed"),
        _choice(wording.ROUND_FIELD, "round", [*rounds, (LOOP, wording.LOOP_ROUND)], chosen),
        _choice(wording.LEVEL_FIELD, "level", [(one, one) for one in get_args(LevelName)], level.value),
        ui.Label(text=wording.SEED_FIELD, description=wording.SEED_HINT, component=seed_box),
    )
    await turn.open(form)


def _choice(label: str, custom_id: str, values: Sequence[tuple[str, str]], chosen: str) -> ui.Label[Any]:
    options = [discord.SelectOption(label=name, value=value, default=value == chosen) for value, name in values]
    return ui.Label(text=label, component=ui.Select(custom_id=custom_id, options=options))


async def _changed(turn: Turn) -> None:
    """Show the opening of another round; a number that is none is refused."""
    kind, level, typed = turn.form.text("round"), turn.form.text("level"), turn.form.text("seed")
    if kind not in get_args(RoundName) or level not in set(Level):
        raise stale()
    if typed and not (typed.isascii() and typed.isdigit() and int(typed) < 2**63):
        raise RuleBroken("no_number", cards.SEED_WANTED)
    view = await turn.app.interview.opening(
        turn.call,
        None if kind == LOOP else Kind(kind),
        Level(level),
        int(typed) if typed and kind != LOOP else None,
        loop=kind == LOOP,
    )
    await turn.edit(opening(view, threads=threads_here(turn.interaction)))


async def _not_now(turn: Turn) -> None:
    await turn.edit(Screen(note(cards.NOT_NOW)))


# While it runs: what was pressed is a row; the clock task shows what it comes to


async def _did(turn: Turn) -> None:
    """Tell the clock task that something has changed, and Discord that nothing else comes of the press."""
    turn.app.bell.ring()
    await turn.hold_edit()


def _about(turn: Turn) -> tuple[int, int]:
    return turn.ident.number(0), turn.ident.number(1)


async def _done(turn: Turn) -> None:
    """Finish; what was written just before counts."""
    async with turn.app.order.of(turn.call.channel_id):
        await turn.app.interview.done(turn.call, *_about(turn))
    await _did(turn)


async def _nothing(turn: Turn) -> None:
    async with turn.app.order.of(turn.call.channel_id):
        await turn.app.interview.nothing_to_add(turn.call, *_about(turn))
    await _did(turn)


async def _hint(turn: Turn) -> None:
    view = await turn.app.interview.hint(turn.call, *_about(turn), turn.ident.number(2))
    turn.app.bell.ring()
    await turn.edit(ask_screen(view))


async def _write(turn: Turn) -> None:
    """Open the form for an answer, with what was written before."""
    view = await turn.app.interview.writing(turn.call, *_about(turn))
    box: ui.TextInput[Any] = ui.TextInput(
        custom_id="words",
        style=discord.TextStyle.paragraph,
        placeholder=wording.SPOKEN_PLACEHOLDER,
        default=view.draft[:LONGEST_SAID] or None,
        max_length=LONGEST_SAID,
    )
    said = ident(ROOM, "said", *_about(turn))
    await turn.open(one_field(words.ANSWER, said, wording.SPOKEN_FIELD, box, wording.INTERVIEW_HINT))


async def _said(turn: Turn) -> None:
    await turn.app.interview.answer(turn.call, *_about(turn), turn.form.raw("words"))
    await _did(turn)


async def _ask(turn: Turn) -> None:
    box: ui.TextInput[Any] = ui.TextInput(
        custom_id="words",
        style=discord.TextStyle.paragraph,
        placeholder=wording.ASK_PLACEHOLDER,
        max_length=LONGEST_QUESTION,
    )
    await turn.open(one_field(words.ASK, ident(ROOM, "asked", *_about(turn)), wording.ASK_FIELD, box))


async def _asked(turn: Turn) -> None:
    """Answer from the facts, where the question stands so that it can be read again."""
    asked = turn.form.text("words")
    told = await turn.app.interview.ask(turn.call, *_about(turn), asked)
    turn.app.bell.ring()
    await turn.post(Screen(cards.asked(asked, told)))


async def _code(turn: Turn) -> None:
    """Open the form for code; where no more is needed it says how many of the shown examples pass."""
    await turn.app.interview.writing(turn.call, *_about(turn))
    shown = await turn.app.code.editing(turn.call, turn.ident.number(2))
    if isinstance(shown, Judged):
        await turn.say(code.outcome_screen(shown))
    else:
        await turn.open(code.answer_form(shown, ident(ROOM, "coded", *turn.ident.parts)))


async def _coded(turn: Turn) -> None:
    """Have code judged; what comes of it is a message of its own below the question."""
    await turn.hold()
    await code.answer(Answer(turn), turn.call, turn.ident.number(2), await code.given(turn), turn.app)


async def _pause(turn: Turn) -> None:
    async with turn.app.order.of(turn.call.channel_id):
        await turn.app.interview.pause(turn.call, turn.ident.number(0))
    await _did(turn)


async def _on(turn: Turn) -> None:
    await turn.app.interview.go_on(turn.call, turn.ident.number(0))
    await _did(turn)


async def _back(turn: Turn) -> None:
    """Go on from a message elsewhere, which says then where that is."""
    running = await turn.app.interview.go_on(turn.call, turn.ident.number(0))
    turn.app.bell.ring()
    here = running.channel_id == turn.call.channel_id
    await turn.edit(Screen(note(cards.goes_on(running, here=here, in_server=turn.private))))


async def _direct(turn: Turn) -> None:
    """Go on in direct messages; who takes none goes on where they are."""
    interview_id = turn.ident.number(0)
    await turn.hold_edit()
    there, running = await _there(turn), await turn.app.interview.running(turn.call)
    if running is None or running.interview_id != interview_id:
        raise RuleBroken("nothing_runs", cards.NOTHING_RUNS)
    if running.channel_id != there.channel_id:
        await _write_first(turn, Screen(note(cards.GOES_ON_HERE)))
        await turn.app.interview.to_direct(turn.call, interview_id, there.channel_id)
        turn.app.bell.ring()
    await turn.tell(cards.IN_DIRECT)


async def report_fault(turn: Turn, interview_id: int, number: int) -> None:
    """Open the form that says what is wrong with the question of a turn; nothing of the interview changes by it."""
    await turn.app.interview.reportable(turn.call, interview_id, number)
    await turn.open(fault_form(ident(ROOM, "report", interview_id, number)))


async def _wrong(turn: Turn) -> None:
    await report_fault(turn, *_about(turn))


async def _report(turn: Turn) -> None:
    in_inbox = await turn.app.interview.report(turn.call, *_about(turn), turn.form.text("words"))
    await turn.tell(words.THANKS if in_inbox else words.THANKS_DIRECT)


async def _leave(turn: Turn) -> None:
    await turn.say(leaving(turn.ident.number(0)))


async def _end(turn: Turn) -> None:
    await turn.app.interview.leave(turn.call, turn.ident.number(0))
    turn.app.bell.ring()
    await turn.edit(Screen(note(cards.LEFT)))


async def _keep(turn: Turn) -> None:
    await turn.edit(Screen(note(cards.KEPT)))


ROUTES: dict[str, Handler] = {
    "start": _start,
    "startdm": _start_direct,
    "change": _change,
    "changed": _changed,
    "notnow": _not_now,
    "done": _done,
    "nothing": _nothing,
    "hint": _hint,
    "write": _write,
    "said": _said,
    "ask": _ask,
    "asked": _asked,
    "code": _code,
    "coded": _coded,
    "pause": _pause,
    "on": _on,
    "back": _back,
    "direct": _direct,
    "wrong": _wrong,
    "report": _report,
    "leave": _leave,
    "end": _end,
    "keep": _keep,
}
