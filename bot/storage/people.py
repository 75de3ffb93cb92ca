"""People: their settings, all that is kept about them, and their deletion."""

import hashlib
import hmac
import secrets
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, delete, select, update

from bot.actions.records import Person
from bot.rules.question import Level
from bot.storage.columns import plain
from bot.storage.engine import insert, insert_in
from bot.storage.tables import ghosts, installation, metadata, owned, people, tombstones

_ONE = select(people).where(people.c.id == bindparam("person_id"))


@cache
def _meeting(dialect: str) -> Any:
    return insert_in(dialect, people).on_conflict_do_nothing()


def meet(connection: Connection, person_id: int) -> None:
    """Make sure that the person has a row, so that others can refer to it."""
    connection.execute(_meeting(connection.dialect.name), asdict(Person(person_id)))


def installation_key(connection: Connection) -> str:
    """Give this installation's secret key, 64 hex digits; drawn when first asked for."""
    found: str | None = connection.scalar(select(installation.c.key))
    if found is None:
        row = {"id": 1, "key": secrets.token_hex(32)}
        connection.execute(insert(connection, installation).values(row).on_conflict_do_nothing())
        found = connection.execute(select(installation.c.key)).scalar_one()
    return found


def tombstone(key: str, person_id: int) -> str:
    """Give what is remembered of a deleted person: HMAC-SHA256 of the id, which tells nothing without the key."""
    return hmac.new(bytes.fromhex(key), str(person_id).encode(), hashlib.sha256).hexdigest()


def person_of(row: RowMapping, prefix: str = "") -> Person:
    """Read a person from a row whose columns begin with `prefix`."""
    values = {part.name: row[prefix + part.name] for part in fields(Person)}
    return Person(**values | {"level": Level(values["level"]) if values["level"] else None})


@dataclass(frozen=True, slots=True)
class People:
    """Members and their settings."""

    connection: Connection

    def get(self, person_id: int) -> Person | None:
        """Give the person, None if never met."""
        row = self.connection.execute(_ONE, {"person_id": person_id}).mappings().one_or_none()
        return person_of(row) if row else None

    def save(self, person: Person) -> None:
        """Insert or replace the person's settings."""
        row = asdict(person)
        statement = insert(self.connection, people).values(row)
        self.connection.execute(statement.on_conflict_do_update(index_elements=[people.c.id], set_=row))

    def forget(self, person_id: int, at: datetime) -> None:
        """Delete every row of the person in every table; audit entries keep a random tombstone."""
        ghost = -1 - secrets.randbelow(2**63 - 1)
        for column in ghosts():
            table = metadata.tables[column.table.name]
            self.connection.execute(update(table).where(column == person_id).values({column: ghost}))
        self.connection.execute(delete(people).where(people.c.id == person_id))  # everything owned goes along
        row = {"digest": tombstone(installation_key(self.connection), person_id), "at": at}
        self.connection.execute(insert(self.connection, tombstones).values(row).on_conflict_do_nothing())

    def export(self, person_id: int) -> dict[str, list[dict[str, Any]]]:
        """Give every row about the person as plain JSON values, by table; of what others own they are given nothing."""
        named = {column.table.name: column for column in (*ghosts(), *owned())}  # whose a row is comes before the rest
        kept: dict[str, list[dict[str, Any]]] = {}
        for name, column in named.items():
            table = metadata.tables[name]
            rows = self.connection.execute(select(table).where(column == person_id).order_by(*table.primary_key))
            kept[name] = [{name: plain(value) for name, value in row.items()} for row in rows.mappings()]
        return kept
