"""Reports: what members said is wrong with a question or a run."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, select, update

from bot.actions.records import AskedAs, Report, VersionKey
from bot.storage.engine import insert
from bot.storage.people import meet
from bot.storage.tables import reports

_PLAIN = tuple(part.name for part in fields(Report) if part.name != "asked_as")


@dataclass(frozen=True, slots=True)
class Reports:
    """What members said is wrong."""

    connection: Connection

    def add(self, report: Report) -> None:
        """Insert a report; the same call twice inserts once."""
        meet(self.connection, report.person_id)
        self.connection.execute(insert(self.connection, reports).values(_row(report)).on_conflict_do_nothing())

    def get(self, call_id: int) -> Report | None:
        """Give one report."""
        found = self.connection.execute(select(reports).where(reports.c.call_id == call_id))
        row = found.mappings().one_or_none()
        return _report(row) if row else None

    def of_server(self, guild_id: int, *, handled: bool) -> tuple[int, ...]:
        """Give the calls of a server's reports, of those that are handled or of the others, the newest first."""
        which = reports.c.handled_at.is_not(None) if handled else reports.c.handled_at.is_(None)
        listed = select(reports.c.call_id).where(reports.c.guild_id == guild_id, which)
        return tuple(self.connection.scalars(listed.order_by(reports.c.call_id.desc())))

    def about(self, quiz_id: int, number: int) -> tuple[Report, ...]:
        """Give the reports about a quiz's question, the newest first."""
        this = select(reports).where(reports.c.quiz_id == quiz_id, reports.c.number == number)
        found = self.connection.execute(this.order_by(reports.c.call_id.desc())).mappings()
        return tuple(map(_report, found))

    def to_mark(self, attempt_id: int) -> Report | None:
        """Give the report by which editors were asked to mark the answer to an attempt."""
        asked = select(reports).where(reports.c.attempt_id == attempt_id, reports.c.grading)
        row = self.connection.execute(asked.order_by(reports.c.call_id).limit(1)).mappings().one_or_none()
        return _report(row) if row else None

    def handle(self, call_id: int, at: datetime, person_id: int) -> None:
        """Remember who handled a report and when, unless it is handled already."""
        waits = (reports.c.call_id == call_id, reports.c.handled_at.is_(None))
        self.connection.execute(update(reports).where(*waits).values(handled_at=at, handled_by=person_id))

    def reopen(self, call_id: int) -> None:
        """Take that back."""
        this = reports.c.call_id == call_id
        self.connection.execute(update(reports).where(this).values(handled_at=None, handled_by=None))


def _row(report: Report) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(report, name) for name in _PLAIN}
    return row if report.asked_as is None else row | asdict(report.asked_as.key) | {"seed": report.asked_as.seed}


def _report(row: RowMapping) -> Report:
    key = VersionKey(row["scope"], row["question_id"], row["version"])
    asked_as = AskedAs(key, row["seed"]) if row["question_id"] is not None else None
    return Report(**{name: row[name] for name in _PLAIN}, asked_as=asked_as)
