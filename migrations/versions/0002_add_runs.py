"""Add the runs of people's code, and let a report be about one of them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
ENDED = ("ended_at", "status", "judgement")
UNDER_WAY = sa.text("ended_at IS NULL")


def upgrade() -> None:
    create_runs()
    with op.batch_alter_table("reports") as reports:
        reports.alter_column("attempt_id", existing_type=ID, nullable=True)
        reports.add_column(sa.Column("run_id", ID))
        reports.create_foreign_key("fk_reports_run_id", "runs", ["run_id"], ["id"], ondelete="CASCADE")
        reports.create_check_constraint(
            op.f("ck_reports_about_something"), "attempt_id IS NOT NULL OR run_id IS NOT NULL"
        )
        reports.create_index("ix_reports_run_id", ["run_id"])


def downgrade() -> None:
    op.execute("DELETE FROM reports WHERE attempt_id IS NULL")
    with op.batch_alter_table("reports") as reports:
        reports.drop_index("ix_reports_run_id")
        reports.drop_constraint(op.f("ck_reports_about_something"), type_="check")
        reports.drop_constraint("fk_reports_run_id", type_="foreignkey")
        reports.drop_column("run_id")
        reports.alter_column("attempt_id", existing_type=ID, nullable=False)
    op.drop_table("runs")


def create_runs() -> None:
    none = " AND ".join(f"{name} IS NULL" for name in ENDED)
    all_ = " AND ".join(f"{name} IS NOT NULL" for name in ENDED)
    op.create_table(
        "runs",
        sa.Column("id", ID, nullable=False),
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("guild_id", sa.BigInteger()),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("attempt_id", ID),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("written", sa.Boolean(), nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.Column("status", sa.Text()),
        sa.Column("judgement", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
        sa.UniqueConstraint("call_id", name="uq_runs_call_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_runs_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name="fk_runs_attempt_id", ondelete="CASCADE"),
        sa.CheckConstraint("seed >= 0", name=op.f("ck_runs_seed_from_0")),
        sa.CheckConstraint(f"({none}) OR ({all_})", name=op.f("ck_runs_ended_whole")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_runs_attempt_id", "runs", ["attempt_id"])
    op.create_index("ix_runs_person_id_id", "runs", ["person_id", "id"])
    op.create_index("ix_runs_guild_id_at", "runs", ["guild_id", "at"])
    op.create_index(
        "ix_runs_person_id_under_way",
        "runs",
        ["person_id"],
        unique=True,
        sqlite_where=UNDER_WAY,
        postgresql_where=UNDER_WAY,
    )
