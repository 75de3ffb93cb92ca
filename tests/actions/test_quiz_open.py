"""Open quizzes: each member's own way through."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.actions.quiz_views import EndView
from bot.actions.records import Person
from bot.rules.answer import Arranged, Chosen, Typed
from bot.rules.errors import EdgeDown
from bot.rules.quiz import END
from bot.rules.variant import OrderKey
from tests.actions.quiz_stage import ADA, BEN, HOST, an_answer, refused
from tests.actions.quiz_window import SECONDS, Window
from tests.samples import EVERY, NOON


@pytest.fixture
def stage() -> Window:
    return Window()


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


async def test_only_who_has_begun_can_go_on_or_answer(stage: Window) -> None:
    quiz_id = await stage.opened()
    assert (await refused(stage.go(quiz_id, ADA, 1))).code == "not_in"
    assert (await refused(stage.walks.answer(stage.call(ADA), quiz_id, 1, Typed("1")))).code == "not_in"
    await stage.walks.begin(stage.call(ADA), quiz_id)
    assert (await refused(stage.walks.answer(stage.call(ADA), quiz_id, 1, Typed("1")))).code == "not_open"
    assert (await refused(stage.walks.answer(stage.call(ADA), quiz_id, 99, Typed("1")))).code == "not_open"
    assert (await refused(stage.walks.begin(stage.call(ADA), 4711))).code == "gone"
    assert (await refused(stage.walks.begin(stage.call(ADA, guild_id=8), quiz_id))).code == "gone"


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


async def test_who_left_comes_back_to_where_they_were(stage: Window) -> None:
    quiz_id = await stage.opened()
    await stage.begun(quiz_id, ADA)
    await stage.quiz.leave(stage.call(ADA), quiz_id)
    assert (await refused(stage.go(quiz_id, ADA, 2))).code == "not_in"
    stage.after(SECONDS + 1)
    back = await stage.walks.begin(stage.call(ADA), quiz_id)
    assert (back.number, back.shown, back.mine) == (2, 1, None)


async def test_the_questions_of_an_open_quiz_are_not_answered_as_in_a_live_one(stage: Window) -> None:
    quiz_id = await stage.opened()
    await stage.walks.begin(stage.call(ADA), quiz_id)
    answer = stage.quiz.answer(stage.call(ADA), quiz_id, 1, Chosen(frozenset({0})))
    assert (await refused(answer)).code == "not_open"
    assert (await refused(stage.quiz.mine(stage.call(ADA), quiz_id, 1))).code == "not_open"
    live = (await stage.open(count=1)).quiz_id  # an open quiz leaves its channel to others
    assert (await refused(stage.walks.begin(stage.call(ADA), live))).code == "not_open"


async def test_nothing_happens_while_the_books_are_away(stage: Window) -> None:
    quiz_id = await stage.opened()
    stage.desk.down = True
    with pytest.raises(EdgeDown):
        await stage.walks.begin(stage.call(ADA), quiz_id)
