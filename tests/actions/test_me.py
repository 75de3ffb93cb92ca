import pytest

from bot.actions.me import Me
from bot.actions.practice import Practice
from bot.actions.views import AreaTally
from bot.rules.errors import RuleBroken
from bot.rules.question import Level
from tests.fakes import FakeDesk
from tests.samples import SampleBank, call


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def me(desk: FakeDesk) -> Me:
    return Me(desk, SampleBank())


async def practised(desk: FakeDesk) -> None:
    practice = Practice(desk, SampleBank())
    for number, within in ((1, "stats.evaluation.confusion"), (3, "stats.evaluation.roc-pr"), (5, "dl.core")):
        asked = await practice.start(call(number), within)
        await practice.give_up(call(number + 1), asked.attempt_id)
    await practice.start(call(7), "dl.pytorch")


async def test_a_stranger_has_an_empty_card(me: Me) -> None:
    card = await me.card(call(1))
    assert (card.tallies, card.due, card.zone, card.level, card.tracks) == ((), 0, "UTC", None, ())


async def test_results_are_summed_by_area_in_the_trees_order(me: Me, desk: FakeDesk) -> None:
    await practised(desk)
    card = await me.card(call(9))
    assert card.tallies == (AreaTally("Statistics", 2, 0.0, 2), AreaTally("Deep learning", 1, 0.0, 1))
    assert (await me.card(call(9 + 40 * 86400))).due == 3


async def test_settings_are_kept(me: Me) -> None:
    card = await me.change(call(1), "berlin", Level.MID, ["pytorch"])
    assert (card.zone, card.level, card.tracks) == ("Europe/Berlin", Level.MID, ("pytorch",))
    assert await me.card(call(2)) == card
    assert (await me.change(call(3), "UTC", None, None)).tracks == ("pytorch",)
    card = await me.change(call(4), "UTC", None, [])
    assert (card.level, card.tracks, card.extra_time) == (None, (), 1.0)


async def test_extra_time_is_kept_until_it_is_changed(me: Me, desk: FakeDesk) -> None:
    card = await me.change(call(1), "UTC", None, [], 1.5)
    assert card.extra_time == desk.kept.people[1].extra_time == 1.5
    assert (await me.change(call(2), "UTC", Level.MID, [])).extra_time == 1.5
    assert (await me.change(call(3), "UTC", None, [], 1.0)).extra_time == 1.0
    with pytest.raises(RuleBroken, match="that the form offers"):
        await me.change(call(4), "UTC", None, [], 9.0)


async def test_what_is_not_known_is_refused_and_nothing_is_set(me: Me) -> None:
    with pytest.raises(RuleBroken, match="Europe/Berlin"):
        await me.change(call(1), "Atlantis", Level.MID, [])
    with pytest.raises(RuleBroken, match="pytorch"):
        await me.change(call(1), "UTC", Level.MID, ["fortran"])
    assert (await me.card(call(2))).level is None


async def test_everything_is_given_out_and_deleted(me: Me, desk: FakeDesk) -> None:
    await practised(desk)
    export = await me.export(call(9))
    assert len(export.data["attempts"]) == 4  # type: ignore[arg-type]  # a list by the port's contract
    await me.delete(call(10))
    assert not any((await me.export(call(11))).data.values())
    assert (await me.card(call(12))).tallies == ()
