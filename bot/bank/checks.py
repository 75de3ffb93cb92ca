"""The checks of one question that refuse (E): a function per code, and the table of them; none of them runs code."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from bot.bank.coding import CODING
from bot.bank.formulas import formula_faults
from bot.bank.item import Finding, Findings, Item
from bot.bank.models import Heard, OrderModel
from bot.bank.node import DECIMAL, Path, brief
from bot.bank.parts import options, parts, reasoned
from bot.bank.sizes import cards, limits
from bot.bank.spoken import followed, rubric, same_points
from bot.bank.traps import telling_traps
from bot.rules.code import ArtefactTask, CodeTask, TestsTask
from bot.rules.expressions import RESERVED, ExpressionFault, parse
from bot.rules.question import (
    Match,
    MultipleChoice,
    Numeric,
    Order,
    Question,
    ShortText,
    SingleChoice,
)
from bot.rules.rubric import Case, OpenAnswer, Story
from bot.rules.variant import Variant
from bot.rules.variants import QuestionFault, dear, draw_variant, template_faults

SAMPLES = 25  # variants looked at for collisions and lengths

_TRAP, _SEED = "the trap", " (seed"

Check = Callable[[Item], Findings]


def samples(question: Question) -> list[Variant]:
    """Draw some variants; none where drawing fails, which E11 says."""
    seeds = range(SAMPLES if question.template else 1)
    try:
        return [draw_variant(question, seed) for seed in seeds]
    except QuestionFault:
        return []


def same_text(one: str, other: str) -> bool:
    """Whether two options say the same: equal but for case, spaces, marks at the ends, or equal as numbers."""
    return _folded(one) == _folded(other)


def _folded(words: str) -> str | float:
    bare = " ".join(words.casefold().split()).strip(" ,;:!\"'`")
    if DECIMAL.fullmatch(bare):
        return float(bare)
    return bare.strip(" .")


def key_among_distractors(item: Item, variants: Sequence[Variant]) -> Findings:
    """E04: a right and a wrong option say the same, in the texts or in a drawn variant."""
    match item.question.body:
        case SingleChoice() | MultipleChoice():
            yield from _same_options(item, variants)
        case ShortText():
            yield from _same_terms(item.question.body)
        case Numeric() if item.question.template is None:
            for fault in template_faults(item.question):
                if fault.startswith(_TRAP):
                    gist = fault.partition(_SEED)[0]
                    yield Finding("E04", ("traps",), gist, "remove the trap or narrow the tolerance")
        case Order():
            yield from _same_items(item, variants)
        case Match():
            yield from _same_matches(item, variants)
        case OpenAnswer() | Story() | Case():
            yield from same_points(item.question.body)
        case Numeric() | CodeTask() | TestsTask() | ArtefactTask():
            return


def _same_terms(body: ShortText) -> Findings:
    for key, terms in (("reject", body.reject), ("near", body.near)):
        for place, term in enumerate(terms):
            if any(same_text(term, answer) for answer in body.answers):
                yield Finding("E04", (key, place), f"{brief(term)!r} is accepted too", "keep it in one list")


def _same_options(item: Item, variants: Sequence[Variant]) -> Findings:
    told: set[bool] = set()
    for variant in variants:
        for one, other in combinations(variant.options, 2):
            mixed = one.right != other.right
            if mixed in told or not same_text(one.text, other.text):
                continue
            told.add(mixed)
            said = brief(one.text if one.right else other.text)
            what = f"the key {said!r} is among the distractors" if mixed else f"two options say {said!r}"
            yield _alike(item, variant, ("wrong",), what)


def _same_items(item: Item, variants: Sequence[Variant]) -> Findings:
    """Compare items as people read them, lines of code exactly."""
    for variant in variants:
        key = variant.order
        for one, other in combinations(key.items if key else (), 2):
            if one == other or (not (key and key.code) and same_text(one, other)):
                yield _alike(item, variant, ("order",), f"two items say {brief(one)!r}")
                return


def _same_matches(item: Item, variants: Sequence[Variant]) -> Findings:
    for variant in variants:
        key = variant.matching
        rows = next((one for one, two in combinations(key.rows if key else (), 2) if same_text(one, two)), None)
        if rows is not None:
            yield _alike(item, variant, ("match",), f"two rows say {brief(rows)!r}")
            return
        for one, other in combinations(key.options if key else (), 2):
            if same_text(one.text, other.text):
                mixed = one.right != other.right
                said = brief(one.text if one.right else other.text)
                what = f"the option {said!r} is among the extras" if mixed else f"two options say {said!r}"
                yield _alike(item, variant, ("match",) if one.right and other.right else ("extra",), what)
                return


def _alike(item: Item, variant: Variant, path: Path, what: str) -> Finding:
    """Tell of two texts that say the same, in a template with the seed that shows it."""
    if item.question.template is None:
        return Finding("E04", path, what, "change one of them")
    return Finding("E04", path, f"{what} (seed {variant.seed})", "add a `require`, or change one of them")


def explained(item: Item) -> Findings:
    """E05: nothing says why."""
    if isinstance(item.model, Heard):
        if item.model.better is None:
            yield Finding("E05", (), "there is no strong answer", "add `better: …`")
    elif not item.question.why:
        yield Finding("E05", (), "there is no explanation", "add `why: …`")


_OWN = "say which mistake leads to it"


def reasons(item: Item) -> Findings:
    """E06: a distractor or trap has no reason of its own."""
    seen: dict[str, str] = {}
    for path, text, reason in reasoned(item.question):
        if not reason:
            yield Finding("E06", path, f"{brief(text)!r} has no reason", _OWN)
        elif reason in seen:
            yield Finding(
                "E06",
                path,
                f"{brief(text)!r} has the reason of {brief(seen[reason])!r}",
                _OWN,
            )
        else:
            seen[reason] = text


_ABOVE = re.compile(
    r"\b(all|none|both|any|neither|either|some)\s+of\s+(the\s+)?(above|these|them|those|options|others)\b"
    r"|\b(both|neither)\s+[a-e]\s+(and|nor)\s+[a-e]\b",
    re.IGNORECASE,
)


def no_catch_all(item: Item) -> Findings:
    """E07: an option is about the other options."""
    for path, text in options(item.question):
        if _ABOVE.search(text):
            yield Finding("E07", path, f"the option {brief(text)!r} is about the others", "let it stand alone")


def in_order(item: Item) -> Findings:
    """E01: `before` names what is no item, or turns in a circle."""
    if not isinstance(item.model, OrderModel):
        return
    items = {text.strip() for text in item.model.order}
    pairs: list[tuple[str, str]] = []
    for place, names in enumerate(item.model.before or ()):
        first, second = map(str.strip, names)
        for name in sorted({first, second} - items):
            yield Finding(
                "E01", ("before", place), f"{brief(name)!r} is no item of `order`", "write it as it stands there"
            )
        if first == second or _leads(second, first, pairs):
            what = f"{brief(first)!r} before {brief(second)!r} closes a circle"
            yield Finding("E01", ("before", place), what, "turn it round, or remove it")
        else:
            pairs.append((first, second))


def _leads(start: str, end: str, pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether one follows pairs from a start to an end; each item is looked at once, whatever ways lead to it."""
    reached = [start]
    for item in reached:
        reached += {second for first, second in pairs if first == item} - set(reached)
    return end in reached[1:]


