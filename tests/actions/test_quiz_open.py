"""Open quizzes: each member's own way through, and a window that opens and closes by itself."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.actions.practice import Practice
from bot.actions.quiz_results import QuizResults
from bot.actions.quiz_views import EndView, Post
from bot.actions.records import Person
from bot.rules.answer import Arranged, Chosen, Typed
from bot.rules.errors import EdgeDown
from bot.rules.quiz import END, GRACE, LOBBY, Numbers, State
from bot.rules.variant import OrderKey
from tests.actions.quiz_stage import ADA, BEN, CY, HOST, an_answer, refused
from tests.actions.quiz_window import SECONDS, Window
from tests.samples import EVERY, NOON, SampleBank


@pytest.fixture
def stage() -> Window:
    return Window()


async def test_the_window_opens_for_as_long_as_the_host_set(stage: Window) -> None:
    quiz_id = await stage.opened(days=3)
    shown = stage.lobby(quiz_id)
    assert (shown.state, shown.closes_at) == (State.RUNNING, NOON + timedelta(days=3))
    assert shown.options.numbers is Numbers.OWN
    assert (shown.joined, shown.begun, shown.through) == (0, 0, 0)
    assert await stage.settle() == NOON + timedelta(days=3) + GRACE


async def test_it_opens_by_itself_when_the_lobbys_time_is_up_though_nobody_is_in(stage: Window) -> None:
    quiz_id = await stage.waits()
    assert (await refused(stage.walks.begin(stage.call(ADA), quiz_id))).code == "not_open"
    stage.after(300)
    await stage.settle()
    assert stage.lobby(quiz_id).closes_at == stage.now + timedelta(days=1)


async def test_beginning_shows_what_comes_and_no_question(stage: Window) -> None:
    quiz_id = await stage.opened()
    way = await stage.walks.begin(stage.call(ADA), quiz_id)
    assert (way.total, way.number, way.mine, way.is_through) == (3, 1, None, False)
    assert (way.each, way.closes_at) == (timedelta(seconds=SECONDS), NOON + timedelta(days=1))
    assert stage.showings(ADA) == []
    stage.after(3600)
    assert (await stage.go(quiz_id, ADA, 1)).mine is not None
    await stage.settle()
    assert (stage.lobby(quiz_id).begun, stage.lobby(quiz_id).through) == (1, 0)


async def test_time_runs_from_the_press_and_is_longer_for_who_needs_it(stage: Window) -> None:
    await stage.desk(lambda books: books.people.save(Person(BEN, extra_time=1.5)))
    quiz_id = await stage.opened()
    stage.after(100)
    for person, seconds in ((ADA, 40), (BEN, 60)):
        way = await stage.begun(quiz_id, person)
        assert way.mine is not None
        assert way.mine.closes_at == stage.now + timedelta(seconds=seconds)


async def test_everybody_has_their_own_numbers(stage: Window) -> None:
    quiz_id = await stage.opened(count=6)
    texts = set()
    for person in range(1, 6):
        way = await stage.begun(quiz_id, person)
        while way.mine is not None:
            texts.add(repr(replace(way.mine.variant, seed=0)))
            way = await stage.go(quiz_id, person, way.number)
    assert len(texts) > 6


async def test_an_answer_can_be_changed_until_one_goes_on(stage: Window) -> None:
    quiz_id = await stage.opened()
    way = await stage.begun(quiz_id, ADA)
    stage.after(5)
    first = await stage.say(way, ADA, right=False)
    assert first.mine is not None
    assert first.mine.said
    stage.after(5)
    second = await stage.say(way, ADA)
    assert second.mine is not None
    assert second.mine.said != first.mine.said
    [reply] = stage.desk.kept.quiz_replies.values()
    assert (reply.score, reply.took) == (1.0, timedelta(seconds=10))
    stage.after(5)
    assert (await stage.go(quiz_id, ADA, 2)).number == 3
    stage.after(1)
    assert (await refused(stage.say(way, ADA, right=False))).code == "gone_on"
    assert [reply.score for reply in stage.desk.kept.quiz_replies.values()] == [1.0]


async def test_a_press_that_comes_in_after_going_on_counts_if_it_was_made_before(stage: Window) -> None:
    quiz_id = await stage.opened()
    way = await stage.begun(quiz_id, ADA)
    assert way.mine is not None
    early = stage.call(ADA)
    stage.after(1)
    await stage.go(quiz_id, ADA, 2)
    await stage.walks.answer(early, quiz_id, 1, an_answer(way.mine.variant, right=True))
    assert len(stage.desk.kept.quiz_replies) == 1


async def test_a_later_press_stands_whichever_comes_in_first(stage: Window) -> None:
    quiz_id = await stage.opened()
    way = await stage.begun(quiz_id, ADA)
    assert way.mine is not None
    early, late = stage.call(ADA), stage.call(ADA)
    await stage.walks.answer(late, quiz_id, 1, an_answer(way.mine.variant, right=True))
    await stage.walks.answer(early, quiz_id, 1, an_answer(way.mine.variant, right=False))
    assert [reply.call_id for reply in stage.desk.kept.quiz_replies.values()] == [late.id]


async def test_no_question_is_shown_afresh(stage: Window) -> None:
    quiz_id = await stage.opened()
    first = await stage.begun(quiz_id, ADA)
    stage.after(10)
    again = await stage.go(quiz_id, ADA, 1)
    assert (again.mine, again.number) == (first.mine, 2)
    stage.after(SECONDS)
    over = await stage.go(quiz_id, ADA, 1)
    assert (over.mine, over.number, over.ran_out) == (None, 2, True)
    assert (await stage.go(quiz_id, ADA, 3)).mine is None
    assert len(stage.showings(ADA)) == 1


async def test_two_devices_at_once_go_on_once(stage: Window) -> None:
    quiz_id = await stage.opened()
    await stage.begun(quiz_id, ADA)
    stage.after(1)
    one, two = await asyncio.gather(stage.go(quiz_id, ADA, 2), stage.go(quiz_id, ADA, 2))
    assert one == two
    assert [showing.number for showing in stage.showings(ADA)] == [1, 2]


async def test_what_runs_out_is_missed_and_the_rest_waits(stage: Window) -> None:
    quiz_id = await stage.opened()
    way = await stage.begun(quiz_id, ADA)
    stage.after(SECONDS + 1)
    refusal = await refused(stage.say(way, ADA))
    assert (refusal.code, "Nothing changed" in refusal.sentence) == ("time_up", True)
    await stage.settle()
    stage.after(5 * 3600)
    back = await stage.walks.begin(stage.call(ADA), quiz_id)
    assert (back.mine, back.last, back.number, back.shown, back.answered, back.ran_out) == (None, 1, 2, 1, 0, True)
    assert (await stage.go(quiz_id, ADA, 2)).mine is not None


async def test_whoever_is_through_is_counted(stage: Window) -> None:
    quiz_id = await stage.opened()
    way = await stage.through(quiz_id, ADA)
    assert (way.is_through, way.answered, way.shown, way.ran_out) == (True, 3, 3, False)
    assert await stage.go(quiz_id, ADA, 4) == replace(way)
    await stage.begun(quiz_id, BEN)
    await stage.settle()
    assert (stage.lobby(quiz_id).begun, stage.lobby(quiz_id).through) == (2, 1)


async def test_whose_last_question_runs_out_is_through_too(stage: Window) -> None:
    quiz_id = await stage.opened(count=1)
    await stage.begun(quiz_id, ADA)
    assert await stage.settle() == stage.now + timedelta(seconds=SECONDS) + GRACE
    stage.after(SECONDS + 2)
    assert await stage.settle() == NOON + timedelta(days=1) + GRACE
    assert stage.lobby(quiz_id).through == 1


async def test_the_clock_looks_when_the_first_time_is_up(stage: Window) -> None:
    quiz_id = await stage.opened()
    await stage.begun(quiz_id, ADA)
    stage.after(10)
    await stage.begun(quiz_id, BEN)
    assert await stage.settle() == stage.now + timedelta(seconds=SECONDS - 10) + GRACE
    stage.after(SECONDS - 8)
    assert await stage.settle() == stage.now + timedelta(seconds=10)
    assert [stage.showings(person)[0].done_at is None for person in (ADA, BEN)] == [False, True]


async def test_the_end_card_comes_with_the_boards_when_the_window_closes(stage: Window) -> None:
    quiz_id = await stage.opened()
    await stage.through(quiz_id, ADA)
    await stage.through(quiz_id, BEN, rights=1)
    await stage.walks.begin(stage.call(CY), quiz_id)
    assert (await refused(stage.quiz.my_answer(stage.call(ADA), quiz_id, 1))).code == "not_revealed"
    stage.now = NOON + timedelta(days=1, seconds=1)
    await stage.settle()
    assert (quiz_id, END) not in stage.shown
    stage.after(1)
    assert await stage.settle() is None
    end = stage.shown[quiz_id, END]
    assert isinstance(end, EndView)
    assert (end.state, end.players) == (State.ENDED, 2)
    assert (end.mastery[0].person_id, end.mastery[0].standing.value) == (ADA, 1.0)
    assert [step.place for step in stage.log if isinstance(step, Post)] == [LOBBY, END]
    assert (stage.lobby(quiz_id).state, stage.lobby(quiz_id).begun) == (State.ENDED, 2)
    mine = await stage.quiz.my_answer(stage.call(BEN), quiz_id, 2)
    assert (mine.right, mine.of, mine.own) == (1, 3, True)
    rounds = await stage.desk(lambda books: books.quizzes.rounds(quiz_id))
    assert [(one.expected, one.answered, one.revealed_at) for one in rounds] == [(2, 2, NOON + timedelta(days=1))] * 3


async def test_what_was_not_reached_is_missed_by_who_began_and_nobody_else(stage: Window) -> None:
    quiz_id = await stage.opened()
    await stage.say(await stage.begun(quiz_id, ADA), ADA)
    await stage.walks.begin(stage.call(BEN), quiz_id)
    stage.day()
    await stage.settle()
    results = QuizResults(stage.desk, SampleBank(EVERY))
    seen = await results.show(stage.call(ADA), quiz_id)
    assert [line.grade is None for line in seen.own] == [False, True, True]
    assert seen.places.mastery is not None
    assert seen.places.mastery.value < 0.5
    assert len((await results.mistakes(stage.call(ADA), quiz_id)).own) == 2
    assert (await refused(results.mistakes(stage.call(BEN), quiz_id))).code == "not_in"


@pytest.mark.parametrize("closed", [True, False])
async def test_after_the_window_nothing_counts_any_more(stage: Window, *, closed: bool) -> None:
    quiz_id = await stage.opened()
    way = await stage.begun(quiz_id, ADA)
    stage.now = NOON + timedelta(days=1, seconds=2)
    if closed:
        await stage.settle()
    assert (await refused(stage.say(way, ADA))).code == "time_up"
    for late in (stage.walks.begin(stage.call(BEN), quiz_id), stage.go(quiz_id, ADA, 2)):
        assert (await refused(late)).code == "over"
    assert (await refused(stage.walks.show(stage.call(ADA), quiz_id))).code == "over"
    assert stage.desk.kept.quiz_replies == {}


async def test_a_press_in_time_that_comes_after_the_end_is_told_so(stage: Window) -> None:
    quiz_id = await stage.opened()
    stage.now = NOON + timedelta(days=1, seconds=-10)
    way = await stage.begun(quiz_id, ADA)
    assert way.mine is not None
    assert way.mine.closes_at == NOON + timedelta(days=1)
    in_flight = stage.call(ADA)
    stage.after(12)
    await stage.settle()
    answer = stage.walks.answer(in_flight, quiz_id, 1, an_answer(way.mine.variant, right=True))
    assert (await refused(answer)).code == "too_late"


async def test_the_host_may_close_it_early(stage: Window) -> None:
    quiz_id = await stage.opened()
    way = await stage.begun(quiz_id, ADA)
    await stage.say(way, ADA)
    await stage.quiz.stop(stage.call(HOST), quiz_id)
    assert await stage.settle() is None
    end = stage.shown[quiz_id, END]
    assert isinstance(end, EndView)
    assert (end.state, end.players) == (State.STOPPED, 1)
    stage.after(1)
    assert (await refused(stage.say(way, ADA))).code == "over"


async def test_only_who_has_begun_can_go_on_or_answer(stage: Window) -> None:
    quiz_id = await stage.opened()
    assert (await refused(stage.go(quiz_id, ADA, 1))).code == "not_in"
    assert (await refused(stage.walks.answer(stage.call(ADA), quiz_id, 1, Typed("1")))).code == "not_in"
    await stage.walks.begin(stage.call(ADA), quiz_id)
    assert (await refused(stage.walks.answer(stage.call(ADA), quiz_id, 1, Typed("1")))).code == "not_open"
    assert (await refused(stage.walks.answer(stage.call(ADA), quiz_id, 99, Typed("1")))).code == "not_open"
    assert (await refused(stage.walks.begin(stage.call(ADA), 4711))).code == "gone"


async def test_what_grading_refuses_changes_nothing(stage: Window) -> None:
    quiz_id = await stage.opened()
    await stage.begun(quiz_id, ADA)
    assert (await refused(stage.walks.answer(stage.call(ADA), quiz_id, 1, Chosen(frozenset())))).code in (
        "nothing_chosen",
        "wrong_kind",
    )
    assert stage.desk.kept.quiz_replies == {}


async def test_items_grow_into_an_order_that_only_their_buttons_remember(stage: Window) -> None:
    quiz_id = await stage.opened(count=len(EVERY))
    way = await stage.begun(quiz_id, ADA)
    while way.mine is not None and way.mine.variant.order is None:
        way = await stage.go(quiz_id, ADA, way.number)
    assert way.mine is not None
    key = way.mine.variant.order
    assert isinstance(key, OrderKey)
    placing = await stage.walks.show(stage.call(ADA), quiz_id, way.mine.number, "CA")
    assert placing.mine is not None
    assert placing.mine.placed == (2, 0)
    elsewhere = await stage.walks.show(stage.call(ADA), quiz_id, way.mine.number + 1, "CA")
    assert elsewhere == way
    assert await stage.walks.show(stage.call(ADA), quiz_id, way.mine.number) == way
    done = await stage.walks.answer(stage.call(ADA), quiz_id, way.mine.number, Arranged(key.right))
    assert done.answered == 1


async def test_a_guest_keeps_the_made_up_name(stage: Window) -> None:
    quiz_id = await stage.opened()
    way = await stage.walks.begin(stage.call(ADA), quiz_id, guest=True)
    assert len(way.alias.split()) == 2
    assert (await stage.walks.begin(stage.call(ADA), quiz_id)).alias == way.alias
    assert (await stage.through(quiz_id, ADA)).alias == way.alias
    stage.day()
    await stage.settle()
    end = stage.shown[quiz_id, END]
    assert isinstance(end, EndView)
    assert [(named.person_id, named.alias) for named in end.mastery] == [(None, way.alias)]


async def test_a_host_who_has_seen_the_questions_plays_off_the_boards(stage: Window) -> None:
    quiz_id = await stage.waits()
    await stage.quiz.preview(stage.call(HOST), quiz_id)
    await stage.quiz.begin(stage.call(HOST), quiz_id)
    way = await stage.through(quiz_id, HOST)
    assert way.off_board
    stage.day()
    await stage.settle()
    end = stage.shown[quiz_id, END]
    assert isinstance(end, EndView)
    assert end.players == 0


async def test_the_whole_set_is_under_seal_until_the_window_closes(stage: Window) -> None:
    quiz_id = await stage.opened(count=2)
    way = await stage.through(quiz_id, ADA)
    assert way.is_through
    keys = {one.key for one in await stage.desk(lambda books: books.quizzes.rounds(quiz_id))}
    for change in (lambda: None, lambda: stage.quiz.leave(stage.call(ADA), quiz_id)):
        changed = change()
        if changed is not None:
            await changed
        assert await stage.desk(lambda books: books.quizzes.under_seal(ADA)) == keys
    assert await stage.desk(lambda books: books.quizzes.under_seal(CY)) == frozenset()
    practice, met = Practice(stage.desk, SampleBank(EVERY)), set()
    asked = await practice.start(stage.call(ADA, channel_id=77))
    for _ in range(8):
        met.add((asked.variant.question.guild_id or 0, asked.variant.question.id))
        await practice.give_up(stage.call(ADA, channel_id=77), asked.attempt_id)
        stage.after(1)
        following = await practice.following(stage.call(ADA, channel_id=77), asked.attempt_id)
        asked = following  # type: ignore[assignment]  # the last is settled, so the next is asked
    assert not met & keys
    stage.day()
    await stage.settle()
    assert await stage.desk(lambda books: books.quizzes.under_seal(ADA)) == frozenset()


async def test_who_left_comes_back_to_where_they_were(stage: Window) -> None:
    quiz_id = await stage.opened()
    await stage.begun(quiz_id, ADA)
    await stage.quiz.leave(stage.call(ADA), quiz_id)
    assert (await refused(stage.go(quiz_id, ADA, 2))).code == "not_in"
    stage.after(SECONDS + 1)
    back = await stage.walks.begin(stage.call(ADA), quiz_id)
    assert (back.number, back.shown, back.mine) == (2, 1, None)


async def test_rejoining_knows_until_when_it_is_open(stage: Window) -> None:
    quiz_id = await stage.opened()
    assert (await refused(stage.quiz.rejoin(stage.call(ADA)))).code == "not_in"
    await stage.walks.begin(stage.call(ADA), quiz_id)
    [rejoined] = await stage.quiz.rejoin(stage.call(ADA))
    assert (rejoined.mine, rejoined.closes_at) == (None, NOON + timedelta(days=1))


async def test_the_questions_of_an_open_quiz_are_not_answered_as_in_a_live_one(stage: Window) -> None:
    quiz_id = await stage.opened()
    await stage.walks.begin(stage.call(ADA), quiz_id)
    answer = stage.quiz.answer(stage.call(ADA), quiz_id, 1, Chosen(frozenset({0})))
    assert (await refused(answer)).code == "not_open"
    assert (await refused(stage.quiz.mine(stage.call(ADA), quiz_id, 1))).code == "not_open"
    live = (await stage.open(count=1)).quiz_id  # an open quiz leaves its channel to others
    assert (await refused(stage.walks.begin(stage.call(ADA), live))).code == "not_open"


async def test_a_voided_question_is_left_out_and_can_come_back(stage: Window) -> None:
    quiz_id = await stage.opened()
    way = await stage.begun(quiz_id, ADA)
    for number in (1, 3):
        await stage.quiz.void(stage.call(HOST), quiz_id, number, "The key is wrong.")
    assert (await refused(stage.say(way, ADA))).code == "voided"
    second = await stage.go(quiz_id, ADA, 2)
    assert second.number == 4
    through = await stage.go(quiz_id, ADA, 4)
    assert (through.is_through, through.last) == (True, 2)
    await stage.settle()
    assert stage.lobby(quiz_id).through == 1
    await stage.quiz.unvoid(stage.call(HOST), quiz_id, 3)
    assert (await stage.walks.show(stage.call(ADA), quiz_id)).number == 3
    stage.day()
    await stage.settle()
    rounds = await stage.desk(lambda books: books.quizzes.rounds(quiz_id))
    assert [one.voided_at is not None for one in rounds] == [True, False, False]


async def test_a_window_whose_questions_are_all_voided_still_ends(stage: Window) -> None:
    quiz_id = await stage.opened(count=1)
    await stage.begun(quiz_id, ADA)
    await stage.quiz.void(stage.call(HOST), quiz_id, 1, "The key is wrong.")
    stage.day()
    await stage.settle()
    assert stage.lobby(quiz_id).state is State.ENDED


async def test_time_that_an_outage_took_is_given_back(stage: Window) -> None:
    quiz_id = await stage.opened()
    way = await stage.begun(quiz_id, ADA)
    stage.after(10)
    await stage.settle()
    stage.restart()
    stage.after(600)
    await stage.clock.resume(stage.now)
    await stage.settle()
    assert stage.lobby(quiz_id).closes_at == NOON + timedelta(days=1, seconds=600)
    stage.after(20)
    assert (await stage.say(way, ADA)).answered == 1
    [reply] = stage.desk.kept.quiz_replies.values()
    assert reply.took == timedelta(seconds=30)
    stage.after(11)
    assert (await refused(stage.say(way, ADA))).code == "time_up"


async def test_a_short_outage_changes_no_deadline(stage: Window) -> None:
    quiz_id = await stage.opened()
    await stage.begun(quiz_id, ADA)
    await stage.settle()
    stage.after(20)
    stage.restart()
    await stage.clock.resume(stage.now)
    await stage.settle()
    assert stage.lobby(quiz_id).closes_at == NOON + timedelta(days=1)
    assert [showing.paused for showing in stage.showings(ADA)] == [timedelta()]


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Sydney"])
async def test_a_window_is_a_day_of_elapsed_time_across_both_changes_of_clocks(zone: str) -> None:
    evenings = [datetime(2026, 1, 1, 20, tzinfo=ZoneInfo(zone)) + timedelta(days=day) for day in range(365)]
    changes = [one for one in evenings if one.utcoffset() != (one + timedelta(days=1)).utcoffset()]
    assert len(changes) == 2
    for evening in changes:
        await see_a_day_pass(evening.astimezone(UTC))


async def see_a_day_pass(evening: datetime) -> None:
    stage = Window(now=evening)
    quiz_id = await stage.opened()
    began = stage.now
    assert stage.lobby(quiz_id).closes_at == began + timedelta(hours=24)
    stage.after(24 * 3600 - 5)
    way = await stage.begun(quiz_id, ADA)
    stage.after(5)
    assert (await stage.say(way, ADA)).answered == 1
    stage.after(2)
    await stage.settle()
    assert stage.lobby(quiz_id).state is State.ENDED


async def test_nothing_happens_while_the_books_are_away(stage: Window) -> None:
    quiz_id = await stage.opened()
    stage.desk.down = True
    with pytest.raises(EdgeDown):
        await stage.walks.begin(stage.call(ADA), quiz_id)
