"""Let a report be about a question as it was asked, such as one of an interview, whatever becomes of that."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

KEY = ["scope", "question_id", "version"]
ASKED = (*KEY, "seed")
ABOUT = "attempt_id IS NOT NULL OR run_id IS NOT NULL OR quiz_id IS NOT NULL"


def all_or_none(*columns: str) -> str:
    missing, there = (" AND ".join(f"{column} IS {word}" for column in columns) for word in ("NULL", "NOT NULL"))
    return f"({missing}) OR ({there})"


def upgrade() -> None:
    with op.batch_alter_table("reports") as reports:
        reports.add_column(sa.Column("scope", sa.BigInteger()))
        reports.add_column(sa.Column("question_id", sa.Text()))
        reports.add_column(sa.Column("version", sa.Integer()))
        reports.add_column(sa.Column("seed", sa.BigInteger()))
        reports.drop_constraint(op.f("ck_reports_about_something"), type_="check")
        reports.create_check_constraint(op.f("ck_reports_about_something"), f"{ABOUT} OR question_id IS NOT NULL")
        reports.create_check_constraint(op.f("ck_reports_asked_whole"), all_or_none(*ASKED))
        reports.create_foreign_key("fk_reports_scope_question_id_version", "question_versions", KEY, KEY)


def downgrade() -> None:
    op.execute("DELETE FROM reports WHERE question_id IS NOT NULL")
    with op.batch_alter_table("reports") as reports:
        reports.drop_constraint("fk_reports_scope_question_id_version", type_="foreignkey")
        for name in ("about_something", "asked_whole"):
            reports.drop_constraint(op.f(f"ck_reports_{name}"), type_="check")
        for name in ASKED:
            reports.drop_column(name)
        reports.create_check_constraint(op.f("ck_reports_about_something"), ABOUT)
