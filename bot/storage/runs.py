"""Runs: people's code that is run and judged, and every draft of it."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, bindparam, delete, func, select, update

from bot.actions.records import REFUSED, NewRun, Run, RunEnd
from bot.rules.run import RunStatus
from bot.storage.engine import insert_in
from bot.storage.people import meet
from bot.storage.tables import reports, runs

FREE = (REFUSED, RunStatus.SETUP_FAILED.value)
"""Ends that take no token."""

_NEW = tuple(part.name for part in fields(NewRun))
_ONE = select(runs).where(runs.c.id == bindparam("run_id"))
_END = update(runs).where(runs.c.id == bindparam("run_id"), runs.c.ended_at.is_(None))


@cache
def _adding(dialect: str) -> Any:
    return insert_in(dialect, runs).on_conflict_do_nothing(index_elements=[runs.c.call_id]).returning(runs.c.id)


@dataclass(frozen=True, slots=True)
class Runs:
    """People's code: what is run and judged, and every draft of it."""

    connection: Connection

    def add(self, new: NewRun, end: RunEnd | None = None) -> Run | None:
        """Insert a run, under way or ended already; None where its `call_id` is known."""
        meet(self.connection, new.person_id)
        row = asdict(new) | (_ended(end) if end else {})
        own_id = self.connection.scalar(_adding(self.connection.dialect.name), row)
        return None if own_id is None else Run(own_id, new, end)

    def get(self, run_id: int) -> Run | None:
        """Give one run."""
        row = self.connection.execute(_ONE, {"run_id": run_id}).mappings().one_or_none()
        return _run(row) if row else None

    def end(self, run_id: int, end: RunEnd) -> bool:
        """Record the end of a run under way; False (and nothing changed) where it has ended before."""
        return self.connection.execute(_END, _ended(end) | {"run_id": run_id}).rowcount == 1

    def last(self, person_id: int, attempt_id: int | None) -> Run | None:
        """Give the person's newest run for an attempt, whatever came of it; for None the newest that answers none."""
        own = select(runs).where(runs.c.person_id == person_id, runs.c.attempt_id.is_not_distinct_from(attempt_id))
        return self._first(own.order_by(runs.c.id.desc()))

    def under_way(self, person_id: int) -> Run | None:
        """Give the person's run that has not ended."""
        return self._first(select(runs).where(runs.c.person_id == person_id, runs.c.ended_at.is_(None)))

    def unsettled(self) -> tuple[Run, ...]:
        """Give every run that has not ended, the oldest first."""
        found = self.connection.execute(select(runs).where(runs.c.ended_at.is_(None)).order_by(runs.c.id))
        return tuple(map(_run, found.mappings()))

    def taken(self, since: datetime, person_id: int | None, guild_id: int | None) -> tuple[datetime, ...]:
        """Tell when runs of a person, or of a server, took a token; those refused or that failed to start took none."""
        whose = runs.c.guild_id == guild_id if person_id is None else runs.c.person_id == person_id
        counted = func.coalesce(runs.c.status, "").not_in(FREE)
        found = self.connection.scalars(select(runs.c.at).where(whose, runs.c.at >= since, counted))
        return tuple(sorted(found))

    def judged(self, attempt_id: int) -> int:
        """Count the submissions for an attempt that were judged."""
        done = (runs.c.attempt_id == attempt_id, runs.c.judgement != {})
        return self.connection.scalar(select(func.count()).select_from(runs).where(*done)) or 0

    def submitted(self, attempt_id: int) -> tuple[Run, ...]:
        """Give the submissions for an attempt that were judged, the oldest first."""
        done = select(runs).where(runs.c.attempt_id == attempt_id, runs.c.judgement != {})
        return tuple(map(_run, self.connection.execute(done.order_by(runs.c.id)).mappings()))

    def prune(self, person_id: int, keep: int) -> None:
        """Delete the person's ended runs that were not judged but the newest `keep`, and those that are reported."""
        own = (runs.c.person_id == person_id, runs.c.judgement == {}, runs.c.ended_at.is_not(None))
        newest = select(runs.c.id).where(*own).order_by(runs.c.id.desc()).limit(keep)
        reported = select(reports.c.run_id).where(reports.c.person_id == person_id, reports.c.run_id.is_not(None))
        old = delete(runs).where(*own, runs.c.id.not_in(newest), runs.c.id.not_in(reported))
        self.connection.execute(old)

    def _first(self, wanted: Select[Any]) -> Run | None:
        row = self.connection.execute(wanted.limit(1)).mappings().one_or_none()
        return _run(row) if row else None


def _ended(end: RunEnd) -> dict[str, Any]:
    return {"ended_at": end.at, "status": end.status, "judgement": end.judgement}


def _run(row: RowMapping) -> Run:
    end = RunEnd(row["ended_at"], row["status"], row["judgement"]) if row["ended_at"] is not None else None
    return Run(row["id"], NewRun(**{name: row[name] for name in _NEW}), end)
