"""Attempts: questions asked, and how they were answered."""

from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Connection,
    RowMapping,
    bindparam,
    case,
    exists,
    func,
    null,
    or_,
    select,
    union_all,
    update,
)

from bot.actions.records import INTERVIEW, Attempt, NewAttempt, Person, Seen, Settled, TopicTally, VersionKey
from bot.rules.grading import Verdict
from bot.rules.question import Level
from bot.rules.quiz import State
from bot.storage.engine import insert_in
from bot.storage.people import meet, person_of
from bot.storage.quiz_tables import quiz_members, quizzes
from bot.storage.tables import attempts, cards, people

# Statements are made once: to put one together takes longer than to run it.
_ONE = select(attempts).where(attempts.c.id == bindparam("attempt_id"))
_PLAYS = (
    exists()
    .where(quiz_members.c.person_id == attempts.c.person_id)
    .where(quizzes.c.id == quiz_members.c.quiz_id, quizzes.c.state == State.RUNNING.value)
)
_WITH_PERSON = (
    select(attempts, *(column.label(f"own_{column.name}") for column in people.c), _PLAYS.label("plays"))
    .join(people, people.c.id == attempts.c.person_id)
    .where(attempts.c.id == bindparam("attempt_id"))
)
_OPEN_ONE = update(attempts).where(attempts.c.id == bindparam("attempt_id")).where(attempts.c.answered_at.is_(None))
_NEWEST_HERE = (
    select(attempts)
    .where(attempts.c.person_id == bindparam("person_id"), attempts.c.channel_id == bindparam("channel_id"))
    .where(attempts.c.within.not_like(f"{INTERVIEW}%"))
    .order_by(attempts.c.id.desc())
    .limit(1)
)


@cache
def _opening(dialect: str) -> Any:
    return insert_in(dialect, attempts).on_conflict_do_nothing().returning(attempts.c.id)


def _lines_seen() -> CompoundSelect[Any]:
    """Give what was asked, and with no count of answers what is to come again, also what only a quiz has asked."""
    met = (
        select(
            func.max(attempts.c.id).label("newest"),
            func.max(attempts.c.asked_at).label("last"),
            func.count(attempts.c.answered_at).label("answered"),
        )
        .where(attempts.c.person_id == bindparam("person_id"))
        .group_by(attempts.c.scope, attempts.c.question_id)
        .subquery()
    )
    asked = select(attempts.c.scope, attempts.c.question_id, attempts.c.topic, met.c.last, met.c.answered)
    again = select(cards.c.scope, cards.c.question_id, cards.c.topic, cards.c.due, null())
    return union_all(
        asked.join(met, met.c.newest == attempts.c.id),
        again.where(cards.c.person_id == bindparam("person_id")),
    )


_SEEN = _lines_seen()
_SETTLED = tuple(part.name for part in fields(Settled))
_NEW = tuple(part.name for part in fields(NewAttempt) if part.name != "key")


