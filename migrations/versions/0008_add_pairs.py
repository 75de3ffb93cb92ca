"""Add pair interviews."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def of_pair(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["pair_id"], ["pairs.id"], name=f"fk_{table}_pair_id", ondelete="CASCADE")


def of_person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=f"fk_{table}_person_id", ondelete="CASCADE")


def upgrade() -> None:
    add_pairs()
    op.create_table(
        "pair_people",
        sa.Column("pair_id", ID, nullable=False),
        sa.Column("seat", sa.String(7), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("joined_at", MOMENT),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("pair_id", "seat", name="pk_pair_people"),
        of_pair("pair_people"),
        of_person("pair_people"),
        sa.CheckConstraint("seat IN ('inviter', 'partner')", name=op.f("ck_pair_people_seat_known")),
        sa.CheckConstraint("NOT live OR joined_at IS NOT NULL", name=op.f("ck_pair_people_live_joined")),
    )
    op.create_index("ix_pair_people_person_id_pair_id", "pair_people", ["person_id", "pair_id"], unique=True)
    op.create_index("ix_pair_people_person_id_live", "pair_people", ["person_id"], unique=True, **where("live"))
    add_questions()
    add_forms()


def add_pairs() -> None:
    op.create_table(
        "pairs",
        sa.Column("id", ID, nullable=False),
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(11), nullable=False),
        sa.Column("level", sa.String(6), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("bank_version", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("phase", sa.String(12), nullable=False),
        sa.Column("first", sa.String(7), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("ends_at", MOMENT),
        sa.Column("question_ends_at", MOMENT),
        sa.Column("reminded", sa.Boolean(), nullable=False),
        sa.Column("paused_at", MOMENT),
        sa.Column("due_at", MOMENT),
        sa.Column("ended_at", MOMENT),
        sa.Column("ended_phase", sa.String(12)),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("after_id", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.Column("lost", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pairs"),
        sa.UniqueConstraint("call_id", name="uq_pairs_call_id"),
        sa.CheckConstraint("first IN ('inviter', 'partner')", name=op.f("ck_pairs_first_known")),
        sa.CheckConstraint("number >= 0", name=op.f("ck_pairs_number_from_0")),
        sa.CheckConstraint("nth >= 1", name=op.f("ck_pairs_nth_from_1")),
        sa.CheckConstraint("drawn BETWEEN 0 AND revision", name=op.f("ck_pairs_drawn_to_revision")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_pairs_due_at", "pairs", ["due_at"], **where("due_at IS NOT NULL"))
    op.create_index("ix_pairs_on", "pairs", ["id"], **where("ended_at IS NULL"))
    op.create_index("ix_pairs_behind", "pairs", ["id"], **where("drawn < revision AND NOT lost"))


def add_questions() -> None:
    key = ["scope", "question_id", "version"]
    op.create_table(
        "pair_questions",
        sa.Column("pair_id", ID, nullable=False),
        sa.Column("half", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("scope", sa.BigInteger(), nullable=False),
        sa.Column("question_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", MOMENT),
        sa.PrimaryKeyConstraint("pair_id", "half", "number", name="pk_pair_questions"),
        of_pair("pair_questions"),
        sa.ForeignKeyConstraint(
            key, [f"question_versions.{name}" for name in key], name="fk_pair_questions_scope_question_id_version"
        ),
        sa.CheckConstraint("half IN (1, 2)", name=op.f("ck_pair_questions_half_1_or_2")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_pair_questions_number_from_1")),
    )


def add_forms() -> None:
    op.create_table(
        "pair_forms",
        sa.Column("pair_id", ID, nullable=False),
        sa.Column("half", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("well", sa.Text(), nullable=False),
        sa.Column("next_time", sa.Text(), nullable=False),
        sa.Column("handed_in_at", MOMENT),
        sa.PrimaryKeyConstraint("pair_id", "half", "person_id", name="pk_pair_forms"),
        of_pair("pair_forms"),
        of_person("pair_forms"),
        sa.CheckConstraint("half IN (1, 2)", name=op.f("ck_pair_forms_half_1_or_2")),
    )
    op.create_index("ix_pair_forms_person_id", "pair_forms", ["person_id"])
    op.create_table(
        "pair_cards",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("scope", sa.BigInteger(), nullable=False),
        sa.Column("question_id", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "scope", "question_id", name="pk_pair_cards"),
        of_person("pair_cards"),
    )


def downgrade() -> None:
    for table in ("pair_cards", "pair_forms", "pair_questions", "pair_people", "pairs"):
        op.drop_table(table)
