"""What the clock, the grader and Discord do to interviews."""

from datetime import timedelta

import pytest

from bot.actions.interview_clock import LOOK
from bot.actions.interview_views import Hear, OpenRoom, PausedView, Retell, Tell
from bot.actions.quiz_steps import snowflake
from bot.actions.records import Person, Server
from bot.rules.interview import SILENCE, Kind, State
from bot.rules.question import Level
from tests.actions.interview_world import ADA, DIRECT, GUILD, HALL, THREAD, World, refused

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
ALLOWED = 4 * MINUTE


@pytest.fixture
def world() -> World:
    return World()


async def begun(world: World, kind: Kind = Kind.QUICK, **more: object) -> World:
    await world.interview.begin(world.call(**more), kind, Level.MID, 7)  # type: ignore[arg-type]
    await world.settle()
    return world


async def test_silence_past_the_time_pauses_as_of_the_end_of_the_time(world: World) -> None:
    await begun(world)
    start = world.now
    assert (await world.tick()).due_at == start + LOOK
    world.after(ALLOWED.total_seconds() + SILENCE.total_seconds() - 1)
    assert (await world.tick()).due_at == start + ALLOWED + SILENCE
    world.after(30)
    await world.settle()
    assert world.last() == PausedView(1, 1, 2, timedelta(), 1, by_itself=True)
    assert (world.row().used, world.row().state) == (ALLOWED, State.PAUSED)
    assert (await world.tick()).due_at is None


async def test_silence_counts_from_the_last_word(world: World) -> None:
    await begun(world)
    world.after(500)
    await world.say("alpha")
    said = world.now
    world.after(299)
    await world.tick()
    assert world.row().state is State.RUNNING
    world.after(1)
    await world.settle()
    assert world.row().state is State.PAUSED
    assert world.row().used == said - (world.sent[1, 1][2])


async def test_while_the_grader_is_away_it_waits_with_its_words(world: World) -> None:
    await begun(world)
    world.listener.away = True
    await world.done("alpha beta")
    assert world.last() == PausedView(1, 1, 2, ALLOWED - 11 * SECOND, 1, grader_away=True)
    assert await refused(world.interview.done(world.call(), 1, 1)) == "paused"
    await world.interview.go_on(world.call(), 1)
    await world.settle()
    assert (world.row().state, len(world.listener.asked)) == (State.PAUSED, 2)
    world.listener.away = False
    await world.interview.go_on(world.call(), 1)
    assert world.row().state is State.HEARING
    await world.settle()
    assert world.ask.ask == "Anything that costs?"
    assert world.row().used == 11 * SECOND
    assert {one.words for one in world.desk.kept.interview_turns.values()} == {"alpha beta", ""}


async def test_what_is_paused_or_left_while_it_is_heard_stays_so(world: World) -> None:
    await begun(world)

    async def paused() -> None:
        world.listener.then = None
        await world.interview.pause(world.call(), 1)

    world.listener.then = paused
    await world.done("alpha beta gamma")
    assert (world.row().state, world.turn().hearing) == (State.PAUSED, None)
    await world.interview.go_on(world.call(), 1)

    async def left() -> None:
        await world.interview.leave(world.call(), 1)

    world.listener.then = left
    await world.settle()
    assert (world.row().state, world.turn().hearing) == (State.ENDED, None)
    await world.clock.hear(1)
    await world.clock.hear(99)


async def test_an_answer_is_heard_once_however_often_it_is_asked_for(world: World) -> None:
    await begun(world)
    await world.say("alpha beta gamma")
    await world.interview.done(world.call(), 1, 1)
    await world.clock.hear(1)
    await world.clock.hear(1)
    assert (len(world.listener.asked), world.row().turn) == (1, 2)


async def test_the_model_outside_is_asked_only_where_it_may_be(world: World) -> None:
    world.desk.kept.people[ADA] = Person(ADA, outside=True)
    world.desk.kept.servers[GUILD] = Server(GUILD, outside=True)
    await begun(world, channel=HALL, guild=GUILD)
    await world.interview.answer(world.call(channel=THREAD, guild=GUILD), 1, 1, "alpha")
    await world.settle()
    assert world.listener.outside == [True]


