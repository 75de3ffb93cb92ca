"""Everybody at once on real databases: what people press, what the clock does, and no count goes astray."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from bot.actions.quiz_views import Post
from bot.rules.answer import Chosen
from bot.rules.errors import RuleBroken
from bot.rules.quiz import Member, Quiz, Reply, Round, State
from bot.storage.desk import Desk
from tests.actions.quiz_stage import HOST, Stage
from tests.samples import SINGLE

PEOPLE, LATE = tuple(range(1, 13)), tuple(range(21, 25))
Rows = tuple[Quiz, dict[int, Round], dict[int, Member], tuple[Reply, ...]]


@pytest.fixture
async def stage(url: str) -> AsyncIterator[Stage]:
    async with Desk(url) as desk:
        stage = Stage(desk)  # type: ignore[arg-type]  # a real one
        stage.restart(tuple(replace(SINGLE, id=f"q{nth}") for nth in range(3)))
        yield stage


async def rows(stage: Stage, quiz_id: int) -> Rows:
    quiz = await stage.desk(lambda books: books.quizzes.get(quiz_id))
    rounds = await stage.desk(lambda books: books.quizzes.rounds(quiz_id))
    members = await stage.desk(lambda books: books.quizzes.members(quiz_id))
    replies = await stage.desk(lambda books: books.quizzes.replies(quiz_id))
    assert quiz is not None
    return quiz, {one.number: one for one in rounds}, {one.person_id: one for one in members}, replies


async def at_once(chance: Random, *work: Awaitable[Any]) -> list[Any]:
    """Do it all at once, in whatever order; refusals are fine, faults are not."""
    shuffled = list(work)
    chance.shuffle(shuffled)
    ends = await asyncio.gather(*shuffled, return_exceptions=True)
    for end in ends:
        if isinstance(end, BaseException) and not isinstance(end, RuleBroken):
            raise end
    return ends


def press(stage: Stage, quiz_id: int, number: int, person: int, place: int) -> Awaitable[Any]:
    return stage.quiz.answer(stage.call(person), quiz_id, number, Chosen(frozenset({place})))


async def begin(stage: Stage, chance: Random) -> int:
    """Some join while it starts and while its first question is posted."""
    quiz_id = (await stage.open(count=3)).quiz_id
    await stage.quiz.join(stage.call(PEOPLE[0]), quiz_id)
    joins = [stage.quiz.join(stage.call(person), quiz_id, guest=person % 3 == 0) for person in PEOPLE[1:6]]
    await at_once(chance, *joins, stage.quiz.begin(stage.call(HOST), quiz_id))
    post = next(step for step in (await stage.clock.tick(stage.now)).steps if isinstance(step, Post))
    joins = [stage.quiz.join(stage.call(person), quiz_id) for person in PEOPLE[6:]]
    await at_once(chance, *joins, stage.carry_out(post))
    await stage.settle()
    return quiz_id


def check_open(found: Rows) -> None:
    quiz, rounds, members, replies = found
    round_ = rounds[quiz.current]
    own = {reply.person_id for reply in replies if reply.number == quiz.current}
    playing = {who for who, member in members.items() if member.plays(quiz.current)}
    assert round_.on
    assert (round_.answered, round_.expected) == (len(own), len(playing | own))


@pytest.mark.parametrize("seed", range(2))
async def test_no_count_goes_astray(stage: Stage, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 (an order, no secret)
    quiz_id = await begin(stage, chance)
    check_open(await rows(stage, quiz_id))
    for number in (1, 2, 3):
        await answered_while_people_come_and_go(stage, quiz_id, number, chance)
        await revealed_while_presses_are_in_flight(stage, quiz_id, number, chance)
        await gone_on_from_all_sides(stage, quiz_id, number, chance)
    quiz, *_ = await rows(stage, quiz_id)
    assert quiz.state is State.ENDED
    messages = await stage.desk(lambda books: books.quizzes.messages(quiz_id))
    assert [message.place for message in messages] == [0, 1, 2, 3, 100]
    assert not any(message.behind for message in messages)


async def answered_while_people_come_and_go(stage: Stage, quiz_id: int, number: int, chance: Random) -> None:
    stage.after(1)
    presses = [press(stage, quiz_id, number, person, place) for person in PEOPLE for place in (0, 1)]
    leaves = [stage.quiz.leave(stage.call(person), quiz_id) for person in PEOPLE[number * 2 : number * 2 + 2]]
    joins = [stage.quiz.join(stage.call(LATE[number]), quiz_id)] if number < 3 else []
    await at_once(chance, *presses, *leaves, *joins, stage.clock.tick(stage.now))
    check_open(await rows(stage, quiz_id))


async def revealed_while_presses_are_in_flight(stage: Stage, quiz_id: int, number: int, chance: Random) -> None:
    stage.after(40)
    presses = [press(stage, quiz_id, number, person, 2) for person in (*PEOPLE, *LATE)]
    stage.after(10)
    voids = [stage.quiz.void(stage.call(HOST), quiz_id, number, "In doubt.")] if number == 2 else []
    await at_once(chance, *presses, *voids, stage.clock.tick(stage.now), stage.clock.tick(stage.now))
    await stage.settle()
    _, rounds, _, replies = await rows(stage, quiz_id)
    own = [reply for reply in replies if reply.number == number]
    assert rounds[number].revealed_at is not None
    assert rounds[number].answered == len(own)
    late = await at_once(chance, *(press(stage, quiz_id, number, person, 0) for person in PEOPLE))
    assert all(isinstance(end, RuleBroken) for end in late)
    assert (await rows(stage, quiz_id))[3] == replies


async def gone_on_from_all_sides(stage: Stage, quiz_id: int, number: int, chance: Random) -> None:
    """All say that they are ready while the host presses Next, twice, and the time is up."""
    _, _, members, _ = await rows(stage, quiz_id)
    ready = [stage.quiz.ready(stage.call(who), quiz_id, number) for who, member in members.items() if member.is_in]
    hosts = [stage.quiz.next(stage.call(HOST), quiz_id, number) for _ in range(2)]
    hosts.append(stage.quiz.wait(stage.call(HOST), quiz_id, number))
    await at_once(chance, *ready, *hosts, stage.clock.tick(stage.now))
    quiz, *_ = await rows(stage, quiz_id)
    assert quiz.current == min(number + 1, 3)
    await stage.settle()
    if number < 3:
        check_open(await rows(stage, quiz_id))
