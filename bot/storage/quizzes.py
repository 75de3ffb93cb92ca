"""Quizzes with their questions, members, answers and public messages."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Connection, Table, bindparam, func, or_, select, text, update

from bot.actions.quiz_ports import PublicMessage
from bot.rules.choosing import Key
from bot.rules.quiz import END, Member, Numbers, Options, Pace, Quiz, Reply, Round, State
from bot.storage.engine import insert_in
from bot.storage.people import meet
from bot.storage.quiz_tables import (
    BEHIND,
    LIVE,
    heartbeat,
    quiz_members,
    quiz_messages,
    quiz_replies,
    quiz_rounds,
    quizzes,
)

_OPTIONS = tuple(part.name for part in fields(Options))
_QUIZ = tuple(part.name for part in fields(Quiz) if part.name != "options")
_ROUND, _MEMBER, _REPLY, _MESSAGE = (
    tuple(part.name for part in fields(kind)) for kind in (Round, Member, Reply, PublicMessage)
)

# Statements are made once: to put one together takes longer than to run it.
_QUIZ_ID: BindParameter[int] = bindparam("in_quiz")
_NUMBER: BindParameter[int] = bindparam("in_number")
_PLACE: BindParameter[int] = bindparam("in_place")
_PERSON_ID: BindParameter[int] = bindparam("of_person")
_PERSON_IDS: BindParameter[Sequence[int]] = bindparam("of_people", expanding=True)
_ONE = select(quizzes).where(quizzes.c.id == _QUIZ_ID)
_SAVE = update(quizzes).where(quizzes.c.id == _QUIZ_ID)
_DUE = select(quizzes).where(quizzes.c.due_at <= bindparam("now")).order_by(quizzes.c.due_at, quizzes.c.id)
_NEXT_DUE = select(func.min(quizzes.c.due_at)).where(quizzes.c.due_at.is_not(None))
_ROUNDS = select(quiz_rounds).where(quiz_rounds.c.quiz_id == _QUIZ_ID).order_by(quiz_rounds.c.number)
_ONE_ROUND = select(quiz_rounds).where(quiz_rounds.c.quiz_id == _QUIZ_ID, quiz_rounds.c.number == _NUMBER)
_MEMBERS = select(quiz_members).where(quiz_members.c.quiz_id == _QUIZ_ID)
_ONE_MEMBER = _MEMBERS.where(quiz_members.c.person_id == _PERSON_ID)
_SOME_MEMBERS = _MEMBERS.where(quiz_members.c.person_id.in_(_PERSON_IDS))
_IN = (quiz_members.c.quiz_id == _QUIZ_ID, quiz_members.c.left_at.is_(None))
_JOINED = select(func.count()).select_from(quiz_members).where(*_IN)
_ALLOWANCES = select(quiz_members.c.allowance).where(*_IN, quiz_members.c.first_round <= _NUMBER)
_ALIASES = select(quiz_members.c.alias).where(quiz_members.c.quiz_id == _QUIZ_ID, quiz_members.c.alias != "")
_TEAM_SIZES = select(quiz_members.c.team, func.count()).where(*_IN).group_by(quiz_members.c.team)
_READY = select(func.count().filter(quiz_members.c.ready >= _NUMBER), func.count()).where(
    *_IN, quiz_members.c.first_round <= _NUMBER
)
_REPLIES = select(quiz_replies).where(quiz_replies.c.quiz_id == _QUIZ_ID)
_IN_ORDER = (quiz_replies.c.number, quiz_replies.c.call_id)
_ALL_REPLIES = _REPLIES.order_by(*_IN_ORDER)
_REPLIES_TO = _REPLIES.where(quiz_replies.c.number == _NUMBER).order_by(*_IN_ORDER)
_REPLIES_OF = _REPLIES.where(quiz_replies.c.number == _NUMBER, quiz_replies.c.person_id.in_(_PERSON_IDS))
_REPLIES_BY = _REPLIES.where(quiz_replies.c.person_id == _PERSON_ID).order_by(quiz_replies.c.number)
_MESSAGES = select(quiz_messages).where(quiz_messages.c.quiz_id == _QUIZ_ID).order_by(quiz_messages.c.place)
_ONE_MESSAGE = select(quiz_messages).where(quiz_messages.c.quiz_id == _QUIZ_ID, quiz_messages.c.place == _PLACE)
_BEHIND = select(quiz_messages).where(text(BEHIND)).order_by(quiz_messages.c.quiz_id, quiz_messages.c.place)
_UNDER_SEAL = (
    select(quiz_rounds.c.scope, quiz_rounds.c.question_id)
    .join(quizzes, quizzes.c.id == quiz_rounds.c.quiz_id)
    .join(quiz_members, quiz_members.c.quiz_id == quizzes.c.id)
    .where(quiz_members.c.person_id == _PERSON_ID)
    # Whoever leaves an open quiz can come back to it.
    .where(or_(quiz_members.c.left_at.is_(None), quizzes.c.open_days > 0))
    .where(quizzes.c.state == State.RUNNING.value, quiz_rounds.c.revealed_at.is_(None))
    # The current one may have been posted although its opening is not kept yet.
    .where(or_(quiz_rounds.c.opened_at.is_not(None), quiz_rounds.c.number == quizzes.c.current))
)


@cache
def _adding(dialect: str) -> Any:
    return insert_in(dialect, quizzes).on_conflict_do_nothing(index_elements=["call_id"]).returning(quizzes.c.id)


@cache
def _saving(dialect: str, table: Table) -> Any:
    """Make the statement that inserts a row or replaces the one with the same key."""
    added = insert_in(dialect, table)
    key = [column.name for column in table.primary_key]
    rest = {column.name: added.excluded[column.name] for column in table.columns if column.name not in key}
    return added.on_conflict_do_update(index_elements=key, set_=rest)


@cache
def _replying(dialect: str) -> Any:
    """Make the statement that saves an answer unless a later one is there."""
    added = insert_in(dialect, quiz_replies)
    key = ["quiz_id", "number", "person_id"]
    rest = {name: added.excluded[name] for name in _REPLY if name not in key}
    later = added.excluded.call_id > quiz_replies.c.call_id
    return added.on_conflict_do_update(index_elements=key, set_=rest, where=later)


@dataclass(frozen=True, slots=True)
class Quizzes:
    """Quizzes with their questions, members, answers and public messages."""

    connection: Connection

    def add(self, quiz: Quiz, rounds: Sequence[Round]) -> Quiz:
        """Insert a quiz and its questions and give it with its id; where its `call_id` is known, give that one."""
        row = _plainly(quiz)
        del row["id"]
        own_id = self.connection.scalar(_adding(self.connection.dialect.name), row)
        if own_id is None:
            found = self.connection.execute(select(quizzes).where(quizzes.c.call_id == quiz.call_id))
            return _quiz(found.mappings().one())
        if rounds:
            rows = [_row(round_, _ROUND) | {"quiz_id": own_id} for round_ in rounds]
            self.connection.execute(quiz_rounds.insert(), rows)
        return replace(quiz, id=own_id)

    def get(self, quiz_id: int) -> Quiz | None:
        """Give one quiz."""
        row = self.connection.execute(_ONE, {"in_quiz": quiz_id}).mappings().one_or_none()
        return _quiz(row) if row else None

    def save(self, quiz: Quiz) -> None:
        """Replace a quiz."""
        self.connection.execute(_SAVE, _plainly(quiz) | {"in_quiz": quiz.id})

    def due(self, now: datetime) -> tuple[Quiz, ...]:
        """Give the quizzes that the clock has to look at, the longest due first."""
        return tuple(map(_quiz, self.connection.execute(_DUE, {"now": now}).mappings()))

    def next_due(self) -> datetime | None:
        """Give the earliest moment at which the clock has to look at one."""
        found: datetime | None = self.connection.scalar(_NEXT_DUE)
        return found

    def live(self, guild_id: int | None = None) -> tuple[Quiz, ...]:
        """Give the quizzes in their lobby or running, of a server or of all, the oldest first."""
        found = select(quizzes).where(text(LIVE)).order_by(quizzes.c.id)
        if guild_id is not None:
            found = found.where(quizzes.c.guild_id == guild_id)
        return tuple(map(_quiz, self.connection.execute(found).mappings()))

    def recent(self, guild_id: int, limit: int) -> tuple[tuple[Quiz, int], ...]:
        """Give a server's ended or stopped quizzes with how many took part, the newest first."""
        took_part = select(func.count()).where(quiz_members.c.quiz_id == quizzes.c.id).scalar_subquery()
        over = (quizzes.c.guild_id == guild_id, quizzes.c.state.in_([State.ENDED.value, State.STOPPED.value]))
        newest = quizzes.c.ended_at.desc(), quizzes.c.id.desc()
        found = select(quizzes, took_part.label("players")).where(*over).order_by(*newest).limit(limit)
        return tuple((_quiz(row), row["players"]) for row in self.connection.execute(found).mappings())

    def rounds(self, quiz_id: int) -> tuple[Round, ...]:
        """Give the questions of a quiz by number."""
        return tuple(Round(**row) for row in self.connection.execute(_ROUNDS, {"in_quiz": quiz_id}).mappings())

    def round(self, quiz_id: int, number: int) -> Round | None:
        """Give one question."""
        place = {"in_quiz": quiz_id, "in_number": number}
        row = self.connection.execute(_ONE_ROUND, place).mappings().one_or_none()
        return Round(**row) if row else None

    def save_round(self, round_: Round) -> None:
        """Insert or replace a question."""
        self._save(quiz_rounds, _row(round_, _ROUND))

    def asked_since(self, guild_id: int, since: datetime) -> dict[Key, datetime]:
        """Give the questions that a server's quizzes had opened since then, each with when it was last."""
        key = (quiz_rounds.c.scope, quiz_rounds.c.question_id)
        found = select(*key, func.max(quiz_rounds.c.opened_at)).join(quizzes, quizzes.c.id == quiz_rounds.c.quiz_id)
        asked = found.where(quizzes.c.guild_id == guild_id, quiz_rounds.c.opened_at >= since).group_by(*key)
        return {(scope, question_id): at for scope, question_id, at in self.connection.execute(asked)}

    def under_seal(self, person_id: int) -> frozenset[Key]:
        """Give what a person must not meet elsewhere: questions posted and not revealed in quizzes they are in."""
        found = self.connection.execute(_UNDER_SEAL, {"of_person": person_id})
        return frozenset((scope, question_id) for scope, question_id in found)

    def members(self, quiz_id: int) -> tuple[Member, ...]:
        """Give everybody who ever took part, in the order of joining."""
        found = self.connection.execute(_MEMBERS, {"in_quiz": quiz_id}).mappings()
        return tuple(sorted((Member(**row) for row in found), key=lambda member: (member.joined_at, member.person_id)))

    def member(self, quiz_id: int, person_id: int) -> Member | None:
        """Give one member."""
        place = {"in_quiz": quiz_id, "of_person": person_id}
        row = self.connection.execute(_ONE_MEMBER, place).mappings().one_or_none()
        return Member(**row) if row else None

    def members_of(self, quiz_id: int, person_ids: Collection[int]) -> dict[int, Member]:
        """Give some members by person."""
        those = {"in_quiz": quiz_id, "of_people": list(person_ids)}
        found = self.connection.execute(_SOME_MEMBERS, those).mappings()
        return {row["person_id"]: Member(**row) for row in found}

    def save_member(self, member: Member) -> None:
        """Insert or replace a member."""
        meet(self.connection, member.person_id)
        self._save(quiz_members, _row(member, _MEMBER))

    def allowances(self, quiz_id: int, number: int) -> tuple[float, ...]:
        """Give the allowances of those who play a question."""
        return tuple(self.connection.scalars(_ALLOWANCES, {"in_quiz": quiz_id, "in_number": number}))

    def joined(self, quiz_id: int) -> int:
        """Count who is in."""
        return self.connection.scalar(_JOINED, {"in_quiz": quiz_id}) or 0

    def aliases(self, quiz_id: int) -> frozenset[str]:
        """Give the guests' names that are given."""
        return frozenset(self.connection.scalars(_ALIASES, {"in_quiz": quiz_id}))

    def team_sizes(self, quiz_id: int) -> dict[int, int]:
        """Count who is in, by team."""
        return {row[0]: row[1] for row in self.connection.execute(_TEAM_SIZES, {"in_quiz": quiz_id})}

    def ready(self, quiz_id: int, number: int) -> tuple[int, int]:
        """Count who plays a question and is ready to go on from it, and who plays it."""
        row = self.connection.execute(_READY, {"in_quiz": quiz_id, "in_number": number}).one()
        return row[0], row[1]

    def replies(self, quiz_id: int, number: int | None = None) -> tuple[Reply, ...]:
        """Give the answers to a question, or to all; by number, then in the order in which they came."""
        which = _ALL_REPLIES if number is None else _REPLIES_TO
        found = self.connection.execute(which, {"in_quiz": quiz_id, "in_number": number}).mappings()
        return tuple(Reply(**row) for row in found)

    def replies_of(self, quiz_id: int, number: int, person_ids: Collection[int]) -> dict[int, Reply]:
        """Give some members' answers to a question, by person."""
        those = {"in_quiz": quiz_id, "in_number": number, "of_people": list(person_ids)}
        return {row["person_id"]: Reply(**row) for row in self.connection.execute(_REPLIES_OF, those).mappings()}

    def replies_by(self, quiz_id: int, person_id: int) -> tuple[Reply, ...]:
        """Give one member's answers, by number."""
        found = self.connection.execute(_REPLIES_BY, {"in_quiz": quiz_id, "of_person": person_id}).mappings()
        return tuple(Reply(**row) for row in found)

    def put_replies(self, replies: Sequence[Reply]) -> None:
        """Insert answers, or replace those that came with an earlier call; at most one per person and question."""
        if replies:
            rows = [_row(reply, _REPLY) for reply in replies]
            self.connection.execute(_replying(self.connection.dialect.name), rows)

    def messages(self, quiz_id: int) -> tuple[PublicMessage, ...]:
        """Give a quiz's public messages by place."""
        found = self.connection.execute(_MESSAGES, {"in_quiz": quiz_id}).mappings()
        return tuple(PublicMessage(**row) for row in found)

    def message(self, quiz_id: int, place: int) -> PublicMessage | None:
        """Give one."""
        where = {"in_quiz": quiz_id, "in_place": place}
        row = self.connection.execute(_ONE_MESSAGE, where).mappings().one_or_none()
        return PublicMessage(**row) if row else None

    def save_message(self, message: PublicMessage) -> None:
        """Insert or replace one."""
        self._save(quiz_messages, _row(message, _MESSAGE))

    def behind(self) -> tuple[PublicMessage, ...]:
        """Give the messages that are to be posted or drawn, by quiz and place."""
        return tuple(PublicMessage(**row) for row in self.connection.execute(_BEHIND).mappings())

    def show_ends_again(self, person_id: int) -> None:
        """Have the end cards of all quizzes shown again that somebody took part in, such as when they are forgotten."""
        theirs = select(quiz_members.c.quiz_id).where(quiz_members.c.person_id == person_id)
        posted = (quiz_messages.c.place == END, quiz_messages.c.message_id.is_not(None))
        newer = {"revision": quiz_messages.c.revision + 1, "counts": False}
        self.connection.execute(update(quiz_messages).where(quiz_messages.c.quiz_id.in_(theirs), *posted).values(newer))

    def alive_at(self) -> datetime | None:
        """Give when the bot was last known to be at work, None at the first start."""
        return self.connection.scalar(select(heartbeat.c.at))

    def set_alive(self, at: datetime) -> None:
        """Remember that it is."""
        self._save(heartbeat, {"id": 1, "at": at})

    def _save(self, table: Table, row: dict[str, Any]) -> None:
        self.connection.execute(_saving(self.connection.dialect.name, table), row)


def _row(record: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}


def _plainly(quiz: Quiz) -> dict[str, Any]:
    return _row(quiz, _QUIZ) | _row(quiz.options, _OPTIONS)


def _quiz(row: Any) -> Quiz:
    options = {name: row[name] for name in _OPTIONS}
    options |= {"pace": Pace(row["pace"]), "numbers": Numbers(row["numbers"])}
    known = {name: row[name] for name in _QUIZ}
    return Quiz(**known | {"options": Options(**options), "state": State(row["state"])})
