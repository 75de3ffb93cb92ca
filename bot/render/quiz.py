"""A quiz's public messages but the end card: the lobby, a question and its reveal."""

from typing import assert_never

from bot.actions.quiz_views import LobbyView, QuestionView, RevealView, Tally
from bot.render import places, practice, words
from bot.render.author import authored, one_line
from bot.render.card import Card, Part, Picture, assemble
from bot.render.formulas import pictures_of
from bot.rules.answer import GaveUp
from bot.rules.quiz import Numbers, Options, State, lasting
from bot.rules.tally import NEAR, PARTLY
from bot.rules.variant import Variant

BAR = 6
"""How many signs a bar has; it must fit on a phone with a count and a few words."""
_HEADLINE = 100
_OPTION = 160
_REASON = 200
_WHY = 1200
_LEAST = 120
_VOID_REASON = 120
_RULES = (
    "· You answer by buttons; nobody sees what you chose.\n"
    "· Until the time is up your last choice counts.\n"
    "· Right beats fast. A speed board is shown apart.\n"
    "· Late? Join any time, you play from the next question.\n"
    "· At the end only the top three names are shown; the host can export the answers. You may play under a guest name."
)


def title(name: str) -> str:
    """Write a quiz's title for the head of a message: `Quiz · Model evaluation`."""
    return f"Quiz · {words.safe(name, 80)}"


def lobby(view: LobbyView) -> Card:
    """Draw a quiz's first message, the only one in the channel until the end card."""
    head = Part(f"## {title(view.title)}\n{_measure(view.count, view.options)}\n{_where(view)}")
    if view.state not in (State.LOBBY, State.RUNNING):
        return assemble([head])
    rules = "\n".join([_RULES, *_more_rules(view)])
    return assemble([head, Part(f"**{is_in(view.joined)}**{called(view)}"), Part(rules)])


def called(view: LobbyView) -> str:
    """Name the role that is called to a quiz, behind how many are in; empty where none is."""
    return f" · <@&{view.role_id}>" if view.role_id is not None else ""


def is_in(count: int) -> str:
    """Say how many are in: `7 are in.`."""
    return "Nobody is in yet." if not count else f"{count} {'is' if count == 1 else 'are'} in."


def _measure(count: int, options: Options) -> str:
    return (
        f"{words.plural(count, 'question')}, {options.seconds} seconds each, "
        f"{words.about(round(lasting(options, count).total_seconds()))} with talk in between."
    )


def _where(view: LobbyView) -> str:
    """Say where the quiz is."""
    match view.state:
        case State.LOBBY:
            return f"Starts {words.stamp(view.starts_at)}, or when {words.host(view.host_id)} presses Start."
        case State.RUNNING:
            at = f"question {view.current} of {view.count}" if view.current else "the first question comes at once"
            return f"**It is on:** {at}{f', in <#{view.thread_id}>' if view.thread_id is not None else ''}."
        case State.ENDED:
            return "**It is over.** The boards stand in the message below."
        case State.STOPPED:
            return "**It was stopped early.** What was revealed makes the boards."
        case State.CANCELLED:
            return "**It was called off** before it began."
    assert_never(view.state)


def _more_rules(view: LobbyView) -> list[str]:
    lines = []
    if view.options.teams:
        lines.append(f"· {view.options.teams} teams; whoever joins comes into the smallest.")
    if view.options.numbers is Numbers.OWN:
        lines.append("· Everybody has their own numbers and order, so nothing can be copied.")
    if not view.host_plays:
        lines.append(f"· {words.member(view.host_id)} has seen the questions and plays outside the boards.")
    return lines


def question(view: QuestionView) -> Card:
    """Draw a question that is on; it is never shortened, and it never says who has answered."""
    head = f"{head_of(view.number, view.total)}\n-# {view.area} · {words.topic(view.topic)}"
    if view.own:
        return assemble([Part(f"{head}\n{OWN}"), Part(_closes(view))])
    text = authored(view.variant.text)
    how, closes = _how(view.variant), _closes(view)
    return assemble(
        [
            Part(f"{head}\n{text}", len(head) + len(text) + 1),
            *practice.material(view.variant),
            how,
            Part(closes, len(closes)),
        ]
    )


OWN = f"**Everybody has their own version.** Press {words.MY_QUESTION}; only you see yours."
_ORDER = f"-# Press {words.PUT_IN_ORDER}; only you see your order grow."


def head_of(number: int, total: int) -> str:
    """Write the head of a question: `### 4 of 10`."""
    return f"### {number} of {total}"


def _how(variant: Variant) -> Part | None:
    return practice.how(variant) if variant.order is None else Part(_ORDER, len(_ORDER))


