"""What the actions of planned quizzes need of the books, as a protocol."""

from datetime import datetime
from typing import Protocol

from bot.rules.plan import Plan


class Plans(Protocol):
    """Plans of quizzes."""

    def add(self, plan: Plan) -> Plan:
        """Insert a plan and give it with its id; where its `call_id` is known, give that one.

        Raises:
            RuleBroken: `lost_race`: another plan of the server took this name in the meantime.
        """
        ...

    def get(self, plan_id: int) -> Plan | None:
        """Give one plan, one that is dropped too."""
        ...

    def save(self, plan: Plan) -> None:
        """Replace a plan.

        Raises:
            RuleBroken: `lost_race`, as above.
        """
        ...

    def remove(self, plan_id: int) -> None:
        """Delete a plan."""
        ...

    def note_reader(self, plan_id: int, person_id: int) -> None:
        """Remember that somebody has seen a plan's questions; once."""
        ...

    def readers(self, plan_id: int) -> tuple[int, ...]:
        """Give who has seen a plan's questions, by id."""
        ...

    def forget_readers(self, plan_id: int) -> None:
        """Forget who has seen the questions, since they are others now."""
        ...

    def of(self, guild_id: int) -> tuple[Plan, ...]:
        """Give a server's plans in the order of making, without those that are dropped."""
        ...

    def due(self, now: datetime) -> tuple[Plan, ...]:
        """Give the plans that the clock has to look at, the longest due first."""
        ...

    def next_due(self) -> datetime | None:
        """Give the earliest moment at which the clock has to look at one."""
        ...

    def behind(self) -> tuple[Plan, ...]:
        """Give the plans whose event or message does not say what it should, in the order of making."""
        ...
