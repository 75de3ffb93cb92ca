"""Many at once in an open quiz, at every desk: a question is shown once, an answer counts or is told it came late."""

import asyncio
from datetime import timedelta

import pytest

from bot.actions.ports import Books, Desk
from bot.actions.quiz import QuizDesk
from bot.actions.quiz_clock import QuizClock
from bot.actions.quiz_open import OpenQuiz
from bot.actions.quiz_open_views import Way
from bot.actions.views import Call
from bot.rules.errors import RuleBroken
from bot.rules.quiz import GRACE, State, options
from tests.actions.quiz_stage import an_answer
from tests.samples import EVERY, NOON, SampleBank, call

HOST, MEMBERS = 100, range(1, 13)
DAY = timedelta(days=1)


def by(person: int, number: int, after: timedelta = timedelta()) -> Call:
    return call(number, person, at=NOON + after)


@pytest.fixture
async def quiz_id(desk: Desk) -> int:
    """A quiz of two questions whose window is open."""
    quizzes = QuizDesk(desk, SampleBank(EVERY))
    host = call(1, HOST, admin=True, at=NOON)
    found = (await quizzes.start(host, "", 2)).quiz_id
    await quizzes.set(host, found, options(40, "host", "same", 0, 1))
    await quizzes.begin(host, found)
    return found


async def test_of_many_presses_on_many_devices_one_shows_the_question(desk: Desk, quiz_id: int) -> None:
    walks = OpenQuiz(desk, SampleBank(EVERY))
    for person in MEMBERS:
        await walks.begin(by(person, person + 10), quiz_id)
    presses = [
        walks.go_on(by(person, 1000 * device + person, timedelta(seconds=device)), quiz_id, 1)
        for device in range(1, 5)
        for person in MEMBERS
    ]
    ways = await asyncio.gather(*presses, return_exceptions=True)
    lost = [way for way in ways if not isinstance(way, Way)]
    assert all(isinstance(refusal, RuleBroken) and refusal.code == "lost_race" for refusal in lost)
    shown = [await desk(lambda books, who=who: books.showings.by(quiz_id, who)) for who in MEMBERS]  # type: ignore[misc]
    assert [len(own) for own in shown] == [1] * len(MEMBERS)
    deadlines = {own[0].person_id: own[0].closes_at for own in shown}
    for way in ways:
        assert not isinstance(way, Way) or way.mine is None or way.mine.closes_at in deadlines.values()


async def test_an_answer_that_meets_the_end_counts_or_is_told_so(desk: Desk, quiz_id: int) -> None:
    walks, clock = OpenQuiz(desk, SampleBank(EVERY)), QuizClock(desk, SampleBank(EVERY))
    late, answers = DAY - timedelta(seconds=5), []
    for person in MEMBERS:
        await walks.begin(by(person, person + 10, late), quiz_id)
        way = await walks.go_on(by(person, person + 100, late), quiz_id, 1)
        assert way.mine is not None
        press = by(person, person + 1000, DAY - timedelta(seconds=1))
        answers.append(walks.answer(press, quiz_id, 1, an_answer(way.mine.variant, right=True)))
    end = clock.tick(NOON + DAY + GRACE)
    results = await asyncio.gather(*answers[:6], end, *answers[6:], return_exceptions=True)
    counted = [result for result in results if isinstance(result, Way)]
    refused = [result for result in results if isinstance(result, RuleBroken)]
    assert len(counted) + len(refused) == len(MEMBERS)
    assert {refusal.code for refusal in refused} <= {"too_late", "lost_race"}

    def look(books: Books) -> tuple[State, int, int]:
        quiz, round_ = books.quizzes.get(quiz_id), books.quizzes.round(quiz_id, 1)
        assert quiz is not None
        assert round_ is not None
        return quiz.state, round_.answered, len(books.quizzes.replies(quiz_id))

    assert await desk(look) == (State.ENDED, len(counted), len(counted))
