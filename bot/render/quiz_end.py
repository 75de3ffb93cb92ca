"""A quiz's end card: the boards, of which only the top three are named, and how each question went."""

from collections.abc import Sequence
from itertools import groupby

from bot.actions.quiz_views import EndView, Named
from bot.render import words
from bot.render.author import one_line
from bot.render.card import Card, Part, assemble
from bot.render.quiz import title
from bot.render.quiz_shares import shares
from bot.rules.quiz import State
from bot.rules.standings import Standing

_MASTERY = "**Mastery** · share of points; harder questions weigh more"
_SPEED = "**Speed** · right first, then quick; right at the last second is worth half"
_TEAMS = "**Teams** · by the mean of their members"
_NAMED = f"-# Only the top three are named. {words.MY_RESULTS} shows your own place, to you alone."
_HEADLINE = 120
MOST_NAMED = 6
"""At most so many who share a place are named."""


def end(view: EndView) -> Card:
    """Draw the end card; the text alone says all that a picture may show beside it."""
    return assemble(
        [
            Part(f"## {title(view.title)}\n{_played(view)}"),
            *boards(view),
            shares(view),
            Part(_NAMED) if view.mastery else None,
        ]
    )


def boards(view: EndView) -> tuple[Part | None, ...]:
    """Give the boards and how each question went."""
    return (
        Part(_board(_MASTERY, view.mastery)),
        Part(_board(_SPEED, view.speed)),
        Part(_board(_TEAMS, view.teams)) if view.teams else None,
        Part("\n".join(_questions(view))),
    )


def _played(view: EndView) -> str:
    how = "**Stopped early.** " if view.state is State.STOPPED else "**The end.** "
    if not view.players:
        return f"{how}No answer counts, so the boards are empty."
    return f"{how}{view.players} played {words.plural(len(view.shares), 'question')} that {_count(len(view.shares))}."


def _count(questions: int) -> str:
    return "counts" if questions == 1 else "count"


def _board(head: str, lines: Sequence[Named]) -> str:
    if not lines:
        return f"{head}\nNobody stands on it."
    places = groupby(lines, key=lambda named: named.standing.first)
    return "\n".join([head, *(line for _, sharing in places for line in _lines(tuple(sharing)))])


def _lines(sharing: Sequence[Named]) -> Sequence[str]:
    """Name those who share a place; where they are many, say how many: a hundred names tell nobody anything."""
    if len(sharing) <= MOST_NAMED:
        return [_line(named) for named in sharing]
    standing = sharing[0].standing
    return [f"**{standing.first}**  {len(sharing)} share this place · {words.percent(standing.value)}"]


def _line(named: Named) -> str:
    standing = named.standing
    shared = f" · shared by {standing.last - standing.first + 1}" if standing.last > standing.first else ""
    return f"**{standing.first}**  {who(named)} · {words.percent(standing.value)}{shared}"


def who(named: Named) -> str:
    """Name who stands on a board: a person, a guest by the made-up name alone, or a team."""
    if named.team:
        return f"Team {named.team}"
    if named.alias:
        return f"{words.safe(named.alias, 40)} (guest)"
    return words.member(named.person_id)


def place(standing: Standing) -> str:
    """Say where somebody stands: `Place 2 to 4 of 9`."""
    where = f"{standing.first}" if standing.first == standing.last else f"{standing.first} to {standing.last}"
    return f"Place {where} of {standing.of}"


def _questions(view: EndView) -> list[str]:
    lines = []
    if view.hardest is not None:
        hard = view.hardest
        lines.append(
            f"**Hardest** question {hard.number}, {one_line(hard.headline, _HEADLINE)} "
            f"({hard.right} of {hard.of} had it right)"
        )
    if view.shares:
        by_number = " · ".join(f"**{number}** {words.percent(value)}" for number, value in view.shares)
        lines.append(f"**Points by question** {by_number}")
    if view.voided:
        lines.append(f"-# {words.plural(view.voided, 'question')} voided: nobody gained or lost by that.")
    return lines
