"""`db`: brings the database up or down, checks it, and keeps and takes up backups."""

import argparse
import json
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from bot.rules.errors import HoldoutError


class Restored(Protocol):
    """What a restore did: rows taken up, when the backup was made, and how many people were deleted again."""

    @property
    def rows(self) -> int: ...  # noqa: D102 (named by its class)
    @property
    def at(self) -> datetime: ...  # noqa: D102
    @property
    def forgotten(self) -> int: ...  # noqa: D102


class DatabaseTools(Protocol):
    """What these commands need, for the one database that is set. All refuse with a HoldoutError."""

    def upgrade(self) -> str:
        """Bring it to the newest revision and give the one it was at, empty for a new database."""
        ...

    def downgrade(self, revision: str) -> None:
        """Bring it back to a revision."""
        ...

    def check(self) -> tuple[str, ...]:
        """Tell what of it differs from what the bot expects."""
        ...

    def revision(self) -> str:
        """Give the revision it is at."""
        ...

    def backup(self, path: Path) -> int:
        """Write all of it to a file and give the number of rows."""
        ...

    def restore(self, path: Path, *, replace: bool) -> Restored:
        """Take a backup up."""
        ...


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the commands."""
    parser = commands.add_parser("db", help="the database: upgrade, downgrade, check, backup, restore")
    acts = parser.add_subparsers(dest="act", required=True)
    told = argparse.ArgumentParser(add_help=False)
    told.add_argument("--json", action="store_true", help="one JSON object instead of a sentence")
    acts.add_parser("upgrade", parents=[told], help="bring it to the newest revision")
    down = acts.add_parser("downgrade", parents=[told], help="bring it back to a revision; what came later is lost")
    down.add_argument("revision", help="such as 0001; `base` takes everything away")
    acts.add_parser("check", parents=[told], help="does it agree with what the bot expects?")
    backup = acts.add_parser("backup", parents=[told], help="write all of it to a file, which either database can read")
    backup.add_argument("file", type=Path)
    restore = acts.add_parser("restore", parents=[told], help="take a backup up into an empty database")
    restore.add_argument("file", type=Path)
    restore.add_argument("--replace", action="store_true", help="even if all that is stored now is lost")


def report(asked: argparse.Namespace, tools: DatabaseTools) -> int:
    """Do what was asked and print what came of it.

    Args:
        asked: What `add_parser`'s commands read: `act`, `json` and the act's own.
        tools: The database.

    Returns:
        0 where it was done and all is well, else 1.
    """
    try:
        said, facts = _do(asked, tools)
    except HoldoutError as refusal:
        sentence = getattr(refusal, "sentence", str(refusal))
        said, facts = sentence, {"well": False, "error": sentence}
    print(json.dumps({"act": asked.act} | facts) if asked.json else said)
    return 0 if facts["well"] else 1


def _do(asked: argparse.Namespace, tools: DatabaseTools) -> tuple[str, dict[str, Any]]:
    """Give what to say and the same as facts."""
    match asked.act:
        case "upgrade":
            before, now = tools.upgrade(), tools.revision()
            said = f"Already at revision {now}." if before == now else f"Now at revision {now}."
            return said, {"well": True, "before": before, "revision": now}
        case "downgrade":
            tools.downgrade(asked.revision)
            now = tools.revision()
            return f"Now at revision {now}." if now else "Everything is taken away.", {"well": True, "revision": now}
        case "check":
            faults = tools.check()
            return "\n".join(faults) or "All is well.", {"well": not faults, "faults": list(faults)}
        case "backup":
            rows = tools.backup(asked.file)
            said = f"Wrote {rows} rows to {asked.file}. It holds what members entrusted to you: keep it safe."
            return said, {"well": True, "rows": rows, "file": str(asked.file)}
        case _:
            done = tools.restore(asked.file, replace=asked.replace)
            said = f"Took up {done.rows} rows of {done.at:%Y-%m-%d %H:%M} UTC."
            if done.forgotten:
                said += f" Deleted {done.forgotten} people again who had been deleted since."
            facts = {"rows": done.rows, "at": done.at.isoformat(), "forgotten": done.forgotten}
            return said, {"well": True} | facts
