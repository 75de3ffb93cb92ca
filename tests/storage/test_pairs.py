"""What the books keep of pair interviews: the fake, SQLite and PostgreSQL alike."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.actions.pair import PairDesk
from bot.actions.ports import Books, Desk
from bot.rules.errors import RuleBroken
from bot.rules.interview import Kind
from bot.rules.pair import Mark, Pair, Partner, Phase, Seat
from bot.rules.question import Level
from bot.storage.desk import Desk as RealDesk
from tests.actions.pair_world import BANK
from tests.samples import call
from tests.storage.samples import ADA, AT, BEN, KEY, new_pair, pair_form, pair_question, refused, version

HUGE = 2**63 - 1
MINUTE = timedelta(minutes=1)


async def added(desk: Desk, call_id: int, *people: Partner, **more: Any) -> Pair:
    return await desk(lambda books: books.pairs.add(new_pair(call_id, **more), people))


def inviter(person_id: int = ADA, *, live: bool = True) -> Partner:
    return Partner(0, Seat.INVITER, person_id, AT, live=live)


async def test_a_pair_comes_back_as_it_was(desk: Desk) -> None:
    bare = await added(desk, 1)
    assert bare == replace(new_pair(1), id=bare.id)
    full = await added(
        desk,
        HUGE,
        kind=Kind.BEHAVIOURAL,
        level=Level.SENIOR,
        seed=HUGE,
        phase=Phase.SECOND_FORMS,
        first=Seat.PARTNER,
        number=3,
        ends_at=AT,
        question_ends_at=AT + MINUTE,
        reminded=True,
        paused_at=AT,
        due_at=AT,
        ended_at=AT,
        ended_phase=Phase.SECOND_FORMS,
        message_id=HUGE,
        nth=2,
        after_id=HUGE,
        revision=7,
        drawn=6,
        lost=True,
    )
    assert await desk(lambda books: books.pairs.get(full.id)) == full
    changed = replace(full, phase=Phase.STOPPED, lost=False)
    await desk(lambda books: books.pairs.save(changed))
    assert await desk(lambda books: books.pairs.get(full.id)) == changed
    await desk(lambda books: books.pairs.save(replace(changed, id=999)))
    assert await desk(lambda books: books.pairs.get(999)) is None


async def test_the_same_call_makes_one(desk: Desk) -> None:
    first = await added(desk, 1, inviter())
    assert await added(desk, 1, inviter(BEN), number=4) == first
    assert [one.person_id for one in await desk(lambda books: books.pairs.people(first.id))] == [ADA]


async def test_a_person_is_live_in_one(desk: Desk) -> None:
    first = await added(desk, 1, inviter(), Partner(0, Seat.PARTNER, BEN))
    assert await refused(desk, lambda books: books.pairs.add(new_pair(2), [inviter()])) == "lost_race"
    assert await desk(lambda books: books.pairs.running(ADA)) == first
    assert await desk(lambda books: books.pairs.running(BEN)) is None
    second = await added(desk, 3, inviter(BEN))

    def join(books: Books) -> None:
        books.pairs.save_partner(Partner(first.id, Seat.PARTNER, BEN, AT, live=True))

    assert await refused(desk, join) == "lost_race"
    await desk(lambda books: books.pairs.release(second.id))
    await desk(join)
    assert await desk(lambda books: books.pairs.people(first.id)) == (
        replace(inviter(), pair_id=first.id),
        Partner(first.id, Seat.PARTNER, BEN, AT, live=True),
    )
    assert await desk(lambda books: books.pairs.running(BEN)) == first


async def test_nobody_has_both_seats(desk: Desk) -> None:
    pair = await added(desk, 1, inviter())
    both = Partner(pair.id, Seat.PARTNER, ADA)
    assert await refused(desk, lambda books: books.pairs.save_partner(both)) == "lost_race"
    nowhere = Partner(99, Seat.PARTNER, ADA)
    assert await refused(desk, lambda books: books.pairs.save_partner(nowhere)) == "lost_race"


async def test_what_is_due_behind_and_on(desk: Desk) -> None:
    assert await desk(lambda books: books.pairs.next_due()) is None
    late = await added(desk, 1, due_at=AT + MINUTE, drawn=1)
    soon = await added(desk, 2, due_at=AT)
    over = await added(desk, 3, ended_at=AT, lost=True)
    assert await desk(lambda books: books.pairs.due(AT - MINUTE)) == ()
    assert await desk(lambda books: books.pairs.due(AT + MINUTE)) == (soon, late)
    assert await desk(lambda books: books.pairs.next_due()) == AT
    assert await desk(lambda books: books.pairs.behind()) == (soon,)
    assert await desk(lambda books: books.pairs.on()) == (late, soon)
    assert over not in await desk(lambda books: books.pairs.on())


async def test_questions_and_forms_come_back_in_order(desk: Desk) -> None:
    pair = await added(desk, 1, inviter(), Partner(0, Seat.PARTNER, BEN, AT, live=True))
    await desk(lambda books: books.versions.keep(version()))
    questions = [pair_question(pair.id, half, number, seed=HUGE) for half, number in ((2, 1), (1, 2), (1, 1))]
    for question in questions:
        await desk(lambda books, one=question: books.pairs.save_question(one))  # type: ignore[misc]
    asked = replace(questions[2], asked_at=AT)
    await desk(lambda books: books.pairs.save_question(asked))
    assert await desk(lambda books: books.pairs.questions(pair.id)) == (asked, questions[1], questions[0])
    first, second = pair_form(pair.id, BEN), pair_form(pair.id, ADA, 2, well="\0 “fine”")
    for form in (second, first):
        await desk(lambda books, one=form: books.pairs.save_form(one))  # type: ignore[misc]
    done = replace(first, marks={1: (Mark.PARTLY,), 12: ()}, handed_in_at=AT)
    await desk(lambda books: books.pairs.save_form(done))
    assert await desk(lambda books: books.pairs.forms(pair.id)) == (done, replace(second, well="\ufffd “fine”"))
    for work in (
        lambda books: books.pairs.save_question(pair_question(pair.id, question_id="unknown")),
        lambda books: books.pairs.save_question(pair_question(99)),
        lambda books: books.pairs.save_form(pair_form(99)),
    ):
        assert await refused(desk, work) == "lost_race"


async def test_what_was_held_comes_newest_first(desk: Desk) -> None:
    await desk(lambda books: books.versions.keep(version()))
    pairs = [await added(desk, nth, inviter(live=False), Partner(0, Seat.PARTNER, BEN)) for nth in (1, 2, 3)]
    for pair in pairs[:2]:
        await desk(lambda books, one=pair: books.pairs.save_question(pair_question(one.id)))  # type: ignore[misc]
    assert await desk(lambda books: books.pairs.held(ADA)) == (pairs[1], pairs[0])
    assert await desk(lambda books: books.pairs.held(BEN)) == ()


async def test_a_card_is_noted_once_and_counts_by_its_id(desk: Desk) -> None:
    assert await desk(lambda books: books.pairs.carded(ADA)) == frozenset()
    for scope in (0, 0, 77):
        await desk(lambda books, at=scope: books.pairs.note_card(ADA, (at, "f1"), AT))  # type: ignore[misc]
    assert await desk(lambda books: books.pairs.carded(ADA)) == {"f1"}
    assert await desk(lambda books: books.pairs.carded(BEN)) == frozenset()
    assert len((await desk(lambda books: books.people.export(ADA)))["pair_cards"]) == 2


@pytest.mark.parametrize("first", Seat)
async def test_what_somebody_was_asked_is_that_of_the_half_they_answered(desk: Desk, first: Seat) -> None:
    await desk(lambda books: books.versions.keep(version()))
    await desk(lambda books: books.versions.keep(version("other")))
    pair = await added(desk, 1, inviter(), Partner(0, Seat.PARTNER, BEN, AT, live=True), first=first)
    one = pair_question(pair.id, asked_at=AT)
    two = pair_question(pair.id, 2, question_id="other", asked_at=AT + MINUTE)
    for question in (one, two, pair_question(pair.id, 2, 2)):
        await desk(lambda books, each=question: books.pairs.save_question(each))  # type: ignore[misc]
    asker, answerer = (ADA, BEN) if first is Seat.INVITER else (BEN, ADA)
    assert await desk(lambda books: books.pairs.answered(answerer)) == {KEY.question_id: AT}
    assert await desk(lambda books: books.pairs.answered(asker)) == {"other": AT + MINUTE}
    assert await desk(lambda books: books.pairs.answered(7)) == {}


async def test_the_forgotten_leave_their_seat_and_the_other_ones_row_stays(desk: Desk) -> None:
    pair = await added(desk, 1, inviter(), Partner(0, Seat.PARTNER, BEN, AT, live=True))
    await desk(lambda books: books.pairs.save_form(pair_form(pair.id, ADA)))
    await desk(lambda books: books.pairs.save_form(pair_form(pair.id, BEN)))
    await desk(lambda books: books.people.forget(ADA, AT))
    assert [one.person_id for one in await desk(lambda books: books.pairs.people(pair.id))] == [BEN]
    assert [one.person_id for one in await desk(lambda books: books.pairs.forms(pair.id))] == [BEN]
    kept = await desk(lambda books: books.people.export(BEN))
    assert [len(kept[name]) for name in ("pair_people", "pair_forms", "pair_cards")] == [1, 1, 0]


async def test_of_many_who_come_at_once_one_is_in(url: str) -> None:
    async with RealDesk(url) as desk:
        pairs = PairDesk(desk, BANK)
        opened = await pairs.invite(call(1, ADA), kind=Kind.QUICK)
        coming = [pairs.accept(call(10 + nth, 100 + nth), opened.view.pair_id) for nth in range(8)]
        ends = await asyncio.gather(*coming, return_exceptions=True)
        assert sorted(getattr(end, "code", "in") for end in ends) == ["in", *["taken"] * 7]
        assert all(isinstance(end, RuleBroken) or not isinstance(end, BaseException) for end in ends)
        people = await desk(lambda books: books.pairs.people(opened.view.pair_id))
        assert [one.seat for one in people] == [Seat.INVITER, Seat.PARTNER]


async def test_two_forms_handed_in_at_once_go_on_once(url: str) -> None:
    async with RealDesk(url) as desk:
        pairs = PairDesk(desk, BANK)
        pair_id = (await pairs.invite(call(1, ADA), BEN, Kind.QUICK)).view.pair_id
        await pairs.accept(call(2, BEN), pair_id)
        await pairs.start(call(3, ADA), pair_id)
        for number in (1, 2):
            await asyncio.gather(*(pairs.next(call(10 * number + nth, ADA), pair_id, 1, number) for nth in range(4)))
        both = (pairs.hand_in(call(40 + nth, who), pair_id, 1, "Fine.", "More.") for nth, who in enumerate((ADA, BEN)))
        await asyncio.gather(*both)
        pair = await desk(lambda books: books.pairs.get(pair_id))
        assert pair is not None
        assert pair.phase is Phase.SWAP
        assert len(await desk(lambda books: books.pairs.forms(pair_id))) == 2


async def test_who_accepts_two_at_once_is_in_one(url: str) -> None:
    async with RealDesk(url) as desk:
        pairs = PairDesk(desk, BANK)
        opened = [await pairs.invite(call(nth, 100 + nth), BEN, Kind.QUICK) for nth in (1, 2, 3)]
        coming = [pairs.accept(call(10 + nth, BEN), each.view.pair_id) for nth, each in enumerate(opened)]
        ends = await asyncio.gather(*coming, return_exceptions=True)
        codes = sorted(getattr(end, "code", "in") for end in ends)
        assert codes[0] == "in"
        assert set(codes[1:]) <= {"one_at_a_time", "lost_race"}
        assert len(codes) == 3
