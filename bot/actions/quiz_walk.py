"""One member's way through one open quiz, inside one transaction."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from bot.actions.quiz_answers import graded
from bot.actions.quiz_open_views import Way
from bot.actions.quiz_sheet import QuizSheet
from bot.actions.quiz_show import mine
from bot.actions.quiz_views import MineView
from bot.actions.views import Call
from bot.rules.answer import Answer
from bot.rules.quiz import LOBBY, Member, Reply, own_time
from bot.rules.quiz_open import Showing, admit, as_shown, due, gone_on, next_number, shown


@dataclass
class Walk:
    """The sheet of an open quiz and one of its members."""

    sheet: QuizSheet
    member: Member

    @cached_property
    def showings(self) -> dict[int, Showing]:
        """What they were shown, by number."""
        found = self.sheet.books.showings.by(self.sheet.quiz.id, self.member.person_id)
        return {showing.number: showing for showing in found}

    @property
    def last(self) -> Showing | None:
        """The question they were shown last."""
        return self.showings[max(self.showings)] if self.showings else None

    @property
    def next(self) -> int:
        """The number of the question that comes next; one more than there are where none does."""
        last = self.last.number if self.last is not None else 0
        return next_number(self.sheet.rounds.values(), last) or self.sheet.total + 1

    def go_on(self, call: Call) -> None:
        """Close the question that they have, and show them the next if there is one."""
        number, last, books = self.next, self.last, self.sheet.books
        if last is not None and last.done_at is None:
            self._keep(gone_on(last, call.at))
        if number <= self.sheet.total:
            opened = books.showings.open(shown(self.sheet.quiz, self.member, number, call.id, call.at))
            self.showings[number] = opened
            self._look_at(opened)
        if last is None or number > self.sheet.total:
            self.sheet.bump(LOBBY, counting=True)

    def _look_at(self, showing: Showing) -> None:
        """Have the clock look when the time for a question is up."""
        quiz = self.sheet.quiz
        moments = [moment for moment in (quiz.due_at, due(quiz, (showing,))) if moment is not None]
        if min(moments) != quiz.due_at:
            self.sheet.save(replace(quiz, due_at=min(moments)))

    def record(self, call: Call, number: int, answer: Answer) -> None:
        """Grade and keep an answer unless a later one is there."""
        round_, showing = self.sheet.rounds.get(number), self.showings.get(number)
        admit(self.sheet.quiz, round_, showing, call.at)
        assert round_ is not None  # noqa: S101 (admitted)
        assert showing is not None  # noqa: S101
        variant = self.sheet.variant(round_, self.member.person_id)
        reply = graded(self.sheet, call, as_shown(round_, showing), variant, answer)
        self.sheet.books.quizzes.put_replies([reply])
        self._keep(showing)  # so that the database sees it meet a window that closes at the same moment

    def _keep(self, showing: Showing) -> None:
        self.showings[showing.number] = showing
        self.sheet.books.showings.save(showing)

    def way(self, at: datetime) -> Way:
        """Say where they are at a moment."""
        sheet, last = self.sheet, self.last
        closes_at = sheet.quiz.closes_at
        assert closes_at is not None  # noqa: S101 (the window was opened)
        replies = {
            reply.number: reply for reply in sheet.books.quizzes.replies_by(sheet.quiz.id, self.member.person_id)
        }
        on = last if last is not None and last.done_at is None and last.is_on(at) else None
        return Way(
            quiz_id=sheet.quiz.id,
            title=sheet.quiz.title,
            total=sheet.total,
            each=own_time(sheet.quiz.options, self.member),
            closes_at=closes_at,
            number=self.next,
            last=last.number if last is not None else 0,
            answered=len(replies),
            shown=len(self.showings),
            mine=self._mine(on, replies.get(on.number)) if on is not None else None,
            alias=self.member.alias,
            off_board=self.member.off_board,
            ran_out=last is not None and on is None and last.done_at in (None, last.closes_at),
        )

    def _mine(self, showing: Showing, reply: Reply | None) -> MineView:
        round_ = self.sheet.rounds[showing.number]
        return mine(self.sheet, as_shown(round_, showing), self.member.person_id, reply)
