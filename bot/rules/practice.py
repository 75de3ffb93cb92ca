"""Practice: what a person may do with a question, and what their words mean."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import assert_never

from bot.rules.answer import Answer, Arranged, Chosen, GaveUp, Matched, Said, Submitted, Typed
from bot.rules.errors import RuleBroken
from bot.rules.question import Question, ShortText
from bot.rules.variant import Variant

LETTERS = "ABCDEFGHIJ"
MOST_WORDS = 1_000
_BETWEEN = re.compile(r"[\W_]+|\b(?:and|then)\b", re.IGNORECASE)
_PAIR = re.compile(r"([0-9])([A-J])")
_PAIRS = re.compile(r"(?:[0-9][A-J])+")
_UNKNOWING = frozenset(
    {"i don't know", "i don’t know", "i dont know", "don't know", "dont know", "idk", "no idea", "?"}
)


def heard(variant: Variant, text: str) -> Answer:
    """Understand a plain message as an answer to a question.

    Args:
        variant: The question as the person met it.
        text: What they wrote.

    Raises:
        RuleBroken: `not_an_option`, `not_an_order` or `not_a_match`: letters were wanted, and others were written.
    """
    words = " ".join(text.split())
    if unknowing(text):
        return GaveUp()
    if variant.order is not None:
        return Arranged(_order(words, len(variant.order.items)))
    if variant.matching is not None:
        return Matched(_choices(words, len(variant.matching.rows), len(variant.matching.options)))
    if variant.options:
        return Chosen(_letters(variant, words))
    return Typed(text)


def unknowing(text: str) -> bool:
    """Tell whether a message says that its writer does not know."""
    words = " ".join(text.split())
    return words.casefold().rstrip(".! ") in _UNKNOWING or words == "?"


def _letters(variant: Variant, words: str) -> frozenset[int]:
    for place, option in enumerate(variant.options):
        if option.text.casefold() == words.casefold():
            return frozenset({place})
    letters = [part for part in re.split(r"[\s,;.)&+]+|\band\b", words, flags=re.IGNORECASE) if part]
    offered = LETTERS[: len(variant.options)]
    if not letters or any(len(letter) != 1 or letter.upper() not in offered for letter in letters):
        example = " and ".join(offered[:2]) if sum(option.right for option in variant.options) > 1 else offered[0]
        raise RuleBroken(
            "not_an_option",
            f"I need letters from A to {offered[-1]}, such as “{example}”. Nothing is recorded yet.",
        )
    return frozenset(offered.index(letter.upper()) for letter in letters)


def _bare(words: str) -> str:
    """Give letters and digits alone, in capitals: `1: c, 2: a` is `1C2A`."""
    return _BETWEEN.sub("", words).upper()


def _order(words: str, size: int) -> tuple[int, ...]:
    """Read `B A D C`, `BADC` or `b, a, d, c`."""
    order, offered = _bare(words), LETTERS[:size]
    if sorted(order) != sorted(offered):
        # The order shown is never right, so that it gives nothing away.
        example = " ".join(offered)
        raise RuleBroken(
            "not_an_order",
            f"I need each letter from A to {offered[-1]} once, first to last, such as “{example}”. "
            "Nothing is recorded yet.",
        )
    return tuple(map(offered.index, order))


def _choices(words: str, rows: int, size: int) -> tuple[int, ...]:
    """Read `1c 2a 3b`, in any order of the rows, or just `c a b`."""
    bare, offered = _bare(words), LETTERS[:size]
    pairs = sorted(_PAIR.findall(bare)) if _PAIRS.fullmatch(bare) else [(str(k + 1), c) for k, c in enumerate(bare)]
    if [row for row, _ in pairs] != [str(k + 1) for k in range(rows)] or any(c not in offered for _, c in pairs):
        example = " ".join(f"{k + 1}{offered[k % 2]}" for k in range(rows))
        raise RuleBroken(
            "not_a_match",
            f"I need a letter from A to {offered[-1]} for each row, such as “{example}”. Nothing is recorded yet.",
        )
    return tuple(offered.index(letter) for _, letter in pairs)


def placed(variant: Variant, letters: str) -> tuple[int, ...]:
    """Read the letters of the items that have their place so far, the first item first.

    Raises:
        RuleBroken: `wrong_kind`: no order is wanted; `no_such_option`: a letter is not there, or stands twice.
    """
    if variant.order is None:
        raise RuleBroken("wrong_kind", "This question wants no order. /practice brings a new one.")
    offered = LETTERS[: len(variant.order.items)]
    if len(set(letters)) < len(letters) or not set(letters) <= set(offered):
        raise RuleBroken("no_such_option", "There is no such item left here. Choose one of those shown.")
    return tuple(map(offered.index, letters))


def answered_before(variant: Variant, answer: Answer, at: datetime) -> str:
    """Say that a question has its answer already, and which.

    Args:
        variant: The question as the person met it.
        answer: The answer that counts.
        at: When it was given, aware UTC.
    """
    when = f"<t:{int(at.timestamp())}:t>"
    return f"{_answered(variant, answer)} at {when}. Nothing changed."


def _answered(variant: Variant, answer: Answer) -> str:
    match answer:
        case Chosen(places):
            given = _listed([LETTERS[place] for place in sorted(places) if place < len(variant.options)])
        case Typed(text):
            shown = " ".join(text.split()).replace("`", "'")[:60]
            given = f"`{shown}`"
        case Arranged(order):
            given = lettered(order)
        case Matched(choices):
            given = numbered(choices)
        case Said():
            given = "your own words"
        case GaveUp():
            return "You said you don't know"
        case Submitted(nth=nth):
            return f"Your {ordinal(nth)} submission passed"
        case _:
            assert_never(answer)
    return f"You answered this one with {given}"


def lettered(order: Iterable[int]) -> str:
    """Write an order as people may type it: `B A D C`."""
    return " ".join(LETTERS[place : place + 1] for place in order)


def numbered(choices: Iterable[int]) -> str:
    """Write what rows were given as people may type it: `1C 2A 3B`."""
    return " ".join(f"{row}{LETTERS[place : place + 1]}" for row, place in enumerate(choices, 1))


def ordinal(number: int) -> str:
    """Write the place of something: `1st`, `2nd`, `3rd`, `11th`."""
    teens = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def words_of_report(text: str) -> str:
    """Check what a person says is wrong with a question.

    Raises:
        RuleBroken: `no_words` or `too_many_words`.
    """
    words = text.strip()
    if not words:
        raise RuleBroken("no_words", "Say in a few words what is wrong, so that somebody can mend it.")
    if len(words) > MOST_WORDS:
        raise RuleBroken("too_many_words", f"Please keep it under {MOST_WORDS:,} characters; yours has {len(words):,}.")
    return words


def confusables(questions: Iterable[Question]) -> tuple[str, ...]:
    """Give the keys of all short-text questions: an answer nearer to another's key is not accepted."""
    return tuple(
        question.body.answers[0]
        for question in questions
        if isinstance(question.body, ShortText) and question.template is None
    )


def _listed(letters: list[str]) -> str:
    return letters[0] if len(letters) == 1 else f"{', '.join(letters[:-1])} and {letters[-1]}"
