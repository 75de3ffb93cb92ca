"""Which questions a pair interview asks: none that its candidate has interviewed on, few asked before."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.actions.pair_planning import Wanted, planned
from bot.actions.pair_views import AskerCard
from bot.actions.ports import Books
from bot.actions.records import NewAttempt, VersionKey
from bot.rules.errors import RuleBroken
from bot.rules.interview import Choice, Kind, Slot, Sort
from bot.rules.interview import State as InterviewState
from bot.rules.pair import PairQuestion, Phase
from bot.rules.question import Level
from bot.rules.quiz import Member, Options, Quiz, Round, State
from tests.actions.pair_world import ADA, BEN, CY, QUESTIONS, World, code_of
from tests.fakes import FakeBooks
from tests.samples import NOON, SINGLE, SampleBank
from tests.storage.samples import new_interview, version

MINUTE = timedelta(minutes=1)


@pytest.fixture
def world() -> World:
    return World()


async def test_nobody_is_a_candidate_on_what_they_have_interviewed_on(world: World) -> None:
    await world.begun()
    await world.through(ADA)
    seen = {one.question_id for one in world.questions(1)}
    assert await world.desk(lambda books: books.pairs.carded(ADA)) == seen
    await world.pairs.stop(world.call(ADA), 1)
    for nth in range(2, 6):
        await world.begun(BEN, ADA)  # Ada is the candidate of the first half
        assert not seen & {one.question_id for one in world.questions(1, nth)}
        await world.pairs.stop(world.call(ADA), nth)


async def test_where_all_was_interviewed_on_it_says_so(world: World) -> None:
    def work(books: Books) -> None:
        for question in QUESTIONS[:11]:
            books.pairs.note_card(ADA, (0, question.id), NOON)

    await world.ready()
    await world.desk(work)
    with pytest.raises(RuleBroken, match="neither of you has interviewed on"):
        await world.pairs.start(world.call(ADA), 1)
    assert world.pair().phase is Phase.READY


async def test_what_one_was_asked_comes_only_where_nothing_else_is_left_the_oldest_first(world: World) -> None:
    met = [question.id for question in QUESTIONS[:10]]  # two of twelve are fresh

    def work(books: Books) -> None:
        books.versions.keep(version(QUESTIONS[0].id))
        for nth, name in enumerate(met):
            key = VersionKey(0, name, 1)
            books.versions.keep(version(name))
            books.attempts.open(NewAttempt(1000 + nth, ADA, 9, 5, key, "stats", 1, NOON - nth * MINUTE))

    await world.desk(work)

    def slots(kind: Kind) -> set[str]:
        wanted = Wanted(kind, Level.MID, 7, ADA)
        return {slot.planned[1] for slot in planned(FakeBooks.over(world.desk.kept), QUESTIONS, wanted)}

    assert slots(Kind.QUICK) == {QUESTIONS[10].id, QUESTIONS[11].id}
    breadth = slots(Kind.BREADTH)
    assert not breadth & set(met[:2])
    assert len(breadth) == 5


async def test_what_was_answered_in_a_pair_counts_as_met(world: World) -> None:
    await world.begun()
    await world.through(ADA)
    answered = {one.question_id for one in world.questions(1)}
    await world.pairs.stop(world.call(BEN), 1)
    await world.begun(CY, BEN)
    assert not answered & {one.question_id for one in world.questions(1, 2)}


def interview(nth: int, names: list[str], **more: Any) -> Callable[[Books], None]:
    """Work that leaves an interview of Ada's with a question for each of its slots."""

    def work(books: Books) -> None:
        keys = [(0, name) for name in names]
        slots = tuple(Slot(at, Sort.OPEN, key, key, key, Choice.PLANNED) for at, key in enumerate(keys, 1))
        added = books.interviews.add(new_interview(nth, ADA), slots)
        books.interviews.save(replace(added, **more))

    return work


async def test_what_an_interview_alone_asked_counts_as_met(world: World) -> None:
    met = [question.id for question in QUESTIONS[:10]]
    await world.desk(interview(90, met, state=InterviewState.ENDED, ended_at=NOON, due_at=None))
    slots = planned(FakeBooks.over(world.desk.kept), QUESTIONS, Wanted(Kind.QUICK, Level.MID, 7, ADA))
    assert not {slot.planned[1] for slot in slots} & set(met)


async def test_what_is_on_in_an_interview_alone_is_read_by_neither(world: World) -> None:
    names = [question.id for question in QUESTIONS[:8]]
    await world.desk(interview(90, names))
    await world.begun(BEN, ADA)
    assert not {one.question_id for half in (1, 2) for one in world.questions(half)} & set(names)


async def test_what_an_interview_alone_has_on_by_now_is_not_read_by_the_interviewer(world: World) -> None:
    await world.begun()
    await world.desk(interview(90, [one.question_id for one in world.questions(1)]))
    assert await code_of(world.pairs.card(world.call(ADA), 1)) == "sealed"
    assert await world.desk(lambda books: books.pairs.carded(ADA)) == frozenset()


async def test_what_is_open_in_a_quiz_is_neither_planned_nor_shown(world: World) -> None:
    sealed = {question.id for question in QUESTIONS[:6]}

    def quiz(names: list[str], nth: int) -> None:
        kept = world.desk.kept
        kept.quizzes[nth] = Quiz(nth, nth, 9, 50 + nth, 8, "Q", "", Options(), State.RUNNING, NOON, NOON, current=1)
        for number, name in enumerate(names, 1):
            kept.quiz_rounds[nth, number] = replace(Round(nth, number, 0, name, 1, 1), opened_at=NOON, closes_at=NOON)
        kept.quiz_members[nth, ADA] = Member(nth, ADA, NOON)

    world.desk.kept.meet(ADA)
    quiz(sorted(sealed), 1)
    await world.begun()
    planned_ids = {one.question_id for half in (1, 2) for one in world.questions(half)}
    assert not planned_ids & sealed
    quiz(sorted(planned_ids), 2)
    assert await code_of(world.pairs.card(world.call(ADA), 1)) == "sealed"
    assert await code_of(world.pairs.asked(world.call(ADA), 1, 1, 1)) == "sealed"
    assert await world.desk(lambda books: books.pairs.carded(ADA)) == frozenset()


async def test_a_topic_that_is_gone_is_named_by_its_id(world: World) -> None:
    world.bank = SampleBank(tuple(replace(one, topic="stats.gone") for one in QUESTIONS))
    await world.begun()
    card = await world.pairs.card(world.call(ADA), 1)
    assert isinstance(card, AskerCard)
    assert card.topic == "stats.gone"


async def test_a_question_without_a_rubric_has_no_points(world: World) -> None:
    await world.begun()
    await world.asked(ADA)
    world.bank = SampleBank((*QUESTIONS, SINGLE))

    def work(books: Books) -> None:
        books.versions.keep(version(SINGLE.id))
        old = books.pairs.questions(1)[0]
        books.pairs.save_question(PairQuestion(1, 1, 1, 0, SINGLE.id, 1, 1, old.asked_at))

    await world.desk(work)
    assert (await world.form(ADA, 1)).marks == ()