async def test_steps_come_until_they_are_reported(world: World) -> None:
    await world.interview.begin(world.call(channel=HALL, guild=GUILD), Kind.QUICK, Level.MID, 7)
    for _ in range(2):
        (step,) = (await world.tick()).steps
        assert step == OpenRoom(1, HALL, ADA, "Interview 1 · Quick")
    await world.clock.roomed(1, THREAD)
    await world.clock.roomed(1, THREAD + 1)
    assert world.row().channel_id == THREAD
    (tell,) = (await world.tick()).steps
    assert isinstance(tell, Tell)
    assert (tell.place, tell.nonce, tell.channel_id, tell.after_id) == (1, "iv1p1", THREAD, snowflake(world.now))
    assert (tell.notice.open, tell.notice.ends_at) == (True, None)  # type: ignore[union-attr]
    await world.clock.told(1, 1, 900, world.now)
    (again,) = (await world.tick()).steps
    assert isinstance(again, Retell)
    assert (again.message_id, again.revision) == (900, 2)
    assert again.notice.ends_at == world.now + ALLOWED  # type: ignore[union-attr]
    await world.clock.retold(1, 1, 2)
    await world.clock.retold(1, 9, 2)
    assert (await world.tick()).steps == ()
    await world.interview.answer(world.call(channel=THREAD, guild=GUILD), 1, 1, "alpha")
    assert [type(step) for step in (await world.tick()).steps] == [Retell, Hear]


async def test_reports_of_what_is_gone_change_nothing(world: World) -> None:
    await world.clock.roomed(9, 1)
    await world.clock.told(9, 1, 2, world.now)
    await world.clock.retold(9, 1, 2)
    await world.clock.lost(9, 1)
    await begun(world)
    await world.clock.told(1, 9, 2, world.now)
    await world.clock.lost(1, 9)
    await world.clock.lost(1, 0)
    assert world.row().state is State.RUNNING


async def test_a_room_that_cannot_be_had_is_taken_up_elsewhere(world: World) -> None:
    await world.interview.begin(world.call(channel=HALL, guild=GUILD), Kind.QUICK, Level.MID, 7)
    await world.clock.lost(1, 0)
    await world.clock.roomed(1, THREAD)
    assert (world.row().state, world.row().channel_id, (await world.tick()).steps) == (State.PAUSED, None, ())
    await world.interview.go_on(world.call(channel=HALL + 1, guild=GUILD), 1)
    (step,) = (await world.tick()).steps
    assert step == OpenRoom(1, HALL + 1, ADA, "Interview 1 · Quick")
    await world.clock.lost(1, 0)
    await world.interview.go_on(world.call(), 1)
    await world.settle()
    assert (world.ask.direct, world.row().channel_id) == (True, DIRECT)


async def test_a_thread_that_is_gone_pauses_and_it_goes_on_in_another(world: World) -> None:
    await begun(world, channel=HALL, guild=GUILD)
    await world.interview.answer(world.call(channel=THREAD, guild=GUILD), 1, 1, "alpha beta gamma")
    await world.clock.hear(1)
    await world.clock.lost(1, 2)
    assert (world.row().state, world.row().channel_id) == (State.PAUSED, None)
    await world.interview.pause(world.call(), 1)
    await world.interview.go_on(world.call(channel=HALL, guild=GUILD), 1)
    world.rooms.clear()
    await world.settle()
    assert (world.ask.turn, world.row().channel_id) == (2, THREAD)


async def test_an_old_message_that_is_gone_holds_nothing_up_but_the_question_does(world: World) -> None:
    await begun(world)
    await world.done("alpha beta gamma")
    await world.clock.lost(1, 1)
    assert world.row().state is State.RUNNING
    world.after(10)
    await world.tick()
    await world.clock.lost(1, 2)
    assert (world.row().state, world.row().used) == (State.PAUSED, 21 * SECOND)
    await world.interview.leave(world.call(), 1)
    await world.settle()
    assert [one.shows for one in world.messages()] == ["ask", "ask"]


async def test_a_report_that_nobody_can_be_sent_is_let_be(world: World) -> None:
    await begun(world)
    await world.interview.leave(world.call(), 1)
    await world.clock.lost(1, 2)
    await world.settle()
    assert world.row().state is State.ENDED


async def test_while_it_is_heard_a_lost_thread_waits_too(world: World) -> None:
    await begun(world, channel=HALL, guild=GUILD)
    await world.interview.answer(world.call(channel=THREAD, guild=GUILD), 1, 1, "alpha beta gamma")
    await world.clock.lost(1, 1)
    assert world.row().state is State.PAUSED
    await world.interview.go_on(world.call(channel=HALL, guild=GUILD), 1)
    world.rooms.clear()
    assert [type(step) for step in (await world.tick()).steps] == [OpenRoom, Hear]
    await world.settle()
    assert world.ask.turn == 2
