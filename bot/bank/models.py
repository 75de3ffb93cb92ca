"""What a question's document may hold: one model per type; what it means is decided elsewhere."""

from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from bot.bank.node import WrittenFloat, WrittenInt
from bot.rules.question import QuestionType


def _as_written(value: object) -> object:
    """Let a number stand for the text that it was written as, and drop blank edges."""
    if isinstance(value, (WrittenInt, WrittenFloat)):
        return value.raw
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value.strip() if isinstance(value, str) else value


def _trimmed(value: object) -> object:
    """Drop blank lines around code, and keep its indentation."""
    return value.strip("\n").rstrip() if isinstance(value, str) else value


def _line(value: object) -> object:
    """Drop blank lines and trailing blanks, and keep the indentation that a line of code may begin with."""
    return _trimmed(_as_written(value) if not isinstance(value, str) else value)


def _reason(value: object) -> object:
    """Let a missing reason be an empty one: the check says what is lacking."""
    return "" if value is None else _as_written(value)


def _reasons(value: object) -> object:
    """Let a list of options stand for options without reasons."""
    if not isinstance(value, list):
        return value
    if len(set(map(str, value))) < len(value):
        raise PydanticCustomError("ours", "holds the same option twice|keep one of them")
    return dict.fromkeys((str(_as_written(item)) for item in value), "")


MANY = 30  # options that are compared with each other; the platform shows fewer

Words = Annotated[str, BeforeValidator(_as_written, json_schema_input_type=str | int | float)]
Text = Annotated[Words, StringConstraints(min_length=1, max_length=20_000)]
Code = Annotated[str, BeforeValidator(_trimmed, json_schema_input_type=str), StringConstraints(min_length=1)]
Line = Annotated[
    str,
    BeforeValidator(_line, json_schema_input_type=str | int | float),
    StringConstraints(min_length=1, max_length=20_000),
]
Expr = Annotated[Text, Field(description="A number or an expression over the template's names.")]
Reason = Annotated[str, BeforeValidator(_reason, json_schema_input_type=str | int | float | None)]
Reasons = Annotated[dict[Text, Reason], BeforeValidator(_reasons), Field(min_length=1, max_length=MANY)]
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,30}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
TopicId = Annotated[str, StringConstraints(min_length=1, max_length=100)]  # the skill tree says which there are
Number = Annotated[float, Field(allow_inf_nan=False)]
Whole = Annotated[int, Field(ge=-(10**12), le=10**12)]
Picked = Annotated[Whole | Number | Text, Field(union_mode="left_to_right")]
Level = Literal["junior", "mid", "senior"]


