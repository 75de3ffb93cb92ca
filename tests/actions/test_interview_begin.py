"""How an interview begins: rounds, loops, levels, seeds and seals."""

from dataclasses import replace

import pytest

from bot.actions.records import Person, Server
from bot.rules.interview import LOOPS, ROUNDS, Choice, Interview, Kind, State
from bot.rules.interview_plan import bank_version, plan
from bot.rules.question import Level
from bot.rules.quiz import Member, Options, Quiz, Round
from bot.rules.quiz import State as Played
from tests.actions.interview_world import ADA, BANK, BEN, DIRECT, GUILD, HALL, InterviewBank, World, refused
from tests.samples import NOON

LOOP = LOOPS[Level.MID]
MODEL = "small at localhost"


@pytest.fixture
def world() -> World:
    return World()


async def test_the_opening_says_what_the_round_would_be(world: World) -> None:
    opening = await world.interview.opening(world.call(), None, None)
    assert (opening.kind, opening.level, opening.minutes) == (Kind.BREADTH, Level.MID, 30)
    assert (opening.slots, opening.in_server, opening.running) == (ROUNDS[Kind.BREADTH].slots, False, None)
    assert (opening.loop, opening.rounds) == (None, 0)
    world.desk.kept.people[ADA] = Person(ADA, level=Level.SENIOR)
    own = await world.interview.opening(world.call(guild=GUILD), Kind.QUICK, None, 5)
    assert (own.level, own.seed, own.in_server) == (Level.SENIOR, 5, True)
    asked = await world.interview.opening(world.call(), Kind.QUICK, Level.JUNIOR)
    assert asked.level is Level.JUNIOR
    assert asked.seed != opening.seed
    assert world.desk.kept.interviews == {}


@pytest.mark.parametrize(
    ("kind", "let_by", "heard_by"),
    [
        (Kind.QUICK, "person server", (MODEL, MODEL)),
        (Kind.QUICK, "person", (MODEL, "")),
        (Kind.QUICK, "server", ("", "")),
        (Kind.CODING, "person server", ("", "")),
    ],
)
async def test_the_opening_says_who_hears_the_answers(
    world: World, kind: Kind, let_by: str, heard_by: tuple[str, str]
) -> None:
    world.desk.kept.people[ADA] = Person(ADA, outside="person" in let_by)
    world.desk.kept.servers[GUILD] = Server(GUILD, outside="server" in let_by)
    world.interview = replace(world.interview, outsider=MODEL)
    calls = world.call(), world.call(guild=GUILD)
    assert tuple([(await world.interview.opening(call, kind, None)).heard_by for call in calls]) == heard_by
    world.start_bot()
    assert (await world.interview.opening(world.call(), kind, None)).heard_by == ""


async def test_what_begins_is_kept_with_all_that_makes_it_comparable(world: World) -> None:
    press = world.call()
    first = await world.interview.begin(press, Kind.BREADTH, Level.SENIOR, 11)
    assert await world.interview.begin(press, Kind.BREADTH, Level.SENIOR, 11) == first
    row = world.row()
    assert row == Interview(
        1, press.id, ADA, None, DIRECT, None, Kind.BREADTH, Level.SENIOR, 11, bank_version(BANK.questions),
        State.RUNNING, press.at, press.at, slot=1, turn=1,
    )  # fmt: skip
    planned = plan(Kind.BREADTH, Level.SENIOR, 11, BANK.questions, ("base",))
    slots = [world.slot(number) for number in range(1, 6)]
    assert [replace(slot, chosen=None, version=0) for slot in slots] == list(planned)
    assert (slots[0].chosen, slots[0].version) == (Choice.PLANNED, 1)
    opening = await world.interview.opening(world.call(), None, None)
    assert opening.running == first
    assert await world.interview.running(world.call()) == first
    assert await refused(world.interview.begin(world.call(), Kind.QUICK, Level.MID, 7)) == "one_at_a_time"


async def test_two_people_with_one_seed_meet_the_same_questions_and_numbers(world: World) -> None:
    for person, channel in ((ADA, DIRECT), (BEN, DIRECT + 1)):
        await world.interview.begin(world.call(person, channel=channel), Kind.QUICK, Level.MID, 3)
    await world.settle()
    ada, ben = world.shown(1, 1), world.shown(1, 2)
    assert ada.variant == ben.variant


async def test_without_a_question_nothing_begins(world: World) -> None:
    world.bank = InterviewBank(BANK.questions[:1])
    world.start_bot()
    assert await refused(world.interview.begin(world.call(), Kind.QUICK, Level.MID, 3)) == "nothing_fits"
    assert (await world.interview.opening(world.call(), Kind.QUICK, Level.MID)).kind is Kind.QUICK
    assert world.desk.kept.interviews == {}


