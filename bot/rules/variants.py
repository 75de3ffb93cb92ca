r"""How a question becomes what one person meets: numbers drawn, names filled in, options shuffled; no grades.

A brace group is replaced only where its whole content is a name of the template, in the text and inside formulas alike:
with a variable `n`, `{n}` and `$2^{n}$` are filled in, while `\frac{a}{b}`, `{n + 1}` and `{x!r}` stay as written.
Between dollars, a group that an exponent, index or command takes keeps its braces: `$2^{12}$`, never `$2^12$`.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import assert_never

from bot.rules.code import ArtefactTask, CodeTask, Task, TestsTask
from bot.rules.draw import Draws
from bot.rules.expressions import RESERVED, ExpressionFault, Value, parse
from bot.rules.numbers import show, within
from bot.rules.question import (
    Between,
    Distractor,
    Match,
    MultipleChoice,
    Numeric,
    Order,
    Pick,
    Question,
    ShortText,
    SingleChoice,
    Template,
)
from bot.rules.rubric import Case, OpenAnswer, Spoken, Story, filled
from bot.rules.variant import MatchKey, NumberKey, Option, OrderKey, Variant

MAX_DRAWS = 1_000
MAX_PARTS = 20_000
"""How many parts of expressions one draw may evaluate: some 50 ms."""
DEAR = 5_000
"""How many the first ten draws together may evaluate for a template to be asked; the mean is what it costs for ever."""
FEWEST_VARIANTS = 20
TRIED_SEEDS = 60

_FORMULA = re.compile(r"(?<!\\)\$(?:[^$\\]|\\.)+\$", re.DOTALL)
_TAKES_GROUP = re.compile(r"(?:[\^_}]|\\[A-Za-z]+) *$")
_FIRST = 10
OPTIONS = "options"
"""The name under which options are shuffled."""
_NAME = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")

_Fill = Callable[[str], str]


class QuestionFault(ValueError):
    """A question cannot be presented; the text is one short sentence without a full stop."""


def draw_variant(question: Question, seed: int) -> Variant:
    """Make the presentation that belongs to a seed.

    Args:
        question: Any; in an answer of one's own words the whole rubric is filled in.
        seed: 0 <= seed < 2**64.

    Raises:
        QuestionFault: No draw meets the conditions, or an expression has no value.
    """
    draws = Draws(question.id, question.version, seed)
    try:
        names = draw_names(question.template, draws)
        return _present(question, draws, names)
    except ExpressionFault as cause:
        raise QuestionFault(str(cause)) from cause


def option_order(question: Question, seed: int) -> tuple[int, ...]:
    """Tell which option of a choice stands at each place of the variant of a seed, by its place in the bank.

    There the right ones come first, in the order written, then the wrong ones.
    """
    match question.body:
        case SingleChoice(wrong=wrong):
            size = 1 + len(wrong)
        case MultipleChoice(right=rights, wrong=wrong):
            size = len(rights) + len(wrong)
        case _:
            size = 0
    return Draws(question.id, question.version, seed).shuffle(OPTIONS, size)


def draw_names(template: Template | None, draws: Draws) -> Mapping[str, Value]:
    """Draw a template's variables until its conditions hold, and derive the other names in order.

    Try number t (from 0) draws the variable `x` under the name `x/t`.

    Raises:
        QuestionFault: No try meets the conditions: of `MAX_DRAWS`, or of fewer where they would evaluate `MAX_PARTS`.
        ExpressionFault: An expression has no value.
    """
    return _tried(template, draws)[0] if template else {}


def dear(question: Question) -> str:
    """Say that a template's draws take too long (E11), or give an empty text; it costs ten draws at most."""
    if question.template is None:
        return ""
    spent = 0
    for seed in range(_FIRST):
        try:
            _, tries = _tried(question.template, Draws(question.id, question.version, seed))
        except QuestionFault as fault:
            return str(fault)
        except ExpressionFault:
            return ""
        spent += tries * _parts(question.template)
        if spent > DEAR:
            return f"ten draws evaluate over {DEAR:,} parts of expressions"
    return ""


def _parts(template: Template) -> int:
    return sum(parse(each).parts for each in (*template.derive.values(), *template.require))


