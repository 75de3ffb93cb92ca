"""Which model outside people let hear them, and what it used of each day."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select, update

from bot.actions.outside_ports import DayUse, Tokens
from bot.storage.engine import insert
from bot.storage.tables import model_use, outsider, people, servers

_TOKENS = model_use.c.tokens_in + model_use.c.tokens_out


@dataclass(frozen=True, slots=True)
class ModelUse:
    """Which model outside may be let, and what it used of each day."""

    connection: Connection

    def of(self, day: date) -> DayUse:
        """Give what was used of a day."""
        row = self.connection.execute(select(model_use).where(model_use.c.day == day.isoformat())).one_or_none()
        return DayUse(row.calls, Tokens(row.tokens_in, row.tokens_out)) if row else DayUse(0, Tokens(0, 0))

    def set_aside(self, day: date, most: Tokens, limit: int) -> bool:
        """Count a call and all that it may use; False (and nothing changed) where the day would pass the limit."""
        whole = most.read + most.written
        if whole > limit:
            return False
        first = {"day": day.isoformat(), "calls": 0, "tokens_in": 0, "tokens_out": 0}
        self.connection.execute(insert(self.connection, model_use).values(first).on_conflict_do_nothing())
        fits = (model_use.c.day == day.isoformat(), _TOKENS + whole <= limit)
        return self.connection.execute(update(model_use).where(*fits).values(_more(1, most))).rowcount == 1

    def meant_for(self, label: str) -> None:
        """Note whom people and servers let hear them; where that was another, take everybody's leave back."""
        if self.connection.scalar(select(outsider.c.label)) == label:
            return
        for table in (people, servers):
            self.connection.execute(update(table).where(table.c.outside).values(outside=False))
        noted = insert(self.connection, outsider).values(id=1, label=label)
        self.connection.execute(noted.on_conflict_do_update(index_elements=[outsider.c.id], set_={"label": label}))

    def settle(self, day: date, most: Tokens, used: Tokens) -> None:
        """Put what a call used in the place of what was set aside for it."""
        more = Tokens(used.read - most.read, used.written - most.written)
        self.connection.execute(update(model_use).where(model_use.c.day == day.isoformat()).values(_more(0, more)))


def _more(calls: int, tokens: Tokens) -> dict[str, object]:
    return {
        "calls": model_use.c.calls + calls,
        "tokens_in": model_use.c.tokens_in + tokens.read,
        "tokens_out": model_use.c.tokens_out + tokens.written,
    }
