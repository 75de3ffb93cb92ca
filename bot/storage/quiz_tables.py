"""The tables of quizzes."""

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
)

from bot.storage.columns import Id, Json, Span, Utc, Words
from bot.storage.making import GHOST, metadata, not_null, null, person, where

OPENED = ("opened_at", "closes_at")
LIVE = "state IN ('lobby', 'running')"
PRESENT = "state = 'lobby' OR (state = 'running' AND open_days = 0)"
"""Quizzes that have their channel to themselves; an open one that runs is played privately."""
BEHIND = "drawn < revision AND NOT lost"
UNSAID = "shown < revision"
NEXT = ("next_at", "due_at")
MISSED = ("missed_at", "missed")

quizzes = Table(
    "quizzes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("call_id", BigInteger, nullable=False, unique=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("host_id", BigInteger, nullable=False, index=True, info=GHOST),
    Column("title", Words, nullable=False),
    Column("within", Text, nullable=False),
    Column("seconds", Integer, nullable=False),
    Column("pace", String(4), nullable=False),
    Column("numbers", String(4), nullable=False),
    Column("teams", Integer, nullable=False),
    Column("open_days", Integer, nullable=False),
    Column("state", String(9), nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("starts_at", Utc, nullable=False),
    Column("started_at", Utc),
    Column("closes_at", Utc),
    Column("ended_at", Utc),
    Column("threaded", Boolean, nullable=False),
    Column("current", Integer, nullable=False),
    Column("due_at", Utc),
    Column("bank_version", Text, nullable=False),
    Column("plan_id", BigInteger),
    Index(None, "guild_id", "ended_at"),
    Index("ix_quizzes_due_at", "due_at", **where("due_at IS NOT NULL")),
    Index("ix_quizzes_channel_id_present", "channel_id", unique=True, **where(PRESENT)),  # one in a channel
    CheckConstraint("seconds BETWEEN 10 AND 300", name="seconds_10_to_300"),
    CheckConstraint("pace IN ('host', 'auto')", name="pace_known"),
    CheckConstraint("numbers IN ('same', 'own')", name="numbers_known"),
    CheckConstraint("teams BETWEEN 0 AND 6 AND teams <> 1", name="teams_known"),
    CheckConstraint("open_days IN (0, 1, 3)", name="open_days_known"),
    CheckConstraint("state IN ('lobby', 'running', 'ended', 'stopped', 'cancelled')", name="state_known"),
    CheckConstraint("current >= 0", name="current_from_0"),
    sqlite_autoincrement=True,
)

quiz_rounds = Table(
    "quiz_rounds",
    metadata,
    Column("quiz_id", Id, ForeignKey("quizzes.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("scope", BigInteger, nullable=False),
    Column("question_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("opened_at", Utc),
    Column("closes_at", Utc),
    Column("expected", Integer, nullable=False),
    Column("answered", Integer, nullable=False),
    Column("changed_at", Utc),
    Column("paused_at", Utc),
    Column("paused", Span, nullable=False),
    Column("revealed_at", Utc),
    Column("next_at", Utc),
    Column("voided_at", Utc),
    Column("voided_by", BigInteger, index=True, info=GHOST),
    ForeignKeyConstraint(
        ["scope", "question_id", "version"],
        ["question_versions.scope", "question_versions.question_id", "question_versions.version"],
    ),
    CheckConstraint("number >= 1", name="number_from_1"),
    CheckConstraint("expected >= 0", name="expected_from_0"),
    CheckConstraint("answered >= 0", name="answered_from_0"),
    CheckConstraint("paused >= 0", name="paused_from_0"),
    CheckConstraint(f"{null(*OPENED)} OR {not_null(*OPENED)}", name="opened_whole"),
    CheckConstraint("voided_by IS NULL OR voided_at IS NOT NULL", name="voided_whole"),  # it may be nobody's doing
)

quiz_members = Table(
    "quiz_members",
    metadata,
    Column("quiz_id", Id, ForeignKey("quizzes.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    person(primary_key=True, autoincrement=False, index=True),
    Column("joined_at", Utc, nullable=False),
    Column("first_round", Integer, nullable=False),
    Column("alias", Text, nullable=False),
    Column("team", Integer, nullable=False),
    Column("allowance", Double, nullable=False),
    Column("off_board", Boolean, nullable=False),
    Column("ready", Integer, nullable=False),
    Column("left_at", Utc),
    Column("name", Words, nullable=False),
    CheckConstraint("first_round >= 1", name="first_round_from_1"),
    CheckConstraint("team BETWEEN 0 AND 6", name="team_known"),
    CheckConstraint("allowance BETWEEN 1 AND 2", name="allowance_1_to_2"),
    CheckConstraint("ready >= 0", name="ready_from_0"),
)

quiz_replies = Table(
    "quiz_replies",
    metadata,
    Column("quiz_id", Id, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    person(primary_key=True, autoincrement=False),
    Column("call_id", BigInteger, nullable=False),
    Column("at", Utc, nullable=False),
    Column("answer", Json(dict), nullable=False),
    Column("score", Double, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("reason", Words, nullable=False),
    Column("read_as", Words, nullable=False),
    Column("took", Span, nullable=False),
    ForeignKeyConstraint(["quiz_id", "number"], ["quiz_rounds.quiz_id", "quiz_rounds.number"], ondelete="CASCADE"),
    Index(None, "person_id", "quiz_id"),
    CheckConstraint("score BETWEEN 0 AND 1", name="score_0_to_1"),
    CheckConstraint("took >= 0", name="took_from_0"),
)

quiz_showings = Table(
    "quiz_showings",
    metadata,
    Column("quiz_id", Id, primary_key=True, autoincrement=False),
    person(primary_key=True, autoincrement=False, index=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("call_id", BigInteger, nullable=False),
    Column("opened_at", Utc, nullable=False),
    Column("closes_at", Utc, nullable=False),
    Column("done_at", Utc),
    Column("paused_at", Utc),
    Column("paused", Span, nullable=False),
    ForeignKeyConstraint(["quiz_id", "number"], ["quiz_rounds.quiz_id", "quiz_rounds.number"], ondelete="CASCADE"),
    Index("ix_quiz_showings_running", "quiz_id", "closes_at", **where("done_at IS NULL")),
    CheckConstraint("paused >= 0", name="paused_from_0"),
)

quiz_messages = Table(
    "quiz_messages",
    metadata,
    Column("quiz_id", Id, ForeignKey("quizzes.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger),
    Column("revision", Integer, nullable=False),
    Column("drawn", Integer, nullable=False),
    Column("counts", Boolean, nullable=False),
    Column("lost", Boolean, nullable=False),
    Index("ix_quiz_messages_behind", "quiz_id", "place", **where(BEHIND)),
    CheckConstraint("drawn BETWEEN 0 AND revision", name="drawn_to_revision"),
)

heartbeat = Table(
    "heartbeat",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Utc, nullable=False),
    CheckConstraint("id = 1", name="only_one"),
)

quiz_plans = Table(
    "quiz_plans",
    metadata,
    Column("id", Id, primary_key=True),
    Column("call_id", BigInteger, nullable=False, unique=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("host_id", BigInteger, nullable=False, index=True, info=GHOST),
    Column("name", Words, nullable=False),
    Column("folded", Words, nullable=False),
    Column("within", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Column("options", Json(dict), nullable=False),
    Column("questions", Json(list), nullable=False),
    Column("by_hand", Boolean, nullable=False),
    Column("schedule", Json(dict)),
    Column("next_at", Utc),
    Column("due_at", Utc),
    Column("nth", Integer, nullable=False),
    Column("last_quiz_id", Id),
    Column("missed_at", Utc),
    Column("missed", String(5)),
    Column("notice_channel_id", BigInteger),
    Column("message_id", BigInteger),
    Column("event_id", BigInteger),
    Column("revision", Integer, nullable=False),
    Column("shown", Integer, nullable=False),
    Column("dropped", Boolean, nullable=False),
    Index("ix_quiz_plans_guild_id_folded", "guild_id", "folded", unique=True, **where("NOT dropped")),
    Index("ix_quiz_plans_due_at", "due_at", **where("due_at IS NOT NULL")),
    Index("ix_quiz_plans_unsaid", "id", **where(UNSAID)),
    CheckConstraint("missed IN ('away', 'busy', 'empty')", name="missed_known"),
    CheckConstraint(f"{null(*NEXT)} OR {not_null('schedule', *NEXT)}", name="next_whole"),
    CheckConstraint(f"{null(*MISSED)} OR {not_null(*MISSED)}", name="missed_whole"),
    CheckConstraint("nth >= 1", name="nth_from_1"),
    sqlite_autoincrement=True,  # an old button must never meet a new plan
)

quiz_plan_readers = Table(
    "quiz_plan_readers",
    metadata,
    Column("plan_id", Id, ForeignKey("quiz_plans.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    person(primary_key=True, autoincrement=False, index=True),
)
