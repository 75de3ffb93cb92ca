"""The check W06: whether the length of an option gives the key away over a whole bank; single questions are W01's."""

from collections.abc import Iterable, Iterator
from math import sqrt

from bot.bank.item import Item
from bot.rules.errors import Fault
from bot.rules.question import Question, SingleChoice

FEWEST = 8  # questions, below which chance explains anything
SURE = 2.0  # standard deviations above what chance gives


def balance_faults(where: str, items: Iterable[Item]) -> Iterator[Fault]:
    """Find where guessing the longest option of a single choice pays.

    Of a question with k options the key is longest by chance once in k; over many questions the number has the mean
    sum 1/k and the variance sum 1/k (1 - 1/k). What lies more than two standard deviations above is told.

    Args:
        where: The bank's name, for the faults.
        items: Its questions.

    Yields:
        W06 for the whole bank, then for each area.
    """
    single = [item.question for item in items if isinstance(item.question.body, SingleChoice)]
    areas = sorted({question.topic.partition(".")[0] for question in single})
    groups = [("the bank", single)]
    groups += [(area, [each for each in single if each.topic.startswith(f"{area}.")]) for area in areas]
    for name, questions in groups:
        hits, chance = sum(map(_longest, questions)), [_chance(question) for question in questions]
        mean, spread = sum(chance), sqrt(sum(p * (1 - p) for p in chance))
        if len(questions) >= FEWEST and hits > mean + SURE * spread:
            what = f"in {name} the key is the longest option of {hits} in {len(questions)} single choices"
            mend = f"shorten keys or fill distractors: chance alone gives {mean:.0f}"
            yield Fault(where, 0, "W06", what, mend)


def _longest(question: Question) -> bool:
    body = question.body
    return isinstance(body, SingleChoice) and all(len(body.right) > len(each.text) for each in body.wrong)


def _chance(question: Question) -> float:
    body = question.body
    return 1 / (1 + len(body.wrong)) if isinstance(body, SingleChoice) else 0.0
