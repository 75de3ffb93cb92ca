"""Pair interviews: their people, questions and forms, and whose card of a question somebody has seen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    RowMapping,
    Table,
    and_,
    bindparam,
    case,
    func,
    not_,
    or_,
    select,
    text,
    update,
)

from bot.rules.choosing import Key
from bot.rules.interview import Kind
from bot.rules.pair import Mark, Pair, PairForm, PairQuestion, Partner, Phase, Seat
from bot.rules.question import Level
from bot.storage.engine import insert
from bot.storage.pair_tables import BEHIND, ON, pair_cards, pair_forms, pair_people, pair_questions, pairs
from bot.storage.people import meet

_NAMES = tuple(part.name for part in fields(Pair))
_DUE = select(pairs).where(pairs.c.due_at <= bindparam("now")).order_by(pairs.c.due_at, pairs.c.id)
_NEXT_DUE = select(func.min(pairs.c.due_at)).where(pairs.c.due_at.is_not(None))
_ON = select(pairs).where(text(ON)).order_by(pairs.c.id)
_BEHIND = select(pairs).where(text(BEHIND)).order_by(pairs.c.id)
_HIS = select(pairs).join(pair_people, pair_people.c.pair_id == pairs.c.id)
_ASKS_FIRST = pair_people.c.seat == pairs.c.first
_ANSWERED = (
    select(pair_questions.c.question_id, func.max(pair_questions.c.asked_at))
    .join(pairs, pairs.c.id == pair_questions.c.pair_id)
    .join(pair_people, pair_people.c.pair_id == pairs.c.id)
    .where(pair_people.c.person_id == bindparam("who"), pair_people.c.joined_at.is_not(None))
    .where(pair_questions.c.asked_at.is_not(None))
    .where(or_(and_(pair_questions.c.half == 1, not_(_ASKS_FIRST)), and_(pair_questions.c.half != 1, _ASKS_FIRST)))
    .group_by(pair_questions.c.question_id)
)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pair interviews."""

    connection: Connection

    def add(self, pair: Pair, people: Sequence[Partner]) -> Pair:
        """Insert one with its people and give it with its id; where its `call_id` is known, give that one."""
        statement = insert(self.connection, pairs).values(_row(pair))
        added = statement.on_conflict_do_nothing(index_elements=[pairs.c.call_id]).returning(pairs.c.id)
        own_id = self.connection.scalar(added)
        if own_id is None:
            found = self.connection.execute(select(pairs).where(pairs.c.call_id == pair.call_id))
            return _pair(found.mappings().one())
        for partner in people:
            self.save_partner(replace(partner, pair_id=own_id))
        return replace(pair, id=own_id)

    def get(self, pair_id: int) -> Pair | None:
        """Give one."""
        row = self.connection.execute(select(pairs).where(pairs.c.id == pair_id)).mappings().one_or_none()
        return _pair(row) if row else None

    def save(self, pair: Pair) -> None:
        """Replace one."""
        self.connection.execute(update(pairs).where(pairs.c.id == pair.id).values(_row(pair)))

    def running(self, person_id: int) -> Pair | None:
        """Give the one that takes up the person."""
        own = _HIS.where(pair_people.c.person_id == person_id, pair_people.c.live)
        row = self.connection.execute(own).mappings().one_or_none()
        return _pair(row) if row else None

    def held(self, person_id: int) -> tuple[Pair, ...]:
        """Give those the person joined and that were begun, the newest first."""
        own = _HIS.where(pair_people.c.person_id == person_id, pair_people.c.joined_at.is_not(None))
        begun = select(pair_questions.c.pair_id).where(pair_questions.c.pair_id == pairs.c.id)
        return self._all(own.where(begun.exists()).order_by(pairs.c.id.desc()))

    def on(self) -> tuple[Pair, ...]:
        """Give those that are not over, the oldest first."""
        return self._all(_ON)

    def due(self, now: datetime) -> tuple[Pair, ...]:
        """Give those that the clock has to look at, the longest due first."""
        return tuple(map(_pair, self.connection.execute(_DUE, {"now": now}).mappings()))

    def next_due(self) -> datetime | None:
        """Give the earliest moment at which the clock has to look at one."""
        at: datetime | None = self.connection.scalar(_NEXT_DUE)
        return at

    def behind(self) -> tuple[Pair, ...]:
        """Give those whose message has to be posted or drawn, the oldest first."""
        return self._all(_BEHIND)

    def people(self, pair_id: int) -> tuple[Partner, ...]:
        """Give the two, who invited first."""
        first = case((pair_people.c.seat == Seat.INVITER.value, 0), else_=1)
        found = select(pair_people).where(pair_people.c.pair_id == pair_id).order_by(first)
        return tuple(
            Partner(**row | {"seat": Seat(row["seat"])}) for row in map(dict, self.connection.execute(found).mappings())
        )

    def save_partner(self, partner: Partner) -> None:
        """Insert or replace one of the two."""
        meet(self.connection, partner.person_id)
        self._put(pair_people, ("pair_id", "seat"), _plain(partner, seat=partner.seat.value))

    def release(self, pair_id: int) -> None:
        """Have it take up nobody any more."""
        self.connection.execute(update(pair_people).where(pair_people.c.pair_id == pair_id).values(live=False))

    def questions(self, pair_id: int) -> tuple[PairQuestion, ...]:
        """Give its questions by half and number."""
        own = select(pair_questions).where(pair_questions.c.pair_id == pair_id)
        found = self.connection.execute(own.order_by(pair_questions.c.half, pair_questions.c.number))
        return tuple(PairQuestion(**row) for row in found.mappings())

    def save_question(self, question: PairQuestion) -> None:
        """Insert or replace a question."""
        self._put(pair_questions, ("pair_id", "half", "number"), _plain(question))

    def forms(self, pair_id: int) -> tuple[PairForm, ...]:
        """Give its forms by half and person."""
        own = select(pair_forms).where(pair_forms.c.pair_id == pair_id)
        found = self.connection.execute(own.order_by(pair_forms.c.half, pair_forms.c.person_id))
        return tuple(PairForm(**row | {"marks": _marks(row["marks"])}) for row in map(dict, found.mappings()))

    def save_form(self, form: PairForm) -> None:
        """Insert or replace a form."""
        meet(self.connection, form.person_id)
        marks = {str(number): [mark.value for mark in each] for number, each in form.marks.items()}
        self._put(pair_forms, ("pair_id", "half", "person_id"), _plain(form, marks=marks))

    def note_card(self, person_id: int, key: Key, at: datetime) -> None:
        """Remember for good that a person has seen the interviewer's card of a question; once."""
        meet(self.connection, person_id)
        row = {"person_id": person_id, "scope": key[0], "question_id": key[1], "at": at}
        self.connection.execute(insert(self.connection, pair_cards).values(row).on_conflict_do_nothing())

    def carded(self, person_id: int) -> frozenset[str]:
        """Give the ids of the questions whose interviewer's card a person has seen."""
        own = select(pair_cards.c.question_id).where(pair_cards.c.person_id == person_id)
        return frozenset(self.connection.scalars(own))

    def answered(self, person_id: int) -> dict[str, datetime]:
        """Give the ids of the questions that a person was asked, each with when it was last."""
        return {row[0]: row[1] for row in self.connection.execute(_ANSWERED, {"who": person_id})}

    def _all(self, statement: Any) -> tuple[Pair, ...]:
        return tuple(map(_pair, self.connection.execute(statement).mappings()))

    def _put(self, table: Table, key: Iterable[str], row: dict[str, Any]) -> None:
        statement = insert(self.connection, table).values(row)
        self.connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=row))


def _plain(record: Any, **more: Any) -> dict[str, Any]:
    return {part.name: getattr(record, part.name) for part in fields(record)} | more


def _row(pair: Pair) -> dict[str, Any]:
    row = _plain(pair, kind=pair.kind.value, level=pair.level.value, phase=pair.phase.value, first=pair.first.value)
    del row["id"]
    return row | {"ended_phase": pair.ended_phase.value if pair.ended_phase is not None else None}


def _pair(row: RowMapping) -> Pair:
    return Pair(
        **{name: row[name] for name in _NAMES}
        | {
            "kind": Kind(row["kind"]),
            "level": Level(row["level"]),
            "phase": Phase(row["phase"]),
            "first": Seat(row["first"]),
            "ended_phase": Phase(row["ended_phase"]) if row["ended_phase"] is not None else None,
        }
    )


def _marks(plain: dict[str, list[str]]) -> dict[int, tuple[Mark, ...]]:
    return {int(number): tuple(map(Mark, each)) for number, each in plain.items()}
