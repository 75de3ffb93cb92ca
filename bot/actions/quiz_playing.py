"""What members do in a quiz, in its rows."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from bot.actions import quiz_moves
from bot.actions.ports import Books
from bot.actions.quiz_hosting import talked_about
from bot.actions.quiz_sheet import Papers, QuizSheet
from bot.actions.quiz_show import lobby, mine
from bot.actions.quiz_views import Joined, LobbyView, MineView, MyAnswer, Rejoined
from bot.actions.records import Person
from bot.actions.views import Call
from bot.rules.answer import from_plain
from bot.rules.errors import RuleBroken
from bot.rules.grading import Grade, Verdict
from bot.rules.practice import placed
from bot.rules.quiz import LOBBY, Member, Reply, Round, admit, taking_part
from bot.rules.quiz_course import counts, first_for, is_over, left
from bot.rules.quiz_people import alias, smallest
from bot.rules.standings import Standing, standing_of

KEPT = 64
"""Quizzes whose board so far stays in memory."""


@dataclass(frozen=True, slots=True, eq=False)
class BoardsSoFar:
    """Mastery boards of quizzes on their way: one board serves everybody who asks between two reveals."""

    _known: dict[int, tuple[object, tuple[Standing, ...]]] = field(default_factory=dict)

    def of(self, sheet: QuizSheet) -> tuple[Standing, ...]:
        """Give the board over all that is revealed and counts."""
        state = tuple(round_.number for round_ in sheet.rounds.values() if counts(round_))
        known = self._known.get(sheet.quiz.id)
        if known is None or known[0] != state:
            if len(self._known) >= KEPT:
                self._known.clear()
            known = self._known[sheet.quiz.id] = (state, sheet.mastery)
        return known[1]


def join(sheet: QuizSheet, call: Call, *, guest: bool) -> Joined:
    """Be in from the next question on, once."""
    before = sheet.member(call.person_id)
    if before is not None and before.is_in and not is_over(sheet.quiz):
        return _joined(sheet, before, again=True)
    first = first_for(sheet.quiz, sheet.current, sheet.total)
    person = sheet.books.people.get(call.person_id) or Person(call.person_id)
    member = replace(
        before or Member(sheet.quiz.id, call.person_id, call.at),
        first_round=first,
        alias=_alias(sheet, call, before) if guest else "",
        name="" if guest else call.name,
        team=before.team if before is not None and before.team else _team(sheet),
        allowance=person.extra_time,
        left_at=None,
    )
    sheet.books.quizzes.save_member(member)
    sheet.bump(LOBBY, counting=True)
    return _joined(sheet, member)


def _alias(sheet: QuizSheet, call: Call, before: Member | None) -> str:
    if before is not None and before.alias:
        return before.alias
    return alias(call.id, sheet.books.quizzes.aliases(sheet.quiz.id))


def _team(sheet: QuizSheet) -> int:
    teams = sheet.quiz.options.teams
    return smallest(sheet.books.quizzes.team_sizes(sheet.quiz.id), teams) if teams else 0


def _joined(sheet: QuizSheet, member: Member, *, again: bool = False) -> Joined:
    quiz = sheet.quiz
    return Joined(
        quiz_id=quiz.id,
        starts_at=quiz.starts_at,
        state=quiz.state,
        thread_id=sheet.thread_id,
        alias=member.alias,
        team=member.team,
        first_round=member.first_round,
        again=again,
        open_days=quiz.options.open_days,
    )


def leave(sheet: QuizSheet, call: Call) -> LobbyView:
    """Leave; an open question is then not waited for, and a quiz that nobody is in ends."""
    member = taking_part(sheet.member(call.person_id))
    if is_over(sheet.quiz):
        raise RuleBroken("over", "This quiz is over already. What you answered stays on its boards.")
    current = sheet.current
    answered = current is not None and bool(_reply(sheet, current, call))
    gone, less = left(member, current, call.at, answered=answered)
    sheet.books.quizzes.save_member(gone)
    sheet.bump(LOBBY, counting=True)
    if less is not None and less is not current:
        sheet.save_round(less)
        sheet.bump(less.number, counting=True)
        quiz_moves.settle(sheet)
    quiz_moves.someone_left(sheet, call.at)
    return lobby(sheet)


def mine_of(sheet: QuizSheet, call: Call, number: int, letters: str) -> MineView:
    """Show an open question as the member has it."""
    round_ = sheet.rounds.get(number)
    admit(sheet.quiz, round_, sheet.member(call.person_id), call.at)
    assert round_ is not None  # noqa: S101 (it was admitted)
    placing = placed(sheet.variant(round_, call.person_id), letters) if letters else ()
    return mine(sheet, round_, call.person_id, _reply(sheet, round_, call), placing)


def say_ready(sheet: QuizSheet, call: Call, number: int) -> int:
    """Be ready to go on; once all who play are, the quiz goes on."""
    member = taking_part(sheet.member(call.person_id))
    talked_about(sheet, number)
    if not member.plays(number):
        raise RuleBroken("not_yet", "You came in after this question. The next one is your first.")
    if member.ready < number:
        sheet.books.quizzes.save_member(replace(member, ready=number))
        sheet.bump(number, counting=True)
    count, playing = sheet.books.quizzes.ready(sheet.quiz.id, number)
    if count >= playing:
        quiz_moves.go_on(sheet, call.at)
    return count


def my_answer(sheet: QuizSheet, boards: BoardsSoFar, call: Call, number: int) -> MyAnswer:
    """Show one's own answer to a revealed question, and how one stands so far."""
    round_, member = sheet.round(number), sheet.member(call.person_id)
    if round_.revealed_at is None:
        raise RuleBroken("not_revealed", "This question is not revealed yet. Your answer shows after its time is up.")
    own = {reply.number: reply for reply in sheet.books.quizzes.replies_by(sheet.quiz.id, call.person_id)}
    if member is None or not (own or member.first_round <= number):
        raise RuleBroken("not_in", "You did not play this question.")
    reply = own.get(number)
    first = min([member.first_round, *own])
    counted = [one for one in sheet.rounds.values() if counts(one) and one.number >= first]
    variant = sheet.variant(round_, call.person_id)
    return MyAnswer(
        quiz_id=sheet.quiz.id,
        number=number,
        total=sheet.total,
        variant=variant,
        own=sheet.own and variant.is_one_of_many,
        answer=None if reply is None else from_plain(reply.answer),
        grade=None if reply is None else Grade(Verdict(reply.verdict), reply.score, reply.reason, reply.read_as),
        took=None if reply is None else reply.took,
        right=_rights(own, counted),
        of=len(counted),
        standing=standing_of(boards.of(sheet), call.person_id),
        voided=round_.voided_at is not None,
    )


