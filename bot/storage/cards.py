"""Cards: what is to be asked again, and when."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from bot.rules.review import Card
from bot.storage.engine import insert
from bot.storage.people import meet
from bot.storage.tables import cards


@dataclass(frozen=True, slots=True)
class Cards:
    """What is to be asked again, and when."""

    connection: Connection

    def get(self, person_id: int, scope: int, question_id: str) -> Card | None:
        """Give the card of a question."""
        own = (cards.c.person_id == person_id, cards.c.scope == scope, cards.c.question_id == question_id)
        row = self.connection.execute(select(cards.c.due, cards.c.state).where(*own)).one_or_none()
        return Card(*row) if row else None

    def put(self, person_id: int, scope: int, question_id: str, topic: str, card: Card) -> None:
        """Insert or replace the card of a question."""
        meet(self.connection, person_id)
        place = {"person_id": person_id, "scope": scope, "question_id": question_id}
        now = {"topic": topic, "due": card.due, "state": card.state}
        statement = insert(self.connection, cards).values(place | now)
        self.connection.execute(statement.on_conflict_do_update(index_elements=list(place), set_=now))

    def due(self, person_id: int, at: datetime) -> tuple[tuple[int, str], ...]:
        """Give (scope, question id) of the cards due at that time, the longest due first."""
        own = (cards.c.person_id == person_id, cards.c.due <= at)
        rows = self.connection.execute(select(cards.c.due, cards.c.scope, cards.c.question_id).where(*own))
        return tuple((scope, question_id) for _, scope, question_id in sorted(map(tuple, rows)))
