"""Cards: what is to be asked again, and when."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, select

from bot.rules.review import Card
from bot.storage.engine import insert_in
from bot.storage.tables import cards

_PLACE = ("person_id", "scope", "question_id")
_STATE = ("topic", "due", "state")
_ONE = select(cards.c.due, cards.c.state).where(*(cards.c[name] == bindparam(name) for name in _PLACE))
_DUE = select(cards.c.due, cards.c.scope, cards.c.question_id).where(
    cards.c.person_id == bindparam("person_id"), cards.c.due <= bindparam("at")
)


@cache
def _putting(dialect: str) -> Any:
    statement = insert_in(dialect, cards)
    set_ = {name: statement.excluded[name] for name in _STATE}
    return statement.on_conflict_do_update(index_elements=list(_PLACE), set_=set_)


@dataclass(frozen=True, slots=True)
class Cards:
    """What is to be asked again, and when."""

    connection: Connection

    def get(self, person_id: int, scope: int, question_id: str) -> Card | None:
        """Give the card of a question."""
        place = {"person_id": person_id, "scope": scope, "question_id": question_id}
        row = self.connection.execute(_ONE, place).one_or_none()
        return Card(*row) if row else None

    def put(self, person_id: int, scope: int, question_id: str, topic: str, card: Card) -> None:
        """Insert or replace the card of a question; the person has answered it and so is known."""
        place = {"person_id": person_id, "scope": scope, "question_id": question_id}
        now = {"topic": topic, "due": card.due, "state": card.state}
        self.connection.execute(_putting(self.connection.dialect.name), place | now)

    def due(self, person_id: int, at: datetime) -> tuple[tuple[int, str], ...]:
        """Give (scope, question id) of the cards due at that time, the longest due first."""
        rows = self.connection.execute(_DUE, {"person_id": person_id, "at": at})
        return tuple((scope, question_id) for _, scope, question_id in sorted(map(tuple, rows)))
