"""A question as one person meets it: numbers drawn, names filled in, options shuffled."""

from dataclasses import dataclass

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
    short: str = ""
    why: str = ""
    aloud: str = ""
    hints: tuple[str, ...] = ()
