"""Create the books: people, servers, versions of questions, attempts, cards, drafts, reports, audit, tombstones."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
LEVEL = "level IS NULL OR level IN ('junior', 'mid', 'senior')"
SETTLED = ("answered_at", "answer", "score", "verdict", "reason", "read_as")
NEXT = ("next_scope", "next_question_id", "next_because")


def all_null(*columns: str) -> str:
    return "(" + " AND ".join(f"{column} IS NULL" for column in columns) + ")"


def none_null(*columns: str) -> str:
    return "(" + " AND ".join(f"{column} IS NOT NULL" for column in columns) + ")"


def upgrade() -> None:
    create_people_and_servers()
    create_question_versions()
    create_attempts()
    create_cards_and_drafts()
    create_reports_and_audit()
    create_tombstones()


def downgrade() -> None:
    for table in ("installation", "tombstones", "audit", "reports", "drafts", "cards", "attempts"):
        op.drop_table(table)
    for table in ("question_versions", "servers", "people"):
        op.drop_table(table)


def create_people_and_servers() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("level", sa.String(6)),
        sa.Column("track", sa.Text(), nullable=False),
        sa.Column("greeted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.CheckConstraint("id > 0", name=op.f("ck_people_id_positive")),
        sa.CheckConstraint(LEVEL, name=op.f("ck_people_level_known")),
    )
    op.create_table(
        "servers",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("quiz_role_id", sa.BigInteger()),
        sa.Column("host_role_id", sa.BigInteger()),
        sa.Column("editor_role_id", sa.BigInteger()),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_servers"),
    )


def create_question_versions() -> None:
    op.create_table(
        "question_versions",
        sa.Column("scope", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("question_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("status", sa.String(7), nullable=False),
        sa.Column("at", MOMENT),
        sa.Column("by", sa.BigInteger()),
        sa.PrimaryKeyConstraint("scope", "question_id", "version", name="pk_question_versions"),
        sa.CheckConstraint("version >= 1", name=op.f("ck_question_versions_version_from_1")),
        sa.CheckConstraint("status IN ('draft', 'live', 'retired')", name=op.f("ck_question_versions_status_known")),
    )
    op.create_index("ix_question_versions_by", "question_versions", ["by"])


def create_attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("id", ID, nullable=False),
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("guild_id", sa.BigInteger()),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("scope", sa.BigInteger(), nullable=False),
        sa.Column("question_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("greet", sa.Boolean(), nullable=False),
        sa.Column("within", sa.Text(), nullable=False),
        sa.Column("level", sa.String(6)),
        sa.Column("follows", ID),
        sa.Column("hints", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("answered_at", MOMENT),
        sa.Column("answer", sa.Text()),
        sa.Column("score", sa.Double()),
        sa.Column("verdict", sa.Text()),
        sa.Column("reason", sa.Text()),
        sa.Column("read_as", sa.Text()),
        sa.Column("comes_back", MOMENT),
        sa.Column("next_scope", sa.BigInteger()),
        sa.Column("next_question_id", sa.Text()),
        sa.Column("next_because", sa.Text()),
        *attempt_constraints(),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_attempts_person_id_channel_id_id", "attempts", ["person_id", "channel_id", "id"])


def attempt_constraints() -> tuple[sa.Constraint, ...]:
    versions = ["question_versions.scope", "question_versions.question_id", "question_versions.version"]
    return (
        sa.PrimaryKeyConstraint("id", name="pk_attempts"),
        sa.UniqueConstraint("call_id", name="uq_attempts_call_id"),
        sa.UniqueConstraint("follows", name="uq_attempts_follows"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_attempts_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["follows"], ["attempts.id"], name="fk_attempts_follows", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["scope", "question_id", "version"], versions, name="fk_attempts_scope_question_id_version"
        ),
        sa.CheckConstraint(LEVEL, name=op.f("ck_attempts_level_known")),
        sa.CheckConstraint("hints >= 0", name=op.f("ck_attempts_hints_from_0")),
        sa.CheckConstraint("score BETWEEN 0 AND 1", name=op.f("ck_attempts_score_0_to_1")),
        sa.CheckConstraint(
            f"{all_null(*SETTLED, 'comes_back')} OR {none_null(*SETTLED)}", name=op.f("ck_attempts_settled_whole")
        ),
        sa.CheckConstraint(
            f"{all_null(*NEXT)} OR {none_null('answered_at', *NEXT)}", name=op.f("ck_attempts_next_whole")
        ),
    )


def create_cards_and_drafts() -> None:
    op.create_table(
        "cards",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("scope", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("question_id", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("due", MOMENT, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "scope", "question_id", name="pk_cards"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_cards_person_id", ondelete="CASCADE"),
    )
    op.create_index("ix_cards_person_id_due", "cards", ["person_id", "due"])
    op.create_table(
        "drafts",
        sa.Column("id", ID, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("documents", sa.Text(), nullable=False),
        sa.Column("replaces", sa.Text(), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_drafts_person_id", ondelete="CASCADE"),
        sa.CheckConstraint("base_version >= 0", name=op.f("ck_drafts_base_version_from_0")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_drafts_person_id", "drafts", ["person_id"])


def create_reports_and_audit() -> None:
    op.create_table(
        "reports",
        sa.Column("call_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("guild_id", sa.BigInteger()),
        sa.Column("attempt_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("call_id", name="pk_reports"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_reports_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name="fk_reports_attempt_id", ondelete="CASCADE"),
    )
    op.create_index("ix_reports_person_id", "reports", ["person_id"])
    op.create_index("ix_reports_attempt_id", "reports", ["attempt_id"])
    op.create_table(
        "audit",
        sa.Column("id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("guild_id", sa.BigInteger()),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_person_id", "audit", ["person_id"])


def create_tombstones() -> None:
    op.create_table(
        "tombstones",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("digest", "at", name="pk_tombstones"),
    )
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_installation"),
        sa.CheckConstraint("id = 1", name=op.f("ck_installation_only_one")),
    )
