"""The tables of pair interviews."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from bot.storage.columns import Id, Json, Utc, Words
from bot.storage.making import metadata, person, where

BEHIND = "drawn < revision AND NOT lost"
ON = "ended_at IS NULL"
SEAT = "seat IN ('inviter', 'partner')"

pairs = Table(
    "pairs",
    metadata,
    Column("id", Id, primary_key=True),
    Column("call_id", BigInteger, nullable=False, unique=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("kind", String(11), nullable=False),
    Column("level", String(6), nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("bank_version", Text, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("phase", String(12), nullable=False),
    Column("first", String(7), nullable=False),
    Column("number", Integer, nullable=False),
    Column("ends_at", Utc),
    Column("question_ends_at", Utc),
    Column("reminded", Boolean, nullable=False),
    Column("paused_at", Utc),
    Column("due_at", Utc),
    Column("ended_at", Utc),
    Column("ended_phase", String(12)),
    Column("message_id", BigInteger),
    Column("nth", Integer, nullable=False),
    Column("after_id", BigInteger, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("drawn", Integer, nullable=False),
    Column("lost", Boolean, nullable=False),
    Index("ix_pairs_due_at", "due_at", **where("due_at IS NOT NULL")),
    Index("ix_pairs_on", "id", **where(ON)),
    Index("ix_pairs_behind", "id", **where(BEHIND)),
    CheckConstraint("first IN ('inviter', 'partner')", name="first_known"),
    CheckConstraint("number >= 0", name="number_from_0"),
    CheckConstraint("nth >= 1", name="nth_from_1"),
    CheckConstraint("drawn BETWEEN 0 AND revision", name="drawn_to_revision"),
    sqlite_autoincrement=True,  # an old button must never meet a new pair
)

pair_people = Table(
    "pair_people",
    metadata,
    Column("pair_id", Id, ForeignKey("pairs.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("seat", String(7), primary_key=True),
    person(),
    Column("joined_at", Utc),
    Column("live", Boolean, nullable=False),
    Index(None, "person_id", "pair_id", unique=True),
    Index("ix_pair_people_person_id_live", "person_id", unique=True, **where("live")),  # one at a time
    CheckConstraint(SEAT, name="seat_known"),
    CheckConstraint("NOT live OR joined_at IS NOT NULL", name="live_joined"),
)

pair_questions = Table(
    "pair_questions",
    metadata,
    Column("pair_id", Id, ForeignKey("pairs.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("half", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("scope", BigInteger, nullable=False),
    Column("question_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("asked_at", Utc),
    ForeignKeyConstraint(
        ["scope", "question_id", "version"],
        ["question_versions.scope", "question_versions.question_id", "question_versions.version"],
    ),
    CheckConstraint("half IN (1, 2)", name="half_1_or_2"),
    CheckConstraint("number >= 1", name="number_from_1"),
)

pair_forms = Table(
    "pair_forms",
    metadata,
    Column("pair_id", Id, ForeignKey("pairs.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("half", Integer, primary_key=True, autoincrement=False),
    person(primary_key=True, autoincrement=False, index=True),
    Column("marks", Json(dict), nullable=False),
    Column("well", Words, nullable=False),
    Column("next_time", Words, nullable=False),
    Column("handed_in_at", Utc),
    CheckConstraint("half IN (1, 2)", name="half_1_or_2"),
)

pair_cards = Table(
    "pair_cards",
    metadata,
    person(primary_key=True, autoincrement=False),
    Column("scope", BigInteger, primary_key=True, autoincrement=False),
    Column("question_id", Text, primary_key=True),
    Column("at", Utc, nullable=False),
)
"""Whose interviewer's card of a question somebody has seen: they are never its candidate."""
