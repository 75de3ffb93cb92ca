"""How a pair interview goes on: from invitation to end, and its clock. Every function gives a new value."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.rules.errors import RuleBroken
from bot.rules.interview import ROUNDS
from bot.rules.pair import (
    FORM_TIME,
    FORMS,
    HALVES,
    LONGEST_PAUSE,
    OPEN_FOR,
    ORDER,
    OUTAGE,
    SWAP_TIME,
    Pair,
    Phase,
    Seat,
)

_TIMES = {
    Phase.INVITED: OPEN_FOR,
    Phase.READY: OPEN_FOR,
    Phase.FIRST_FORMS: FORM_TIME,
    Phase.SWAP: SWAP_TIME,
    Phase.SECOND_FORMS: FORM_TIME,
}


def lasting(pair: Pair, phase: Phase) -> timedelta | None:
    """Say how long a phase takes at most; None for an end."""
    return timedelta(minutes=ROUNDS[pair.kind].minutes) if phase in HALVES else _TIMES.get(phase)


def entered(pair: Pair, phase: Phase, at: datetime) -> Pair:
    """Enter a phase; its time runs from then."""
    span = lasting(pair, phase)
    return _settled(
        replace(
            pair,
            phase=phase,
            number=1 if phase in HALVES else 0,
            ends_at=None if span is None else at + span,
            question_ends_at=None,
            reminded=False,
            paused_at=None,
            ended_at=at if span is None else None,
            revision=pair.revision + 1,
        )
    )


def opened(pair: Pair) -> Pair:
    """Set an invitation's clock; it is the first revision."""
    return replace(entered(pair, Phase.INVITED, pair.created_at), revision=1)


def stopped(pair: Pair, at: datetime, phase: Phase = Phase.STOPPED) -> Pair:
    """End it before its time; one that is over stays as it is."""
    return pair if pair.is_over else replace(entered(pair, phase, at), ended_phase=pair.phase)


def ready(pair: Pair, at: datetime) -> Pair:
    """Take up a partner.

    Raises:
        RuleBroken: `taken` or `over`.
    """
    _still(pair)
    if pair.phase is not Phase.INVITED:
        raise RuleBroken(
            "taken", "Somebody was faster: this interview has its two people. `/interview pair` opens one."
        )
    return entered(pair, Phase.READY, at)


def led_by(pair: Pair, first: Seat) -> Pair:
    """Choose who interviews first.

    Raises:
        RuleBroken: `begun` or `over`.
    """
    _still(pair)
    if pair.phase is not Phase.READY:
        raise RuleBroken("begun", "It has begun already, so who asks first stays as it is.")
    return pair if pair.first is first else replace(pair, first=first, revision=pair.revision + 1)


def begun(pair: Pair, at: datetime) -> Pair:
    """Begin the first half, once.

    Raises:
        RuleBroken: `nobody_yet` or `over`.
    """
    _still(pair)
    if pair.phase is Phase.INVITED:
        raise RuleBroken("nobody_yet", "Nobody has accepted yet. It can begin once two are in.")
    return entered(pair, Phase.FIRST, at) if pair.phase is Phase.READY else pair


def asked(pair: Pair, at: datetime, seconds: int) -> Pair:
    """Start the clock of the question that is on.

    Raises:
        RuleBroken: `paused`.
    """
    if pair.paused_at is not None:
        raise RuleBroken("paused", "The clock stands. Press **Go on** first.")
    ends_at = at + timedelta(seconds=seconds)
    return _settled(replace(pair, question_ends_at=ends_at, reminded=False, revision=pair.revision + 1))


def next_one(pair: Pair, of: int, at: datetime) -> Pair:
    """Go on: to the half's next question, from its last to the forms, and from the change of roles to the second half.

    Args:
        pair: In a half, or at the change of roles.
        of: How many questions the half has.
        at: When.

    Raises:
        RuleBroken: `paused`.
    """
    if pair.paused_at is not None:
        raise RuleBroken("paused", "The clock stands. Press **Go on** first.")
    if pair.phase in HALVES and pair.number < of:
        number, revision = pair.number + 1, pair.revision + 1
        return _settled(replace(pair, number=number, question_ends_at=None, reminded=False, revision=revision))
    return entered(pair, _after(pair.phase), at)


