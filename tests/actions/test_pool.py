from functools import partial

from bot.actions.bank import BankDesk
from bot.actions.pool import REMEMBERED, Shelves
from tests.fakes import FakeDesk
from tests.samples import SampleBank, SampleChecker, call


async def test_a_shelf_is_sorted_once_and_again_when_something_changed() -> None:
    desk, bank = FakeDesk(), SampleBank()
    shelves, editor = Shelves(bank), BankDesk(desk, bank, SampleChecker())
    first = await desk(lambda books: shelves.of(books, 9))
    assert await desk(lambda books: shelves.of(books, 9)) is first
    assert await desk(lambda books: shelves.of(books, None)) is first
    await editor.withdraw(call(1, admin=True), "f1")
    changed = await desk(lambda books: shelves.of(books, 9))
    assert changed is not first
    assert await desk(lambda books: shelves.of(books, 8)) is first


async def test_the_shelves_of_many_servers_do_not_pile_up() -> None:
    desk, bank = FakeDesk(), SampleBank()
    shelves, editor = Shelves(bank), BankDesk(desk, bank, SampleChecker())
    for guild in range(1, REMEMBERED + 10):
        await editor.withdraw(call(guild, admin=True, guild_id=guild), "f1")
        await desk(partial(shelves.of, guild_id=guild))
        assert len(shelves._known) <= REMEMBERED + 1
