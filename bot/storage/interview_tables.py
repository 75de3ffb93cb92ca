"""The tables of mock interviews."""

from typing import Any

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, Text

from bot.storage.columns import Id, Json, Span, Utc, Words
from bot.storage.making import GHOST, metadata, person, where

ON = "state <> 'ended'"
BEHIND = "drawn < revision AND NOT lost"


def _interview(**more: Any) -> Column[int]:
    """Make the column by which a row belongs to an interview and dies with it."""
    return Column("interview_id", Id, ForeignKey("interviews.id", ondelete="CASCADE"), autoincrement=False, **more)


interview_loops = Table(
    "interview_loops",
    metadata,
    Column("id", Id, primary_key=True),
    Column("call_id", BigInteger, nullable=False, unique=True),
    person(index=True),
    Column("level", String(6), nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("begun_at", Utc, nullable=False),
    CheckConstraint("seed >= 0", name="seed_from_0"),
    sqlite_autoincrement=True,
)

interviews = Table(
    "interviews",
    metadata,
    Column("id", Id, primary_key=True),
    Column("call_id", BigInteger, nullable=False, unique=True),
    person(),
    Column("guild_id", BigInteger),
    Column("channel_id", BigInteger),
    Column("parent_id", BigInteger),
    Column("kind", String(11), nullable=False),
    Column("level", String(6), nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("bank_version", Text, nullable=False),
    Column("state", String(7), nullable=False),
    Column("started_at", Utc, nullable=False),
    Column("active_at", Utc, nullable=False),
    Column("slot", Integer, nullable=False),
    Column("part", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("used", Span, nullable=False),
    Column("since", Utc),
    Column("spent", Span, nullable=False),
    Column("ended_at", Utc),
    Column("due_at", Utc),
    Column("loop_id", Id, ForeignKey("interview_loops.id", ondelete="CASCADE"), index=True),
    Column("wiped", Boolean, nullable=False),
    Index(None, "person_id", "id"),
    Index("ix_interviews_person_id_on", "person_id", unique=True, **where(ON)),  # one at a time
    Index("ix_interviews_on", "id", **where(ON)),
    Index("ix_interviews_due_at", "due_at", **where("due_at IS NOT NULL")),
    CheckConstraint("state IN ('running', 'hearing', 'paused', 'ended')", name="state_known"),
    CheckConstraint("seed >= 0", name="seed_from_0"),
    CheckConstraint("slot >= 0 AND part >= 0 AND turn >= 0", name="place_from_0"),
    CheckConstraint("used >= 0 AND spent >= 0", name="time_from_0"),
    CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name="ended_whole"),
    CheckConstraint("since IS NULL OR state = 'running'", name="clock_of_running"),
    sqlite_autoincrement=True,  # an old button must never meet a new interview
)

interview_slots = Table(
    "interview_slots",
    metadata,
    _interview(primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    person(index=True),
    Column("sort", String(5), nullable=False),
    Column("easier", Json(list), nullable=False),
    Column("planned", Json(list), nullable=False),
    Column("harder", Json(list), nullable=False),
    Column("chosen", String(7)),
    Column("version", Integer, nullable=False),
    Column("hints", Integer, nullable=False),
    Column("attempt_id", Id, ForeignKey("attempts.id", ondelete="CASCADE"), index=True),
    CheckConstraint("number >= 1", name="number_from_1"),
    CheckConstraint("hints >= 0", name="hints_from_0"),
    CheckConstraint("chosen IN ('easier', 'planned', 'harder')", name="chosen_known"),
)

interview_turns = Table(
    "interview_turns",
    metadata,
    _interview(primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    person(index=True),
    Column("slot", Integer, nullable=False),
    Column("part", Integer, nullable=False),
    Column("followup", Integer),
    Column("words", Words, nullable=False),
    Column("done_at", Utc),
    Column("hearing", Json(dict)),
    Column("done_call_id", BigInteger),
    CheckConstraint("number >= 1", name="number_from_1"),
    CheckConstraint("hearing IS NULL OR done_at IS NOT NULL", name="heard_once_done"),
)

interview_words = Table(
    "interview_words",
    metadata,
    Column("call_id", BigInteger, primary_key=True, autoincrement=False),
    _interview(nullable=False, index=True),
    person(index=True),
    Column("turn", Integer, nullable=False),
)

interview_messages = Table(
    "interview_messages",
    metadata,
    _interview(primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("shows", String(6), nullable=False),
    Column("turn", Integer, nullable=False),
    Column("message_id", BigInteger),
    Column("revision", Integer, nullable=False),
    Column("drawn", Integer, nullable=False),
    Column("lost", Boolean, nullable=False),
    Column("note", String(7), nullable=False),
    Index("ix_interview_messages_behind", "interview_id", **where(BEHIND)),
    CheckConstraint("shows IN ('ask', 'paused', 'report')", name="shows_known"),
    CheckConstraint("drawn BETWEEN 0 AND revision", name="drawn_to_revision"),
)

interview_marks = Table(
    "interview_marks",
    metadata,
    _interview(primary_key=True),
    Column("slot", Integer, primary_key=True, autoincrement=False),
    Column("point", Integer, primary_key=True, autoincrement=False),
    person(index=True),
    Column("said", Boolean, nullable=False),
    Column("by", BigInteger, nullable=False, index=True, info=GHOST),
)

interview_shares = Table(
    "interview_shares",
    metadata,
    _interview(primary_key=True),
    Column("channel_id", BigInteger, primary_key=True, autoincrement=False),
    person(index=True),
    Column("quotes", Boolean, nullable=False),
    Column("at", Utc, nullable=False),
    Column("message_id", BigInteger),
)

interview_pulse = Table(
    "interview_pulse",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Utc, nullable=False),
    Column("back_at", Utc),
    CheckConstraint("id = 1", name="only_one"),
)
