"""What the clock does to quizzes. Rows decide; chat carries out the steps and reports each."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, partial

from bot.actions import quiz_moves, quiz_window
from bot.actions.apart import apart
from bot.actions.ports import Bank, Books, Desk
from bot.actions.quiz_plan_clock import announcements, come_to
from bot.actions.quiz_plan_views import Announce
from bot.actions.quiz_sheet import Papers, QuizSheet
from bot.actions.quiz_steps import steps, waiting
from bot.actions.quiz_views import Broken, Step, Tick
from bot.rules.quiz import END, GRACE, LOBBY, State
from bot.rules.quiz_course import given_back


@dataclass(frozen=True)
class QuizClock:
    """The moves of quizzes that no person makes.

    Every method raises `EdgeDown` where the database is away. All reports are idempotent.
    """

    desk: Desk
    bank: Bank
    profiles: Callable[[], Collection[str]] = tuple

    @cached_property
    def papers(self) -> Papers:
        """The questions, sorted once."""
        return Papers(self.bank, self.profiles)

    async def resume(self, now: datetime) -> None:
        """Give time back after a stop longer than a question; call before the first press and the first tick."""

        def work(books: Books) -> None:
            alive_at = books.quizzes.alive_at()
            if alive_at is not None:
                for quiz in books.quizzes.live():
                    _give_back(QuizSheet(self.papers, books, quiz), alive_at, now)
            books.quizzes.set_alive(now)

        await self.desk(work)

    async def tick(self, now: datetime) -> Tick:
        """Do all that is due (start, reveal, go on, end) and give what is to be shown.

        It also remembers that the bot is at work.
        """

        def looked(books: Books) -> tuple[tuple[int, ...], tuple[int, ...]]:
            books.quizzes.set_alive(now)
            quizzes, plans = books.quizzes.due(now), books.plans.due(now)
            return tuple(quiz.id for quiz in quizzes), tuple(plan.id for plan in plans)

        quiz_ids, plan_ids = await self.desk(looked)
        done = [await self._apart(f"quiz {one}", partial(self._move, quiz_id=one, now=now)) for one in quiz_ids]
        done += [await self._apart(f"plan {one}", partial(self._come_to, plan_id=one, now=now)) for one in plan_ids]
        shown_ids, announced, due_at = await self.desk(_waiting)
        done += [await self._apart(f"quiz {one}", partial(self._steps, quiz_id=one)) for one in shown_ids]
        found = tuple(step for steps_of, _ in done for step in steps_of)
        return Tick((*found, *announced), due_at, tuple(broken for _, broken in done if broken is not None))

    async def _apart(
        self, about: str, work: Callable[[Books], tuple[Step, ...]]
    ) -> tuple[tuple[Step, ...], Broken | None]:
        """Do what is due of one quiz or plan; what is wrong with it is given back, and holds up no other."""
        found, broken = await apart(self.desk, about, work)
        return found or (), broken

    def _move(self, books: Books, quiz_id: int, now: datetime) -> tuple[Step, ...]:
        """Make the one move of a quiz that is due, if it still is."""
        sheet = QuizSheet.of(self.papers, books, quiz_id)
        if sheet.quiz.due_at is not None and sheet.quiz.due_at <= now:
            _moved(sheet, now)
        return ()

    def _come_to(self, books: Books, plan_id: int, now: datetime) -> tuple[Step, ...]:
        come_to(self.papers, books, plan_id, now)
        return ()

    def _steps(self, books: Books, quiz_id: int) -> tuple[Step, ...]:
        return steps(QuizSheet.of(self.papers, books, quiz_id))

    async def posted(self, quiz_id: int, place: int, message_id: int, at: datetime) -> None:
        """Remember a public message; a question's deadline runs from `at`, its message's own time.

        Where something is to be added, such as a question's buttons, it is drawn once more.
        """

        def work(books: Books) -> None:
            sheet, message = QuizSheet.of(self.papers, books, quiz_id), books.quizzes.message(quiz_id, place)
            if message is None or message.message_id is not None:
                return
            books.quizzes.save_message(replace(message, message_id=message_id, drawn=1, lost=False))
            if place not in (LOBBY, END):
                quiz_moves.open_question(sheet, sheet.round(place), at)
            if place != LOBBY:
                sheet.bump(place)

        await self.desk(work)

    async def threaded(self, quiz_id: int) -> None:
        """Remember that the thread is there."""

        def work(books: Books) -> None:
            sheet = QuizSheet.of(self.papers, books, quiz_id)
            if not sheet.quiz.threaded:
                sheet.save(replace(sheet.quiz, threaded=True))
                sheet.bump(LOBBY)

        await self.desk(work)

    async def drawn(self, quiz_id: int, place: int, revision: int) -> None:
        """Remember which revision a message shows."""

        def work(books: Books) -> None:
            message = books.quizzes.message(quiz_id, place)
            if message is not None and message.drawn < revision <= message.revision:
                books.quizzes.save_message(replace(message, drawn=revision))

        await self.desk(work)

    async def lost(self, quiz_id: int, place: int) -> None:
        """Remember that Discord will not have a message (deleted, no permission).

        Without its lobby or an open question a quiz stops; the end card alone may be missing.
        """

        def work(books: Books) -> None:
            sheet, message = QuizSheet.of(self.papers, books, quiz_id), books.quizzes.message(quiz_id, place)
            if message is None or message.lost:
                return
            books.quizzes.save_message(replace(message, lost=True))
            current = sheet.current
            on = current is not None and place == current.number and current.revealed_at is None
            if place == LOBBY or on:
                at = books.quizzes.alive_at() or sheet.quiz.created_at
                quiz_moves.end(sheet, at, State.CANCELLED if sheet.quiz.state is State.LOBBY else State.STOPPED)

        await self.desk(work)


def _waiting(books: Books) -> tuple[tuple[int, ...], tuple[Announce, ...], datetime | None]:
    """Give the quizzes and the announcements that are to be carried out, and when something is due next."""
    due = (at for at in (books.quizzes.next_due(), books.plans.next_due()) if at is not None)
    return waiting(books), announcements(books), min(due, default=None)


def _moved(sheet: QuizSheet, now: datetime) -> None:
    current = sheet.current
    if sheet.quiz.state is State.LOBBY:
        quiz_moves.begin(sheet, now)
    elif sheet.quiz.closes_at is not None:
        _see_to_window(sheet, sheet.quiz.closes_at, now)
    elif current is not None and current.on:
        quiz_moves.show_answer(sheet, now)
    else:
        quiz_moves.go_on(sheet, now)


def _see_to_window(sheet: QuizSheet, closes_at: datetime, now: datetime) -> None:
    """Close an open quiz once presses in flight have had their time; before, only what has run out in it."""
    if closes_at + GRACE <= now:
        quiz_moves.end(sheet, closes_at)
    else:
        quiz_window.sees_to(sheet, now)


def _give_back(sheet: QuizSheet, alive_at: datetime, now: datetime) -> None:
    if sheet.quiz.closes_at is not None:
        quiz_window.gives_back(sheet, alive_at, now)
        return
    quiz, current = given_back(sheet.quiz, sheet.current, alive_at, now)
    if quiz.starts_at != sheet.quiz.starts_at:
        sheet.bump(LOBBY)
    if current is not None and current != sheet.current:
        sheet.save_round(current)
        sheet.bump(current.number)
    if quiz != sheet.quiz:
        sheet.save(quiz)
