"""What the actions need from outside, as protocols: the desk with its books, the bank and the sandbox."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

from bot.actions.interview_ports import Interviews
from bot.actions.outside_ports import ModelUse
from bot.actions.pair_ports import Pairs
from bot.actions.quiz_plan_ports import Plans
from bot.actions.quiz_ports import Quizzes, Showings
from bot.actions.records import (
    Attempt,
    Draft,
    NewAttempt,
    Person,
    Reading,
    Report,
    Seen,
    Server,
    Settled,
    TopicTally,
    Version,
    VersionKey,
)
from bot.actions.run_ports import Runs
from bot.actions.spoken_ports import SpokenAnswers
from bot.rules.code import JudgeJob, Judgement
from bot.rules.errors import RuleBroken
from bot.rules.question import Entry, Question
from bot.rules.review import Card
from bot.rules.run import Ran, RunJob
from bot.rules.skills import SkillTree

T = TypeVar("T")
Item = TypeVar("Item")


class People(Protocol):
    """Members and their settings."""

    def get(self, person_id: int) -> Person | None:
        """Give the person, None if never met."""
        ...

    def save(self, person: Person) -> None:
        """Insert or replace the person's settings."""
        ...

    def forget(self, person_id: int, at: datetime) -> None:
        """Delete every row of the person in every table; audit entries keep a random tombstone."""
        ...

    def export(self, person_id: int) -> dict[str, list[dict[str, Any]]]:
        """Give every row about the person as plain JSON values, by table."""
        ...


class Servers(Protocol):
    """Servers and their settings."""

    def get(self, guild_id: int) -> Server | None:
        """Give the server, None if never met."""
        ...

    def save(self, server: Server) -> None:
        """Insert or replace the server's settings."""
        ...


class Versions(Protocol):
    """Every version of every question that was ever drawn or published."""

    def keep(self, version: Version) -> None:
        """Store a version unless it is known.

        Raises:
            RuleBroken: `version_clash`: another digest stands under the same key.
        """
        ...

    def get(self, key: VersionKey) -> Version | None:
        """Give one version."""
        ...

    def mark(self, scope: int) -> tuple[int, datetime | None]:
        """Give how many versions a scope has and when the newest came: every change of the scope changes it."""
        ...

    def heads(self, scope: int) -> tuple[Version, ...]:
        """Give the newest version of every question in a scope, ordered by question id."""
        ...

    def history(self, scope: int, question_id: str) -> tuple[Version, ...]:
        """Give all versions of a question in a scope, oldest first."""
        ...


class Attempts(Protocol):
    """Questions asked, and how they were answered."""

    def open(self, new: NewAttempt) -> Attempt:
        """Insert an attempt; where its `call_id` or `follows` is known already, give that one instead."""
        ...

    def get(self, attempt_id: int) -> Attempt | None:
        """Give one attempt."""
        ...

    def with_person(self, attempt_id: int) -> tuple[Attempt, Person, bool] | None:
        """Give one attempt, whose it is, and whether that person came into a quiz that is on, in one look."""
        ...

    def settle(self, attempt_id: int, settled: Settled) -> bool:
        """Record the end of an open attempt; False (and nothing changed) where it has ended before."""
        ...

    def set_hints(self, attempt_id: int, hints: int) -> bool:
        """Raise the number of hints shown on an open attempt to `hints`; False where it has ended or shows as many."""
        ...

    def set_message(self, attempt_id: int, message_id: int) -> None:
        """Remember the message that shows the attempt."""
        ...

    def mark(self, attempt_id: int, settled: Settled) -> None:
        """Replace how a settled attempt ended, such as once its person has marked what was unsure."""
        ...

    def waiting(self, person_id: int, channel_id: int) -> Attempt | None:
        """Give the person's newest attempt in that channel if it is still open; none of an interview."""
        ...

    def seen(self, person_id: int) -> tuple[Seen, ...]:
        """Give what the person has met, one line per question."""
        ...

    def tallies(self, person_id: int) -> tuple[TopicTally, ...]:
        """Give the person's results by topic; only settled attempts count."""
        ...


class Cards(Protocol):
    """What is to be asked again, and when."""

    def get(self, person_id: int, scope: int, question_id: str) -> Card | None:
        """Give the card of a question."""
        ...

    def put(self, person_id: int, scope: int, question_id: str, topic: str, card: Card) -> None:
        """Insert or replace the card of a question, of a person who is known."""
        ...

    def due(self, person_id: int, at: datetime) -> tuple[tuple[int, str], ...]:
        """Give (scope, question id) of the cards due at that time, the longest due first."""
        ...


class Drafts(Protocol):
    """Questions that are being written."""

    def add(self, draft: Draft) -> Draft:
        """Insert a draft and give it with its id (the given id is ignored)."""
        ...

    def get(self, draft_id: int) -> Draft | None:
        """Give a draft, None once it is published or thrown away."""
        ...

    def replace(self, draft: Draft) -> bool:
        """Replace a draft; False where it is gone."""
        ...

    def remove(self, draft_id: int) -> bool:
        """Remove a draft; False where it is gone."""
        ...


