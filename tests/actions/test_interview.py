"""Mock interviews: what a person does, and what comes of it."""

from datetime import timedelta

import pytest

from bot.actions.interview_views import AskView, Facts, PausedView, ReportNotice, Taken
from bot.rules.interview import KEPT_FOR, Choice, Kind, State
from bot.rules.question import Level
from tests.actions.interview_world import World, refused


@pytest.fixture
def world() -> World:
    return World()


async def begun(world: World, kind: Kind = Kind.QUICK, level: Level = Level.MID, seed: int = 7) -> World:
    await world.interview.begin(world.call(), kind, level, seed)
    await world.settle()
    return world


async def test_a_round_from_the_first_question_to_the_report(world: World) -> None:
    await begun(world)
    first = world.ask
    assert (first.slot, first.of, first.turn, first.direct, first.hints_left) == (1, 2, 1, True, 2)
    assert first.ends_at == world.now + timedelta(seconds=240)
    assert await world.say("alpha") == Taken(1)
    await world.done("gamma")
    nudge = world.ask
    assert (nudge.ask, nudge.noted, nudge.turn, nudge.slot) == ("And beta?", ("gamma", "alpha"), 2, 1) or nudge.noted
    assert not world.shown(1).open
    await world.done("beta")
    assert world.ask.ask == "Anything that costs?"
    await world.done("nothing")
    assert (world.ask.slot, world.slot().chosen) == (2, Choice.HARDER)
    await world.done("I don't know")
    assert isinstance(world.last(), ReportNotice)
    row = world.row()
    assert (row.state, row.ended_at, row.due_at) == (State.ENDED, world.now, world.now + KEPT_FOR)
    assert [words for _, words in world.listener.asked] == [
        "alpha\ngamma",
        "alpha\ngamma\nbeta",
        "alpha\ngamma\nbeta\nnothing",
    ]
    assert [key[2] for key in world.desk.kept.cards] == [world.slot(2).key[1]]


async def test_a_pause_stops_the_clock_and_the_question_comes_again_with_its_draft(world: World) -> None:
    await begun(world)
    await world.say("alpha")
    world.after(19)
    await world.interview.pause(world.call(), 1)
    await world.settle()
    assert isinstance(world.last(), PausedView)
    assert world.last().left == timedelta(seconds=220)
    world.after(3 * 86_400)
    await world.interview.go_on(world.call(), 1)
    await world.settle()
    assert (world.ask.draft, world.ask.ends_at) == ("alpha", world.now + timedelta(seconds=220))
    assert world.shown(2).gone_on
    await world.done("beta gamma")
    assert world.ask.ask == "Anything that costs?"


async def test_one_at_a_time(world: World) -> None:
    await begun(world)
    assert await refused(world.interview.begin(world.call(), Kind.QUICK, Level.MID, 7)) == "one_at_a_time"
    running = await world.interview.running(world.call())
    assert running is not None
    assert (running.interview_id, running.slot, running.of) == (1, 1, 2)


async def test_a_case_tells_what_it_is_asked_for(world: World) -> None:
    await begun(world, Kind.DESIGN)
    assert (world.ask.stage, world.ask.stages, world.ask.stage_name, world.ask.facts) == (1, 2, "Framing", True)
    assert await world.say("What is the latency budget?") == Facts((("latency budget", "100 ms"),))
    await world.done("alpha beta")
    assert (world.ask.stage, world.ask.stage_name) == (2, "Serving")
    assert isinstance(world.ask, AskView)
