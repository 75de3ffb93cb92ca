"""The check W07: what people's answers say about the questions; the answers are handed in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.bank.item import Finding, Item
from bot.rules.errors import Fault
from bot.rules.observed import Given, complaints, tally


def observed_faults(items: Iterable[Item], given: Mapping[tuple[str, int], Sequence[Given]]) -> Iterator[Fault]:
    """Say what the answers to the questions' newest versions speak against.

    Args:
        items: The questions.
        given: First answers by id and version; what is not among the items is passed over.
    """
    for item in items:
        answers = given.get((item.question.id, item.question.version), ())
        if answers:
            for what, mend in complaints(item.question, tally(item.question, answers)):
                yield item.fault(Finding("W07", (), what, mend))
