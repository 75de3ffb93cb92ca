"""Quizzes: who takes part, when a question opens and closes, which presses count. Times come in; nothing is stored."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.rules.choosing import Key
from bot.rules.errors import RuleBroken

LOBBY, END = 0, 100
"""Places of a quiz's public messages: the lobby, its questions by their numbers from 1, the end card."""
SHORTEST_S, LONGEST_S = 10, 300
MOST_QUESTIONS = 25
MOST_TEAMS = 6
OPEN_DAYS = (0, 1, 3)
ALLOWANCES = (1.0, 1.25, 1.5, 2.0)
GRACE = timedelta(seconds=2)
"""How long after its end a question waits for presses in flight."""
TALK = timedelta(seconds=90)
"""How long a reveal stands at most where the host says Next."""
AUTO_TALK = timedelta(seconds=20)
"""The same where the quiz moves on by itself."""
USUAL_TALK = timedelta(seconds=45)
"""How long people talk about a question, as seen; only for saying how long a quiz is about to take."""
LOBBY_WAIT = timedelta(minutes=5)


class State(StrEnum):
    """Where a quiz is in its life."""

    LOBBY = "lobby"
    RUNNING = "running"
    ENDED = "ended"
    STOPPED = "stopped"
    CANCELLED = "cancelled"


class Pace(StrEnum):
    """Who says Next."""

    HOST = "host"
    AUTO = "auto"


class Numbers(StrEnum):
    """Whether all have the same variant of a question, or each their own."""

    SAME = "same"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Options:
    """What a host can set.

    Attributes:
        seconds: For each question, 10 to 300.
        teams: 0 for none, else 2 to 6.
        open_days: 0 for a live quiz, else how long each may begin when it suits them: 1 or 3.
    """

    seconds: int = 45
    pace: Pace = Pace.HOST
    numbers: Numbers = Numbers.SAME
    teams: int = 0
    open_days: int = 0


