"""A pair interview's messages with their buttons: the one in the channel, and the private ones of the two."""

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

import discord
from discord import ButtonStyle

from bot.actions.pair_views import AnswererCard, AskerCard, FormPage, HalfReport, MyCard, PairLine, PairView
from bot.chat.ident import ident
from bot.chat.press import button, select
from bot.chat.screen import Row, Screen, note
from bot.render import pair as cards
from bot.render import pair_cards, words
from bot.render.card import LIMIT, Card
from bot.render.practice import field
from bot.rules.pair import FORMS, HALVES, OVER, Mark, Phase

ROOM = "pair"
MOST_LISTED = 25
"""Discord's lists hold no more."""
MOST_HALVES = 5


def public(view: PairView) -> Screen:
    """Give the message in the channel."""
    return Screen(cards.public(view), tuple(filter(None, _public_rows(view))))


def _public_rows(view: PairView) -> tuple[Row, ...]:
    match view.phase:
        case Phase.INVITED:
            return (_invitation(view),)
        case Phase.READY:
            return _ready(view)
        case phase if phase in OVER:
            return (_after(view),)
        case phase:
            return _under_way(view, phase)


def _invitation(view: PairView) -> Row:
    yes, no = (cards.LOOKING, cards.TAKE_BACK) if view.searching else (cards.ACCEPT, cards.DECLINE)
    return (
        button(yes, ident(ROOM, "accept", view.pair_id), ButtonStyle.success),
        button(no, ident(ROOM, "decline", view.pair_id)),
    )


def _ready(view: PairView) -> tuple[Row, ...]:
    return (
        (
            button(cards.START, ident(ROOM, "start", view.pair_id), ButtonStyle.success),
            button(words.STOP, ident(ROOM, "askstop", view.pair_id)),
        ),
        (
            button(cards.I_FIRST, ident(ROOM, "mefirst", view.pair_id)),
            button(cards.YOU_FIRST, ident(ROOM, "youfirst", view.pair_id)),
        ),
    )


def _under_way(view: PairView, phase: Phase) -> tuple[Row, ...]:
    """Give what moves it on, and below what stops its clock, so that each row fits on a phone."""
    if phase in HALVES:
        row = [button(cards.MY_CARD, ident(ROOM, "card", view.pair_id), ButtonStyle.primary)]
    elif phase in FORMS:
        row = [button(cards.MY_FORM, ident(ROOM, "card", view.pair_id), ButtonStyle.primary)]
    else:
        row = [_both(view)]
    if not view.paused and phase not in FORMS:
        swaps = phase is Phase.SWAP
        label, style = (cards.START_SECOND, ButtonStyle.success) if swaps else (words.NEXT, ButtonStyle.secondary)
        row.append(button(label, ident(ROOM, "next", view.pair_id, view.half, view.number), style))
    if view.paused:
        clock = button(words.GO_ON, ident(ROOM, "on", view.pair_id), ButtonStyle.success)
    else:
        clock = button(words.PAUSE, ident(ROOM, "pause", view.pair_id))
    return tuple(row), (clock, button(words.STOP, ident(ROOM, "askstop", view.pair_id)))


def _after(view: PairView) -> Row:
    if not view.through:
        return ()
    own = button(cards.MY_FORM, ident(ROOM, "card", view.pair_id), ButtonStyle.primary)
    return (*([own] if view.lacking else []), _both(view))


def _both(view: PairView) -> discord.ui.Button[discord.ui.LayoutView]:
    return button(cards.BOTH_FORMS, ident(ROOM, "both", view.pair_id, view.through, view.through))


def stop_screen(pair_id: int) -> Screen:
    """Ask once more before it is stopped for both."""
    row = (
        button(cards.STOP_SURE, ident(ROOM, "stop", pair_id), ButtonStyle.danger),
        button(words.BACK, ident(ROOM, "keep", pair_id)),
    )
    return Screen(note(cards.STOP_ASK), (row,))


# Private ones


