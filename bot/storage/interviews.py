"""Mock interviews with their slots, turns, messages and marks."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection, RowMapping, Select, Table, delete, exists, func, or_, select, text, update

from bot.actions.interview_ports import InterviewMessage, Mark, Share
from bot.rules.interview import Choice, Interview, Kind, Loop, Pulse, Slot, Sort, State, Turn
from bot.rules.interview_course import wiped
from bot.rules.question import Level
from bot.rules.spoken import from_plain, to_plain
from bot.storage.engine import insert_in
from bot.storage.interview_tables import (
    BEHIND,
    ON,
    interview_loops,
    interview_marks,
    interview_messages,
    interview_pulse,
    interview_shares,
    interview_slots,
    interview_turns,
    interview_words,
    interviews,
)
from bot.storage.people import meet

T = TypeVar("T")

_INTERVIEW, _SLOT, _TURN, _MESSAGE = (
    tuple(part.name for part in fields(kind)) for kind in (Interview, Slot, Turn, InterviewMessage)
)
_MARK, _SHARE, _LOOP, _PULSE = (tuple(part.name for part in fields(kind)) for kind in (Mark, Share, Loop, Pulse))
_NO_ROOM = (interviews.c.state == State.RUNNING.value) & interviews.c.channel_id.is_(None)
_WAITING = select(interviews.c.id).where(
    or_(
        interviews.c.state == State.HEARING.value,
        _NO_ROOM,
        exists().where(interview_messages.c.interview_id == interviews.c.id, text(BEHIND)),
    )
)


@cache
def _adding(dialect: str, table: Table) -> Any:
    return insert_in(dialect, table).on_conflict_do_nothing(index_elements=["call_id"]).returning(table.c.call_id)


@cache
def _saving(dialect: str, table: Table) -> Any:
    """Make the statement that inserts a row or replaces the one with the same key."""
    added = insert_in(dialect, table)
    key = [column.name for column in table.primary_key]
    rest = {column.name: added.excluded[column.name] for column in table.columns if column.name not in key}
    return added.on_conflict_do_update(index_elements=key, set_=rest)


@dataclass(frozen=True, slots=True)
class Interviews:
    """Interviews with their slots, turns, messages and marks."""

    connection: Connection

    def add(self, interview: Interview, slots: tuple[Slot, ...]) -> Interview:
        """Insert one with its slots and give it with its id; where the call is known, give that one instead."""
        meet(self.connection, interview.person_id)
        row = _row(interview, _INTERVIEW)
        del row["id"]
        new = self.connection.scalar(_adding(self._dialect, interviews), row) is not None
        added = _known(self.of_call(interview.call_id))
        owner = {"interview_id": added.id, "person_id": added.person_id}
        if new and slots:
            self.connection.execute(interview_slots.insert(), [_row(slot, _SLOT) | owner for slot in slots])
        return added

    def of_call(self, call_id: int) -> Interview | None:
        """Give the one that a call started."""
        return self._one(select(interviews).where(interviews.c.call_id == call_id))

    def get(self, interview_id: int) -> Interview | None:
        """Give one."""
        return self._one(select(interviews).where(interviews.c.id == interview_id))

    def save(self, interview: Interview) -> None:
        """Keep it as it is now."""
        row = _row(interview, _INTERVIEW)
        self.connection.execute(update(interviews).where(interviews.c.id == interview.id).values(row))

    def running(self, person_id: int) -> Interview | None:
        """Give the person's one that has not ended."""
        return self._one(select(interviews).where(interviews.c.person_id == person_id, text(ON)))

    def ended(self, person_id: int) -> tuple[Interview, ...]:
        """Give the person's that have ended, the newest first."""
        own = select(interviews).where(interviews.c.person_id == person_id, interviews.c.ended_at.is_not(None))
        return self._all(own.order_by(interviews.c.ended_at.desc(), interviews.c.id.desc()))

    def on(self) -> tuple[Interview, ...]:
        """Give all that have not ended."""
        return self._all(select(interviews).where(text(ON)).order_by(interviews.c.id))

    def add_loop(self, loop: Loop) -> Loop:
        """Insert a loop and give it with its id; where the call is known, give that one instead."""
        meet(self.connection, loop.person_id)
        row = _row(loop, _LOOP)
        del row["id"]
        self.connection.execute(_adding(self._dialect, interview_loops), row)
        return _known(self._loop(select(interview_loops).where(interview_loops.c.call_id == loop.call_id)))

    def loop(self, loop_id: int) -> Loop | None:
        """Give a loop."""
        return self._loop(select(interview_loops).where(interview_loops.c.id == loop_id))

    def newest_loop(self, person_id: int) -> Loop | None:
        """Give the loop that the person began last."""
        own = select(interview_loops).where(interview_loops.c.person_id == person_id)
        return self._loop(own.order_by(interview_loops.c.id.desc()).limit(1))

    def of_loop(self, loop_id: int) -> tuple[Interview, ...]:
        """Give a loop's rounds that were begun, in order of time."""
        return self._all(select(interviews).where(interviews.c.loop_id == loop_id).order_by(interviews.c.id))

    def slots(self, interview_id: int) -> tuple[Slot, ...]:
        """Give its slots by number."""
        return tuple(map(_slot, self._rows(interview_slots, interview_id)))

    def save_slot(self, interview_id: int, slot: Slot) -> None:
        """Keep a slot as it is now."""
        this = (interview_slots.c.interview_id == interview_id, interview_slots.c.number == slot.number)
        self.connection.execute(update(interview_slots).where(*this).values(_row(slot, _SLOT)))

    def turns(self, interview_id: int) -> tuple[Turn, ...]:
        """Give its turns by number."""
        return tuple(map(_turn, self._rows(interview_turns, interview_id)))

    def save_turn(self, turn: Turn) -> None:
        """Insert or replace a turn."""
        heard = {"hearing": to_plain(turn.hearing) if turn.hearing is not None else None}
        self._save(interview_turns, _row(turn, _TURN) | heard | self._owner(turn.interview_id))

    def says(self, interview_id: int, turn: int, call_id: int, words: str) -> bool:
        """Note a plain message so that it counts once; False where its call is known."""
        if not self._note(interview_id, turn, call_id):
            return False
        this = (interview_turns.c.interview_id == interview_id, interview_turns.c.number == turn)
        before = self.connection.scalar(select(interview_turns.c.words).where(*this))
        joined = f"{before}\n{words}" if before else words
        self.connection.execute(update(interview_turns).where(*this).values(words=joined))
        return True

    def messages(self, interview_id: int) -> tuple[InterviewMessage, ...]:
        """Give its messages by place."""
        return tuple(InterviewMessage(**row) for row in self._rows(interview_messages, interview_id))

    def save_message(self, message: InterviewMessage) -> None:
        """Insert or replace a message."""
        self._save(interview_messages, _row(message, _MESSAGE))

    def waiting(self) -> tuple[int, ...]:
        """Give those of which chat has something to carry out: no room yet, unheard, or a message behind."""
        return tuple(self.connection.scalars(_WAITING.order_by(interviews.c.id)))

    def due(self, now: datetime) -> tuple[Interview, ...]:
        """Give those that the clock has to look at."""
        due = select(interviews).where(interviews.c.due_at <= now)
        return self._all(due.order_by(interviews.c.due_at, interviews.c.id))

    def next_due(self) -> datetime | None:
        """Say when one is due next."""
        found: datetime | None = self.connection.scalar(
            select(func.min(interviews.c.due_at)).where(interviews.c.due_at.is_not(None))
        )
        return found

    def marks(self, interview_id: int) -> tuple[Mark, ...]:
        """Give the marks of unsure points."""
        return tuple(Mark(**{name: row[name] for name in _MARK}) for row in self._rows(interview_marks, interview_id))

    def mark(self, interview_id: int, marks: tuple[Mark, ...]) -> None:
        """Add marks; a point that has one keeps it, but the person's own word replaces a peer's."""
        owner = self._owner(interview_id)
        known = {(mark.slot, mark.point): mark for mark in self.marks(interview_id)}
        for mark in marks:
            before = known.get((mark.slot, mark.point))
            if before is None or (mark.by == owner["person_id"] != before.by):
                self._save(interview_marks, _row(mark, _MARK) | {"interview_id": interview_id} | owner)

    def share(self, share: Share) -> None:
        """Insert or replace how a report is shared to a channel."""
        self._save(interview_shares, _row(share, _SHARE) | self._owner(share.interview_id))

    def shares(self, interview_id: int) -> tuple[Share, ...]:
        """Give where a report is shared to, by channel."""
        rows = self._rows(interview_shares, interview_id)
        return tuple(Share(**{name: row[name] for name in _SHARE}) for row in rows)

    def remove(self, interview_id: int) -> None:
        """Delete one with all that belongs to it."""
        self.connection.execute(delete(interviews).where(interviews.c.id == interview_id))

    def wipe(self, interview_id: int) -> None:
        """Take the person's words and quotes out of one that has ended; what came of it stays."""
        for turn in self.turns(interview_id):
            self.save_turn(wiped(turn))
        gone = {"wiped": True, "due_at": None}
        self.connection.execute(update(interviews).where(interviews.c.id == interview_id).values(gone))

    def pulse(self) -> Pulse | None:
        """Give when the bot was last known to be at work, None at the first start."""
        row = self.connection.execute(select(interview_pulse)).mappings().one_or_none()
        return Pulse(**{name: row[name] for name in _PULSE}) if row else None

    def set_pulse(self, pulse: Pulse) -> None:
        """Remember it."""
        self._save(interview_pulse, {"id": 1} | _row(pulse, _PULSE))

    @property
    def _dialect(self) -> str:
        return self.connection.dialect.name

    def _note(self, interview_id: int, turn: int, call_id: int) -> bool:
        row = {"call_id": call_id, "interview_id": interview_id, "turn": turn} | self._owner(interview_id)
        return self.connection.scalar(_adding(self._dialect, interview_words), row) is not None

    def _owner(self, interview_id: int) -> dict[str, Any]:
        owner = self.connection.scalar(select(interviews.c.person_id).where(interviews.c.id == interview_id))
        return {"person_id": owner or 0}  # nobody's: the key to the interview is missed then

    def _one(self, wanted: Select[Any]) -> Interview | None:
        row = self.connection.execute(wanted).mappings().one_or_none()
        return _interview(row) if row else None

    def _all(self, wanted: Select[Any]) -> tuple[Interview, ...]:
        return tuple(map(_interview, self.connection.execute(wanted).mappings()))

    def _loop(self, wanted: Select[Any]) -> Loop | None:
        row = self.connection.execute(wanted).mappings().one_or_none()
        return Loop(**dict(row) | {"level": Level(row["level"])}) if row else None

    def _rows(self, table: Table, interview_id: int) -> Any:
        own = select(table).where(table.c.interview_id == interview_id).order_by(*table.primary_key)
        return self.connection.execute(own).mappings()

    def _save(self, table: Table, row: Mapping[str, Any]) -> None:
        self.connection.execute(_saving(self._dialect, table), row)


def _known(found: T | None) -> T:
    assert found is not None  # noqa: S101 (it was inserted just now, or before)
    return found


def _row(record: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}


def _interview(row: RowMapping) -> Interview:
    kinds = {"kind": Kind(row["kind"]), "level": Level(row["level"]), "state": State(row["state"])}
    return Interview(**dict(row) | kinds)


def _slot(row: RowMapping) -> Slot:
    facts = {name: row[name] for name in _SLOT} | {"sort": Sort(row["sort"])}
    keys = {name: (row[name][0], row[name][1]) for name in ("easier", "planned", "harder")}
    return Slot(**facts | keys | {"chosen": Choice(row["chosen"]) if row["chosen"] else None})


def _turn(row: RowMapping) -> Turn:
    heard = from_plain(row["hearing"]) if row["hearing"] is not None else None
    return Turn(**{name: row[name] for name in _TURN} | {"hearing": heard})
