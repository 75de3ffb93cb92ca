"""What actions hand to front ends: frozen values, ready to be drawn, with nothing of Discord or SQL in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.actions.spoken_views import Told
from bot.rules.answer import Answer
from bot.rules.choosing import Because
from bot.rules.code import Judgement
from bot.rules.errors import Fault
from bot.rules.grading import Grade
from bot.rules.question import Level, QuestionType
from bot.rules.run import Ran
from bot.rules.variant import Variant


@dataclass(frozen=True, slots=True)
class Call:
    """Who asks for something, where and when.

    Attributes:
        id: The interaction's or message's own id: unique, so the same call twice does its work once.
        at: When it was made, aware UTC.
        person_id: Who makes it.
        guild_id: The server it is made in, None in direct messages.
        channel_id: The channel it is made in.
        role_ids: The person's roles in that server.
        admin: Whether the person may manage that server.
        name: How the person is called there.
    """

    id: int
    at: datetime
    person_id: int
    guild_id: int | None
    channel_id: int
    role_ids: frozenset[int] = frozenset()
    admin: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that waits for its answer.

    Attributes:
        attempt_id: What its buttons refer to.
        subarea: The subarea's name.
        topic: The topic's name.
        hints_shown: How many of the variant's hints are shown already.
        greet: Whether this is the person's first question ever.
        placed: The places of the items that are in order so far, the first item first.
        tries: How many submissions were judged so far, none of which passed.
        step: The place of the question in the set that somebody goes through, and how many it has; None without one.
        interview_id: The mock interview that asks it; None in practice.
    """

    attempt_id: int
    variant: Variant
    subarea: str
    topic: str
    hints_shown: int = 0
    greet: bool = False
    placed: tuple[int, ...] = ()
    tries: int = 0
    step: tuple[int, int] | None = None
    interview_id: int | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """Code that was judged.

    Attributes:
        run_id: What its buttons refer to.
        nth: The how manieth for its question, from 1; 0 where it could not be judged.
        versions: Of Python and of the packages that it imports, by name.
        mended: Which signs were mended in what was typed, each with how often.
    """

    run_id: int
    nth: int
    judgement: Judgement
    versions: Mapping[str, str] = field(default_factory=dict)
    mended: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """A question that still waits, and a submission that did not pass."""

    asked: Asked
    submission: Submission


@dataclass(frozen=True, slots=True)
class Ended:
    """A program that was run.

    Attributes:
        run_id: What its buttons refer to.
        versions: Of Python and of the packages that it imports, by name.
        mended: As of a submission.
    """

    run_id: int
    ran: Ran
    versions: Mapping[str, str]
    mended: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class CodeWanted:
    """What was written is to be taken as code, for the question that waits for it."""

    attempt_id: int


@dataclass(frozen=True, slots=True)
class WordsWanted:
    """What was written is to be taken as an answer in one's own words, for the question that waits for it."""

    attempt_id: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A question whose answer in one's own words is written down, and graded as soon as the grader is there."""

    asked: Asked


@dataclass(frozen=True, slots=True)
class Editing:
    """What the form for an answer opens with: the newest draft, or the starter where there is none."""

    asked: Asked
    text: str


@dataclass(frozen=True, slots=True)
class Following:
    """What Next will bring: the topic's name and why."""

    topic: str
    because: Because


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with its answer and verdict.

    Attributes:
        took: From the question to the answer.
        answered_at: Aware UTC.
        comes_back: When the topic is asked again, None if it is not.
        following: What Next will bring, None if nothing fits.
        said: A private sentence to show besides, such as "You answered this one with A …"; empty mostly.
        message_id: The message that shows the question, where it is known (direct messages).
        submission: The code that passed, where the answer is code.
        told: What was said and heard, where the answer is in one's own words.
        interview_id: The mock interview that asked it, whose report alone says what it was worth; None in practice.
    """

    attempt_id: int
    variant: Variant
    subarea: str
    topic: str
    answer: Answer
    grade: Grade
    took: timedelta
    answered_at: datetime
    hints_shown: int = 0
    comes_back: datetime | None = None
    following: Following | None = None
    said: str = ""
    message_id: int | None = None
    submission: Submission | None = None
    told: Told | None = None
    interview_id: int | None = None


@dataclass(frozen=True, slots=True)
class SetLine:
    """One question of a set that somebody went through alone; `text` is what it asked."""

    text: str
    verdict: str
    score: float


@dataclass(frozen=True, slots=True)
class SetDone:
    """The end of a set that somebody went through alone; `name` is the quiz's title or the plan's name."""

    name: str
    lines: tuple[SetLine, ...]


@dataclass(frozen=True, slots=True)
class AreaTally:
    """A person's results in one area: `answered` questions, the sum of scores in `points` (0 to `answered`)."""

    area: str
    answered: int
    points: float
    gave_up: int


@dataclass(frozen=True, slots=True)
class MeCard:
    """A person's own card.

    Attributes:
        due: How many topics wait to be asked again.
        zone: An IANA name.
        extra_time: By how much their own time in quizzes is longer, from 1.
        outsider: The model outside that can hear answers, and where it is; empty where there is none.
        outside: Whether they let it hear theirs.
    """

    tallies: tuple[AreaTally, ...]
    due: int
    zone: str
    level: Level | None
    tracks: tuple[str, ...]
    extra_time: float = 1.0
    outsider: str = ""
    outside: bool = False


@dataclass(frozen=True, slots=True)
class SetupCard:
    """A server's settings; a role is None where none was chosen (then admins alone may).

    Attributes:
        outsider: The model outside that can hear answers, and where it is; empty where there is none.
        outside: Whether the server lets it hear those of members who let it too.
    """

    zone: str
    quiz_role_id: int | None
    host_role_id: int | None
    editor_role_id: int | None
    outsider: str = ""
    outside: bool = False


@dataclass(frozen=True, slots=True)
class DraftView:
    """Questions somebody is about to add.

    Attributes:
        draft_id: What its buttons refer to; None where the input could not be kept.
        source: The text as typed, to open the form with again; empty for a file.
        topic: As typed, likewise.
        level: As chosen, likewise.
        previews: One per question that has no refusing fault, exactly as people will meet it.
        faults: All that is wrong, or could be better, in the order of lines.
        replaces: Id of the question that is edited, empty for new ones.
    """

    draft_id: int | None
    source: str
    topic: str
    level: str
    previews: tuple[Asked, ...]
    faults: tuple[Fault, ...]
    replaces: str = ""

    @property
    def refused(self) -> bool:
        """Whether something must be mended before Publish."""
        return not self.previews or any(fault.refuses for fault in self.faults)


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One line of a question's history."""

    version: int
    at: datetime | None
    by: int | None
    status: str


@dataclass(frozen=True, slots=True)
class BankCard:
    """A question as its editors see it."""

    question_id: str
    text: str
    topic: str
    subarea: str
    type: QuestionType
    level: Level
    version: int
    status: str
    own: bool
    history: tuple[VersionLine, ...]


@dataclass(frozen=True, slots=True)
class Export:
    """Everything that is kept about a person, as plain JSON values by kind of record.

    Attributes:
        withheld: How many rows are left out until the reveal of a question that is open in a quiz.
    """

    data: Mapping[str, object]
    withheld: int = 0
