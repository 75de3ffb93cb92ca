"""What a person may answer, as plain values that can be stored and graded again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, assert_never


@dataclass(frozen=True, slots=True)
class Chosen:
    """Options pressed, by their 0-based place as shown (after the variant's shuffle)."""

    places: frozenset[int]


@dataclass(frozen=True, slots=True)
class Typed:
    """A number or a term, exactly as typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Arranged:
    """Items put in order: their 0-based places as shown, the first item first."""

    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """For each row, from the first, the 0-based place of its option as shown."""

    choices: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GaveUp:
    """The person pressed "I don't know"; kept apart from a wrong guess."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """Code that passed: which run of the person's it was, and the how manieth that was judged, from 1."""

    run_id: int
    nth: int


Answer = Chosen | Typed | Arranged | Matched | GaveUp | Submitted


def to_plain(answer: Answer) -> dict[str, Any]:
    """Give the form that is stored as JSON."""
    match answer:
        case Chosen(places):
            return {"chosen": sorted(places)}
        case Typed(text):
            return {"typed": text}
        case Arranged(order):
            return {"arranged": list(order)}
        case Matched(choices):
            return {"matched": list(choices)}
        case GaveUp():
            return {"gave_up": True}
        case Submitted(run_id, nth):
            return {"submitted": run_id, "nth": nth}
    assert_never(answer)


def from_plain(plain: Mapping[str, Any]) -> Answer:
    """Read what `to_plain` gave.

    Raises:
        ValueError: It is no such form.
    """
    match plain:
        case {"chosen": [*places]}:
            return Chosen(frozenset(int(place) for place in places))
        case {"typed": str(text)}:
            return Typed(text)
        case {"arranged": [*order]}:
            return Arranged(tuple(int(place) for place in order))
        case {"matched": [*choices]}:
            return Matched(tuple(int(place) for place in choices))
        case {"gave_up": True}:
            return GaveUp()
        case {"submitted": int(run_id), "nth": int(nth)}:
            return Submitted(run_id, nth)
        case _:
            raise ValueError(f"not a stored answer: {dict(plain)!r}")
