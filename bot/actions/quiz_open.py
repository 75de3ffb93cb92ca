"""Open quizzes: what a member can do on their own way through one. What the clock does stands in `quiz_window`."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import cached_property

from bot.actions.ports import Bank, Books, Desk
from bot.actions.quiz_open_views import Way
from bot.actions.quiz_playing import join
from bot.actions.quiz_sheet import Papers, QuizSheet
from bot.actions.quiz_walk import Walk
from bot.actions.views import Call
from bot.rules.answer import Answer
from bot.rules.practice import placed
from bot.rules.quiz_open import entered, taking_part


@dataclass(frozen=True)
class OpenQuiz:
    """What a member can do in a quiz that each plays when it suits them.

    Every method raises `EdgeDown` where the database is away, and `RuleBroken` `gone` where there is no such quiz.

    Attributes:
        profiles: Gives the profiles of the sandbox that are there.
    """

    desk: Desk
    bank: Bank
    profiles: Callable[[], Collection[str]] = tuple

    @cached_property
    def papers(self) -> Papers:
        """The questions, sorted once."""
        return Papers(self.bank, self.profiles)

    async def begin(self, call: Call, quiz_id: int, *, guest: bool = False) -> Way:
        """Be in, and see what comes; no question is shown yet. Whoever is in already sees where they are.

        Raises:
            RuleBroken: `not_open` or `over`.
        """

        def work(books: Books) -> Way:
            sheet = QuizSheet.of(self.papers, books, quiz_id, call.guild_id)
            entered(sheet.quiz, call.at)
            join(sheet, call, guest=guest)
            return Walk(sheet, taking_part(sheet.member(call.person_id))).way(call.at)

        return await self.desk(work)

    async def go_on(self, call: Call, quiz_id: int, number: int) -> Way:
        """Go on to a question: the one before is closed, and time for this one runs from the call.

        Pressed twice, or on an old message, nothing happens but that it shows where they are.

        Raises:
            RuleBroken: `not_in`, `not_open` or `over`.
        """

        def work(books: Books) -> Way:
            walk = self._walk(books, call, quiz_id)
            entered(walk.sheet.quiz, call.at)
            if number == walk.next:
                walk.go_on(call)
            return walk.way(call.at)

        return await self.desk(work)

    async def answer(self, call: Call, quiz_id: int, number: int, answer: Answer) -> Way:
        """Record what counts unless it is changed; what it is worth comes when the window closes.

        Raises:
            RuleBroken: `not_in`, what `rules.quiz_open.admit` and what grading refuse; then nothing changes.
        """

        def work(books: Books) -> Way:
            walk = self._walk(books, call, quiz_id)
            walk.record(call, number, answer)
            return walk.way(call.at)

        return await self.desk(work)

    async def show(self, call: Call, quiz_id: int, number: int = 0, letters: str = "") -> Way:
        """Show where a member is; the question that is open for them with items put in order so far.

        Args:
            call: Who asks.
            quiz_id: Which quiz.
            number: The question that the letters are about.
            letters: The letters of the items, the first item first; empty for none.

        Raises:
            RuleBroken: `not_in`, `not_open`, `over`, and for the letters `no_such_option` or `wrong_kind`.
        """

        def work(books: Books) -> Way:
            walk = self._walk(books, call, quiz_id)
            entered(walk.sheet.quiz, call.at)
            way = walk.way(call.at)
            if way.mine is None or way.mine.number != number or not letters:
                return way
            return replace(way, mine=replace(way.mine, placed=placed(way.mine.variant, letters)))

        return await self.desk(work)

    def _walk(self, books: Books, call: Call, quiz_id: int) -> Walk:
        sheet = QuizSheet.of(self.papers, books, quiz_id, call.guild_id)
        return Walk(sheet, taking_part(sheet.member(call.person_id)))
