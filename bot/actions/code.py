"""Code: run it, submit it as an answer, and settle what a stop of the bot left open."""

from collections.abc import Awaitable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from math import ceil
from typing import Protocol, TypeVar

from bot.actions.pool import Shelves
from bot.actions.ports import Bank, Books, Desk, Sandbox
from bot.actions.records import CANCELLED, LOST, REFUSED, Attempt, NewRun, Report, Run, RunEnd
from bot.actions.sheet import Sheet, interview_of, own_attempt
from bot.actions.views import Call, Editing, Ended, Failed, Judged, Submission
from bot.rules.answer import Submitted
from bot.rules.code import JudgeJob, Judgement, Task
from bot.rules.draw import Draws
from bot.rules.errors import RuleBroken
from bot.rules.fairness import PERSON, SERVER, free_at
from bot.rules.grading import grade_submission
from bot.rules.interview import State
from bot.rules.judged import to_plain
from bot.rules.practice import words_of_report
from bot.rules.run import RunJob, RunStatus
from bot.rules.source import Source, language_of, profile_for, taken, text_of, versions_for

T = TypeVar("T")

KEPT = 30
"""Drafts that were not judged and are kept of each person."""
STUCK = timedelta(minutes=2)
"""A run of this age that nobody waits for was lost, whatever happened."""
_SEEDS = 2**63 - 1


class Watch(Protocol):
    """Who wants to know how far a run is, and may want to stop it."""

    @property
    def stopped(self) -> bool:
        """Whether the person asked to stop; otherwise a cancelled run is taken up again at the next start."""
        ...

    def begun(self, run_id: int) -> None:
        """Hear the number of the run, by which it can be stopped."""
        ...

    def placed(self, place: int) -> None:
        """Hear the place in the line, from 1, each time it changes; never where there is no wait."""
        ...


