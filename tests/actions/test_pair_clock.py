"""What the clock does to pair interviews: reminders, ends, lapses, messages posted once, stops of the bot."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.actions.pair_clock import LOOK
from bot.actions.pair_views import PairDraw, PairPost
from bot.rules.errors import EdgeDown
from bot.rules.pair import FORM_TIME, OPEN_FOR, SWAP_TIME, Phase
from tests.actions.pair_world import ADA, BEN, World, code_of
from tests.samples import NOON

MINUTE = timedelta(minutes=1)
HALF = timedelta(minutes=15)


@pytest.fixture
def world() -> World:
    return World()


async def test_an_invitation_is_posted_once_and_calls_whom_it_names(world: World) -> None:
    await world.invited()
    (post,) = (await world.clock.tick(world.now)).steps
    assert isinstance(post, PairPost)
    assert (post.nonce, post.called_id, post.channel_id, post.wanted) == ("pair1n1", BEN, 5, True)
    assert (await world.clock.tick(world.now)).steps == (post,)
    await world.tick()
    await world.clock.posted(1, 1, 77, 1)
    assert (world.pair().message_id, (await world.tick()).steps) == (1001, ())


async def test_who_looks_for_a_partner_calls_nobody(world: World) -> None:
    await world.invited(whom=None)
    (post,) = (await world.clock.tick(world.now)).steps
    assert isinstance(post, PairPost)
    assert post.called_id is None


async def test_what_changed_while_it_was_posted_is_drawn(world: World) -> None:
    await world.invited()
    (post,) = (await world.clock.tick(world.now)).steps
    await world.pairs.accept(world.call(BEN), 1)
    assert isinstance(post, PairPost)
    await world.clock.posted(1, 1, 1001, post.revision)
    (draw,) = (await world.clock.tick(world.now)).steps
    assert isinstance(draw, PairDraw)
    assert (draw.view.phase, draw.message_id) == (Phase.READY, 1001)
    await world.clock.drawn(1, 1, draw.revision)
    await world.clock.drawn(1, 1, 99)
    await world.clock.drawn(1, 7, draw.revision)
    assert not world.pair().behind


async def test_a_message_that_was_found_is_drawn_once_more(world: World) -> None:
    await world.invited()
    await world.clock.posted(1, 1, 1001, 0)
    (draw,) = (await world.clock.tick(world.now)).steps
    assert isinstance(draw, PairDraw)


async def test_by_itself_it_goes_to_its_end(world: World) -> None:
    await world.begun()
    await world.tick()
    await world.asked(ADA)
    await world.tick(4 * MINUTE)
    assert (world.pair().reminded, world.sent[1, 1][1].time_up) == (True, True)
    seen = []
    for span in (HALF, FORM_TIME, SWAP_TIME, HALF, FORM_TIME):
        await world.tick(span)
        seen.append((world.pair().phase, world.sent[1, 1][1].phase))
    phases = (Phase.FIRST_FORMS, Phase.SWAP, Phase.SECOND, Phase.SECOND_FORMS, Phase.ENDED)
    assert seen == [(phase, phase) for phase in phases]
    assert len(world.sent) == 1
    assert (await world.tick()).due_at is None
    assert (await world.invited()).pair_id == 2


async def test_invitations_lapse(world: World) -> None:
    await world.invited()
    tick = await world.tick()
    assert tick.due_at == world.now + LOOK
    await world.tick(OPEN_FOR)
    assert world.sent[1, 1][1].phase is Phase.LAPSED
    assert await code_of(world.pairs.accept(world.call(BEN), 1)) == "over"


async def test_what_is_over_before_it_was_posted_is_not_posted(world: World) -> None:
    await world.invited()
    await world.pairs.decline(world.call(BEN), 1)
    (post,) = (await world.clock.tick(world.now)).steps
    assert isinstance(post, PairPost)
    assert not post.wanted
    await world.tick()
    assert (world.pair().lost, world.sent) == (True, {})


async def test_a_deleted_message_is_posted_again(world: World) -> None:
    await world.begun()
    await world.tick()
    await world.asked(ADA)
    await world.clock.lost(1, 1, world.now)
    await world.clock.lost(1, 1, world.now)
    (post,) = (await world.tick()).steps
    assert isinstance(post, PairPost)
    assert (post.nth, post.after_id, post.nonce, post.called_id) == (2, 1001, "pair1n2", None)
    assert (world.pair().phase, world.pair().message_id) == (Phase.FIRST, 1002)
    await world.clock.posted(1, 1, 5, 1)
    assert world.pair().message_id == 1002


async def test_where_nothing_can_be_posted_it_is_over(world: World) -> None:
    await world.invited()
    await world.clock.lost(1, 1, world.now)
    await world.clock.lost(1, 1, world.now)
    await world.clock.lost(9, 1, world.now)
    assert (world.pair().phase, world.pair().lost) == (Phase.STOPPED, True)
    assert (await world.tick()).steps == ()
    assert (await world.invited()).pair_id == 2


async def test_a_deleted_end_stays_deleted(world: World) -> None:
    await world.begun()
    await world.tick()
    await world.pairs.stop(world.call(ADA), 1)
    await world.clock.lost(1, 1, world.now)
    assert (world.pair().lost, world.pair().message_id) == (True, 1001)


async def test_the_time_of_a_long_stop_is_given_back(world: World) -> None:
    await world.clock.resume(world.now)
    view = await world.begun()
    await world.desk(lambda books: books.quizzes.set_alive(world.now))
    await world.clock.resume(world.now + 30 * timedelta(seconds=1))
    assert world.pair().ends_at == view.ends_at
    await world.clock.resume(world.now + 60 * MINUTE)
    assert world.pair().ends_at == view.ends_at + 60 * MINUTE if view.ends_at else False


async def test_one_that_is_broken_holds_up_no_other(world: World) -> None:
    await world.begun()
    await world.ready(3, 4)
    kept = world.desk.kept
    kept.pairs[1] = replace(world.pair(1), phase=Phase.FIRST, due_at=NOON, kind="nonsense")  # type: ignore[arg-type]
    tick = await world.clock.tick(world.now + OPEN_FOR)
    assert {one.about for one in tick.broken} == {"pair 1"}
    assert [step.pair_id for step in tick.steps] == [2]
    assert world.pair(2).phase is Phase.LAPSED
    world.desk.down = True
    with pytest.raises(EdgeDown):
        await world.clock.tick(world.now)


async def test_books_that_go_away_in_the_middle_are_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await world.invited()

    def away(*_: object) -> None:
        raise EdgeDown("database", "It is away.")

    monkeypatch.setattr("bot.actions.pair_clock._step", away)
    with pytest.raises(EdgeDown):
        await world.clock.tick(world.now)


async def test_what_is_gone_meanwhile_needs_nothing(world: World) -> None:
    await world.clock.posted(9, 1, 1, 1)
    await world.clock.drawn(9, 1, 1)
    assert await world.clock._apart(9, lambda sheet: sheet.view()) == (None, None)
