"""Plans: what the clock makes of them, and what is said of them."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.actions.bank import BankDesk
from bot.actions.quiz import QuizDesk
from bot.actions.quiz_clock import QuizClock
from bot.actions.quiz_plan import PlanDesk
from bot.actions.quiz_plan_views import Announce
from bot.actions.quiz_views import Post, Tick
from bot.rules.plan import Missed
from bot.rules.quiz import LOBBY_WAIT, State
from tests.actions.planned import MINUTE, TUESDAY, host, made
from tests.fakes import FakeDesk
from tests.samples import EVERY, NOON, SampleBank, SampleChecker, call


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def plans(desk: FakeDesk) -> PlanDesk:
    return PlanDesk(desk, SampleBank(EVERY))


@pytest.fixture
def clock(desk: FakeDesk) -> QuizClock:
    return QuizClock(desk, SampleBank(EVERY))


def announced(tick: Tick) -> list[Announce]:
    return [step for step in tick.steps if isinstance(step, Announce)]


def posted(tick: Tick) -> list[Post]:
    return [step for step in tick.steps if isinstance(step, Post)]


async def report(plans: PlanDesk, step: Announce, event_id: int | None = 77, message_id: int | None = None) -> None:
    await plans.announced(step.plan_id, step.nth, step.revision, event_id, message_id)


async def test_the_lobby_opens_before_the_time_once(plans: PlanDesk, desk: FakeDesk, clock: QuizClock) -> None:
    view = await made(plans, "tue 18:00", count=3)
    opens = TUESDAY - LOBBY_WAIT
    assert (await clock.tick(NOON)).due_at == opens
    assert posted(await clock.tick(opens - MINUTE)) == []
    (lobby,) = posted(await clock.tick(opens))
    assert lobby.channel_id == 5
    (quiz,) = desk.kept.quizzes.values()
    assert (quiz.starts_at, quiz.plan_id, quiz.host_id, quiz.title) == (TUESDAY, view.plan_id, 1, "Tuesday round")
    again = await clock.tick(opens)
    assert len(desk.kept.quizzes) == 1
    assert again.due_at == TUESDAY
    assert [round_.key for round_ in desk.kept.quiz_rounds.values()] == [question.key for question in view.questions]
    after = await plans.show(host(2), view.plan_id)
    assert (after.next_at, after.missed) == (None, None)


async def test_a_repeated_plan_draws_afresh_what_the_server_had_not_lately(
    plans: PlanDesk, desk: FakeDesk, clock: QuizClock
) -> None:
    quizzes = QuizDesk(desk, SampleBank(EVERY))
    view = await made(plans, "daily 18:00", count=2)
    sets = []
    at = NOON.replace(hour=18)
    for day in range(3):
        opens = at + timedelta(days=day) - LOBBY_WAIT
        await clock.tick(opens)
        quiz_id = max(desk.kept.quizzes)
        sets.append({round_.question_id for round_ in desk.kept.quiz_rounds.values() if round_.quiz_id == quiz_id})
        await play(quizzes, clock, quiz_id, opens)
    assert all(len(one) == 2 for one in sets)
    assert len(set.union(*sets)) == 6
    after = await plans.show(replace(host(9), at=at + timedelta(days=3)), view.plan_id)
    assert after.next_at == at + timedelta(days=3)
    assert {question.asked_at is not None for question in after.questions} == {True}
    assert {member.off_board for member in desk.kept.quiz_members.values()} == {False}


async def play(quizzes: QuizDesk, clock: QuizClock, quiz_id: int, at: datetime) -> None:
    """Open both questions of a quiz, and stop it."""
    number = 1_000 * quiz_id
    await quizzes.join(call(number, person=1), quiz_id)
    await quizzes.begin(replace(host(number + 1), at=at), quiz_id)
    for place in (0, 1, 2):
        await clock.posted(quiz_id, place, number + place, at + place * MINUTE)
        await clock.tick(at + place * MINUTE + MINUTE)
        if place:
            await quizzes.next(replace(host(number + 5 + place), at=at + place * MINUTE + MINUTE), quiz_id, place)
    assert (await quizzes.host(host(number + 9), quiz_id)).state is State.ENDED


async def test_a_set_changed_by_hand_comes_every_time(plans: PlanDesk, desk: FakeDesk, clock: QuizClock) -> None:
    view = await made(plans, "daily 18:00", count=3)
    assert view.fresh
    mine = await plans.remove(host(2), view.plan_id, view.questions[0].key)
    assert not mine.fresh
    quizzes = QuizDesk(desk, SampleBank(EVERY))
    for day in range(2):
        await clock.tick(NOON.replace(hour=18) + timedelta(days=day) - LOBBY_WAIT)
        quiz_id = max(desk.kept.quizzes)
        asked = [round_.key for round_ in desk.kept.quiz_rounds.values() if round_.quiz_id == quiz_id]
        assert asked == [question.key for question in mine.questions]
        await quizzes.cancel(host(10 + day), quiz_id)


async def test_after_a_stop_a_little_late_begins_and_gives_time_to_join(
    plans: PlanDesk, desk: FakeDesk, clock: QuizClock
) -> None:
    await made(plans, "tue 18:00")
    await clock.tick(TUESDAY + 30 * MINUTE)
    (quiz,) = desk.kept.quizzes.values()
    assert quiz.starts_at == TUESDAY + 30 * MINUTE + LOBBY_WAIT


async def test_after_a_long_stop_a_time_is_left_out_and_the_plan_says_so(
    plans: PlanDesk, desk: FakeDesk, clock: QuizClock
) -> None:
    view = await made(plans, "tue 18:00 weekly")
    tick = await clock.tick(TUESDAY + 31 * MINUTE)
    assert desk.kept.quizzes == {}
    after = await plans.show(host(2), view.plan_id)
    assert (after.missed, after.missed_at) == (Missed.AWAY, TUESDAY)
    assert after.next_at == TUESDAY + timedelta(days=7)
    assert tick.due_at == TUESDAY + timedelta(days=7) - LOBBY_WAIT
    await clock.tick(TUESDAY + timedelta(days=7) - LOBBY_WAIT)
    assert (await plans.show(host(3), view.plan_id)).missed is None


async def test_a_taken_channel_is_waited_for_and_then_given_up(
    plans: PlanDesk, desk: FakeDesk, clock: QuizClock
) -> None:
    quizzes = QuizDesk(desk, SampleBank(EVERY))
    view = await made(plans, "tue 18:00")
    opens = TUESDAY - LOBBY_WAIT
    lobby = await quizzes.start(replace(host(2), at=opens))
    await quizzes.later(replace(host(3), at=TUESDAY + 60 * MINUTE), lobby.quiz_id)
    assert (await clock.tick(opens)).due_at == opens + MINUTE
    assert len(desk.kept.quizzes) == 1
    await clock.tick(TUESDAY + 31 * MINUTE)
    after = await plans.show(host(4), view.plan_id)
    assert (after.missed, after.missed_at, after.next_at) == (Missed.BUSY, TUESDAY, None)


async def test_a_channel_that_is_free_again_gets_its_quiz(plans: PlanDesk, desk: FakeDesk, clock: QuizClock) -> None:
    quizzes = QuizDesk(desk, SampleBank(EVERY))
    await made(plans, "tue 18:00")
    opens = TUESDAY - LOBBY_WAIT
    lobby = await quizzes.start(replace(host(2), at=opens))
    await clock.tick(opens)
    await quizzes.cancel(replace(host(3), at=opens), lobby.quiz_id)
    await clock.tick(opens + MINUTE)
    assert [quiz.starts_at for quiz in desk.kept.quizzes.values()][1:] == [TUESDAY]


async def test_a_plan_with_nothing_left_to_ask_says_so(plans: PlanDesk, desk: FakeDesk, clock: QuizClock) -> None:
    view = await made(plans, "tue 18:00", within="dl.core")
    await BankDesk(desk, SampleBank(EVERY), SampleChecker()).withdraw(host(2), "double")
    await clock.tick(TUESDAY - LOBBY_WAIT)
    assert (await plans.show(host(3), view.plan_id)).missed is Missed.EMPTY


async def test_a_tick_between_the_look_and_the_move_loses_nothing(
    plans: PlanDesk, desk: FakeDesk, clock: QuizClock
) -> None:
    view = await made(plans, "tue 18:00")
    opens = TUESDAY - LOBBY_WAIT
    plan = desk.kept.plans[view.plan_id]
    await clock.tick(opens)
    # The quiz was made and the bot stopped before the plan moved on.
    desk.kept.plans[view.plan_id] = plan
    await clock.tick(opens)
    assert len(desk.kept.quizzes) == 1
    await plans.delete(host(2), view.plan_id)
    await desk(lambda books: clock._come_to(books, view.plan_id, opens))
    await desk(lambda books: clock._come_to(books, 999, opens))


# What is said


async def test_what_is_planned_is_said_until_it_is_reported(plans: PlanDesk, clock: QuizClock) -> None:
    await made(plans)
    assert announced(await clock.tick(NOON)) == []
    view = await made(plans, "tue 18:00 weekly", number=2, name="Weekly", count=4)
    (step,) = announced(await clock.tick(NOON))
    assert (step.name, step.count, step.starts_at, step.channel_id) == ("Weekly", 4, TUESDAY, 5)
    assert step.ends_at == TUESDAY + 4 * timedelta(seconds=90)
    assert (step.event_id, step.message_id, step.nth) == (None, None, 1)
    assert announced(await clock.tick(NOON + MINUTE)) == [step]
    await report(plans, step)
    await report(plans, step)
    assert announced(await clock.tick(NOON + 2 * MINUTE)) == []
    await plans.arrange(host(3), view.plan_id, "Weekly", "tue 19:00 weekly")
    (moved,) = announced(await clock.tick(NOON))
    assert (moved.event_id, moved.nth, moved.starts_at) == (77, 1, TUESDAY + timedelta(hours=1))


async def test_the_next_time_is_said_with_an_event_of_its_own(plans: PlanDesk, clock: QuizClock) -> None:
    await made(plans, "tue 18:00 weekly")
    (first,) = announced(await clock.tick(NOON))
    await report(plans, first)
    (second,) = announced(await clock.tick(TUESDAY - LOBBY_WAIT))
    assert (second.nth, second.event_id, second.starts_at) == (2, None, TUESDAY + timedelta(days=7))
    await report(plans, first, event_id=77)
    assert announced(await clock.tick(TUESDAY - MINUTE)) == [second]


async def test_a_quiz_that_is_called_off_is_told_by_its_plan_and_its_event(
    plans: PlanDesk, desk: FakeDesk, clock: QuizClock
) -> None:
    view = await made(plans, "tue 18:00 weekly")
    await report(plans, announced(await clock.tick(NOON))[0])
    (second,) = announced(await clock.tick(TUESDAY - LOBBY_WAIT))
    assert not second.called_off
    await report(plans, second, event_id=78)
    assert (await plans.show(host(2), view.plan_id)).last == (TUESDAY, State.LOBBY)
    # Nobody comes.
    (off,) = announced(await clock.tick(TUESDAY))
    assert (off.called_off, off.nth, off.event_id, off.starts_at) == (True, 2, 78, TUESDAY + timedelta(days=7))
    assert (await plans.show(host(3), view.plan_id)).last == (TUESDAY, State.CANCELLED)
    await report(plans, off, event_id=78)
    # One that was begun by hand says nothing of the plan's own times.
    panel = await plans.begin(host(4), view.plan_id)
    await QuizDesk(desk, SampleBank(EVERY)).cancel(host(5), panel.quiz_id)
    assert announced(await clock.tick(TUESDAY)) == []
    await plans.delete(host(6), view.plan_id)
    await plans.announced(view.plan_id, 2, 99, None, None)
    assert desk.kept.plans == {}


async def test_a_deleted_plan_stays_until_it_is_taken_back(plans: PlanDesk, desk: FakeDesk, clock: QuizClock) -> None:
    view = await made(plans, "tue 18:00")
    (step,) = announced(await clock.tick(NOON))
    await report(plans, step, event_id=None, message_id=88)
    await plans.delete(host(2), view.plan_id)
    (back,) = announced(await clock.tick(NOON))
    assert (back.starts_at, back.ends_at, back.message_id) == (None, None, 88)
    assert (await clock.tick(TUESDAY)).due_at is None
    assert desk.kept.quizzes == {}
    assert (await made(plans, number=3)).plan_id != view.plan_id
    await report(plans, back, event_id=None)
    await report(plans, back, event_id=None)
    assert view.plan_id not in desk.kept.plans
