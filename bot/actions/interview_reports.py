"""Reports of interviews: what was heard, marks for what was unsure, comparing, sharing, and practising what was weak.

Whatever a report says is worked out anew from the rows each time. Only its owner sees it, and whoever is where they
shared it.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.actions.interview_ports import Mark, Share
from bot.actions.interview_reading import Reading
from bot.actions.interview_report_views import (
    CompareRow,
    CompareView,
    LoopReport,
    MarkingView,
    QuestionReport,
    ReportLine,
    ReportView,
    SharedView,
)
from bot.actions.ports import Bank, Books, Desk
from bot.actions.practice import Practice
from bot.actions.seal import sealed_for, unsealed
from bot.actions.sets import of_report
from bot.actions.views import Asked, Call
from bot.rules.errors import RuleBroken
from bot.rules.interview import LOOPS, Interview, State
from bot.rules.interview_report import Outlook
from bot.rules.interview_scores import Competency, comparable, competencies, overall, steps

REPORT = "report"
"""What the message shows that the report stands on."""
MOST_LISTED = 25
MOST_MARKED = 10
"""Points that are marked in one go."""
Places = Collection[tuple[int, int]]
"""Points by their question's number and their place among its points."""


@dataclass(frozen=True)
class InterviewReports:
    """What a person can do with the reports of interviews.

    Every method raises `EdgeDown` where the database is away, and those that name an interview `RuleBroken`: `gone`,
    `not_yours`, `not_over` or `sealed`.
    """

    desk: Desk
    bank: Bank
    practice: Practice

    async def report(self, call: Call, interview_id: int) -> ReportView:
        """Give the whole report to its owner."""
        return await self.desk(lambda books: self._own(books, call, interview_id).report())

    async def notice(self, interview_id: int) -> ReportView:
        """Give the report for its own message in the interview's channel, where its owner alone reads it."""
        return await self.desk(lambda books: self._ended(books, interview_id).report())

    async def ended(self, call: Call) -> tuple[ReportLine, ...]:
        """Give the person's interviews that have ended, the newest first, at most 25."""

        def work(books: Books) -> tuple[ReportLine, ...]:
            newest = books.interviews.ended(call.person_id)[:MOST_LISTED]
            return tuple(Reading(self.bank, books, each).line() for each in newest)

        return await self.desk(work)

    async def question(self, call: Call, interview_id: int, slot: int) -> QuestionReport:
        """Give one question that was reached, with what was written and a strong answer.

        Raises:
            RuleBroken: Besides those of all: `not_reached`.
        """

        def work(books: Books) -> QuestionReport:
            found = self._own(books, call, interview_id).question(slot)
            if found is None:
                raise RuleBroken("not_reached", "That question was not reached, so there is nothing to show of it.")
            return found

        return await self.desk(work)

    async def questions(self, call: Call, interview_id: int) -> tuple[QuestionReport, ...]:
        """Give all questions that were reached, such as for the file."""

        def work(books: Books) -> tuple[QuestionReport, ...]:
            reading = self._own(books, call, interview_id)
            found = (reading.question(sat.slot.number) for sat in reading.sats)
            return tuple(each for each in found if each is not None)

        return await self.desk(work)

    async def marking(self, call: Call, interview_id: int) -> MarkingView:
        """Give what the caller may mark: the owner's unsure points, or what a peer finds unmarked."""

        def work(books: Books) -> MarkingView:
            reading, peer = self._marked(books, call, interview_id)
            return MarkingView(interview_id, reading.to_mark(peer=peer), peer)

        return await self.desk(work)

    async def mark(self, call: Call, interview_id: int, said: Places, among: Places | None = None) -> ReportView:
        """Take the caller's word for points that were unsure; a peer's counts until the owner gives their own.

        Args:
            call: Who marks.
            interview_id: Whose report.
            said: The points that were said.
            among: The points that were looked at, of which the others were not said; None for all that are left.
        """

        def work(books: Books) -> ReportView:
            reading, peer = self._marked(books, call, interview_id)
            left = [(each.slot, each.place) for each in reading.to_mark(peer=peer)]
            marks = (Mark(*at, at in said, call.person_id) for at in left if among is None or at in among)
            books.interviews.mark(interview_id, tuple(marks))
            _redraw(books, interview_id)
            view = Reading(self.bank, books, reading.interview).report()
            return _quoteless(view) if peer else view

        return await self.desk(work)

    async def compare(self, call: Call, first_id: int, second_id: int) -> CompareView:
        """Put two of the person's reports side by side: question by question where they were planned alike."""

        def work(books: Books) -> CompareView:
            first, second = (self._own(books, call, each) for each in (first_id, second_id))
            exact = comparable(first.interview, second.interview)
            rows = _by_question(first, second) if exact else _by_competency(first, second)
            differs = _differs(first.interview, second.interview)
            return CompareView(first.line(), second.line(), exact, differs, tuple(rows))

        return await self.desk(work)

    async def loop(self, call: Call, loop_id: int) -> LoopReport:
        """Give a loop's rounds on one page."""

        def work(books: Books) -> LoopReport:
            loop = books.interviews.loop(loop_id)
            if loop is None:
                raise _gone()
            if loop.person_id != call.person_id:
                raise _not_yours()
            ended = [each for each in books.interviews.of_loop(loop_id) if each.state is State.ENDED]
            rounds = [self._unsealed(books, call, each) for each in ended]
            answers = tuple(outlook for each in rounds for outlook in each.answers)
            done = {each.kind for each in ended}
            return LoopReport(
                loop_id=loop_id,
                level=loop.level,
                rounds=tuple(each.line() for each in rounds),
                missing=tuple(kind for kind in LOOPS[loop.level] if kind not in done),
                competencies=competencies(answers),
                overall=overall(answers),
                steps=steps(about for each in rounds for about in each.topics()),
                to_mark=sum(len(each.to_mark(peer=False)) for each in rounds),
            )

        return await self.desk(work)

    async def practise(self, call: Call, interview_id: int) -> Asked:
        """Begin to practise what was weak.

        Raises:
            RuleBroken: Besides those of all: `nothing_fits`.
        """
        return await self.practice.go_through(call, of_report(interview_id))

    async def preview(self, call: Call, interview_id: int, *, quotes: bool) -> SharedView:
        """Show the owner what others would see."""
        return await self.desk(lambda books: self._view(self._own(books, call, interview_id), quotes=quotes))

    async def share(self, call: Call, interview_id: int, *, quotes: bool) -> SharedView:
        """Let whoever is in this channel see the figures and points, and the quotes if the owner wants that.

        Returns:
            What they see, with the message that showed it there before; the new one takes its place.
        """

        def work(books: Books) -> SharedView:
            reading = self._own(books, call, interview_id)
            here = [
                one.message_id for one in books.interviews.shares(interview_id) if one.channel_id == call.channel_id
            ]
            books.interviews.share(Share(interview_id, call.channel_id, quotes, call.at))
            return replace(self._view(reading, quotes=quotes), message_id=next(iter(here), None))

        return await self.desk(work)

    async def shared_at(self, call: Call, interview_id: int, message_id: int) -> None:
        """Remember the message that shows a shared report, so that it goes with the report."""

        def work(books: Books) -> None:
            for each in books.interviews.shares(interview_id):
                if each.channel_id == call.channel_id:
                    books.interviews.share(replace(each, message_id=message_id))

        await self.desk(work)

    async def shared(self, call: Call, interview_id: int) -> SharedView:
        """Give what others see of a report in the channel that it was shared to.

        Raises:
            RuleBroken: `gone`, or `not_shared` where it was not shared here.
        """

        def work(books: Books) -> SharedView:
            share = _share(books, call, interview_id)
            reading = self._ended(books, interview_id)
            return self._view(self._unsealed(books, call, reading.interview), quotes=share.quotes)

        return await self.desk(work)

    async def standing(self, call: Call, interview_id: int) -> tuple[SharedView, ...]:
        """Give what others see wherever a message shows it, for whoever may mark, so that all of them tell the same."""

        def work(books: Books) -> tuple[SharedView, ...]:
            reading, _ = self._marked(books, call, interview_id)
            return tuple(
                replace(self._view(reading, quotes=one.quotes), channel_id=one.channel_id, message_id=one.message_id)
                for one in books.interviews.shares(interview_id)
                if one.message_id is not None
            )

        return await self.desk(work)

    async def delete(self, call: Call, interview_id: int) -> tuple[tuple[int, int], ...]:
        """Delete words, turns and report for good; give the messages that showed them, as (channel, message)."""

        def work(books: Books) -> tuple[tuple[int, int], ...]:
            interview = books.interviews.get(interview_id)
            if interview is None:
                return ()
            if interview.person_id != call.person_id:
                raise _not_yours()
            if interview.state is not State.ENDED:
                raise _not_over()
            told = [(each.channel_id, each.message_id) for each in books.interviews.messages(interview_id)]
            shown = [(each.channel_id, each.message_id) for each in books.interviews.shares(interview_id)]
            books.interviews.remove(interview_id)
            return tuple((channel, message) for channel, message in (*told, *shown) if message is not None)

        return await self.desk(work)

    def _own(self, books: Books, call: Call, interview_id: int) -> Reading:
        """Give the caller's own report."""
        interview = books.interviews.get(interview_id)
        if interview is None:
            raise _gone()
        if interview.person_id != call.person_id:
            raise _not_yours()
        return self._unsealed(books, call, interview)

    def _unsealed(self, books: Books, call: Call, interview: Interview) -> Reading:
        """See that the interview has ended and that no question of it is open in a quiz of the caller's."""
        if interview.state is not State.ENDED:
            raise _not_over()
        asked = [slot.key[1] for slot in books.interviews.slots(interview.id) if slot.chosen is not None]
        unsealed(sealed_for(books, call.person_id), *asked)
        return Reading(self.bank, books, interview)

    def _ended(self, books: Books, interview_id: int) -> Reading:
        interview = books.interviews.get(interview_id)
        if interview is None:
            raise _gone()
        if interview.state is not State.ENDED:
            raise _not_over()
        return Reading(self.bank, books, interview)

    def _marked(self, books: Books, call: Call, interview_id: int) -> tuple[Reading, bool]:
        """Give a report to whoever may mark on it, and whether they are a peer."""
        interview = books.interviews.get(interview_id)
        if interview is None:
            raise _gone()
        peer = interview.person_id != call.person_id
        if peer:
            _share(books, call, interview_id)
        return self._unsealed(books, call, interview), peer

    def _view(self, reading: Reading, *, quotes: bool) -> SharedView:
        left = reading.to_mark(peer=True)
        unsure = [each for each in reading.to_mark(peer=False) if each in left]  # others are told what nobody marked
        view = replace(reading.report(), to_mark=len(unsure))
        shown = view if quotes else _quoteless(view)
        return SharedView(shown, reading.interview.person_id, quotes, len(left))


