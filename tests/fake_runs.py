"""People's runs in memory."""

import json
from dataclasses import dataclass, replace
from datetime import datetime

from bot.actions.records import REFUSED, NewRun, Run, RunEnd
from bot.rules.run import RunStatus
from tests.kept import Kept, aware, lost_race


@dataclass(frozen=True, slots=True)
class FakeRuns:
    kept: Kept

    def add(self, new: NewRun, end: RunEnd | None = None) -> Run | None:
        aware(new.at)
        if any(run.new.call_id == new.call_id for run in self.kept.runs.values()):
            return None
        if new.attempt_id not in {None, *self.kept.attempts} or (end is None and self.under_way(new.person_id)):
            raise lost_race()
        self.kept.meet(new.person_id)
        added = Run(self.kept.new_id("runs"), new, _plainly(end) if end else None)
        self.kept.runs[added.id] = added
        return added

    def get(self, run_id: int) -> Run | None:
        return self.kept.runs.get(run_id)

    def end(self, run_id: int, end: RunEnd) -> bool:
        run = self.kept.runs.get(run_id)
        if run is None or run.end:
            return False
        self.kept.runs[run_id] = replace(run, end=_plainly(end))
        return True

    def last(self, person_id: int, attempt_id: int | None) -> Run | None:
        own = [run for run in self._of(person_id) if run.new.attempt_id == attempt_id]
        return max(own, key=lambda run: run.id, default=None)

    def under_way(self, person_id: int) -> Run | None:
        return next((run for run in self._of(person_id) if run.end is None), None)

    def unsettled(self) -> tuple[Run, ...]:
        return tuple(run for _, run in sorted(self.kept.runs.items()) if run.end is None)

    def taken(self, since: datetime, person_id: int | None, guild_id: int | None) -> tuple[datetime, ...]:
        own = [
            run.new.at
            for run in self.kept.runs.values()
            if (run.new.guild_id == guild_id if person_id is None else run.new.person_id == person_id)
            and run.new.at >= since
            and not (run.end and run.end.status in (REFUSED, RunStatus.SETUP_FAILED))
        ]
        return tuple(sorted(own))

    def judged(self, attempt_id: int) -> int:
        return sum(
            run.new.attempt_id == attempt_id and bool(run.end and run.end.judgement) for run in self.kept.runs.values()
        )

    def submitted(self, attempt_id: int) -> tuple[Run, ...]:
        own = [run for run in self.kept.runs.values() if run.new.attempt_id == attempt_id]
        return tuple(run for run in sorted(own, key=lambda run: run.id) if run.end and run.end.judgement)

    def prune(self, person_id: int, keep: int) -> None:
        reported = {report.run_id for report in self.kept.reports.values()}
        old = [run.id for run in self._of(person_id) if run.end and not run.end.judgement]
        for run_id in sorted(old, reverse=True)[keep:]:
            if run_id not in reported:
                del self.kept.runs[run_id]

    def _of(self, person_id: int) -> list[Run]:
        return [run for run in self.kept.runs.values() if run.new.person_id == person_id]


def _plainly(end: RunEnd) -> RunEnd:
    aware(end.at)
    return replace(end, judgement=json.loads(json.dumps(dict(end.judgement))))
