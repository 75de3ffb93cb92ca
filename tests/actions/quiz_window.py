"""An open quiz on a stage: a window that members go through by their own clocks."""

from dataclasses import dataclass
from datetime import timedelta

from bot.actions.quiz_open import OpenQuiz
from bot.actions.quiz_open_views import Way
from bot.rules.question import Question
from bot.rules.quiz import options
from bot.rules.quiz_open import Showing
from tests.actions.quiz_stage import HOST, Stage, an_answer
from tests.samples import EVERY, SampleBank

SECONDS = 40


@dataclass
class Window(Stage):
    """A stage for open quizzes."""

    def restart(self, questions: tuple[Question, ...] = EVERY) -> None:
        super().restart(questions)
        self.walks = OpenQuiz(self.desk, SampleBank(questions))

    async def waits(self, count: int = 3, days: int = 1, teams: int = 0) -> int:
        """Have a quiz in its lobby that each is to play when it suits them."""
        quiz_id = (await self.open(count=count)).quiz_id
        await self.quiz.set(self.call(HOST), quiz_id, options(SECONDS, "host", "same", teams, days))
        return quiz_id

    async def opened(self, count: int = 3, days: int = 1) -> int:
        """Have one whose window is open."""
        quiz_id = await self.waits(count, days)
        await self.quiz.begin(self.call(HOST), quiz_id)
        await self.settle()
        return quiz_id

    async def go(self, quiz_id: int, person: int, number: int) -> Way:
        """Go on to a question."""
        return await self.walks.go_on(self.call(person), quiz_id, number)

    async def begun(self, quiz_id: int, person: int) -> Way:
        """Begin, and see the first question."""
        await self.walks.begin(self.call(person), quiz_id)
        return await self.go(quiz_id, person, 1)

    async def say(self, way: Way, person: int, *, right: bool = True) -> Way:
        """Answer the question that is open."""
        assert way.mine is not None
        answer = an_answer(way.mine.variant, right=right)
        return await self.walks.answer(self.call(person), way.quiz_id, way.mine.number, answer)

    async def through(self, quiz_id: int, person: int, *, rights: int = 99) -> Way:
        """Go all the way, the first so many right."""
        way = await self.begun(quiz_id, person)
        while way.mine is not None:
            self.after(5)
            await self.say(way, person, right=way.mine.number <= rights)
            way = await self.go(quiz_id, person, way.number)
        return way

    def showings(self, person: int) -> list[Showing]:
        kept = self.desk.kept.quiz_showings
        return [showing for key, showing in sorted(kept.items()) if key[1] == person]

    def day(self) -> None:
        """Let the window's day pass."""
        self.now += timedelta(days=1, seconds=2)
