"""Add quizzes, people's extra time and servers' options for quizzes; let a report be about a quiz's question."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
ABOUT = "attempt_id IS NOT NULL OR run_id IS NOT NULL"
DUE, PRESENT, BEHIND, RUNNING = (
    sa.text(condition)
    for condition in (
        "due_at IS NOT NULL",
        "state = 'lobby' OR (state = 'running' AND open_days = 0)",
        "drawn < revision AND NOT lost",
        "done_at IS NULL",
    )
)


def upgrade() -> None:
    create_quizzes()
    create_rounds()
    create_members()
    create_replies()
    create_showings()
    create_messages()
    op.create_table(
        "heartbeat",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_heartbeat"),
        sa.CheckConstraint("id = 1", name=op.f("ck_heartbeat_only_one")),
    )
    # Not in a batch: SQLite would make the table anew, and lose with the old one all that refers to it.
    number = sa.Double().compile(op.get_bind().dialect)
    op.execute(
        f"ALTER TABLE people ADD COLUMN extra_time {number} NOT NULL DEFAULT 1"
        " CONSTRAINT ck_people_extra_time_1_to_2 CHECK (extra_time BETWEEN 1 AND 2)"
    )
    op.add_column("servers", sa.Column("quiz_options", sa.Text()))
    widen_reports()


def downgrade() -> None:
    op.execute("DELETE FROM reports WHERE quiz_id IS NOT NULL")
    with op.batch_alter_table("reports") as reports:
        reports.drop_index("ix_reports_quiz_id_number")
        reports.drop_index("ix_reports_guild_id_call_id")
        reports.drop_index("ix_reports_handled_by")
        for name in ("about_something", "round_whole", "handled_whole"):
            reports.drop_constraint(op.f(f"ck_reports_{name}"), type_="check")
        reports.drop_constraint("fk_reports_quiz_id_number", type_="foreignkey")
        for name in ("quiz_id", "number", "handled_at", "handled_by"):
            reports.drop_column(name)
        reports.create_check_constraint(op.f("ck_reports_about_something"), ABOUT)
    op.drop_column("servers", "quiz_options")
    op.execute("ALTER TABLE people DROP COLUMN extra_time")
    for name in ("messages", "showings", "replies", "members", "rounds"):
        op.drop_table(f"quiz_{name}")
    for name in ("quizzes", "heartbeat"):
        op.drop_table(name)


def widen_reports() -> None:
    with op.batch_alter_table("reports") as reports:
        reports.add_column(sa.Column("quiz_id", ID))
        reports.add_column(sa.Column("number", sa.Integer()))
        reports.add_column(sa.Column("handled_at", MOMENT))
        reports.add_column(sa.Column("handled_by", sa.BigInteger()))
        reports.drop_constraint(op.f("ck_reports_about_something"), type_="check")
        reports.create_check_constraint(op.f("ck_reports_about_something"), f"{ABOUT} OR quiz_id IS NOT NULL")
        for name, columns in (("round_whole", ("quiz_id", "number")), ("handled_whole", ("handled_at", "handled_by"))):
            reports.create_check_constraint(op.f(f"ck_reports_{name}"), all_or_none(*columns))
        reports.create_foreign_key(
            "fk_reports_quiz_id_number",
            "quiz_rounds",
            ["quiz_id", "number"],
            ["quiz_id", "number"],
            ondelete="CASCADE",
        )
        reports.create_index("ix_reports_quiz_id_number", ["quiz_id", "number"])
        reports.create_index("ix_reports_guild_id_call_id", ["guild_id", "call_id"])
        reports.create_index("ix_reports_handled_by", ["handled_by"])


def create_quizzes() -> None:
    op.create_table(
        "quizzes",
        sa.Column("id", ID, nullable=False),
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("host_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("within", sa.Text(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("pace", sa.String(4), nullable=False),
        sa.Column("numbers", sa.String(4), nullable=False),
        sa.Column("teams", sa.Integer(), nullable=False),
        sa.Column("open_days", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("started_at", MOMENT),
        sa.Column("closes_at", MOMENT),
        sa.Column("ended_at", MOMENT),
        sa.Column("threaded", sa.Boolean(), nullable=False),
        sa.Column("current", sa.Integer(), nullable=False),
        sa.Column("due_at", MOMENT),
        sa.Column("bank_version", sa.Text(), nullable=False),
        sa.Column("plan_id", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_quizzes"),
        sa.UniqueConstraint("call_id", name="uq_quizzes_call_id"),
        sa.CheckConstraint("seconds BETWEEN 10 AND 300", name=op.f("ck_quizzes_seconds_10_to_300")),
        sa.CheckConstraint("pace IN ('host', 'auto')", name=op.f("ck_quizzes_pace_known")),
        sa.CheckConstraint("numbers IN ('same', 'own')", name=op.f("ck_quizzes_numbers_known")),
        sa.CheckConstraint("teams BETWEEN 0 AND 6 AND teams <> 1", name=op.f("ck_quizzes_teams_known")),
        sa.CheckConstraint("open_days IN (0, 1, 3)", name=op.f("ck_quizzes_open_days_known")),
        sa.CheckConstraint(
            "state IN ('lobby', 'running', 'ended', 'stopped', 'cancelled')", name=op.f("ck_quizzes_state_known")
        ),
        sa.CheckConstraint("current >= 0", name=op.f("ck_quizzes_current_from_0")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_quizzes_host_id", "quizzes", ["host_id"])
    op.create_index("ix_quizzes_guild_id_ended_at", "quizzes", ["guild_id", "ended_at"])
    op.create_index("ix_quizzes_due_at", "quizzes", ["due_at"], sqlite_where=DUE, postgresql_where=DUE)
    op.create_index(
        "ix_quizzes_channel_id_present",
        "quizzes",
        ["channel_id"],
        unique=True,
        sqlite_where=PRESENT,
        postgresql_where=PRESENT,
    )


def create_rounds() -> None:
    version = ["scope", "question_id", "version"]
    op.create_table(
        "quiz_rounds",
        sa.Column("quiz_id", ID, nullable=False, autoincrement=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("scope", sa.BigInteger(), nullable=False),
        sa.Column("question_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", MOMENT),
        sa.Column("closes_at", MOMENT),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("changed_at", MOMENT),
        sa.Column("paused_at", MOMENT),
        sa.Column("paused", sa.Double(), nullable=False),
        sa.Column("revealed_at", MOMENT),
        sa.Column("next_at", MOMENT),
        sa.Column("voided_at", MOMENT),
        sa.Column("voided_by", sa.BigInteger()),
        sa.PrimaryKeyConstraint("quiz_id", "number", name="pk_quiz_rounds"),
        of_quiz("quiz_rounds"),
        sa.ForeignKeyConstraint(
            version,
            [f"question_versions.{name}" for name in version],
            name="fk_quiz_rounds_scope_question_id_version",
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_quiz_rounds_number_from_1")),
        sa.CheckConstraint("expected >= 0", name=op.f("ck_quiz_rounds_expected_from_0")),
        sa.CheckConstraint("answered >= 0", name=op.f("ck_quiz_rounds_answered_from_0")),
        sa.CheckConstraint("paused >= 0", name=op.f("ck_quiz_rounds_paused_from_0")),
        sa.CheckConstraint(all_or_none("opened_at", "closes_at"), name=op.f("ck_quiz_rounds_opened_whole")),
        sa.CheckConstraint("voided_by IS NULL OR voided_at IS NOT NULL", name=op.f("ck_quiz_rounds_voided_whole")),
    )
    op.create_index("ix_quiz_rounds_voided_by", "quiz_rounds", ["voided_by"])


def create_members() -> None:
    op.create_table(
        "quiz_members",
        sa.Column("quiz_id", ID, nullable=False, autoincrement=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("joined_at", MOMENT, nullable=False),
        sa.Column("first_round", sa.Integer(), nullable=False),
        sa.Column("alias", sa.Text(), nullable=False),
        sa.Column("team", sa.Integer(), nullable=False),
        sa.Column("allowance", sa.Double(), nullable=False),
        sa.Column("off_board", sa.Boolean(), nullable=False),
        sa.Column("ready", sa.Integer(), nullable=False),
        sa.Column("left_at", MOMENT),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("quiz_id", "person_id", name="pk_quiz_members"),
        of_quiz("quiz_members"),
        of_person("quiz_members"),
        sa.CheckConstraint("first_round >= 1", name=op.f("ck_quiz_members_first_round_from_1")),
        sa.CheckConstraint("team BETWEEN 0 AND 6", name=op.f("ck_quiz_members_team_known")),
        sa.CheckConstraint("allowance BETWEEN 1 AND 2", name=op.f("ck_quiz_members_allowance_1_to_2")),
        sa.CheckConstraint("ready >= 0", name=op.f("ck_quiz_members_ready_from_0")),
    )
    op.create_index("ix_quiz_members_person_id", "quiz_members", ["person_id"])


def create_replies() -> None:
    op.create_table(
        "quiz_replies",
        sa.Column("quiz_id", ID, nullable=False, autoincrement=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("read_as", sa.Text(), nullable=False),
        sa.Column("took", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("quiz_id", "number", "person_id", name="pk_quiz_replies"),
        sa.ForeignKeyConstraint(
            ["quiz_id", "number"],
            ["quiz_rounds.quiz_id", "quiz_rounds.number"],
            name="fk_quiz_replies_quiz_id_number",
            ondelete="CASCADE",
        ),
        of_person("quiz_replies"),
        sa.CheckConstraint("score BETWEEN 0 AND 1", name=op.f("ck_quiz_replies_score_0_to_1")),
        sa.CheckConstraint("took >= 0", name=op.f("ck_quiz_replies_took_from_0")),
    )
    op.create_index("ix_quiz_replies_person_id_quiz_id", "quiz_replies", ["person_id", "quiz_id"])


def create_showings() -> None:
    op.create_table(
        "quiz_showings",
        sa.Column("quiz_id", ID, nullable=False, autoincrement=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("closes_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT),
        sa.Column("paused_at", MOMENT),
        sa.Column("paused", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("quiz_id", "person_id", "number", name="pk_quiz_showings"),
        sa.ForeignKeyConstraint(
            ["quiz_id", "number"],
            ["quiz_rounds.quiz_id", "quiz_rounds.number"],
            name="fk_quiz_showings_quiz_id_number",
            ondelete="CASCADE",
        ),
        of_person("quiz_showings"),
        sa.CheckConstraint("paused >= 0", name=op.f("ck_quiz_showings_paused_from_0")),
    )
    op.create_index("ix_quiz_showings_person_id", "quiz_showings", ["person_id"])
    op.create_index(
        "ix_quiz_showings_running",
        "quiz_showings",
        ["quiz_id", "closes_at"],
        sqlite_where=RUNNING,
        postgresql_where=RUNNING,
    )


def create_messages() -> None:
    op.create_table(
        "quiz_messages",
        sa.Column("quiz_id", ID, nullable=False, autoincrement=False),
        sa.Column("place", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("lost", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("quiz_id", "place", name="pk_quiz_messages"),
        of_quiz("quiz_messages"),
        sa.CheckConstraint("drawn BETWEEN 0 AND revision", name=op.f("ck_quiz_messages_drawn_to_revision")),
    )
    op.create_index(
        "ix_quiz_messages_behind", "quiz_messages", ["quiz_id", "place"], sqlite_where=BEHIND, postgresql_where=BEHIND
    )


def of_quiz(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["quiz_id"], ["quizzes.id"], name=f"fk_{table}_quiz_id", ondelete="CASCADE")


def of_person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=f"fk_{table}_person_id", ondelete="CASCADE")


def all_or_none(*columns: str) -> str:
    none, all_ = (" AND ".join(f"{name} IS {what}" for name in columns) for what in ("NULL", "NOT NULL"))
    return f"({none}) OR ({all_})"
