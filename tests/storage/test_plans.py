"""What the books keep of plans: the fake, SQLite and PostgreSQL alike."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.actions.ports import Books, Desk
from bot.rules.plan import Missed, Plan
from bot.rules.quiz import Numbers, Options, Pace
from bot.rules.schedule import Schedule
from tests.storage.samples import ADA, AT, BEN, CHANNEL, GUILD, new_plan, refused

HUGE = 2**63 - 1
MINUTE = timedelta(minutes=1)


async def added(desk: Desk, call_id: int, **more: Any) -> Plan:
    return await desk(lambda books: books.plans.add(new_plan(call_id, **more)))


async def test_a_plan_comes_back_as_it_was(desk: Desk) -> None:
    bare = await added(desk, 1)
    assert bare == replace(new_plan(1), id=bare.id)
    options = Options(60, Pace.AUTO, Numbers.OWN, 3, 1)
    full = await added(
        desk,
        HUGE,
        name="“Tuesday” round",
        options=options,
        questions=((0, "f1"), (GUILD, "own-1")),
        by_hand=True,
        missed_at=AT,
        missed=Missed.BUSY,
        notice_channel_id=CHANNEL,
        message_id=HUGE,
        event_id=7,
        revision=3,
        shown=2,
        nth=4,
        last_quiz_id=12,
    )
    assert await desk(lambda books: books.plans.get(full.id)) == full
    assert full.options == options
    assert full.schedule == Schedule(AT.date(), AT.time().replace(second=0, microsecond=0), "Europe/Berlin", 7)
    assert await desk(lambda books: books.plans.get(999)) is None


async def test_the_same_call_makes_one(desk: Desk) -> None:
    first = await added(desk, 1)
    assert await added(desk, 1, name="Another") == first


async def test_a_plan_is_replaced_and_removed(desk: Desk) -> None:
    plan = await added(desk, 1)
    changed = replace(plan, name="Other", schedule=None, next_at=None, due_at=None)
    await desk(lambda books: books.plans.save(changed))
    assert await desk(lambda books: books.plans.get(plan.id)) == changed
    await desk(lambda books: books.plans.remove(plan.id))
    await desk(lambda books: books.plans.save(plan))
    assert await desk(lambda books: books.plans.get(plan.id)) is None
    after = await added(desk, 2)
    assert after.id > plan.id


async def test_a_name_is_there_once_in_a_server_whatever_its_case(desk: Desk) -> None:
    first = await added(desk, 1, name="Tuesday ROUND")
    assert await refused(desk, lambda books: books.plans.add(new_plan(2, name="tuesday round"))) == "lost_race"
    await added(desk, 3, name="tuesday round", guild_id=5)
    second = await added(desk, 4, name="Other")
    assert await refused(desk, lambda books: books.plans.save(replace(second, name="TUESDAY round"))) == "lost_race"
    await desk(lambda books: books.plans.save(replace(first, dropped=True)))
    await desk(lambda books: books.plans.save(replace(second, name="TUESDAY round")))


async def test_a_servers_plans_come_in_the_order_of_making_without_those_dropped(desk: Desk) -> None:
    plans = [await added(desk, nth, name=f"Plan {9 - nth}") for nth in range(1, 4)]
    await added(desk, 7, guild_id=5)
    await desk(lambda books: books.plans.save(replace(plans[1], dropped=True)))
    assert await desk(lambda books: books.plans.of(GUILD)) == (plans[0], plans[2])
    assert await desk(lambda books: books.plans.of(6)) == ()


async def test_what_is_due_comes_the_longest_due_first(desk: Desk) -> None:
    assert await desk(lambda books: books.plans.next_due()) is None
    late, early, never = (
        await added(desk, 1, name="late", due_at=AT),
        await added(desk, 2, name="early", due_at=AT - MINUTE),
        await added(desk, 3, name="never", schedule=None, next_at=None, due_at=None),
    )
    assert await desk(lambda books: books.plans.next_due()) == AT - MINUTE
    assert await desk(lambda books: books.plans.due(AT)) == (early, late)
    assert await desk(lambda books: books.plans.due(AT - MINUTE)) == (early,)
    assert await desk(lambda books: books.plans.due(AT - 2 * MINUTE)) == ()
    assert not never.behind


async def test_what_is_to_be_said_is_found_until_it_is_shown(desk: Desk) -> None:
    plan = await added(desk, 1, revision=2, shown=1)
    quiet = await added(desk, 2, name="quiet", revision=1, shown=1)
    dropped = await added(desk, 3, name="dropped", revision=3, dropped=True)
    assert await desk(lambda books: books.plans.behind()) == (plan, dropped)
    await desk(lambda books: books.plans.save(replace(plan, shown=2)))
    assert await desk(lambda books: books.plans.behind()) == (dropped,)
    assert not quiet.behind


async def test_who_has_seen_a_plan_is_noted_once_and_forgotten_with_it(desk: Desk) -> None:
    plan = await added(desk, 1)

    def note(books: Books) -> tuple[int, ...]:
        for person_id in (BEN, ADA, BEN):
            books.plans.note_reader(plan.id, person_id)
        return books.plans.readers(plan.id)

    assert await desk(note) == (ADA, BEN)
    await desk(lambda books: books.people.forget(BEN, AT))
    assert await desk(lambda books: books.plans.readers(plan.id)) == (ADA,)
    await desk(lambda books: books.plans.forget_readers(plan.id))
    assert await desk(lambda books: books.plans.readers(plan.id)) == ()
    await desk(note)
    await desk(lambda books: books.plans.remove(plan.id))
    assert await desk(lambda books: books.plans.readers(plan.id)) == ()
    assert await refused(desk, lambda books: books.plans.note_reader(999, ADA)) == "lost_race"


async def test_a_plan_outlives_its_host(desk: Desk) -> None:
    plan = await added(desk, 1, host_id=BEN)
    await desk(lambda books: books.people.forget(BEN, AT))
    kept = await desk(lambda books: books.plans.get(plan.id))
    assert kept is not None
    assert kept.host_id < 0
    assert replace(kept, host_id=BEN) == plan
