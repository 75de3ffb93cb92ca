"""Whose words may leave for a model outside, and that nobody else's do."""

import pytest

from bot.actions.consent import may_leave
from bot.actions.me import Me
from bot.actions.practice import Practice
from bot.actions.setup import Setup
from bot.actions.spoken import Speaking
from bot.rules.errors import RuleBroken
from tests.fake_spoken import FakeGrader
from tests.fakes import FakeDesk
from tests.samples import OPEN, SampleBank, call

MODEL = "mark-1 at model.example"


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.mark.parametrize(
    ("person", "server", "guild_id", "leaves"),
    [
        (None, None, 9, False),
        (None, None, None, False),
        (None, True, 9, False),
        (False, True, 9, False),
        (False, None, None, False),
        (True, None, 9, False),
        (True, False, 9, False),
        (True, True, 9, True),
        (True, True, 10, False),
        (True, None, None, True),
        (True, False, None, True),
    ],
)
async def test_words_leave_by_ones_own_wish_and_the_servers(
    desk: FakeDesk, *, person: bool | None, server: bool | None, guild_id: int | None, leaves: bool
) -> None:
    if person is not None:
        await Me(desk, SampleBank(), MODEL).set_outside(call(1), allowed=person)
    if server is not None:
        await Setup(desk, MODEL).set_outside(call(2, admin=True), allowed=server)
    assert await desk(lambda books: may_leave(books, 1, guild_id)) is leaves


async def test_what_is_allowed_is_shown_kept_and_noted(desk: FakeDesk) -> None:
    me, setup = Me(desk, SampleBank(), MODEL), Setup(desk, MODEL)
    assert (await me.set_outside(call(1), allowed=True)).outside
    mine = await me.change(call(2), "UTC", None, [])
    assert (mine.outsider, mine.outside) == (MODEL, True)
    assert not (await me.set_outside(call(3), allowed=False)).outside
    card = await setup.set_outside(call(4, admin=True), allowed=True)
    assert (card.outsider, card.outside) == (MODEL, True)
    assert [(entry.act, entry.subject) for entry in desk.kept.audit.values()] == [("setup.change", "outside")]
    with pytest.raises(RuleBroken, match="may manage this server"):
        await setup.set_outside(call(5), allowed=True)


async def test_without_a_model_nothing_can_be_allowed_but_taken_back(desk: FakeDesk) -> None:
    await Me(desk, SampleBank(), MODEL).set_outside(call(1), allowed=True)
    me, setup = Me(desk, SampleBank()), Setup(desk)
    for allowing in (me.set_outside(call(2), allowed=True), setup.set_outside(call(2, admin=True), allowed=True)):
        with pytest.raises(RuleBroken, match="No model outside is set up here") as refusal:
            await allowing
        assert refusal.value.code == "no_model"
    assert not (await me.set_outside(call(3), allowed=False)).outside
    assert not (await setup.set_outside(call(3, admin=True), allowed=False)).outside


async def test_the_grader_is_told_whose_words_may_leave_as_it_is_at_that_time(desk: FakeDesk) -> None:
    grader = FakeGrader(away=True)
    speaking, practice = Speaking(desk, SampleBank((OPEN,)), grader), Practice(desk, SampleBank((OPEN,)))
    me, setup = Me(desk, SampleBank(), MODEL), Setup(desk, MODEL)
    await me.set_outside(call(1), allowed=True)
    await setup.set_outside(call(2, admin=True), allowed=True)
    number = 10
    for server, own in ((True, True), (True, False), (False, True)):
        asked = await practice.start(call(number))
        await speaking.answer(call(number + 1), asked.attempt_id, "I would check the split.")
        await me.set_outside(call(number + 2), allowed=own)
        await setup.set_outside(call(number + 3, admin=True), allowed=server)
        grader.away = False
        await speaking.again(call(number + 4), asked.attempt_id)
        grader.away, number = True, number + 10
    assert grader.left == [True, False, False]
    grader.away = False
    await me.set_outside(call(number), allowed=True)
    asked = await practice.start(call(number + 1, guild_id=None, channel_id=6))
    await speaking.answer(call(number + 2, guild_id=None, channel_id=6), asked.attempt_id, "I would check the split.")
    assert grader.left[-1]