def private(card: MyCard) -> Screen:
    """Give what only one of the two sees now."""
    match card:
        case AskerCard():
            return Screen(pair_cards.asker(card), (_asker(card.view),))
        case AnswererCard():
            again = button(words.LOOK_AGAIN, ident(ROOM, "again", card.view.pair_id))
            return Screen(pair_cards.answerer(card), ((again,),))
        case FormPage():
            return Screen(pair_cards.form(card), _form(card))
        case PairView():
            return standing(card)
    assert_never(card)


def standing(view: PairView, said: str = "") -> Screen:
    """Say where it is, with the ways from there."""
    row = [] if view.is_over else [button(cards.MY_CARD, ident(ROOM, "again", view.pair_id), ButtonStyle.primary)]
    if view.through:
        row.append(_both(view))
    if not view.is_over:
        row.append(button(words.STOP, ident(ROOM, "askstop", view.pair_id)))
    return Screen(note(said or pair_cards.standing(view)), (tuple(row),) if row else ())


def _asker(view: PairView) -> Row:
    about = view.pair_id, view.half, view.number
    label = pair_cards.NEXT if view.number < view.of else pair_cards.TO_FORMS
    onward = button(label, ident(ROOM, "onward", *about))
    if not view.asked:
        return button(cards.ASKED_ALOUD, ident(ROOM, "asked", *about), ButtonStyle.primary), onward
    mark = button(pair_cards.MARK_POINTS, ident(ROOM, "page", *about), ButtonStyle.primary)
    return mark, onward


def _form(page: FormPage) -> tuple[Row, ...]:
    pair_id, half = page.view.pair_id, page.half
    rows: list[Row] = []
    if page.variant is not None and page.variant.spoken is not None:
        points = [point.say for point in page.variant.spoken.points][:MOST_LISTED]
        for mark, act, placeholder in (
            (Mark.HEARD, "heard", pair_cards.HEARD_LIST),
            (Mark.PARTLY, "partly", pair_cards.PARTLY_LIST),
        ):
            options = [
                discord.SelectOption(
                    label=field(f"{pair_cards.SIGNS[mark]} {place}. {say}"),
                    value=str(place - 1),
                    default=page.marks[place - 1] is mark,
                )
                for place, say in enumerate(points, 1)
            ]
            own = ident(ROOM, act, pair_id, half, page.number)
            rows.append((select(own, placeholder, options, 0, len(options)),))
    turning = []
    if page.page > 1:
        turning.append(button(words.PREVIOUS, ident(ROOM, "page", pair_id, half, page.page - 1)))
    if page.page < page.pages:
        turning.append(button(words.NEXT, ident(ROOM, "page", pair_id, half, page.page + 1), ButtonStyle.primary))
    elif page.open:
        turning.append(button(pair_cards.LAST_WORDS, ident(ROOM, "lines", pair_id, half), ButtonStyle.success))
    if not page.open:
        turning.append(button(cards.MY_CARD, ident(ROOM, "again", pair_id)))
    return *rows, tuple(turning)


def with_halves(reports: Screen, halves: Sequence[PairLine]) -> Screen:
    """Add to somebody's reports the halves in which they were the candidate, and a list that opens one."""
    if not halves:
        return reports
    newest = halves[:MOST_HALVES]
    row = (select(ident(ROOM, "open"), cards.OPEN_HALF, [_half(each) for each in newest]),)
    told = pair_cards.halves(newest)
    fits = reports.card.length + told.length <= LIMIT  # else the list alone says it
    blocks = (*reports.card.blocks, *told.blocks) if fits else reports.card.blocks
    return replace(reports, card=Card(blocks), rows=(*reports.rows, row))


def _half(one: PairLine) -> discord.SelectOption:
    value = f"{one.pair_id}.{one.half}"
    return discord.SelectOption(label=pair_cards.name(one), value=value, description=pair_cards.marks(one))


def both_forms(told: HalfReport, through: int) -> Screen:
    """Give what both forms of a half say.

    Args:
        told: What came of it.
        through: How many halves were held.
    """
    other = 3 - told.half
    label = cards.SECOND_HALF if other == 2 else cards.FIRST_HALF  # noqa: PLR2004 (there are two)
    way = button(label, ident(ROOM, "half", told.pair_id, other, through), off=other > through)
    return Screen(pair_cards.report(told), ((way,),))
