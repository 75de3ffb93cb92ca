"""The check W06: whether the length of an option gives the key away over a whole bank; single questions are W01's."""

from collections.abc import Iterable, Iterator
from math import sqrt
from typing import NamedTuple

from bot.rules.errors import Fault
from bot.rules.question import Question, SingleChoice

FEWEST = 8  # questions, below which chance explains anything
SURE = 2.0  # standard deviations above what chance gives


class Lengths(NamedTuple):
    """How long a question's key is.

    Attributes:
        topic: The question's.
        options: How many options it has; 0 where it is no single choice.
        longest: Whether the key is longer than every distractor.
    """

    topic: str
    options: int
    longest: bool


def lengths_of(question: Question) -> Lengths:
    """Compare a question's options."""
    match question.body:
        case SingleChoice(right=right, wrong=wrong):
            return Lengths(question.topic, 1 + len(wrong), all(len(right) > len(each.text) for each in wrong))
        case _:
            return Lengths(question.topic, 0, longest=False)


def balance_faults(where: str, lengths: Iterable[Lengths]) -> Iterator[Fault]:
    """Find where guessing the longest option of a single choice pays.

    Of a question with k options the key is longest by chance once in k; over many questions the number has the mean
    sum 1/k and the variance sum 1/k (1 - 1/k). What lies more than two standard deviations above is told.

    Args:
        where: The bank's name, for the faults.
        lengths: Of its questions, of whatever type.

    Yields:
        W06 for the whole bank, then for each area.
    """
    single = [each for each in lengths if each.options]
    areas = sorted({each.topic.partition(".")[0] for each in single})
    for area in ("", *areas):
        group = [each for each in single if not area or each.topic.startswith(f"{area}.")]
        hits, mean = sum(each.longest for each in group), sum(1 / each.options for each in group)
        spread = sqrt(sum((1 - 1 / each.options) / each.options for each in group))
        if len(group) >= FEWEST and hits > mean + SURE * spread:
            what = f"in {area or 'the bank'} the key is the longest option in {hits} of {len(group)} single choices"
            yield Fault(where, 0, "W06", what, f"shorten keys or fill distractors: chance alone gives {mean:.0f}")
