"""Results of quizzes: the boards with one's own places and answers, mistakes to come back, all answers for a host."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from bot.actions.ports import Bank, Books, Desk
from bot.actions.quiz_ended import EndedQuiz
from bot.actions.quiz_results_views import Export, Mistakes, OwnAnswer, Places, QuizLine, Results
from bot.actions.quiz_sheet import Papers
from bot.actions.quiz_show import end as end_card
from bot.actions.quiz_views import EndView
from bot.actions.seal import sealed_for
from bot.actions.views import Call
from bot.rules.errors import RuleBroken
from bot.rules.grading import Grade, Verdict
from bot.rules.quiz import Member, Quiz, own_time
from bot.rules.review import after, rated_at, rating

MOST_QUIZZES = 25
NONE_YET = "No quiz has ended on this server yet. `/quiz start` opens one."
NOT_A_SERVER = "Quizzes belong to a server. Use /quiz there."
NOT_IN = "You did not play in that quiz, so there is nothing of yours to show."
NOT_HOST = "Only the host of that quiz and those who may manage this server can export its answers."
_MISSED = Grade(Verdict.WRONG, 0.0)
_Asked = tuple[Call, int | None]
"""Who looks at results, and of which quiz; None for the one that ended last."""


@dataclass(frozen=True)
class QuizResults:
    """What people can see of quizzes that have ended.

    Every method raises `EdgeDown` where the database is away, and those that name a quiz raise `RuleBroken` (`gone` or
    `not_over`) where there is no such here or it goes on.
    """

    desk: Desk
    bank: Bank

    @cached_property
    def _papers(self) -> Papers:
        """The questions as they were drawn."""
        return Papers(self.bank)

    async def newest(self, call: Call) -> Results:
        """Show the quiz that ended last.

        Raises:
            RuleBroken: `not_a_server` or `none_yet`.
        """
        return await self.desk.together(self._shown, (call, None))

    async def show(self, call: Call, quiz_id: int) -> Results:
        """Show a quiz that has ended; where many look at once, its rows are read once."""
        return await self.desk.together(self._shown, (call, quiz_id))

    async def mistakes(self, call: Call, quiz_id: int) -> Mistakes:
        """Show what one missed or had wrong, and have it asked again in practice; pressed twice that is done once.

        Raises:
            RuleBroken: Besides those of all: `not_in`.
        """

        def work(books: Books) -> Mistakes:
            ended = EndedQuiz.of(self._papers, books, call, quiz_id)
            member = ended.sheet.member(call.person_id)
            replies = books.quizzes.replies_by(quiz_id, call.person_id)
            own = ended.own(member, replies, sealed_for(books, call.person_id)) if member else ()
            if member is None or not own:
                raise RuleBroken("not_in", NOT_IN)
            wrong = tuple(line for line in own if not line.voided and _mistaken(line))
            due = [_again(books, ended.sheet.quiz, member, line) for line in wrong]
            return Mistakes(quiz_id, ended.sheet.quiz.title, wrong, max(min(due), call.at) if due else None)

        return await self.desk(work)

    async def export(self, call: Call, quiz_id: int) -> Export:
        """Give all answers, for the host and those who manage the server.

        Raises:
            RuleBroken: Besides those of all: `not_host`.
        """

        def work(books: Books) -> Export:
            ended = EndedQuiz.of(self._papers, books, call, quiz_id)
            quiz = ended.sheet.quiz
            if not _hosts(call, quiz):
                raise RuleBroken("not_host", NOT_HOST)
            takers = ended.takers(sealed_for(books, call.person_id))
            return Export(quiz_id, quiz.title, _over_at(quiz), takers)

        return await self.desk(work)

    def _shown(self, books: Books, asked: Sequence[_Asked]) -> list[Results | RuleBroken]:
        """Answer all who look at results at this moment."""
        reading, shown = _Reading(self._papers, books), list[Results | RuleBroken]()
        for call, quiz_id in asked:
            try:
                shown.append(reading.results(call, quiz_id))
            except RuleBroken as refusal:
                shown.append(refusal)
        return shown


@dataclass
class _Reading:
    """One transaction in which several people look at results; what they share is read once."""

    papers: Papers
    books: Books
    _quizzes: dict[tuple[int | None, int], tuple[EndedQuiz, EndView]] = field(default_factory=dict)
    _lists: dict[int, tuple[QuizLine, ...]] = field(default_factory=dict)

    def results(self, call: Call, quiz_id: int | None) -> Results:
        """Show a quiz to somebody.

        Raises:
            RuleBroken: `not_a_server`, `none_yet`, `gone` or `not_over`.
        """
        if call.guild_id is None:
            raise RuleBroken("not_a_server", NOT_A_SERVER)
        others = self._last(call.guild_id)
        if quiz_id is None and not others:
            raise RuleBroken("none_yet", NONE_YET)
        ended, end = self._ended(call, others[0].quiz_id if quiz_id is None else quiz_id)
        sealed = sealed_for(self.books, call.person_id)
        member = ended.sheet.member(call.person_id)
        return Results(
            end=_without(end, ended, sealed),
            at=_over_at(ended.sheet.quiz),
            places=ended.places(member) if member else Places(),
            own=ended.answers(member, sealed) if member else (),
            others=others,
            exports=_hosts(call, ended.sheet.quiz),
        )

    def _ended(self, call: Call, quiz_id: int) -> tuple[EndedQuiz, EndView]:
        place = call.guild_id, quiz_id
        if place not in self._quizzes:
            ended = EndedQuiz.of(self.papers, self.books, call, quiz_id)
            self._quizzes[place] = ended, end_card(ended.sheet)
        return self._quizzes[place]

    def _last(self, guild_id: int) -> tuple[QuizLine, ...]:
        if guild_id not in self._lists:
            server = self.books.servers.get(guild_id)
            zone = ZoneInfo(server.zone if server else "UTC")
            self._lists[guild_id] = tuple(
                QuizLine(quiz.id, quiz.title, _over_at(quiz).astimezone(zone), players, quiz.state)
                for quiz, players in self.books.quizzes.recent(guild_id, MOST_QUIZZES)
            )
        return self._lists[guild_id]


def _without(end: EndView, ended: EndedQuiz, sealed: frozenset[str]) -> EndView:
    """Leave out the hardest question where its words may not be seen now."""
    hidden = end.hardest is not None and ended.sheet.round(end.hardest.number).question_id in sealed
    return replace(end, hardest=None) if hidden else end


def _hosts(call: Call, quiz: Quiz) -> bool:
    return call.admin or call.person_id == quiz.host_id


def _over_at(quiz: Quiz) -> datetime:
    assert quiz.ended_at is not None  # noqa: S101 (it has ended)
    return quiz.ended_at


def _mistaken(own: OwnAnswer) -> bool:
    return own.grade is None or own.grade.verdict is not Verdict.RIGHT


def _again(books: Books, quiz: Quiz, member: Member, own: OwnAnswer) -> datetime:
    """Have a question asked again, and say when; where it has been rated since the quiz, that stands."""
    question, at = own.variant.question, _over_at(quiz)
    scope = question.guild_id or 0
    card = books.cards.get(member.person_id, scope, question.id)
    heard = rated_at(card) if card is not None else None
    if card is not None and heard is not None and heard >= at:
        return card.due
    given, allowed = own.grade or _MISSED, own_time(quiz.options, member)
    moved = after(card, given, rating(given, question.type, 0, own.took or allowed, allowed), at)
    assert moved is not None  # noqa: S101 (a mistake always has a card)
    books.cards.put(member.person_id, scope, question.id, question.topic, moved)
    return moved.due
