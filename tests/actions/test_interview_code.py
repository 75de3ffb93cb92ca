"""Coding questions of a mock interview: tried as in practice, settled at Done."""

import asyncio
from datetime import timedelta

import pytest

from bot.actions.interview_views import ReportNotice
from bot.actions.records import INTERVIEW
from bot.actions.views import Failed, Judged
from bot.rules.answer import GaveUp, Submitted, from_plain
from bot.rules.interview import Choice, Kind, State
from bot.rules.question import Level
from tests.actions.interview_world import World, refused
from tests.fake_sandbox import FAILED, PASSED

SECOND = timedelta(seconds=1)


@pytest.fixture
def world() -> World:
    return World()


async def begun(world: World, kind: Kind = Kind.QUICK, level: Level = Level.MID, seed: int = 7) -> World:
    await world.interview.begin(world.call(), kind, level, seed)
    await world.settle()
    return world


async def coding(world: World) -> int:
    await begun(world, Kind.CODING)
    found = await world.interview.code_slot(world.call())
    assert found is not None
    assert found[0] == 1
    return found[1]


async def test_code_is_a_practice_attempt_of_its_own_and_what_was_submitted_last_counts(world: World) -> None:
    attempt_id = await coding(world)
    assert world.ask.code_attempt_id == attempt_id
    assert await world.say("def total(xs): ...") is None
    world.sandbox.judgement = FAILED
    watch = _Watch()
    assert isinstance(await world.code.submit(world.call(), attempt_id, "x = 1", watch), Failed)
    assert await world.code.waiting(world.call()) is None
    await world.done()
    settled = world.desk.kept.attempts[attempt_id].settled
    assert settled is not None
    assert (from_plain(settled.answer), settled.score, settled.verdict) == (Submitted(1, 1), 0.5, "partly")
    assert world.desk.kept.attempts[attempt_id].new.within == f"{INTERVIEW}1"
    assert (world.ask.slot, world.slot(2).chosen) == (2, Choice.PLANNED)
    second = await world.interview.code_slot(world.call())
    assert second == (1, world.ask.code_attempt_id)
    world.sandbox.judgement = PASSED
    assert isinstance(await world.code.submit(world.call(), second[1], "y = 1", watch), Failed)
    assert world.desk.kept.attempts[second[1]].settled is None
    await world.done()
    settled = world.desk.kept.attempts[second[1]].settled
    assert settled is not None
    assert (from_plain(settled.answer), settled.score) == (Submitted(2, 1), 1.0)
    assert isinstance(await world.code.editing(world.call(), second[1]), Judged)
    assert isinstance(world.last(), ReportNotice)
    assert await world.interview.code_slot(world.call()) is None


async def test_code_that_nobody_submits_is_given_up_by_done_and_left_alone_by_leaving(world: World) -> None:
    first = await coding(world)
    await world.interview.hint(world.call(), 1, 1)
    assert world.desk.kept.attempts[first].hints == 1
    await world.done()
    settled = world.desk.kept.attempts[first].settled
    assert settled is not None
    assert from_plain(settled.answer) == GaveUp()
    assert world.slot(2).chosen is Choice.EASIER
    await world.interview.leave(world.call(), 1)
    assert world.desk.kept.attempts[world.slot(2).attempt_id or 0].settled is None


async def test_code_that_is_still_being_tried_is_waited_for(world: World) -> None:
    attempt_id = await coding(world)
    world.sandbox.held = True
    trying = asyncio.create_task(world.code.submit(world.call(), attempt_id, "x = 1", _Watch()))
    await world.sandbox.begun.wait()
    assert await refused(world.interview.done(world.call(), 1, 1)) == "still_judging"
    await world.interview.leave(world.call(), 1)
    assert world.desk.kept.attempts[attempt_id].settled is None
    world.sandbox.let_go.set()
    await trying
    assert world.desk.kept.attempts[attempt_id].settled is not None


async def test_what_is_being_tried_when_the_interview_ends_counts_whatever_it_comes_to(world: World) -> None:
    attempt_id = await coding(world)
    world.sandbox.judgement, world.sandbox.held = FAILED, True
    trying = asyncio.create_task(world.code.submit(world.call(), attempt_id, "x = 1", _Watch()))
    await world.sandbox.begun.wait()
    await world.interview.leave(world.call(), 1)
    world.sandbox.let_go.set()
    assert isinstance(await trying, Judged)
    settled = world.desk.kept.attempts[attempt_id].settled
    assert settled is not None
    assert (settled.verdict, settled.score) == ("partly", 0.5)


async def test_code_wakes_a_paused_interview(world: World) -> None:
    attempt_id = await coding(world)
    await world.interview.pause(world.call(), 1)
    assert await world.interview.code_slot(world.call()) == (1, attempt_id)
    assert world.row().state is State.RUNNING
    await world.settle()
    assert world.ask.code_attempt_id == attempt_id


async def test_no_code_is_awaited_where_words_are(world: World) -> None:
    assert await world.interview.code_slot(world.call()) is None
    await begun(world)
    assert await world.interview.code_slot(world.call()) is None


class _Watch:
    stopped = False

    def begun(self, run_id: int) -> None: ...

    def placed(self, place: int) -> None: ...
