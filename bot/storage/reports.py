"""Reports: what members said is wrong with a question."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection

from bot.actions.records import Report
from bot.storage.engine import insert
from bot.storage.people import meet
from bot.storage.tables import reports


@dataclass(frozen=True, slots=True)
class Reports:
    """What members said is wrong."""

    connection: Connection

    def add(self, report: Report) -> None:
        """Insert a report; the same call twice inserts once."""
        meet(self.connection, report.person_id)
        self.connection.execute(insert(self.connection, reports).values(asdict(report)).on_conflict_do_nothing())
