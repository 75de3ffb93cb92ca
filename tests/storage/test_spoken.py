"""What every desk keeps to with answers in people's own words: the fake, SQLite and PostgreSQL alike."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.actions.ports import Books, Desk
from bot.actions.spoken_ports import SpokenAnswer
from tests.storage.samples import (
    ADA,
    AT,
    BEN,
    GUILD,
    HEARING,
    card,
    new_spoken,
    opened,
    refused,
    report,
    settled,
    version,
)


@pytest.mark.parametrize("words", ["I would ask.", "\u202e“”\n\n`x`", "é" * 4000])
async def test_words_come_back_as_they_were_said(desk: Desk, words: str) -> None:
    attempt = await desk(opened(1))
    said = await desk(lambda books: books.spoken.add(new_spoken(2, attempt.id, words=words, written=True)))
    assert said == SpokenAnswer(said.id, new_spoken(2, attempt.id, words=words, written=True))
    assert await desk(lambda books: books.spoken.get(said.id)) == said
    assert await desk(lambda books: books.spoken.of(attempt.id)) == said
    assert await desk(lambda books: books.spoken.get(99)) is None
    assert await desk(lambda books: books.spoken.of(99)) is None


async def test_an_attempt_has_one_answer_and_a_call_too(desk: Desk) -> None:
    attempt, other = await desk(opened(1)), await desk(opened(2))
    first = await desk(lambda books: books.spoken.add(new_spoken(3, attempt.id)))
    assert await desk(lambda books: books.spoken.add(new_spoken(4, attempt.id, words="other"))) == first
    assert await desk(lambda books: books.spoken.add(new_spoken(3, other.id))) == first
    assert await refused(desk, lambda books: books.spoken.add(new_spoken(5, 99))) == "lost_race"


async def test_what_is_not_heard_is_found_and_heard_once(desk: Desk) -> None:
    attempt, other = await desk(opened(1)), await desk(opened(2))
    first = await desk(lambda books: books.spoken.add(new_spoken(3, attempt.id)))
    second = await desk(lambda books: books.spoken.add(new_spoken(4, other.id)))
    assert await desk(lambda books: books.spoken.unheard()) == (first, second)
    assert await desk(lambda books: books.spoken.hear(first.id, HEARING, card()))
    assert not await desk(lambda books: books.spoken.hear(first.id, replace(HEARING, score=0.0), None))
    assert await desk(lambda books: books.spoken.hear(second.id, HEARING, None))
    assert await desk(lambda books: books.spoken.unheard()) == ()
    assert await desk(lambda books: books.spoken.get(first.id)) == replace(first, hearing=HEARING, before=card())
    assert await desk(lambda books: books.spoken.get(second.id)) == replace(second, hearing=HEARING)


async def test_a_mark_replaces_an_end_that_is_there(desk: Desk) -> None:
    attempt, other = await desk(opened(1)), await desk(opened(2))
    marked = settled(0.5, "partly", answer={"said": 1, "marked": []})
    await desk(lambda books: books.attempts.settle(attempt.id, settled()))
    await desk(lambda books: books.attempts.mark(attempt.id, marked))
    await desk(lambda books: books.attempts.mark(other.id, marked))
    found = await desk(lambda books: (books.attempts.get(attempt.id), books.attempts.get(other.id)))
    assert found == (replace(attempt, settled=marked), other)


async def test_an_editors_mark_stands_until_another(desk: Desk) -> None:
    attempt = await desk(opened(1))
    said = await desk(lambda books: books.spoken.add(new_spoken(3, attempt.id)))
    await desk(lambda books: books.spoken.hear(said.id, HEARING, None))
    await desk(lambda books: books.spoken.mark(said.id, (0, 2), BEN, AT))
    assert await desk(lambda books: books.spoken.of(attempt.id)) == replace(said, hearing=HEARING, made=(0, 2))
    await desk(lambda books: books.spoken.mark(said.id, (), ADA, AT))
    assert await desk(lambda books: books.spoken.get(said.id)) == replace(said, hearing=HEARING, made=())


async def test_a_servers_newest_marked_answers_to_a_question_are_found(desk: Desk) -> None:
    key = version().key

    def marked(call_id: int, guild_id: int | None = GUILD, *, mark: bool = True) -> Callable[[Books], SpokenAnswer]:
        def work(books: Books) -> SpokenAnswer:
            attempt = opened(call_id)(books)
            said = books.spoken.add(replace(new_spoken(call_id + 50, attempt.id), guild_id=guild_id))
            books.spoken.hear(said.id, HEARING, None)
            if mark:
                books.spoken.mark(said.id, (1,), BEN, AT + timedelta(seconds=-call_id))
            found = books.spoken.get(said.id)
            assert found is not None
            return found

        return work

    several = [await desk(marked(number)) for number in range(1, 33)]
    for number, guild_id in ((40, None), (41, GUILD + 1)):
        await desk(marked(number, guild_id))
    await desk(marked(42, mark=False))
    found = await desk(lambda books: books.spoken.marked(key, GUILD))
    assert found == tuple(reversed(several[:30]))
    assert await desk(lambda books: books.spoken.marked(replace(key, version=2), GUILD)) == ()


async def test_the_report_that_asks_for_marks_is_found(desk: Desk) -> None:
    attempt = await desk(opened(1))
    asking = replace(report(8, attempt.id), grading=True, words="")

    def add(books: Books) -> None:
        for one in (report(7, attempt.id), asking, replace(asking, call_id=9)):
            books.reports.add(one)

    await desk(add)
    assert await desk(lambda books: books.reports.to_mark(attempt.id)) == asking
    assert await desk(lambda books: books.reports.to_mark(99)) is None
