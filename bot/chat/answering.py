"""How a question is answered, wherever it is asked: its letters, lists and forms, and what comes back with them."""

from dataclasses import dataclass
from typing import Any

import discord
from discord import ButtonStyle, ui

from bot.chat import wording
from bot.chat.form import Form, modal, one_field
from bot.chat.ident import ident, number
from bot.chat.press import button, select
from bot.chat.screen import Row
from bot.render import practice as cards
from bot.render import words
from bot.rules.answer import Answer, Arranged, Chosen, Matched
from bot.rules.practice import LETTERS
from bot.rules.question import QuestionType
from bot.rules.variant import MatchKey, OrderKey, Variant

NUMBER, TERM = "number", "term"
IN_A_ROW = 5
LETTERS_IN_A_ROW = 4
FIELD_LIMIT = 100
OPEN = "-"


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose question it is, as its buttons say it: `practice:…:17:…` or `quiz:…:3:2:…`.

    Attributes:
        room: The feature.
        about: What names the question there.
    """

    room: str
    about: tuple[int, ...]

    def ident(self, act: str, *rest: int | str) -> str:
        """Write the custom_id of one of its buttons; parts that are empty are left out."""
        return ident(self.room, act, *self.about, *(part for part in rest if part != ""))


def controls(
    whose: Whose, variant: Variant, placed: tuple[int, ...] = (), chosen: str = "", before: Answer | None = None
) -> tuple[Row, ...]:
    """Give what answers a question that wants no code: letters, a list, or `Answer` for a form.

    Args:
        whose: Whose question it is.
        variant: The question.
        placed: The places of the items that are in order so far.
        chosen: A letter for each row of a match that was given one before, `-` for the others; mostly empty.
        before: An answer that can be changed: lists and rows show what they had.
    """
    if variant.order is not None:
        return _ordering(whose, variant.order, "".join(map(words.letter, placed)))
    if variant.matching is not None:
        kept = "".join(map(words.letter, before.choices)) if isinstance(before, Matched) else ""
        return ((button(words.ANSWER, whose.ident("rows", chosen or kept), ButtonStyle.primary),),)
    match variant.question.type:
        case QuestionType.SINGLE:
            letters = [
                button(words.letter(place), whose.ident("pick", place), ButtonStyle.primary)
                for place in range(len(variant.options))
            ]
            return tuple(tuple(letters[first : first + IN_A_ROW]) for first in range(0, len(letters), IN_A_ROW))
        case QuestionType.MULTIPLE:
            had = before.places if isinstance(before, Chosen) else frozenset()
            options = [
                discord.SelectOption(label=cards.label(option, place), value=str(place), default=place in had)
                for place, option in enumerate(variant.options)
            ]
            return ((select(whose.ident("picks"), words.CHOOSE, options, 1, len(options)),),)
        case kind:
            said = NUMBER if kind is QuestionType.NUMERIC else TERM
            return ((button(words.ANSWER, whose.ident("type", said), ButtonStyle.primary),),)


def _ordering(whose: Whose, key: OrderKey, so_far: str) -> tuple[Row, ...]:
    """Give a button for each letter; each carries the order that pressing it leads to, and so does Undo."""
    undo = button(words.UNDO, whose.ident("put", so_far[:-1]))
    if len(so_far) == len(key.items):
        return ((button(words.DONE, whose.ident("done", so_far), ButtonStyle.success), undo),)
    letters = [words.letter(place) for place in range(len(key.items))]
    buttons = [button(one, whose.ident("put", so_far + one), ButtonStyle.primary, off=one in so_far) for one in letters]
    half = len(buttons) if len(buttons) <= LETTERS_IN_A_ROW else (len(buttons) + 1) // 2
    rows = [buttons[:half], buttons[half:]] if buttons[half:] else [buttons]
    if so_far:
        rows[-1].append(undo)
    return tuple(map(tuple, rows))


def rows_form(whose: Whose, key: MatchKey, chosen: str = "") -> ui.Modal:
    """Make the form that matches rows with options; `chosen` holds a letter for each row that had one before."""
    fields = []
    for place, row in enumerate(key.rows):
        options = [
            discord.SelectOption(
                label=cards.label(option, at),
                value=words.letter(at),
                default=chosen[place : place + 1] == words.letter(at),
            )
            for at, option in enumerate(key.options)
        ]
        lists: ui.Select[Any] = ui.Select(
            custom_id=f"row{place}", placeholder=wording.ROW_HINT, options=options, required=True
        )
        text = cards.field(row, FIELD_LIMIT)
        fields.append(ui.Label(text=f"{wording.ROW_FIELD} {place + 1}", description=text, component=lists))
    return modal(words.ANSWER, whose.ident("matched"), *fields)


def text_form(whose: Whose, said: str) -> ui.Modal:
    """Make the form that a number or a term is typed into; `said` is what its button says of it."""
    numeric = said == NUMBER
    label, hint = (wording.NUMBER_FIELD, words.NUMBER_HELP) if numeric else (wording.TERM_FIELD, words.TERM_HELP)
    box: ui.TextInput[Any] = ui.TextInput(custom_id="answer", placeholder=hint, max_length=200)
    return one_field(words.ANSWER, whose.ident("typed"), label, box)


def chosen(form: Form) -> Chosen:
    """Read what was chosen in a list."""
    return Chosen(frozenset(map(number, form.chosen)))


def row_letters(form: Form) -> str:
    """Read the letter of each row, `-` where it has none."""
    return "".join(form.text(f"row{place}")[:1] or OPEN for place in range(len(form.fields)))


def matched(letters: str) -> Matched:
    """Read rows by their letters; what is no letter of ours is refused when it is graded."""
    return Matched(tuple(map(LETTERS.find, letters)))


def arranged(letters: str) -> Arranged:
    """Read an order by its letters; what is no letter of ours is refused when it is graded."""
    return Arranged(tuple(map(LETTERS.find, letters)))
