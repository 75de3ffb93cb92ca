"""Deletion leaves nothing of a person: every column of every row is searched, in tables found by reflection."""

import hashlib
import hmac
from typing import Any

from sqlalchemy import Connection, MetaData, Table, inspect, select

from bot.storage.desk import Desk
from bot.storage.engine import open_engine
from bot.storage.people import tombstone
from bot.storage.tables import ghosts
from tests.storage.samples import ADA, AT, BEN, SECRET, fill

IMPERSONAL = {
    "servers",
    "quiz_messages",
    "interview_messages",
    "heartbeat",
    "interview_pulse",
    "pairs",
    "pair_questions",
    "model_use",
    "outsider",
    "tombstones",
    "installation",
    "alembic_version",
}
NAMES_SOMEBODY = ("person_id", "by", "author_id", "user_id", "member_id", "host_id", "voided_by", "handled_by")


def contents(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table there is, whether the bot knows of it or not."""
    found = MetaData()
    found.reflect(connection)
    return {table.name: [dict(row) for row in rows(connection, table)] for table in found.sorted_tables}


def rows(connection: Connection, table: Table) -> list[Any]:
    return list(connection.execute(select(table)).mappings())


def holds(kept: dict[str, list[dict[str, Any]]], words: str) -> set[str]:
    return {name for name, rows in kept.items() if any(words in str(value) for row in rows for value in row.values())}


async def test_nothing_of_the_forgotten_is_left_in_any_table(url: str) -> None:
    engine = open_engine(url)
    async with Desk(url) as desk:
        await desk(fill(ADA, 100))
        await desk(fill(BEN, 500))
        with engine.connect() as connection:
            before = contents(connection)
        personal = set(before) - IMPERSONAL
        assert holds(before, str(ADA)) == personal, "fill() leaves a row of the person in every table, new ones too"
        await desk(lambda books: books.people.forget(BEN, AT))
        await desk(lambda books: books.people.forget(ADA, AT))
    with engine.connect() as connection:
        after = contents(connection)
    engine.dispose()
    for trace in (str(ADA), SECRET, "4711"):
        assert holds(after, trace) == set()
    assert [len(after[name]) for name in ("audit", "question_versions", "tombstones")] == [2, 3, 2]
    assert len({row["person_id"] for row in after["audit"]}) == 2
    assert {row["person_id"] for row in after["audit"]} == {row["by"] for row in after["question_versions"]} - {None}


async def test_every_column_that_names_a_person_dies_with_them_or_is_a_ghost(url: str) -> None:
    engine = open_engine(url)
    with engine.connect() as connection:
        found = inspect(connection)
        named, cascades = set(), set()
        for table in found.get_table_names():
            named |= {(table, part["name"]) for part in found.get_columns(table) if part["name"] in NAMES_SOMEBODY}
            for key in found.get_foreign_keys(table):
                if key["referred_table"] == "people":
                    assert key["options"].get("ondelete") == "CASCADE", f"{table} would keep the person"
                    cascades |= {(table, column) for column in key["constrained_columns"]}
    engine.dispose()
    assert cascades
    assert named == cascades | {(column.table.name, column.name) for column in ghosts()}


async def test_a_tombstone_tells_nothing_without_the_key(url: str) -> None:
    engine = open_engine(url)
    async with Desk(url) as desk:
        await desk(lambda books: books.people.forget(ADA, AT))
    with engine.connect() as connection:
        kept = contents(connection)
    engine.dispose()
    [key], [mark] = kept["installation"], kept["tombstones"]
    digest = hmac.new(bytes.fromhex(key["key"]), str(ADA).encode(), hashlib.sha256).hexdigest()
    assert mark["digest"] == digest == tombstone(key["key"], ADA)
    assert digest != tombstone("00" * 32, ADA)