def parses(item: Item) -> Findings:
    """E08: an expression or a formula does not parse, or uses a name that is not there."""
    yield from _names(item.question)
    for path, text in _texts(item):
        for what, mend in formula_faults(text):
            yield Finding("E08", path, what, mend)


def _names(question: Question) -> Findings:
    known = set(question.template.vars) if question.template else set()
    derive: Mapping[str, str] = question.template.derive if question.template else {}
    for name in sorted(RESERVED & (known | derive.keys())):
        path = ("vars" if name in known else "derive", name)
        yield Finding("E08", path, f"`{name}` is the name of a constant or function", "choose another name")
    for name in sorted(known & derive.keys()):
        yield Finding("E08", ("derive", name), f"`{name}` is both drawn and derived", "rename one of them")
    for name, expression in derive.items():
        yield from _expression(("derive", name), expression, known)
        known.add(name)
    for place, expression in enumerate(question.template.require if question.template else ()):
        yield from _expression(("require", place), expression, known)
    if isinstance(question.body, Numeric):
        yield from _expression(("answer",), question.body.answer, known)
        for trap in question.body.traps:
            yield from _expression(("traps", trap.value), trap.value, known)


def _expression(path: Path, expression: str, known: Iterable[str]) -> Findings:
    try:
        missing = sorted(parse(expression).names - set(known))
    except ExpressionFault as fault:
        yield Finding("E08", path, f"`{brief(expression)}` does not parse: {fault}", "mend the expression")
        return
    for name in missing:
        mend = "add it to `vars` or `derive`, without a circle" if known else "write a number, or add `vars`"
        yield Finding("E08", path, f"`{brief(expression)}` uses `{brief(name)}`, which has no value", mend)


