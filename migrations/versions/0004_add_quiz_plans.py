"""Add plans of quizzes, and who has seen their questions."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
THERE, DUE, UNSAID = (sa.text(condition) for condition in ("NOT dropped", "due_at IS NOT NULL", "shown < revision"))
NEXT = "(next_at IS NULL AND due_at IS NULL) OR (schedule IS NOT NULL AND next_at IS NOT NULL AND due_at IS NOT NULL)"
MISSED = "(missed_at IS NULL AND missed IS NULL) OR (missed_at IS NOT NULL AND missed IS NOT NULL)"


def upgrade() -> None:
    op.create_table(
        "quiz_plans",
        sa.Column("id", ID, nullable=False),
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("host_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("within", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("schedule", sa.Text()),
        sa.Column("next_at", MOMENT),
        sa.Column("due_at", MOMENT),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("last_quiz_id", ID),
        sa.Column("missed_at", MOMENT),
        sa.Column("missed", sa.String(5)),
        sa.Column("notice_channel_id", sa.BigInteger()),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("event_id", sa.BigInteger()),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_quiz_plans"),
        sa.UniqueConstraint("call_id", name="uq_quiz_plans_call_id"),
        sa.CheckConstraint("missed IN ('away', 'busy', 'empty')", name=op.f("ck_quiz_plans_missed_known")),
        sa.CheckConstraint(NEXT, name=op.f("ck_quiz_plans_next_whole")),
        sa.CheckConstraint(MISSED, name=op.f("ck_quiz_plans_missed_whole")),
        sa.CheckConstraint("nth >= 1", name=op.f("ck_quiz_plans_nth_from_1")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_quiz_plans_host_id", "quiz_plans", ["host_id"])
    op.create_index(
        "ix_quiz_plans_guild_id_folded",
        "quiz_plans",
        ["guild_id", "folded"],
        unique=True,
        sqlite_where=THERE,
        postgresql_where=THERE,
    )
    op.create_index("ix_quiz_plans_due_at", "quiz_plans", ["due_at"], sqlite_where=DUE, postgresql_where=DUE)
    op.create_index("ix_quiz_plans_unsaid", "quiz_plans", ["id"], sqlite_where=UNSAID, postgresql_where=UNSAID)
    op.create_table(
        "quiz_plan_readers",
        sa.Column("plan_id", ID, nullable=False, autoincrement=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("plan_id", "person_id", name="pk_quiz_plan_readers"),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["quiz_plans.id"], name="fk_quiz_plan_readers_plan_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_quiz_plan_readers_person_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_quiz_plan_readers_person_id", "quiz_plan_readers", ["person_id"])


def downgrade() -> None:
    op.drop_table("quiz_plan_readers")
    op.drop_table("quiz_plans")
