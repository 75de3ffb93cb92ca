"""Answers in one's own words as cards: what was heard, in the person's own words, and a strong answer."""

from collections.abc import Iterator
from math import floor
from typing import assert_never

from bot.actions.spoken_views import Told
from bot.actions.views import Judged
from bot.render import words
from bot.render.author import authored
from bot.render.card import Card, Part, assemble
from bot.rules.grading import Verdict
from bot.rules.heard import Ear, HeardPoint, Hearing, Status
from bot.rules.question import QuestionType
from bot.rules.rubric import Point, Spoken

KEPT = (
    "**Your answer is kept.** I cannot grade it just now, and do so as soon as I can. "
    "**Look again** tries it at once; you need not write it twice."
)
GONE = "What was heard of it is no longer stored."
EDITORS_WORD = "An editor has read this and marked every point: their word counts."
ASKED = "The editors of this server have your answer to mark, without your name. **Look again** shows what they say."
NOTHING_CLOSE = "nothing you wrote comes close"
NOTHING_CLOSE_THERE = "nothing of the answer comes close"
_DIAMONDS = 4
_FEW = 6
_SAY, _SAY_SHORT = 200, 120
_QUOTE, _QUOTE_SHORT = 160, 80
_POINTS, _LEAST = 2200, 120
_BETTER, _WHY = 1500, 300


def how(kind: QuestionType) -> str:
    """Say how a question is answered in one's own words."""
    if kind is QuestionType.STORY:
        return "-# Tell one story of your own: where you were, what was yours to do, what you did, what came of it."
    return "-# Write as you would say it to an interviewer. What counts is what you say, not how long or how well."


def kept() -> Part:
    """Say that an answer is written down and not graded yet."""
    return Part(KEPT, len(KEPT))


def verdict(judged: Judged, body: Spoken, foot: str) -> Card:
    """Draw what was heard of an answer, point by point, and a strong answer.

    Args:
        judged: Of a variant with a rubric.
        body: The rubric.
        foot: The last small line.
    """
    told = judged.told
    points = "\n".join(_lines(body, told))
    better = f"**A strong answer** {authored(body.better, _BETTER)}" if body.better.strip() else ""
    sure = f"{_sure(told.hearing)}\n" if told else ""
    remarks = list(_remarks(judged, body))
    return assemble(
        [
            Part(f"### {_headline(judged, body)}", tight=True),
            *(Part(line, min(len(line), _LEAST)) for line in remarks),
            Part(points, min(len(points), _POINTS)),
            Part(better, _LEAST) if better else None,
            Part(sure + foot, len(sure + foot)),
        ]
    )


def key(body: Spoken) -> list[str]:
    """List what an answer is heard against, as its author checks it."""
    lines = [f"{words.RIGHT_SIGN} {_say(point, _SAY)} · weight {words.points(point.weight)}" for point in body.points]
    lines += [f"{words.WRONG_SIGN} {authored(text, _SAY)}" for text in body.mistakes]
    return [*lines, *([f"**A strong answer** {authored(body.better, _BETTER)}"] if body.better.strip() else [])]


def _headline(judged: Judged, body: Spoken) -> str:
    told = judged.told
    if told is None:
        gave_up = judged.grade.verdict is Verdict.GAVE_UP
        return "This is what a strong answer says" if gave_up else f"{words.PARTLY_SIGN} {GONE}"
    said = sum(point.ear is Ear.HEARD for point in told.hearing.points) + len(told.marked or ())
    said = said if told.made is None else len(told.made)
    counted = f"heard {said} of {words.plural(len(body.points), 'point')}"
    if told.hearing.status is Status.NEEDS_REVIEW and told.made is None:
        return f"{words.PARTLY_SIGN} Not sure what to make of this: {counted}"
    full = floor(_DIAMONDS * said / len(body.points) + 0.5)
    return f"{'◆' * full}{'◇' * (_DIAMONDS - full)} {counted}"


