"""Plans in memory, held to the contract of the real ones."""

from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any

from bot.rules.plan import Plan
from tests.kept import Kept, aware, lost_race, plain, storable


@dataclass(frozen=True, slots=True)
class FakePlans:
    kept: Kept

    def add(self, plan: Plan) -> Plan:
        known = next((one for one in self.kept.plans.values() if one.call_id == plan.call_id), None)
        if known is not None:
            return known
        return self._keep(replace(plan, id=self.kept.new_id("plans")))

    def get(self, plan_id: int) -> Plan | None:
        return self.kept.plans.get(plan_id)

    def save(self, plan: Plan) -> None:
        if plan.id in self.kept.plans:
            self._keep(plan)

    def _keep(self, plan: Plan) -> Plan:
        for at in (plan.next_at, plan.due_at, plan.missed_at):
            if at is not None:
                aware(at)
        kept = replace(plan, name=storable(plan.name))
        if not plan.dropped and any(_clash(plan, one) for one in self.kept.plans.values()):
            raise lost_race()
        self.kept.plans[plan.id] = kept
        return kept

    def remove(self, plan_id: int) -> None:
        self.kept.plans.pop(plan_id, None)
        self.forget_readers(plan_id)

    def note_reader(self, plan_id: int, person_id: int) -> None:
        if plan_id not in self.kept.plans:
            raise lost_race()
        self.kept.meet(person_id)
        self.kept.plan_readers[plan_id, person_id] = None

    def readers(self, plan_id: int) -> tuple[int, ...]:
        return tuple(sorted(person_id for known, person_id in self.kept.plan_readers if known == plan_id))

    def forget_readers(self, plan_id: int) -> None:
        for key in [key for key in self.kept.plan_readers if key[0] == plan_id]:
            del self.kept.plan_readers[key]

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


def exported(kept: Kept, person_id: int) -> dict[str, list[dict[str, Any]]]:
    """Every row about the person, by table."""
    return {
        "quiz_plans": [_row(plan) for plan in kept.plans.values() if plan.host_id == person_id],
        "quiz_plan_readers": [
            {"plan_id": plan_id, "person_id": reader} for plan_id, reader in kept.plan_readers if reader == person_id
        ],
    }


def forget(kept: Kept, person_id: int, ghost: int) -> None:
    """Delete every row of the person; what outlives them names a ghost."""
    for reader in [key for key in kept.plan_readers if key[1] == person_id]:
        del kept.plan_readers[reader]
    for plan in [plan for plan in kept.plans.values() if plan.host_id == person_id]:
        kept.plans[plan.id] = replace(plan, host_id=ghost)


def _row(plan: Plan) -> dict[str, Any]:
    row = {part.name: plain(getattr(plan, part.name)) for part in fields(plan)}
    return row | {
        "folded": plan.name.casefold(),
        "options": asdict(plan.options),
        "questions": [list(key) for key in plan.questions],
        "schedule": plan.schedule.plain() if plan.schedule is not None else None,
        "missed": plan.missed.value if plan.missed is not None else None,
    }
