"""Backups go between databases and back, are refused when anything is wrong, and never bring the forgotten back."""

import gzip
import json
import stat
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select, text

from bot.rules.errors import EdgeDown, RuleBroken
from bot.storage import backup as backups
from bot.storage.backup import backup
from bot.storage.desk import Desk
from bot.storage.engine import open_engine
from bot.storage.restore import LINE_LIMIT, restore
from bot.storage.tables import metadata
from tests.books import new_books
from tests.storage.conftest import REAL, Postgres
from tests.storage.samples import ADA, AT, BEN, draft, fill, new_attempt, version

Lines = list[Any]


@cache
def engine_of(url: str) -> Engine:
    """Give a database's engine, the same each time: what it has compiled it need not compile again."""
    return open_engine(url)


def contents(url: str) -> dict[str, list[tuple[Any, ...]]]:
    engine = engine_of(url)
    with engine.connect() as connection:
        kept = {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in metadata.sorted_tables
        }
    engine.dispose()
    return kept


async def filled(url: str, *people: int) -> None:
    async with Desk(url) as desk:
        for person_id in people:
            await desk(fill(person_id, 100 * (1 + (ADA, BEN, 3).index(person_id))))


async def forget(url: str, person_id: int) -> None:
    async with Desk(url) as desk:
        await desk(lambda books: books.people.forget(person_id, AT))