def _redraw(books: Books, interview_id: int) -> None:
    """Have the message that shows the report drawn again."""
    for message in books.interviews.messages(interview_id):
        if message.shows == REPORT:
            books.interviews.save_message(replace(message, revision=message.revision + 1))


def _share(books: Books, call: Call, interview_id: int) -> Share:
    """Give how a report was shared to the caller's channel."""
    for share in books.interviews.shares(interview_id):
        if share.channel_id == call.channel_id:
            return share
    raise RuleBroken("not_shared", "That report is not shared here. Only whose it is can share it.")


def _quoteless(view: ReportView) -> ReportView:
    """Leave out every word of the person's own."""
    return replace(view, competencies=tuple(map(_unquoted, view.competencies)))


def _unquoted(competency: Competency) -> Competency:
    best = replace(competency.best, evidence="") if competency.best is not None else None
    mistakes = tuple((false, "") for false, _ in competency.mistakes)
    return replace(competency, best=best, mistakes=mistakes)


def _by_question(first: Reading, second: Reading) -> list[CompareRow]:
    """Compare slot by slot, and stage by stage."""
    mine, theirs = _placed(first), _placed(second)
    rows = []
    for at in sorted({*mine, *theirs}):
        one, other = mine.get(at), theirs.get(at)
        name = next(each.name for each in (one, other) if each is not None)
        asked = [_key_at(reading, at[0]) for reading in (first, second)]
        stage = f"Question {at[0]} · {name}"
        rows.append(CompareRow(stage, _share_of(one), _share_of(other), same=asked[0] == asked[1]))
    return rows


