"""Plans of quizzes."""

from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, delete, func, select, text, update

from bot.rules.plan import Missed, Plan
from bot.rules.quiz import options
from bot.rules.schedule import from_plain
from bot.storage.engine import insert
from bot.storage.people import meet
from bot.storage.quiz_tables import UNSAID, quiz_plan_readers, quiz_plans

_NAMES = tuple(part.name for part in fields(Plan))
_DUE = select(quiz_plans).where(quiz_plans.c.due_at <= bindparam("now")).order_by(quiz_plans.c.due_at, quiz_plans.c.id)
_NEXT_DUE = select(func.min(quiz_plans.c.due_at)).where(quiz_plans.c.due_at.is_not(None))
_BEHIND = select(quiz_plans).where(text(UNSAID)).order_by(quiz_plans.c.id)


@dataclass(frozen=True, slots=True)
class Plans:
    """Plans of quizzes."""

    connection: Connection

    def add(self, plan: Plan) -> Plan:
        """Insert a plan and give it with its id; where its `call_id` is known, give that one."""
        statement = insert(self.connection, quiz_plans).values(_row(plan))
        added = statement.on_conflict_do_nothing(index_elements=[quiz_plans.c.call_id]).returning(quiz_plans.c.id)
        own_id = self.connection.scalar(added)
        if own_id is None:
            found = self.connection.execute(select(quiz_plans).where(quiz_plans.c.call_id == plan.call_id))
            return _plan(found.mappings().one())
        return replace(plan, id=own_id)

    def get(self, plan_id: int) -> Plan | None:
        """Give one plan, one that is dropped too."""
        row = self.connection.execute(select(quiz_plans).where(quiz_plans.c.id == plan_id)).mappings().one_or_none()
        return _plan(row) if row else None

    def save(self, plan: Plan) -> None:
        """Replace a plan."""
        self.connection.execute(update(quiz_plans).where(quiz_plans.c.id == plan.id).values(_row(plan)))

    def remove(self, plan_id: int) -> None:
        """Delete a plan."""
        self.connection.execute(delete(quiz_plans).where(quiz_plans.c.id == plan_id))

    def note_reader(self, plan_id: int, person_id: int) -> None:
        """Remember that somebody has seen a plan's questions; once."""
        meet(self.connection, person_id)
        row = {"plan_id": plan_id, "person_id": person_id}
        self.connection.execute(insert(self.connection, quiz_plan_readers).values(row).on_conflict_do_nothing())

    def readers(self, plan_id: int) -> tuple[int, ...]:
        """Give who has seen a plan's questions, by id."""
        whose = quiz_plan_readers.c.person_id
        return tuple(
            self.connection.scalars(select(whose).where(quiz_plan_readers.c.plan_id == plan_id).order_by(whose))
        )

    def forget_readers(self, plan_id: int) -> None:
        """Forget who has seen the questions, since they are others now."""
        self.connection.execute(delete(quiz_plan_readers).where(quiz_plan_readers.c.plan_id == plan_id))

    def of(self, guild_id: int) -> tuple[Plan, ...]:
        """Give a server's plans in the order of making, without those that are dropped."""
        own = select(quiz_plans).where(quiz_plans.c.guild_id == guild_id, ~quiz_plans.c.dropped)
        return tuple(map(_plan, self.connection.execute(own.order_by(quiz_plans.c.id)).mappings()))

    def due(self, now: datetime) -> tuple[Plan, ...]:
        """Give the plans that the clock has to look at, the longest due first."""
        return tuple(map(_plan, self.connection.execute(_DUE, {"now": now}).mappings()))

    def next_due(self) -> datetime | None:
        """Give the earliest moment at which the clock has to look at one."""
        at: datetime | None = self.connection.scalar(_NEXT_DUE)
        return at

    def behind(self) -> tuple[Plan, ...]:
        """Give the plans whose event or message does not say what it should, in the order of making."""
        return tuple(map(_plan, self.connection.execute(_BEHIND).mappings()))


def _row(plan: Plan) -> dict[str, Any]:
    row = {name: getattr(plan, name) for name in _NAMES if name != "id"}
    return row | {
        "options": asdict(plan.options),
        "questions": [list(key) for key in plan.questions],
        "schedule": plan.schedule.plain() if plan.schedule is not None else None,
        "missed": plan.missed.value if plan.missed is not None else None,
        "folded": plan.name.casefold(),
    }


def _plan(row: RowMapping) -> Plan:
    return Plan(
        **{name: row[name] for name in _NAMES}
        | {
            "options": options(**row["options"]),
            "questions": tuple((scope, question_id) for scope, question_id in row["questions"]),
            "schedule": from_plain(row["schedule"]) if row["schedule"] is not None else None,
            "missed": Missed(row["missed"]) if row["missed"] is not None else None,
        }
    )
