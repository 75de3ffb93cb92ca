"""The end of a set that somebody went through alone."""

from bot.actions.views import SetDone
from bot.render import words
from bot.render.author import one_line
from bot.render.card import Card, Part, assemble
from bot.rules.grading import Verdict

_QUESTION = 80
_NAME = 80
_SIGNS = {Verdict.RIGHT.value: words.RIGHT_SIGN, Verdict.PARTLY.value: words.PARTLY_SIGN}


def done(view: SetDone) -> Card:
    """Draw how somebody did, question by question."""
    name = f" · {words.safe(view.name, _NAME)}" if view.name else ""
    score = words.points(sum(line.score for line in view.lines))
    lines = [
        f"{_SIGNS.get(line.verdict, words.WRONG_SIGN)} {nth}. {one_line(line.text, _QUESTION)}"
        for nth, line in enumerate(view.lines, 1)
    ]
    return assemble(
        [
            Part(f"### That was the set{name}\n**{score} of {words.plural(len(lines), 'point')}.** {_counted(view)}"),
            Part("\n".join(lines)),
            Part("-# Only you see this; it is on no board. What was not right comes back in `/practice`."),
        ]
    )


def _counted(view: SetDone) -> str:
    right = sum(line.verdict == Verdict.RIGHT for line in view.lines)
    partly = sum(line.verdict == Verdict.PARTLY for line in view.lines)
    kinds = (
        (words.RIGHT_SIGN, right, "right"),
        (words.PARTLY_SIGN, partly, "in part"),
        (words.WRONG_SIGN, len(view.lines) - right - partly, "not"),
    )
    return " · ".join(f"{sign} {count} {kind}" for sign, count, kind in kinds if count)
