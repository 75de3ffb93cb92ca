"""What an answer is worth; how numbers are read and words compared stands in `numbers` and `text`."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never

from bot.rules.answer import Answer, Arranged, Chosen, GaveUp, Matched, Said, Submitted, Typed
from bot.rules.code import Judgement
from bot.rules.errors import RuleBroken
from bot.rules.heard import Status
from bot.rules.latex import unlatexed
from bot.rules.numbers import read, within
from bot.rules.question import SingleChoice, Tolerance
from bot.rules.spelled import same_name
from bot.rules.text import initials, plain, same, slip
from bot.rules.variant import MatchKey, NumberKey, OrderKey, Variant

LONGEST_ANSWER = 200
HINT_COST = 0.25
WELL, LITTLE = 0.75, 0.25
NEAR_SCORE = 0.5

# A version: 3.10 is not 3.1.
_ENDS_IN_0 = re.compile(r"\s*[1-9]\d?\.[1-9]\d*0\s*")
_WITH_UNIT = re.compile(r"[\d.,]+ ?([^\W\d_]{1,12})")
_TWO_NAMES = re.compile(r"(.*\S)\s*\(([^()]+)\)\s*")


class Verdict(StrEnum):
    """The result in a word; a sign stands beside it wherever people see it."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    GAVE_UP = "gave up"


@dataclass(frozen=True, slots=True)
class Grade:
    """What an answer is worth.

    Attributes:
        verdict: Judged before hints are taken off.
        score: 0 to 1, hints taken off.
        reason: Why it is wrong where that is known: the trap's message or the chosen option's reason.
        read_as: How a typed number was understood (`0.16`), or the accepted term that matched; empty for choices.
    """

    verdict: Verdict
    score: float
    reason: str = ""
    read_as: str = ""


def grade(variant: Variant, answer: Answer, hints_shown: int, others: Sequence[str] = ()) -> Grade:
    """Grade an answer; equal arguments give an equal grade for ever.

    Args:
        variant: What the person met.
        answer: What they answered.
        hints_shown: How many hints they saw, from 0; each takes a quarter of the score.
        others: Accepted terms of other questions, so that a slip towards one of them is refused (short text only).

    Raises:
        RuleBroken: `wrong_kind`, `nothing_chosen`, `one_only`, `no_such_option`, `incomplete`, `empty`,
            `too_long`, `not_a_number` or `wrong_unit`: the answer cannot be graded, and nothing should be recorded.
    """
    match answer:
        case GaveUp():
            return Grade(Verdict.GAVE_UP, 0.0)
        case Chosen(places=places) if variant.options:
            graded = _choice(variant, places)
        case Typed(text=text) if variant.number is not None or variant.accepted:
            graded = _typed(variant, text, others)
        case Arranged(order=order) if variant.order is not None:
            graded = _arranged(variant.order, order)
        case Matched(choices=choices) if variant.matching is not None:
            graded = _matched(variant.matching, choices)
        case Chosen() | Typed() | Arranged() | Matched() | Submitted() | Said():
            raise RuleBroken("wrong_kind", f"This question is answered in another way. {_wanted(variant)}")
        case _:
            assert_never(answer)
    return _less_hints(graded, hints_shown)


def grade_submission(judgement: Judgement, hints_shown: int) -> Grade:
    """Grade code by what the judge said of it; nothing but passing is right.

    Args:
        judgement: Of a submission that was judged, so not `setup_failed`.
        hints_shown: How many hints the person saw, from 0; each takes a quarter of the score.
    """
    if judgement.passed:
        return _less_hints(Grade(Verdict.RIGHT, 1.0), hints_shown)
    return _less_hints(Grade(Verdict.PARTLY if judgement.score else Verdict.WRONG, judgement.score), hints_shown)


def grade_spoken(score: float, status: Status, hints_shown: int) -> Grade:
    """Grade an answer in one's own words: from three quarters of the points it is right, under one quarter wrong.

    Args:
        score: 0 to 1, what mistakes cost taken off.
        status: How far that can be trusted; what somebody has to look at is never called right.
        hints_shown: How many hints the person saw, from 0; each takes a quarter of the score.
    """
    verdict = Verdict.WRONG if score < LITTLE else Verdict.PARTLY
    if score >= WELL and status is not Status.NEEDS_REVIEW:
        verdict = Verdict.RIGHT
    return _less_hints(Grade(verdict, score), hints_shown)


def _less_hints(graded: Grade, hints_shown: int) -> Grade:
    return replace(graded, score=graded.score * max(0.0, 1 - HINT_COST * hints_shown))


def _wanted(variant: Variant) -> str:
    """Say how a question is answered."""
    if variant.options:
        return "Press the button of your option."
    if variant.order is not None:
        return "Press the letters one after another, then Done."
    if variant.matching is not None:
        return "Press Answer and choose an option for each row."
    if variant.task is not None:
        return "Press Submit and write your code, or send it as a file."
    return "Press Answer and write it."


