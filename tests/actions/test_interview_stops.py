"""What stops, late reports and the years do to interviews."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.actions.interview_views import Listening
from bot.actions.quiz_steps import snowflake
from bot.rules.errors import EdgeDown
from bot.rules.heard import Ear, HeardPoint, Hearing, Status
from bot.rules.interview import KEPT_FOR, Kind, Pulse, State
from bot.rules.question import Level
from tests.actions.interview_world import ADA, DIRECT, GUILD, HALL, THREAD, World

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
ALLOWED = 4 * MINUTE


@pytest.fixture
def world() -> World:
    return World()


async def begun(world: World, kind: Kind = Kind.QUICK, **more: object) -> World:
    await world.interview.begin(world.call(**more), kind, Level.MID, 7)  # type: ignore[arg-type]
    await world.settle()
    return world


async def test_a_question_answered_before_its_report_counts_its_time(world: World) -> None:
    await world.interview.begin(world.call(), Kind.QUICK, Level.MID, 7)
    (tell,) = (await world.tick()).steps
    await world.carry_out(tell, reports=False)
    await world.done("alpha", seconds=29)
    assert world.row().used == 30 * SECOND


@pytest.mark.parametrize("words", ["", "alpha beta gamma"])
async def test_a_question_left_before_its_report_counts_its_time_where_it_belongs(world: World, words: str) -> None:
    await world.interview.begin(world.call(), Kind.QUICK, Level.MID, 7)
    (tell,) = (await world.tick()).steps
    await world.carry_out(tell, reports=False)
    world.after(30)
    await world.interview.answer(world.call(), 1, 1, words)
    await world.clock.hear(1)
    await world.settle()
    row = world.row()
    assert (row.turn, row.since) == (2, world.now)
    assert (row.spent, row.used) == ((30 * SECOND, timedelta()) if not words else (timedelta(), 30 * SECOND))
    await world.interview.leave(world.call(), 1)
    assert world.row().spent == 30 * SECOND


async def test_a_question_asked_again_and_left_before_its_report_counts_once(world: World) -> None:
    await begun(world)
    world.after(10)
    await world.interview.pause(world.call(), 1)
    await world.interview.go_on(world.call(), 1)
    for step in (await world.tick()).steps:
        await world.carry_out(step)
    for step in (await world.tick()).steps:
        await world.carry_out(step, reports=False)
    assert world.ask.turn == 1
    world.after(5)
    await world.interview.answer(world.call(), 1, 1, "")
    await world.interview.leave(world.call(), 1)
    await world.settle()
    assert world.row().spent == 15 * SECOND


async def test_a_pause_before_the_question_was_reported_counts_its_time(world: World) -> None:
    await world.interview.begin(world.call(), Kind.QUICK, Level.MID, 7)
    (tell,) = (await world.tick()).steps
    await world.carry_out(tell, reports=False)
    world.after(12)
    await world.interview.pause(world.call(), 1)
    world.after(60)
    await world.settle()
    assert (world.row().state, world.row().used) == (State.PAUSED, 12 * SECOND)


async def test_a_pause_before_the_question_is_there_starts_no_clock(world: World) -> None:
    await world.interview.begin(world.call(), Kind.QUICK, Level.MID, 7)
    await world.interview.pause(world.call(), 1)
    await world.settle()
    assert (world.row().since, world.shown(1).open) == (None, False)
    await world.interview.go_on(world.call(), 1)
    await world.settle()
    assert world.row().since == world.now


async def test_a_question_asked_again_before_it_was_there_has_the_clock_of_the_last(world: World) -> None:
    await world.interview.begin(world.call(), Kind.QUICK, Level.MID, 7)
    await world.interview.pause(world.call(), 1)
    await world.interview.go_on(world.call(), 1)
    (first,) = (await world.tick()).steps  # the others once this one is known, so that they are looked for behind it
    await world.carry_out(first)
    assert world.row().since is None
    world.after(1)
    await world.settle()
    assert world.row().since == world.now


async def test_before_its_thread_is_there_it_can_be_paused_and_left(world: World) -> None:
    await world.interview.begin(world.call(channel=HALL, guild=GUILD), Kind.QUICK, Level.MID, 7)
    await world.interview.pause(world.call(), 1)
    assert (await world.tick()).steps == ()
    await world.interview.leave(world.call(), 1)
    assert (world.row().state, world.messages()) == (State.ENDED, [])


async def test_a_question_asked_again_in_a_new_thread_can_no_longer_be_answered_in_the_old_one(world: World) -> None:
    await begun(world, channel=HALL, guild=GUILD)
    await world.interview.pause(world.call(channel=THREAD, guild=GUILD), 1)
    await world.clock.lost(1, 2)
    await world.interview.go_on(world.call(channel=HALL, guild=GUILD), 1)
    world.rooms = {"the old one": THREAD}
    await world.settle()
    assert (world.shown(1).open, world.shown(3).open, world.row().channel_id) == (False, True, THREAD + 1)
    assert (world.shown(1).opens, world.shown(3).opens) == (True, True)


async def test_a_long_stop_gives_its_time_back_and_a_short_one_does_not(world: World) -> None:
    await begun(world)
    began = world.now
    world.after(30)
    await world.tick()
    world.after(60)
    world.start_bot()
    await world.clock.resume(world.now)
    assert world.row().since == began
    world.after(3600)
    world.start_bot()
    await world.clock.resume(world.now)
    await world.clock.resume(world.now)
    assert world.row().since == began + timedelta(hours=1)
    assert world.desk.kept.interview_pulse[1] == Pulse(world.now, world.now)
    await world.settle()
    world.after(1)
    await world.done("alpha beta gamma", seconds=0)
    assert world.row().used == 92 * SECOND


async def test_a_first_start_only_remembers_its_time(world: World) -> None:
    await world.clock.resume(world.now)
    assert world.desk.kept.interview_pulse[1] == Pulse(world.now)


async def test_a_question_posted_before_a_long_stop_begins_after_it(world: World) -> None:
    await world.interview.begin(world.call(), Kind.QUICK, Level.MID, 7)
    (tell,) = (await world.tick()).steps
    await world.carry_out(tell, reports=False)
    world.after(7200)
    world.start_bot()
    await world.clock.resume(world.now)
    await world.settle()
    assert world.row().since == world.now
    assert len(world.sent) == 1


async def test_what_was_written_during_a_stop_can_be_looked_for(world: World) -> None:
    await world.interview.begin(world.call(), Kind.QUICK, Level.MID, 7)
    assert await world.clock.listening() == (Listening(1, ADA, DIRECT, snowflake(world.now)),)
    await world.settle()
    assert await world.clock.listening() == (Listening(1, ADA, DIRECT, world.sent[1, 1][0]),)
    await world.interview.leave(world.call(), 1)
    await begun(world, channel=HALL, guild=GUILD)
    assert await world.clock.listening() == ()


async def test_thirty_days_after_the_end_the_words_go_and_the_figures_stay(world: World) -> None:
    await begun(world)
    await world.done("alpha")
    await world.interview.leave(world.call(), 1)
    await world.settle()
    world.now += KEPT_FOR - SECOND
    assert (await world.tick()).due_at == world.now + SECOND
    assert world.turn(1).words == "alpha"
    world.after(1)
    await world.settle()
    heard = world.turn(1).hearing
    assert heard is not None
    assert heard.points[0].ear is Ear.HEARD
    assert {point.evidence for point in heard.points} == {""}
    assert (world.turn(1).words, world.row().wiped, world.row().due_at) == ("", True, None)
    assert (await world.tick()).due_at is None


async def test_the_report_is_drawn_again_once_the_words_are_gone(world: World) -> None:
    await begun(world)
    await world.interview.leave(world.call(), 1)
    await world.settle()
    world.now += KEPT_FOR
    world.after(1)
    await world.settle()
    (report,) = (one for one in world.desk.kept.interview_messages.values() if one.shows == "report")
    assert (report.revision, report.drawn) == (2, 2)


async def test_one_that_cannot_go_on_holds_up_no_other(world: World) -> None:
    await begun(world)
    await world.interview.begin(world.call(2, channel=DIRECT + 1), Kind.QUICK, Level.MID, 8)
    broken = Hearing(0.0, Status.GRADED, 1.0, (HeardPoint(0.0, Ear.MISSED),))
    kept = world.desk.kept
    kept.interview_turns[1, 1] = replace(kept.interview_turns[1, 1], slot=99, hearing=broken)
    kept.interview_messages[1, 1] = replace(kept.interview_messages[1, 1], revision=9)
    tick = await world.clock.tick(world.now)
    assert [broken.about for broken in tick.broken] == ["interview 1"]
    assert [step.interview_id for step in tick.steps] == [2]
    world.desk.down = True
    with pytest.raises(EdgeDown):
        await world.clock.tick(world.now)


async def test_what_is_due_no_more_is_let_be(world: World) -> None:
    await begun(world)
    held = world.row()
    work = world.clock._move
    await world.desk(lambda books: work(books, 1, world.now))
    assert world.row() == held


async def test_while_the_database_is_away_nothing_is_moved(world: World) -> None:
    await begun(world)
    world.after(3600)
    real = world.desk._done
    looks = iter([real])

    def once(work: object) -> object:
        look = next(looks, None)
        if look is None:
            raise EdgeDown("database", "Away.")
        return look(work)  # type: ignore[arg-type]

    world.desk._done = once  # type: ignore[assignment, method-assign]
    with pytest.raises(EdgeDown):
        await world.clock.tick(world.now)
