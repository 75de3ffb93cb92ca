"""The audit: who changed what. Entries outlive the person behind a random tombstone."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert

from bot.storage.tables import audit


@dataclass(frozen=True, slots=True)
class Audit:
    """Who changed what."""

    connection: Connection

    def note(self, at: datetime, person_id: int, guild_id: int | None, act: str, subject: str) -> None:
        """Append an entry; `act` is a slug such as `bank.publish`, `subject` what it was done to."""
        row = {"at": at, "person_id": person_id, "guild_id": guild_id, "act": act, "subject": subject}
        self.connection.execute(insert(audit).values(row))
