"""The window of an open quiz: it opens and closes by itself, keeps its questions sealed, and outlives outages."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.actions.practice import Practice
from bot.actions.quiz_results import QuizResults
from bot.actions.quiz_views import EndView, Post
from bot.rules.quiz import END, GRACE, LOBBY, Numbers, State
from tests.actions.quiz_stage import ADA, BEN, CY, HOST, refused
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


async def test_rejoining_knows_until_when_it_is_open(stage: Window) -> None:
    quiz_id = await stage.opened()
    assert (await refused(stage.quiz.rejoin(stage.call(ADA)))).code == "not_in"
    await stage.walks.begin(stage.call(ADA), quiz_id)
    [rejoined] = await stage.quiz.rejoin(stage.call(ADA))
    assert (rejoined.mine, rejoined.closes_at) == (None, NOON + timedelta(days=1))


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
    assert stage.lobby(quiz_id).closes_at == NOON + timedelta(days=1)
    stage.after(20)
    assert (await stage.say(way, ADA)).answered == 1
    [reply] = stage.desk.kept.quiz_replies.values()
    assert reply.took == timedelta(seconds=30)
    stage.after(11)
    assert (await refused(stage.say(way, ADA))).code == "time_up"


async def test_a_long_outage_keeps_the_window_open_for_longer(stage: Window) -> None:
    quiz_id = await stage.opened()
    stage.restart()
    stage.after(2 * 3600)
    await stage.clock.resume(stage.now)
    await stage.settle()
    assert stage.lobby(quiz_id).closes_at == NOON + timedelta(days=1, hours=2)


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