@dataclass(frozen=True)
class Code:
    """What a person can do with code.

    Every method raises `EdgeDown` where the database is away. Those that run something raise it too where the sandbox
    is, and `RuleBroken`: `empty` or `too_long`; `one_at_a_time` or `too_fast`, and then the text is kept as a draft.
    What is typed (text) is mended before it is run; a file (bytes) is run as it is. A call that was made before gives
    None: it is under way or done.
    """

    desk: Desk
    bank: Bank
    sandbox: Sandbox

    @cached_property
    def shelves(self) -> Shelves:
        """The questions, sorted once."""
        return Shelves(self.bank, lambda: self.sandbox.profiles)

    async def draft(self, call: Call) -> str:
        """Give the person's last program, empty where there is none."""
        last = await self.desk(lambda books: books.runs.last(call.person_id, None))
        return text_of(last.new.source) if last else ""

    async def program(self, call: Call, run_id: int) -> bytes:
        """Give what was run, to be run again as it was or to be edited.

        Raises:
            RuleBroken: `gone` or `not_yours`.
        """
        return (await self._own(call, run_id)).new.source

    async def run(self, call: Call, given: str | bytes, watch: Watch, *, written: bool = False) -> Ended | None:
        """Run a program; `written` as for `submit`."""
        source = taken(given)
        new = _new(call, source, profile_for(source.data, self.sandbox.profiles), written=written)
        run = await self._begin(new)
        if run is None:
            return None
        watch.begun(run.id)
        job = RunJob(source.data, profile=new.profile)
        ran = await self._guarded(run, self.sandbox.run(job, watch.placed), watch)
        await self._end(run, ran.status.value)
        versions = versions_for(source.data, self.sandbox.profiles.get(new.profile, {}))
        return Ended(run.id, ran, versions, source.mended)

    async def waiting(self, call: Call) -> int | None:
        """Give the attempt that waits for code in this channel, None where none does."""

        def work(books: Books) -> int | None:
            found = books.attempts.waiting(call.person_id, call.channel_id)
            if found is None:
                return None
            sheet = Sheet(self.shelves, books, call, found.new.guild_id)
            if found.new.key.question_id in sheet.sealed or sheet.variant(found).task is None:
                return None  # code is never asked in a quiz
            return found.id

        return await self.desk(work)

    async def editing(self, call: Call, attempt_id: int) -> Editing | Judged:
        """Give what the form for an answer opens with; of a question that has its answer the verdict.

        Raises:
            RuleBroken: `gone`, `not_yours` or `wrong_kind`.
        """

        def work(books: Books) -> Editing | Judged:
            found, sheet = self._attempt(books, call, attempt_id)
            if found.settled is not None:
                return sheet.judged(found, found.settled, again=True)
            asked, last = sheet.asked(found), books.runs.last(call.person_id, attempt_id)
            assert asked.variant.task is not None  # noqa: S101 (only such an attempt is given)
            return Editing(asked, text_of(last.new.source) if last else asked.variant.task.starter)

        return await self.desk(work)

    async def submit(
        self, call: Call, attempt_id: int, given: str | bytes, watch: Watch, *, written: bool = False
    ) -> Failed | Judged | None:
        """Have code judged as the answer to a question; it may be tried again until it passes.

        Args:
            call: Who submits.
            attempt_id: Whose question.
            given: The code.
            watch: Hears how far it is.
            written: Whether it came as a plain message, so that a late verdict can be a reply to it.

        Raises:
            RuleBroken: Besides those of all: `gone`, `not_yours` or `wrong_kind`.
        """
        shown = await self.editing(call, attempt_id)
        if isinstance(shown, Judged):
            return shown
        question, task = shown.asked.variant.question, shown.asked.variant.task
        source = taken(given, language_of(task))
        seed = Draws(question.id, question.version, call.id).integer("judge", 0, _SEEDS)
        new = replace(_new(call, source, question.profile, written=written), attempt_id=attempt_id, seed=seed)
        run = await self._begin(new)
        if run is None:
            return None
        watch.begun(run.id)
        return await self._settled(run, call, source, watch)

    async def report(self, call: Call, run_id: int, words: str) -> None:
        """Keep what a person says is wrong with a run.

        Raises:
            RuleBroken: `gone`, `not_yours`, `no_words` or `too_many_words`.
        """
        said = words_of_report(words)
        await self._own(call, run_id)
        report = Report(call.id, call.person_id, call.guild_id, None, call.at, said, run_id)
        await self.desk(lambda books: books.reports.add(report))

    async def unsettled(self) -> tuple[Run, ...]:
        """Give the runs that a stop of the bot left open; to be asked before anybody can begin one."""
        return await self.desk(lambda books: books.runs.unsettled())

    async def take_up(self, run: Run) -> Failed | Judged | None:
        """Judge again, with the same seed, what was submitted; a mere run is given up as lost, and gives None.

        Raises:
            EdgeDown: The sandbox is away; the draft is kept, and nothing counts.
            RuleBroken: `gone` or `not_yours`: its question cannot be shown any more; it is given up as lost.
        """
        new = run.new
        if new.attempt_id is None:
            await self._end(run, LOST)
            return None
        call = Call(new.call_id, new.at, new.person_id, new.guild_id, new.channel_id)
        try:
            return await self._settled(run, call, Source(new.source), _UNWATCHED)
        except RuleBroken:
            await self._end(run, LOST)
            raise

    async def let_go(self, call: Call) -> None:
        """Give up the person's run that nobody waits for any more, unless it has only just begun."""

        def work(books: Books) -> None:
            stuck = books.runs.under_way(call.person_id)
            if stuck is not None and stuck.new.at <= call.at - STUCK:
                books.runs.end(stuck.id, RunEnd(call.at, LOST))

        await self.desk(work)

    async def _begin(self, new: NewRun) -> Run | None:
        """Write a run down; what is refused is kept as a draft."""

        def work(books: Books) -> Run | RuleBroken | None:
            refusal = _refusal(books, new)
            begun = books.runs.add(new, RunEnd(new.at, REFUSED) if refusal else None)
            books.runs.prune(new.person_id, KEPT)
            return refusal if begun and refusal else begun

        found = await self.desk(work)
        if isinstance(found, RuleBroken):
            raise found
        return found

    async def _settled(self, run: Run, call: Call, source: Source, watch: Watch) -> Failed | Judged:
        """Have a submission judged and record what the judge said, in a transaction of its own."""
        attempt_id = run.new.attempt_id
        assert attempt_id is not None  # noqa: S101 (a submission answers an attempt)

        def asked(books: Books) -> Task | None:
            found, sheet = self._attempt(books, call, attempt_id)
            return sheet.variant(found).task

        task = await self.desk(asked)
        assert task is not None  # noqa: S101 (the same)
        job = JudgeJob(task, source.data, run.new.seed, run.new.profile)
        judgement = await self._guarded(run, self.sandbox.judge(job, watch.placed), watch)

        def settle(books: Books) -> Failed | Judged:
            found, sheet = self._attempt(books, call, attempt_id)
            counts = judgement.status is not RunStatus.SETUP_FAILED
            end = RunEnd(call.at, judgement.status.value, to_plain(judgement) if counts else {})
            ended = books.runs.end(run.id, end)
            if found.settled is not None:
                return sheet.judged(found, found.settled, again=True)
            versions = versions_for(source.data, judgement.versions)
            submission = Submission(run.id, books.runs.judged(attempt_id), judgement, versions, source.mended)
            if not (ended and counts and _is_taken(books, found, judgement)):
                return Failed(sheet.asked(found), submission)
            given = grade_submission(judgement, found.hints)
            return replace(sheet.record(found, Submitted(run.id, submission.nth), given), submission=submission)

        return await self.desk(settle)

    async def _guarded(self, run: Run, work: Awaitable[T], watch: Watch) -> T:
        """Await the sandbox; whatever comes, the person is free to run something again."""
        try:
            return await work
        except Exception:
            await self._end(run, RunStatus.SETUP_FAILED.value)
            raise
        except BaseException:
            if watch.stopped:
                await self._end(run, CANCELLED)
            raise

    async def _end(self, run: Run, status: str) -> None:
        await self.desk(lambda books: books.runs.end(run.id, RunEnd(run.new.at, status)))

    async def _own(self, call: Call, run_id: int) -> Run:
        run = await self.desk(lambda books: books.runs.get(run_id))
        if run is None:
            raise RuleBroken("gone", "That run is no longer stored. /code starts a new one.")
        if run.new.person_id != call.person_id:
            raise RuleBroken("not_yours", "That run is somebody else's. /code starts your own.")
        return run

    def _attempt(self, books: Books, call: Call, attempt_id: int) -> tuple[Attempt, Sheet]:
        """Give the person's own attempt that is answered by code.

        Raises:
            RuleBroken: `gone`, `not_yours` or `wrong_kind`.
        """
        sheet, found = own_attempt(self.shelves, books, call, attempt_id)
        if sheet.variant(found).task is None:
            raise RuleBroken("wrong_kind", "That question is not answered by code. Answer it by its buttons.")
        return found, sheet


