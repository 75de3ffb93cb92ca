"""A pair interview's message in the channel: who holds it, where it is, and until when. Nothing private stands here."""

from collections.abc import Iterator
from typing import assert_never

from bot.actions.pair_views import PairView
from bot.render import words
from bot.render.card import Card, Part, assemble
from bot.rules.interview import ROUNDS
from bot.rules.pair import Phase, Seat

ACCEPT = "Accept"
DECLINE = "Decline"
LOOKING = "Looking for a partner"
TAKE_BACK = "Take it back"
START = "Start"
I_FIRST = "I ask first"
YOU_FIRST = "You ask first"
MY_CARD = "My card"
MY_FORM = "My form"
ASKED_ALOUD = "Asked aloud"
BOTH_FORMS = "Both forms"
OPEN_HALF = "Open a half with a partner"
"""Placeholder of the list."""
FIRST_HALF = "First half"
SECOND_HALF = "Second half"
START_SECOND = "Start second half"
STOP_SURE = "Yes, stop for both"

POSTED = "Your invitation stands in this channel. I tell nobody but whom you named; nothing begins before **Start**."
LOOKING_POSTED = "Your search stands in this channel. Whoever presses **Looking for a partner** first is in."
ALREADY = "You are in a pair interview already: **{}**. One at a time; here is the way back."
STOP_ASK = (
    "**Stop it for both of you?** A half that is over keeps its forms; the one that is on has none. "
    "It cannot be gone on with afterwards."
)
STOPPED = "It is stopped, for both of you."
OVER_ALREADY = "It was over already. Nothing was changed."
KEPT = "Nothing was stopped."
NO_BOT = "A bot cannot interview. Invite a member, or leave the name out to look for a partner."
NO_MEMBER = "That person is not in this server. Invite a member, or leave the name out to look for a partner."
NOT_HERE = "I cannot keep a message here. Use `/interview pair` in a text channel, a thread or a voice channel's chat."
ACCEPTED = "You are in. Go to a voice channel together, agree who asks first, and press **Start**."
DECLINED = "It is declined."
TAKEN_BACK = "It is taken back."
_PHASES = {
    Phase.INVITED: "it waits for somebody to accept",
    Phase.READY: "it waits for Start",
    Phase.FIRST: "first half",
    Phase.FIRST_FORMS: "forms of the first half",
    Phase.SWAP: "you swap",
    Phase.SECOND: "second half",
    Phase.SECOND_FORMS: "forms of the second half",
    Phase.ENDED: "both halves are done",
    Phase.DECLINED: "declined",
    Phase.LAPSED: "lapsed",
    Phase.STOPPED: "stopped",
}


def missing(names: list[str]) -> str:
    """Say what the bot may not do in a channel, and who can mend that."""
    wanted = words.listed([f"**{name}**" for name in names])
    return f"A pair interview needs a message here, and I lack {wanted}. Whoever manages this channel can grant that."


def name_of(view: PairView) -> str:
    """Name the round: `ML breadth · mid`."""
    return f"{ROUNDS[view.kind].name} · {view.level.value}"


def where(view: PairView) -> str:
    """Say in a few words where one is."""
    return f"{name_of(view)}, {_PHASES[view.phase]}{', paused' if view.paused else ''}"


def public(view: PairView) -> Card:
    """Draw the message."""
    lines = [f"## Pair interview · {name_of(view)}", *_lines(view)]
    return assemble([Part("\n".join(lines))])


