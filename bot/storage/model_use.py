"""What a model outside used of each day."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select, update

from bot.actions.outside_ports import DayUse, Tokens
from bot.storage.engine import insert
from bot.storage.tables import model_use

_TOKENS = model_use.c.tokens_in + model_use.c.tokens_out


@dataclass(frozen=True, slots=True)
class ModelUse:
    """What a model outside used of each day."""

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
