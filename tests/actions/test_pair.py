"""What two people can do with a pair interview: coming together, holding it, forms, and what comes of them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.actions.me import Me
from bot.actions.pair_views import AnswererCard, AskerCard, FormPage, PairView
from bot.actions.records import Person
from bot.rules.interview import Kind
from bot.rules.pair import Mark, Partner, Phase, Seat
from bot.rules.pair_forms import Count
from bot.rules.question import Level
from tests.actions.pair_world import ADA, BEN, CY, World, code_of

MINUTE = timedelta(minutes=1)


@pytest.fixture
def world() -> World:
    return World()


# Coming together


async def test_an_invitation_by_name_waits_for_that_one(world: World) -> None:
    view = await world.invited()
    assert (view.phase, view.inviter_id, view.partner_id, view.searching) == (Phase.INVITED, ADA, BEN, False)
    assert await code_of(world.pairs.accept(world.call(CY), 1)) == "not_invited"
    assert await code_of(world.pairs.accept(world.call(ADA), 1)) == "oneself"
    ready = await world.pairs.accept(world.call(BEN), 1)
    assert (ready.phase, ready.partner_id) == (Phase.READY, BEN)
    assert await code_of(world.pairs.accept(world.call(BEN), 1)) == "taken"


async def test_anybody_else_may_come_where_nobody_is_named_and_only_one(world: World) -> None:
    view = await world.invited(whom=None)
    assert (view.searching, view.partner_id) == (True, None)
    assert await code_of(world.pairs.accept(world.call(ADA), 1)) == "oneself"
    assert (await world.pairs.accept(world.call(CY), 1)).partner_id == CY
    assert await code_of(world.pairs.accept(world.call(BEN), 1)) == "taken"


async def test_the_same_command_twice_invites_once_and_another_shows_what_is_on(world: World) -> None:
    call = world.call(ADA)
    first = await world.pairs.invite(call, BEN, Kind.QUICK)
    assert await world.pairs.invite(call, BEN, Kind.QUICK) == first
    again = await world.pairs.invite(world.call(ADA), CY, Kind.QUICK)
    assert (again.already, again.view.partner_id, len(world.desk.kept.pairs)) == (True, BEN, 1)
    assert world.pair().revision == 1
    await world.tick()
    await world.pairs.invite(world.call(ADA))
    assert world.pair().behind


@pytest.mark.parametrize(
    ("code", "whom", "kind", "guild"),
    [
        ("not_a_server", BEN, Kind.QUICK, None),
        ("oneself", ADA, Kind.QUICK, 9),
        ("no_such_round", BEN, Kind.CODING, 9),
        ("nothing_fits", BEN, Kind.DESIGN, 9),
    ],
)
async def test_what_cannot_be_held_is_not_invited_to(
    world: World, code: str, whom: int, kind: Kind, guild: int | None
) -> None:
    assert await code_of(world.pairs.invite(world.call(ADA, guild_id=guild), whom, kind)) == code
    assert world.desk.kept.pairs == {}


async def test_the_level_is_the_persons_own_unless_one_is_named(world: World) -> None:
    assert (await world.invited()).level is Level.MID
    await world.pairs.stop(world.call(ADA), 1)
    await world.desk(lambda books: books.people.save(Person(ADA, level=Level.SENIOR)))
    assert (await world.invited()).level is Level.SENIOR
    await world.pairs.stop(world.call(ADA), 2)
    opened = await world.pairs.invite(world.call(ADA), BEN, Kind.QUICK, Level.JUNIOR)
    assert opened.view.level is Level.JUNIOR


async def test_nobody_is_in_two(world: World) -> None:
    await world.ready()
    await world.invited(CY, BEN)
    assert await code_of(world.pairs.accept(world.call(BEN), 2)) == "one_at_a_time"
    await world.pairs.stop(world.call(BEN), 1)
    assert (await world.pairs.accept(world.call(BEN), 2)).phase is Phase.READY


@pytest.mark.parametrize(("who", "phase"), [(BEN, Phase.DECLINED), (ADA, Phase.STOPPED)])
async def test_an_invitation_is_declined_or_taken_back(world: World, who: int, phase: Phase) -> None:
    await world.invited()
    assert await code_of(world.pairs.decline(world.call(CY), 1)) == "not_invited"
    assert (await world.pairs.decline(world.call(who), 1)).phase is phase
    assert (await world.pairs.decline(world.call(who), 1)).phase is phase
    assert await code_of(world.pairs.accept(world.call(BEN), 1)) == "over"
    assert (await world.invited()).pair_id == 2


async def test_what_was_accepted_is_not_declined(world: World) -> None:
    await world.ready()
    assert await code_of(world.pairs.decline(world.call(BEN), 1)) == "taken"


async def test_either_chooses_who_asks_first(world: World) -> None:
    await world.ready()
    assert (await world.pairs.lead(world.call(BEN), 1, own=True)).first is Seat.PARTNER
    assert (await world.pairs.lead(world.call(BEN), 1, own=False)).first is Seat.INVITER
    assert await code_of(world.pairs.lead(world.call(CY), 1, own=True)) == "not_yours"
    view = await world.pairs.start(world.call(BEN), 1)
    assert (view.interviewer(1), view.candidate(1), view.interviewer(2), view.candidate(2)) == (ADA, BEN, BEN, ADA)


async def test_elsewhere_it_is_not_there(world: World) -> None:
    await world.ready()
    assert await code_of(world.pairs.start(world.call(ADA, guild_id=77), 1)) == "gone"
    assert await code_of(world.pairs.start(world.call(ADA), 99)) == "gone"


# Holding it


async def test_it_begins_once_with_other_questions_in_each_half(world: World) -> None:
    view = await world.begun()
    assert (view.phase, view.half, view.number, view.of) == (Phase.FIRST, 1, 1, 2)
    questions = [one.question_id for half in (1, 2) for one in world.questions(half)]
    assert len(set(questions)) == 4
    assert (await world.pairs.start(world.call(BEN), 1)).ends_at == view.ends_at
    assert [one.question_id for half in (1, 2) for one in world.questions(half)] == questions


async def test_each_sees_a_card_of_their_own(world: World) -> None:
    await world.begun()
    card = await world.pairs.card(world.call(ADA), 1)
    assert isinstance(card, AskerCard)
    assert card.variant.question.id == world.questions(1)[0].question_id
    assert card.topic == "Precision, recall and F1"
    before = await world.pairs.card(world.call(BEN), 1)
    assert (isinstance(before, AnswererCard), getattr(before, "variant", 0)) == (True, None)
    assert await code_of(world.pairs.card(world.call(CY), 1)) == "not_yours"
    assert await code_of(world.pairs.asked(world.call(BEN), 1, 1, 1)) == "not_interviewer"
    asked = await world.asked(ADA)
    assert asked.view.asked
    assert asked.view.question_ends_at == world.now + timedelta(seconds=240)
    again = await world.asked(ADA)
    assert again.view.question_ends_at == asked.view.question_ends_at
    half_ends_at = world.now + timedelta(seconds=100)
    world.desk.kept.pairs[1] = replace(world.desk.kept.pairs[1], ends_at=half_ends_at)
    assert (await world.asked(ADA)).view.question_ends_at == half_ends_at
    after = await world.pairs.card(world.call(BEN), 1)
    assert isinstance(after, AnswererCard)
    assert after.variant == card.variant


async def test_next_pressed_twice_goes_on_once(world: World) -> None:
    await world.begun()
    await world.asked(ADA)
    assert (await world.pairs.next(world.call(ADA), 1, 1, 1)).number == 2
    assert (await world.pairs.next(world.call(BEN), 1, 1, 1)).number == 2
    assert await code_of(world.pairs.asked(world.call(ADA), 1, 1, 1)) == "old_turn"
    assert (await world.next(ADA)).phase is Phase.FIRST_FORMS
    assert await code_of(world.pairs.asked(world.call(ADA), 1, 1, 2)) == "old_turn"
    assert (await world.pairs.next(world.call(ADA), 1, 1, 0)).phase is Phase.FIRST_FORMS


async def test_a_pause_and_what_is_left(world: World) -> None:
    await world.begun()
    await world.asked(ADA)
    stands = await world.pairs.pause(world.call(BEN), 1)
    assert (stands.paused, stands.ends_at, stands.question_ends_at) == (True, None, None)
    assert await world.pairs.pause(world.call(ADA), 1) == stands
    assert stands.left == timedelta(minutes=15) - timedelta(seconds=2)
    world.now += timedelta(hours=3)
    assert await code_of(world.next(ADA)) == "paused"
    assert isinstance(await world.pairs.card(world.call(BEN), 1), AnswererCard)
    goes = await world.pairs.go_on(world.call(ADA), 1)
    assert goes.ends_at == world.now + stands.left


async def test_either_stops_it_and_nobody_else(world: World) -> None:
    await world.begun()
    assert await code_of(world.pairs.stop(world.call(CY), 1)) == "not_yours"
    view = await world.pairs.stop(world.call(BEN), 1)
    assert (view.phase, view.ended_phase, view.through, view.is_over) == (Phase.STOPPED, Phase.FIRST, 0, True)
    assert isinstance(await world.pairs.card(world.call(ADA), 1), PairView)
    assert await code_of(world.form(ADA, 1)) == "not_yet"
    assert await code_of(world.pairs.go_on(world.call(ADA), 1)) == "over"


# Forms


async def test_both_mark_and_read_both_forms(world: World) -> None:
    await world.begun()
    await world.asked(ADA)
    early = await world.form(ADA, 1)
    assert (early.open, early.own, early.pages) == (False, False, 1)
    assert await code_of(world.form(BEN, 1)) == "not_yet"
    await world.pairs.mark(world.call(ADA), 1, 1, 1, mark=Mark.HEARD, places=[0, 1])
    await world.next(ADA)
    await world.asked(ADA)
    assert await code_of(world.handed_in(ADA, 1)) == "not_yet"
    assert await code_of(world.pairs.report(world.call(ADA), 1, 1)) == "not_yet"
    await world.next(BEN)
    page = await world.pairs.card(world.call(ADA), 1)
    assert isinstance(page, FormPage)
    assert (page.pages, page.marks) == (2, (Mark.HEARD, Mark.HEARD, Mark.NOT))
    page = await world.pairs.mark(world.call(ADA), 1, 1, 1, mark=Mark.PARTLY, places=[1])
    assert page.marks == (Mark.HEARD, Mark.PARTLY, Mark.NOT)
    assert (await world.pairs.form(world.call(ADA), 1, 1, 9)).page == 2
    assert await code_of(world.pairs.mark(world.call(ADA), 1, 1, 7, mark=Mark.HEARD, places=[0])) == "gone"
    view = await world.handed_in(ADA, 1)
    assert (view.phase, view.handed_in) == (Phase.FIRST_FORMS, (Seat.INVITER,))
    assert (await world.handed_in(ADA, 1)).handed_in == (Seat.INVITER,)
    assert await code_of(world.form(ADA, 1)) == "handed_in"
    assert isinstance(await world.pairs.card(world.call(ADA), 1), PairView)
    half_known = await world.pairs.report(world.call(ADA), 1, 1)
    assert (half_known.partners, half_known.own, half_known.questions[0].partners) == (None, None, ())
    await world.pairs.mark(world.call(BEN), 1, 1, 1, mark=Mark.HEARD, places=[0])
    assert (await world.handed_in(BEN, 1)).phase is Phase.SWAP
    for person in (ADA, BEN):
        report = await world.pairs.report(world.call(person), 1, 1)
        assert (report.partners, report.own, report.agreed) == (Count(1, 1, 4), Count(1, 0, 5), 5)
        assert (report.candidate_id, report.interviewer_id, report.planned) == (BEN, ADA, 2)
        assert report.of_partner == report.of_self
        assert report.questions[0].partners == (Mark.HEARD, Mark.PARTLY, Mark.NOT)


async def test_a_half_in_which_nothing_was_asked_has_no_points(world: World) -> None:
    await world.begun()
    await world.next(ADA)
    await world.next(ADA)
    page = await world.form(BEN, 1)
    assert (page.page, page.pages, page.variant, page.marks) == (0, 0, None, ())
    await world.handed_in(ADA, 1)
    await world.handed_in(BEN, 1)
    report = await world.pairs.report(world.call(BEN), 1, 1)
    assert (report.partners, report.questions) == (Count(0, 0, 0), ())


async def test_lines_have_words(world: World) -> None:
    await world.begun()
    await world.through(ADA)
    assert await code_of(world.pairs.hand_in(world.call(ADA), 1, 1, "", "More numbers.")) == "no_line"
    assert await code_of(world.pairs.hand_in(world.call(ADA), 1, 1, "x" * 999, "More numbers.")) == "long_line"


async def test_a_form_that_comes_late_is_read_all_the_same(world: World) -> None:
    await world.begun()
    await world.through(ADA)
    await world.handed_in(ADA, 1)
    await world.tick(timedelta(minutes=6))
    assert world.pair().phase is Phase.SWAP
    assert isinstance(await world.pairs.card(world.call(BEN), 1), FormPage)
    view = await world.handed_in(BEN, 1)
    assert (view.phase, view.lacking) == (Phase.SWAP, False)
    assert (await world.pairs.report(world.call(ADA), 1, 1)).agreed == 6


async def test_the_whole_way_and_its_report_lines(world: World) -> None:
    await world.begun()
    await world.through(ADA)
    await world.pairs.mark(world.call(ADA), 1, 1, 1, mark=Mark.HEARD, places=[0, 2])
    await world.handed_in(ADA, 1)
    await world.handed_in(BEN, 1)
    assert (await world.next(ADA)).phase is Phase.SECOND
    assert isinstance(await world.pairs.card(world.call(BEN), 1), AskerCard)
    await world.through(BEN)
    await world.handed_in(ADA, 2)
    end = await world.handed_in(BEN, 2)
    assert (end.phase, end.through, end.lacking) == (Phase.ENDED, 2, False)
    (line,) = await world.pairs.reports(world.call(BEN))
    assert (line.half, line.partner_id, line.marked, line.at) == (1, ADA, Count(2, 0, 4), world.pair().ended_at)
    (line,) = await world.pairs.reports(world.call(ADA))
    assert (line.half, line.partner_id, line.marked) == (2, BEN, Count(0, 0, 6))
    assert await world.pairs.reports(world.call(CY)) == ()
    assert (await world.invited()).pair_id == 2


async def test_a_half_that_nobody_marked_has_a_line_without_marks(world: World) -> None:
    await world.begun()
    await world.through(ADA)
    (line,) = await world.pairs.reports(world.call(BEN))
    assert (line.marked, line.at) == (None, world.pair().created_at)
    assert await world.pairs.reports(world.call(ADA)) == ()
    await world.handed_in(ADA, 1)
    (line,) = await world.pairs.reports(world.call(BEN))
    assert (line.marked, line.at) == (Count(0, 0, 6), world.now - timedelta(seconds=1))


async def test_who_deletes_everything_ends_it_and_the_other_keeps_their_own(world: World) -> None:
    await world.begun()
    await world.through(ADA)
    await world.handed_in(ADA, 1)
    await world.handed_in(BEN, 1)
    await Me(world.desk, world.bank).delete(world.call(ADA))
    assert (world.pair().phase, world.pair().ended_phase) == (Phase.STOPPED, Phase.SWAP)
    report = await world.pairs.report(world.call(BEN), 1, 1)
    assert (report.interviewer_id, report.partners, report.own) == (None, None, None)
    (line,) = await world.pairs.reports(world.call(BEN))
    assert (line.partner_id, line.marked) == (None, None)
    assert (await world.invited(BEN, CY)).pair_id == 2
    await Me(world.desk, world.bank).delete(world.call(8))


async def test_the_invited_is_not_one_of_the_two_yet(world: World) -> None:
    await world.invited()
    assert await code_of(world.pairs.stop(world.call(BEN), 1)) == "not_yours"
    assert world.desk.kept.pair_people[1, Seat.PARTNER] == Partner(1, Seat.PARTNER, BEN)