class Reports(Protocol):
    """What members said is wrong."""

    def add(self, report: Report) -> None:
        """Insert a report; the same call twice inserts once."""
        ...

    def get(self, call_id: int) -> Report | None:
        """Give one report."""
        ...

    def of_server(self, guild_id: int, *, handled: bool) -> tuple[int, ...]:
        """Give the calls of a server's reports, of those that are handled or of the others, the newest first."""
        ...

    def about(self, quiz_id: int, number: int) -> tuple[Report, ...]:
        """Give the reports about a quiz's question, the newest first."""
        ...

    def to_mark(self, attempt_id: int) -> Report | None:
        """Give the report by which editors were asked to mark the answer to an attempt."""
        ...

    def handle(self, call_id: int, at: datetime, person_id: int) -> None:
        """Remember who handled a report and when, unless it is handled already."""
        ...

    def reopen(self, call_id: int) -> None:
        """Take that back."""
        ...


class Audit(Protocol):
    """Who changed what; entries outlive the person behind a random tombstone."""

    def note(self, at: datetime, person_id: int, guild_id: int | None, act: str, subject: str) -> None:
        """Append an entry; `act` is a slug such as `bank.publish`, `subject` what it was done to."""
        ...


class Books(Protocol):
    """One transaction's view of everything that is stored."""

    @property
    def people(self) -> People: ...  # noqa: D102 (named by its type)
    @property
    def servers(self) -> Servers: ...  # noqa: D102
    @property
    def versions(self) -> Versions: ...  # noqa: D102
    @property
    def attempts(self) -> Attempts: ...  # noqa: D102
    @property
    def cards(self) -> Cards: ...  # noqa: D102
    @property
    def drafts(self) -> Drafts: ...  # noqa: D102
    @property
    def reports(self) -> Reports: ...  # noqa: D102
    @property
    def runs(self) -> Runs: ...  # noqa: D102
    @property
    def spoken(self) -> SpokenAnswers: ...  # noqa: D102
    @property
    def model_use(self) -> ModelUse: ...  # noqa: D102
    @property
    def quizzes(self) -> Quizzes: ...  # noqa: D102
    @property
    def plans(self) -> Plans: ...  # noqa: D102
    @property
    def showings(self) -> Showings: ...  # noqa: D102
    @property
    def interviews(self) -> Interviews: ...  # noqa: D102
    @property
    def pairs(self) -> Pairs: ...  # noqa: D102
    @property
    def audit(self) -> Audit: ...  # noqa: D102


class Desk(Protocol):
    """Takes plain functions of a transaction; each is done whole or not at all."""

    def __call__(self, work: Callable[[Books], T]) -> Awaitable[T]:
        """Run `work` in a transaction of its own and give its value after the commit.

        Raises:
            RuleBroken: Raised by `work`, or a uniqueness key was hit in a lost race (`lost_race`).
            EdgeDown: The database did not answer; nothing was changed.
        """
        ...

    def together(self, work: Callable[[Books, Sequence[Item]], Sequence[T | RuleBroken]], item: Item) -> Awaitable[T]:
        """Have an item done in one transaction with all others that wait for the same `work`, and give its own result.

        Args:
            work: Is handed the items in the order in which they came and gives a result for each, or its refusal; what
                it raises is raised for all of them.
            item: This one's part.

        Raises:
            RuleBroken: The item's refusal.
            EdgeDown: As above.
        """
        ...


class Clock(Protocol):
    """The time that Discord's ids are made by: the system's, or a playground's."""

    def now(self) -> datetime:
        """Say what time it is, aware UTC."""
        ...

    async def wait_until(self, moment: datetime) -> None:
        """Wait until an aware moment has come; the past has come already."""
        ...


class Bank(Protocol):
    """The built-in questions, and the reader of stored documents. Cheap enough for the event loop."""

    @property
    def skills(self) -> SkillTree:
        """The skill tree."""
        ...

    @property
    def entries(self) -> Mapping[str, Entry]:
        """The built-in questions by id."""
        ...

    def read(self, document: str, guild_id: int | None) -> Question:
        """Turn a stored document into a question.

        Raises:
            BankError: It was not stored by this bank.
        """
        ...

    def lines_of(self, document: str) -> str:
        """Give a document in the line form that the form in chat takes; empty where it does not fit that form."""
        ...


class Checker(Protocol):
    """Reads and checks what editors write, by the bar for a server's own questions; works in another process."""

    async def lines(self, text: str, topic: str, level: str, known: Sequence[str], keep: str = "") -> Reading:
        """Read one question in line form.

        Args:
            text: The form's text.
            topic: A topic id or its name, as typed.
            level: A level, as chosen.
            known: Ids that are taken in this server; a new question gets another one.
            keep: The document that is edited: its id and whatever the form cannot say are kept. Empty for a new one.
        """
        ...

    async def file(self, name: str, data: bytes, known: Sequence[str]) -> Reading:
        """Read a CSV or YAML file of questions (told apart by name), at most 1 MiB and 200 questions."""
        ...


class Sandbox(Protocol):
    """Runs and judges a person's code somewhere else; it raises nothing for what the code did.

    Cancelling the awaiting task ends the run.
    """

    async def run(self, job: RunJob, place: Callable[[int], None] = ...) -> Ran:
        """Run a program. `place` is told its place in the line, from 1, while it waits; never if it need not wait.

        Raises:
            EdgeDown: The sandbox is away.
        """
        ...

    async def judge(self, job: JudgeJob, place: Callable[[int], None] = ...) -> Judgement:
        """Judge a submission; `place` as for `run`.

        Raises:
            EdgeDown: The sandbox is away.
        """
        ...

    @property
    def profiles(self) -> Mapping[str, Mapping[str, str]]:
        """Give the profiles that are there, each with the versions of Python and its packages by name."""
        ...
