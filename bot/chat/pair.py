"""`/interview pair` in chat: two people in a voice channel who interview each other; the bot keeps cards and clock."""

from collections.abc import Awaitable
from typing import Any, Literal

import discord
from discord import app_commands, ui

from bot.actions.pair_views import PairView
from bot.chat.app import App
from bot.chat.form import modal
from bot.chat.ident import ident, number
from bot.chat.pair_screens import ROOM, both_forms, private, standing, stop_screen
from bot.chat.press import Handler
from bot.chat.screen import Screen, note
from bot.chat.turn import Turn
from bot.render import pair as cards
from bot.render import pair_cards
from bot.rules.errors import RuleBroken
from bot.rules.interview import Kind
from bot.rules.pair import LONGEST_LINE, Mark, Phase
from bot.rules.question import Level

Command = app_commands.Command[Any, ..., None]
RoundName = Literal["breadth", "design", "behavioural", "experiments", "quick"]
NEEDED = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "read_message_history": "Read Message History",
}
"""What the bot must be allowed where a pair interview has its message, by the names that Discord shows."""
IN_THREADS = {"send_messages_in_threads": "Send Messages in Threads"}


def commands(app: App) -> tuple[Command]:
    """Make `/interview pair`."""

    @app_commands.command(name="pair", description="Interview each other in a voice channel; I keep cards and clock.")
    @app_commands.rename(kind="round")
    @app_commands.describe(
        member="Whom you invite; leave it out to look for a partner.",
        kind="What each half is about.",
        level="How hard it is; yours, unless you say so.",
    )
    async def pair(
        interaction: discord.Interaction,
        member: discord.Member | discord.User | None = None,
        kind: RoundName = "breadth",
        level: Literal["junior", "mid", "senior"] | None = None,
    ) -> None:
        see_fit(interaction.channel, interaction.app_permissions)
        see_guest(interaction, member)
        turn = Turn(interaction, app)
        asked_level = Level(level) if level is not None else None
        opened = await app.pairs.invite(turn.call, member.id if member is not None else None, Kind(kind), asked_level)
        app.bell.ring()
        if opened.already:
            await turn.say(standing(opened.view, cards.ALREADY.format(cards.where(opened.view))))
        else:
            await turn.tell(cards.LOOKING_POSTED if opened.view.searching else cards.POSTED)

    return (pair,)


def see_fit(channel: object, may: discord.Permissions) -> None:
    """See that a pair interview can have its message in a channel.

    Raises:
        RuleBroken: `wrong_channel` or `missing_permission`. In direct messages the action refuses.
    """
    if isinstance(channel, discord.DMChannel | discord.PartialMessageable | None):
        return
    if not isinstance(channel, discord.TextChannel | discord.Thread | discord.VoiceChannel | discord.StageChannel):
        raise RuleBroken("wrong_channel", cards.NOT_HERE)
    needed = NEEDED | IN_THREADS if isinstance(channel, discord.Thread) else NEEDED
    lacking = [name for asked, name in needed.items() if not (may.administrator or getattr(may, asked))]
    if lacking:
        raise RuleBroken("missing_permission", cards.missing(lacking))


def see_guest(interaction: discord.Interaction[Any], guest: discord.Member | discord.User | None) -> None:
    """See that somebody who is named can be invited.

    Raises:
        RuleBroken: `no_bot` or `not_here`: who has left the server.
    """
    if guest is None or interaction.guild_id is None:
        return
    if guest.bot:
        raise RuleBroken("no_bot", cards.NO_BOT)
    if not isinstance(guest, discord.Member):
        raise RuleBroken("not_here", cards.NO_MEMBER)


# Coming together: what was pressed is a row; the clock task shows what it comes to


async def _did(turn: Turn, act: Awaitable[PairView], said: str = "") -> None:
    """Do something that everybody is to see; where the person is told besides, only they are."""
    await act
    turn.app.bell.ring()
    if said:
        await turn.tell(said)
    else:
        await turn.hold_edit()


async def _accept(turn: Turn) -> None:
    await _did(turn, turn.app.pairs.accept(turn.call, turn.ident.number(0)), cards.ACCEPTED)


async def _decline(turn: Turn) -> None:
    view = await turn.app.pairs.decline(turn.call, turn.ident.number(0))
    turn.app.bell.ring()
    await turn.tell(cards.DECLINED if view.phase is Phase.DECLINED else cards.TAKEN_BACK)


async def _me_first(turn: Turn) -> None:
    await _did(turn, turn.app.pairs.lead(turn.call, turn.ident.number(0), own=True))


async def _you_first(turn: Turn) -> None:
    await _did(turn, turn.app.pairs.lead(turn.call, turn.ident.number(0), own=False))


async def _start(turn: Turn) -> None:
    """Begin; who pressed sees their card at once."""
    pair_id = turn.ident.number(0)
    await turn.app.pairs.start(turn.call, pair_id)
    turn.app.bell.ring()
    await turn.say(private(await turn.app.pairs.card(turn.call, pair_id)))


async def _next(turn: Turn) -> None:
    pair_id, half, at = (turn.ident.number(place) for place in range(3))
    await _did(turn, turn.app.pairs.next(turn.call, pair_id, half, at))


