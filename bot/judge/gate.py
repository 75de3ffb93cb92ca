"""The integrity gate: decides from what an answer is like whether a person must look before its grade stands.

It knows nothing of points made or missed and changes no score. Each check was set so that it lets people's own answers
through, also short ones, lists and those in a second language.
"""

from collections.abc import Callable, Sequence

from bot.judge import echo, form
from bot.judge.looked import Looked, looked_at
from bot.rules.heard import Asked

EMPTY = "No words were found in this answer: say it in a sentence or two."
INJECTED = "Part of this answer talks to the grader instead of answering: leave that out, or ask a person to mark it."
PASTED = "Most of this answer repeats the question: add what you would answer yourself."
CODE = "Most of this answer is code: say in a sentence what it does and why, or ask a person to mark it."
LANGUAGE = "This answer seems to be in another language than English: answer in English, or ask a person to mark it."
GIBBERISH = "Hardly a word of this answer could be read: write it again, or ask a person to mark it."
REPEATED = "This answer says the same sentence again and again: say it once, and add what else you know."
UNORDERED = "These words form no sentences: say in sentences how they belong together, or ask a person to mark it."
RECITED = (
    "This answer lists terms without saying what they do: say how they belong together, or ask for a person's mark."
)
DENIED = "This answer seems to say the contrary of what it names: check its negations, or ask a person to mark it."
STRAYED = "This answer seems to be about something else: check that it belongs here, or ask a person to mark it."


CHECKS: Sequence[tuple[Callable[[Looked], bool], str]] = (
    (form.injected, INJECTED),
    (form.pasted, PASTED),
    (form.code, CODE),
    (form.abroad, LANGUAGE),
    (form.gibberish, GIBBERISH),
    (form.repeated, REPEATED),
    (form.unordered, UNORDERED),
    (echo.stirred, UNORDERED),
    (echo.recited, RECITED),
    (echo.learnt, RECITED),
    (echo.denied, DENIED),
    (echo.strayed, STRAYED),
)


def look(asked: Asked, answer: str) -> str:
    """Say why a person must look at an answer: a sentence for who gave it, or nothing.

    Args:
        asked: What it answers.
        answer: As it was typed.
    """
    looked = looked_at(asked, answer)
    return next((why for check, why in CHECKS if check(looked)), "") if looked.words else EMPTY