def _lines(view: PairView) -> Iterator[str]:
    inviter, partner = words.member(view.inviter_id), words.member(view.partner_id)
    match view.phase:
        case Phase.INVITED:
            yield from _invitation(view, inviter, partner)
        case Phase.READY:
            yield f"{inviter} and {partner} · two halves of {view.minutes} minutes"
            yield f"**{words.member(view.interviewer(1))} asks first**, then you swap, with other questions."
            yield ""
            yield "Go to a voice channel together. Each of you has a card of your own here; I keep the clock."
            yield f"-# {START} begins it; it lapses {_at(view)}."
        case Phase.FIRST | Phase.SECOND:
            yield from _half(view)
        case Phase.FIRST_FORMS | Phase.SECOND_FORMS:
            yield from _forms(view)
        case Phase.SWAP:
            asker, answerer = words.member(view.interviewer(2)), words.member(view.candidate(2))
            yield f"**Swap.** {asker} asks {answerer} next, with other questions."
            yield _paused(view) or f"The second half begins {_at(view)}."
        case Phase.ENDED:
            yield f"**Done:** {inviter} and {partner} held both halves."
            yield _of_forms(view)
        case Phase.DECLINED | Phase.LAPSED | Phase.STOPPED:
            yield _over(view, inviter, partner)
        case _:
            assert_never(view.phase)


def _invitation(view: PairView, inviter: str, partner: str) -> Iterator[str]:
    halves = f"two halves of {view.minutes} minutes: one asks, one answers, then you swap"
    if view.searching:
        yield f"{inviter} is looking for a partner for {halves}."
        yield ""
        yield f"You too? Press **{LOOKING}**: whoever is first is in."
    else:
        yield f"{inviter} invites {partner} to {halves}."
        yield ""
        yield f"{partner}, **{ACCEPT}** or **{DECLINE}**?"
    yield "You meet in a voice channel. Each has a card of their own here, and I keep the clock."
    yield f"-# Lapses {_at(view)}."


def _half(view: PairView) -> Iterator[str]:
    which = "First" if view.half == 1 else "Second"
    asker, answerer = words.member(view.interviewer(view.half)), words.member(view.candidate(view.half))
    yield f"**{which} half:** {asker} asks {answerer}."
    yield ""
    yield f"**Question {view.number} of {view.of}** · {_question(view)}"
    yield _paused(view) or f"This half ends {_at(view)}."
    yield f"-# {MY_CARD} is private: the question with its points for who asks, the question alone for who answers."


def _question(view: PairView) -> str:
    if not view.asked:
        return f"not asked yet: {words.member(view.interviewer(view.half))} presses {ASKED_ALOUD} on their card"
    if view.time_up:
        return "its time is up: finish the sentence, then Next"
    if view.question_ends_at is None:
        return "asked; its clock stands"
    return f"time for it until {words.stamp(view.question_ends_at, 't')}, {words.stamp(view.question_ends_at)}"


def _forms(view: PairView) -> Iterator[str]:
    yield f"**Forms:** the {'first' if view.half == 1 else 'second'} half is over. Each marks what was said."
    for seat in Seat:
        done = seat in view.handed_in
        sign, state = (words.RIGHT_SIGN, "handed in") if done else (words.PARTLY_SIGN, "still writing")
        yield f"{sign} {words.member(view.person(seat))} {state}"
    yield ""
    yield _paused(view) or f"It goes on when both are in, at the latest {_at(view)}."


def _of_forms(view: PairView) -> str:
    if view.lacking:
        return f"{words.PARTLY_SIGN} A form is still missing; **{MY_FORM}** is open until it is handed in."
    return f"{words.RIGHT_SIGN} All forms are in. **{BOTH_FORMS}** is for the two alone."


def _over(view: PairView, inviter: str, partner: str) -> str:
    match view.phase:
        case Phase.DECLINED:
            return f"{partner} declined the invitation of {inviter}."
        case Phase.LAPSED:
            what = "Nobody came" if view.ended_phase is Phase.INVITED else "Nobody pressed Start"
            return f"**Lapsed.** {what} in time. `/interview pair` opens another."
        case _ if view.ended_phase is Phase.INVITED:
            return f"{inviter} took it back."
        case _:
            held = f"\n{_of_forms(view)}" if view.through else ""
            return f"**Stopped:** {words.in_words(view.through)} of two halves held.{held}"


def _paused(view: PairView) -> str:
    """Say that the clock stands; empty where it goes."""
    if not view.paused:
        return ""
    return f"**Paused.** {words.took(view.left)} of this part are left. After 24 hours it is stopped."


def _at(view: PairView) -> str:
    return words.stamp(view.ends_at) if view.ends_at is not None else "later"