@dataclass(frozen=True, slots=True)
class Quiz:
    """One quiz.

    Attributes:
        id: What its buttons refer to; 0 before it is stored.
        call_id: The interaction that asked for it, or the moment of the plan that did: unique.
        channel_id: Where its lobby stands; the thread's id is that of the lobby's message.
        title: What it is about, in words.
        within: The skill asked for, or empty for all.
        starts_at: When the lobby starts by itself; for an open quiz that runs, when its window opened.
        closes_at: When the window of an open quiz closes, None before it opens and for a live one.
        threaded: Whether its thread is there.
        current: Number of the question that is on, 0 in the lobby.
        due_at: When the clock has to look at it again, None if it need not.
        bank_version: Digest of the bank it was drawn from.
        plan_id: The plan it comes from, or None.
    """

    id: int
    call_id: int
    guild_id: int
    channel_id: int
    host_id: int
    title: str
    within: str
    options: Options
    state: State
    created_at: datetime
    starts_at: datetime
    started_at: datetime | None = None
    closes_at: datetime | None = None
    ended_at: datetime | None = None
    threaded: bool = False
    current: int = 0
    due_at: datetime | None = None
    bank_version: str = ""
    plan_id: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether each begins when it suits them."""
        return self.options.open_days > 0


@dataclass(frozen=True, slots=True)
class Round:
    """One question of a quiz.

    Attributes:
        number: From 1.
        scope: With `question_id` and `version`: which version of which question.
        seed: Of the variant that all have; own variants come from this and the person.
        opened_at: The time of its public message, None while it is planned.
        closes_at: The one deadline that everybody sees.
        expected: How many members can answer it (fixed when it opens, less who leaves unanswered).
        answered: How many have.
        changed_at: When the last answer came.
        paused_at: With `paused`: from when on the bot was away for so long.
        revealed_at: When it was revealed (or voided while it was open).
        next_at: When the next one comes at the latest.
        voided_at: With `voided_by` (a person): when it left the boards; None for a question that counts.
    """

    quiz_id: int
    number: int
    scope: int
    question_id: str
    version: int
    seed: int
    opened_at: datetime | None = None
    closes_at: datetime | None = None
    expected: int = 0
    answered: int = 0
    changed_at: datetime | None = None
    paused_at: datetime | None = None
    paused: timedelta = timedelta()
    revealed_at: datetime | None = None
    next_at: datetime | None = None
    voided_at: datetime | None = None
    voided_by: int | None = None

    @property
    def key(self) -> Key:
        """Name the question across versions."""
        return self.scope, self.question_id

    @property
    def on(self) -> bool:
        """Whether it is open for answers."""
        return self.opened_at is not None and self.revealed_at is None


@dataclass(frozen=True, slots=True)
class Member:
    """Who takes part.

    Attributes:
        first_round: Number of the first question they play.
        alias: A guest's name, empty for who plays under their own.
        team: From 1; 0 without teams.
        allowance: How much longer their time is, one of `ALLOWANCES`; nobody else is told.
        off_board: Whether they know the questions and play outside the boards.
        ready: Number of the last question after which they said that they are ready to go on.
        left_at: When they left, None while they are in.
        name: How they were called when they joined, for the host's export alone; empty for a guest.
    """

    quiz_id: int
    person_id: int
    joined_at: datetime
    first_round: int = 1
    alias: str = ""
    team: int = 0
    allowance: float = 1.0
    off_board: bool = False
    ready: int = 0
    left_at: datetime | None = None
    name: str = ""

    @property
    def is_in(self) -> bool:
        """Whether they still take part."""
        return self.left_at is None

    def plays(self, number: int) -> bool:
        """Tell whether they take part and a question is one of theirs."""
        return self.is_in and self.first_round <= number


@dataclass(frozen=True, slots=True)
class Reply:
    """What a member answered to a question; the last choice before the deadline.

    Attributes:
        call_id: The interaction it came with; a later one replaces it, an earlier one does not.
        at: When it was pressed.
        answer: The plain form of `rules.answer`.
        score: 0 to 1.
        took: From the question to this press, without the time the bot was away.
    """

    quiz_id: int
    number: int
    person_id: int
    call_id: int
    at: datetime
    answer: dict[str, object]
    score: float
    verdict: str
    reason: str
    read_as: str
    took: timedelta


def options(seconds: int, pace: str, numbers: str, teams: int, open_days: int) -> Options:
    """Check what a host set; where each plays when it suits them, all have their own numbers.

    Raises:
        RuleBroken: `bad_options`, naming the one that is wrong.
    """
    if not SHORTEST_S <= seconds <= LONGEST_S:
        raise RuleBroken("bad_options", f"Give each question {SHORTEST_S} to {LONGEST_S} seconds.")
    if teams not in (0, *range(2, MOST_TEAMS + 1)):
        raise RuleBroken("bad_options", f"Choose no teams, or 2 to {MOST_TEAMS}.")
    if pace not in set(Pace) or numbers not in set(Numbers) or open_days not in OPEN_DAYS:
        raise RuleBroken("bad_options", "Choose one of what the form offers.")
    own = Numbers.OWN if open_days else Numbers(numbers)
    return Options(seconds, Pace(pace), own, teams, open_days)


def lasting(options: Options, count: int) -> timedelta:
    """Give how long a quiz of so many questions is about to take, with talk in between; the window of an open one."""
    if options.open_days:
        return timedelta(days=options.open_days)
    return count * (timedelta(seconds=options.seconds) + (AUTO_TALK if options.pace is Pace.AUTO else USUAL_TALK))


def window(options: Options, allowances: Iterable[float]) -> timedelta:
    """Give how long a question is open to everybody: long enough for the longest allowance among them."""
    return timedelta(seconds=options.seconds) * max(allowances, default=1.0)


def own_time(options: Options, member: Member) -> timedelta:
    """Give how long a member has for each question by their own allowance."""
    return timedelta(seconds=options.seconds) * member.allowance


def was_long_away(options: Options, alive_at: datetime, now: datetime) -> bool:
    """Tell whether the bot was away for as long as a question, so that the time is given back."""
    return now - alive_at >= timedelta(seconds=options.seconds)


def opened(round_: Round, at: datetime, options: Options, allowances: Iterable[float]) -> Round:
    """Open a question at the time of its message, for members with these allowances, once.

    Where the bot was away when the message had just been sent, the time from then on is given back.
    """
    if round_.opened_at is not None:
        return round_
    those = tuple(allowances)
    back = at if round_.paused_at is None else round_.paused_at + round_.paused
    since = at if round_.paused_at is None else max(at, round_.paused_at)
    away = max(back - since, timedelta())
    return replace(
        round_,
        opened_at=at,
        closes_at=at + window(options, those) + away,
        expected=len(those),
        paused_at=since if away else None,
        paused=away,
    )


def closing(round_: Round) -> datetime | None:
    """Say when an open question is to be revealed: after its deadline, or after the last press once all have answered.

    None where it is not open.
    """
    if not round_.on or round_.opened_at is None or round_.closes_at is None:
        return None
    if round_.answered >= round_.expected:
        return min(round_.closes_at, round_.changed_at or round_.opened_at) + GRACE
    return round_.closes_at + GRACE


def took(round_: Round, at: datetime) -> timedelta:
    """Measure from the question's message to a press, without the time that the bot was away in between."""
    assert round_.opened_at is not None  # noqa: S101 (only an open question is answered)
    away = round_.paused if round_.paused_at is not None and at > round_.paused_at else timedelta()
    return max(at - round_.opened_at - away, timedelta())


def taking_part(member: Member | None) -> Member:
    """Give who takes part.

    Raises:
        RuleBroken: `not_in`: they never joined, or have left.
    """
    if member is None or not member.is_in:
        raise RuleBroken(
            "not_in", "You are not in this quiz. Press Join on its first message to play from the next question."
        )
    return member


def admit(quiz: Quiz, round_: Round | None, member: Member | None, at: datetime) -> None:
    """See that a member's press on a question counts.

    Args:
        quiz: The quiz.
        round_: The question, None where there is no such.
        member: Who presses, None for somebody who never joined.
        at: The interaction's own time.

    Raises:
        RuleBroken: `not_in`, `not_yet`, `not_open`, `voided`, `too_late` (in time, but only seen after the reveal),
            `time_up` or `quiz_over`; nothing changes then.
    """
    if quiz.is_open:
        raise RuleBroken("not_open", "This quiz is played one by one: press Begin on its first message.")
    playing = taking_part(member)
    if round_ is None or round_.opened_at is None or round_.closes_at is None:
        raise RuleBroken("not_open", "That question is not open yet. Nothing is recorded.")
    if round_.voided_at is not None:
        raise RuleBroken("voided", "This question was voided: nobody gains or loses by it.")
    if not playing.plays(round_.number):
        raise RuleBroken("not_yet", "You came in after this question began. You play from the next one.")
    if at > round_.closes_at:
        raise RuleBroken("time_up", f"Time was up <t:{int(round_.closes_at.timestamp())}:R>. Nothing changed.")
    if round_.revealed_at is not None:
        raise RuleBroken("too_late", "That arrived too late to count: the answer was out already. Nothing changed.")
    if quiz.state is not State.RUNNING:
        raise RuleBroken("quiz_over", "This quiz is over. Nothing changed.")
