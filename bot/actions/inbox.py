"""The admins' inbox: what members said is wrong, for those who may mend a server's questions."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass

from bot.actions.bank import admit_editor
from bot.actions.inbox_views import InboxView, ReportedQuestion, ReportedRound, ReportedRun, ReportView
from bot.actions.pool import question_of
from bot.actions.ports import Bank, Books, Desk
from bot.actions.records import Report, Run, VersionKey
from bot.actions.seal import sealed_for
from bot.actions.spoken_views import ToMark
from bot.actions.views import Call
from bot.rules.quiz import LOBBY, Numbers
from bot.rules.quiz_people import own_seed
from bot.rules.variants import draw_variant

NEWEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Inbox:
    """What an editor can do with what members of a server reported.

    Every method raises `RuleBroken` where the call is not made in a server (`not_a_server`) or not by an editor
    (`not_editor`), and `EdgeDown` where the database is away.
    """

    desk: Desk
    bank: Bank

    async def look(self, call: Call, report_id: int = NEWEST, *, handled: bool = False) -> InboxView:
        """Open the inbox at a report, else at the next older one, of those that wait or of those that are handled."""
        return await self._opened(call, report_id, handled=handled)

    async def done(self, call: Call, report_id: int) -> InboxView:
        """Put a report away as handled, and go on with the next older one that waits; pressed twice it is done once."""
        return await self._opened(
            call, report_id, lambda books: books.reports.handle(report_id, call.at, call.person_id)
        )

    async def reopen(self, call: Call, report_id: int) -> InboxView:
        """Have a report wait again, and show it."""
        return await self._opened(call, report_id, lambda books: books.reports.reopen(report_id))

    async def _opened(
        self, call: Call, report_id: int, change: Callable[[Books], None] | None = None, *, handled: bool = False
    ) -> InboxView:
        def work(books: Books) -> InboxView:
            admit_editor(books, call)
            if change is not None and self._is_here(books, call, report_id):
                change(books)
            return self._view(books, call, report_id, handled=handled)

        return await self.desk(work)

    def _is_here(self, books: Books, call: Call, report_id: int) -> bool:
        found = books.reports.get(report_id)
        return found is not None and found.guild_id == call.guild_id

    def _view(self, books: Books, call: Call, report_id: int, *, handled: bool) -> InboxView:
        assert call.guild_id is not None  # noqa: S101 (an editor calls in a server)
        ids = books.reports.of_server(call.guild_id, handled=handled)
        if not ids:
            return InboxView(handled)
        at = min(bisect_left(ids, -report_id, key=lambda one: -one), len(ids) - 1)
        found = books.reports.get(ids[at])
        assert found is not None  # noqa: S101 (it was listed in this transaction)
        newer, older = ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None
        return InboxView(handled, self._report(books, call, found), at + 1, len(ids), newer, older)

    def _report(self, books: Books, call: Call, report: Report) -> ReportView:
        run = books.runs.get(report.run_id) if report.run_id is not None else None
        key, seed, round_ = self._about(books, report, run)
        if key is not None and key.question_id in sealed_for(books, call.person_id):
            return ReportView(report.call_id, report.at, "", sealed=True)
        return ReportView(
            report_id=report.call_id,
            at=report.at,
            words=report.words,
            question=self._question(books, key, seed) if key is not None else None,
            run=ReportedRun(run.id, run.new.source, run.end.status if run.end else "") if run is not None else None,
            round=round_,
            answer=self._answer(books, report),
            handled_at=report.handled_at,
            handled_by=report.handled_by,
        )

    def _answer(self, books: Books, report: Report) -> ToMark | None:
        """Give what an editor is asked to mark; None where it is something else, or no longer stored."""
        said = books.spoken.of(report.attempt_id) if report.grading and report.attempt_id is not None else None
        attempt = books.attempts.get(said.new.attempt_id) if said is not None else None
        if said is None or said.hearing is None or attempt is None:
            return None
        body = draw_variant(question_of(self.bank, books, attempt.new.key), attempt.new.seed).spoken
        points = tuple(point.say for point in body.points) if body is not None else ()
        return ToMark(said.new.words, points, said.hearing, said.made)

    def _about(
        self, books: Books, report: Report, run: Run | None
    ) -> tuple[VersionKey | None, int, ReportedRound | None]:
        """Give the question that a report is about, the seed of its numbers, and where in a quiz it stood."""
        attempt_id = run.new.attempt_id if run is not None else report.attempt_id
        attempt = books.attempts.get(attempt_id) if attempt_id is not None else None
        if attempt is not None:
            return attempt.new.key, attempt.new.seed, None
        if report.asked_as is not None:
            return report.asked_as.key, report.asked_as.seed, None
        if report.quiz_id is None or report.number is None:
            return None, 0, None
        return self._round(books, report.quiz_id, report.number, report.person_id)

    def _round(self, books: Books, quiz_id: int, number: int, person_id: int) -> tuple[VersionKey, int, ReportedRound]:
        quiz, asked = books.quizzes.get(quiz_id), books.quizzes.round(quiz_id, number)
        assert quiz is not None  # noqa: S101 (a report goes with its quiz)
        assert asked is not None  # noqa: S101 (the same)
        lobby, shown = books.quizzes.message(quiz_id, LOBBY), books.quizzes.message(quiz_id, number)
        stands = ReportedRound(
            quiz_id,
            quiz.title,
            number,
            lobby.message_id if lobby else None,
            shown.message_id if shown else None,
            asked.voided_by,
        )
        own = quiz.is_open or quiz.options.numbers is Numbers.OWN
        plays = own and books.quizzes.member(quiz_id, person_id) is not None
        seed = own_seed(asked, person_id) if plays else asked.seed
        return VersionKey(asked.scope, asked.question_id, asked.version), seed, stands

    def _question(self, books: Books, key: VersionKey, seed: int) -> ReportedQuestion:
        question, skills = question_of(self.bank, books, key), self.bank.skills
        return ReportedQuestion(
            question_id=question.id,
            version=key.version,
            own=key.scope != 0,
            subarea=skills.subarea_of(question.topic).name,
            topic=skills.path(question.topic).rpartition(" › ")[2],
            variant=draw_variant(question, seed),
        )
