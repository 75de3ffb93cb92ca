"""Work that is shared, at every desk."""

import asyncio
from collections.abc import Sequence

from bot.actions.ports import Books, Desk
from bot.actions.records import Person
from bot.rules.errors import RuleBroken


async def test_those_who_wait_for_the_same_work_share_a_transaction_and_keep_their_own_results(desk: Desk) -> None:
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


async def test_what_shared_work_raises_reaches_all_and_leaves_nothing(desk: Desk) -> None:
    def work(books: Books, numbers: Sequence[int]) -> list[int]:
        for number in numbers:
            books.people.save(Person(number))
        return [1 // (3 - number) for number in numbers if number != 2]

    for numbers, fault in (((1, 2), ValueError), ((3,), ZeroDivisionError)):
        ends = await asyncio.gather(*(desk.together(work, number) for number in numbers), return_exceptions=True)
        assert fault in set(map(type, ends))
    assert await desk(lambda books: books.people.get(3)) is None