def _placed(reading: Reading) -> dict[tuple[int, int], Outlook]:
    return {(each.slot, each.part): each for each in reading.answers}


def _key_at(reading: Reading, number: int) -> tuple[int, str]:
    return next(slot.key for slot in reading.slots if slot.number == number)


def _share_of(outlook: Outlook | None) -> float | None:
    return outlook.share if outlook is not None else None


def _by_competency(first: Reading, second: Reading) -> list[CompareRow]:
    mine, theirs = ({each.name: each.share for each in competencies(one.answers)} for one in (first, second))
    return [CompareRow(name, mine.get(name), theirs.get(name)) for name in dict.fromkeys([*mine, *theirs])]


def _differs(first: Interview, second: Interview) -> tuple[str, ...]:
    facts = {
        "kind": (first.kind, second.kind),
        "level": (first.level, second.level),
        "seed": (first.seed, second.seed),
        "bank version": (first.bank_version, second.bank_version),
    }
    return tuple(name for name, (one, other) in facts.items() if one != other)


def _gone() -> RuleBroken:
    return RuleBroken("gone", "That report is no longer stored. `/interview reports` lists those that are.")


def _not_yours() -> RuleBroken:
    return RuleBroken("not_yours", "That report is somebody else's. `/interview reports` lists your own.")


def _not_over() -> RuleBroken:
    return RuleBroken(
        "not_over", "That interview is still on; `/interview resume` goes on. Its report comes at the end."
    )