def _texts(item: Item) -> Iterator[tuple[Path, str]]:
    """Give every text that may hold formulas."""
    question = item.question
    yield ("q",), question.text
    for key, text in (("why", question.why), ("short", question.short), ("aloud", question.aloud)):
        yield (key,), text
    for place, hint in enumerate(question.hints):
        yield ("hint",) if item.model.hint else ("hints", place), hint
    yield from options(question)
    yield from parts(question)
    yield from rubric(question)
    yield from ((path, reason) for path, _, reason in reasoned(item.question))


def bearable(item: Item) -> Findings:
    """E11: drawing takes too long, for the expressions are many or the conditions hold too seldom."""
    what = dear(item.question)
    if what:
        yield Finding("E11", ("vars",), what, "shorten the expressions, or let `require` hold more often")


def drawable(item: Item, variants: Sequence[Variant]) -> Findings:
    """E11: too few variants, a value that is not there or not finite, or a template's trap that equals the key."""
    told: set[str] = set()
    for fault in template_faults(item.question, variants):
        gist = fault.partition(_SEED)[0]
        if gist in told or (item.question.template is None and fault.startswith(_TRAP)):
            continue
        told.add(gist)
        mend = "widen `vars`, or add a `require` that rules it out" if item.question.template else "mend the expression"
        yield Finding("E11", ("vars",) if item.question.template else ("answer",), fault, mend)


def proof_given(item: Item) -> Findings:
    """E10: a computed question has neither a proof nor, in its stead, references and what they were checked on."""
    question = item.question
    computed = isinstance(question.body, Numeric) or question.template is not None
    if computed and item.model.proof is None and not (question.refs and question.checked):
        yield Finding("E10", (), "a computed question has no proof", "add `proof: …` by another route than the key")


def sound(item: Item) -> Findings:
    """E01: what refers to another part of the question refers to none."""
    yield from in_order(item)
    yield from followed(item)


FORM: Mapping[str, Check] = {
    "E01": sound,
    "E05": explained,
    "E06": reasons,
    "E07": no_catch_all,
    "E08": parses,
    "E09": limits,
    "E11": bearable,
}
"""Checks of what is written."""

UNDRAWN = frozenset(["E08", "E09", "E11"])
"""What keeps a question from being drawn: expressions that cannot be read or take too long, and parts too large."""

DRAWN: Mapping[str, Callable[[Item, Sequence[Variant]], Findings]] = {
    "E04": key_among_distractors,
    "E09": cards,
    "E11": drawable,
    "W11": telling_traps,
}
"""Checks that look at drawn variants; they wait until nothing of `UNDRAWN` is found."""

BUILT_IN: Mapping[str, Check] = {
    "E10": proof_given,
    **CODING,
}
"""Checks that only the built-in bank has to meet, and a server's own questions cannot."""
