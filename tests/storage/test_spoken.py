"""What every desk keeps to with answers in people's own words: the fake, SQLite and PostgreSQL alike."""

from dataclasses import replace

import pytest

from bot.actions.ports import Desk
from bot.actions.spoken_ports import SpokenAnswer
from tests.storage.samples import HEARING, card, new_spoken, opened, refused, settled


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
