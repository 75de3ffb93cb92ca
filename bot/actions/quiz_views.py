"""What the quiz's actions hand to front ends: frozen values, ready to be drawn, and the steps that chat carries out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.actions.quiz_plan_views import Announce
from bot.rules.answer import Answer
from bot.rules.grading import Grade
from bot.rules.quiz import Options, State
from bot.rules.standings import Standing
from bot.rules.tally import Tally as Tally  # noqa: PLC0414 (who reads views finds it here)
from bot.rules.variant import Variant


@dataclass(frozen=True, slots=True)
class LobbyView:
    """A quiz's first message, in the channel.

    Attributes:
        count: How many questions.
        joined: How many are in.
        host_plays: False once the host has seen the questions.
        thread_id: The thread, None before it is there.
        current: The number of the question that is on; 0 before the first.
        closes_at: When the window of an open quiz closes, None before it opens.
        begun: How many have begun an open quiz, `through` how many of them have no question left.
        role_id: The role that is called to quizzes here; it is pinged once, when the message is posted.
    """

    quiz_id: int
    title: str
    host_id: int
    count: int
    options: Options
    state: State
    starts_at: datetime
    joined: int
    host_plays: bool = True
    thread_id: int | None = None
    current: int = 0
    closes_at: datetime | None = None
    begun: int = 0
    through: int = 0
    role_id: int | None = None


@dataclass(frozen=True, slots=True)
class QuestionView:
    """An open question, for everybody.

    Attributes:
        number: Of `total`.
        area: The area's name; `topic` the topic's.
        variant: What all have; with `own` each has another, and the message shows none of its numbers or options.
        closes_at: The deadline; None while it has just been posted, and then it has no buttons either.
        answered: How many of `expected` have answered.
    """

    quiz_id: int
    number: int
    total: int
    area: str
    topic: str
    variant: Variant
    own: bool
    closes_at: datetime | None
    answered: int
    expected: int


@dataclass(frozen=True, slots=True)
class RevealView:
    """A question after its time, for everybody.

    Attributes:
        variant: As for the question.
        tallies: Right ones first, then by votes.
        talk: A line to talk about.
        next_at: When the next comes at the latest, the end card after the last; None once it has come.
        held: Whether the host decides when it comes (else all move on by themselves).
        voided: Whether it is off the boards.
        voided_by: The person who voided it; None where the quiz was stopped while it was open.
        void_reason: Why, in that person's words; empty once these are deleted.
        boards_in: The channel where the boards are, on the last question that was asked, once the quiz is over.
    """

    quiz_id: int
    number: int
    total: int
    area: str
    topic: str
    variant: Variant
    own: bool
    tallies: tuple[Tally, ...]
    answered: int
    expected: int
    talk: str
    host_id: int
    next_at: datetime | None
    held: bool
    ready: int = 0
    voided: bool = False
    voided_by: int | None = None
    void_reason: str = ""
    boards_in: int | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A line of a board with who it is: a person, a guest's alias, or a team's number."""

    standing: Standing
    person_id: int | None = None
    alias: str = ""
    team: int = 0


@dataclass(frozen=True, slots=True)
class Hardest:
    """The question that fewest had right.

    Attributes:
        right: How many of `of` had it right.
    """

    number: int
    headline: str
    right: int
    of: int


@dataclass(frozen=True, slots=True)
class EndView:
    """The end card.

    Attributes:
        mastery: The top three (more only where the third place is shared).
        speed: The same.
        teams: All teams, by the mean of their members; empty without teams.
        shares: For each question that counts (number, share of points, 0 to 1).
        voided: How many questions were voided.
    """

    quiz_id: int
    title: str
    state: State
    count: int
    players: int
    mastery: tuple[Named, ...]
    speed: tuple[Named, ...]
    teams: tuple[Named, ...]
    hardest: Hardest | None
    shares: tuple[tuple[int, float], ...]
    voided: int
    thread_id: int | None = None


PublicView = LobbyView | QuestionView | RevealView | EndView


