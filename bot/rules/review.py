"""When a topic comes back: spaced repetition over results, by the fsrs library with fuzz off."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Card:
    """A question's place in a person's reviews.

    Attributes:
        due: When it is asked again, aware UTC.
        state: The scheduler's own state as JSON text; only rules/review reads it.
    """

    due: datetime
    state: str
