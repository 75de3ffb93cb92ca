"""Drafts: questions that are being written, kept so that nothing typed is lost."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from bot.actions.records import Draft
from bot.storage.people import meet
from bot.storage.tables import drafts


@dataclass(frozen=True, slots=True)
class Drafts:
    """Questions that are being written."""

    connection: Connection

    def add(self, draft: Draft) -> Draft:
        """Insert a draft and give it with its id (the given id is ignored)."""
        meet(self.connection, draft.person_id)
        added = self.connection.execute(insert(drafts).values(_row(draft)).returning(drafts.c.id))
        return replace(draft, id=added.scalar_one())

    def get(self, draft_id: int) -> Draft | None:
        """Give a draft, None once it is published or thrown away."""
        row = self.connection.execute(select(drafts).where(drafts.c.id == draft_id)).mappings().one_or_none()
        return Draft(**{**row, "documents": tuple(row["documents"])}) if row else None

    def replace(self, draft: Draft) -> bool:
        """Replace a draft; False where it is gone."""
        changed = self.connection.execute(update(drafts).where(drafts.c.id == draft.id).values(_row(draft)))
        return changed.rowcount == 1

    def remove(self, draft_id: int) -> bool:
        """Remove a draft; False where it is gone."""
        return self.connection.execute(delete(drafts).where(drafts.c.id == draft_id)).rowcount == 1


def _row(draft: Draft) -> dict[str, Any]:
    row = asdict(draft)
    del row["id"]
    return row
