"""Runs of people's code: the rows they are."""

from datetime import datetime
from typing import Protocol

from bot.actions.records import NewRun, Run, RunEnd


class Runs(Protocol):
    """People's code: what is run and judged, and every draft of it."""

    def add(self, new: NewRun, end: RunEnd | None = None) -> Run | None:
        """Insert a run, under way or ended already; None where its `call_id` is known.

        Raises:
            RuleBroken: `lost_race`: another run of the person is under way.
        """
        ...

    def get(self, run_id: int) -> Run | None:
        """Give one run."""
        ...

    def end(self, run_id: int, end: RunEnd) -> bool:
        """Record the end of a run under way; False (and nothing changed) where it has ended before."""
        ...

    def last(self, person_id: int, attempt_id: int | None) -> Run | None:
        """Give the person's newest run for an attempt, whatever came of it; for None the newest that answers none."""
        ...

    def under_way(self, person_id: int) -> Run | None:
        """Give the person's run that has not ended."""
        ...

    def unsettled(self) -> tuple[Run, ...]:
        """Give every run that has not ended, the oldest first."""
        ...

    def taken(self, since: datetime, person_id: int | None, guild_id: int | None) -> tuple[datetime, ...]:
        """Tell when runs of a person, or of a server, took a token; those refused or that failed to start took none."""
        ...

    def judged(self, attempt_id: int) -> int:
        """Count the submissions for an attempt that were judged."""
        ...

    def submitted(self, attempt_id: int) -> tuple[Run, ...]:
        """Give the submissions for an attempt that were judged, the oldest first."""
        ...

    def prune(self, person_id: int, keep: int) -> None:
        """Delete the person's ended runs that were not judged but the newest `keep`, and those that are reported."""
        ...
