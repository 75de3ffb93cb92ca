"""Plans: what hosts do with them, and what the clock makes of them."""

from collections.abc import Awaitable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

import pytest

from bot.actions.bank import BankDesk
from bot.actions.quiz import QuizDesk
from bot.actions.quiz_clock import QuizClock
from bot.actions.quiz_plan import PlanDesk
from bot.actions.quiz_plan_views import Announce, PlanView
from bot.actions.quiz_views import Post, Tick
from bot.actions.records import Server
from bot.actions.setup import Setup
from bot.rules.errors import RuleBroken
from bot.rules.plan import MOST_PLANS, Missed
from bot.rules.quiz import LOBBY_WAIT, Options, Pace, State
from tests.fakes import FakeDesk
from tests.samples import EVERY, NOON, SampleBank, SampleChecker, call

T = TypeVar("T")
ADMIN = {"admin": True}
HOST_ROLE = 33
MINUTE = timedelta(minutes=1)
TUESDAY = datetime.fromisoformat("2026-03-03T18:00:00+00:00")
"""The day after `NOON`, a Monday; the server's zone is UTC."""


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def plans(desk: FakeDesk) -> PlanDesk:
    return PlanDesk(desk, SampleBank(EVERY))


@pytest.fixture
def clock(desk: FakeDesk) -> QuizClock:
    return QuizClock(desk, SampleBank(EVERY))


async def refused(doing: Awaitable[object]) -> str:
    with pytest.raises(RuleBroken) as caught:
        await doing
    return caught.value.code


async def made(
    plans: PlanDesk, when: str = "", number: int = 1, name: str = "Tuesday round", **more: object
) -> PlanView:
    return await plans.make(call(number, **ADMIN), name, when=when, **more)  # type: ignore[arg-type]


def announced(tick: Tick) -> list[Announce]:
    return [step for step in tick.steps if isinstance(step, Announce)]


def posted(tick: Tick) -> list[Post]:
    return [step for step in tick.steps if isinstance(step, Post)]


async def report(plans: PlanDesk, step: Announce, event_id: int | None = 77, message_id: int | None = None) -> None:
    await plans.announced(step.plan_id, step.nth, step.revision, event_id, message_id)


async def test_a_plan_is_a_named_set_that_hosts_see(plans: PlanDesk) -> None:
    view = await made(plans, within="stats", count=3)
    assert (view.name, view.topic, view.count, view.channel_id, view.host_id) == (
        "Tuesday round",
        "Statistics",
        3,
        5,
        1,
    )
    assert len({question.key for question in view.questions}) == 3
    assert all(question.text and question.topic for question in view.questions)
    assert (view.schedule, view.next_at, view.typed, view.fresh) == (None, None, "", False)
    assert await plans.show(call(2, **ADMIN), view.plan_id) == view
    (line,) = (await plans.all(call(2, **ADMIN))).plans
    assert (line.plan_id, line.name, line.count, line.next_at) == (view.plan_id, "Tuesday round", 3, None)


async def test_only_hosts_of_a_server_plan(plans: PlanDesk, desk: FakeDesk) -> None:
    assert await refused(plans.all(call(1))) == "not_host"
    assert await refused(plans.all(call(1, guild_id=None))) == "not_a_server"
    await desk(lambda books: books.servers.save(Server(9, host_role_id=HOST_ROLE)))
    assert (await plans.all(call(1, role_ids=frozenset({HOST_ROLE})))).plans == ()
    assert await refused(plans.make(call(2), "x")) == "not_host"


async def test_a_name_that_is_there_opens_its_plan(plans: PlanDesk, desk: FakeDesk) -> None:
    first = await made(plans)
    assert await made(plans, number=2, name="TUESDAY round", when="daily 8:00") == first
    assert len(desk.kept.plans) == 1


async def test_what_cannot_be_made_is_refused(plans: PlanDesk) -> None:
    for name, more, code in (
        (" ", {}, "no_name"),
        ("x", {"within": "nonsense"}, "unknown_topic"),
        ("x", {"count": 0}, "bad_count"),
        ("x", {"count": 26}, "bad_count"),
        ("x", {"when": "soon"}, "no_time"),
    ):
        assert await refused(plans.make(call(1, **ADMIN), name, **more)) == code
    for nth in range(MOST_PLANS):
        await made(plans, number=10 + nth, name=f"Plan {nth}", count=1)
    assert await refused(made(plans, number=99, name="one more")) == "too_many_plans"


