"""The desk and its books in memory, for tests of who works at the desk; held to the contract of the real ones."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self, TypeVar

from bot.actions.ports import Books
from bot.actions.records import (
    Attempt,
    Draft,
    NewAttempt,
    Person,
    Report,
    Seen,
    Server,
    Settled,
    TopicTally,
    Version,
    VersionKey,
)
from bot.rules.errors import EdgeDown, RuleBroken
from bot.rules.grading import Verdict
from bot.rules.quiz import State
from bot.rules.review import Card
from tests.fake_interviews import FakeInterviews
from tests.fake_model_use import FakeModelUse
from tests.fake_pairs import FakePairs
from tests.fake_people import FakePeople
from tests.fake_plans import FakePlans
from tests.fake_quizzes import FakeQuizzes
from tests.fake_runs import FakeRuns
from tests.fake_showings import FakeShowings
from tests.fake_spoken import FakeSpoken
from tests.kept import Entry, Kept, aware, lost_race, storable

T = TypeVar("T")
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class FakeServers:
    kept: Kept

    def get(self, guild_id: int) -> Server | None:
        return self.kept.servers.get(guild_id)

    def save(self, server: Server) -> None:
        self.kept.servers[server.id] = server


@dataclass(frozen=True, slots=True)
class FakeVersions:
    kept: Kept

    def keep(self, version: Version) -> None:
        if version.at:
            aware(version.at)
        known = self.kept.versions.setdefault(version.key, version)
        if known.digest != version.digest:
            raise RuleBroken("version_clash", "Another wording is stored under this version. Open the question again.")

    def get(self, key: VersionKey) -> Version | None:
        return self.kept.versions.get(key)

    def mark(self, scope: int) -> tuple[int, datetime | None]:
        own = [version for key, version in self.kept.versions.items() if key.scope == scope]
        return len(own), max((version.at for version in own if version.at), default=None)

    def heads(self, scope: int) -> tuple[Version, ...]:
        newest: dict[str, Version] = {}
        for version in self._ordered(scope):
            newest[version.key.question_id] = version
        return tuple(newest.values())

    def history(self, scope: int, question_id: str) -> tuple[Version, ...]:
        return tuple(version for version in self._ordered(scope) if version.key.question_id == question_id)

    def _ordered(self, scope: int) -> list[Version]:
        own = [version for version in self.kept.versions.values() if version.key.scope == scope]
        return sorted(own, key=lambda version: (version.key.question_id, version.key.version))


@dataclass(frozen=True, slots=True)
class FakeAttempts:
    kept: Kept

    def open(self, new: NewAttempt) -> Attempt:
        aware(new.asked_at)
        for attempt in self.kept.attempts.values():
            if attempt.new.call_id == new.call_id or (new.follows and attempt.new.follows == new.follows):
                return attempt
        if new.key not in self.kept.versions or (new.follows and new.follows not in self.kept.attempts):
            raise lost_race()
        self.kept.meet(new.person_id)
        opened = Attempt(self.kept.new_id("attempts"), new)
        self.kept.attempts[opened.id] = opened
        return opened

    def get(self, attempt_id: int) -> Attempt | None:
        return self.kept.attempts.get(attempt_id)

    def with_person(self, attempt_id: int) -> tuple[Attempt, Person, bool] | None:
        if (attempt := self.kept.attempts.get(attempt_id)) is None:
            return None
        person_id = attempt.new.person_id
        on = {quiz.id for quiz in self.kept.quizzes.values() if quiz.state is State.RUNNING}
        plays = any(row.quiz_id in on for row in self.kept.quiz_members.values() if row.person_id == person_id)
        return attempt, self.kept.people[person_id], plays

    def settle(self, attempt_id: int, settled: Settled) -> bool:
        aware(settled.answered_at)
        if settled.comes_back:
            aware(settled.comes_back)
        attempt = self.kept.attempts.get(attempt_id)
        if attempt is None or attempt.settled:
            return False
        answer: Mapping[str, Any] = json.loads(json.dumps(dict(settled.answer)))
        ended = replace(settled, answer=answer, reason=storable(settled.reason), read_as=storable(settled.read_as))
        self.kept.attempts[attempt_id] = replace(attempt, settled=ended)
        return True

    def mark(self, attempt_id: int, settled: Settled) -> None:
        attempt = self.kept.attempts.get(attempt_id)
        if attempt is not None and attempt.settled is not None:
            self.kept.attempts[attempt_id] = replace(attempt, settled=settled)

    def set_hints(self, attempt_id: int, hints: int) -> bool:
        attempt = self.kept.attempts.get(attempt_id)
        if attempt is None or attempt.settled or attempt.hints >= hints:
            return False
        self.kept.attempts[attempt_id] = replace(attempt, hints=hints)
        return True

    def set_message(self, attempt_id: int, message_id: int) -> None:
        if attempt := self.kept.attempts.get(attempt_id):
            self.kept.attempts[attempt_id] = replace(attempt, message_id=message_id)

    def waiting(self, person_id: int, channel_id: int) -> Attempt | None:
        here = [row for row in self._of(person_id) if row.new.channel_id == channel_id]
        here = [row for row in here if not row.new.within.startswith("interview-")]
        newest = max(here, key=lambda attempt: attempt.id, default=None)
        return newest if newest and newest.settled is None else None

    def seen(self, person_id: int) -> tuple[Seen, ...]:
        lines: dict[tuple[int, str], Seen] = {}
        for attempt in self._of(person_id):
            new, answered = attempt.new, int(attempt.settled is not None)
            place = (new.key.scope, new.key.question_id)
            before = lines.get(place)
            last = max(before.last, new.asked_at) if before else new.asked_at
            _, card = self.kept.cards.get((person_id, *place), ("", None))
            due = card.due if card else None
            lines[place] = Seen(*place, new.topic, last, answered + (before.answered if before else 0), due)
        for (owner, scope, question_id), (topic, card) in self.kept.cards.items():
            if owner == person_id and (scope, question_id) not in lines:
                lines[scope, question_id] = Seen(scope, question_id, topic, card.due, 0, card.due)
        return tuple(lines[place] for place in sorted(lines))

    def tallies(self, person_id: int) -> tuple[TopicTally, ...]:
        lines: dict[str, TopicTally] = {}
        for attempt in self._of(person_id):
            if ended := attempt.settled:
                before = lines.get(attempt.new.topic, TopicTally(attempt.new.topic, 0, 0.0, 0))
                gave_up = before.gave_up + (ended.verdict == Verdict.GAVE_UP)
                lines[before.topic] = TopicTally(
                    before.topic, before.answered + 1, before.points + ended.score, gave_up
                )
        return tuple(lines[topic] for topic in sorted(lines))

    def _of(self, person_id: int) -> list[Attempt]:
        return [attempt for attempt in self.kept.attempts.values() if attempt.new.person_id == person_id]


@dataclass(frozen=True, slots=True)
class FakeCards:
    kept: Kept

    def get(self, person_id: int, scope: int, question_id: str) -> Card | None:
        found = self.kept.cards.get((person_id, scope, question_id))
        return found[1] if found else None

    def put(self, person_id: int, scope: int, question_id: str, topic: str, card: Card) -> None:
        aware(card.due)
        if person_id not in self.kept.people:
            raise lost_race()
        self.kept.cards[person_id, scope, question_id] = (topic, card)

    def due(self, person_id: int, at: datetime) -> tuple[tuple[int, str], ...]:
        aware(at)
        own = [(card.due, *key[1:]) for key, (_, card) in self.kept.cards.items() if key[0] == person_id]
        return tuple((scope, question_id) for due, scope, question_id in sorted(own) if due <= at)


@dataclass(frozen=True, slots=True)
class FakeDrafts:
    kept: Kept

    def add(self, draft: Draft) -> Draft:
        aware(draft.at)
        self.kept.meet(draft.person_id)
        added = replace(draft, id=self.kept.new_id("drafts"))
        self.kept.drafts[added.id] = self._storable(added)
        return added

    def get(self, draft_id: int) -> Draft | None:
        return self.kept.drafts.get(draft_id)

    def replace(self, draft: Draft) -> bool:
        aware(draft.at)
        if draft.id not in self.kept.drafts:
            return False
        self.kept.drafts[draft.id] = self._storable(draft)
        return True

    def remove(self, draft_id: int) -> bool:
        return self.kept.drafts.pop(draft_id, None) is not None

    @staticmethod
    def _storable(draft: Draft) -> Draft:
        return replace(draft, source=storable(draft.source), topic=storable(draft.topic), level=storable(draft.level))


@dataclass(frozen=True, slots=True)
class FakeReports:
    kept: Kept

    def add(self, report: Report) -> None:
        aware(report.at)
        if report.call_id in self.kept.reports:
            return
        if report.attempt_id not in {None, *self.kept.attempts} or report.run_id not in {None, *self.kept.runs}:
            raise lost_race()
        if report.quiz_id is not None and (report.quiz_id, report.number) not in self.kept.quiz_rounds:
            raise lost_race()
        if report.asked_as is not None and report.asked_as.key not in self.kept.versions:
            raise lost_race()
        self.kept.meet(report.person_id)
        self.kept.reports[report.call_id] = replace(report, words=storable(report.words))

    def get(self, call_id: int) -> Report | None:
        return self.kept.reports.get(call_id)

    def of_server(self, guild_id: int, *, handled: bool) -> tuple[int, ...]:
        reports = [report for report in self.kept.reports.values() if report.guild_id == guild_id]
        here = [report.call_id for report in reports if (report.handled_at is not None) is handled]
        return tuple(sorted(here, reverse=True))

    def about(self, quiz_id: int, number: int) -> tuple[Report, ...]:
        reports = [one for one in self.kept.reports.values() if (one.quiz_id, one.number) == (quiz_id, number)]
        return tuple(sorted(reports, key=lambda report: -report.call_id))

    def to_mark(self, attempt_id: int) -> Report | None:
        asked = (one for one in self.kept.reports.values() if one.attempt_id == attempt_id and one.grading)
        return min(asked, key=lambda report: report.call_id, default=None)

    def handle(self, call_id: int, at: datetime, person_id: int) -> None:
        report = self.kept.reports.get(call_id)
        if report is not None and report.handled_at is None:
            self.kept.reports[call_id] = replace(report, handled_at=aware(at), handled_by=person_id)

    def reopen(self, call_id: int) -> None:
        if report := self.kept.reports.get(call_id):
            self.kept.reports[call_id] = replace(report, handled_at=None, handled_by=None)


@dataclass(frozen=True, slots=True)
class FakeAudit:
    kept: Kept

    def note(self, at: datetime, person_id: int, guild_id: int | None, act: str, subject: str) -> None:
        entry = Entry(self.kept.new_id("audit"), aware(at), person_id, guild_id, act, subject)
        self.kept.audit[entry.id] = entry


@dataclass(frozen=True, slots=True)
class FakeBooks:
    people: FakePeople
    servers: FakeServers
    versions: FakeVersions
    attempts: FakeAttempts
    cards: FakeCards
    drafts: FakeDrafts
    reports: FakeReports
    runs: FakeRuns
    spoken: FakeSpoken
    model_use: FakeModelUse
    quizzes: FakeQuizzes
    plans: FakePlans
    showings: FakeShowings
    interviews: FakeInterviews
    pairs: FakePairs
    audit: FakeAudit

    @classmethod
    def over(cls, kept: Kept) -> "FakeBooks":
        return cls(
            FakePeople(kept),
            FakeServers(kept),
            FakeVersions(kept),
            FakeAttempts(kept),
            FakeCards(kept),
            FakeDrafts(kept),
            FakeReports(kept),
            FakeRuns(kept),
            FakeSpoken(kept),
            FakeModelUse(kept),
            FakeQuizzes(kept),
            FakePlans(kept),
            FakeShowings(kept),
            FakeInterviews(kept),
            FakePairs(kept),
            FakeAudit(kept),
        )


class FakeDesk:
    """A desk in memory: work sees a copy, which is kept only where the work ends well.

    Attributes:
        kept: What the last good piece of work left, for tests to look into.
        down: Set it, and the database does not answer.
    """

    def __init__(self) -> None:
        self.kept = Kept()
        self.down = False
        self._gathering: dict[Callable[..., Any], list[tuple[Any, asyncio.Future[Any]]]] = {}

    async def __call__(self, work: Callable[[Books], T]) -> T:
        await asyncio.sleep(0)  # others get their turn, as at the real desk
        value = self._done(work)
        await asyncio.sleep(0)
        return value

    def _done(self, work: Callable[[Books], T]) -> T:
        if self.down:
            raise EdgeDown("database", "I cannot reach my notes right now. Nothing was changed; please try again soon.")
        copy = self.kept.copy()
        value = work(FakeBooks.over(copy))
        self.kept = copy
        return value

    def together(self, work: Callable[[Books, Sequence[Item]], Sequence[T | RuleBroken]], item: Item) -> Awaitable[T]:
        loop = asyncio.get_running_loop()
        waiting: asyncio.Future[T] = loop.create_future()
        if work not in self._gathering:
            self._gathering[work] = []
            loop.call_soon(self._share, work)  # whoever comes before that is done along
        self._gathering[work].append((item, waiting))
        return waiting

    def _share(self, work: Callable[..., Any]) -> None:
        gathered = self._gathering.pop(work)
        ends: Sequence[Any]
        try:
            ends = self._done(lambda books: _each(work, books, tuple(item for item, _ in gathered)))
        except Exception as fault:  # noqa: BLE001 (it belongs to who waits)
            ends = [fault] * len(gathered)
        for (_, waiting), end in zip(gathered, ends, strict=True):
            if waiting.done():
                continue
            if isinstance(end, Exception):
                waiting.set_exception(end)
            else:
                waiting.set_result(end)

    async def close(self) -> None:
        self.down = True

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


def _each(work: Callable[..., Any], books: Books, items: Sequence[Any]) -> Sequence[Any]:
    values: Sequence[Any] = work(books, items)
    if len(values) != len(items):
        raise ValueError(f"{len(items)} shared the work, which gave {len(values)} results")
    return values