def _tried(template: Template, draws: Draws) -> tuple[Mapping[str, Value], int]:
    """Draw until the conditions hold, and tell how many tries that took."""
    most = min(MAX_DRAWS, MAX_PARTS // max(1, _parts(template)))
    for attempt in range(most):
        names: dict[str, Value] = {
            name: _drawn(kind, draws, f"{name}/{attempt}") for name, kind in template.vars.items()
        }
        for name, expression in template.derive.items():
            names[name] = _valued(f"derive {name}", expression, names)
        if all(_valued("require", condition, names) for condition in template.require):
            return names, attempt + 1
    raise QuestionFault(f"no draw of {most:,} meets every condition of `require`")


def distinct(question: Question, wanted: int) -> int:
    """Count the distinct presentations of a question, its options' order apart.

    Args:
        question: Without a template there is one.
        wanted: Stop counting here; up to 20 seeds are tried for each.

    Raises:
        QuestionFault: See `draw_variant`.
    """
    if question.template is None:
        return min(1, wanted)
    seen: set[object] = set()
    for seed in range(20 * wanted):
        seen.add(_shown(draw_variant(question, seed)))
        if len(seen) >= wanted:
            break
    return len(seen)


def _shown(variant: Variant) -> object:
    """Give what two presentations must differ in to be two; the order of options and items is none of it."""
    keyed = (variant.number, variant.accepted, _in_order(variant.order), _in_rows(variant.matching))
    return variant.text, variant.code, frozenset(variant.options), *keyed


def _in_order(key: OrderKey | None) -> tuple[str, ...]:
    return () if key is None else tuple(key.items[place] for place in key.right)


def _in_rows(key: MatchKey | None) -> tuple[object, ...]:
    return () if key is None else (key.rows, *(key.options[place] for place in key.right), frozenset(key.options))


def template_faults(question: Question, drawn: Sequence[Variant] = ()) -> tuple[str, ...]:
    """Find what makes a template or a numeric question unfit to be asked (E11).

    Args:
        question: Any.
        drawn: Its variants of the seeds 0, 1 and so on, as far as they are drawn already.

    Returns:
        Short sentences without a full stop: names taken twice or reserved, too few distinct variants, a value that
        does not exist, a trap that the tolerance would accept. Empty if it is fit.
    """
    if faults := _name_faults(question.template):
        return faults
    seeds = 1 if question.template is None else TRIED_SEEDS
    try:
        variants = [*drawn[:seeds], *(draw_variant(question, seed) for seed in range(len(drawn), seeds))]
        close = [fault for variant in variants if (fault := _close_trap(variant, variant.seed))]
        few = question.template is not None and len(set(map(_shown, variants))) < FEWEST_VARIANTS
        if few and (number := distinct(question, FEWEST_VARIANTS)) < FEWEST_VARIANTS:
            close.append(f"only {number} distinct variants where at least {FEWEST_VARIANTS} are needed")
    except QuestionFault as fault:
        return (str(fault),)
    return tuple(dict.fromkeys(close))


def _name_faults(template: Template | None) -> tuple[str, ...]:
    if template is None:
        return ()
    faults = [f"the name `{name}` is reserved" for name in (*template.vars, *template.derive) if name in RESERVED]
    faults += [f"the name `{name}` is both drawn and derived" for name in template.derive if name in template.vars]
    return tuple(faults)


def _close_trap(variant: Variant, seed: int) -> str:
    """Name the first trap that grading would take for the key, or give an empty text."""
    if (key := variant.number) is None:
        return ""
    body = variant.question.body
    assert isinstance(body, Numeric)  # noqa: S101 (only a numeric body makes a number key)
    for trap, (value, _) in zip(body.traps, key.traps, strict=True):
        if within(value, key.value, key.tolerance):
            return f"the trap `{trap.value}` equals the answer within the tolerance (seed {seed})"
    return ""


def _drawn(kind: Between | Pick, draws: Draws, name: str) -> Value:
    match kind:
        case Between(low=low, high=high):
            return draws.integer(name, low, high)
        case Pick(values=values):
            return values[draws.choice(name, len(values))]
    assert_never(kind)


def _valued(what: str, expression: str, names: Mapping[str, Value]) -> Value:
    try:
        return parse(expression).value(names)
    except ExpressionFault as cause:
        raise ExpressionFault(f"{what}: `{expression}`: {cause}") from cause


def _filler(names: Mapping[str, Value]) -> _Fill:
    """Make the function that fills names in; numbers are printed by `numbers.show`."""
    shown = {name: value if isinstance(value, str) else show(value) for name, value in names.items()}

    def plainly(found: re.Match[str]) -> str:
        return shown.get(found[1], found[0])

    def in_formula(found: re.Match[str]) -> str:
        value = plainly(found)
        grouped = found[1] in shown and _TAKES_GROUP.search(found.string[: found.start()])
        return f"{{{value}}}" if grouped else value

    def fill(text: str) -> str:
        if "{" not in text:
            return text
        pieces, end = [], 0
        for formula in _FORMULA.finditer(text):
            pieces += [_NAME.sub(plainly, text[end : formula.start()]), _NAME.sub(in_formula, formula[0])]
            end = formula.end()
        return "".join([*pieces, _NAME.sub(plainly, text[end:])])

    return fill


def _present(question: Question, draws: Draws, names: Mapping[str, Value]) -> Variant:
    fill = _filler(names)
    options: tuple[Option, ...] = ()
    number: NumberKey | None = None
    accepted: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    reject: tuple[str, ...] = ()
    order: OrderKey | None = None
    matching: MatchKey | None = None
    task: Task | None = None
    spoken: Spoken | None = None
    match question.body:
        case SingleChoice(right=right, wrong=wrong):
            options = _options((right,), wrong, draws, fill)
        case MultipleChoice(right=rights, wrong=wrong):
            options = _options(rights, wrong, draws, fill)
        case Numeric() as body:
            number = _number_key(body, names, fill)
        case ShortText(answers=terms, near=almost, reject=confused):
            accepted, near, reject = (tuple(map(fill, texts)) for texts in (terms, almost, confused))
        case Order() as body:
            order = _order_key(body, draws, fill)
        case Match() as body:
            matching = _match_key(body, draws, fill)
        case CodeTask() | TestsTask() | ArtefactTask() as body:
            task = body
        case OpenAnswer() | Story() | Case() as body:
            spoken = filled(body, fill)
        case body:
            assert_never(body)
    return Variant(
        question=question,
        seed=draws.seed,
        text=fill(question.text),
        code=fill(question.code),
        options=options,
        number=number,
        accepted=accepted,
        near=near,
        reject=reject,
        order=order,
        matching=matching,
        task=task,
        spoken=spoken,
        short=fill(question.short),
        why=fill(question.why),
        aloud=fill(question.aloud),
        hints=tuple(map(fill, question.hints)),
    )


def _options(rights: Sequence[str], wrong: Sequence[Distractor], draws: Draws, fill: _Fill) -> tuple[Option, ...]:
    """Fill the options in and shuffle them: place i shows the option `shuffle("options", n)[i]`, right ones first."""
    listed = [Option(fill(text), right=True, reason="") for text in rights]
    listed += [Option(fill(each.text), right=False, reason=fill(each.reason)) for each in wrong]
    return tuple(listed[place] for place in draws.shuffle(OPTIONS, len(listed)))


def _order_key(body: Order, draws: Draws, fill: _Fill) -> OrderKey:
    """Shuffle the items until they do not stand right: place i shows item `shuffle("items/t", n)[i]` of try t."""
    size = len(body.items)
    pairs = _implied(body.before) if body.before else frozenset(combinations(range(size), 2))
    tries = (draws.shuffle(f"items/{attempt}", size) for attempt in range(MAX_DRAWS))
    shown = next((order for order in tries if not _stands(order, pairs)), tuple(reversed(range(size))))
    at = {item: place for place, item in enumerate(shown)}
    return OrderKey(
        items=tuple(fill(body.items[item]) for item in shown),
        right=tuple(at[item] for item in range(size)),
        pairs=tuple(sorted((at[first], at[second]) for first, second in pairs)),
        code=body.code,
    )


def _stands(order: Sequence[int], pairs: Iterable[tuple[int, int]]) -> bool:
    return all(order.index(first) < order.index(second) for first, second in pairs)


def _implied(before: Iterable[tuple[int, int]]) -> frozenset[tuple[int, int]]:
    """Add the pairs that follow from others: with a before b and b before c, a before c."""
    pairs = set(before)
    while more := {(one, three) for one, two in pairs for other, three in pairs if two == other} - pairs:
        pairs |= more
    return frozenset(pairs)


def _match_key(body: Match, draws: Draws, fill: _Fill) -> MatchKey:
    """Shuffle the options, each once: place i shows option `shuffle("options", n)[i]`, those of rows first."""
    rights = tuple(dict.fromkeys(option for _, option in body.pairs))
    listed = [Option(fill(text), right=True, reason="") for text in rights]
    listed += [Option(fill(each.text), right=False, reason=fill(each.reason)) for each in body.extra]
    shown = draws.shuffle(OPTIONS, len(listed))
    return MatchKey(
        rows=tuple(fill(row) for row, _ in body.pairs),
        options=tuple(listed[place] for place in shown),
        right=tuple(shown.index(rights.index(option)) for _, option in body.pairs),
    )


def _number_key(body: Numeric, names: Mapping[str, Value], fill: _Fill) -> NumberKey:
    traps = tuple((_figure("trap", trap.value, names), fill(trap.message)) for trap in body.traps)
    return NumberKey(_figure("answer", body.answer, names), body.tolerance, body.unit, traps)


def _figure(what: str, expression: str, names: Mapping[str, Value]) -> float:
    value = _valued(what, expression, names)
    if isinstance(value, bool | str):
        raise ExpressionFault(f"{what}: `{expression}`: it is not a number")
    return float(value)
