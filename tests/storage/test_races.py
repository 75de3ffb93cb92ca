"""Many at once, at every desk: one wins, and nobody's work is lost or done twice."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.actions.ports import Books, Desk
from bot.actions.records import Person
from bot.rules.errors import RuleBroken
from tests.storage.samples import ADA, AT, GUILD, fill, opened, settled, version


async def test_of_fifty_who_settle_one_attempt_one_does(desk: Desk) -> None:
    attempt = await desk(opened(1))

    def settle(score: float) -> Callable[[Books], bool]:
        def work(books: Books) -> bool:
            known = books.attempts.get(attempt.id)
            return books.attempts.settle(attempt.id, settled(score)) and known is not None and known.settled is None

        return work

    won = await asyncio.gather(*(desk(settle(n / 50)) for n in range(50)))
    kept = await desk(lambda books: books.attempts.get(attempt.id))
    assert kept is not None
    assert kept.settled == settled(won.index(True) / 50)
    assert won.count(True) == 1


@pytest.mark.parametrize("same", ["call", "next"])
async def test_of_fifty_same_calls_or_nexts_one_opens(desk: Desk, same: str) -> None:
    before = await desk(opened(1))
    calls = [opened(2) if same == "call" else opened(2 + n, follows=before.id) for n in range(50)]
    attempts = await asyncio.gather(*map(desk, calls))
    assert len({attempt.id for attempt in attempts}) == 1
    assert len((await desk(lambda books: books.people.export(ADA)))["attempts"]) == 2


async def test_no_change_of_fifty_at_once_is_lost(desk: Desk) -> None:
    await desk(lambda books: books.people.save(Person(ADA, track="")))

    def append(books: Books) -> None:
        person = books.people.get(ADA)
        assert person is not None
        books.people.save(replace(person, track=person.track + "x"))

    async def until_done() -> None:
        while True:
            try:
                return await desk(append)
            except RuleBroken as lost:
                if lost.code != "lost_race":
                    raise

    await asyncio.gather(*(until_done() for _ in range(50)))
    assert await desk(lambda books: books.people.get(ADA)) == Person(ADA, track="x" * 50)


async def test_two_who_publish_the_same_version_get_one_and_a_refusal(desk: Desk) -> None:
    def publish(digit: str) -> Callable[[Books], None]:
        return lambda books: books.versions.keep(version("own", 2, GUILD, digest=digit * 64))

    done = await asyncio.gather(*(desk(publish(digit)) for digit in "abcd"), return_exceptions=True)
    assert sum(result is None for result in done) == 1
    assert all(result is None or getattr(result, "code", "") == "version_clash" for result in done)


async def test_whoever_is_forgotten_in_the_middle_is_whole_or_gone(desk: Desk) -> None:
    await desk(fill(ADA, 100))
    works: list[Callable[[Books], object]] = [opened(call) for call in range(1, 25)]
    works.insert(12, lambda books: books.people.forget(ADA, AT))
    done = await asyncio.gather(*map(desk, works), return_exceptions=True)
    assert {getattr(result, "code", "lost_race") for result in done if isinstance(result, Exception)} <= {"lost_race"}
    kept = await desk(lambda books: books.people.export(ADA))
    assert not {row["call_id"] for row in kept["attempts"]} & {100, 101}
    assert [kept[table] for table in ("cards", "drafts", "reports", "audit", "question_versions")] == [[]] * 5
