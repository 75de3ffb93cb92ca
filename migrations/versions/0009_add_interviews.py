"""Add mock interviews."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _loops()
    _interviews()
    _slots()
    _turns()
    _words()
    _messages()
    _marks()
    _shares()
    _pulse()


def _loops() -> None:
    op.create_table(
        "interview_loops",
        sa.Column("id", ID, nullable=False),
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.String(6), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_interview_loops"),
        sa.UniqueConstraint("call_id", name="uq_interview_loops_call_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_interview_loops_person_id", ondelete="CASCADE"),
        sa.CheckConstraint("seed >= 0", name=op.f("ck_interview_loops_seed_from_0")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_interview_loops_person_id", "interview_loops", ["person_id"])


def _interviews() -> None:
    op.create_table(
        "interviews",
        sa.Column("id", ID, nullable=False),
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("guild_id", sa.BigInteger()),
        sa.Column("channel_id", sa.BigInteger()),
        sa.Column("parent_id", sa.BigInteger()),
        sa.Column("kind", sa.String(11), nullable=False),
        sa.Column("level", sa.String(6), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("bank_version", sa.Text(), nullable=False),
        sa.Column("state", sa.String(7), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("active_at", MOMENT, nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("used", sa.Double(), nullable=False),
        sa.Column("since", MOMENT),
        sa.Column("spent", sa.Double(), nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.Column("due_at", MOMENT),
        sa.Column("loop_id", ID),
        sa.Column("wiped", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_interviews"),
        sa.UniqueConstraint("call_id", name="uq_interviews_call_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_interviews_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["loop_id"], ["interview_loops.id"], name="fk_interviews_loop_id", ondelete="CASCADE"),
        sa.CheckConstraint("since IS NULL OR state = 'running'", name=op.f("ck_interviews_clock_of_running")),
        sa.CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name=op.f("ck_interviews_ended_whole")),
        sa.CheckConstraint("slot >= 0 AND part >= 0 AND turn >= 0", name=op.f("ck_interviews_place_from_0")),
        sa.CheckConstraint("seed >= 0", name=op.f("ck_interviews_seed_from_0")),
        sa.CheckConstraint(
            "state IN ('running', 'hearing', 'paused', 'ended')", name=op.f("ck_interviews_state_known")
        ),
        sa.CheckConstraint("used >= 0 AND spent >= 0", name=op.f("ck_interviews_time_from_0")),
        sqlite_autoincrement=True,
    )
    _interview_indexes()


def _interview_indexes() -> None:
    op.create_index(
        "ix_interviews_due_at",
        "interviews",
        ["due_at"],
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index("ix_interviews_loop_id", "interviews", ["loop_id"])
    op.create_index(
        "ix_interviews_on",
        "interviews",
        ["id"],
        sqlite_where=sa.text("state <> 'ended'"),
        postgresql_where=sa.text("state <> 'ended'"),
    )
    op.create_index("ix_interviews_person_id_id", "interviews", ["person_id", "id"])
    op.create_index(
        "ix_interviews_person_id_on",
        "interviews",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'ended'"),
        postgresql_where=sa.text("state <> 'ended'"),
    )


def _slots() -> None:
    op.create_table(
        "interview_slots",
        sa.Column("interview_id", ID, nullable=False, autoincrement=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("sort", sa.String(5), nullable=False),
        sa.Column("easier", sa.Text(), nullable=False),
        sa.Column("planned", sa.Text(), nullable=False),
        sa.Column("harder", sa.Text(), nullable=False),
        sa.Column("chosen", sa.String(7)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("hints", sa.Integer(), nullable=False),
        sa.Column("attempt_id", ID),
        sa.PrimaryKeyConstraint("interview_id", "number", name="pk_interview_slots"),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interviews.id"], name="fk_interview_slots_interview_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_interview_slots_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name="fk_interview_slots_attempt_id", ondelete="CASCADE"
        ),
        sa.CheckConstraint("chosen IN ('easier', 'planned', 'harder')", name=op.f("ck_interview_slots_chosen_known")),
        sa.CheckConstraint("hints >= 0", name=op.f("ck_interview_slots_hints_from_0")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_interview_slots_number_from_1")),
    )
    op.create_index("ix_interview_slots_attempt_id", "interview_slots", ["attempt_id"])
    op.create_index("ix_interview_slots_person_id", "interview_slots", ["person_id"])


def _turns() -> None:
    op.create_table(
        "interview_turns",
        sa.Column("interview_id", ID, nullable=False, autoincrement=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("followup", sa.Integer()),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("done_at", MOMENT),
        sa.Column("hearing", sa.Text()),
        sa.Column("done_call_id", sa.BigInteger()),
        sa.PrimaryKeyConstraint("interview_id", "number", name="pk_interview_turns"),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interviews.id"], name="fk_interview_turns_interview_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_interview_turns_person_id", ondelete="CASCADE"),
        sa.CheckConstraint("hearing IS NULL OR done_at IS NOT NULL", name=op.f("ck_interview_turns_heard_once_done")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_interview_turns_number_from_1")),
    )
    op.create_index("ix_interview_turns_person_id", "interview_turns", ["person_id"])


def _words() -> None:
    op.create_table(
        "interview_words",
        sa.Column("call_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("interview_id", ID, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("call_id", name="pk_interview_words"),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interviews.id"], name="fk_interview_words_interview_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_interview_words_person_id", ondelete="CASCADE"),
    )
    op.create_index("ix_interview_words_interview_id", "interview_words", ["interview_id"])
    op.create_index("ix_interview_words_person_id", "interview_words", ["person_id"])


def _messages() -> None:
    op.create_table(
        "interview_messages",
        sa.Column("interview_id", ID, nullable=False, autoincrement=False),
        sa.Column("place", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("shows", sa.String(6), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.Column("lost", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(7), nullable=False),
        sa.PrimaryKeyConstraint("interview_id", "place", name="pk_interview_messages"),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interviews.id"], name="fk_interview_messages_interview_id", ondelete="CASCADE"
        ),
        sa.CheckConstraint("drawn BETWEEN 0 AND revision", name=op.f("ck_interview_messages_drawn_to_revision")),
        sa.CheckConstraint("shows IN ('ask', 'paused', 'report')", name=op.f("ck_interview_messages_shows_known")),
    )
    op.create_index(
        "ix_interview_messages_behind",
        "interview_messages",
        ["interview_id"],
        sqlite_where=sa.text("drawn < revision AND NOT lost"),
        postgresql_where=sa.text("drawn < revision AND NOT lost"),
    )


def _marks() -> None:
    op.create_table(
        "interview_marks",
        sa.Column("interview_id", ID, nullable=False, autoincrement=False),
        sa.Column("slot", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("point", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("said", sa.Boolean(), nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("interview_id", "slot", "point", name="pk_interview_marks"),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interviews.id"], name="fk_interview_marks_interview_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_interview_marks_person_id", ondelete="CASCADE"),
    )
    op.create_index("ix_interview_marks_by", "interview_marks", ["by"])
    op.create_index("ix_interview_marks_person_id", "interview_marks", ["person_id"])


def _shares() -> None:
    op.create_table(
        "interview_shares",
        sa.Column("interview_id", ID, nullable=False, autoincrement=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("quotes", sa.Boolean(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("message_id", sa.BigInteger()),
        sa.PrimaryKeyConstraint("interview_id", "channel_id", name="pk_interview_shares"),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interviews.id"], name="fk_interview_shares_interview_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_interview_shares_person_id", ondelete="CASCADE"),
    )
    op.create_index("ix_interview_shares_person_id", "interview_shares", ["person_id"])


def _pulse() -> None:
    op.create_table(
        "interview_pulse",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("back_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_interview_pulse"),
        sa.CheckConstraint("id = 1", name=op.f("ck_interview_pulse_only_one")),
    )


def downgrade() -> None:
    for name in (
        "interview_pulse",
        "interview_shares",
        "interview_marks",
        "interview_messages",
        "interview_words",
        "interview_turns",
        "interview_slots",
        "interviews",
        "interview_loops",
    ):
        op.drop_table(name)
