"""Questions as the rules see them: frozen values, already checked. Where they come from is the bank's affair."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from bot.rules.code import Task
from bot.rules.kinds import QuestionType as QuestionType  # noqa: PLC0414 (who reads questions finds it here)
from bot.rules.kinds import Tolerance as Tolerance  # noqa: PLC0414
from bot.rules.rubric import Case, Spoken
from bot.rules.run import BASE, TORCH


class Level(StrEnum):
    """Who a question is for."""

    JUNIOR = "junior"
    MID = "mid"
    SENIOR = "senior"


class Status(StrEnum):
    """Where a question is in its life; only live ones are asked."""

    DRAFT = "draft"
    LIVE = "live"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Distractor:
    """A wrong option and the misconception behind it."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class SingleChoice:
    """One option is right. Texts may hold `{name}` of a template."""

    type: ClassVar[QuestionType] = QuestionType.SINGLE
    right: str
    wrong: tuple[Distractor, ...]


@dataclass(frozen=True, slots=True)
class MultipleChoice:
    """At least one option is right. Score: max(0, hits/right - false/wrong)."""

    type: ClassVar[QuestionType] = QuestionType.MULTIPLE
    right: tuple[str, ...]
    wrong: tuple[Distractor, ...]


@dataclass(frozen=True, slots=True)
class Trap:
    """A wrong value that a known mistake leads to; `value` is an expression."""

    value: str
    message: str


@dataclass(frozen=True, slots=True)
class Numeric:
    """A number is asked for; `answer` is an expression over the template's names."""

    type: ClassVar[QuestionType] = QuestionType.NUMERIC
    answer: str
    tolerance: Tolerance
    unit: str
    traps: tuple[Trap, ...]


@dataclass(frozen=True, slots=True)
class ShortText:
    """A term is asked for: the first of `answers` is the one shown."""

    type: ClassVar[QuestionType] = QuestionType.SHORT
    answers: tuple[str, ...]
    near: tuple[str, ...]
    reject: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """Items are to be put in order. Score: max(0, 2 * share of right pairs - 1).

    Attributes:
        items: In a right order, at least two.
        before: Pairs of 0-based places in `items`, of which the first must come before the second; empty where only
            the whole order is right.
        code: Whether the items are lines of code (a Parsons problem), whose indentation counts.
    """

    type: ClassVar[QuestionType] = QuestionType.ORDER
    items: tuple[str, ...]
    before: tuple[tuple[int, int], ...] = ()
    code: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """Each row is to be given its option. Score: the share of rows placed right.

    Attributes:
        pairs: Rows with their right options; several rows may have the same one.
        extra: Options that fit no row.
    """

    type: ClassVar[QuestionType] = QuestionType.MATCH
    pairs: tuple[tuple[str, str], ...]
    extra: tuple[Distractor, ...] = ()


Body = SingleChoice | MultipleChoice | Numeric | ShortText | Order | Match | Task | Spoken


@dataclass(frozen=True, slots=True)
class Between:
    """A template's variable: a whole number from `low` to `high`, both included."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Pick:
    """A template's variable: one of these values (at least one)."""

    values: tuple[int | float | str, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """What varies: drawn variables, derived names in order, and conditions that a draw must meet."""

    vars: Mapping[str, Between | Pick]
    derive: Mapping[str, str]
    require: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question, checked.

    Attributes:
        id: Stable slug, unique in its scope.
        topic: A topic of the skill tree.
        text: The question, Markdown with inline formulas between dollars.
        short: A headline of the answer, at most 60 characters, or empty.
        code: Python shown under the question, or empty.
        hints: Each shown one costs a quarter.
        seconds: Time for a spoken or pressed answer.
        difficulty: Prior, 1 (easy) to 5 (hard).
        track: Only for people of this track (such as `pytorch`), or empty for all.
        requires: A package that its task or its proof needs, such as `torch`, or empty.
        version: Rises when key, tests or demand change; from 1.
        guild_id: The server that owns it, or None for the built-in bank.
    """

    id: str
    topic: str
    level: Level
    text: str
    body: Body
    why: str = ""
    short: str = ""
    aloud: str = ""
    code: str = ""
    hints: tuple[str, ...] = ()
    seconds: int = 60
    difficulty: int = 3
    template: Template | None = None
    track: str = ""
    requires: str = ""
    refs: tuple[str, ...] = ()
    checked: str = ""
    status: Status = Status.LIVE
    version: int = 1
    guild_id: int | None = None

    @property
    def type(self) -> QuestionType:
        """How it is answered."""
        return self.body.type

    @property
    def answer_seconds(self) -> int:
        """Time for the answer as it is given here: to write what one would say takes twice as long."""
        return self.seconds * 2 if isinstance(self.body, Spoken) else self.seconds

    @property
    def profile(self) -> str:
        """The profile of the sandbox that its answers are judged in, or empty where no code is run for them."""
        if not isinstance(self.body, Task):
            return ""
        return TORCH if self.requires == TORCH else BASE

    @property
    def offered(self) -> bool:
        """Whether members can be asked it now, where its `profile` is there."""
        return self.status is Status.LIVE and not isinstance(self.body, Case)


@dataclass(frozen=True, slots=True)
class Entry:
    """A question together with the document it was read from.

    Attributes:
        question: What the document says.
        document: Canonical JSON text (sorted keys, no spaces), the form that is stored.
        digest: SHA-256 of `document`, 64 hex digits.
    """

    question: Question
    document: str
    digest: str