def _remarks(judged: Judged, body: Spoken) -> Iterator[str]:
    """Say what the answer calls for: why somebody has to look, what is left to mark, mistakes in its own words."""
    told = judged.told
    if told is None:
        if judged.grade.verdict is Verdict.GAVE_UP:
            yield "You said you don't know. That is kept apart from a wrong guess."
    elif told.made is not None:
        yield EDITORS_WORD
    else:
        yield from _doubts(told)
        yield from _mistakes(told, body)


def _doubts(told: Told) -> Iterator[str]:
    """Say who heard it, why somebody has to look, and what is left to mark."""
    if told.asked:
        yield ASKED
    if by := "\n".join(heard_by(told.hearing.heard_by, told.hearing.remark)):
        yield by
    if told.hearing.status is Status.NEEDS_REVIEW:
        yield f"{words.safe(told.hearing.why, _WHY)} The score is only my best guess."
    if told.unsure:
        left = words.plural(len(told.unsure), "point")
        yield f"I am not sure about {left}. Mark what you said, and the score follows your word."
    elif told.marked is not None:
        yield f"You marked {len(told.marked)} of {words.plural(_left(told), 'unsure point')} as said: your word counts."


def _mistakes(told: Told, body: Spoken) -> Iterator[str]:
    for place, quote in told.hearing.mistakes:
        if place < len(body.mistakes):
            mistake = authored(body.mistakes[place], _SAY)
            said = f": “{words.safe(quote, _QUOTE)}”" if quote.strip() else ""
            yield f"{words.WRONG_SIGN} One thing to look at again{said}. {mistake}"


def _sure(hearing: Hearing) -> str:
    who = f"{words.safe(hearing.heard_by)} is" if hearing.heard_by else "I am"
    return f"-# How sure {who}: {words.percent(hearing.confidence)}. Heard = found in your words."


def heard_by(name: str, remark: str) -> Iterator[str]:
    """Say who heard an answer, where that was a model outside, and what should be known of it."""
    if name:
        yield f"-# Heard by **{words.safe(name)}**, a model outside; it had to quote you for each point."
    if remark:
        yield f"-# {words.safe(remark, _WHY)}"


def _left(told: Told) -> int:
    return len(Told(told.words, told.hearing).unsure)


def _lines(body: Spoken, told: Told | None) -> Iterator[str]:
    few = len(body.points) <= _FEW
    say, quote = (_SAY, _QUOTE) if few else (_SAY_SHORT, _QUOTE_SHORT)
    for place, point in enumerate(body.points):
        if told is None or place >= len(told.hearing.points):
            yield f"· {_say(point, say)}"
        else:
            yield _heard(_say(point, say), told, place, quote)


def _heard(say: str, told: Told, place: int, limit: int) -> str:
    """Write a point with its sign, what became of it, and the person's own words."""
    found: HeardPoint = told.hearing.points[place]
    quote = f" “{words.safe(found.evidence, limit)}”" if found.evidence.strip() else ""
    if told.made is not None:
        made = place in told.made
        return f"{words.RIGHT_SIGN} made: {say}{quote}" if made else f"{words.WRONG_SIGN} not made: {say}"
    if told.marked is not None and place in Told(told.words, told.hearing).unsure:
        if place in told.marked:
            return f"{words.RIGHT_SIGN} said, by your word: {say}{quote}"
        return f"{words.WRONG_SIGN} not said, by your word: {say}"
    match found.ear:
        case Ear.HEARD:
            return f"{words.RIGHT_SIGN} heard: {say}{quote}"
        case Ear.UNSURE:
            return f"{words.PARTLY_SIGN} unsure: {say} Closest:{quote or f' {NOTHING_CLOSE}'}"
        case Ear.MISSED:
            return f"{words.WRONG_SIGN} not heard: {say}"
    assert_never(found.ear)


def _say(point: Point, limit: int) -> str:
    part = f"{point.part.capitalize()}. " if point.part else ""
    said = authored(" ".join(point.say.split()), limit)
    return f"{part}{said}" if said.endswith((".", "?", "!", "…")) else f"{part}{said}."