async def test_a_question_is_looked_at_swapped_and_taken_out(plans: PlanDesk) -> None:
    view = await made(plans, count=2)
    first, second = view.questions
    shown = await plans.look(call(2, **ADMIN), view.plan_id, second.key)
    assert (shown.place, shown.total, shown.key, shown.variant.question.id) == (2, 2, second.key, second.key[1])
    swapped = await plans.swap(call(3, **ADMIN), view.plan_id, first.key)
    assert swapped.by_hand
    assert swapped.questions[1] == second
    assert swapped.questions[0].key not in (first.key, second.key)
    left = await plans.remove(call(4, **ADMIN), view.plan_id, second.key)
    assert left.questions == swapped.questions[:1]
    for act in (plans.look, plans.swap, plans.remove):
        assert await refused(act(call(5, **ADMIN), view.plan_id, second.key)) == "not_in_set"
    assert await refused(plans.remove(call(6, **ADMIN), view.plan_id, left.questions[0].key)) == "last_one"
    again = await plans.draw(call(7, **ADMIN), view.plan_id)
    assert (len(again.questions), again.by_hand) == (2, False)


async def test_where_all_that_fit_are_in_none_is_swapped(plans: PlanDesk) -> None:
    view = await made(plans, within="dl.core", count=5)
    (only,) = view.questions
    assert await refused(plans.swap(call(2, **ADMIN), view.plan_id, only.key)) == "nothing_fits"


async def test_name_time_place_and_options_change(plans: PlanDesk) -> None:
    view = await made(plans)
    own = call(2, **ADMIN)
    timed = await plans.arrange(own, view.plan_id, "Round", "tue 18:00 weekly")
    assert (timed.name, timed.next_at, timed.typed, timed.fresh) == ("Round", TUESDAY, "tue 18:00 weekly", True)
    assert await plans.arrange(own, view.plan_id, "Round", timed.typed) == timed
    assert (await plans.move(own, view.plan_id, 6)).channel_id == 6
    assert (await plans.set(own, view.plan_id, Options(60, Pace.AUTO))).options == Options(60, Pace.AUTO)
    other = await made(plans, number=3, name="Other")
    assert await refused(plans.arrange(own, other.plan_id, "ROUND", "")) == "name_taken"
    none = await plans.arrange(own, view.plan_id, "Round", " ")
    assert (none.schedule, none.next_at, none.typed) == (None, None, "")


async def test_times_are_those_of_the_servers_zone(plans: PlanDesk, desk: FakeDesk) -> None:
    await Setup(desk).set_zone(call(1, **ADMIN), "Asia/Tokyo")
    assert (await made(plans, "tue 18:00")).next_at == TUESDAY - timedelta(hours=9)


async def test_new_plans_take_the_servers_usual_options(plans: PlanDesk, desk: FakeDesk) -> None:
    quizzes = QuizDesk(desk, SampleBank(EVERY))
    lobby = await quizzes.start(call(1, **ADMIN))
    await quizzes.set(call(2, **ADMIN), lobby.quiz_id, Options(30, Pace.AUTO))
    assert (await made(plans, number=3)).options == Options(30, Pace.AUTO)


async def test_names_are_offered_while_typing(plans: PlanDesk) -> None:
    await made(plans, name="Tuesday round")
    await made(plans, number=2, name="Exam")
    assert await plans.names(call(3, **ADMIN), " ROU") == (("Tuesday round", "Tuesday round"),)
    assert len(await plans.names(call(3, **ADMIN), "")) == 2


async def test_a_deleted_plan_is_gone_at_once_where_nothing_was_said(plans: PlanDesk, desk: FakeDesk) -> None:
    view = await made(plans)
    assert (await plans.delete(call(2, **ADMIN), view.plan_id)).plans == ()
    assert desk.kept.plans == {}
    for act in (plans.show, plans.delete, plans.draw):
        assert await refused(act(call(3, **ADMIN), view.plan_id)) == "gone"


async def test_another_servers_plan_is_none_of_ours(plans: PlanDesk) -> None:
    view = await made(plans)
    assert await refused(plans.show(call(2, guild_id=8, **ADMIN), view.plan_id)) == "gone"


async def test_a_plan_begins_when_its_host_says_so(plans: PlanDesk, desk: FakeDesk, clock: QuizClock) -> None:
    view = await made(plans, count=3)
    panel = await plans.begin(call(5, channel_id=6, **ADMIN), view.plan_id)
    (quiz,) = desk.kept.quizzes.values()
    assert (quiz.title, quiz.plan_id, quiz.channel_id, quiz.state) == ("Tuesday round", view.plan_id, 6, State.LOBBY)
    assert quiz.starts_at == call(5).at + LOBBY_WAIT
    asked = [round_.key for round_ in desk.kept.quiz_rounds.values()]
    assert asked == [question.key for question in view.questions]
    assert panel.quiz_id == quiz.id
    assert [step.place for step in posted(await clock.tick(call(5).at))] == [0]
    assert (await plans.begin(call(5, channel_id=6, **ADMIN), view.plan_id)).quiz_id == quiz.id
    assert await refused(plans.begin(call(6, channel_id=6, **ADMIN), view.plan_id)) == "one_here"