async def _pause(turn: Turn) -> None:
    await _did(turn, turn.app.pairs.pause(turn.call, turn.ident.number(0)))


async def _on(turn: Turn) -> None:
    await _did(turn, turn.app.pairs.go_on(turn.call, turn.ident.number(0)))


async def _ask_stop(turn: Turn) -> None:
    await turn.say(stop_screen(turn.ident.number(0)))


async def _stop(turn: Turn) -> None:
    view = await turn.app.pairs.stop(turn.call, turn.ident.number(0))
    turn.app.bell.ring()
    await turn.edit(Screen(note(cards.STOPPED if view.phase is Phase.STOPPED else cards.OVER_ALREADY)))


async def _keep(turn: Turn) -> None:
    await turn.edit(Screen(note(cards.KEPT)))


# The cards of each


async def _card(turn: Turn) -> None:
    """Open one's own card anew."""
    await turn.say(private(await turn.app.pairs.card(turn.call, turn.ident.number(0))))


async def _again(turn: Turn) -> None:
    """Show the card as it is now, where it stood."""
    await turn.edit(private(await turn.app.pairs.card(turn.call, turn.ident.number(0))))


async def _asked(turn: Turn) -> None:
    pair_id, half, at = (turn.ident.number(place) for place in range(3))
    card = await turn.app.pairs.asked(turn.call, pair_id, half, at)
    turn.app.bell.ring()
    await turn.edit(private(card))


async def _onward(turn: Turn) -> None:
    """Go on from the interviewer's card, which shows what comes then."""
    pair_id, half, at = (turn.ident.number(place) for place in range(3))
    await turn.app.pairs.next(turn.call, pair_id, half, at)
    turn.app.bell.ring()
    await turn.edit(private(await turn.app.pairs.card(turn.call, pair_id)))


# Forms


async def _page(turn: Turn) -> None:
    pair_id, half, at = (turn.ident.number(place) for place in range(3))
    await turn.edit(private(await turn.app.pairs.form(turn.call, pair_id, half, at)))


async def _heard(turn: Turn) -> None:
    await _marked(turn, Mark.HEARD)


async def _partly(turn: Turn) -> None:
    await _marked(turn, Mark.PARTLY)


async def _marked(turn: Turn, mark: Mark) -> None:
    pair_id, half, at = (turn.ident.number(place) for place in range(3))
    places = frozenset(map(number, turn.form.chosen))
    page = await turn.app.pairs.mark(turn.call, pair_id, half, at, mark=mark, places=places)
    await turn.edit(private(page))


async def _lines(turn: Turn) -> None:
    """Open the form for the two lines, which hands it all in."""
    pair_id, half = turn.ident.number(0), turn.ident.number(1)
    await turn.app.pairs.form(turn.call, pair_id, half, 1)
    await turn.open(
        modal(
            pair_cards.LINES_TITLE,
            ident(ROOM, "handin", pair_id, half),
            _line("well", pair_cards.WELL_FIELD, pair_cards.WELL_HINT),
            _line("next", pair_cards.NEXT_FIELD, pair_cards.NEXT_HINT),
        )
    )


def _line(name: str, label: str, hint: str) -> ui.Label[Any]:
    box: ui.TextInput[Any] = ui.TextInput(custom_id=name, placeholder=hint, max_length=LONGEST_LINE)
    return ui.Label(text=label, component=box)


async def _hand_in(turn: Turn) -> None:
    pair_id, half = turn.ident.number(0), turn.ident.number(1)
    view = await turn.app.pairs.hand_in(turn.call, pair_id, half, turn.form.text("well"), turn.form.text("next"))
    turn.app.bell.ring()
    await turn.edit(standing(view))


async def _both(turn: Turn) -> None:
    """Show both forms of the newest half that was held, with a way to the other."""
    pair_id, half = turn.ident.number(0), turn.ident.number(1)
    await turn.say(both_forms(await turn.app.pairs.report(turn.call, pair_id, half), turn.ident.number(2)))


async def _half(turn: Turn) -> None:
    pair_id, half = turn.ident.number(0), turn.ident.number(1)
    await turn.edit(both_forms(await turn.app.pairs.report(turn.call, pair_id, half), turn.ident.number(2)))


async def _open(turn: Turn) -> None:
    """Open a half from somebody's reports."""
    pair_id, _, half = "".join(turn.form.chosen).partition(".")
    told = await turn.app.pairs.report(turn.call, number(pair_id), number(half))
    await turn.say(Screen(pair_cards.report(told)))


ROUTES: dict[str, Handler] = {
    "accept": _accept,
    "decline": _decline,
    "mefirst": _me_first,
    "youfirst": _you_first,
    "start": _start,
    "next": _next,
    "pause": _pause,
    "on": _on,
    "askstop": _ask_stop,
    "stop": _stop,
    "keep": _keep,
    "card": _card,
    "again": _again,
    "asked": _asked,
    "onward": _onward,
    "page": _page,
    "heard": _heard,
    "partly": _partly,
    "lines": _lines,
    "handin": _hand_in,
    "both": _both,
    "half": _half,
    "open": _open,
}
