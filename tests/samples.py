"""A small skill tree, a few questions and a bank of them, for tests of whatever stands above the rules."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from bot.actions.records import Reading
from bot.actions.views import Call
from bot.rules.code import ArtefactTask, CodeTask, Example
from bot.rules.documents import canonical, digest_of
from bot.rules.errors import EdgeDown, Fault
from bot.rules.question import (
    Between,
    Distractor,
    Entry,
    Level,
    Match,
    MultipleChoice,
    Numeric,
    Order,
    Question,
    ShortText,
    SingleChoice,
    Status,
    Template,
    Tolerance,
    Trap,
)
from bot.rules.rubric import Case, OpenAnswer, Point, Stage, Story
from bot.rules.skills import Area, SkillTree, Subarea, Topic

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

TREE = SkillTree(
    (
        Area(
            "stats",
            "Statistics",
            (
                Subarea(
                    "stats.evaluation",
                    "Evaluation",
                    "mathematics",
                    (
                        Topic("stats.evaluation.confusion", "Precision, recall and F1", "computes from counts"),
                        Topic("stats.evaluation.roc-pr", "ROC AUC and PR curves", "reads a curve"),
                    ),
                ),
            ),
        ),
        Area(
            "dl",
            "Deep learning",
            (
                Subarea("dl.core", "Core", "applied", (Topic("dl.core.optimisers", "Optimisers", "picks one"),)),
                Subarea("dl.pytorch", "PyTorch", "applied", (Topic("dl.pytorch.tensors", "Tensors", "shapes"),)),
            ),
        ),
    )
)

SINGLE = Question(
    id="f1",
    topic="stats.evaluation.confusion",
    level=Level.JUNIOR,
    text="What happens to F1?",
    body=SingleChoice(
        right="It falls",
        wrong=(Distractor("It rises", "The direction is reversed."), Distractor("It stays", "It is no plain mean.")),
    ),
    why="It is a harmonic mean.",
    short="F1 falls",
    hints=("Think of the weaker side.", "Both must be high."),
)
MULTIPLE = Question(
    id="folds",
    topic="stats.evaluation.roc-pr",
    level=Level.MID,
    text="Which steps learn?",
    body=MultipleChoice(right=("Mean", "Median"), wrong=(Distractor("Log", "A fixed formula."),)),
    why="They read rows.",
)
NUMERIC = Question(
    id="double",
    topic="dl.core.optimisers",
    level=Level.MID,
    text="What is twice {n}?",
    body=Numeric(answer="2 * n", tolerance=Tolerance(abs=0.1), unit="", traps=(Trap("n", "That is once."),)),
    why="Add it to itself.",
    template=Template(vars=MappingProxyType({"n": Between(10, 99)}), derive=MappingProxyType({}), require=()),
)
SHORT = Question(
    id="aligned",
    topic="dl.pytorch.tensors",
    level=Level.SENIOR,
    text="Which method?",
    body=ShortText(answers=("transform",), near=(), reject=("apply",)),
    why="It keeps the index.",
    track="pytorch",
)
ORDER = replace(
    SINGLE,
    id="sizes",
    text="From fewest to most?",
    body=Order(("none", "one", "two", "three"), ()),
    short="",
)
LINES = replace(
    ORDER,
    id="step",
    text="In which order?",
    body=Order(("clear()", "if ready:", "    back()", "step()"), ((0, 2), (1, 2), (2, 3)), code=True),
)
MATCH = replace(
    SINGLE,
    id="laws",
    text="Which law?",
    body=Match(
        (("clicks until the first", "Geometric"), ("tickets in an hour", "Poisson"), ("wrong of fifty", "Binomial")),
        (Distractor("Beta", "It describes a share."),),
    ),
    short="",
)
CODE = replace(
    SINGLE,
    id="total",
    text="Write `total(xs)`: the sum of the numbers in a list, 0 of none.",
    body=CodeTask(
        starter="def total(xs):\n    ...",
        solution="def total(xs):\n    return sum(xs)",
        name="total",
        examples=(Example("total([1, 2])", "3"),),
        tests="def cases(rng):\n    yield [rng.integers(0, 9, 5).tolist()]\n    yield [[]]",
    ),
    short="",
)
GIT = replace(CODE, id="history", body=ArtefactTask("git", "git switch main", "git merge topic", ""))
LATER = replace(SINGLE, id="later", body=Case((Stage("Framing", 5, (Point("Asks who it is for"),)),)))
RUBRIC = OpenAnswer(
    (
        Point("Checks that the split was even", 2, ("sample ratio mismatch",)),
        Point("Asks for the power of the test"),
        Point("Doubts the offline metric"),
    ),
    ("Says to run longer until it is significant",),
    better="I would check the split, ask for the power and doubt the metric.",
)
OPEN = replace(SINGLE, id="flat", text="A model wins offline and the test is flat. Why?", body=RUBRIC, short="")
STORY = replace(
    OPEN,
    id="failure",
    text="Tell me about a failure.",
    body=Story((Point("What was at stake", part="situation"), Point("Who was told and when", 3, part="action"))),
)
DRAFTED = replace(SINGLE, id="drafted", status=Status.DRAFT)
ALL = (SINGLE, MULTIPLE, NUMERIC, SHORT, LATER, DRAFTED)
EVERY = (*ALL, ORDER, LINES, MATCH, CODE, GIT, OPEN, STORY)


def entry_of(question: Question) -> Entry:
    """A made-up document: the id, what may change in the life of a question, and a key to find the rest by."""
    like = next(one.id for one in sorted(EVERY, key=lambda one: one.id != question.id) if one.body == question.body)
    document = canonical(
        {
            "id": question.id,
            "like": like,
            "version": question.version,
            "status": question.status.value,
            "q": question.text,
        }
    )
    return Entry(question, document, digest_of(document))


@dataclass(frozen=True)
class SampleBank:
    """A bank of Python values; its documents name the sample they are like."""

    questions: tuple[Question, ...] = ALL
    plain: frozenset[str] = frozenset({"f1", "folds"})

    @property
    def skills(self) -> SkillTree:
        return TREE

    @property
    def entries(self) -> Mapping[str, Entry]:
        return {question.id: entry_of(question) for question in self.questions}

    def read(self, document: str, guild_id: int | None) -> Question:
        told = json.loads(document)
        like = next(question for question in EVERY if question.id == told["like"])
        return replace(
            like,
            id=told["id"],
            version=told["version"],
            status=Status(told["status"]),
            text=told["q"],
            guild_id=guild_id,
        )

    def lines_of(self, document: str) -> str:
        told = json.loads(document)
        return f"{told['q']}\n+ right" if told["like"] in self.plain else ""


@dataclass
class SampleChecker:
    """Takes a text as the question's words; `bad` in it is a fault, `meh` could be better."""

    asked: list[tuple[str, ...]] = field(default_factory=list)
    down: bool = False

    async def lines(self, text: str, topic: str, level: str, known: Sequence[str], keep: str = "") -> Reading:
        if self.down:
            raise EdgeDown("checker", "I could not check that just now. Nothing is lost; try again in a minute.")
        self.asked.append((text, topic, level, keep))
        faults = tuple(Fault("form", 1, code, "it is", "mend it") for code in _codes(text))
        if any(fault.refuses for fault in faults):
            return Reading((), faults)
        name = json.loads(keep)["id"] if keep else f"own-{len(known)}"
        return Reading((entry_of(replace(SINGLE, id=name, text=text)),), faults)

    async def file(self, name: str, data: bytes, known: Sequence[str]) -> Reading:
        texts = data.decode().splitlines()
        entries = tuple(entry_of(replace(SINGLE, id=text.partition(" ")[0], text=text)) for text in texts)
        return Reading(entries, tuple(Fault(name, 1, code, "it is", "mend it") for code in _codes(data.decode())))


def _codes(text: str) -> list[str]:
    return ["E01"] * ("bad" in text) + ["W01"] * ("meh" in text)


def call(number: int, person: int = 1, **more: object) -> Call:
    """A call of that id, made so many seconds after noon in server 9, channel 5."""
    told = {"guild_id": 9, "channel_id": 5, "at": NOON + timedelta(seconds=number), **more}
    return Call(id=number, person_id=person, **told)  # type: ignore[arg-type]  # a test's own keywords