@dataclass(frozen=True, slots=True)
class Attempts:
    """Questions asked, and how they were answered."""

    connection: Connection

    def open(self, new: NewAttempt) -> Attempt:
        """Insert an attempt; where its `call_id` or `follows` is known already, give that one instead."""
        meet(self.connection, new.person_id)
        row = {name: getattr(new, name) for name in _NEW}
        row |= {"scope": new.key.scope, "question_id": new.key.question_id, "version": new.key.version, "hints": 0}
        own_id = self.connection.scalar(_opening(self.connection.dialect.name), row)
        if own_id is not None:
            return Attempt(own_id, new)
        known = attempts.c.call_id == new.call_id
        if new.follows is not None:
            known = or_(known, attempts.c.follows == new.follows)
        found = self.connection.execute(select(attempts).where(known).order_by(attempts.c.id).limit(1))
        return _attempt(found.mappings().one())

    def get(self, attempt_id: int) -> Attempt | None:
        """Give one attempt."""
        row = self.connection.execute(_ONE, {"attempt_id": attempt_id}).mappings().one_or_none()
        return _attempt(row) if row else None

    def with_person(self, attempt_id: int) -> tuple[Attempt, Person, bool] | None:
        """Give one attempt, whose it is, and whether that person came into a quiz that is on, in one look."""
        row = self.connection.execute(_WITH_PERSON, {"attempt_id": attempt_id}).mappings().one_or_none()
        return (_attempt(row), person_of(row, "own_"), row["plays"]) if row else None

    def settle(self, attempt_id: int, settled: Settled) -> bool:
        """Record the end of an open attempt; False (and nothing changed) where it has ended before."""
        row = {name: getattr(settled, name) for name in _SETTLED}
        return self.connection.execute(_OPEN_ONE, row | {"attempt_id": attempt_id}).rowcount == 1

    def mark(self, attempt_id: int, settled: Settled) -> None:
        """Replace how a settled attempt ended, such as once its person has marked what was unsure."""
        row = {name: getattr(settled, name) for name in _SETTLED}
        ended = (attempts.c.id == attempt_id, attempts.c.answered_at.is_not(None))
        self.connection.execute(update(attempts).where(*ended).values(row))

    def set_hints(self, attempt_id: int, hints: int) -> bool:
        """Raise the number of hints shown on an open attempt to `hints`; False where it has ended or shows as many."""
        fewer = (attempts.c.id == attempt_id, attempts.c.answered_at.is_(None), attempts.c.hints < hints)
        return self.connection.execute(update(attempts).where(*fewer).values(hints=hints)).rowcount == 1

    def set_message(self, attempt_id: int, message_id: int) -> None:
        """Remember the message that shows the attempt."""
        self.connection.execute(update(attempts).where(attempts.c.id == attempt_id).values(message_id=message_id))

    def waiting(self, person_id: int, channel_id: int) -> Attempt | None:
        """Give the person's newest attempt of practice in that channel if it is still open."""
        here = {"person_id": person_id, "channel_id": channel_id}
        row = self.connection.execute(_NEWEST_HERE, here).mappings().one_or_none()
        return _attempt(row) if row and row["answered_at"] is None else None

    def seen(self, person_id: int) -> tuple[Seen, ...]:
        """Give what the person has met, one line per question: the last topic it had, and when it was last asked."""
        rows = self.connection.execute(_SEEN, {"person_id": person_id}).all()
        due = {(row[0], row[1]): row for row in rows if row[4] is None}
        lines: list[Seen] = []
        for scope, question_id, topic, last, answered in rows:
            if answered is not None:
                card = due.pop((scope, question_id), None)
                lines.append(Seen(scope, question_id, topic, last, answered, card[3] if card else None))
        lines += [Seen(scope, question_id, topic, at, 0, at) for scope, question_id, topic, at, _ in due.values()]
        return tuple(sorted(lines, key=lambda line: (line.scope, line.question_id)))

    def tallies(self, person_id: int) -> tuple[TopicTally, ...]:
        """Give the person's results by topic; only settled attempts count, those given up among them."""
        gave_up = case((attempts.c.verdict == Verdict.GAVE_UP.value, 1), else_=0)
        lines = (
            select(attempts.c.topic, func.count(), func.sum(attempts.c.score), func.sum(gave_up))
            .where(attempts.c.person_id == person_id, attempts.c.answered_at.is_not(None))
            .group_by(attempts.c.topic)
        )
        rows = self.connection.execute(lines)
        return tuple(sorted((TopicTally(*row) for row in rows), key=lambda line: line.topic))


def _attempt(row: RowMapping) -> Attempt:
    new = NewAttempt(
        call_id=row["call_id"],
        person_id=row["person_id"],
        guild_id=row["guild_id"],
        channel_id=row["channel_id"],
        key=VersionKey(row["scope"], row["question_id"], row["version"]),
        topic=row["topic"],
        seed=row["seed"],
        asked_at=row["asked_at"],
        greet=row["greet"],
        within=row["within"],
        level=Level(row["level"]) if row["level"] else None,
        follows=row["follows"],
    )
    return Attempt(row["id"], new, row["hints"], row["message_id"], _settled(row))


def _settled(row: RowMapping) -> Settled | None:
    if row["answered_at"] is None:
        return None
    return Settled(
        answered_at=row["answered_at"],
        answer=row["answer"],
        score=row["score"],
        verdict=row["verdict"],
        reason=row["reason"],
        read_as=row["read_as"],
        comes_back=row["comes_back"],
        next_scope=row["next_scope"],
        next_question_id=row["next_question_id"],
        next_because=row["next_because"],
    )
