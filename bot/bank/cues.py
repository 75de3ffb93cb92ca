"""The checks of one question that warn (W): what gives the answer away, reads badly, or may have aged."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from bot.bank.item import Finding, Findings, Item
from bot.bank.readability import readable
from bot.rules.code import Task
from bot.rules.question import Match, MultipleChoice, Order, Question, SingleChoice
from bot.rules.rubric import Spoken

MUCH_LONGER = 1.4
FEW_LETTERS = 5  # a key longer by fewer characters does not stand out
CUE_LETTERS = 6
CUE_WORDS = 2
MONTHS = 12

_ABSOLUTE = re.compile(
    r"\b(always|never|all|none|every|only|must|cannot|impossible|completely|entirely|any|guarantees?)\b", re.IGNORECASE
)
_QUESTION = re.compile(r"[^.?!]+\?")
_ASKING = re.compile(r"\b(?:which|what|who|where|when|all of the following)\b", re.IGNORECASE)
_NEGATIVE = re.compile(
    r"\b(?:not|isn't|aren't|doesn't|don't|cannot|except|never|false|incorrect|least likely)\b", re.IGNORECASE
)
_ARTICLE = re.compile(r"\b(an?)\s*(?:\.\.\.|…|_+|:)?\s*$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_DATE = re.compile(r"\b(20\d\d)-(0[1-9]|1[0-2])(?:-\d\d)?\b")
_TOOL = re.compile(
    r"\b(numpy|pandas|scikit-learn|sklearn|scipy|pytorch|torch|tensorflow|keras|jax|docker|dockerfile|kubernetes|kubectl"
    r"|git|mlflow|airflow|spark|sagemaker|vertex|azure|fastapi|pytest|sqlite|postgres(?:ql)?|pip|cuda)\b",
    re.IGNORECASE,
)
_DEFINITION = re.compile(
    r"\b(?:is (?:it|this|that) called|what is the (?:name|term)|what does [^.?!]{1,40} (?:mean|stand for)|stands? for"
    r"|is defined as|what is (?:an? )?[\w-]+(?: [\w-]+)?\?|which term)",
    re.IGNORECASE,
)


def _options(question: Question) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the right and the wrong texts of a choice; empty ones where it is none."""
    match question.body:
        case SingleChoice(right=right, wrong=wrong):
            return (right,), tuple(each.text for each in wrong)
        case MultipleChoice(right=rights, wrong=wrong):
            return rights, tuple(each.text for each in wrong)
        case Match(pairs=pairs, extra=extra):
            return tuple(option for _, option in pairs), tuple(each.text for each in extra)
        case _:
            return (), ()


def long_key(item: Item) -> Findings:
    """W01: a key is over 1.4 times as long as the longest distractor; beside other rows' keys none stands out."""
    right, wrong = _options(item.question)
    if isinstance(item.question.body, Match):
        return
    longest = max(map(len, wrong), default=0)
    for place, key in enumerate(right):
        if len(key) > MUCH_LONGER * longest and len(key) - longest >= FEW_LETTERS:
            path = ("right", place) if isinstance(item.question.body, MultipleChoice) else ("right",)
            what = f"a key has {len(key)} characters, the longest distractor {longest}"
            yield Finding("W01", path, what, "shorten the key or make the distractors as full")


def absolute_words(item: Item) -> Findings:
    """W02: only distractors hold words such as `always`."""
    right, wrong = _options(item.question)
    if any(map(_ABSOLUTE.search, right)):
        return
    for text in wrong:
        found = _ABSOLUTE.search(text)
        if found:
            what = f"only distractors hold an absolute word, `{found.group().lower()}`"
            key = "extra" if isinstance(item.question.body, Match) else "wrong"
            yield Finding("W02", (key, text), what, "say it without, or use such a word in the key too")


def negative_stem(item: Item) -> Findings:
    """W03: the question asks for what is not so."""
    keyed = isinstance(item.question.body, SingleChoice | MultipleChoice | Order | Match)
    for sentence in _QUESTION.findall(item.question.text) if keyed else ():
        asking = _ASKING.search(sentence)
        if asking is None or not _NEGATIVE.search(sentence, asking.end()):
            continue
        yield Finding("W03", ("q",), "the question is put in the negative", "ask for what is so")


def cues(item: Item) -> Findings:
    """W04: grammar, or words of the question or the row that only the key repeats, give it away."""
    if isinstance(item.question.body, Match):
        yield from _row_cues(item.question.body)
        return
    right, wrong = _options(item.question)
    if not right or not wrong:
        return
    article = _ARTICLE.search(item.question.text)
    fitting = {(text[:1].lower() in "aeiou") for text in (*right, *wrong)}
    if article and len(fitting) > 1:
        yield Finding("W04", ("q",), f"the question ends in `{article.group(1)}`", "write `a(n)` or move it away")
    stem = _words(item.question.text)
    elsewhere = set().union(*map(_words, wrong))
    for key in right:
        shared = sorted(stem & _words(key) - elsewhere)
        if len(shared) >= CUE_WORDS:
            what = f"only the key repeats the question's words {', '.join(shared)}"
            yield Finding("W04", ("right",), what, "use them in a distractor too, or in neither")


def _row_cues(body: Match) -> Findings:
    options = {option for _, option in body.pairs} | {each.text for each in body.extra}
    for row, right in body.pairs:
        shared = sorted(_words(row) & _words(right) - set().union(*map(_words, options - {right})))
        if shared:
            what = f"only this row's option repeats its words {', '.join(shared)}"
            yield Finding("W04", ("match", row), what, "use them in another option too, or in neither")


def _words(text: str) -> set[str]:
    return {word for word in _WORD.findall(text.casefold()) if len(word) >= CUE_LETTERS}


def aged(item: Item, today: date) -> Findings:
    """W08: what `checked` says is older than 12 months; without a date in it (2026-08) nothing is said."""
    found = _DATE.search(item.question.checked)
    if found:
        months = (today.year - int(found.group(1))) * 12 + today.month - int(found.group(2))
        if months > MONTHS:
            yield Finding("W08", ("checked",), f"it was checked {months} months ago", "check it again and set the date")


def unreferenced(item: Item) -> Findings:
    """W10: a tool's fact or a definition has neither a reference nor, for the fact, a proof that runs."""
    question = item.question
    if question.refs or (isinstance(question.body, Task | Spoken) and not question.checked):
        return
    shown = f"{question.text}\n{question.code}"
    if question.checked or (_TOOL.search(shown) and item.model.proof is None):
        yield Finding("W10", (), "a tool's fact has no reference", "add `refs: [a primary source]`, or a proof")
    elif _DEFINITION.search(question.text) and item.model.proof is None:
        yield Finding("W10", (), "a definition has no reference", "add `refs: [a primary source]`")


CUES: Mapping[str, Callable[[Item, date], Findings]] = {
    "W01": lambda item, _: long_key(item),
    "W02": lambda item, _: absolute_words(item),
    "W03": lambda item, _: negative_stem(item),
    "W04": lambda item, _: cues(item),
    "W05": lambda item, _: readable(item),
    "W08": aged,
    "W10": lambda item, _: unreferenced(item),
}
"""Checks that warn; those of ages are given the day."""


def warnings(item: Item, today: date) -> Iterator[Finding]:
    """Run them all.

    Args:
        item: A question.
        today: The day that `checked` is compared with.
    """
    for check in CUES.values():
        yield from check(item, today)
