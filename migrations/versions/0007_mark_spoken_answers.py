"""Let editors mark answers in people's own words."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "spoken_marks",
        sa.Column("spoken_id", ID, nullable=False, autoincrement=False),
        sa.Column("made", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("spoken_id", name="pk_spoken_marks"),
        sa.ForeignKeyConstraint(["spoken_id"], ["spoken.id"], name="fk_spoken_marks_spoken_id", ondelete="CASCADE"),
    )
    op.create_index("ix_spoken_marks_by", "spoken_marks", ["by"])
    op.add_column("reports", sa.Column("grading", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.execute("DELETE FROM reports WHERE grading")
    op.drop_column("reports", "grading")
    op.drop_table("spoken_marks")