def _choice(variant: Variant, places: Collection[int]) -> Grade:
    """Score max(0, hits/right - false/wrong); with one option to choose that is all or nothing."""
    options = variant.options
    if not places:
        raise RuleBroken("nothing_chosen", "Nothing is chosen yet. Choose at least one option.")
    if not set(places) <= set(range(len(options))):
        raise RuleBroken("no_such_option", "There is no such option here. Choose one of those shown.")
    chosen = [options[place] for place in places]
    if isinstance(variant.question.body, SingleChoice):
        if len(chosen) > 1:
            raise RuleBroken("one_only", "Only one option is right here. Choose one.")
        return Grade(Verdict.RIGHT, 1.0) if chosen[0].right else Grade(Verdict.WRONG, 0.0, chosen[0].reason)
    rights = sum(option.right for option in options)
    hits = sum(option.right for option in chosen)
    false_share = (len(chosen) - hits) / max(1, len(options) - rights)
    return _shared(max(0.0, hits / rights - false_share))


def _typed(variant: Variant, text: str, others: Sequence[str]) -> Grade:
    if len(text) > LONGEST_ANSWER:
        raise RuleBroken("too_long", f"That is too long: write at most {LONGEST_ANSWER} characters.")
    if not plain(text):
        raise RuleBroken("empty", "Nothing is written yet. Write your answer and send it again.")
    if variant.number is not None:
        return _numeric(variant.number, text)
    return _short(variant, text, others)


def _arranged(key: OrderKey, order: Sequence[int]) -> Grade:
    """Score max(0, 2 * share - 1), the share of the pairs that must stand in one way: half of them is chance."""
    if sorted(order) != list(range(len(key.items))):
        raise RuleBroken("incomplete", "Not everything has its place yet. Place each item once, then press Done.")
    return _shared(max(0.0, 2 * key.kept(order) / len(key.pairs) - 1))


def _matched(key: MatchKey, choices: Sequence[int]) -> Grade:
    """Score the share of rows placed right; the reason is that of the first option chosen that fits no row."""
    if len(choices) != len(key.rows) or not set(choices) <= set(range(len(key.options))):
        raise RuleBroken("incomplete", "A row has no option yet. Choose one for each row; nothing is recorded yet.")
    chosen = (key.options[place] for place in choices)
    reason = next((option.reason for option in chosen if not option.right), "")
    return _shared(key.kept(choices) / len(key.rows), reason)


def _shared(score: float, reason: str = "") -> Grade:
    if score == 1:
        return Grade(Verdict.RIGHT, score)
    return Grade(Verdict.PARTLY if score else Verdict.WRONG, score, reason)


def _numeric(key: NumberKey, text: str) -> Grade:
    """Right within the tolerance; else the message of the nearest trap that lies within it."""
    given = read(unlatexed(text), key.unit)
    if within(given.value, key.value, key.tolerance):
        return Grade(Verdict.RIGHT, 1.0, read_as=given.shown)
    fallen = [trap for trap in key.traps if within(given.value, trap[0], key.tolerance)]
    _, reason = min(fallen, key=lambda trap: abs(trap[0] - given.value), default=(0.0, ""))
    return Grade(Verdict.WRONG, 0.0, reason, given.shown)


def _short(variant: Variant, text: str, others: Sequence[str]) -> Grade:
    """Look for the term, then for a term beside its other name: `false positive rate (FPR)`."""
    text = unlatexed(text)
    graded = _term(variant, text, others)
    found = _TWO_NAMES.fullmatch(text)
    if graded.verdict is not Verdict.WRONG or not found:
        return graded
    whole, short = _term(variant, found[1], others), _term(variant, found[2], others)
    known = short.verdict is whole.verdict or initials(found[1]) == plain(found[2]).replace(".", "")
    return whole if known else graded


def _term(variant: Variant, text: str, others: Sequence[str]) -> Grade:
    """Look for the term in ever freer forms, the accepted ones first; a slip only where no rival is as near."""
    kinds = (
        (variant.accepted, Verdict.RIGHT, 1.0),
        (variant.reject, Verdict.WRONG, 0.0),
        (variant.near, Verdict.PARTLY, NEAR_SCORE),
    )
    alike: tuple[Callable[[str, str], bool], ...] = (_same_signs, same, _same_value, same_name)
    for equal in alike:
        for terms, verdict, score in kinds:
            if term := next((term for term in terms if equal(text, unlatexed(term))), ""):
                return Grade(verdict, score, read_as=term if score else "")
    own = (*variant.accepted, *variant.near)
    rivals = [*variant.reject, *(term for term in others if not _meant(term, own))]
    for terms, verdict, score in kinds:
        if score and (term := next((term for term in terms if slip(text, unlatexed(term), rivals)), "")):
            return Grade(verdict, score, read_as=term)
    return Grade(Verdict.WRONG, 0.0)


def _meant(text: str, terms: Sequence[str]) -> bool:
    return any(same(text, term) for term in terms)


def _same_signs(text: str, term: str) -> bool:
    return plain(text) == plain(term)


def _same_value(text: str, term: str) -> bool:
    """Tell whether both are numbers of equal value; a term without a digit (`e`, `pi`) is a word."""
    if not any(map(str.isdigit, term)) or _ENDS_IN_0.fullmatch(term) or _ENDS_IN_0.fullmatch(text):
        return False
    key, given = _WITH_UNIT.fullmatch(plain(term)), _WITH_UNIT.fullmatch(plain(text))
    unit = key[1] if key and given else ""
    try:
        return within(read(text, unit).value, read(term, unit).value, Tolerance())
    except RuleBroken:
        return False