def _rights(own: dict[int, Reply], counted: Collection[Round]) -> int:
    return sum(one.number in own and own[one.number].verdict == Verdict.RIGHT for one in counted)


def rejoin(papers: Papers, books: Books, call: Call) -> tuple[Rejoined, ...]:
    """Show where one stands in each quiz of a server that one is in."""
    quizzes = () if call.guild_id is None else books.quizzes.live(call.guild_id)
    sheets = [QuizSheet(papers, books, quiz) for quiz in quizzes]
    found = [_rejoined(sheet, member, call) for sheet in sheets if (member := sheet.member(call.person_id)) is not None]
    if not any(found):
        raise RuleBroken("not_in", "You are in no quiz of this server now. Press Join on a quiz's first message.")
    return tuple(one for one in found if one is not None)


def _rejoined(sheet: QuizSheet, member: Member, call: Call) -> Rejoined | None:
    if not member.is_in:
        return None
    quiz, round_ = sheet.quiz, sheet.current
    playable = round_ is not None and round_.on and member.plays(round_.number)
    in_time = round_ is not None and round_.closes_at is not None and call.at <= round_.closes_at
    shown = (
        mine(sheet, round_, call.person_id, _reply(sheet, round_, call)) if round_ and playable and in_time else None
    )
    return Rejoined(quiz.id, quiz.title, quiz.state, sheet.thread_id, quiz.starts_at, shown, sheet.own, quiz.closes_at)


def _reply(sheet: QuizSheet, round_: Round, call: Call) -> Reply | None:
    found = sheet.books.quizzes.replies_of(sheet.quiz.id, round_.number, {call.person_id})
    return found.get(call.person_id)