def put(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def whole_of(path: Path) -> bytes:
    return path.read_bytes()


def lines_of(path: Path) -> Lines:
    return [json.loads(line) for line in gzip.decompress(whole_of(path)).splitlines()]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "backup.jsonl.gz"


@pytest.fixture(params=REAL)
def other(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """One more database, at the newest revision and empty."""
    if request.param == "postgresql":
        postgres: Postgres = request.getfixturevalue("postgres")
        return postgres.migrated()
    (tmp_path / "other.sqlite3").write_bytes(new_books())
    return f"sqlite:///{tmp_path / 'other.sqlite3'}"


async def test_a_backup_goes_from_any_database_to_any_other(url: str, other: str, path: Path) -> None:
    await filled(url, ADA, BEN)
    await forget(url, 12)
    rows = backup(url, path, AT)
    done = restore(other, path)
    assert contents(other) == contents(url)
    assert (done.rows, done.at, done.forgotten) == (rows, AT, 0)
    assert rows == sum(map(len, contents(url).values()))
    async with Desk(other) as desk:  # ids go on behind those restored
        added = await desk(lambda books: books.drafts.add(draft()))
        assert added.id > max(row[0] for row in contents(url)["drafts"])
        await desk(lambda books: books.versions.keep(version("new")))
        opened = await desk(lambda books: books.attempts.open(new_attempt(1, key=version("new").key)))
        assert opened.id > max(row[0] for row in contents(url)["attempts"])


async def test_a_restore_needs_an_empty_database_or_the_word(url: str, path: Path) -> None:
    await filled(url, ADA)
    then = contents(url)
    backup(url, path, AT)
    await filled(url, BEN)
    now = contents(url)
    with pytest.raises(RuleBroken, match="--replace") as caught:
        restore(url, path)
    assert caught.value.code == "not_empty"
    assert contents(url) == now
    restore(url, path, replace=True)
    assert contents(url) == then


async def test_ids_are_never_handed_out_again(url: str, path: Path) -> None:
    await filled(url, ADA)
    backup(url, path, AT)
    async with Desk(url) as desk:
        later = await desk(lambda books: books.drafts.add(draft()))
    restore(url, path, replace=True)
    async with Desk(url) as desk:
        assert (await desk(lambda books: books.drafts.add(draft()))).id > later.id


async def test_whoever_was_deleted_since_stays_deleted(url: str, path: Path) -> None:
    await filled(url, ADA, BEN, 3)
    await forget(url, 3)
    await filled(url, 3)  # deleted and back before the backup: stays
    backup(url, path, AT)
    await forget(url, ADA)
    for _ in range(2):  # the tombstones are carried over
        assert restore(url, path, replace=True).forgotten == 1
        kept = contents(url)
        assert {row[0] for row in kept["people"]} == {3, BEN}
        assert str(ADA) not in repr(kept)
    backup(url, path, AT)
    assert restore(url, path, replace=True).forgotten == 0


async def test_the_deletion_of_who_left_only_traces_is_done_again(url: str, path: Path) -> None:
    async with Desk(url) as desk:
        await desk(lambda books: books.audit.note(AT, ADA, None, "act", "subject"))
    backup(url, path, AT)
    await forget(url, ADA)
    assert restore(url, path, replace=True).forgotten == 1
    assert str(ADA) not in repr(contents(url))


async def test_deletions_here_keep_backups_from_elsewhere_out(url: str, other: str, path: Path) -> None:
    await filled(url, ADA)
    await forget(url, BEN)
    backup(url, path, AT)
    await forget(other, ADA)
    now = contents(other)
    with pytest.raises(RuleBroken, match="another installation"):
        restore(other, path, replace=True)
    assert contents(other) == now


async def test_a_backup_is_one_moment_and_holds_nobody_up(
    url: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await filled(url, ADA)
    then = contents(url)
    rows = backups._rows

    def meanwhile(connection: Any) -> Any:
        found = rows(connection)
        yield next(found)
        engine = open_engine(url)
        with engine.begin() as rival:
            rival.execute(text("INSERT INTO servers (id, zone, offered) VALUES (5, 'UTC', true)"))
            rival.execute(text("UPDATE people SET track = 'changed'"))
        engine.dispose()
        yield from found

    monkeypatch.setattr(backups, "_rows", meanwhile)
    backup(url, path, AT)
    assert contents(url) != then
    restore(url, path, replace=True)
    assert contents(url) == then


def test_a_backup_is_for_its_owner_alone_and_comes_whole(empty_sqlite: str, path: Path) -> None:
    path.write_text("older")
    backup(empty_sqlite, path, AT)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.glob("*.part")) == []
    with pytest.raises(EdgeDown, match="could not be written") as caught:
        backup(empty_sqlite, path / "below-a-file", AT)
    assert caught.value.edge == "disk"


def test_an_older_database_is_refused(bare_url: str, path: Path, empty_sqlite: str) -> None:
    backup(empty_sqlite, path, AT)
    for act in (lambda: backup(bare_url, path, AT), lambda: restore(bare_url, path)):
        with pytest.raises(RuleBroken, match="db upgrade") as caught:
            act()
        assert caught.value.code == "other_revision"


async def refused(url: str, path: Path) -> str:
    """What the restore says; whatever was stored before is stored after."""
    before = contents(url)
    with pytest.raises(RuleBroken) as caught:
        restore(url, path, replace=True)
    assert contents(url) == before
    assert caught.value.sentence.endswith((".", "!"))
    return f"{caught.value.code}: {caught.value.sentence}"


async def test_torn_files_are_refused_wherever_they_are_torn(empty_sqlite: str, path: Path) -> None:
    await filled(empty_sqlite, ADA)
    backup(empty_sqlite, path, AT)
    whole = whole_of(path)
    for length in (*range(0, len(whole), max(1, len(whole) // 40)), len(whole) - 1):
        put(path, whole[:length])
        assert (await refused(empty_sqlite, path)).startswith("backup_unreadable")
    lines = gzip.decompress(whole).splitlines(keepends=True)
    for count in range(len(lines)):
        put(path, gzip.compress(b"".join(lines[:count])))
        assert (await refused(empty_sqlite, path)).startswith("backup_unreadable")
    assert "no such file" in await refused(empty_sqlite, path.with_name("another"))


def row_of(lines: Lines, table: str) -> dict[str, Any]:
    found: dict[str, Any] = next(line[1] for line in lines[1:-1] if line[0] == table)
    return found


def setting(table: str, column: str, value: Any) -> Callable[[Lines], object]:
    return lambda lines: row_of(lines, table).update({column: value})


@pytest.mark.parametrize(
    ("tamper", "says"),
    [
        (lambda lines: lines.clear(), "does not begin as one"),
        (lambda lines: lines.pop(0), "does not begin as one"),
        (lambda lines: lines[0].update(format="other"), "does not begin as one"),
        (lambda lines: lines[0].update(revision="0000"), "of revision 0000"),
        (lambda lines: lines[0].update(at="soon"), "a time is none"),
        (lambda lines: lines[0].update(at=3), "a time is none"),
        (lambda lines: lines[0].update(at="2026-03-01"), "no zone"),
        (lambda lines: lines[-1].update(rows=3), "none of its kind"),
        (lambda lines: lines.append(lines[1]), "none of its kind"),
        (lambda lines: lines.insert(1, ["alembic_version", {"version_num": "1"}]), "none of its kind"),
        (lambda lines: lines.insert(1, [["people"], {}]), "none of its kind"),
        (lambda lines: lines.insert(1, None), "none of its kind"),
        (lambda lines: row_of(lines, "people").update(more=1), "other columns"),
        (lambda lines: row_of(lines, "people").pop("zone"), "other columns"),
        (setting("people", "zone", None), "people.zone holds something else"),
        (setting("people", "zone", "a\0"), "people.zone holds something else"),
        (setting("people", "zone", "\ud800"), "people.zone holds something else"),
        (setting("people", "zone", 5), "people.zone holds something else"),
        (setting("people", "greeted", 1), "people.greeted holds something else"),
        (setting("runs", "source", 5), "runs.source holds something else"),
        (setting("runs", "source", "base64:?"), "runs.source holds something else"),
        (setting("runs", "source", "\ud800"), "runs.source holds something else"),
        (setting("quiz_replies", "took", "1"), "quiz_replies.took holds something else"),
        (setting("quiz_replies", "took", 1e300), "quiz_replies.took holds something else"),
        (setting("people", "id", True), "people.id holds something else"),
        (setting("people", "id", 2**63), "people.id holds something else"),
        (setting("people", "id", 1.5), "people.id holds something else"),
        (setting("attempts", "score", "1"), "attempts.score holds something else"),
        (setting("attempts", "score", 1e308 * 10), "no JSON"),
        (setting("attempts", "answer", []), "attempts.answer holds something else"),
        (setting("attempts", "asked_at", "2026-01-01T00:00:00"), "no zone"),
        (setting("drafts", "documents", {}), "drafts.documents holds something else"),
        (setting("people", "track", "x" * LINE_LIMIT), "too long"),
        (setting("people", "track", [[]] * 3), "people.track holds something else"),
    ],
)
async def test_tampered_files_are_refused(
    empty_sqlite: str, path: Path, tamper: Callable[[Lines], object], says: str
) -> None:
    await filled(empty_sqlite, ADA)
    assert says in await refused_when(empty_sqlite, path, tamper)


async def test_rows_that_contradict_each_other_are_refused(url: str, path: Path) -> None:
    await filled(url, ADA)
    for tamper in (
        setting("people", "id", 5),
        setting("people", "level", "expert"),
        setting("attempts", "score", 2),
        setting("attempts", "answered_at", None),
        setting("attempts", "hints", -(2**40)),
        setting("attempts", "version", 3),
        lambda lines: (lines.insert(-1, lines[-2]), lines[-1].update(rows=lines[-1]["rows"] + 1)),
    ):
        assert "contradict" in await refused_when(url, path, tamper)


async def refused_when(url: str, path: Path, tamper: Callable[[Lines], object]) -> str:
    """What the restore says of a backup that was tampered with."""
    backup(url, path, AT)
    lines = lines_of(path)
    tamper(lines)
    put(path, gzip.compress("\n".join(map(json.dumps, lines)).encode("ascii")))
    return await refused(url, path)


@pytest.mark.parametrize(
    "data", [b"", b"not gzip", gzip.compress(b"[" * 10**6, mtime=0), gzip.compress(b"\xff", mtime=0), b"\x1f\x8b"]
)
async def test_what_is_no_backup_is_refused(empty_sqlite: str, path: Path, data: bytes) -> None:
    put(path, data)
    assert (await refused(empty_sqlite, path)).startswith("backup_unreadable")
    assert (await refused(empty_sqlite, path.parent)).startswith("backup_unreadable")


async def test_replaced_drafts_survive_a_round_trip(url: str, path: Path) -> None:
    async with Desk(url) as desk:
        own = await desk(lambda books: books.drafts.add(draft(source="“é”🙂\t\n")))
        await desk(lambda books: books.drafts.replace(replace(own, documents=())))
    then = contents(url)
    backup(url, path, AT)
    restore(url, path, replace=True)
    assert contents(url) == then
