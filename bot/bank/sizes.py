"""The check E09: whether every part of a question fits on the platform and on a phone."""

from collections.abc import Sequence

from bot.bank.item import Finding, Findings, Item
from bot.bank.models import Coded
from bot.bank.node import Path
from bot.bank.parts import options, reasoned
from bot.bank.spoken import MOST_OF_CASE, MOST_POINTS, lengths
from bot.rules.question import (
    Match,
    MultipleChoice,
    Order,
    Question,
    ShortText,
    SingleChoice,
)
from bot.rules.rubric import Case, OpenAnswer, Spoken, Story
from bot.rules.variant import Variant

LIMITS = {"q": 1500, "code": 1500, "short": 60, "why": 1500, "aloud": 300, "hint": 300, "hints": 300, "unit": 20}
OPTION, REASON, CARD, TERM = 300, 400, 3400, 100
FEWEST, MOST = 2, 10  # the letters are A to J
ITEMS, ROWS = 8, 5  # two rows of buttons; the fields of a form
FIELD, LINE = 100, 36  # what a list or a field's caption holds, and a line of code on a phone


def limits(item: Item) -> Findings:
    """E09: a part is longer than a message of the platform can show, or there are too many."""
    question = item.question
    yield from _long_parts(item)
    for path, text in options(question):
        yield from _longer(path, "an option", len(text), FIELD if isinstance(question.body, Match) else OPTION)
    for path, _, reason in reasoned(question):
        yield from _longer(path, "a reason", len(reason), REASON)
    yield from _sizes(question)


def cards(_: Item, variants: Sequence[Variant]) -> Findings:
    """E09: all parts together are longer than a message of the platform can show."""
    for longest in (max(map(asked, variants), default=0), max(map(shown, variants), default=0)):
        yield from _longer(("q",), "the whole card", longest, CARD)


def _sizes(question: Question) -> Findings:
    """Check how many parts an answer has, and how long each may be."""
    match question.body:
        case SingleChoice() | MultipleChoice():
            number = len(list(options(question)))
            if not FEWEST <= number <= MOST:
                yield Finding("E09", ("wrong",), f"there are {number} options", f"give {FEWEST} to {MOST}, best 3 or 4")
        case ShortText(answers=answers):
            for place, term in enumerate(answers):
                yield from _longer(("answer", place), "an accepted term", len(term), TERM)
        case Order() as body:
            yield from _items(body)
        case Match() as body:
            yield from _rows(body)
        case OpenAnswer() | Story() | Case() as body:
            yield from _rubric(body)
        case _:
            return


def _rubric(body: Spoken) -> Findings:
    key, most = ("stages", MOST_OF_CASE) if isinstance(body, Case) else ("points", MOST_POINTS)
    if len(body.points) > most:
        yield Finding("E09", (key,), f"there are {len(body.points)} points", f"give at most {most}")
    for path, what, length, longest in lengths(body):
        yield from _longer(path, what, length, longest)


def _items(body: Order) -> Findings:
    yield from _many(("order",), "items", len(body.items), ITEMS)
    what, most = ("a line", LINE) if body.code else ("an item", FIELD)
    for place, text in enumerate(body.items):
        yield from _longer(("order", place), what, max(map(len, text.split("\n"))), most)


def _rows(body: Match) -> Findings:
    yield from _many(("match",), "rows", len(body.pairs), ROWS)
    yield from _many(("match",), "options", len({option for _, option in body.pairs}) + len(body.extra), MOST)
    for row, _ in body.pairs:
        yield from _longer(("match", row), "a row", len(row), FIELD)


def _many(path: Path, what: str, number: int, most: int) -> Findings:
    if not FEWEST <= number <= most:
        yield Finding("E09", path, f"there are {number} {what}", f"give {FEWEST} to {most}")


def asked(variant: Variant) -> int:
    """Count the characters that the question's card needs."""
    lines = (*(option.text for option in variant.options), *_listed(variant))
    return sum(map(len, (variant.text, variant.code, *variant.hints, *(f"**A**  {line}\n" for line in lines))))


def shown(variant: Variant) -> int:
    """Count the characters that the verdict's card needs at most."""
    options = (*variant.options, *(variant.matching.options if variant.matching else ()))
    reasons_ = max((len(option.reason) for option in options), default=0)
    parts = (*(option.text for option in variant.options), *_listed(variant), *_listed(variant))
    return reasons_ + sum(map(len, (variant.why, variant.aloud, variant.short, variant.code, *parts)))


def _listed(variant: Variant) -> tuple[str, ...]:
    """Give the items or the rows and options, which the verdict shows twice: as given and as right."""
    items = variant.order.items if variant.order else ()
    return (
        *items,
        *((*variant.matching.rows, *(o.text for o in variant.matching.options)) if variant.matching else ()),
    )


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
