"""What people said in their own words, and what was heard of it."""

from dataclasses import asdict, astuple, dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, select, update

from bot.actions.records import VersionKey
from bot.actions.spoken_ports import NewSpoken, SpokenAnswer
from bot.rules.heard import Hearing
from bot.rules.review import Card
from bot.rules.spoken import from_plain, to_plain
from bot.storage.engine import insert, insert_in
from bot.storage.people import meet
from bot.storage.tables import attempts, spoken, spoken_marks

_WHOLE = select(spoken, spoken_marks.c.made).outerjoin(spoken_marks, spoken_marks.c.spoken_id == spoken.c.id)
MOST_MARKED = 30
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
            found = self.connection.execute(_WHOLE.where(known).order_by(spoken.c.id).limit(1))
            return _answer(found.mappings().one())
        added = self.of(new.attempt_id)
        assert added is not None  # noqa: S101 (it was inserted just now)
        return added

    def get(self, answer_id: int) -> SpokenAnswer | None:
        """Give one answer."""
        return self._one(_WHOLE.where(spoken.c.id == answer_id))

    def of(self, attempt_id: int) -> SpokenAnswer | None:
        """Give the answer to an attempt."""
        return self._one(_WHOLE.where(spoken.c.attempt_id == attempt_id))

    def hear(self, answer_id: int, hearing: Hearing, before: Card | None) -> bool:
        """Keep what was heard; False (and nothing changed) where it was heard before."""
        row: dict[str, Any] = {"hearing": to_plain(hearing)}
        if before is not None:
            row |= {"before_due": before.due, "before_state": before.state}
        unheard = (spoken.c.id == answer_id, spoken.c.hearing.is_(None))
        return self.connection.execute(update(spoken).where(*unheard).values(row)).rowcount == 1

    def mark(self, answer_id: int, made: tuple[int, ...], by: int, at: datetime) -> None:
        """Keep which points an editor says an answer makes, in place of what one said before."""
        says = {"made": list(made), "at": at, "by": by}
        marked = insert(self.connection, spoken_marks).values(spoken_id=answer_id, **says)
        self.connection.execute(marked.on_conflict_do_update(index_elements=["spoken_id"], set_=says))

    def marked(self, key: VersionKey, guild_id: int) -> tuple[SpokenAnswer, ...]:
        """Give the newest 30 answers of a server to this very version that editors marked, the oldest first."""
        this = (attempts.c.scope, attempts.c.question_id, attempts.c.version)
        found = self.connection.execute(
            _WHOLE.join(attempts, attempts.c.id == spoken.c.attempt_id)
            .where(spoken.c.guild_id == guild_id, spoken_marks.c.made.is_not(None))
            .where(*(column == value for column, value in zip(this, astuple(key), strict=True)))
            .order_by(spoken_marks.c.at.desc(), spoken.c.id.desc())
            .limit(MOST_MARKED)
        )
        return tuple(map(_answer, reversed(found.mappings().all())))

    def unheard(self) -> tuple[SpokenAnswer, ...]:
        """Give every answer that is not graded, the oldest first."""
        found = self.connection.execute(_WHOLE.where(spoken.c.hearing.is_(None)).order_by(spoken.c.id))
        return tuple(map(_answer, found.mappings()))

    def _one(self, wanted: Select[Any]) -> SpokenAnswer | None:
        row = self.connection.execute(wanted).mappings().one_or_none()
        return _answer(row) if row else None


def _answer(row: RowMapping) -> SpokenAnswer:
    new = NewSpoken(**{name: row[name] for name in _NEW})
    hearing = from_plain(row["hearing"]) if row["hearing"] is not None else None
    before = Card(row["before_due"], row["before_state"]) if row["before_due"] is not None else None
    made = tuple(row["made"]) if row["made"] is not None else None
    return SpokenAnswer(row["id"], new, hearing, before, made)
