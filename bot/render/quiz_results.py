"""A quiz's results as one member sees them: boards, their own places and answers, and what they may look at again."""

import re
from collections.abc import Sequence

from bot.actions.quiz_results_views import Mistakes, OwnAnswer, Places, QuizLine, Results
from bot.render import words
from bot.render.author import authored, one_line
from bot.render.card import Card, Part, assemble
from bot.render.practice import field
from bot.render.quiz import title
from bot.render.quiz_end import boards, place
from bot.rules.answer import Answer, Arranged, Chosen, Matched, Typed
from bot.rules.grading import Verdict
from bot.rules.standings import Standing
from bot.rules.tally import said
from bot.rules.variant import Variant

A_PAGE = 4
"""Answers that one message shows."""
EXPORTED = (
    "Here are all answers, one line per member and question, as CSV. Guests are in it by their guest names alone. "
    "Share it with as much care as you would your own results."
)
NOT_PLAYED = "**You** did not play in this one."
NO_BOARD = "You stand on no board: you knew the questions, or answered none that counts."
NOTHING_WRONG = "Every question of yours that counts was right. Nothing comes back."
SEALED = "It is open in another quiz of yours. It comes back here after its reveal."
VOIDED = "Voided: nobody gains or loses by it."
_TEXT, _SAID, _REASON, _WHY = 160, 140, 160, 300
_LEAST = 60
_FENCED = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_SIGNS = {
    Verdict.RIGHT: f"{words.RIGHT_SIGN} Right",
    Verdict.PARTLY: f"{words.PARTLY_SIGN} Partly",
    Verdict.WRONG: f"{words.WRONG_SIGN} Not right",
    Verdict.GAVE_UP: f"{words.WRONG_SIGN} Not known",
}
_MISSED = f"{words.WRONG_SIGN} No answer"


def results(view: Results) -> Card:
    """Draw the boards and one's own places, for one person."""
    played = f"{view.end.players} played {words.plural(view.end.count, 'question')}"
    return assemble(
        [
            Part(f"### {title(view.end.title)}\n-# {words.stamp(view.at, 'f')} · {played}"),
            Part("\n".join(_you(view))),
            *boards(view.end),
        ]
    )


def _you(view: Results) -> list[str]:
    if not view.own:
        return [NOT_PLAYED]
    counted = [own for own in view.own if not own.voided]
    right = sum(_verdict(own) is Verdict.RIGHT for own in counted)
    lines = [f"**You** · {right} of {len(counted)} right", *_places(view.places)]
    return lines if len(lines) > 1 else [*lines, NO_BOARD]


def _places(places: Places) -> list[str]:
    named = [("Mastery", places.mastery), ("Speed", places.speed)]
    if places.team is not None:
        named.append((f"Team {places.team.who}", places.team))
    return [f"{name}: {_place(standing)}" for name, standing in named if standing is not None]


def _place(standing: Standing) -> str:
    """Say where somebody stands, in the middle of a line: `place 2 to 4 of 9, 71 %`."""
    said = place(standing)
    return f"{said[0].lower()}{said[1:]}, {words.percent(standing.value)}"


def pages(own: Sequence[OwnAnswer]) -> int:
    """Count the messages that answers take, at least one."""
    return max(1, -(-len(own) // A_PAGE))


def page_of(own: Sequence[OwnAnswer], page: int) -> Sequence[OwnAnswer]:
    """Give the answers of a page, from 0; of one that is not there those of the last."""
    at = min(page, pages(own) - 1)
    return own[at * A_PAGE : (at + 1) * A_PAGE]


def named(own: OwnAnswer) -> tuple[str, str]:
    """Name a question in a list, with a line below that says what it asks, where that may be seen now."""
    return f"Question {own.number}", "" if own.sealed else field(_asked(own.variant))


def _asked(variant: Variant) -> str:
    """Give a question's words without its blocks of code."""
    return _FENCED.sub("…", variant.text)


def answers(view: Results, page: int) -> Card:
    """Draw a page of one's own answers, from 0."""
    head = f"### Your answers · {words.safe(view.end.title, 80)}"
    return _paged(head, view.own, page, NOT_PLAYED)


def mistakes(view: Mistakes, page: int) -> Card:
    """Draw a page of what somebody missed or had wrong, and say when it comes back."""
    head = f"### Your mistakes · {words.safe(view.title, 80)}"
    if view.comes_back is not None:
        which = "It comes back" if len(view.own) == 1 else f"All {len(view.own)} come back, the first"
        head += f"\n{which} {words.stamp(view.comes_back)}: `/practice` asks what is due before anything else."
    return _paged(head, view.own, page, NOTHING_WRONG)


def _paged(head: str, own: Sequence[OwnAnswer], page: int, none: str) -> Card:
    of = pages(own)
    foot = f"-# Page {min(page, of - 1) + 1} of {of}" if of > 1 else ""
    shown = map(_answer, page_of(own, page))
    return assemble([Part(head, len(head)), *shown, Part(foot if own else none, len(foot))])


def _answer(own: OwnAnswer) -> Part:
    """Write what one question asked, what was answered, what is right and why."""
    if own.sealed:
        return Part(f"**{own.number}** · {SEALED}")
    variant, verdict = own.variant, _verdict(own)
    lines = [f"**{own.number} · {_SIGNS[verdict] if verdict else _MISSED}**{_measured(own)}"]
    lines.append(one_line(_asked(variant), _TEXT))
    if own.answer is not None:
        lines.append(f"You: {_said(variant, own.answer)}{_reason(own)}")
    if verdict is not Verdict.RIGHT:
        lines.append(f"{words.RIGHT_SIGN} {right(variant)}")
    if variant.why.strip():
        lines.append(f"**Why** {authored(variant.why, _WHY)}")
    if own.voided:
        lines.append(f"-# {VOIDED}")
    shown = "\n".join(lines)
    return Part(shown, len(shown) if not variant.why.strip() else len(shown) - _WHY + _LEAST)


def _measured(own: OwnAnswer) -> str:
    """Say what an answer was worth and how long it took: ` · 0.5 of 1 · 12 s`."""
    if own.grade is None or own.took is None:
        return ""
    return f" · {words.points(own.grade.score)} of 1 · {words.took(own.took)}"


def _reason(own: OwnAnswer) -> str:
    wrong = own.grade is not None and own.grade.verdict is not Verdict.RIGHT
    reason = own.grade.reason.strip() if own.grade is not None and wrong else ""
    return f". {authored(reason, _REASON)}" if reason else ""


def _verdict(own: OwnAnswer) -> Verdict | None:
    return own.grade.verdict if own.grade is not None else None


def right(variant: Variant) -> str:
    """Say what is right by what it says, an order or a match in full."""
    if variant.options:
        places = frozenset(place for place, option in enumerate(variant.options) if option.right)
        return _said(variant, Chosen(places))
    if variant.order is not None:
        return _said(variant, Arranged(variant.order.right))
    if variant.matching is not None:
        return _said(variant, Matched(variant.matching.right))
    return words.key(variant)


def _said(variant: Variant, answer: Answer) -> str:
    if isinstance(answer, Typed):
        return words.safe(answer.text, _SAID)
    return one_line(said(variant, answer), _SAID)


def line(quiz: QuizLine) -> tuple[str, str]:
    """Name a quiz in a list, with a line below: when it was and how many joined."""
    return words.visible(quiz.title)[:100], f"{quiz.at:%a %d %b %Y, %H:%M} · {quiz.players} joined"