@dataclass(frozen=True, slots=True)
class _Unwatched:
    """Nobody looks, and nobody stops it."""

    stopped: bool = False

    def begun(self, run_id: int) -> None:
        """Hear it and do nothing."""

    def placed(self, place: int) -> None:
        """Hear it and do nothing."""


_UNWATCHED = _Unwatched()


def _is_taken(books: Books, attempt: Attempt, judgement: Judgement) -> bool:
    """Tell whether a submission is the answer: in practice one that passes.

    A mock interview takes what was submitted last, at Done, and until then nobody can tell what passes; once it has
    ended, what was still being judged is that.
    """
    interview_id = interview_of(attempt)
    interview = books.interviews.get(interview_id) if interview_id is not None else None
    return judgement.passed if interview is None else interview.state is State.ENDED


def _new(call: Call, source: Source, profile: str, *, written: bool) -> NewRun:
    at = (call.id, call.person_id, call.guild_id, call.channel_id, call.at)
    return NewRun(*at, source.data, profile, written=written)


def _refusal(books: Books, new: NewRun) -> RuleBroken | None:
    """Say why a run may not begin now, None where it may."""
    if books.runs.under_way(new.person_id) is not None:
        return RuleBroken(
            "one_at_a_time",
            "One run of yours is still going, and I take one at a time. Wait for it or cancel it; your text is kept.",
        )
    free = free_at(PERSON, books.runs.taken(new.at - PERSON.horizon, new.person_id, None), new.at)
    if free > new.at:
        return RuleBroken("too_fast", f"That was quick. Your next run is free {_soon(free)}; your text is kept.")
    if new.guild_id is not None:
        free = free_at(SERVER, books.runs.taken(new.at - SERVER.horizon, None, new.guild_id), new.at)
    if free > new.at:
        return RuleBroken("too_fast", f"Many run code here just now. Try again {_soon(free)}; your text is kept.")
    return None


def _soon(at: datetime) -> str:
    """Name a moment as Discord counts down to it, rounded up."""
    return f"<t:{ceil(at.timestamp())}:R>"
