"""What a quiz tells one person privately: members, hosts and those who come back."""

from collections.abc import Sequence
from typing import assert_never

from bot.actions.quiz_views import HostView, Joined, MyAnswer, QuestionView, Recorded, Rejoined
from bot.render import places, practice, words
from bot.render.author import authored, one_line
from bot.render.card import Card, Part, assemble
from bot.render.formulas import flat
from bot.render.practice import code_block
from bot.render.quiz import head_of, is_in, right_in_words, title
from bot.render.quiz_end import place
from bot.render.quiz_mine import SAID_LIMIT, changeable
from bot.rules.answer import Answer, Arranged, Chosen, GaveUp, Matched, Typed
from bot.rules.grading import Verdict
from bot.rules.quiz import Numbers, Options, Pace, State
from bot.rules.variant import Variant

LEFT = (
    "You are out. What you answered so far stays on the boards. "
    f"{words.JOIN} takes you in again, from the next question on."
)
STOP_ASK = (
    "### Stop this quiz?\n"
    "It ends here, for everybody. What was revealed makes the boards; where each plays alone, what was answered."
)
PREVIEW_ASK = (
    "### Look at the questions?\n"
    "You then play outside the boards, and the lobby says so. You can still answer, and see how you did."
)
ELSEWHERE = f"-# {words.NEXT}, {words.WAIT} and {words.VOID} are behind {words.HOST} on each question."
OVER = "This quiz is over."
_SAID = 120
_REASON = 500
_WHY = 1500
_SIGNS = {
    Verdict.RIGHT: words.RIGHT_SIGN,
    Verdict.PARTLY: words.PARTLY_SIGN,
    Verdict.WRONG: words.WRONG_SIGN,
    Verdict.GAVE_UP: words.WRONG_SIGN,
}


def joined(view: Joined) -> str:
    """Say that somebody is in, under which name, and where it goes on."""
    sure = "You are in already" if view.again else "You are in"
    said = [f"{sure} as **{words.safe(view.alias, 40)}**. The board and the host's export say only that."]
    if not view.alias:
        said = [f"{sure}."]
    if view.team:
        said.append(f"Your team: **{view.team}**.")
    thread = f": <#{view.thread_id}>" if view.thread_id is not None else ""
    if view.open_days:
        opens = f"It opens {words.stamp(view.starts_at)}; then press" if view.state is State.LOBBY else "Press"
        said.append(f"{opens} **{words.BEGIN}** on the quiz's first message, when it suits you.")
    elif view.state is State.LOBBY:
        said.append(f"The thread opens {words.stamp(view.starts_at)}{thread}. Nothing will ping you before that.")
    else:
        said.append(f"You play from question {view.first_round} on{thread}.")
    return " ".join(said)


def recorded(view: Recorded) -> str:
    """Confirm an answer: what was chosen, in words, and until when it can be changed."""
    noted = "Changed to" if view.changed else "Noted"
    said = words.safe(flat(view.said), SAID_LIMIT)
    return f"**{noted}:** {said}\n{changeable(words.stamp(view.closes_at))}"


def _said(said: str) -> str:
    """Write what was chosen or typed on one line, without markup."""
    return words.safe(flat(said), _SAID)


def ready(count: int) -> str:
    """Confirm that somebody is ready to go on."""
    return f"Noted. {count} {'is' if count == 1 else 'are'} ready; once everybody is, it goes on at once."


def my_answer(view: MyAnswer) -> Card:
    """Draw one's own answer after the reveal; where each had their own version, with that and its working.

    There are no pictures on it, which would have to be drawn for each: the reveal above has them.
    """
    variant, grade = view.variant, view.grade
    missed = grade is None or grade.verdict is not Verdict.RIGHT
    reason = grade.reason if grade is not None and missed and variant.matching is None else ""
    return assemble(
        [
            Part(_verdict(view)),
            *(_own_question(view) if view.own else ()),
            *(Part(text, len(text)) for text in _placed(view)),
            Part(authored(reason, _REASON)) if reason.strip() else None,
            *(_own_working(view, missed=missed) if view.own else ()),
        ]
    )


def _own_question(view: MyAnswer) -> tuple[Part | None, ...]:
    variant = view.variant
    text = f"{head_of(view.number, view.total)}\n{authored(variant.text)}"
    return Part(text), code_block(variant)


def _placed(view: MyAnswer) -> list[str]:
    """Show an order or rows as they should be, with what was made of each."""
    if view.answer is None and not view.own:
        return []
    answer = GaveUp() if view.answer is None else view.answer
    if view.variant.order is not None:
        return places.in_order(view.variant.order, answer)
    return places.in_rows(view.variant.matching, answer) if view.variant.matching is not None else []


def _own_working(view: MyAnswer, *, missed: bool) -> tuple[Part, ...]:
    variant = view.variant
    told = variant.order is not None or variant.matching is not None
    key = f"{words.RIGHT_SIGN} {right_in_words(variant)}" if missed and not told and not view.voided else ""
    why = f"**Why** {authored(variant.why, _WHY)}" if variant.why.strip() else ""
    return Part(key), Part(why)


