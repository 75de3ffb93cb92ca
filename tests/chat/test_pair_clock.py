"""What the clock has chat do for pair interviews, by whole payloads: posts once, drawn again, lost or tried again."""

from dataclasses import replace

import discord
import pytest

from bot.actions.pair_views import PairDraw, PairStep
from bot.actions.views import Call
from bot.chat.pair_clock import PairCrew, carry_out
from bot.rules.pair import Phase
from tests.actions.pair_world import QUESTIONS
from tests.chat.payloads import BEN, CHANNEL, GUILD, snowflake
from tests.chat.recorder import Room
from tests.chat.test_pair import CY, invited
from tests.samples import NOON

pytestmark = pytest.mark.parametrize("questions", [QUESTIONS], indirect=True)


async def steps(room: Room) -> tuple[PairStep, ...]:
    return (await room.app.pair_clock.tick(room.discord.clock.now())).steps


async def test_a_message_that_was_sent_before_a_stop_is_found(room: Room) -> None:
    await invited(room)
    (post,) = await steps(room)
    await carry_out(room.client, room.app, post)
    await room.discord.next()
    kept = room.desk.kept
    kept.pairs[1] = replace(kept.pairs[1], message_id=None, drawn=0)
    (again,) = await steps(room)
    assert again == post
    await carry_out(room.client, room.app, again)
    assert room.discord.sent.empty()
    (draw,) = await steps(room)
    assert isinstance(draw, PairDraw)


async def test_what_is_over_before_it_is_posted_never_comes(room: Room) -> None:
    await invited(room)
    await room.app.pairs.decline(Call(snowflake(), NOON, BEN, GUILD, CHANNEL), 1)
    (post,) = await steps(room)
    await carry_out(room.client, room.app, post)
    assert (room.discord.sent.empty(), room.desk.kept.pairs[1].lost) == (True, True)


async def test_what_discord_will_not_have_ends_it_and_what_it_cannot_now_is_tried_again(room: Room) -> None:
    await invited(room)
    (post,) = await steps(room)
    room.discord.refuse["send"] = (418, 0)
    with pytest.raises(discord.HTTPException):
        await carry_out(room.client, room.app, post)
    assert room.desk.kept.pairs[1].phase is Phase.INVITED
    room.discord.refuse["send"] = (403, 50013)
    await carry_out(room.client, room.app, post)
    assert (room.desk.kept.pairs[1].phase, room.desk.kept.pairs[1].lost) == (Phase.STOPPED, True)


async def test_the_crew_gives_the_steps_of_each_under_its_own_key(room: Room) -> None:
    await invited(room)
    await invited(room, BEN, person=CY)
    crew = PairCrew(room.client, room.app)
    now = room.discord.clock.now()
    await crew.resume(now)
    work = await crew.look(now)
    assert list(work.jobs) == [("Pair", 1), ("Pair", 2)]
    for jobs in work.jobs.values():
        for job in jobs:
            await job.do()
    assert [(await room.discord.next()).body["nonce"] for _ in range(2)] == ["pair1n1", "pair2n1"]
    assert await steps(room) == ()
