"""Add who lets a model outside hear answers, and what it used of each day."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

ALLOWED = ("people", "servers")


def upgrade() -> None:
    for table in ALLOWED:  # not in a batch: SQLite would make the table anew, and lose all that refers to the old one
        op.add_column(table, sa.Column("outside", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "model_use",
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("tokens_in", sa.BigInteger(), nullable=False),
        sa.Column("tokens_out", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_model_use"),
        sa.CheckConstraint("calls >= 0 AND tokens_in >= 0 AND tokens_out >= 0", name=op.f("ck_model_use_from_0")),
    )
    op.create_table(
        "outsider",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outsider"),
        sa.CheckConstraint("id = 1", name=op.f("ck_outsider_only_one")),
    )


def downgrade() -> None:
    op.drop_table("outsider")
    op.drop_table("model_use")
    for table in ALLOWED:
        op.drop_column(table, "outside")
