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
    """Code that passed, or that an interview ended with: which run it was, and the how manieth judged, from 1."""

    run_id: int
    nth: int


@dataclass(frozen=True, slots=True)
class Said:
    """An answer in one's own words: which of the person's it was.

    Attributes:
        marked: The 0-based places of the unsure points that the person says they made; None where nothing was marked.
    """

    answer_id: int
    marked: tuple[int, ...] | None = None


Answer = Chosen | Typed | Arranged | Matched | GaveUp | Submitted | Said


def to_plain(answer: Answer) -> dict[str, Any]:
    """Give the form that is stored as JSON."""
    plain: dict[str, Any]
    match answer:
        case Chosen(places):
            plain = {"chosen": sorted(places)}
        case Typed(text):
            plain = {"typed": text}
        case Arranged(order):
            plain = {"arranged": list(order)}
        case Matched(choices):
            plain = {"matched": list(choices)}
        case GaveUp():
            plain = {"gave_up": True}
        case Submitted(run_id, nth):
            plain = {"submitted": run_id, "nth": nth}
        case Said(answer_id, marked):
            plain = {"said": answer_id} | ({} if marked is None else {"marked": list(marked)})
        case _:
            assert_never(answer)
    return plain


def from_plain(plain: Mapping[str, Any]) -> Answer:
    """Read what `to_plain` gave.

    Raises:
        ValueError: It is no such form.
    """
    answer: Answer
    match plain:
        case {"chosen": [*places]}:
            answer = Chosen(frozenset(int(place) for place in places))
        case {"typed": str(text)}:
            answer = Typed(text)
        case {"arranged": [*order]}:
            answer = Arranged(tuple(int(place) for place in order))
        case {"matched": [*choices]}:
            answer = Matched(tuple(int(place) for place in choices))
        case {"gave_up": True}:
            answer = GaveUp()
        case {"submitted": int(run_id), "nth": int(nth)}:
            answer = Submitted(run_id, nth)
        case {"said": int(answer_id), "marked": [*marked]}:
            answer = Said(answer_id, tuple(int(place) for place in marked))
        case {"said": int(answer_id)}:
            answer = Said(answer_id)
        case _:
            raise ValueError(f"not a stored answer: {dict(plain)!r}")
    return answer
