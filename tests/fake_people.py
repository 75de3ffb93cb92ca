"""People in memory, with all that is kept about them."""

import secrets
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any

from bot.actions.records import Attempt, Person, Run, RunEnd, Settled
from bot.actions.spoken_ports import SpokenAnswer
from bot.rules.spoken import to_plain
from tests import fake_interviews, fake_pairs, fake_plans, fake_quizzes
from tests.kept import Kept, aware, plain

BEFORE = ("before_due", "before_state")


@dataclass(frozen=True, slots=True)
class FakePeople:
    kept: Kept

    def get(self, person_id: int) -> Person | None:
        return self.kept.people.get(person_id)

    def save(self, person: Person) -> None:
        self.kept.people[person.id] = person

    def forget(self, person_id: int, at: datetime) -> None:
        aware(at)
        kept, ghost = self.kept, -1 - secrets.randbelow(2**63 - 1)
        kept.people.pop(person_id, None)
        self._forget_reports(person_id, ghost)
        fake_quizzes.forget(kept, person_id, ghost)
        fake_plans.forget(kept, person_id, ghost)
        fake_interviews.forget(kept, person_id, ghost)
        fake_pairs.forget(kept, person_id)
        for run_id in [run.id for run in kept.runs.values() if run.new.person_id == person_id]:
            del kept.runs[run_id]
        for answer_id in [one.id for one in kept.spoken.values() if one.new.person_id == person_id]:
            del kept.spoken[answer_id]
        for attempt_id in [row.id for row in kept.attempts.values() if row.new.person_id == person_id]:
            del kept.attempts[attempt_id]
        for card in [card for card in kept.cards if card[0] == person_id]:
            del kept.cards[card]
        for draft_id in [draft.id for draft in kept.drafts.values() if draft.person_id == person_id]:
            del kept.drafts[draft_id]
        for key, version in kept.versions.items():
            if version.by == person_id:
                kept.versions[key] = replace(version, by=ghost)
        for entry in kept.audit.values():
            if entry.person_id == person_id:
                kept.audit[entry.id] = replace(entry, person_id=ghost)

    def _forget_reports(self, person_id: int, ghost: int) -> None:
        for report in tuple(self.kept.reports.values()):
            if report.person_id == person_id:
                del self.kept.reports[report.call_id]
            elif report.handled_by == person_id:
                self.kept.reports[report.call_id] = replace(report, handled_by=ghost)

    def export(self, person_id: int) -> dict[str, list[dict[str, Any]]]:
        kept = self.kept
        return (
            {
                "people": [self._row(person) for person in kept.people.values() if person.id == person_id],
                "question_versions": [
                    self._row(version, **asdict(version.key))
                    for version in kept.versions.values()
                    if version.by == person_id
                ],
                "attempts": [self._attempt(row) for row in kept.attempts.values() if row.new.person_id == person_id],
                "cards": [
                    {"person_id": key[0], "scope": key[1], "question_id": key[2], "topic": topic} | self._row(card)
                    for key, (topic, card) in kept.cards.items()
                    if key[0] == person_id
                ],
                "drafts": [self._row(draft) for draft in kept.drafts.values() if draft.person_id == person_id],
                "reports": [self._row(report) for report in kept.reports.values() if report.person_id == person_id],
                "runs": [self._run(run) for run in kept.runs.values() if run.new.person_id == person_id],
                "spoken": [self._spoken(one) for one in kept.spoken.values() if one.new.person_id == person_id],
                "audit": [self._row(entry) for entry in kept.audit.values() if entry.person_id == person_id],
            }
            | fake_quizzes.exported(kept, person_id)
            | fake_plans.exported(kept, person_id)
            | fake_interviews.exported(kept, person_id)
            | fake_pairs.exported(kept, person_id)
        )

    @staticmethod
    def _row(record: Any, **more: Any) -> dict[str, Any]:
        row = {part.name: plain(getattr(record, part.name)) for part in fields(record) if part.name != "key"}
        if "documents" in row:
            row["documents"] = list(row["documents"])
        return row | more

    def _run(self, run: Run) -> dict[str, Any]:
        end = self._row(run.end) if run.end else dict.fromkeys(part.name for part in fields(RunEnd))
        return {"id": run.id} | self._row(run.new) | end | {"ended_at": end["at"], "at": run.new.at.isoformat()}

    def _spoken(self, answer: SpokenAnswer) -> dict[str, Any]:
        before = answer.before
        times = {"before_due": plain(before.due), "before_state": before.state} if before else dict.fromkeys(BEFORE)
        heard = {"hearing": to_plain(answer.hearing) if answer.hearing else None}
        return {"id": answer.id} | self._row(answer.new) | heard | times

    def _attempt(self, attempt: Attempt) -> dict[str, Any]:
        settled = (
            self._row(attempt.settled) if attempt.settled else dict.fromkeys(part.name for part in fields(Settled))
        )
        own = {"id": attempt.id, "hints": attempt.hints, "message_id": attempt.message_id}
        return own | self._row(attempt.new, **asdict(attempt.new.key)) | settled
