"""Answers in one's own words: write them down, have them heard, and settle what a stop of the bot left open."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import cached_property

from bot.actions.bank import admit_editor
from bot.actions.consent import may_leave
from bot.actions.pool import Shelves
from bot.actions.ports import Bank, Books, Desk
from bot.actions.records import Attempt, Report
from bot.actions.seal import sealed_for, unsealed
from bot.actions.sheet import Sheet, own_attempt
from bot.actions.spoken_ports import Grader, NewSpoken, SpokenAnswer
from bot.actions.views import Asked, Call, Judged, Kept
from bot.rules.answer import Said
from bot.rules.errors import EdgeDown, RuleBroken
from bot.rules.grading import Grade, grade_spoken
from bot.rules.heard import Hearing, Status
from bot.rules.practice import answered_before
from bot.rules.rubric import Spoken
from bot.rules.spoken import asked_of, made_score, marked_score, said_in


@dataclass(frozen=True)
class Speaking:
    """What a person can do with a question that is answered in one's own words.

    Every method raises `EdgeDown` where the database is away, and `RuleBroken` (`gone`, `not_yours`, `sealed` or
    `wrong_kind`) where the attempt is not there, somebody else's, under seal or answered in another way.

    Attributes:
        profiles: Gives the profiles of the sandbox that are there.
    """

    desk: Desk
    bank: Bank
    grader: Grader
    profiles: Callable[[], Collection[str]] = tuple

    @cached_property
    def shelves(self) -> Shelves:
        """The questions, sorted once."""
        return Shelves(self.bank, self.profiles)

    async def waits(self, call: Call) -> bool:
        """Tell whether a question in this channel waits for the person's own words."""

        def work(books: Books) -> bool:
            found = books.attempts.waiting(call.person_id, call.channel_id)
            if found is None:
                return False
            sheet = Sheet(self.shelves, books, call, found.new.guild_id)
            return found.new.key.question_id not in sheet.sealed and sheet.variant(found).spoken is not None

        return await self.desk(work)

    async def asking(self, call: Call, attempt_id: int) -> Asked | Kept | Judged:
        """Show the question before it is answered; where its answer is kept already, say so."""

        def work(books: Books) -> Asked | Kept | Judged:
            found, sheet, _ = self._attempt(books, call, attempt_id)
            if found.settled is not None:
                return sheet.judged(found, found.settled, again=True)
            asked = sheet.asked(found)
            return asked if books.spoken.of(attempt_id) is None else Kept(asked)

        return await self.desk(work)

    async def again(self, call: Call, attempt_id: int) -> Kept | Judged:
        """Try once more to have an answer graded that is kept.

        Raises:
            RuleBroken: Besides those of all: `not_answered`.
        """

        def work(books: Books) -> SpokenAnswer | Judged:
            found, sheet, _ = self._attempt(books, call, attempt_id)
            if found.settled is not None:
                return sheet.judged(found, found.settled)
            kept = books.spoken.of(attempt_id)
            if kept is None:
                raise RuleBroken("not_answered", "Nothing of yours is kept here yet. Press Answer and write it.")
            return kept

        kept = await self.desk(work)
        return await self._heard(call, kept) if isinstance(kept, SpokenAnswer) else kept

    async def answer(self, call: Call, attempt_id: int, text: str, *, written: bool = False) -> Kept | Judged:
        """Write an answer down, then have it graded; the first one counts.

        Args:
            call: Who answers.
            attempt_id: Whose question.
            text: What they said.
            written: Whether it came as a plain message, so that a late verdict can be a reply to it.

        Returns:
            The verdict; where the grader is away, that the answer is kept.

        Raises:
            RuleBroken: Besides those of all: `empty` or `too_long`.
        """
        words = said_in(text)
        at = (call.id, call.person_id, call.guild_id, call.channel_id, attempt_id, call.at)

        def work(books: Books) -> SpokenAnswer | Judged:
            found, sheet, _ = self._attempt(books, call, attempt_id)
            if found.settled is not None:
                return sheet.judged(found, found.settled, again=True)
            return books.spoken.add(NewSpoken(*at, words, written=written))

        kept = await self.desk(work)
        if isinstance(kept, Judged):
            return kept
        outcome = await self._heard(call, kept)
        if isinstance(outcome, Judged) and kept.new.call_id != call.id:
            said = answered_before(outcome.variant, outcome.answer, outcome.answered_at)
            return replace(outcome, said=said)
        return outcome

    async def marking(self, call: Call, attempt_id: int) -> Judged:
        """Show a verdict, for what was unsure to be marked.

        Raises:
            RuleBroken: Besides those of all: `not_answered`.
        """
        return await self.desk(lambda books: self._judged(books, call, attempt_id)[0])

    async def mark(self, call: Call, attempt_id: int, said: Collection[int]) -> Judged:
        """Take the person's own word for the points that were unsure, once; the score and the review follow it.

        Args:
            call: Who marks.
            attempt_id: Whose answer.
            said: The 0-based places of the points that they made.

        Raises:
            RuleBroken: Besides those of all: `not_answered`.
        """

        def work(books: Books) -> Judged:
            judged, found, sheet, body = self._judged(books, call, attempt_id)
            told, answer, settled = judged.told, judged.answer, found.settled
            if told is None or not told.unsure or not isinstance(answer, Said) or settled is None:
                return judged
            marked = tuple(place for place in told.unsure if place in said)
            given = grade_spoken(marked_score(body, told.hearing, marked), told.hearing.status, found.hints)
            kept = books.spoken.get(answer.answer_id)
            before = kept.before if kept is not None else None
            return sheet.mark(found, settled, Said(answer.answer_id, marked), given, before)

        return await self.desk(work)

    async def ask_editor(self, call: Call, attempt_id: int) -> Judged:
        """Ask the server's editors, once, to mark an answer that the grader was not sure of; they read it whole.

        Raises:
            RuleBroken: Besides those of all: `not_answered`.
        """
        of = (call.id, call.person_id)

        def work(books: Books) -> Judged:
            judged, found, sheet, _ = self._judged(books, call, attempt_id)
            settled = found.settled
            if judged.told is None or not judged.told.in_doubt or settled is None:
                return judged
            if not judged.told.asked:
                books.reports.add(Report(*of, found.new.guild_id, attempt_id, call.at, "", grading=True))
            return sheet.judged(found, settled)

        return await self.desk(work)

    async def mark_for(self, call: Call, report_id: int, made: Collection[int]) -> None:
        """Mark a member's answer as an editor; the score and the review follow it, and others' to the same question.

        Args:
            call: The editor's.
            report_id: By which they were asked.
            made: The 0-based places of the points that the answer makes.

        Raises:
            RuleBroken: `not_a_server`, `not_editor` or `gone`; `sealed` where its question is open in a quiz of
                the member's or the editor's.
        """

        def work(books: Books) -> None:
            admit_editor(books, call)
            asked = books.reports.get(report_id)
            if asked is None or asked.guild_id != call.guild_id or not asked.grading or asked.attempt_id is None:
                raise RuleBroken("gone", "That answer is no longer stored.")
            theirs = replace(call, person_id=asked.person_id)
            judged, found, sheet, body = self._judged(books, theirs, asked.attempt_id)
            unsealed(sealed_for(books, call.person_id), found.new.key.question_id)
            answer, settled = judged.answer, found.settled
            assert isinstance(answer, Said)  # noqa: S101 (nothing else is laid before editors)
            assert settled is not None  # noqa: S101 (it is judged)
            kept = books.spoken.get(answer.answer_id)
            places = tuple(place for place in range(len(body.points)) if place in made)
            given = grade_spoken(made_score(body, places), Status.GRADED, found.hints)
            books.spoken.mark(answer.answer_id, places, call.person_id, call.at)
            books.reports.handle(report_id, call.at, call.person_id)
            sheet.mark(found, settled, answer, given, kept.before if kept is not None else None)

        await self.desk(work)

    async def unsettled(self) -> tuple[SpokenAnswer, ...]:
        """Give the answers that are not graded yet; to be asked before anybody can give one."""
        return await self.desk(lambda books: books.spoken.unheard())

    async def take_up(self, kept: SpokenAnswer) -> Kept | Judged:
        """Grade an answer that a stop, or a grader that was away, left open."""
        new = kept.new
        return await self._heard(Call(new.call_id, new.at, new.person_id, new.guild_id, new.channel_id), kept)

    async def _heard(self, call: Call, kept: SpokenAnswer) -> Kept | Judged:
        """Have an answer graded with no transaction open, and record what was heard in one of its own."""
        attempt_id = kept.new.attempt_id
        answered = replace(call, at=kept.new.at)

        def show(books: Books) -> tuple[Asked, Spoken, tuple[SpokenAnswer, ...], bool]:
            found, sheet, body = self._attempt(books, call, attempt_id)
            guild_id = found.new.guild_id
            known = books.spoken.marked(found.new.key, guild_id) if guild_id is not None else ()
            return sheet.asked(found), body, known, may_leave(books, found.new.person_id, guild_id)

        asked, body, known, outside = await self.desk(show)
        graded = [(one.new.words, one.made) for one in known if one.made is not None]
        handed = asked_of(asked.variant, body, graded)
        try:
            hearing = await self.grader.hear(handed, kept.new.words, outside=outside)
        except EdgeDown:
            return Kept(asked)

        def settle(books: Books) -> Judged:
            found, sheet, _ = self._attempt(books, answered, attempt_id)
            before = books.cards.get(found.new.person_id, found.new.key.scope, found.new.key.question_id)
            books.spoken.hear(kept.id, hearing, before)
            if found.settled is not None:
                return sheet.judged(found, found.settled, again=True)
            return sheet.record(found, Said(kept.id), _graded(hearing, found))

        return await self.desk(settle)

    def _judged(self, books: Books, call: Call, attempt_id: int) -> tuple[Judged, Attempt, Sheet, Spoken]:
        found, sheet, body = self._attempt(books, call, attempt_id)
        if found.settled is None:
            raise RuleBroken("not_answered", "Answer the question first; then you can mark what I was unsure of.")
        return sheet.judged(found, found.settled), found, sheet, body

    def _attempt(self, books: Books, call: Call, attempt_id: int) -> tuple[Attempt, Sheet, Spoken]:
        """Give the person's own attempt that is answered in one's own words, and what it is heard against."""
        sheet, found = own_attempt(self.shelves, books, call, attempt_id)
        body = sheet.variant(found).spoken
        if body is None:
            raise RuleBroken("wrong_kind", "That question is not answered in your own words. Answer it by its buttons.")
        return found, sheet, body


def _graded(hearing: Hearing, attempt: Attempt) -> Grade:
    return grade_spoken(hearing.score, hearing.status, attempt.hints)
