"""Documents and questions: a model's canonical text, and what it means to the rules."""

import json
from collections.abc import Iterable, Mapping

from bot.bank.models import (
    MODELS,
    ArtefactModel,
    CaseModel,
    Coded,
    CodeModel,
    Common,
    MatchModel,
    Model,
    MultipleModel,
    NumericModel,
    OpenModel,
    OrderModel,
    ShortModel,
    SingleModel,
    StoryModel,
    StoryPoint,
    TestsModel,
    Variable,
    infer,
)
from bot.bank.models import FollowUp as FollowUpModel
from bot.bank.models import Point as PointModel
from bot.bank.tasks import task_of
from bot.rules.documents import canonical, digest_of
from bot.rules.expressions import ExpressionFault, names
from bot.rules.question import (
    Between,
    Body,
    Distractor,
    Entry,
    Level,
    Match,
    MultipleChoice,
    Numeric,
    Order,
    Pick,
    Question,
    QuestionType,
    ShortText,
    SingleChoice,
    Status,
    Template,
    Tolerance,
    Trap,
)
from bot.rules.rubric import Case, FollowUp, OpenAnswer, Point, Spoken, Stage, Story

SECONDS = {
    QuestionType.SINGLE: 60,
    QuestionType.MULTIPLE: 75,
    QuestionType.NUMERIC: 90,
    QuestionType.SHORT: 45,
    QuestionType.ORDER: 90,
    QuestionType.MATCH: 90,
    QuestionType.CODE: 900,
    QuestionType.TESTS: 900,
    QuestionType.ARTEFACT: 600,
    QuestionType.OPEN: 180,
    QuestionType.STORY: 180,
    QuestionType.CASE: 2400,
}


def model_of(document: str) -> Model:
    """Read a canonical document.

    Raises:
        ValueError: The text is no document of this bank (pydantic's and json's errors are ValueErrors).
    """
    plain = json.loads(document)
    kind = infer(plain) if isinstance(plain, dict) else None
    if kind is None:
        raise ValueError("the document has no answer key")
    return MODELS[kind].model_validate(plain)


def document_of(model: Model) -> str:
    """Give the canonical text: what stands at its default is left out, so that writing it changes nothing."""
    return canonical(model.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude_none=True))


def entry_of(document: str, guild_id: int | None = None) -> Entry:
    """Read a canonical document as an entry.

    Raises:
        ValueError: The text is no document of this bank.
    """
    model = model_of(document)
    return Entry(question_of(model, guild_id), document, digest_of(document))


def entry_from(model: Model, guild_id: int | None = None) -> Entry:
    """Give the entry of a model that was just read from a file or form."""
    document = document_of(model)
    return Entry(question_of(model, guild_id), document, digest_of(document))


def question_of(model: Model, guild_id: int | None = None) -> Question:
    """Say what a model means. Options and traps stand in the order of their texts, as in the canonical document."""
    body = _body(model)
    return Question(
        id=model.id,
        topic=model.topic,
        level=Level(model.level),
        text=model.q,
        body=body,
        why=model.why or "",
        short=model.short or "",
        aloud=model.aloud or "",
        code=(model.code or "") if isinstance(model, Coded) else "",
        hints=tuple(model.hints or ([model.hint] if model.hint else [])),
        seconds=model.time or SECONDS[body.type],
        difficulty=model.difficulty or 3,
        template=_template(model),
        track=model.track or "",
        requires=model.requires or "",
        refs=tuple(model.refs or ()),
        checked=model.checked or "",
        status=Status(model.status),
        version=model.version,
        guild_id=guild_id,
    )


def _body(model: Model) -> Body:
    match model:
        case SingleModel() | MultipleModel() | MatchModel():
            return _chosen(model)
        case NumericModel():
            traps = tuple(Trap(value, message) for value, message in sorted((model.traps or {}).items()))
            tolerance = Tolerance(model.tolerance.abs, model.tolerance.rel)
            return Numeric(model.answer, tolerance, model.unit or "", traps)
        case ShortModel():
            return ShortText(tuple(model.answer), tuple(model.near or ()), tuple(model.reject or ()))
        case OrderModel():
            return _order(model)
        case CodeModel() | TestsModel() | ArtefactModel():
            return task_of(model)
        case OpenModel() | StoryModel() | CaseModel():
            return _spoken(model)


def _chosen(model: SingleModel | MultipleModel | MatchModel) -> Body:
    match model:
        case SingleModel():
            return SingleChoice(model.right, _distractors(model.wrong))
        case MultipleModel():
            return MultipleChoice(tuple(model.right), _distractors(model.wrong))
        case MatchModel():
            return Match(tuple(sorted(model.match.items())), _distractors(model.extra or {}))


def _order(model: OrderModel) -> Order:
    """Say what an order means; a pair that names no item is left out, and the check names it."""
    items = tuple(model.order if model.code else map(str.strip, model.order))
    bare = [item.strip() for item in items]
    pairs = [(first.strip(), second.strip()) for first, second in model.before or ()]
    before = tuple((bare.index(first), bare.index(second)) for first, second in pairs if {first, second} <= set(bare))
    return Order(items, before, model.code)


def _spoken(model: OpenModel | StoryModel | CaseModel) -> Spoken:
    mistakes, better = tuple(model.mistakes or ()), model.better or ""
    followups = tuple(_asked_next(each) for each in model.followups or ())
    match model:
        case OpenModel():
            return OpenAnswer(_points(model.points), mistakes, followups, better)
        case StoryModel():
            return Story(_points(model.points), mistakes, followups, better)
        case CaseModel():
            stages = tuple(
                Stage(each.name, each.minutes, _points(each.points), each.essential) for each in model.stages
            )
            return Case(stages, tuple(sorted(model.facts.items())), mistakes, followups, better)


def _points(points: Iterable[PointModel]) -> tuple[Point, ...]:
    return tuple(
        Point(each.say, each.weight, tuple(each.accept or ()), each.part if isinstance(each, StoryPoint) else "")
        for each in points
    )


def _asked_next(followup: FollowUpModel) -> FollowUp:
    return FollowUp(followup.ask, followup.if_missing or 0)


def _distractors(wrong: Mapping[str, str]) -> tuple[Distractor, ...]:
    return tuple(Distractor(text, reason) for text, reason in sorted(wrong.items()))


def _template(model: Common) -> Template | None:
    if model.vars is None:
        return None
    drawn = {name: _drawn(variable) for name, variable in sorted(model.vars.items())}
    return Template(drawn, in_order(model.derive or {}), tuple(model.require or ()))


def _drawn(variable: Variable) -> Between | Pick:
    if variable.span is not None:
        return Between(variable.span[0], variable.span[1])
    return Pick(tuple(variable.pick or ()))


def in_order(derive: Mapping[str, str]) -> dict[str, str]:
    """Order derived names so that each follows those it uses; a circle stays at the end, for the check to name.

    A canonical document has its keys sorted, so the order in which they were written says nothing.
    """
    waiting = {name: _uses(derive[name]) & derive.keys() for name in sorted(derive)}
    placed: dict[str, str] = {}
    while waiting:
        ready = next((name for name, uses in waiting.items() if uses <= placed.keys()), None)
        if ready is None:
            return placed | {name: derive[name] for name in waiting}
        placed[ready] = derive[ready]
        del waiting[ready]
    return placed


def _uses(expression: str) -> frozenset[str]:
    try:
        return names(expression)
    except ExpressionFault:
        return frozenset()
