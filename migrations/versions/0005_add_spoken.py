"""Add answers in people's own words."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
UNHEARD = sa.text("hearing IS NULL")
BEFORE = (
    "(before_due IS NULL AND before_state IS NULL)"
    " OR (hearing IS NOT NULL AND before_due IS NOT NULL AND before_state IS NOT NULL)"
)


def upgrade() -> None:
    op.create_table(
        "spoken",
        sa.Column("id", ID, nullable=False),
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("guild_id", sa.BigInteger()),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("attempt_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written", sa.Boolean(), nullable=False),
        sa.Column("hearing", sa.Text()),
        sa.Column("before_due", MOMENT),
        sa.Column("before_state", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_spoken"),
        sa.UniqueConstraint("call_id", name="uq_spoken_call_id"),
        sa.UniqueConstraint("attempt_id", name="uq_spoken_attempt_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_spoken_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name="fk_spoken_attempt_id", ondelete="CASCADE"),
        sa.CheckConstraint(BEFORE, name=op.f("ck_spoken_before_whole")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_spoken_person_id", "spoken", ["person_id"])
    op.create_index("ix_spoken_unheard", "spoken", ["id"], sqlite_where=UNHEARD, postgresql_where=UNHEARD)


def downgrade() -> None:
    bind = op.get_bind()
    said = sa.text("SELECT attempt_id, words FROM spoken")
    typed = sa.text("UPDATE attempts SET answer = :answer WHERE id = :id AND answer IS NOT NULL")
    for attempt_id, words in bind.execute(said).all():
        bind.execute(typed, {"id": attempt_id, "answer": json.dumps({"typed": words})})
    op.drop_table("spoken")