def _closes(view: QuestionView) -> str:
    if view.closes_at is None:
        return "-# Answers open in a moment."
    return f"-# {_answered(view.answered, view.expected)} · answers close {words.stamp(view.closes_at)}"


def _answered(answered: int, expected: int) -> str:
    return f"{answered} of {expected} answered"


def reveal(view: RevealView) -> Card:
    """Draw a question after its time: what was right, what was chosen and why, and what to talk about."""
    variant = view.variant
    text, foot = authored(variant.text), f"-# {_foot(view)}"
    rows = "\n".join(_rows(view.tallies))
    why = f"**Why** {authored(variant.why, _WHY)}" if variant.why.strip() else ""
    talk = f"**Talk about it:** {authored(view.talk, _REASON)}" if view.talk.strip() else ""
    return assemble(
        [
            Part(_headline(view), len(_headline(view)), tight=True),
            Part(EXAMPLE, len(EXAMPLE), tight=True) if view.own and varies(variant) else None,
            Part(text, len(text)),
            *_shown(variant),
            Part(rows, len(rows)),
            Part(why, min(len(why), _LEAST), tight=True),
            *pictures_of(variant.why),
            Part(talk, len(talk)),
            Part(foot, len(foot)),
        ]
    )


EXAMPLE = f"-# Everybody had their own numbers; these are one example. {words.MY_ANSWER} shows yours."
VOIDED = "Nobody gains or loses; it is in the admins' inbox."

CLOSED = "Closed before its time was up: it does not count for anybody."


def varies(variant: Variant) -> bool:
    """Tell whether a question has other numbers for another person, not only another order of its options."""
    return variant.question.template is not None


def _headline(view: RevealView) -> str:
    head = head_of(view.number, view.total)
    if view.voided and view.voided_by is not None:
        why = words.safe(view.void_reason, _VOID_REASON).rstrip(".")
        return f"{head} · Voided by {words.member(view.voided_by)}{f': {why}' if why else ''}. {VOIDED}"
    if view.voided:
        return f"{head} · {CLOSED}"
    return f"{head} · {words.RIGHT_SIGN} {right_in_words(view.variant)}"


def right_in_words(variant: Variant) -> str:
    """Give the right answer for a headline, by what it says and never by its letter."""
    rights = [one_line(option.text) for option in variant.options if option.right]
    said = words.listed(rights) if rights else ""
    if variant.order is not None or variant.matching is not None:
        below = "The right order stands below" if variant.order is not None else "What belongs together stands below"
        said = one_line(variant.short) or below
    elif not rights:
        said = words.key(variant)
    if len(said) > _HEADLINE:
        said = one_line(variant.short, _HEADLINE) or one_line(said, _HEADLINE)
    return said


def _shown(variant: Variant) -> list[Part | Picture | None]:
    """Give the code that the question is about, and the right order or rows."""
    right: list[str] = []
    if variant.order is not None:
        right = places.in_order(variant.order, GaveUp())
    elif variant.matching is not None:
        right = places.in_rows(variant.matching, GaveUp())
    return [practice.code_block(variant), *pictures_of(variant.text), *(Part(text, len(text)) for text in right)]


def _rows(tallies: tuple[Tally, ...]) -> list[str]:
    most = max((tally.votes for tally in tallies), default=0)
    return [_row(tally, most) for tally in tallies]


def _row(tally: Tally, most: int) -> str:
    """Write a line such as ✗ `██░░░░` 2 · falls to 0.75: plain average."""
    partly = words.PARTLY_SIGN if tally.text in (PARTLY, NEAR) else words.WRONG_SIGN
    sign = words.RIGHT_SIGN if tally.right else partly
    reason = f": {one_line(tally.reason, _REASON)}" if tally.reason.strip() else ""
    return f"{sign} `{bar(tally.votes, most)}` {tally.votes} · {one_line(tally.text, _OPTION)}{reason}"


def bar(count: int, most: int) -> str:
    """Draw a count as a bar; the largest fills it, and whatever is more than nothing shows."""
    full = max(1, round(BAR * count / most)) if count else 0
    return "█" * full + "░" * (BAR - full)


def _foot(view: RevealView) -> str:
    said = [_answered(view.answered, view.expected)]
    if view.next_at is not None:
        if view.ready:
            said.append(f"{view.ready} ready")
        what = "the boards" if view.number == view.total else "next"
        said.append(
            f"{what} when {words.host(view.host_id)} presses Next, at the latest {words.stamp(view.next_at)}"
            if view.held
            else f"{what} {words.stamp(view.next_at)}"
        )
    if view.boards_in is not None:
        said.append(f"the boards are in <#{view.boards_in}>")
    return " · ".join(said)
