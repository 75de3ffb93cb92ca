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
    String,
    Table,
    Text,
    false,
    text,
)

from bot.storage.columns import Id, Json, Source, Utc, Words
from bot.storage.interview_tables import interviews
from bot.storage.making import GHOST, not_null, null, person, where
from bot.storage.pair_tables import pairs as pairs  # noqa: PLC0414 (made there, so that metadata knows it)
from bot.storage.quiz_tables import quiz_rounds

metadata = interviews.metadata
"""Knows every table, for this module makes or imports them all."""

SETTLED = ("answered_at", "answer", "score", "verdict", "reason", "read_as")
NEXT = ("next_scope", "next_question_id", "next_because")
ENDED = ("ended_at", "status", "judgement")
BEFORE = ("before_due", "before_state")
HANDLED = ("handled_at", "handled_by")
ROUND = ("quiz_id", "number")
ASKED = ("scope", "question_id", "version", "seed")
LEVEL = "level IS NULL OR level IN ('junior', 'mid', 'senior')"


people = Table(
    "people",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("zone", Text, nullable=False),
    Column("level", String(6)),
    Column("track", Text, nullable=False),
    Column("greeted", Boolean, nullable=False),
    Column("extra_time", Double, nullable=False, server_default=text("1")),
    Column("outside", Boolean, nullable=False, server_default=false()),
    CheckConstraint("id > 0", name="id_positive"),
    CheckConstraint("extra_time BETWEEN 1 AND 2", name="extra_time_1_to_2"),
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
    Column("quiz_options", Json(dict)),
    Column("outside", Boolean, nullable=False, server_default=false()),
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
    person(),
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
    CheckConstraint(f"{null(*SETTLED, 'comes_back')} OR {not_null(*SETTLED)}", name="settled_whole"),
    CheckConstraint(f"{null(*NEXT)} OR {not_null('answered_at', *NEXT)}", name="next_whole"),
    sqlite_autoincrement=True,  # an old button must never meet a new row
)

cards = Table(
    "cards",
    metadata,
    person(primary_key=True, autoincrement=False),
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
    person(index=True),
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
    person(),
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
        **where("ended_at IS NULL"),
    ),
    CheckConstraint("seed >= 0", name="seed_from_0"),
    CheckConstraint(f"{null(*ENDED)} OR {not_null(*ENDED)}", name="ended_whole"),
    sqlite_autoincrement=True,
)

spoken = Table(
    "spoken",
    metadata,
    Column("id", Id, primary_key=True),
    Column("call_id", BigInteger, nullable=False, unique=True),
    person(index=True),
    Column("guild_id", BigInteger),
    Column("channel_id", BigInteger, nullable=False),
    Column("attempt_id", Id, ForeignKey("attempts.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("at", Utc, nullable=False),
    Column("words", Words, nullable=False),
    Column("written", Boolean, nullable=False),
    Column("hearing", Json(dict)),
    Column("before_due", Utc),
    Column("before_state", Text),
    Index("ix_spoken_unheard", "id", **where("hearing IS NULL")),
    CheckConstraint(f"{null(*BEFORE)} OR {not_null('hearing', *BEFORE)}", name="before_whole"),
    sqlite_autoincrement=True,
)

spoken_marks = Table(
    "spoken_marks",
    metadata,
    Column("spoken_id", Id, ForeignKey("spoken.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("made", Json(list), nullable=False),
    Column("at", Utc, nullable=False),
    Column("by", BigInteger, nullable=False, index=True, info=GHOST),
)

reports = Table(
    "reports",
    metadata,
    Column("call_id", BigInteger, primary_key=True, autoincrement=False),
    person(index=True),
    Column("guild_id", BigInteger),
    Column("attempt_id", Id, ForeignKey("attempts.id", ondelete="CASCADE"), index=True),
    Column("at", Utc, nullable=False),
    Column("words", Words, nullable=False),
    Column("run_id", Id, ForeignKey("runs.id", ondelete="CASCADE"), index=True),
    Column("quiz_id", Id),
    Column("number", Integer),
    Column("handled_at", Utc),
    Column("handled_by", BigInteger, index=True, info=GHOST),
    Column("grading", Boolean, nullable=False, server_default=text("false")),
    Column("scope", BigInteger),
    Column("question_id", Text),
    Column("version", Integer),
    Column("seed", BigInteger),
    ForeignKeyConstraint(["quiz_id", "number"], [quiz_rounds.c.quiz_id, quiz_rounds.c.number], ondelete="CASCADE"),
    ForeignKeyConstraint(
        ["scope", "question_id", "version"],
        ["question_versions.scope", "question_versions.question_id", "question_versions.version"],
    ),
    Index(None, "quiz_id", "number"),
    Index(None, "guild_id", "call_id"),
    CheckConstraint(
        "attempt_id IS NOT NULL OR run_id IS NOT NULL OR quiz_id IS NOT NULL OR question_id IS NOT NULL",
        name="about_something",
    ),
    CheckConstraint(f"{null(*ASKED)} OR {not_null(*ASKED)}", name="asked_whole"),
    CheckConstraint(f"{null(*ROUND)} OR {not_null(*ROUND)}", name="round_whole"),
    CheckConstraint(f"{null(*HANDLED)} OR {not_null(*HANDLED)}", name="handled_whole"),
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

model_use = Table(
    "model_use",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("calls", Integer, nullable=False),
    Column("tokens_in", BigInteger, nullable=False),
    Column("tokens_out", BigInteger, nullable=False),
    CheckConstraint("calls >= 0 AND tokens_in >= 0 AND tokens_out >= 0", name="from_0"),
)

outsider = Table(
    "outsider",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("label", Text, nullable=False),
    CheckConstraint("id = 1", name="only_one"),
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
