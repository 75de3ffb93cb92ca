"""Mistakes of a quiz that come back, and all answers for its host."""

from datetime import timedelta

import pytest

from bot.actions.ports import Books
from bot.actions.practice import Practice
from bot.actions.quiz_results import QuizResults
from bot.actions.quiz_results_views import Taker
from bot.rules.answer import Typed
from bot.rules.choosing import Because
from bot.rules.quiz import Numbers, Options, Quiz
from tests.actions.ended import (
    ADA,
    BEN,
    CY,
    GUEST,
    HOST,
    OVER,
    ROUNDS,
    chosen,
    member,
    play,
    reply,
)
from tests.actions.quiz_stage import refused
from tests.fakes import FakeDesk
from tests.samples import MULTIPLE, NOON, NUMERIC, SHORT, SINGLE, SampleBank, call

DAY = 24 * 3600


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def results(desk: FakeDesk) -> QuizResults:
    return QuizResults(desk, SampleBank())


async def test_mistakes_come_back_in_practice_once(results: QuizResults, desk: FakeDesk) -> None:
    quiz = await play(desk)
    first = await results.mistakes(call(DAY, BEN), quiz.id)
    assert [line.number for line in first.own] == [1, 2, 4]
    cards = dict(desk.kept.cards)
    assert {key[2] for key in cards} == {SINGLE.id, MULTIPLE.id, SHORT.id}
    assert first.comes_back == min(card.due for _, card in cards.values())
    assert first.comes_back >= OVER + timedelta(days=1)
    again = await results.mistakes(call(3 * DAY, BEN), quiz.id)
    assert desk.kept.cards == cards
    assert (again.own, again.comes_back) == (first.own, NOON + timedelta(days=3))
    practice = Practice(desk, SampleBank())
    asked = await practice.start(call(3 * DAY + 1, BEN))
    assert asked.variant.question.id in {SINGLE.id, MULTIPLE.id, SHORT.id}
    judged = await practice.answer(call(3 * DAY + 2, BEN), asked.attempt_id, chosen(asked.variant, right=True))
    assert judged.following is not None
    assert judged.following.because is Because.DUE


async def test_what_was_practised_since_stands(results: QuizResults, desk: FakeDesk) -> None:
    quiz = await play(desk)
    practice = Practice(desk, SampleBank())
    asked = await practice.start(call(DAY, BEN), "stats.evaluation.confusion")
    await practice.answer(call(DAY + 1, BEN), asked.attempt_id, chosen(asked.variant, right=False))
    known = desk.kept.cards[BEN, 0, SINGLE.id]
    await results.mistakes(call(DAY + 2, BEN), quiz.id)
    assert desk.kept.cards[BEN, 0, SINGLE.id] == known


async def test_a_card_from_before_the_quiz_is_moved_by_a_mistake(results: QuizResults, desk: FakeDesk) -> None:
    practice = Practice(desk, SampleBank())
    asked = await practice.start(call(-3 * DAY, BEN), "stats.evaluation.confusion")
    await practice.answer(call(-3 * DAY + 1, BEN), asked.attempt_id, chosen(asked.variant, right=False))
    known = desk.kept.cards[BEN, 0, SINGLE.id]
    quiz = await play(desk)
    await results.mistakes(call(DAY, BEN), quiz.id)
    assert desk.kept.cards[BEN, 0, SINGLE.id][1].due > known[1].due


async def test_where_all_was_right_nothing_comes_back(results: QuizResults, desk: FakeDesk) -> None:
    def rest(books: Books, quiz: Quiz) -> None:
        books.quizzes.put_replies([reply(quiz, ROUNDS[3], ADA, Typed("transform"))])

    quiz = await play(desk, rest)
    view = await results.mistakes(call(DAY, ADA), quiz.id)
    assert (view.own, view.comes_back, desk.kept.cards) == ((), None, {})


async def test_the_export_is_for_the_host_and_those_who_manage_the_server(results: QuizResults, desk: FakeDesk) -> None:
    quiz = await play(desk)
    assert (await refused(results.export(call(DAY, ADA), quiz.id))).code == "not_host"
    assert (await results.export(call(DAY, ADA, admin=True), quiz.id)).title == "Statistics"
    assert (await results.show(call(DAY, ADA, admin=True), quiz.id)).exports


async def takers(results: QuizResults, quiz: Quiz) -> list[Taker]:
    return list((await results.export(call(DAY, HOST), quiz.id)).takers)


async def test_the_export_names_guests_by_their_guest_names_and_is_ordered_by_name(
    results: QuizResults, desk: FakeDesk
) -> None:
    def namesake(books: Books, quiz: Quiz) -> None:
        books.quizzes.save_member(member(quiz, CY, name="Ada"))
        books.quizzes.save_member(member(quiz, 50))

    exported = await takers(results, await play(desk, namesake))
    assert [(taker.name, taker.guest) for taker in exported] == [
        ("a member", False),
        ("Ada", False),
        ("Ada (2)", False),
        ("ben", False),
        ("Host", False),
        ("Quiet Otter", True),
    ]
    assert [taker.off_board for taker in exported] == [False] * 4 + [True, False]
    assert [line.number for line in exported[-1].answers] == [2, 3, 4]
    assert str(GUEST) not in {part for taker in exported for part in repr(taker.name)}


async def test_the_export_does_not_tell_who_takes_longer(results: QuizResults, desk: FakeDesk) -> None:
    def slower(books: Books, quiz: Quiz) -> None:
        books.quizzes.save_member(member(quiz, ADA, name="Ada", allowance=1.25))
        books.quizzes.put_replies([reply(quiz, ROUNDS[3], ADA, Typed("transform"), 80)])

    by_name = {taker.name: taker.answers for taker in await takers(results, await play(desk, slower))}
    took = [line.took.total_seconds() for line in by_name["Ada"] if line.took]
    assert took == [4, 4, 4, 45]
    assert [line.took.total_seconds() for line in by_name["ben"] if line.took] == [20, 20]


@pytest.mark.parametrize("numbers", list(Numbers))
async def test_the_export_has_the_numbers_that_each_had(results: QuizResults, desk: FakeDesk, numbers: Numbers) -> None:
    quiz = await play(desk, options=Options(numbers=numbers))
    shown = {taker.name: taker.answers[2].variant for taker in await takers(results, quiz) if len(taker.answers) == 4}
    assert {one.question.id for one in shown.values()} == {NUMERIC.id}
    assert (len({one.text for one in shown.values()}) > 1) is (numbers is Numbers.OWN)
    assert shown["Ada"] == (await results.show(call(DAY, ADA), quiz.id)).own[2].variant


async def test_whoever_is_deleted_leaves_the_boards_and_the_export(results: QuizResults, desk: FakeDesk) -> None:
    quiz = await play(desk)
    await desk(lambda books: books.people.forget(ADA, OVER))
    view = await results.show(call(DAY, BEN), quiz.id)
    assert [named.person_id for named in view.end.mastery] == [None, BEN]
    assert view.end.players == 2
    assert [taker.name for taker in await takers(results, quiz)] == ["ben", "Host", "Quiet Otter"]
