"""The check E16: questions that say nearly the same words as another; which ones do is found elsewhere."""

from collections.abc import Iterable, Iterator

from bot.bank.item import Finding, Item
from bot.bank.node import line_of
from bot.rules.errors import Fault


def copy_faults(items: Iterable[Item], pairs: Iterable[tuple[str, str, float]]) -> Iterator[Fault]:
    """Say of near-verbatim copies where they stand.

    Args:
        items: The questions, in the order of files and lines.
        pairs: Ids of two questions each, and how alike they are, 0 to 1.

    Yields:
        E16 at the later one of each two.
    """
    placed = {item.question.id: (rank, item) for rank, item in enumerate(items)}
    for one, other, likeness in pairs:
        first, later = (item for _, item in sorted((placed[one], placed[other]), key=lambda each: each[0]))
        stands = f"{first.where}:{line_of(first.node, ('id',))}"
        what = f"it is nearly `{first.question.id}` ({stands}; likeness {likeness:.2f})"
        yield later.fault(Finding("E16", ("q",), what, "remove one of them, or ask something else"))
