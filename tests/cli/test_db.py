"""`db` from the command line: words, JSON and exit statuses, over a real database."""

import argparse
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli.db import Restored, add_parser, report
from bot.storage.backup import backup
from bot.storage.desk import Desk
from bot.storage.migrate import check, downgrade, upgrade
from bot.storage.restore import restore
from bot.storage.revision import head, revision_of

AT = datetime(2026, 3, 1, 18, 4, tzinfo=UTC)


@dataclass(frozen=True)
class Tools:
    """The storage room's functions for one database, as wiring joins them."""

    url: str

    def upgrade(self) -> str:
        return upgrade(self.url)

    def downgrade(self, to: str) -> None:
        downgrade(self.url, to)

    def check(self) -> tuple[str, ...]:
        return check(self.url)

    def revision(self) -> str:
        return revision_of(self.url)

    def backup(self, path: Path) -> int:
        return backup(self.url, path, AT)

    def restore(self, path: Path, *, replace: bool) -> Restored:
        return restore(self.url, path, replace=replace)


class Terminal:
    """Types `db …` and gives the exit status and what was printed."""

    def __init__(self, url: str, capsys: pytest.CaptureFixture[str]) -> None:
        self.tools, self.capsys = Tools(url), capsys

    def __call__(self, *words: str) -> tuple[int, str]:
        parser = argparse.ArgumentParser()
        add_parser(parser.add_subparsers())
        status = report(parser.parse_args(["db", *words]), self.tools)
        return status, self.capsys.readouterr().out.rstrip("\n")


@pytest.fixture
def db(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(f"sqlite:///{tmp_path / 'books.sqlite3'}", capsys)


def test_up_and_down_say_where_they_are(db: Terminal) -> None:
    assert db("check") == (1, f"The database is at revision none, the newest is {head()}. Run `db upgrade`.")
    assert db("upgrade") == (0, f"Now at revision {head()}.")
    assert db("upgrade") == (0, f"Already at revision {head()}.")
    assert db("check") == (0, "All is well.")
    assert db("downgrade", "9999") == (1, "There is no way back to revision “9999”.")
    assert db("downgrade", "base") == (0, "Everything is taken away.")
    db("upgrade")
    assert db("downgrade", head()) == (0, f"Now at revision {head()}.")


async def test_a_backup_is_written_and_taken_up(db: Terminal, tmp_path: Path) -> None:
    path = str(tmp_path / "b.gz")
    db("upgrade")
    async with Desk(db.tools.url) as desk:
        await desk(lambda books: books.audit.note(AT, 5, None, "act", "subject"))
    assert db("backup", path)[1].startswith(f"Wrote 1 rows to {path}.")
    status, said = db("restore", path)
    assert (status, said.startswith("There is something")) == (1, True)
    assert db("restore", path, "--replace") == (0, "Took up 1 rows of 2026-03-01 18:04 UTC.")
    async with Desk(db.tools.url) as desk:
        await desk(lambda books: books.people.forget(5, AT))
    said = db("restore", path, "--replace")[1]
    assert said.endswith("Deleted 1 people again who had been deleted since.")


def test_json_is_one_object_with_the_same_facts(db: Terminal, tmp_path: Path) -> None:
    path = str(tmp_path / "b.gz")

    def facts(*words: str) -> tuple[int, dict[str, object]]:
        status, said = db(*words, "--json")
        read: dict[str, object] = json.loads(said)
        return status, read

    assert facts("check")[0] == 1
    assert facts("upgrade") == (0, {"act": "upgrade", "well": True, "before": "", "revision": head()})
    assert facts("check") == (0, {"act": "check", "well": True, "faults": []})
    assert facts("backup", path) == (0, {"act": "backup", "well": True, "rows": 0, "file": path})
    done = {"act": "restore", "well": True, "rows": 0, "at": AT.isoformat(), "forgotten": 0}
    assert facts("restore", path) == (0, done)
    status, refused = facts("restore", path + "x")
    assert (status, refused["well"], refused["error"]) == (
        1,
        False,
        "This is no whole backup: there is no such file. Nothing was changed.",
    )
    assert facts("downgrade", "base") == (0, {"act": "downgrade", "well": True, "revision": ""})


def test_a_command_is_needed(db: Terminal) -> None:
    with pytest.raises(SystemExit) as left:
        db()
    assert left.value.code == 2
