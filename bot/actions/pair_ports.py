"""What the actions of pair interviews need of the books, as a protocol."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.rules.choosing import Key
from bot.rules.pair import Pair, PairForm, PairQuestion, Partner


class Pairs(Protocol):
    """Pair interviews with their people, questions and forms, and whose card of a question somebody has seen."""

    def add(self, pair: Pair, people: Sequence[Partner]) -> Pair:
        """Insert one with its people and give it with its id; where its `call_id` is known, give that one instead.

        Raises:
            RuleBroken: `lost_race`: somebody live in it is in another one.
        """
        ...

    def get(self, pair_id: int) -> Pair | None:
        """Give one."""
        ...

    def save(self, pair: Pair) -> None:
        """Replace one."""
        ...

    def running(self, person_id: int) -> Pair | None:
        """Give the one that takes up the person."""
        ...

    def held(self, person_id: int) -> tuple[Pair, ...]:
        """Give those the person joined and that were begun, the newest first."""
        ...

    def on(self) -> tuple[Pair, ...]:
        """Give those that are not over, the oldest first."""
        ...

    def due(self, now: datetime) -> tuple[Pair, ...]:
        """Give those that the clock has to look at, the longest due first."""
        ...

    def next_due(self) -> datetime | None:
        """Give the earliest moment at which the clock has to look at one."""
        ...

    def behind(self) -> tuple[Pair, ...]:
        """Give those whose message has to be posted or drawn, the oldest first."""
        ...

    def people(self, pair_id: int) -> tuple[Partner, ...]:
        """Give the two, who invited first; fewer where one is not there yet, or no longer stored."""
        ...

    def save_partner(self, partner: Partner) -> None:
        """Insert or replace one of the two.

        Raises:
            RuleBroken: `lost_race`: live in another one.
        """
        ...

    def release(self, pair_id: int) -> None:
        """Have it take up nobody any more."""
        ...

    def questions(self, pair_id: int) -> tuple[PairQuestion, ...]:
        """Give its questions by half and number."""
        ...

    def save_question(self, question: PairQuestion) -> None:
        """Insert or replace a question, whose version is kept."""
        ...

    def forms(self, pair_id: int) -> tuple[PairForm, ...]:
        """Give its forms by half and person."""
        ...

    def save_form(self, form: PairForm) -> None:
        """Insert or replace a form."""
        ...

    def note_card(self, person_id: int, key: Key, at: datetime) -> None:
        """Remember for good that a person has seen the interviewer's card of a question; once."""
        ...

    def carded(self, person_id: int) -> frozenset[str]:
        """Give the ids of the questions whose interviewer's card a person has seen, in whatever version or server."""
        ...

    def answered(self, person_id: int) -> dict[str, datetime]:
        """Give the ids of the questions that a person was asked in pair interviews, each with when it was last."""
        ...
