"""A question as one person meets it: numbers drawn, names filled in, options shuffled."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import eq

from bot.rules.code import Task
from bot.rules.question import Question, Tolerance


@dataclass(frozen=True, slots=True)
class Option:
    """One option as shown; `reason` is why it is wrong, empty on a right one."""

    text: str
    right: bool
    reason: str


@dataclass(frozen=True, slots=True)
class NumberKey:
    """The number that is right, and the values that known mistakes lead to."""

    value: float
    tolerance: Tolerance
    unit: str
    traps: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class OrderKey:
    """Items to be put in order, and what makes an order right.

    Attributes:
        items: In the order shown, which is never right.
        right: A right order of their 0-based places.
        pairs: Places of which the first must come before the second: all such pairs, whether written or implied.
        code: Whether the items are lines of code.
    """

    items: tuple[str, ...]
    right: tuple[int, ...]
    pairs: tuple[tuple[int, int], ...]
    code: bool

    def kept(self, order: Sequence[int]) -> int:
        """Count the pairs that stand as they must in an order of all places."""
        at = {place: rank for rank, place in enumerate(order)}
        return sum(at[first] < at[second] for first, second in self.pairs)

    def nearest(self, order: Sequence[int]) -> tuple[int, ...]:
        """Give the right order that takes up the given one wherever it may: a right one as it is."""
        waiting, placed = list(order), list[int]()
        while waiting:
            free = (place for place in waiting if not any((other, place) in self.pairs for other in waiting))
            placed.append(next(free, waiting[0]))
            waiting.remove(placed[-1])
        return tuple(placed)


@dataclass(frozen=True, slots=True)
class MatchKey:
    """Rows, and the options they are to be given.

    Attributes:
        rows: In the order shown.
        options: In the order shown; `right` is said of those that some row has, the others carry a reason.
        right: For each row the 0-based place of its option.
    """

    rows: tuple[str, ...]
    options: tuple[Option, ...]
    right: tuple[int, ...]

    def kept(self, choices: Sequence[int]) -> int:
        """Count the rows that were given their option."""
        return sum(map(eq, choices, self.right))


@dataclass(frozen=True, slots=True)
class Variant:
    """One presentation of a question; the same for the same question version and seed, everywhere.

    Attributes:
        question: Where it comes from.
        seed: 0 <= seed < 2**64.
        text: The question with its names filled in; formulas still between dollars.
        options: In the order shown; empty unless it is a choice.
        number: Set where a number is asked for.
        accepted: Accepted terms, the first is shown; empty unless short text is asked for.
        near: Terms that are almost right.
        reject: Terms that are easily confused with the right one.
        order: Set where items are to be put in order.
        matching: Set where rows are to be matched with options.
        task: Set where code is to be written; as in the question, nothing of it varies.
    """

    question: Question
    seed: int
    text: str
    code: str = ""
    options: tuple[Option, ...] = ()
    number: NumberKey | None = None
    accepted: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    reject: tuple[str, ...] = ()
    order: OrderKey | None = None
    matching: MatchKey | None = None
    task: Task | None = None
    short: str = ""
    why: str = ""
    aloud: str = ""
    hints: tuple[str, ...] = ()

    @property
    def is_one_of_many(self) -> bool:
        """Whether another seed would show it otherwise: with other numbers, or in another order."""
        ordered = self.options or self.order is not None or self.matching is not None
        return bool(ordered) or self.question.template is not None
