"""What every desk keeps to with what a model outside used: the fake, SQLite and PostgreSQL alike."""

import asyncio
from datetime import timedelta

import pytest

from bot.actions.outside_ports import DayUse, Tokens
from bot.actions.ports import Desk
from bot.actions.records import Person, Server
from tests.storage.samples import ADA, AT, GUILD

DAY, NEXT = AT.date(), AT.date() + timedelta(days=1)
MOST = Tokens(70, 30)


async def test_what_is_set_aside_is_counted_and_replaced_by_what_was_used(desk: Desk) -> None:
    assert await desk(lambda books: books.model_use.of(DAY)) == DayUse(0, Tokens(0, 0))
    assert await desk(lambda books: books.model_use.set_aside(DAY, MOST, 250))
    assert await desk(lambda books: books.model_use.of(DAY)) == DayUse(1, MOST)
    assert await desk(lambda books: books.model_use.set_aside(DAY, MOST, 250))
    await desk(lambda books: books.model_use.settle(DAY, MOST, Tokens(80, 1)))
    assert await desk(lambda books: books.model_use.of(DAY)) == DayUse(2, Tokens(150, 31))
    assert await desk(lambda books: books.model_use.of(NEXT)) == DayUse(0, Tokens(0, 0))


async def test_nothing_passes_the_limit_and_each_day_has_its_own(desk: Desk) -> None:
    assert not await desk(lambda books: books.model_use.set_aside(DAY, MOST, 99))
    assert await desk(lambda books: books.model_use.of(DAY)) == DayUse(0, Tokens(0, 0))
    assert await desk(lambda books: books.model_use.set_aside(DAY, MOST, 100))
    assert not await desk(lambda books: books.model_use.set_aside(DAY, MOST, 199))
    assert await desk(lambda books: books.model_use.of(DAY)) == DayUse(1, MOST)
    assert await desk(lambda books: books.model_use.set_aside(NEXT, MOST, 100))


async def test_a_day_that_is_gone_is_not_settled(desk: Desk) -> None:
    await desk(lambda books: books.model_use.settle(DAY, MOST, Tokens(1, 1)))
    assert await desk(lambda books: books.model_use.of(DAY)) == DayUse(0, Tokens(0, 0))


async def test_of_many_at_once_only_so_many_fit(desk: Desk) -> None:
    taken = await asyncio.gather(
        *(desk(lambda books: books.model_use.set_aside(DAY, MOST, 350)) for _ in range(12)), return_exceptions=False
    )
    assert sum(taken) == 3
    assert await desk(lambda books: books.model_use.of(DAY)) == DayUse(3, Tokens(210, 90))


@pytest.mark.parametrize("outside", [True, False])
async def test_who_allows_a_model_outside_is_kept(desk: Desk, *, outside: bool) -> None:
    person, server = Person(ADA, outside=outside), Server(GUILD, outside=outside)
    await desk(lambda books: books.people.save(person))
    await desk(lambda books: books.servers.save(server))
    assert await desk(lambda books: books.people.get(ADA)) == person
    assert await desk(lambda books: books.servers.get(GUILD)) == server
    [row] = (await desk(lambda books: books.people.export(ADA)))["people"]
    assert row["outside"] is outside
    await desk(lambda books: books.people.forget(ADA, AT))
    assert await desk(lambda books: books.people.get(ADA)) is None


async def test_who_let_another_model_is_asked_anew(desk: Desk) -> None:
    await desk(lambda books: books.model_use.meant_for("mark-1 at model.example"))
    await desk(lambda books: books.people.save(Person(ADA, zone="Europe/Athens", outside=True)))
    await desk(lambda books: books.servers.save(Server(GUILD, offered=True, outside=True)))
    await desk(lambda books: books.model_use.meant_for("mark-1 at model.example"))
    kept = await desk(lambda books: (books.people.get(ADA), books.servers.get(GUILD)))
    assert kept == (Person(ADA, zone="Europe/Athens", outside=True), Server(GUILD, offered=True, outside=True))
    await desk(lambda books: books.model_use.meant_for("mark-1 at elsewhere.example"))
    kept = await desk(lambda books: (books.people.get(ADA), books.servers.get(GUILD)))
    assert kept == (Person(ADA, zone="Europe/Athens"), Server(GUILD, offered=True))