class Strict(BaseModel):
    """A mapping in which every key is known and nothing is converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class ToleranceModel(Strict):
    """How far off still counts: `abs`, or `rel` as a share of the answer."""

    abs: Annotated[Number, Field(ge=0)] = 0.0
    rel: Annotated[Number, Field(ge=0, le=1)] = 0.0


class Variable(Strict):
    """What a template draws: a whole number from a range, or one of some values."""

    span: Annotated[list[Whole], Field(min_length=2, max_length=2)] | None = Field(None, alias="int")
    pick: Annotated[list[Picked], Field(min_length=1, max_length=200)] | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> "Variable":
        if (self.span is None) == (self.pick is None):
            raise PydanticCustomError("ours", "needs one of `int` and `pick`|write `int: [1, 9]` or `pick: [2, 3]`")
        if self.span is not None and self.span[0] > self.span[1]:
            raise PydanticCustomError("ours", "has a lower end above its upper end|write the smaller number first")
        return self


class Common(Strict):
    """What every question may carry."""

    id: Slug = Field(description="A stable slug, unique in the bank.")
    topic: TopicId = Field(description="Implied by the path in questions/, written elsewhere.")
    level: Level
    q: Text = Field(description="The question; Markdown, formulas between dollars.")
    short: Text | None = Field(None, description="A headline of the answer, at most 60 characters.")
    why: Text | None = Field(None, description="The explanation, two to four short sentences.")
    aloud: Text | None = Field(None, description="One sentence as one would say it to an interviewer.")
    hint: Text | None = Field(None, description="Costs a quarter.")
    hints: Annotated[list[Text], Field(min_length=1, max_length=3)] | None = None
    time: Annotated[int, Field(ge=5, le=7200)] | None = Field(None, description="Seconds for a pressed answer.")
    difficulty: Annotated[int, Field(ge=1, le=5)] | None = None
    vars: dict[Name, Variable] | None = Field(None, min_length=1, max_length=20, description="What a template draws.")
    derive: dict[Name, Expr] | None = Field(None, max_length=30, description="Names computed from the drawn ones.")
    require: list[Expr] | None = Field(None, max_length=30, description="Conditions that every draw meets.")
    proof: Code | None = Field(None, description="Python that proves the answer by another route.")
    refs: list[Text] | None = None
    checked: Text | None = Field(None, description="Tool version, with a date if it may age: pandas 3.1, 2026-08.")
    tags: list[Slug] | None = None
    track: Text | None = None
    requires: Text | None = Field(None, description="A package that the proof needs, such as torch.")
    status: Literal["draft", "live", "retired"] = "live"
    version: Annotated[int, Field(ge=1, le=10_000)] = 1
    changes: list[Text] | Text | None = Field(None, description="What each version changed.")

    @model_validator(mode="before")
    @classmethod
    def _one_hint(cls, given: object) -> object:
        """Let a list of one hint mean that hint, so that both ways of writing it give one document."""
        hints = given.get("hints") if isinstance(given, dict) else None
        if isinstance(given, dict) and "hint" not in given and isinstance(hints, list) and len(hints) == 1:
            return {key: value for key, value in given.items() if key != "hints"} | {"hint": hints[0]}
        return given

    @model_validator(mode="after")
    def _agree(self) -> "Common":
        if self.hint is not None and self.hints is not None:
            raise PydanticCustomError("ours", "`hint` and `hints` both stand here|keep one of them")
        if self.vars is None and (self.derive or self.require):
            raise PydanticCustomError("ours", "`derive` and `require` need `vars`|add `vars`, or remove them")
        return self


class Coded(Common):
    """A question that may show code."""

    code: Code | None = Field(None, description="Python shown under the question.")


class SingleModel(Coded):
    """One option is right."""

    right: Text
    wrong: Reasons


class MultipleModel(Coded):
    """Several options may be right."""

    right: Annotated[list[Text], Field(min_length=1, max_length=MANY)]
    wrong: Reasons


class NumericModel(Coded):
    """A number is asked for."""

    answer: Expr
    tolerance: ToleranceModel = ToleranceModel()
    unit: Text | None = None
    traps: Annotated[dict[Expr, Reason], Field(max_length=20)] | None = None


class ShortModel(Coded):
    """A term is asked for; the first answer is the one shown."""

    answer: Annotated[list[Text], Field(min_length=1, max_length=50)]
    near: Annotated[list[Text], Field(max_length=50)] | None = None
    reject: Annotated[list[Text], Field(max_length=50)] | None = None


class OrderModel(Common):
    """Items, or with `code: true` lines, to put in order."""

    order: Annotated[list[Line], Field(min_length=2, max_length=MANY, description="In a right order.")]
    before: (
        Annotated[
            list[Annotated[list[Line], Field(min_length=2, max_length=2)]],
            Field(
                min_length=1, max_length=200, description="Pairs; where they stand, any order that keeps them is right."
            ),
        ]
        | None
    ) = None
    code: bool = Field(default=False, description="Whether the items are lines of code.")


class MatchModel(Coded):
    """Rows to match with options."""

    match: Annotated[dict[Text, Text], Field(min_length=2, max_length=MANY, description="Rows with their options.")]
    extra: Annotated[Reasons | None, Field(description="Options that fit no row.")] = None


class Wrong(Strict):
    """A plausible wrong solution, with what is wrong about it."""

    why: Text
    code: Code


class Equal(Strict):
    """A mutant of the solution that no test can refuse, named as `bank prove` names it, and why not."""

    mutant: Text
    why: Text


class Rewrite(Strict):
    """Another version of equal behaviour."""

    code: Code


class Example(Strict):
    """A call and what it gives."""

    call: Text
    gives: Any = None


class Limits(Strict):
    """What a run may use."""

    wall_s: Annotated[Number, Field(gt=0, le=60)] | None = None
    memory_mib: Annotated[int, Field(gt=0, le=4096)] | None = None


class Growth(Strict):
    """How time may grow with size."""

    sizes: Annotated[list[int], Field(min_length=2)]
    exponent: Annotated[Number, Field(gt=0)]


class CodeModel(Common):
    """A function to write."""

    starter: Code
    solution: Code
    examples: list[Example] | None = None
    tests: Code | None = None
    raises: list[Text] | None = None
    tolerance: ToleranceModel | None = None
    imports: list[Text] | None = None
    fails: list[Wrong] | None = None
    equivalent: list[Equal] | None = Field(None, description="Mutants that behave like the solution, with a reason.")
    limits: Limits | None = None
    grow: Growth | None = None
    style: Text | list[Text] | None = None


class TestsModel(Common):
    """Tests to write for a subject."""

    subject: Code
    same: Annotated[list[Rewrite], Field(min_length=2)]
    mutants: Annotated[list[Wrong], Field(min_length=1)]
    equivalent: list[Equal] | None = Field(None, description="Mutants that behave like the subject, with a reason.")
    starter: Code | None = None
    solution: Code | None = None
    imports: list[Text] | None = None
    limits: Limits | None = None


class ArtefactModel(Common):
    """A file of another language to write."""

    language: Literal["dockerfile", "yaml", "sql", "git"]
    starter: Code | None = None
    solution: Code
    checks: Code
    fails: list[Wrong] | None = None
    limits: Limits | None = None


class Point(Strict):
    """Something a good answer says."""

    say: Text
    weight: Annotated[Number, Field(gt=0, le=10)] = 1.0
    accept: list[Text] | None = None


class StoryPoint(Point):
    """Something a good story holds."""

    part: Literal["situation", "task", "action", "result", "learning"]


class FollowUp(Strict):
    """What is asked next: always, or where a point (from 1) was not heard."""

    ask: Text
    if_missing: Annotated[int, Field(ge=1)] | None = None
    always: bool | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> "FollowUp":
        if (self.if_missing is None) != bool(self.always):
            raise PydanticCustomError(
                "ours", "needs one of `if_missing` and `always`|write `if_missing: 2` or `always: true`"
            )
        return self


class Heard(Coded):
    """What answers in one's own words have besides their points."""

    mistakes: Annotated[list[Text], Field(max_length=10)] | None = Field(None, description="Untrue, and cost.")
    followups: Annotated[list[FollowUp], Field(max_length=20)] | None = None
    better: Text | None = Field(None, description="A strong answer in spoken style, 60 to 150 words.")


