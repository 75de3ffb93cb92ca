"""Versions of questions, as documents: what was once asked can be shown and graded for ever."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, select, tuple_

from bot.actions.ports import Version, VersionKey
from bot.rules.errors import RuleBroken
from bot.storage.engine import insert
from bot.storage.tables import question_versions as table


@dataclass(frozen=True, slots=True)
class Versions:
    """Every version of every question that was ever drawn or published."""

    connection: Connection

    def keep(self, version: Version) -> None:
        """Store a version unless it is known.

        Raises:
            RuleBroken: `version_clash`: another digest stands under the same key.
        """
        row = asdict(version)
        row |= row.pop("key")
        statement = insert(self.connection, table).values(row).on_conflict_do_nothing().returning(table.c.version)
        if self.connection.scalar(statement) is not None:
            return
        known = self.connection.scalar(select(table.c.digest).where(_key() == _values(version.key)))
        if known != version.digest:
            raise RuleBroken(
                "version_clash",
                f"Another wording of “{version.key.question_id}” is stored as version {version.key.version}. "
                "Open the question again, or raise its version.",
            )

    def get(self, key: VersionKey) -> Version | None:
        """Give one version."""
        row = self.connection.execute(select(table).where(_key() == _values(key))).mappings().one_or_none()
        return _version(row) if row else None

    def heads(self, scope: int) -> tuple[Version, ...]:
        """Give the newest version of every question in a scope, ordered by question id."""
        newest = (
            select(table.c.scope, table.c.question_id, func.max(table.c.version))
            .where(table.c.scope == scope)
            .group_by(table.c.scope, table.c.question_id)
        )
        return self._ordered(select(table).where(_key().in_(newest)))

    def history(self, scope: int, question_id: str) -> tuple[Version, ...]:
        """Give all versions of a question in a scope, oldest first."""
        return self._ordered(select(table).where(table.c.scope == scope, table.c.question_id == question_id))

    def _ordered(self, wanted: Select[Any]) -> tuple[Version, ...]:
        # Ordered here, by code point: databases order text by their own locale.
        found = (_version(row) for row in self.connection.execute(wanted).mappings())
        return tuple(sorted(found, key=lambda version: (version.key.question_id, version.key.version)))


def _key() -> Any:
    return tuple_(table.c.scope, table.c.question_id, table.c.version)


def _values(key: VersionKey) -> Any:
    return tuple_(key.scope, key.question_id, key.version)


def _version(row: RowMapping) -> Version:
    key = VersionKey(row["scope"], row["question_id"], row["version"])
    return Version(key, row["digest"], row["document"], row["status"], row["at"], row["by"])
