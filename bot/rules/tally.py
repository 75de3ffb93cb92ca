"""What a quiz's answers to one question come to: how many chose what, a line to talk about, and one answer in words."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.rules.answer import Answer, Arranged, Chosen, Matched, Typed
from bot.rules.grading import Verdict
from bot.rules.variant import MatchKey, OrderKey, Variant
from bot.rules.variants import draw_variant, option_order

RIGHT, PARTLY, NEAR, OTHER = "right", "partly right", "nearly right", "other"


@dataclass(frozen=True, slots=True)
class Tally:
    """One line of a reveal.

    Attributes:
        text: What the option says; for numbers and terms `right`, what a trap's value comes from, or `other`.
        votes: How many chose it.
        right: Whether it is right.
        reason: Why it is wrong, where that is known.
    """

    text: str
    votes: int
    right: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Vote:
    """What one member answered.

    Attributes:
        seed: Of the variant they had.
        reason: That of the grade: for a number the message of the trap, with the numbers of that variant.
    """

    seed: int
    answer: Answer
    verdict: Verdict
    reason: str = ""


def tallies(variant: Variant, votes: Sequence[Vote]) -> tuple[Tally, ...]:
    """Count the answers to a question, right ones first, then by votes; options are named by what they say.

    Args:
        variant: The one that is shown to all: it names options and traps, whatever numbers each had.
        votes: One per member who answered.
    """
    if variant.options:
        lines = _of_options(variant, votes)
    elif variant.number is not None:
        lines = _of_number(variant, votes)
    else:
        lines = _of_verdicts(votes, NEAR if variant.accepted else PARTLY)
    return tuple(sorted(lines, key=lambda line: (not line.right, -line.votes)))


def _of_options(variant: Variant, votes: Sequence[Vote]) -> list[Tally]:
    orders = {seed: option_order(variant.question, seed) for seed in {variant.seed, *(vote.seed for vote in votes)}}
    chosen = Counter(
        orders[vote.seed][place] for vote in votes if isinstance(vote.answer, Chosen) for place in vote.answer.places
    )
    return [
        Tally(option.text, chosen[named], option.right, option.reason)
        for option, named in zip(variant.options, orders[variant.seed], strict=True)
    ]


def _of_number(variant: Variant, votes: Sequence[Vote]) -> list[Tally]:
    names, fallen, rights = _traps(variant), Counter[int](), 0
    for vote in votes:
        rights += vote.verdict is Verdict.RIGHT
        trap = _trap(variant, names, vote)
        fallen.update([] if trap is None else [trap])
    others = len(votes) - rights - fallen.total()
    lines = [Tally(RIGHT, rights, right=True)]
    lines += [Tally(names[trap], count, right=False) for trap, count in sorted(fallen.items())]
    return lines + ([Tally(OTHER, others, right=False)] if others else [])


def _trap(variant: Variant, names: Sequence[str], vote: Vote) -> int | None:
    """Find a trap's place in the bank by its message, which may hold the numbers of the member's own variant."""
    if not vote.reason:
        return None
    if vote.reason in names:
        return names.index(vote.reason)
    own = _traps(draw_variant(variant.question, vote.seed))
    return own.index(vote.reason) if vote.reason in own else None


def _traps(variant: Variant) -> list[str]:
    return [message for _, message in variant.number.traps] if variant.number is not None else []


def _of_verdicts(votes: Sequence[Vote], partly: str) -> list[Tally]:
    said = Counter(vote.verdict for vote in votes)
    others = len(votes) - said[Verdict.RIGHT] - said[Verdict.PARTLY]
    lines = [Tally(RIGHT, said[Verdict.RIGHT], right=True)]
    lines += [Tally(partly, said[Verdict.PARTLY], right=False)] if said[Verdict.PARTLY] else []
    return lines + ([Tally(OTHER, others, right=False)] if others else [])


def talk(variant: Variant, lines: Sequence[Tally], votes: Sequence[Vote], drawn: Callable[[int], Variant]) -> str:
    """Give a line to talk about after the reveal, from what was chosen.

    Args:
        variant: The one that is shown to all.
        lines: What `tallies` gave.
        votes: One per member who answered.
        drawn: Gives the variant of a seed.
    """
    answered = len(votes)
    if not answered:
        return "Nobody answered this one. What would you want to know first?"
    wrong = max((line for line in lines if not line.right), key=lambda line: line.votes, default=None)
    if wrong is not None and wrong.votes:
        count, what = _astray(variant, votes, drawn) or (wrong.votes, _wrongly(variant, wrong))
        return f"{count} of {answered} {what}"
    rarest = min((line for line in lines if line.right), key=lambda line: line.votes)
    if rarest.votes < answered:
        return f"{rarest.votes} of {answered} chose “{rarest.text}”. Why does it belong to the answer?"
    return "Everybody who answered had it right. Who can say why in one sentence, as to an interviewer?"


def _wrongly(variant: Variant, line: Tally) -> str:
    if variant.options:
        return f"chose “{line.text}”. What speaks for it, and what against?"
    thoughts = {
        PARTLY: "had a part of it right. Which part was hardest to place?",
        NEAR: "were close. What is the difference, in one sentence?",
        OTHER: "answered something else. Which thought leads there?",
    }
    return thoughts.get(line.text, "took the same wrong turn. How would you notice it in time?")


def _astray(variant: Variant, votes: Sequence[Vote], drawn: Callable[[int], Variant]) -> tuple[int, str] | None:
    """Find where most went astray in an order, or among rows, and how many; None elsewhere."""
    if variant.order is not None:
        most = _most(item for vote in votes for item in _swapped(drawn(vote.seed).order, vote.answer))
        items = [variant.order.items[place].strip() for place in variant.order.right]
        if most is not None:
            first, second = items[most[0]], items[most[0] + 1]
            return most[1], f"put “{second}” before “{first}”. What decides which comes first?"
    if variant.matching is not None:
        most = _most(row for vote in votes for row in _missed(drawn(vote.seed).matching, vote.answer))
        if most is not None:
            return most[1], f"gave “{variant.matching.rows[most[0]]}” something else. What tells it apart?"
    return None


def _swapped(key: OrderKey | None, answer: Answer) -> list[int]:
    """Give the items, by their places in the bank, that must stand right before the next one and stood after it."""
    if key is None or not isinstance(answer, Arranged):
        return []
    ranks = [answer.order.index(place) for place in key.right]
    return [
        item for item, pair in enumerate(pairwise(key.right)) if pair in key.pairs and ranks[item] > ranks[item + 1]
    ]


def _missed(key: MatchKey | None, answer: Answer) -> list[int]:
    """Give the rows that were given another option than their own."""
    if key is None or not isinstance(answer, Matched):
        return []
    return [row for row, (given, right) in enumerate(zip(answer.choices, key.right, strict=True)) if given != right]


def _most(found: Iterable[int]) -> tuple[int, int] | None:
    """Give what was found most often, of equals the smallest, and how often."""
    return max(sorted(Counter(found).items()), key=lambda counted: counted[1], default=None)


def said(variant: Variant, answer: Answer, read_as: str = "") -> str:
    """Say an answer in the words of the question, telling nothing of whether it is right.

    Args:
        variant: The one that was answered.
        answer: What was answered.
        read_as: How a typed number was understood; of a term it would tell, and is left out.
    """
    match answer:
        case Chosen(places):
            return "; ".join(option.text for place, option in enumerate(variant.options) if place in places)
        case Typed(text):
            return (read_as if variant.number is not None else "") or text
        case Arranged(order) if variant.order is not None:
            return " → ".join(variant.order.items[place].strip() for place in order)
        case Matched(choices) if variant.matching is not None:
            key = variant.matching
            return "; ".join(f"{row} → {key.options[place].text}" for row, place in zip(key.rows, choices, strict=True))
        case _:
            return "I don't know"