def forms_in(pair: Pair, at: datetime) -> Pair:
    """Go on from the forms, since both are in."""
    return entered(pair, _after(pair.phase), at) if pair.phase in FORMS else pair


def paused(pair: Pair, at: datetime) -> Pair:
    """Stop the clock of what is under way; once.

    Raises:
        RuleBroken: `not_begun` or `over`.
    """
    _still(pair)
    if pair.phase in (Phase.INVITED, Phase.READY):
        raise RuleBroken("not_begun", "It has not begun yet, so there is nothing to pause.")
    if pair.paused_at is not None:
        return pair
    return _settled(replace(pair, paused_at=at, revision=pair.revision + 1))


def gone_on(pair: Pair, at: datetime) -> Pair:
    """Go on after a pause, with what was left; once.

    Raises:
        RuleBroken: `over`.
    """
    _still(pair)
    if pair.paused_at is None:
        return pair
    return _settled(replace(_later(pair, at - pair.paused_at), paused_at=None, revision=pair.revision + 1))


def moved(pair: Pair, now: datetime) -> Pair:
    """Do what is due, one thing at a time; where nothing is, it stays as it is."""
    if pair.due_at is None or now < pair.due_at:
        return pair
    if pair.paused_at is not None:
        return stopped(pair, now)
    if pair.ends_at is not None and now < pair.ends_at:
        return _settled(replace(pair, reminded=True, revision=pair.revision + 1))
    if pair.phase in (Phase.INVITED, Phase.READY):
        return stopped(pair, now, Phase.LAPSED)
    return entered(pair, _after(pair.phase), now)


def given_back(pair: Pair, alive_at: datetime, now: datetime) -> Pair:
    """Give the time of a stop of the bot back where it was longer than a minute; what began in it loses none before."""
    if pair.is_over or pair.paused_at is not None or now - alive_at <= OUTAGE:
        return pair
    since = max(alive_at, pair.ends_at - (lasting(pair, pair.phase) or timedelta())) if pair.ends_at else alive_at
    away = max(now - since, timedelta())
    return replace(_settled(_later(pair, away)), revision=pair.revision + 1)


def left(pair: Pair) -> timedelta:
    """Say what is left of the phase while it is paused."""
    if pair.ends_at is None or pair.paused_at is None:
        return timedelta()
    return max(pair.ends_at - pair.paused_at, timedelta())


def _later(pair: Pair, span: timedelta) -> Pair:
    ends_at = None if pair.ends_at is None else pair.ends_at + span
    question = None if pair.question_ends_at is None or pair.reminded else pair.question_ends_at + span
    return replace(pair, ends_at=ends_at, question_ends_at=question or pair.question_ends_at)


def _settled(pair: Pair) -> Pair:
    """Keep when the clock has to look at it again."""
    if pair.paused_at is not None:
        return replace(pair, due_at=pair.paused_at + LONGEST_PAUSE)
    asked_until = None if pair.reminded else pair.question_ends_at
    moments = [at for at in (pair.ends_at, asked_until) if at is not None]
    return replace(pair, due_at=min(moments, default=None))


def _after(phase: Phase) -> Phase:
    return ORDER[ORDER.index(phase) + 1]


def _still(pair: Pair) -> None:
    match pair.phase:
        case Phase.LAPSED:
            raise RuleBroken("over", "This invitation has lapsed. `/interview pair` opens another.")
        case Phase.DECLINED:
            raise RuleBroken("over", "This invitation was declined. `/interview pair` opens another.")
        case Phase.ENDED | Phase.STOPPED:
            raise RuleBroken("over", "This pair interview is over. `/interview pair` opens another.")
        case _:
            return