@dataclass(frozen=True, slots=True)
class Post:
    """Send a public message that is not there yet.

    Attributes:
        place: `LOBBY`, a question's number, or `END`.
        nonce: The same for the same message, at most 25 characters.
        role_id: The role to mention, once in a quiz: at the lobby.
        after_id: The newest message of the quiz in that channel, or the moment before it as a snowflake: a message of
            ours after it is this one, sent before a stop.
        wanted: False where the quiz has ended before it came: it is not sent any more. It may have been sent, though,
            just before a stop or a fault; then it is to be found, and told to be lost where it is not.
    """

    quiz_id: int
    place: int
    channel_id: int
    nonce: str
    view: PublicView
    after_id: int
    role_id: int | None = None
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class OpenThread:
    """Open the thread under the lobby's message."""

    quiz_id: int
    channel_id: int
    message_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Draw:
    """Bring a public message to a newer revision.

    Attributes:
        counts: Whether nothing but a count has changed, so that it can wait for its turn.
    """

    quiz_id: int
    place: int
    channel_id: int
    message_id: int
    revision: int
    view: PublicView
    counts: bool = False


Step = Post | OpenThread | Draw | Announce


@dataclass(frozen=True, slots=True)
class Broken:
    """A quiz or a plan that cannot go on, and why; all others do.

    Attributes:
        about: Such as `quiz 3`.
    """

    about: str
    error: Exception


@dataclass(frozen=True, slots=True)
class Tick:
    """What chat has to carry out now, and when the clock must be looked at again (None: when something happens)."""

    steps: tuple[Step, ...]
    due_at: datetime | None
    broken: tuple[Broken, ...] = ()


@dataclass(frozen=True, slots=True)
class HostView:
    """The host's private panel, for the lobby and for each question.

    Attributes:
        number: The question that it was opened on; 0 in the lobby.
        can_void: Whether that question can be voided, `can_unvoid` taken back.
        closes_at: As of the lobby.
        count: How many questions there are.
    """

    quiz_id: int
    title: str
    state: State
    options: Options
    starts_at: datetime
    joined: int
    number: int = 0
    can_next: bool = False
    can_void: bool = False
    can_unvoid: bool = False
    seen: bool = False
    closes_at: datetime | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody is in.

    Attributes:
        again: Whether they were in before.
        first_round: The first question they play.
        open_days: For how many days each plays when it suits them, 0 where all play together.
    """

    quiz_id: int
    starts_at: datetime
    state: State
    thread_id: int | None
    alias: str = ""
    team: int = 0
    first_round: int = 1
    again: bool = False
    open_days: int = 0


@dataclass(frozen=True, slots=True)
class Recorded:
    """An answer that counts unless it is changed before the deadline.

    Attributes:
        said: What was chosen, in the words of the options.
        changed: Whether it replaced another.
    """

    quiz_id: int
    number: int
    said: str
    closes_at: datetime
    changed: bool = False


@dataclass(frozen=True, slots=True)
class MineView:
    """A question as one member has it, privately: own variant, or items being put in order.

    Attributes:
        placed: The places of the items that are in order so far.
        said: What they answered before, in words; empty for nothing.
        answer: The same as it is stored.
    """

    quiz_id: int
    number: int
    total: int
    area: str
    topic: str
    variant: Variant
    closes_at: datetime
    placed: tuple[int, ...] = ()
    said: str = ""
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class MyAnswer:
    """One's own answer after the reveal.

    Attributes:
        answer: None where there was none.
        right: How many questions so far were right, of `of`.
        standing: On the mastery board so far, None outside it.
    """

    quiz_id: int
    number: int
    total: int
    variant: Variant
    own: bool
    answer: Answer | None
    grade: Grade | None
    took: timedelta | None
    right: int
    of: int
    standing: Standing | None
    voided: bool = False


@dataclass(frozen=True, slots=True)
class Rejoined:
    """Where somebody stands in a quiz that is on.

    Attributes:
        mine: The open question with what they answered, None where none is open for them.
        closes_at: As of the lobby.
    """

    quiz_id: int
    title: str
    state: State
    thread_id: int | None
    starts_at: datetime
    mine: MineView | None
    own: bool
    closes_at: datetime | None = None