def _verdict(view: MyAnswer) -> str:
    """Write a line such as ✓ You chose "falls to 0.72" after 12 s. Right so far: 3 of 4. Place 2 to 4 of 9."""
    said = ["You did not answer this one."]
    if view.answer is not None and view.grade is not None:
        after = f" after {words.took(view.took)}" if view.took is not None else ""
        said = [f"{_SIGNS[view.grade.verdict]} {in_words(view.variant, view.answer)}{after}."]
    if view.voided:
        said.append("It was voided: nobody gains or loses by it.")
    if view.of:
        said.append(f"Right so far: {view.right} of {view.of}.")
    if view.standing is not None:
        said.append(f"{place(view.standing)}.")
    return " ".join(said)


def in_words(variant: Variant, answer: Answer) -> str:
    """Say what somebody answered by what it says, never by a letter: `You chose "falls to 0.72"`."""
    match answer:
        case Chosen(chosen):
            texts = [f'"{one_line(variant.options[at].text, _SAID)}"' for at in sorted(chosen)]
            return f"You chose {words.listed(texts)}"
        case Typed(text):
            return f'You wrote "{words.safe(text, _SAID)}"'
        case Arranged(order) if variant.order is not None:
            return f"You had {places.pairs(variant.order, order)} in order"
        case Matched(choices) if variant.matching is not None:
            return f"You had {places.rows(variant.matching, choices)} right"
        case _:
            return "You answered"


def host(view: HostView) -> Card:
    """Draw the host's panel, seen by whoever opened it only."""
    at = f" · question {view.number}" if view.number else ""
    lines = [f"### {title(view.title)}{at}"]
    match view.state:
        case State.LOBBY:
            lines += [f"Starts {words.stamp(view.starts_at)} · {is_in(view.joined)}", _set(view.options)]
        case State.RUNNING if view.closes_at is not None:
            lines += [f"Open until {words.stamp(view.closes_at, 'F')} · {is_in(view.joined)}"]
        case State.RUNNING:
            lines += [f"It is on · {is_in(view.joined)}", *([] if view.number else [ELSEWHERE])]
        case State.CANCELLED:
            lines += ["Called off. Nobody loses anything."]
        case State.ENDED | State.STOPPED:
            lines += [OVER]
        case _:
            assert_never(view.state)
    if view.can_unvoid:
        lines.append("This question is voided: it counts for nobody.")
    if view.seen:
        lines.append("-# You have seen the questions: you play outside the boards.")
    return assemble([Part("\n".join(lines))])


def _set(options: Options) -> str:
    """Say how a quiz is set, in one line."""
    said = [
        f"{options.seconds} seconds each",
        _paced(options),
        "own numbers for everybody" if options.numbers is Numbers.OWN else "the same numbers for all",
        f"{options.teams} teams" if options.teams else "no teams",
    ]
    return " · ".join(said)


def _paced(options: Options) -> str:
    if options.open_days:
        return f"each plays alone within {words.plural(options.open_days, 'day')}"
    return "it moves on by itself" if options.pace is Pace.AUTO else "you press Next"


def preview(view: QuestionView) -> Card:
    """Draw a question for its host, with its key."""
    head = f"{head_of(view.number, view.total)}\n-# {view.area} · {words.topic(view.topic)}"
    return assemble(
        [
            Part(f"{head}\n{authored(view.variant.text)}"),
            *practice.material(view.variant),
            *practice.key_of(view.variant),
        ]
    )


def rejoined(views: Sequence[Rejoined]) -> Card:
    """Say where somebody stands in the quizzes that they are in."""
    return assemble([Part("\n".join(_rejoined(view))) for view in views])


def _rejoined(view: Rejoined) -> list[str]:
    thread = f": <#{view.thread_id}>" if view.thread_id is not None else ""
    lines = [f"### {title(view.title)}"]
    if view.state is State.LOBBY:
        return [*lines, f"You are in. It starts {words.stamp(view.starts_at)}{thread}."]
    if view.closes_at is not None:
        return [*lines, f"You are in, and it is open until {words.stamp(view.closes_at, 'F')}."]
    lines.append(f"You are in, and it is on{thread}.")
    if view.mine is not None:
        said = f"You answered **{_said(view.mine.said)}**" if view.mine.said else "You have not answered"
        lines.append(
            f"Question {view.mine.number} of {view.mine.total} is open. {said}; "
            f"answers close {words.stamp(view.mine.closes_at)}."
        )
    return lines


def missing(names: Sequence[str]) -> str:
    """Say what the bot may not do in a channel, and who can mend that."""
    wanted = words.listed([f"**{name}**" for name in names])
    return (
        f"A quiz needs a lobby and a thread, and here I lack {wanted}. "
        "Whoever manages this channel can grant that; then try again."
    )


NOT_HERE = "A quiz needs a text channel of a server: its questions go into a thread of their own. Start it in one."