class OpenModel(Heard):
    """An answer in one's own words."""

    points: Annotated[list[Point], Field(min_length=1)]


class StoryModel(Heard):
    """A story from one's own work."""

    points: Annotated[list[StoryPoint], Field(min_length=1)]


class Stage(Strict):
    """A part of a case."""

    name: Text
    minutes: Annotated[int, Field(ge=1, le=120)]
    points: Annotated[list[Point], Field(min_length=1)]
    essential: bool = False


class CaseModel(Heard):
    """A system to design."""

    facts: dict[Text, Text]
    stages: Annotated[list[Stage], Field(min_length=1)]


Model = (
    SingleModel
    | MultipleModel
    | NumericModel
    | ShortModel
    | OrderModel
    | MatchModel
    | CodeModel
    | TestsModel
    | ArtefactModel
    | OpenModel
    | StoryModel
    | CaseModel
)

MODELS: dict[QuestionType, type[Model]] = dict(zip(QuestionType, get_args(Model), strict=True))

# Executable keys: they run in the sandbox only, and in no server's own question.
EXECUTABLE = frozenset(
    {"proof", "tests", "fails", "checks", "solution", "starter", "requires", "subject", "same", "mutants", "grow"}
)


def infer(document: dict[str, Any]) -> QuestionType | None:
    """Tell the type from the answer keys, None where there are none."""
    keys = document.keys()
    if "points" in keys:
        points = document["points"]
        parts = isinstance(points, list) and any(isinstance(point, dict) and "part" in point for point in points)
        return QuestionType.STORY if parts else QuestionType.OPEN
    if {"right", "wrong"} & keys:
        return QuestionType.MULTIPLE if isinstance(document.get("right"), list) else QuestionType.SINGLE
    if "answer" in keys:
        return QuestionType.SHORT if isinstance(document["answer"], list) else QuestionType.NUMERIC
    return next((kind for key, kind in _BY_KEY.items() if key in keys), None)


_BY_KEY = {
    "stages": QuestionType.CASE,
    "order": QuestionType.ORDER,
    "match": QuestionType.MATCH,
    "subject": QuestionType.TESTS,
    "mutants": QuestionType.TESTS,
    "language": QuestionType.ARTEFACT,
    "checks": QuestionType.ARTEFACT,
    "starter": QuestionType.CODE,
    "solution": QuestionType.CODE,
    "tests": QuestionType.CODE,
}
