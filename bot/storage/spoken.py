"""What people said in their own words, and what was heard of it."""

from dataclasses import asdict, dataclass, fields
from functools import cache
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, select, update

from bot.actions.spoken_ports import NewSpoken, SpokenAnswer
from bot.rules.heard import Hearing
from bot.rules.review import Card
from bot.rules.spoken import from_plain, to_plain
from bot.storage.engine import insert_in
from bot.storage.people import meet
from bot.storage.tables import spoken

_NEW = tuple(part.name for part in fields(NewSpoken))


@cache
def _adding(dialect: str) -> Any:
    return insert_in(dialect, spoken).on_conflict_do_nothing().returning(spoken.c.id)


@dataclass(frozen=True, slots=True)
class SpokenAnswers:
    """What people said in their own words."""

    connection: Connection

    def add(self, new: NewSpoken) -> SpokenAnswer:
        """Insert an answer; where the attempt has one already, give that one instead."""
        meet(self.connection, new.person_id)
        if self.connection.scalar(_adding(self.connection.dialect.name), asdict(new)) is None:
            known = (spoken.c.attempt_id == new.attempt_id) | (spoken.c.call_id == new.call_id)
            found = self.connection.execute(select(spoken).where(known).order_by(spoken.c.id).limit(1))
            return _answer(found.mappings().one())
        added = self.of(new.attempt_id)
        assert added is not None  # noqa: S101 (it was inserted just now)
        return added

    def get(self, answer_id: int) -> SpokenAnswer | None:
        """Give one answer."""
        return self._one(select(spoken).where(spoken.c.id == answer_id))

    def of(self, attempt_id: int) -> SpokenAnswer | None:
        """Give the answer to an attempt."""
        return self._one(select(spoken).where(spoken.c.attempt_id == attempt_id))

    def hear(self, answer_id: int, hearing: Hearing, before: Card | None) -> bool:
        """Keep what was heard; False (and nothing changed) where it was heard before."""
        row: dict[str, Any] = {"hearing": to_plain(hearing)}
        if before is not None:
            row |= {"before_due": before.due, "before_state": before.state}
        unheard = (spoken.c.id == answer_id, spoken.c.hearing.is_(None))
        return self.connection.execute(update(spoken).where(*unheard).values(row)).rowcount == 1

    def unheard(self) -> tuple[SpokenAnswer, ...]:
        """Give every answer that is not graded, the oldest first."""
        found = self.connection.execute(select(spoken).where(spoken.c.hearing.is_(None)).order_by(spoken.c.id))
        return tuple(map(_answer, found.mappings()))

    def _one(self, wanted: Select[Any]) -> SpokenAnswer | None:
        row = self.connection.execute(wanted).mappings().one_or_none()
        return _answer(row) if row else None


def _answer(row: RowMapping) -> SpokenAnswer:
    new = NewSpoken(**{name: row[name] for name in _NEW})
    hearing = from_plain(row["hearing"]) if row["hearing"] is not None else None
    before = Card(row["before_due"], row["before_state"]) if row["before_due"] is not None else None
    return SpokenAnswer(row["id"], new, hearing, before)
