"""How a live quiz runs its course: lobby, question after question, end. Who may make a move is decided above."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.rules.errors import RuleBroken
from bot.rules.quiz import AUTO_TALK, TALK, Member, Options, Pace, Quiz, Round, State, closing, was_long_away

CUT_SHORT = (
    "This question was voided while it was open, so not everybody had their time for it and there is no result "
    "to bring back. It stays voided."
)
_MOMENT = timedelta(microseconds=1)


def is_over(quiz: Quiz) -> bool:
    """Tell whether a quiz has come to its end, whichever."""
    return quiz.state not in (State.LOBBY, State.RUNNING)


def due(quiz: Quiz, current: Round | None) -> datetime | None:
    """Say when the clock has to look at a quiz again.

    Args:
        quiz: The quiz.
        current: The question that is on, None in the lobby and where each plays when it suits them.

    Returns:
        None where it waits for something else: its question's message, or nothing any more.
    """
    match quiz.state:
        case State.LOBBY:
            return quiz.starts_at
        case State.RUNNING if quiz.is_open:
            return quiz.due_at  # `rules.quiz_open` says when
        case State.RUNNING if current is not None:
            return current.next_at if current.revealed_at is not None else closing(current)
        case _:
            return None


def begun(quiz: Quiz, at: datetime, joined: int) -> Quiz:
    """Start a quiz that is in its lobby: the first question is to be posted, or the window opens.

    Where nobody is in, it is called off instead.
    """
    if not joined and not quiz.is_open:
        return ended(quiz, at, State.CANCELLED)
    if quiz.is_open:
        closes_at = at + timedelta(days=quiz.options.open_days)
        return replace(quiz, state=State.RUNNING, starts_at=at, started_at=at, closes_at=closes_at, due_at=closes_at)
    return replace(quiz, state=State.RUNNING, started_at=at, current=1, due_at=None)


def ended(quiz: Quiz, at: datetime, state: State = State.ENDED) -> Quiz:
    """End a quiz; one that has ended stays as it is."""
    return quiz if is_over(quiz) else replace(quiz, state=state, ended_at=at, due_at=None)


def talk(options: Options) -> timedelta:
    """Give how long a reveal stands at most."""
    return TALK if options.pace is Pace.HOST else AUTO_TALK


def revealed(round_: Round, at: datetime, options: Options) -> Round:
    """Reveal an open question, once; the talk begins."""
    return replace(round_, revealed_at=at, next_at=at + talk(options)) if round_.on else round_


def gone_on(quiz: Quiz, round_: Round, total: int, at: datetime) -> tuple[Quiz, Round]:
    """Go on from a revealed question: to the next, or to the end after the last."""
    passed = replace(round_, next_at=None)
    if round_.number >= total:
        return ended(quiz, at), passed
    return replace(quiz, current=round_.number + 1, due_at=None), passed


def is_talked_about(quiz: Quiz, round_: Round | None) -> bool:
    """Tell whether a question is revealed and the next has not come."""
    return quiz.state is State.RUNNING and round_ is not None and round_.next_at is not None


def waited(round_: Round, at: datetime) -> Round:
    """Give the talk its whole time again, from now, however the quiz moves on."""
    assert round_.next_at is not None  # noqa: S101 (only a question that is talked about waits)
    return replace(round_, next_at=max(round_.next_at, at + TALK))


def counts(round_: Round) -> bool:
    """Tell whether a question makes the boards."""
    return round_.revealed_at is not None and round_.voided_at is None


def voided(round_: Round, at: datetime, person_id: int | None, options: Options) -> Round:
    """Take a question off the boards; one that is open closes with it."""
    if round_.voided_at is not None:
        return round_
    if round_.revealed_at is not None:  # a moment later than the reveal, for the same moment means that it was open
        return replace(round_, voided_at=max(at, round_.revealed_at + _MOMENT), voided_by=person_id)
    return replace(revealed(round_, at, options), voided_at=at, voided_by=person_id)


def was_cut_short(round_: Round) -> bool:
    """Tell whether a question was voided while it was open."""
    return round_.voided_at is not None and round_.voided_at == round_.revealed_at


def unvoided(round_: Round) -> Round:
    """Bring a question back to the boards.

    Raises:
        RuleBroken: `cut_short`: it was voided while it was open.
    """
    if was_cut_short(round_):
        raise RuleBroken("cut_short", CUT_SHORT)
    return replace(round_, voided_at=None, voided_by=None)


def first_for(quiz: Quiz, current: Round | None, total: int) -> int:
    """Give the number of the first question that somebody plays who joins now.

    Args:
        quiz: The quiz.
        current: The question that is on, None in the lobby.
        total: How many questions there are.

    Raises:
        RuleBroken: `over`, or `last_question`: no question comes any more.
    """
    if is_over(quiz):
        raise RuleBroken("over", "This quiz is over, so nobody can join any more. Its boards stand in the channel.")
    if current is None:
        return 1
    first = current.number + (current.opened_at is not None)
    if first > total:
        raise RuleBroken("last_question", "The last question is on already, so none is left to join for.")
    return first


def left(member: Member, current: Round | None, at: datetime, *, answered: bool) -> tuple[Member, Round | None]:
    """Leave: a question that is open and not answered waits for one less.

    Args:
        member: Who leaves.
        current: The question that is on.
        at: When.
        answered: Whether they have answered it.
    """
    gone = replace(member, left_at=at)
    if current is None or not current.on or answered or not member.plays(current.number):
        return gone, current
    return gone, replace(current, expected=max(0, current.expected - 1))


def given_back(quiz: Quiz, current: Round | None, alive_at: datetime, now: datetime) -> tuple[Quiz, Round | None]:
    """Give the time of an outage back where it was longer than a question.

    A question that was open when it began stays open for longer by as much; so does one whose message was sent then
    and is only found now. A start or a next question that fell into it comes as much later. Short outages change
    nothing: deadlines stay.

    Args:
        quiz: In its lobby or running.
        current: The question that is on, None in the lobby.
        alive_at: When the bot was last at work.
        now: When it is again.
    """
    if is_over(quiz) or not was_long_away(quiz.options, alive_at, now):
        return quiz, current
    if quiz.state is State.LOBBY:
        quiz = replace(quiz, starts_at=_shifted(quiz.starts_at, alive_at, now))
    if current is not None and current.revealed_at is None:
        current = _paused(current, alive_at, now)
    elif current is not None and current.next_at is not None:
        current = replace(current, next_at=_shifted(current.next_at, alive_at, now))
    return replace(quiz, due_at=due(quiz, current)), current


def _shifted(moment: datetime, alive_at: datetime, now: datetime) -> datetime:
    return moment + (now - alive_at) if alive_at < moment <= now else moment


def _paused(round_: Round, alive_at: datetime, now: datetime) -> Round:
    if round_.opened_at is None or round_.closes_at is None:  # its message may have been sent: its time will tell
        since = round_.paused_at or alive_at
        return replace(round_, paused_at=since, paused=now - since)
    since = max(alive_at, round_.opened_at)
    if round_.closes_at <= since:
        return round_
    away = now - since
    later, paused = round_.closes_at + away, round_.paused + away
    return replace(round_, closes_at=later, paused_at=round_.paused_at or since, paused=paused)


def opened_too_late(round_: Round, at: datetime) -> Round:
    """Close a question whose message was sent when its quiz had just ended."""
    return replace(round_, opened_at=at, closes_at=at, revealed_at=at, voided_at=at)
