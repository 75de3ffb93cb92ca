"""How answers are taken: all that wait at a moment are written in one transaction, each with its own result."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.actions.ports import Books
from bot.actions.quiz_sheet import Papers, QuizSheet
from bot.actions.quiz_views import Recorded
from bot.actions.views import Call
from bot.rules.answer import Answer, from_plain, to_plain
from bot.rules.errors import RuleBroken
from bot.rules.grading import grade
from bot.rules.practice import confusables
from bot.rules.quiz import Member, Reply, Round, admit, took
from bot.rules.quiz_course import due
from bot.rules.tally import said
from bot.rules.variant import Variant


@dataclass(frozen=True, slots=True)
class Press:
    """An answer that has come."""

    call: Call
    quiz_id: int
    number: int
    answer: Answer


def record(papers: Papers, books: Books, presses: Sequence[Press]) -> list[Recorded | RuleBroken]:
    """Record answers; each gives what counts now or why it does not, and one that is refused changes nothing."""
    groups: dict[tuple[int, int], list[int]] = {}
    for place, press in enumerate(presses):
        groups.setdefault((press.quiz_id, press.number), []).append(place)
    results: dict[int, Recorded | RuleBroken] = {}
    for (quiz_id, number), places in groups.items():
        own = _on_one_question(papers, books, quiz_id, number, [presses[place] for place in places])
        results.update(zip(places, own, strict=True))
    return [results[place] for place in range(len(presses))]


def _on_one_question(
    papers: Papers, books: Books, quiz_id: int, number: int, presses: Sequence[Press]
) -> list[Recorded | RuleBroken]:
    try:
        sheet = QuizSheet.of(papers, books, quiz_id)
    except RuleBroken as gone:
        return [gone] * len(presses)
    people = {press.call.person_id for press in presses}
    sitting = _Sitting(
        sheet,
        books.quizzes.round(quiz_id, number),
        books.quizzes.members_of(quiz_id, people),
        books.quizzes.replies_of(quiz_id, number, people),
    )
    results = [sitting.take(press) for press in presses]
    sitting.keep()
    return results


def graded(sheet: QuizSheet, call: Call, round_: Round, variant: Variant, answer: Answer) -> Reply:
    """Grade an answer to an open question; the row is not written yet.

    Args:
        sheet: The quiz.
        call: The press it came with.
        round_: The question, with the times it has for who answers.
        variant: As they have it.
        answer: What they answered.

    Raises:
        RuleBroken: What grading refuses.
    """
    others: tuple[str, ...] = ()
    if variant.accepted:
        others = confusables(sheet.papers.shelves.of(sheet.books, sheet.quiz.guild_id).questions.values())
    given = grade(variant, answer, 0, others)
    return Reply(
        quiz_id=round_.quiz_id,
        number=round_.number,
        person_id=call.person_id,
        call_id=call.id,
        at=call.at,
        answer=to_plain(answer),
        score=given.score,
        verdict=given.verdict.value,
        reason=given.reason,
        read_as=given.read_as,
        took=took(round_, call.at),
    )


class _Sitting:
    """One question while answers to it are taken."""

    def __init__(
        self, sheet: QuizSheet, round_: Round | None, members: dict[int, Member], before: dict[int, Reply]
    ) -> None:
        self._sheet = sheet
        self._round = round_
        self._members = members
        self._before = before
        self._now = dict(before)

    def take(self, press: Press) -> Recorded | RuleBroken:
        """Take one answer; a later call replaces an earlier one, whichever comes first here."""
        try:
            admit(self._sheet.quiz, self._round, self._members.get(press.call.person_id), press.call.at)
            assert self._round is not None  # noqa: S101 (it was admitted)
            return self._taken(press, self._round)
        except RuleBroken as refusal:
            return refusal

    def _taken(self, press: Press, round_: Round) -> Recorded:
        call = press.call
        variant = self._sheet.variant(round_, call.person_id)
        stands = self._now.get(call.person_id)
        changed = False
        if stands is None or stands.call_id < call.id:
            changed = stands is not None
            stands = self._now[call.person_id] = graded(self._sheet, call, round_, variant, press.answer)
        assert round_.closes_at is not None  # noqa: S101 (it is open)
        words = said(variant, from_plain(stands.answer), stands.read_as)
        return Recorded(round_.quiz_id, round_.number, words, round_.closes_at, changed=changed)

    def keep(self) -> None:
        """Write down what was taken: the answers, the counts, and that the message shows another count."""
        taken = [reply for person, reply in self._now.items() if reply is not self._before.get(person)]
        if not taken or self._round is None:
            return
        sheet, quizzes = self._sheet, self._sheet.books.quizzes
        quizzes.put_replies(taken)
        fresh = len(self._now) - len(self._before)
        latest = max(reply.at for reply in taken)
        changed_at = latest if self._round.changed_at is None else max(latest, self._round.changed_at)
        round_ = replace(self._round, answered=self._round.answered + fresh, changed_at=changed_at)
        quizzes.save_round(round_)  # also where nothing but its time changes: a reveal meanwhile must not miss it
        if fresh:
            sheet.bump(round_.number, counting=True)
        due_at = due(sheet.quiz, round_)
        if due_at != sheet.quiz.due_at:
            sheet.save(replace(sheet.quiz, due_at=due_at))
