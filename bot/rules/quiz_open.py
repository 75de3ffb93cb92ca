"""Open quizzes: within a window each begins when it suits them, by their own clock. Times come in, none is stored."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.rules.errors import RuleBroken
from bot.rules.quiz import GRACE, Member, Quiz, Round, State, own_time, was_long_away

LONG_AWAY = timedelta(hours=1)
"""An outage from which on a window is kept open for longer; less is not worth moving what everybody reads."""


@dataclass(frozen=True, slots=True)
class Showing:
    """A question that one member was shown, by their own clock; once shown it is never shown afresh.

    Attributes:
        number: The question's.
        call_id: The press that opened it: the first one.
        opened_at: When that was.
        closes_at: When their time for it is up.
        done_at: When they went on from it, or their time was up; None while it is open.
        paused_at: With `paused`: from when on the bot was away for so long.
    """

    quiz_id: int
    number: int
    person_id: int
    call_id: int
    opened_at: datetime
    closes_at: datetime
    done_at: datetime | None = None
    paused_at: datetime | None = None
    paused: timedelta = timedelta()

    def is_on(self, at: datetime) -> bool:
        """Tell whether it can be answered at a moment."""
        return at <= (self.closes_at if self.done_at is None else min(self.closes_at, self.done_at))


def is_closed(quiz: Quiz, at: datetime) -> bool:
    """Tell whether the window of a quiz that was opened has closed."""
    return quiz.state is not State.RUNNING or (quiz.closes_at is not None and at > quiz.closes_at)


def entered(quiz: Quiz, at: datetime) -> None:
    """See that a member can begin or go on.

    Raises:
        RuleBroken: `not_open` or `over`.
    """
    if not quiz.is_open:
        raise RuleBroken("not_open", "This quiz is played together, in its thread: press Join on its first message.")
    if quiz.state is State.LOBBY:
        opens = int(quiz.starts_at.timestamp())
        raise RuleBroken("not_open", f"This quiz opens <t:{opens}:R>, or when its host presses Start. Begin then.")
    if is_closed(quiz, at):
        raise _closed(quiz)


def _closed(quiz: Quiz) -> RuleBroken:
    ended = quiz.ended_at or quiz.closes_at or quiz.starts_at
    when = f"<t:{int(ended.timestamp())}:R>"
    return RuleBroken("over", f"This quiz closed {when}. Nothing changed. `/quiz results` shows how it went.")


def next_number(rounds: Iterable[Round], last: int) -> int | None:
    """Give the number of the question that comes after one; what is voided is left out. None after the last."""
    return min((one.number for one in rounds if one.number > last and one.voided_at is None), default=None)


def shown(quiz: Quiz, member: Member, number: int, call_id: int, at: datetime) -> Showing:
    """Show a question to a member: their time runs from that press, and ends with the window at the latest."""
    closes_at = at + own_time(quiz.options, member)
    return Showing(quiz.id, number, member.person_id, call_id, at, min(closes_at, quiz.closes_at or closes_at))


def gone_on(showing: Showing, at: datetime) -> Showing:
    """Go on from a question: what is pressed afterwards does not count."""
    return showing if showing.done_at is not None else replace(showing, done_at=min(at, showing.closes_at))


def run_out(showings: Iterable[Showing], now: datetime) -> tuple[Showing, ...]:
    """Close those whose time is up, once presses in flight have had theirs; give the ones that changed."""
    return tuple(
        replace(showing, done_at=showing.closes_at)
        for showing in showings
        if showing.done_at is None and showing.closes_at + GRACE <= now
    )


def as_shown(round_: Round, showing: Showing) -> Round:
    """Give a question with the times that it has for one member."""
    return replace(
        round_,
        opened_at=showing.opened_at,
        closes_at=showing.closes_at,
        paused_at=showing.paused_at,
        paused=showing.paused,
    )


def taking_part(member: Member | None) -> Member:
    """Give who takes part.

    Raises:
        RuleBroken: `not_in`: they never began, or have left.
    """
    if member is None or not member.is_in:
        raise RuleBroken("not_in", "You have not begun this quiz. Press Begin on its first message in the channel.")
    return member


def admit(quiz: Quiz, round_: Round | None, showing: Showing | None, at: datetime) -> None:
    """See that a member's press on a question counts.

    Args:
        quiz: The quiz.
        round_: The question, None where there is no such.
        showing: Their own showing of it, None where they had none.
        at: The interaction's own time.

    Raises:
        RuleBroken: `not_open`, `voided`, `time_up`, `gone_on`, `too_late` (in time, but only seen after the window
            closed) or `over`; nothing changes then.
    """
    if round_ is None or showing is None or at < showing.opened_at:
        raise RuleBroken("not_open", "That question is not open for you yet. Nothing is recorded.")
    if round_.voided_at is not None:
        raise RuleBroken("voided", "This question was voided: nobody gains or loses by it. Go on to the next.")
    if at > showing.closes_at:
        raise RuleBroken("time_up", f"Time was up <t:{int(showing.closes_at.timestamp())}:R>. Nothing changed.")
    if not showing.is_on(at):
        raise RuleBroken("gone_on", "You went on from this question, so what you had then counts. Nothing changed.")
    if quiz.state is not State.RUNNING and quiz.ended_at is not None and at > quiz.ended_at:
        raise _closed(quiz)
    if quiz.state is not State.RUNNING:
        raise RuleBroken("too_late", "That arrived too late to count: the quiz had closed. Nothing changed.")


def due(quiz: Quiz, showings: Iterable[Showing]) -> datetime | None:
    """Say when the clock has to look at a window again: when somebody's time is up, at the latest when it closes.

    Args:
        quiz: An open quiz.
        showings: Any that may be open still.
    """
    if quiz.state is not State.RUNNING or quiz.closes_at is None:
        return quiz.due_at
    ends = [showing.closes_at for showing in showings if showing.done_at is None]
    return min([*ends, quiz.closes_at]) + GRACE


def given_back(
    quiz: Quiz, showings: Sequence[Showing], alive_at: datetime, now: datetime
) -> tuple[Quiz, tuple[Showing, ...]]:
    """Give the time of an outage back to a window and to whoever had a question open in it.

    A question is open for longer by what an outage took of it that was as long as a question. The window is by an
    outage of an hour or more, and until every question that was open in it has had its time.

    Args:
        quiz: An open quiz that runs.
        showings: Those that nobody has closed yet.
        alive_at: When the bot was last at work.
        now: When it is again.
    """
    assert quiz.closes_at is not None  # noqa: S101 (it runs)
    later = tuple(_given_back(quiz, showing, alive_at, now) for showing in showings)
    away = now - alive_at if now - alive_at >= LONG_AWAY else timedelta()
    longest = [one.closes_at for one, before in zip(later, showings, strict=True) if one != before]
    return replace(quiz, closes_at=max([quiz.closes_at + away, *longest])), later


def _given_back(quiz: Quiz, showing: Showing, alive_at: datetime, now: datetime) -> Showing:
    since = max(alive_at, showing.opened_at)
    if showing.closes_at <= since or not was_long_away(quiz.options, alive_at, now):
        return showing
    away = now - since
    later, paused = showing.closes_at + away, showing.paused + away
    return replace(showing, closes_at=later, paused_at=showing.paused_at or since, paused=paused)


def opened(quiz: Quiz, rounds: Iterable[Round]) -> tuple[Round, ...]:
    """Open every question with the window: from now on they are under seal for whoever takes part."""
    return tuple(replace(round_, opened_at=quiz.started_at, closes_at=quiz.closes_at) for round_ in rounds)


def closed(rounds: Iterable[Round], at: datetime, begun: int, answered: Mapping[int, int]) -> tuple[Round, ...]:
    """Reveal every question of a window that closes.

    Args:
        rounds: The quiz's questions.
        at: When.
        begun: How many members began.
        answered: How many answered each question, by number.
    """
    return tuple(
        replace(
            round_,
            expected=begun,
            answered=answered.get(round_.number, 0),
            revealed_at=round_.revealed_at or at,
        )
        for round_ in rounds
    )
