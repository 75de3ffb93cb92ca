"""Practice: what a person may do with a question, and what their words mean."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import assert_never

from bot.rules.answer import Answer, Chosen, GaveUp, Typed
from bot.rules.errors import RuleBroken
from bot.rules.question import Question, ShortText
from bot.rules.variant import Variant

LETTERS = "ABCDEFGHIJ"
MOST_WORDS = 1_000
_UNKNOWING = frozenset(
    {"i don't know", "i don’t know", "i dont know", "don't know", "dont know", "idk", "no idea", "?"}
)


def heard(variant: Variant, text: str) -> Answer:
    """Understand a plain message as an answer to a question.

    Args:
        variant: The question as the person met it.
        text: What they wrote.

    Raises:
        RuleBroken: `not_an_option`: letters were wanted and something else was written.
    """
    words = " ".join(text.split())
    if words.casefold().rstrip(".! ") in _UNKNOWING or words == "?":
        return GaveUp()
    if not variant.options:
        return Typed(text)
    for place, option in enumerate(variant.options):
        if option.text.casefold() == words.casefold():
            return Chosen(frozenset({place}))
    letters = [part for part in re.split(r"[\s,;.)&+]+|\band\b", words, flags=re.IGNORECASE) if part]
    offered = LETTERS[: len(variant.options)]
    if not letters or any(len(letter) != 1 or letter.upper() not in offered for letter in letters):
        example = " and ".join(offered[:2]) if sum(option.right for option in variant.options) > 1 else offered[0]
        raise RuleBroken(
            "not_an_option",
            f"I need letters from A to {offered[-1]}, such as “{example}”. Nothing is recorded yet.",
        )
    return Chosen(frozenset(offered.index(letter.upper()) for letter in letters))


def answered_before(variant: Variant, answer: Answer, at: datetime) -> str:
    """Say that a question has its answer already, and which.

    Args:
        variant: The question as the person met it.
        answer: The answer that counts.
        at: When it was given, aware UTC.
    """
    when = f"<t:{int(at.timestamp())}:t>"
    match answer:
        case Chosen(places):
            letters = [LETTERS[place] for place in sorted(places) if place < len(variant.options)]
            return f"You answered this one with {_listed(letters)} at {when}. Nothing changed."
        case Typed(text):
            shown = " ".join(text.split()).replace("`", "'")[:60]
            return f"You answered this one with `{shown}` at {when}. Nothing changed."
        case GaveUp():
            return f"You said you don't know at {when}. Nothing changed."
    assert_never(answer)


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