async def finish(world: World) -> None:
    await world.interview.leave(world.call(), max(world.desk.kept.interviews))
    await world.settle()


async def test_a_loop_goes_on_with_the_next_round_on_any_day(world: World) -> None:
    for nth, kind in enumerate(LOOP, 1):
        opening = await world.interview.opening(world.call(), Kind.QUICK, Level.MID, loop=True)
        assert (opening.kind, opening.level, opening.loop, opening.rounds) == (kind, Level.MID, nth, len(LOOP))
        await world.interview.begin(world.call(), opening.kind, opening.level, opening.seed, loop=True)
        world.after(86_400)
        await finish(world)
    rounds = list(world.desk.kept.interviews.values())
    assert ({one.loop_id for one in rounds}, len({one.seed for one in rounds})) == ({1}, 1)
    anew = await world.interview.opening(world.call(), None, Level.SENIOR, loop=True)
    assert (anew.kind, anew.level, anew.loop, anew.rounds) == (LOOPS[Level.SENIOR][0], Level.SENIOR, 1, 4)


async def test_a_round_that_has_not_ended_is_still_the_loops_next(world: World) -> None:
    press = world.call()
    await world.interview.begin(press, LOOP[0], Level.MID, 5, loop=True)
    opening = await world.interview.opening(world.call(), None, Level.JUNIOR, loop=True)
    assert (opening.kind, opening.level, opening.seed, opening.loop) == (LOOP[0], Level.MID, 5, 1)
    assert opening.running is not None
    single = await world.interview.opening(world.call(), None, Level.JUNIOR)
    assert single.loop is None


def seal(world: World, *question_ids: str) -> None:
    """Have a quiz of Ada's be at these questions."""
    kept, quiz_id = world.desk.kept, 1
    kept.quizzes[quiz_id] = Quiz(
        id=quiz_id, call_id=1, guild_id=GUILD, channel_id=HALL, host_id=BEN, title="", within="", options=Options(),
        state=Played.RUNNING, created_at=NOON, starts_at=NOON,
    )  # fmt: skip
    kept.quiz_members[quiz_id, ADA] = Member(quiz_id, ADA, NOON)
    for number, question_id in enumerate(question_ids, 1):
        kept.quiz_rounds[quiz_id, number] = Round(quiz_id, number, 0, question_id, 1, 5, opened_at=NOON, closes_at=NOON)


async def test_what_is_under_seal_is_neither_planned_nor_begun_with(world: World) -> None:
    sealed = {key[1] for slot in plan(Kind.QUICK, Level.MID, 7, BANK.questions, ("base",)) for key in (slot.planned,)}
    seal(world, *sealed)
    assert await refused(world.interview.begin(world.call(), Kind.QUICK, Level.MID, 7)) == "sealed"
    opening = await world.interview.opening(world.call(), Kind.QUICK, Level.MID)
    begun = await world.interview.begin(world.call(), opening.kind, opening.level, opening.seed)
    assert begun.slot == 1
    slots = [world.slot(number) for number in (1, 2)]
    assert not sealed & {key[1] for slot in slots for key in (slot.easier, slot.planned, slot.harder)}


async def test_where_every_seed_is_under_seal_it_is_told_and_where_none_can_be_planned_too(world: World) -> None:
    seal(world, *(one.id for one in BANK.questions))
    opening = await world.interview.opening(world.call(), Kind.QUICK, Level.MID)
    begin = world.interview.begin(world.call(), opening.kind, opening.level, opening.seed)
    assert await refused(begin) == "sealed"
    world.bank = InterviewBank(BANK.questions[:1])
    world.start_bot()
    assert (await world.interview.opening(world.call(), Kind.QUICK, Level.MID)).seed >= 0


async def test_what_comes_under_seal_meanwhile_gives_way_to_another_of_the_slots(world: World) -> None:
    await world.interview.begin(world.call(), Kind.QUICK, Level.MID, 7)
    await world.settle()
    slot = world.slot(2)
    seal(world, slot.easier[1])
    await world.done("I don't know")
    assert world.slot(2).chosen is Choice.PLANNED


async def test_a_slot_that_is_all_under_seal_or_gone_from_the_bank_is_not_reached(world: World) -> None:
    await world.interview.begin(world.call(), Kind.QUICK, Level.MID, 7)
    await world.settle()
    slot = world.slot(2)
    gone = {slot.planned[1], slot.harder[1]}
    seal(world, slot.easier[1])
    world.bank = InterviewBank(tuple(one for one in BANK.questions if one.id not in gone))
    world.start_bot()
    await world.done("I don't know")
    assert (world.row().state, world.slot(2).chosen, world.row().slot) == (State.ENDED, None, 1)
