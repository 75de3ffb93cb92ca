"""What a model outside used of each day, in memory."""

from dataclasses import dataclass, replace
from datetime import date

from bot.actions.outside_ports import DayUse, Tokens
from tests.kept import Kept

NOTHING = DayUse(0, Tokens(0, 0))


@dataclass(frozen=True, slots=True)
class FakeModelUse:
    kept: Kept

    def of(self, day: date) -> DayUse:
        return self.kept.model_use.get(day, NOTHING)

    def set_aside(self, day: date, most: Tokens, limit: int) -> bool:
        before = self.of(day)
        if before.tokens.read + before.tokens.written + most.read + most.written > limit:
            return False
        self._put(day, before.calls + 1, most.read, most.written)
        return True

    def meant_for(self, label: str) -> None:
        if self.kept.outsider.get(1) != label:
            self.kept.people = {key: replace(one, outside=False) for key, one in self.kept.people.items()}
            self.kept.servers = {key: replace(one, outside=False) for key, one in self.kept.servers.items()}
            self.kept.outsider[1] = label

    def settle(self, day: date, most: Tokens, used: Tokens) -> None:
        if day in self.kept.model_use:
            self._put(day, self.of(day).calls, used.read - most.read, used.written - most.written)

    def _put(self, day: date, calls: int, read: int, written: int) -> None:
        before = self.of(day).tokens
        self.kept.model_use[day] = DayUse(calls, Tokens(before.read + read, before.written + written))
