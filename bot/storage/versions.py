"""Versions of questions, as documents: what was once asked can be shown and graded for ever."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, bindparam, func, select, tuple_

from bot.actions.records import Version, VersionKey
from bot.rules.errors import RuleBroken
from bot.storage.engine import insert_in
from bot.storage.tables import question_versions as table

_KEY = ("scope", "question_id", "version")
_ONE = select(table).where(*(table.c[name] == bindparam(name) for name in _KEY))


@cache
def _keeping(dialect: str) -> Any:
    return insert_in(dialect, table).on_conflict_do_nothing().returning(table.c.version)


def _newest_of_scope() -> Select[Any]:
    key = [table.c[name] for name in _KEY[:2]]
    newest = select(*key, func.max(table.c.version)).where(table.c.scope == bindparam("scope")).group_by(*key)
    return select(table).where(tuple_(*(table.c[name] for name in _KEY)).in_(newest))


_MARK = select(func.count(), func.max(table.c.at)).where(table.c.scope == bindparam("scope"))
_HEADS = _newest_of_scope()
_HISTORY = select(table).where(*(table.c[name] == bindparam(name) for name in _KEY[:2]))


@dataclass(frozen=True, slots=True)
class Versions:
    """Every version of every question that was ever drawn or published."""

    connection: Connection

    def keep(self, version: Version) -> None:
        """Store a version unless it is known.

        Raises:
            RuleBroken: `version_clash`: another digest stands under the same key.
        """
        row = _values(version.key) | {"digest": version.digest, "document": version.document}
        row |= {"status": version.status, "at": version.at, "by": version.by}
        if self.connection.scalar(_keeping(self.connection.dialect.name), row) is not None:
            return
        known = self.get(version.key)
        if known is None or known.digest != version.digest:
            raise RuleBroken(
                "version_clash",
                f"Another wording of “{version.key.question_id}” is stored as version {version.key.version}. "
                "Open the question again, or raise its version.",
            )

    def get(self, key: VersionKey) -> Version | None:
        """Give one version."""
        row = self.connection.execute(_ONE, _values(key)).mappings().one_or_none()
        return _version(row) if row else None

    def mark(self, scope: int) -> tuple[int, datetime | None]:
        """Give how many versions a scope has and when the newest came: every change of the scope changes it."""
        count, newest = self.connection.execute(_MARK, {"scope": scope}).one()
        return count, newest

    def heads(self, scope: int) -> tuple[Version, ...]:
        """Give the newest version of every question in a scope, ordered by question id."""
        return self._ordered(_HEADS, {"scope": scope})

    def history(self, scope: int, question_id: str) -> tuple[Version, ...]:
        """Give all versions of a question in a scope, oldest first."""
        return self._ordered(_HISTORY, {"scope": scope, "question_id": question_id})

    def _ordered(self, wanted: Select[Any], named: Mapping[str, Any]) -> tuple[Version, ...]:
        # Ordered here, by code point: databases order text by their own locale.
        found = (_version(row) for row in self.connection.execute(wanted, named).mappings())
        return tuple(sorted(found, key=lambda version: (version.key.question_id, version.key.version)))


def _values(key: VersionKey) -> dict[str, Any]:
    return {name: getattr(key, name) for name in _KEY}


def _version(row: RowMapping) -> Version:
    key = VersionKey(row["scope"], row["question_id"], row["version"])
    return Version(key, row["digest"], row["document"], row["status"], row["at"], row["by"])
