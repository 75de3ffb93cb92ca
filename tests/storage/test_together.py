"""Work that is shared, at every desk."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from threading import Event

import pytest
from sqlalchemy import text

from bot.actions import ports
from bot.actions.ports import Books
from bot.actions.records import Person
from bot.rules.errors import EdgeDown, RuleBroken
from bot.storage.desk import POOL, Desk
from bot.storage.engine import open_engine
from tests.storage.samples import ADA


async def test_who_waits_for_the_same_work_shares_a_transaction_and_has_an_own_result(
    desk: ports.Desk,
) -> None:
    seen: list[tuple[int, ...]] = []

    def work(books: Books, numbers: Sequence[int]) -> list[int | RuleBroken]:
        seen.append(tuple(numbers))
        for number in numbers:
            books.people.save(Person(number))
        return [number * 2 if number % 2 else RuleBroken("even", str(number)) for number in numbers]

    first, *others = await asyncio.gather(*(desk.together(work, n) for n in range(1, 6)), return_exceptions=True)
    assert (first, others[1], others[3]) == (2, 6, 10)
    assert [str(refusal) for refusal in (others[0], others[2])] == ["2", "4"]
    assert [number for numbers in seen for number in numbers] == [1, 2, 3, 4, 5]
    assert len(seen) < 5
    kept = await desk(lambda books: [books.people.get(number) for number in range(1, 6)])
    assert kept == [Person(number) for number in range(1, 6)]


async def test_what_shared_work_raises_reaches_all_and_leaves_nothing(desk: ports.Desk) -> None:
    def work(books: Books, numbers: Sequence[int]) -> list[int]:
        for number in numbers:
            books.people.save(Person(number))
        return [1 // (3 - number) for number in numbers if number != 2]

    for numbers, fault in (((1, 2), ValueError), ((3,), ZeroDivisionError)):
        ends = await asyncio.gather(*(desk.together(work, number) for number in numbers), return_exceptions=True)
        assert fault in set(map(type, ends))
    assert await desk(lambda books: books.people.get(3)) is None


async def test_whoever_comes_while_it_is_done_gathers_for_the_next_one(url: str) -> None:
    begun, gate = Event(), Event()
    seen: list[tuple[int, ...]] = []

    def work(_: Books, numbers: Sequence[int]) -> Sequence[int]:
        seen.append(tuple(numbers))
        begun.set()
        assert gate.wait(30)
        return numbers

    async with Desk(url) as desk:
        first = desk.together(work, 0)
        assert await asyncio.to_thread(begun.wait, 30)
        others = [desk.together(work, number) for number in range(1, 6)]
        gate.set()
        assert await asyncio.gather(first, *others) == list(range(6))
        assert await desk.together(work, 6) == 6
    assert seen == [(0,), (1, 2, 3, 4, 5), (6,)]


async def test_who_was_cancelled_is_done_with_the_others(url: str) -> None:
    begun, gate = Event(), Event()

    def hold(_: Books) -> None:
        begun.set()
        assert gate.wait(30)

    def work(books: Books, numbers: Sequence[int]) -> Sequence[int]:
        for number in numbers:
            books.people.save(Person(number))
        return numbers

    async with Desk(url) as desk:
        held = [desk(hold) for _ in range(POOL)]
        assert await asyncio.to_thread(begun.wait, 30)
        waiting = [desk.together(work, number) for number in range(1, 4)]
        waiting[1].cancel()
        gate.set()
        await asyncio.gather(*held)
        assert (await waiting[0], await waiting[2], waiting[1].cancelled()) == (1, 3, True)
        kept = await desk(lambda books: [books.people.get(number) for number in (1, 2, 3)])
    assert kept == [Person(1), Person(2), Person(3)]


async def test_a_lost_race_does_all_of_it_again(empty_postgres: str) -> None:
    rival = open_engine(empty_postgres)
    turns: list[tuple[int, ...]] = []

    def work(books: Books, numbers: Sequence[int]) -> list[int | RuleBroken]:
        turns.append(tuple(numbers))
        assert books.people.get(ADA)
        if len(turns) == 1:
            with rival.begin() as connection:
                connection.execute(text("UPDATE people SET track = track || 'x'"))
        person = books.people.get(ADA)
        assert person is not None
        books.people.save(replace(person, track=person.track + "y"))
        return [number if number % 2 else RuleBroken("even", "No.") for number in numbers]

    async with Desk(empty_postgres) as desk:
        await desk(lambda books: books.people.save(Person(ADA)))
        ends = await asyncio.gather(*(desk.together(work, number) for number in (1, 2, 3)), return_exceptions=True)
        kept = await desk(lambda books: books.people.get(ADA))
    rival.dispose()
    assert [getattr(end, "code", end) for end in ends] == [1, "even", 3]
    assert turns[0] == turns[1]
    assert kept == Person(ADA, track="x" + "y" * (len(turns) - 1))


async def test_a_closing_desk_does_what_has_gathered_and_refuses_more(url: str) -> None:
    def work(_: Books, numbers: Sequence[int]) -> Sequence[int]:
        return numbers

    desk = Desk(url)
    handed_in = [desk.together(work, number) for number in range(100)]
    await desk.close()
    assert await asyncio.gather(*handed_in) == list(range(100))
    with pytest.raises(EdgeDown, match="closing"):
        await desk.together(work, 1)