async def test_who_has_seen_the_set_plays_outside_the_boards(plans: PlanDesk, desk: FakeDesk) -> None:
    quizzes = QuizDesk(desk, SampleBank(EVERY))
    view = await made(plans)
    await plans.show(call(2, person=2, **ADMIN), view.plan_id)
    panel = await plans.begin(call(5, **ADMIN), view.plan_id)
    for person in (1, 2, 3):
        await quizzes.join(call(5 + person, person=person), panel.quiz_id)
    off = {member.person_id: member.off_board for member in desk.kept.quiz_members.values()}
    assert off == {1: True, 2: True, 3: False}
    assert panel.seen


async def test_a_new_draw_is_news_to_all_but_who_drew_it(plans: PlanDesk, desk: FakeDesk) -> None:
    view = await made(plans)
    await plans.draw(call(2, person=2, **ADMIN), view.plan_id)
    assert [reader for _, reader in desk.kept.plan_readers] == [2]


async def test_a_set_loses_what_was_withdrawn_and_gets_another(plans: PlanDesk, desk: FakeDesk) -> None:
    view = await made(plans, count=2, within="stats")
    await plans.remove(call(2, **ADMIN), view.plan_id, view.questions[0].key)
    gone = view.questions[1].key
    await BankDesk(desk, SampleBank(EVERY), SampleChecker()).withdraw(call(3, **ADMIN), gone[1])
    shown = await plans.show(call(4, **ADMIN), view.plan_id)
    assert shown.questions == ()
    assert await refused(plans.look(call(4, **ADMIN), view.plan_id, gone)) == "not_in_set"
    await plans.begin(call(5, **ADMIN), view.plan_id)
    (asked,) = desk.kept.quiz_rounds.values()
    assert asked.key != gone


async def test_where_no_other_fits_a_set_shrinks_and_an_empty_one_is_refused(plans: PlanDesk, desk: FakeDesk) -> None:
    editor = BankDesk(desk, SampleBank(EVERY), SampleChecker())
    view = await made(plans, count=9, within="stats.evaluation.confusion")
    first, *rest = [question.key[1] for question in view.questions]
    await editor.withdraw(call(2, **ADMIN), first)
    panel = await plans.begin(call(3, **ADMIN), view.plan_id)
    assert [round_.question_id for round_ in desk.kept.quiz_rounds.values()] == rest
    await QuizDesk(desk, SampleBank(EVERY)).cancel(call(4, **ADMIN), panel.quiz_id)
    for nth, question_id in enumerate(rest):
        await editor.withdraw(call(10 + nth, **ADMIN), question_id)
    assert await refused(plans.begin(call(50, **ADMIN), view.plan_id)) == "nothing_fits"


# The clock


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
    after = await plans.show(call(2, **ADMIN), view.plan_id)
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
    assert (await plans.show(call(9, **ADMIN), view.plan_id)).next_at == at + timedelta(days=3)
    assert {member.off_board for member in desk.kept.quiz_members.values()} == {False}


async def play(quizzes: QuizDesk, clock: QuizClock, quiz_id: int, at: datetime) -> None:
    """Open both questions of a quiz, and stop it."""
    number = 1_000 * quiz_id
    await quizzes.join(call(number, person=1), quiz_id)
    await quizzes.begin(replace(call(number + 1, **ADMIN), at=at), quiz_id)
    for place in (0, 1, 2):
        await clock.posted(quiz_id, place, number + place, at + place * MINUTE)
        await clock.tick(at + place * MINUTE + MINUTE)
        if place:
            await quizzes.next(
                replace(call(number + 5 + place, **ADMIN), at=at + place * MINUTE + MINUTE), quiz_id, place
            )
    assert desk_state(await quizzes.host(call(number + 9, **ADMIN), quiz_id)) is State.ENDED


def desk_state(view: object) -> object:
    return getattr(view, "state", None)


