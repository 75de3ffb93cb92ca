"""Every table. What belongs to a person refers to `people` and dies with them; `ghost` columns outlive them."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    text,
)

from bot.storage.columns import Id, Json, Source, Utc, Words

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

GHOST = {"ghost": True}
"""Marks a column that names a person in a row that outlives it: deletion puts a random negative number there."""

SETTLED = ("answered_at", "answer", "score", "verdict", "reason", "read_as")
NEXT = ("next_scope", "next_question_id", "next_because")
ENDED = ("ended_at", "status", "judgement")
LEVEL = "level IS NULL OR level IN ('junior', 'mid', 'senior')"


def _person(**more: Any) -> Column[int]:
    """Make the column by which a row belongs to a person and dies with it."""
    return Column("person_id", BigInteger, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, **more)


def _null(*columns: str) -> str:
    return "(" + " AND ".join(f"{column} IS NULL" for column in columns) + ")"


def _not_null(*columns: str) -> str:
    return "(" + " AND ".join(f"{column} IS NOT NULL" for column in columns) + ")"


people = Table(
    "people",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("zone", Text, nullable=False),
    Column("level", String(6)),
    Column("track", Text, nullable=False),
    Column("greeted", Boolean, nullable=False),
    CheckConstraint("id > 0", name="id_positive"),
    CheckConstraint(LEVEL, name="level_known"),
)

servers = Table(
    "servers",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("zone", Text, nullable=False),
    Column("quiz_role_id", BigInteger),
    Column("host_role_id", BigInteger),
    Column("editor_role_id", BigInteger),
    Column("offered", Boolean, nullable=False),
)

question_versions = Table(
    "question_versions",
    metadata,
    Column("scope", BigInteger, primary_key=True, autoincrement=False),
    Column("question_id", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("digest", String(64), nullable=False),
    Column("document", Text, nullable=False),
    Column("status", String(7), nullable=False),
    Column("at", Utc),
    Column("by", BigInteger, index=True, info=GHOST),
    CheckConstraint("version >= 1", name="version_from_1"),
    CheckConstraint("status IN ('draft', 'live', 'retired')", name="status_known"),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("call_id", BigInteger, nullable=False, unique=True),
    _person(),
    Column("guild_id", BigInteger),
    Column("channel_id", BigInteger, nullable=False),
    Column("scope", BigInteger, nullable=False),
    Column("question_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("topic", Text, nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("asked_at", Utc, nullable=False),
    Column("greet", Boolean, nullable=False),
    Column("within", Text, nullable=False),
    Column("level", String(6)),
    Column("follows", Id, ForeignKey("attempts.id", ondelete="SET NULL"), unique=True),
    Column("hints", Integer, nullable=False),
    Column("message_id", BigInteger),
    Column("answered_at", Utc),
    Column("answer", Json(dict)),
    Column("score", Double),
    Column("verdict", Text),
    Column("reason", Words),
    Column("read_as", Words),
    Column("comes_back", Utc),
    Column("next_scope", BigInteger),
    Column("next_question_id", Text),
    Column("next_because", Text),
    ForeignKeyConstraint(
        ["scope", "question_id", "version"],
        ["question_versions.scope", "question_versions.question_id", "question_versions.version"],
    ),
    Index(None, "person_id", "channel_id", "id"),
    CheckConstraint(LEVEL, name="level_known"),
    CheckConstraint("hints >= 0", name="hints_from_0"),
    CheckConstraint("score BETWEEN 0 AND 1", name="score_0_to_1"),
    CheckConstraint(f"{_null(*SETTLED, 'comes_back')} OR {_not_null(*SETTLED)}", name="settled_whole"),
    CheckConstraint(f"{_null(*NEXT)} OR {_not_null('answered_at', *NEXT)}", name="next_whole"),
    sqlite_autoincrement=True,  # an old button must never meet a new row
)

cards = Table(
    "cards",
    metadata,
    _person(primary_key=True, autoincrement=False),
    Column("scope", BigInteger, primary_key=True, autoincrement=False),
    Column("question_id", Text, primary_key=True),
    Column("topic", Text, nullable=False),
    Column("due", Utc, nullable=False),
    Column("state", Text, nullable=False),
    Index(None, "person_id", "due"),
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    _person(index=True),
    Column("at", Utc, nullable=False),
    Column("source", Words, nullable=False),
    Column("topic", Words, nullable=False),
    Column("level", Words, nullable=False),
    Column("documents", Json(list), nullable=False),
    Column("replaces", Text, nullable=False),
    Column("base_version", Integer, nullable=False),
    CheckConstraint("base_version >= 0", name="base_version_from_0"),
    sqlite_autoincrement=True,
)

runs = Table(
    "runs",
    metadata,
    Column("id", Id, primary_key=True),
    Column("call_id", BigInteger, nullable=False, unique=True),
    _person(),
    Column("guild_id", BigInteger),
    Column("channel_id", BigInteger, nullable=False),
    Column("at", Utc, nullable=False),
    Column("source", Source, nullable=False),
    Column("profile", Text, nullable=False),
    Column("attempt_id", Id, ForeignKey("attempts.id", ondelete="CASCADE"), index=True),
    Column("seed", BigInteger, nullable=False),
    Column("written", Boolean, nullable=False),
    Column("ended_at", Utc),
    Column("status", Text),
    Column("judgement", Json(dict)),
    Index(None, "person_id", "id"),
    Index(None, "guild_id", "at"),
    Index(
        "ix_runs_person_id_under_way",  # one at a time, whoever asks first
        "person_id",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
    CheckConstraint("seed >= 0", name="seed_from_0"),
    CheckConstraint(f"{_null(*ENDED)} OR {_not_null(*ENDED)}", name="ended_whole"),
    sqlite_autoincrement=True,
)

reports = Table(
    "reports",
    metadata,
    Column("call_id", BigInteger, primary_key=True, autoincrement=False),
    _person(index=True),
    Column("guild_id", BigInteger),
    Column("attempt_id", Id, ForeignKey("attempts.id", ondelete="CASCADE"), index=True),
    Column("at", Utc, nullable=False),
    Column("words", Words, nullable=False),
    Column("run_id", Id, ForeignKey("runs.id", ondelete="CASCADE"), index=True),
    CheckConstraint("attempt_id IS NOT NULL OR run_id IS NOT NULL", name="about_something"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", Utc, nullable=False),
    Column("person_id", BigInteger, nullable=False, index=True, info=GHOST),
    Column("guild_id", BigInteger),
    Column("act", Text, nullable=False),
    Column("subject", Text, nullable=False),
    sqlite_autoincrement=True,
)

tombstones = Table(
    "tombstones",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("at", Utc, primary_key=True),
)

installation = Table(
    "installation",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("key", String(64), nullable=False),
    CheckConstraint("id = 1", name="only_one"),
)


def owned() -> Iterator[Column[Any]]:
    """Give every column that says whose row it is, `people.id` among them; those rows die with the person."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            if column is people.c.id or any(key.column is people.c.id for key in column.foreign_keys):
                yield column


def ghosts() -> Iterator[Column[Any]]:
    """Give every column that names a person in a row that outlives it."""
    for table in metadata.sorted_tables:
        yield from (column for column in table.columns if column.info.get("ghost"))
