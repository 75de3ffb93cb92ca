"""What members of open quizzes were shown, by their own clocks."""

from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, distinct, func, select, update

from bot.rules.quiz_open import Showing
from bot.storage.engine import insert_in
from bot.storage.quiz_tables import quiz_showings

_NAMES = tuple(part.name for part in fields(Showing))
_KEY = ("quiz_id", "person_id", "number")

# Statements are made once: to put one together takes longer than to run it.
_QUIZ_ID: BindParameter[int] = bindparam("in_quiz")
_PERSON_ID: BindParameter[int] = bindparam("of_person")
_NUMBER: BindParameter[int] = bindparam("of_number")
_THERE = quiz_showings.c.quiz_id == _QUIZ_ID
_BY = select(quiz_showings).where(_THERE, quiz_showings.c.person_id == _PERSON_ID).order_by(quiz_showings.c.number)
_ONE = select(quiz_showings).where(_THERE, quiz_showings.c.person_id == _PERSON_ID, quiz_showings.c.number == _NUMBER)
_SAVE = update(quiz_showings).where(_THERE, quiz_showings.c.person_id == _PERSON_ID, quiz_showings.c.number == _NUMBER)
_RUNNING = (
    select(quiz_showings)
    .where(_THERE, quiz_showings.c.done_at.is_(None))
    .order_by(quiz_showings.c.closes_at, quiz_showings.c.person_id)
)
_DONE_AT = func.coalesce(quiz_showings.c.done_at, quiz_showings.c.closes_at)
# Every row is written, so that an answer on its way meets it.
_CLOSE = update(quiz_showings).where(_THERE).values(done_at=_DONE_AT)
_BEGUN = select(quiz_showings.c.person_id).where(_THERE).distinct()
_THROUGH = (
    select(func.count(distinct(quiz_showings.c.person_id)))
    .where(_THERE)
    .where(quiz_showings.c.number >= _NUMBER, quiz_showings.c.done_at.is_not(None))
)


@cache
def _opening(dialect: str) -> Any:
    return insert_in(dialect, quiz_showings).on_conflict_do_nothing(index_elements=_KEY)


@dataclass(frozen=True, slots=True)
class Showings:
    """The questions that members of open quizzes were shown, by their own clocks."""

    connection: Connection

    def open(self, showing: Showing) -> Showing:
        """Insert a showing; where the member was shown that question before, give that one instead."""
        self.connection.execute(_opening(self.connection.dialect.name), _row(showing))
        return Showing(**self.connection.execute(_ONE, _place(showing)).mappings().one())

    def save(self, showing: Showing) -> None:
        """Replace a showing."""
        self.connection.execute(_SAVE, _row(showing) | _place(showing))

    def by(self, quiz_id: int, person_id: int) -> tuple[Showing, ...]:
        """Give what one member was shown, by number."""
        found = self.connection.execute(_BY, {"in_quiz": quiz_id, "of_person": person_id}).mappings()
        return tuple(Showing(**row) for row in found)

    def running(self, quiz_id: int) -> tuple[Showing, ...]:
        """Give those that nobody has closed yet, the one that ends first at the beginning."""
        found = self.connection.execute(_RUNNING, {"in_quiz": quiz_id}).mappings()
        return tuple(Showing(**row) for row in found)

    def close(self, quiz_id: int) -> None:
        """Close all of a quiz that are not, each at the end of its time."""
        self.connection.execute(_CLOSE, {"in_quiz": quiz_id})

    def begun(self, quiz_id: int) -> frozenset[int]:
        """Give the members who were shown a question."""
        return frozenset(self.connection.scalars(_BEGUN, {"in_quiz": quiz_id}))

    def through(self, quiz_id: int, number: int) -> int:
        """Count the members who are done with a question of that number or a later one."""
        return self.connection.scalar(_THROUGH, {"in_quiz": quiz_id, "of_number": number}) or 0


def _row(showing: Showing) -> dict[str, Any]:
    return {name: getattr(showing, name) for name in _NAMES}


def _place(showing: Showing) -> dict[str, Any]:
    return {"in_quiz": showing.quiz_id, "of_person": showing.person_id, "of_number": showing.number}
