"""Migrations up, checked, down and up again, with rows; on both databases."""

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Column, Engine, Integer, MetaData, Table, inspect, text

from bot.rules.errors import EdgeDown, RuleBroken
from bot.storage.columns import Json, Utc, Words
from bot.storage.desk import Desk
from bot.storage.engine import alone, open_engine
from bot.storage.migrate import _config, check, downgrade, upgrade
from bot.storage.revision import ROOT, at_head, head
from bot.storage.tables import metadata
from tests.storage.samples import ADA, fill

FILES = sorted((ROOT / "migrations" / "versions").glob("*.py"))


async def test_up_check_down_up_with_rows(bare_url: str) -> None:
    assert not at_head(bare_url)
    assert check(bare_url) == (f"The database is at revision none, the newest is {head()}. Run `db upgrade`.",)
    assert upgrade(bare_url) == ""
    assert at_head(bare_url)
    assert upgrade(bare_url) == head()
    assert check(bare_url) == ()
    for _ in range(2):
        async with Desk(bare_url) as desk:
            await desk(fill(ADA, 100))
            assert len((await desk(lambda books: books.people.export(ADA)))["attempts"]) == 2
        for revision in [path.name[:4] for path in reversed(FILES[:-1])]:
            downgrade(bare_url, revision)
            assert upgrade(bare_url) == revision
        async with Desk(bare_url) as desk:
            kept = await desk(lambda books: books.people.export(ADA))
            lasting = ("people", "question_versions", "attempts", "cards", "drafts", "reports", "audit")
            assert [len(kept[name]) for name in lasting] == [
                1,
                1,
                2,
                1,
                1,
                1,
                1,
            ]  # nothing old is lost
        downgrade(bare_url, "base")
        engine = open_engine(bare_url)
        assert inspect(engine).get_table_names() == ["alembic_version"]
        engine.dispose()
        assert upgrade(bare_url) == ""
    assert check(bare_url) == ()


def test_a_difference_is_told(url: str) -> None:
    with alone(url) as connection:
        connection.execute(text("ALTER TABLE cards ADD COLUMN mood TEXT"))
        connection.execute(text("DROP INDEX ix_cards_person_id_due"))
    faults = check(url)
    assert len(faults) == 2
    assert any("mood" in fault for fault in faults)
    assert any("ix_cards_person_id_due" in fault for fault in faults)


def test_a_migration_that_fails_leaves_nothing(bare_url: str) -> None:
    with alone(bare_url) as connection:
        connection.execute(text("CREATE TABLE tombstones (id INTEGER)"))  # stands in the way of the last step
    with pytest.raises(Exception, match=r"tombstones|reach my notes"):
        upgrade(bare_url)
    engine = open_engine(bare_url)
    assert inspect(engine).get_table_names() == ["tombstones"]
    engine.dispose()


async def test_two_who_migrate_at_once_do_it_once(bare_url: str) -> None:
    before = await asyncio.gather(*(asyncio.to_thread(upgrade, bare_url) for _ in range(3)))
    assert sorted(before) == ["", head(), head()]


def test_an_unknown_revision_is_refused(url: str) -> None:
    with pytest.raises(RuleBroken, match="no way back to revision “9999”"):
        downgrade(url, "9999")
    assert at_head(url)


def test_a_silent_database_is_told() -> None:
    for act in (at_head, upgrade, check):
        with pytest.raises(EdgeDown):
            act("sqlite:////no/such/folder/x.sqlite3")


def shape(engine: Engine) -> dict[tuple[str, str], Any]:
    """Everything about the tables that has a name."""
    found = inspect(engine)
    parts = ("check_constraints", "foreign_keys", "unique_constraints", "indexes")
    kept: dict[tuple[str, str], Any] = {}
    for table in set(found.get_table_names()) - {"alembic_version"}:
        kept[table, "columns"] = {
            part["name"]: (str(part["type"]), part["nullable"]) for part in found.get_columns(table)
        }
        kept[table, "key"] = found.get_pk_constraint(table)
        for part in parts:
            lines: list[dict[str, Any]] = getattr(found, f"get_{part}")(table)
            for line in lines:  # SQLite tells a condition as a clause, and no clause equals another
                line["dialect_options"] = {name: str(told) for name, told in line.get("dialect_options", {}).items()}
            kept[table, part] = sorted(lines, key=lambda line: str(line["name"]))
    return kept


def test_migrations_and_tables_agree_in_every_name_and_check(bare_url: str) -> None:
    engine = open_engine(bare_url)
    with engine.begin() as connection:
        metadata.create_all(connection)
    declared = shape(engine)
    with engine.begin() as connection:
        metadata.drop_all(connection)
    upgrade(bare_url)
    migrated = shape(engine)
    engine.dispose()
    assert migrated == declared
    assert all(line["name"] for key, lines in declared.items() if key[1] == "check_constraints" for line in lines)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_migration_files_are_numbered_and_import_nothing_of_the_bot(path: Path) -> None:
    assert re.fullmatch(r"\d{4}_[a-z]+(_[a-z0-9]+)+\.py", path.name)
    words = path.read_text(encoding="utf-8")
    assert f'revision = "{path.name[:4]}"' in words
    assert not re.search(r"^\s*(from|import) bot\b", words, re.MULTILINE)


def test_a_new_migration_is_written_in_plain_types(empty_sqlite: str, tmp_path: Path) -> None:
    changed = MetaData()
    for table in metadata.sorted_tables:
        table.to_metadata(changed)
    Table("new", changed, Column("id", Integer), Column("at", Utc), Column("a", Json(dict)), Column("b", Words))
    with alone(empty_sqlite) as connection:
        config = _config(connection)
        config.attributes["metadata"] = changed
        config.set_main_option("path_separator", "newline")
        config.set_main_option("version_locations", f"{ROOT / 'migrations' / 'versions'}\n{tmp_path}")
        command.revision(config, "add new", autogenerate=True, rev_id="9999", version_path=str(tmp_path))
    written = (tmp_path / "9999_add_new.py").read_text(encoding="utf-8")
    assert "sa.Column('at', sa.DateTime(timezone=True)" in written
    assert written.count("sa.Text()") == 2
    assert "bot" not in re.sub("autogenerated|both", "", written)
