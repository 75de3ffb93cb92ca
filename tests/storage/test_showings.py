"""What members of open quizzes were shown, at every desk and its books."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.actions.ports import Books, Desk
from bot.rules.errors import RuleBroken
from bot.rules.quiz_open import Showing
from tests.storage.samples import ADA, AT, BEN, CHANNEL, fill, member, new_quiz, new_round, showing, version

LATER = AT + timedelta(seconds=45)


def quiz(books: Books) -> int:
    """Keep a quiz of two questions with two members."""
    books.versions.keep(version())
    found = books.quizzes.add(new_quiz(7), [new_round(), new_round(number=2)])
    for person in (ADA, BEN):
        books.quizzes.save_member(member(found.id, person))
    return found.id


async def test_a_question_is_shown_once(desk: Desk) -> None:
    quiz_id = await desk(quiz)
    first = showing(quiz_id)
    again = replace(first, call_id=61, opened_at=LATER, closes_at=LATER)
    assert await desk(lambda books: books.showings.open(first)) == first
    assert await desk(lambda books: books.showings.open(again)) == first
    assert await desk(lambda books: books.showings.by(quiz_id, ADA)) == (first,)
    assert await desk(lambda books: books.showings.by(quiz_id, BEN)) == ()


async def test_a_showing_is_replaced_whole(desk: Desk) -> None:
    quiz_id = await desk(quiz)
    changed = replace(showing(quiz_id), closes_at=LATER, done_at=AT, paused_at=AT, paused=timedelta(seconds=3))

    def work(books: Books) -> tuple[Showing, ...]:
        books.showings.open(showing(quiz_id))
        books.showings.save(changed)
        books.showings.save(showing(quiz_id, number=2))  # what was never shown is not made
        return books.showings.by(quiz_id, ADA)

    assert await desk(work) == (changed,)


async def test_what_runs_comes_in_the_order_of_its_end_and_is_closed_at_it(desk: Desk) -> None:
    quiz_id = await desk(quiz)
    mine, hers = showing(quiz_id, ADA, closes_at=LATER), showing(quiz_id, BEN, closes_at=AT)
    done = showing(quiz_id, ADA, 2, done_at=AT)

    def work(books: Books) -> None:
        for one in (mine, hers, done):
            books.showings.open(one)

    await desk(work)
    assert await desk(lambda books: books.showings.running(quiz_id)) == (hers, mine)
    assert await desk(lambda books: books.showings.begun(quiz_id)) == {ADA, BEN}
    assert await desk(lambda books: books.showings.through(quiz_id, 1)) == 1
    await desk(lambda books: books.showings.close(quiz_id))
    assert await desk(lambda books: books.showings.running(quiz_id)) == ()
    assert await desk(lambda books: books.showings.by(quiz_id, ADA)) == (replace(mine, done_at=LATER), done)
    counted = await desk(lambda books: [books.showings.through(quiz_id, number) for number in (1, 2, 3)])
    assert counted == [2, 1, 0]
    assert await desk(lambda books: books.showings.begun(quiz_id + 1)) == frozenset()


async def test_only_members_are_shown_questions_that_there_are(desk: Desk) -> None:
    quiz_id = await desk(quiz)
    for one in (showing(quiz_id, number=3), showing(quiz_id + 1), showing(quiz_id, person_id=99)):
        with pytest.raises(RuleBroken):
            await desk(lambda books, one=one: books.showings.open(one))  # type: ignore[misc]  # bound here


async def test_what_a_person_was_shown_goes_with_them(desk: Desk) -> None:
    await desk(fill(ADA, 100))
    kept = await desk(lambda books: books.people.export(ADA))
    assert [row["number"] for row in kept["quiz_showings"]] == [1]
    await desk(lambda books: books.people.forget(ADA, AT))
    assert (await desk(lambda books: books.people.export(ADA)))["quiz_showings"] == []


async def test_an_open_quiz_that_runs_leaves_its_channel_to_others(desk: Desk) -> None:
    def work(books: Books) -> None:
        open_ = books.quizzes.add(new_quiz(1), [])
        options = replace(open_.options, open_days=1)
        running = type(open_.state)("running")
        books.quizzes.save(replace(open_, state=running, options=options))
        books.quizzes.add(new_quiz(2, channel_id=CHANNEL), [])

    await desk(work)
    with pytest.raises(RuleBroken):
        await desk(lambda books: books.quizzes.add(new_quiz(3), []))
