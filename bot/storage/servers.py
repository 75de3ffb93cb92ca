"""Servers and their settings."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, select

from bot.actions.records import Server
from bot.storage.engine import insert
from bot.storage.tables import servers


@dataclass(frozen=True, slots=True)
class Servers:
    """Servers and their settings."""

    connection: Connection

    def get(self, guild_id: int) -> Server | None:
        """Give the server, None if never met."""
        row = self.connection.execute(select(servers).where(servers.c.id == guild_id)).mappings().one_or_none()
        return Server(**row) if row else None

    def save(self, server: Server) -> None:
        """Insert or replace the server's settings."""
        row = asdict(server)
        statement = insert(self.connection, servers).values(row)
        self.connection.execute(statement.on_conflict_do_update(index_elements=[servers.c.id], set_=row))