async def test_a_set_changed_by_hand_comes_every_time(plans: PlanDesk, desk: FakeDesk, clock: QuizClock) -> None:
    view = await made(plans, "daily 18:00", count=3)
    assert view.fresh
    mine = await plans.remove(call(2, **ADMIN), view.plan_id, view.questions[0].key)
    assert not mine.fresh
    quizzes = QuizDesk(desk, SampleBank(EVERY))
    for day in range(2):
        await clock.tick(NOON.replace(hour=18) + timedelta(days=day) - LOBBY_WAIT)
        quiz_id = max(desk.kept.quizzes)
        asked = [round_.key for round_ in desk.kept.quiz_rounds.values() if round_.quiz_id == quiz_id]
        assert asked == [question.key for question in mine.questions]
        await quizzes.cancel(call(10 + day, **ADMIN), quiz_id)


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
    after = await plans.show(call(2, **ADMIN), view.plan_id)
    assert (after.missed, after.missed_at) == (Missed.AWAY, TUESDAY)
    assert after.next_at == TUESDAY + timedelta(days=7)
    assert tick.due_at == TUESDAY + timedelta(days=7) - LOBBY_WAIT
    await clock.tick(TUESDAY + timedelta(days=7) - LOBBY_WAIT)
    assert (await plans.show(call(3, **ADMIN), view.plan_id)).missed is None


async def test_a_taken_channel_is_waited_for_and_then_given_up(
    plans: PlanDesk, desk: FakeDesk, clock: QuizClock
) -> None:
    quizzes = QuizDesk(desk, SampleBank(EVERY))
    view = await made(plans, "tue 18:00")
    opens = TUESDAY - LOBBY_WAIT
    lobby = await quizzes.start(replace(call(2, **ADMIN), at=opens))
    await quizzes.later(replace(call(3, **ADMIN), at=TUESDAY + 60 * MINUTE), lobby.quiz_id)
    assert (await clock.tick(opens)).due_at == opens + MINUTE
    assert len(desk.kept.quizzes) == 1
    await clock.tick(TUESDAY + 31 * MINUTE)
    after = await plans.show(call(4, **ADMIN), view.plan_id)
    assert (after.missed, after.missed_at, after.next_at) == (Missed.BUSY, TUESDAY, None)


async def test_a_channel_that_is_free_again_gets_its_quiz(plans: PlanDesk, desk: FakeDesk, clock: QuizClock) -> None:
    quizzes = QuizDesk(desk, SampleBank(EVERY))
    await made(plans, "tue 18:00")
    opens = TUESDAY - LOBBY_WAIT
    lobby = await quizzes.start(replace(call(2, **ADMIN), at=opens))
    await clock.tick(opens)
    await quizzes.cancel(replace(call(3, **ADMIN), at=opens), lobby.quiz_id)
    await clock.tick(opens + MINUTE)
    assert [quiz.starts_at for quiz in desk.kept.quizzes.values()][1:] == [TUESDAY]


async def test_a_plan_with_nothing_left_to_ask_says_so(plans: PlanDesk, desk: FakeDesk, clock: QuizClock) -> None:
    view = await made(plans, "tue 18:00", within="dl.core")
    await BankDesk(desk, SampleBank(EVERY), SampleChecker()).withdraw(call(2, **ADMIN), "double")
    await clock.tick(TUESDAY - LOBBY_WAIT)
    assert (await plans.show(call(3, **ADMIN), view.plan_id)).missed is Missed.EMPTY


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
    await plans.delete(call(2, **ADMIN), view.plan_id)
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
    await plans.arrange(call(3, **ADMIN), view.plan_id, "Weekly", "tue 19:00 weekly")
    (moved,) = announced(await clock.tick(NOON))
    assert (moved.event_id, moved.nth, moved.starts_at) == (77, 1, TUESDAY + timedelta(hours=1))


async def test_the_next_time_is_said_with_an_event_of_its_own(plans: PlanDesk, clock: QuizClock) -> None:
    await made(plans, "tue 18:00 weekly")
    (first,) = announced(await clock.tick(NOON))
    await report(plans, first)
    (second,) = announced(await clock.tick(TUESDAY - LOBBY_WAIT))
    assert (second.nth, second.event_id, second.starts_at) == (2, None, TUESDAY + timedelta(days=7))
    await report(plans, first, event_id=77)
    assert announced(await clock.tick(TUESDAY)) == [second]


async def test_a_deleted_plan_stays_until_it_is_taken_back(plans: PlanDesk, desk: FakeDesk, clock: QuizClock) -> None:
    view = await made(plans, "tue 18:00")
    (step,) = announced(await clock.tick(NOON))
    await report(plans, step, event_id=None, message_id=88)
    await plans.delete(call(2, **ADMIN), view.plan_id)
    (back,) = announced(await clock.tick(NOON))
    assert (back.starts_at, back.ends_at, back.message_id) == (None, None, 88)
    assert (await clock.tick(TUESDAY)).due_at is None
    assert desk.kept.quizzes == {}
    assert (await made(plans, number=3)).plan_id != view.plan_id
    await report(plans, back, event_id=None)
    await report(plans, back, event_id=None)
    assert view.plan_id not in desk.kept.plans
