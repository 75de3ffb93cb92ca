"""The checks of one question that refuse (E): a function per code, and the table of them; none of them runs code."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from bot.bank.formulas import formula_faults
from bot.bank.item import Finding, Findings, Item
from bot.bank.models import CaseModel, Coded, MatchModel, OpenModel, StoryModel
from bot.bank.node import DECIMAL, Path, brief
from bot.rules.expressions import RESERVED, ExpressionFault, parse
from bot.rules.question import MultipleChoice, NotOffered, Numeric, Question, ShortText, SingleChoice
from bot.rules.variant import Variant
from bot.rules.variants import QuestionFault, draw_variant, template_faults

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
        case Numeric() | NotOffered():
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
            seed = f" (seed {variant.seed})" if item.question.template else ""
            mend = "add a `require`, or change one of them" if item.question.template else "change one of them"
            yield Finding("E04", ("wrong",), what + seed, mend)


def explained(item: Item) -> Findings:
    """E05: nothing says why."""
    if isinstance(item.model, OpenModel | StoryModel | CaseModel):
        if item.model.better is None:
            yield Finding("E05", (), "there is no strong answer", "add `better: …`")
    elif not item.question.why:
        yield Finding("E05", (), "there is no explanation", "add `why: …`")


_OWN = "say which mistake leads to it"


def reasons(item: Item) -> Findings:
    """E06: a distractor or trap has no reason of its own."""
    seen: dict[str, str] = {}
    for path, text, reason in _reasoned(item):
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


def _reasoned(item: Item) -> Iterator[tuple[Path, str, str]]:
    match item.question.body:
        case SingleChoice(wrong=wrong) | MultipleChoice(wrong=wrong):
            for distractor in wrong:
                yield ("wrong", distractor.text), distractor.text, distractor.reason
        case Numeric(traps=traps):
            for trap in traps:
                yield ("traps", trap.value), trap.value, trap.message
        case _:
            extra = item.model.extra if isinstance(item.model, MatchModel) else None
            for text, reason in (extra or {}).items():
                yield ("extra", text), text, reason


_ABOVE = re.compile(
    r"\b(all|none|both|any|neither|either|some)\s+of\s+(the\s+)?(above|these|them|those|options|others)\b"
    r"|\b(both|neither)\s+[a-e]\s+(and|nor)\s+[a-e]\b",
    re.IGNORECASE,
)


def no_catch_all(item: Item) -> Findings:
    """E07: an option is about the other options."""
    for path, text in _options(item.question):
        if _ABOVE.search(text):
            yield Finding("E07", path, f"the option {brief(text)!r} is about the others", "let it stand alone")


def _options(question: Question) -> Iterator[tuple[Path, str]]:
    match question.body:
        case SingleChoice(right=right, wrong=wrong):
            yield ("right",), right
            yield from ((("wrong", each.text), each.text) for each in wrong)
        case MultipleChoice(right=rights, wrong=wrong):
            yield from ((("right", place), text) for place, text in enumerate(rights))
            yield from ((("wrong", each.text), each.text) for each in wrong)
        case _:
            return


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
    yield from _options(question)
    yield from ((path, reason) for path, _, reason in _reasoned(item))


LIMITS = {"q": 1500, "code": 1500, "short": 60, "why": 1500, "aloud": 300, "hint": 300, "hints": 300, "unit": 20}
OPTION, REASON, CARD, TERM = 300, 400, 3400, 100
FEWEST, MOST = 2, 10  # the letters are A to J


def limits(item: Item, variants: Sequence[Variant]) -> Findings:
    """E09: a part is longer than a message of the platform can show."""
    question = item.question
    yield from _long_parts(item)
    for path, text in _options(question):
        yield from _longer(path, "an option", len(text), OPTION)
    for path, _, reason in _reasoned(item):
        yield from _longer(path, "a reason", len(reason), REASON)
    options = len(list(_options(question)))
    if options and not FEWEST <= options <= MOST:
        yield Finding("E09", ("wrong",), f"there are {options} options", f"give {FEWEST} to {MOST}, best 3 or 4")
    if isinstance(question.body, ShortText):
        for place, term in enumerate(question.body.answers):
            yield from _longer(("answer", place), "an accepted term", len(term), TERM)
    for longest in (max(map(asked, variants), default=0), max(map(shown, variants), default=0)):
        yield from _longer(("q",), "the whole card", longest, CARD)


def asked(variant: Variant) -> int:
    """Count the characters that the question's card needs."""
    return sum(map(len, (variant.text, variant.code, *variant.hints, *(o.text + "**A**  \n" for o in variant.options))))


def shown(variant: Variant) -> int:
    """Count the characters that the verdict's card needs at most."""
    reasons_ = max((len(option.reason) for option in variant.options), default=0)
    return reasons_ + sum(map(len, (variant.why, variant.aloud, variant.short, *(o.text for o in variant.options))))


def _long_parts(item: Item) -> Findings:
    for key, most in LIMITS.items():
        if key == "code" and not isinstance(item.model, Coded):
            continue
        value = getattr(item.model, key, None)
        for place, text in enumerate(value if isinstance(value, list) else [value or ""]):
            path: Path = (key, place) if isinstance(value, list) else (key,)
            yield from _longer(path, f"`{key}`", len(text), most)


def _longer(path: Path, what: str, length: int, most: int) -> Findings:
    if length > most:
        yield Finding("E09", path, f"{what} has {length:,} characters", f"keep it to {most:,}")


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


FORM: Mapping[str, Check] = {
    "E05": explained,
    "E06": reasons,
    "E07": no_catch_all,
    "E08": parses,
}
"""Checks of what is written."""

DRAWN: Mapping[str, Callable[[Item, Sequence[Variant]], Findings]] = {
    "E04": key_among_distractors,
    "E09": limits,
    "E11": drawable,
}
"""Checks that look at drawn variants; they wait until every expression parses."""

BUILT_IN: Mapping[str, Check] = {
    "E10": proof_given,
}
"""Checks that only the built-in bank has to meet, and a server's own questions cannot."""
