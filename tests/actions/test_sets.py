"""Going through a set alone: the questions of a quiz that is over, or those of a plan."""

from dataclasses import replace
from typing import Any

import pytest

from bot.actions.bank import BankDesk
from bot.actions.practice import Practice
from bot.actions.quiz_plan import PlanDesk
from bot.actions.sets import of_plan, of_quiz
from bot.actions.views import Asked, Judged, SetDone
from bot.rules.answer import GaveUp
from bot.rules.choosing import Because
from bot.rules.quiz import State
from tests.actions.ended import ADA, BEN, QUIZ, ROUNDS, keep
from tests.actions.planned import host, made, refused
from tests.actions.quiz_stage import an_answer
from tests.fakes import FakeDesk
from tests.quizzed import quiz_with
from tests.samples import EVERY, MULTIPLE, SampleBank, SampleChecker, call

SET = [round_.question_id for round_ in ROUNDS if round_.voided_at is None]


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def practice(desk: FakeDesk) -> Practice:
    return Practice(desk, SampleBank(EVERY))


async def ended(desk: FakeDesk, **more: Any) -> str:
    """Keep a quiz that is over, and give the name of its set."""
    quiz = await desk(lambda books: keep(books, replace(QUIZ, **more)))
    return of_quiz(quiz.id)


async def answered(practice: Practice, asked: object, number: int, *, right: bool = True) -> Judged:
    assert isinstance(asked, Asked)
    return await practice.answer(call(number), asked.attempt_id, an_answer(asked.variant, right=right))


async def following(practice: Practice, judged: Judged, number: int) -> Asked | Judged | SetDone:
    return await practice.following(call(number), judged.attempt_id)


async def test_a_quiz_that_is_over_can_be_gone_through_from_its_first_question_to_its_last(
    practice: Practice, desk: FakeDesk
) -> None:
    within = await ended(desk)
    first = await practice.go_through(call(1), within)
    assert (first.variant.question.id, first.step) == (SET[0], (1, 3))
    judged = await answered(practice, first, 2)
    assert judged.following is not None
    assert judged.following.because is Because.SET
    second = await following(practice, judged, 3)
    assert isinstance(second, Asked)
    assert (second.variant.question.id, second.step) == (SET[1], (2, 3))
    assert await following(practice, judged, 4) == second
    third = await following(practice, await answered(practice, second, 5, right=False), 6)
    assert isinstance(third, Asked)
    assert third.step == (3, 3)
    last = await practice.answer(call(7), third.attempt_id, GaveUp())
    assert last.following is None
    done = await following(practice, last, 8)
    assert isinstance(done, SetDone)
    assert done.name == "Statistics"
    assert [line.verdict for line in done.lines] == ["right", "wrong", "gave up"]
    assert done.lines[0].score == 1
    assert all(line.text for line in done.lines)
    assert await following(practice, last, 9) == done


async def test_it_is_practice_off_the_boards(practice: Practice, desk: FakeDesk) -> None:
    within = await ended(desk)
    before = dict(desk.kept.quiz_replies), dict(desk.kept.quiz_members)
    await answered(practice, await practice.go_through(call(1), within), 2, right=False)
    assert (desk.kept.quiz_replies, desk.kept.quiz_members) == before
    assert [card[2] for card in desk.kept.cards] == [SET[0]]


async def test_everybody_has_numbers_of_their_own(practice: Practice, desk: FakeDesk) -> None:
    within = await ended(desk)
    asked = [await practice.go_through(call(number, person), within) for number, person in ((1, ADA), (2, BEN))]
    assert asked[0].attempt_id != asked[1].attempt_id
    seeds = {attempt.new.seed for attempt in desk.kept.attempts.values()}
    assert len(seeds) == 2


async def test_what_waits_comes_again_and_a_new_way_begins_at_the_start(practice: Practice, desk: FakeDesk) -> None:
    within = await ended(desk)
    first = await practice.go_through(call(1), within)
    assert await practice.go_through(call(2), within) == replace(first, greet=first.greet)
    judged = await answered(practice, first, 3)
    again = await practice.go_through(call(4), within)
    assert (again.variant.question.id, again.attempt_id == judged.attempt_id) == (SET[0], False)


async def test_only_what_is_over_and_here_can_be_gone_through(practice: Practice, desk: FakeDesk) -> None:
    assert await refused(practice.go_through(call(1), of_quiz(99))) == "gone"
    assert await refused(practice.go_through(call(1), of_plan(99))) == "gone"
    assert await refused(practice.go_through(call(1), "stats")) == "gone"
    within = await ended(desk)
    assert await refused(practice.go_through(call(1, guild_id=8), within)) == "gone"
    assert await refused(practice.go_through(call(1, guild_id=None), within)) == "gone"
    on = await ended(desk, call_id=12, state=State.RUNNING)
    assert await refused(practice.go_through(call(2), on)) == "not_over"


async def test_what_is_withdrawn_or_under_seal_is_left_out(practice: Practice, desk: FakeDesk) -> None:
    within = await ended(desk)
    await BankDesk(desk, practice.bank, SampleChecker()).withdraw(host(1), SET[0])
    assert (await practice.go_through(call(2), within)).variant.question.id == SET[1]
    await desk(quiz_with(BEN, question=MULTIPLE, channel_id=6))
    assert (await practice.go_through(call(3, BEN), within)).variant.question.id == SET[2]


async def test_a_set_with_nothing_left_is_refused(practice: Practice, desk: FakeDesk) -> None:
    within = await ended(desk)
    editor = BankDesk(desk, practice.bank, SampleChecker())
    for nth, question_id in enumerate(SET):
        await editor.withdraw(host(1 + nth), question_id)
    assert await refused(practice.go_through(call(9), within)) == "nothing_fits"


async def test_hosts_try_a_plan_before_it_is_a_quiz(practice: Practice, desk: FakeDesk) -> None:
    plans = PlanDesk(desk, practice.bank)
    view = await made(plans, count=2)
    within = of_plan(view.plan_id)
    assert await refused(practice.go_through(call(2), within)) == "not_host"
    first = await practice.go_through(host(3), within)
    assert ((0, first.variant.question.id), first.step) == (view.questions[0].key, (1, 2))
    judged = await answered(practice, first, 4)
    assert desk.kept.quizzes == {}
    # Whatever becomes of the plan in between, the way has an end.
    await plans.remove(host(5), view.plan_id, view.questions[0].key)
    assert (await practice.show(call(6), first.attempt_id)) == judged
    done = await following(practice, judged, 7)
    assert isinstance(done, Asked)  # the verdict had named it
    await plans.delete(host(8), view.plan_id)
    shown = await practice.show(call(9), done.attempt_id)
    assert isinstance(shown, Asked)
    assert shown.step is None
    over = await following(practice, await answered(practice, done, 10), 11)
    assert isinstance(over, SetDone)
    assert (over.name, len(over.lines)) == ("", 2)
