"""Plans in memory, held to the contract of the real ones."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.rules.plan import Plan
from tests.kept import Kept, aware, lost_race


@dataclass(frozen=True, slots=True)
class FakePlans:
    kept: Kept

    def add(self, plan: Plan) -> Plan:
        known = next((one for one in self.kept.plans.values() if one.call_id == plan.call_id), None)
        if known is not None:
            return known
        added = replace(plan, id=self.kept.new_id("plan"))
        self.save(added)
        return added

    def get(self, plan_id: int) -> Plan | None:
        return self.kept.plans.get(plan_id)

    def save(self, plan: Plan) -> None:
        for at in (plan.next_at, plan.due_at, plan.missed_at):
            if at is not None:
                aware(at)
        if not plan.dropped and any(_clash(plan, one) for one in self.kept.plans.values()):
            raise lost_race()
        self.kept.plans[plan.id] = plan

    def remove(self, plan_id: int) -> None:
        self.kept.plans.pop(plan_id, None)

    def of(self, guild_id: int) -> tuple[Plan, ...]:
        return tuple(one for one in self._all() if one.guild_id == guild_id and not one.dropped)

    def due(self, now: datetime) -> tuple[Plan, ...]:
        waiting = [(one.due_at, one.id, one) for one in self._all() if one.due_at is not None and one.due_at <= now]
        return tuple(one for _, _, one in sorted(waiting, key=lambda each: each[:2]))

    def next_due(self) -> datetime | None:
        return min((one.due_at for one in self._all() if one.due_at is not None), default=None)

    def behind(self) -> tuple[Plan, ...]:
        return tuple(one for one in self._all() if one.behind)

    def _all(self) -> list[Plan]:
        return [self.kept.plans[plan_id] for plan_id in sorted(self.kept.plans)]


def _clash(one: Plan, other: Plan) -> bool:
    same = (one.guild_id, one.name.casefold()) == (other.guild_id, other.name.casefold())
    return same and one.id != other.id and not other.dropped
