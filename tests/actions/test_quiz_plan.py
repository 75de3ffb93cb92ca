"""Plans: what hosts do with them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.actions.bank import BankDesk
from bot.actions.quiz import QuizDesk
from bot.actions.quiz_clock import QuizClock
from bot.actions.quiz_plan import THERE, PlanDesk
from bot.actions.quiz_views import Post
from bot.actions.records import Server
from bot.actions.setup import Setup
from bot.rules.plan import MOST_PLANS
from bot.rules.quiz import LOBBY_WAIT, Options, Pace, State
from tests.actions.planned import TUESDAY, host, made, refused
from tests.fakes import FakeDesk
from tests.samples import EVERY, SampleBank, SampleChecker, call


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def plans(desk: FakeDesk) -> PlanDesk:
    return PlanDesk(desk, SampleBank(EVERY))


@pytest.fixture
def clock(desk: FakeDesk) -> QuizClock:
    return QuizClock(desk, SampleBank(EVERY))


HOST_ROLE = 33


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
    assert await plans.show(host(2), view.plan_id) == view
    (line,) = (await plans.all(host(2))).plans
    assert (line.plan_id, line.name, line.count, line.next_at) == (view.plan_id, "Tuesday round", 3, None)


async def test_only_hosts_of_a_server_plan(plans: PlanDesk, desk: FakeDesk) -> None:
    assert await refused(plans.all(call(1))) == "not_host"
    assert await refused(plans.all(call(1, guild_id=None))) == "not_a_server"
    await desk(lambda books: books.servers.save(Server(9, host_role_id=HOST_ROLE)))
    assert (await plans.all(call(1, role_ids=frozenset({HOST_ROLE})))).plans == ()
    assert await refused(plans.make(call(2), "x")) == "not_host"


async def test_a_name_that_is_there_opens_its_plan(plans: PlanDesk, desk: FakeDesk) -> None:
    first = await made(plans)
    assert await made(plans, number=2, name="TUESDAY round") == first
    assert await made(plans, number=3, name="Tuesday round", when="daily 8:00") == replace(first, said=THERE)
    assert (await made(plans, number=4, name="Tuesday round", within="stats")).said == THERE
    assert len(desk.kept.plans) == 1


async def test_what_cannot_be_made_is_refused(plans: PlanDesk) -> None:
    for name, more, code in (
        (" ", {}, "no_name"),
        ("x", {"within": "nonsense"}, "unknown_topic"),
        ("x", {"count": 0}, "bad_count"),
        ("x", {"count": 26}, "bad_count"),
        ("x", {"when": "soon"}, "no_time"),
    ):
        assert await refused(plans.make(host(1), name, **more)) == code
    for nth in range(MOST_PLANS):
        await made(plans, number=10 + nth, name=f"Plan {nth}", count=1)
    assert await refused(made(plans, number=99, name="one more")) == "too_many_plans"


async def test_a_question_is_looked_at_swapped_and_taken_out(plans: PlanDesk) -> None:
    view = await made(plans, count=2)
    first, second = view.questions
    shown = await plans.look(host(2), view.plan_id, second.key)
    assert (shown.place, shown.total, shown.key, shown.variant.question.id) == (2, 2, second.key, second.key[1])
    swapped = await plans.swap(host(3), view.plan_id, first.key)
    assert swapped.by_hand
    assert swapped.questions[1] == second
    assert swapped.questions[0].key not in (first.key, second.key)
    left = await plans.remove(host(4), view.plan_id, second.key)
    assert left.questions == swapped.questions[:1]
    for act in (plans.look, plans.swap, plans.remove):
        assert await refused(act(host(5), view.plan_id, second.key)) == "not_in_set"
    assert await refused(plans.remove(host(6), view.plan_id, left.questions[0].key)) == "last_one"
    again = await plans.draw(host(7), view.plan_id)
    assert (len(again.questions), again.by_hand) == (2, False)


async def test_where_all_that_fit_are_in_none_is_swapped(plans: PlanDesk) -> None:
    view = await made(plans, within="dl.core", count=5)
    (only,) = view.questions
    assert await refused(plans.swap(host(2), view.plan_id, only.key)) == "nothing_fits"


async def test_name_time_place_and_options_change(plans: PlanDesk) -> None:
    view = await made(plans)
    own = host(2)
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
    await Setup(desk).set_zone(host(1), "Asia/Tokyo")
    assert (await made(plans, "tue 18:00")).next_at == TUESDAY - timedelta(hours=9)


async def test_new_plans_take_the_servers_usual_options(plans: PlanDesk, desk: FakeDesk) -> None:
    quizzes = QuizDesk(desk, SampleBank(EVERY))
    lobby = await quizzes.start(host(1))
    await quizzes.set(host(2), lobby.quiz_id, Options(30, Pace.AUTO))
    assert (await made(plans, number=3)).options == Options(30, Pace.AUTO)


async def test_names_are_offered_while_typing(plans: PlanDesk) -> None:
    await made(plans, name="Tuesday round")
    await made(plans, number=2, name="Exam")
    assert await plans.names(host(3), " ROU") == (("Tuesday round", "Tuesday round"),)
    assert len(await plans.names(host(3), "")) == 2


async def test_a_deleted_plan_is_gone_at_once_where_nothing_was_said(plans: PlanDesk, desk: FakeDesk) -> None:
    view = await made(plans)
    assert (await plans.delete(host(2), view.plan_id)).plans == ()
    assert desk.kept.plans == {}
    for act in (plans.show, plans.delete, plans.draw):
        assert await refused(act(host(3), view.plan_id)) == "gone"


async def test_another_servers_plan_is_none_of_ours(plans: PlanDesk) -> None:
    view = await made(plans)
    assert await refused(plans.show(host(2, guild_id=8), view.plan_id)) == "gone"


async def test_a_plan_begins_when_its_host_says_so(plans: PlanDesk, desk: FakeDesk, clock: QuizClock) -> None:
    view = await made(plans, count=3)
    panel = await plans.begin(host(5, channel_id=6), view.plan_id)
    (quiz,) = desk.kept.quizzes.values()
    assert (quiz.title, quiz.plan_id, quiz.channel_id, quiz.state) == ("Tuesday round", view.plan_id, 6, State.LOBBY)
    assert quiz.starts_at == call(5).at + LOBBY_WAIT
    asked = [round_.key for round_ in desk.kept.quiz_rounds.values()]
    assert asked == [question.key for question in view.questions]
    assert panel.quiz_id == quiz.id
    assert [step.place for step in (await clock.tick(call(5).at)).steps if isinstance(step, Post)] == [0]
    assert (await plans.begin(host(5, channel_id=6), view.plan_id)).quiz_id == quiz.id
    assert await refused(plans.begin(host(6, channel_id=6), view.plan_id)) == "one_here"


async def test_who_has_seen_the_set_plays_outside_the_boards(plans: PlanDesk, desk: FakeDesk) -> None:
    quizzes = QuizDesk(desk, SampleBank(EVERY))
    view = await made(plans)
    await plans.show(host(2, person=2), view.plan_id)
    panel = await plans.begin(host(5), view.plan_id)
    for person in (1, 2, 3):
        await quizzes.join(call(5 + person, person=person), panel.quiz_id)
    off = {member.person_id: member.off_board for member in desk.kept.quiz_members.values()}
    assert off == {1: True, 2: True, 3: False}
    assert panel.seen


async def test_a_new_draw_is_news_to_all_but_who_drew_it(plans: PlanDesk, desk: FakeDesk) -> None:
    view = await made(plans)
    await plans.draw(host(2, person=2), view.plan_id)
    assert [reader for _, reader in desk.kept.plan_readers] == [2]


async def test_a_set_loses_what_was_withdrawn_and_gets_another(plans: PlanDesk, desk: FakeDesk) -> None:
    view = await made(plans, count=2, within="stats")
    await plans.remove(host(2), view.plan_id, view.questions[0].key)
    gone = view.questions[1].key
    await BankDesk(desk, SampleBank(EVERY), SampleChecker()).withdraw(host(3), gone[1])
    shown = await plans.show(host(4), view.plan_id)
    assert shown.questions == ()
    assert await refused(plans.look(host(4), view.plan_id, gone)) == "not_in_set"
    await plans.begin(host(5), view.plan_id)
    (asked,) = desk.kept.quiz_rounds.values()
    assert asked.key != gone


async def test_where_no_other_fits_a_set_shrinks_and_an_empty_one_is_refused(plans: PlanDesk, desk: FakeDesk) -> None:
    editor = BankDesk(desk, SampleBank(EVERY), SampleChecker())
    view = await made(plans, count=9, within="stats.evaluation.confusion")
    first, *rest = [question.key[1] for question in view.questions]
    await editor.withdraw(host(2), first)
    panel = await plans.begin(host(3), view.plan_id)
    assert [round_.question_id for round_ in desk.kept.quiz_rounds.values()] == rest
    await QuizDesk(desk, SampleBank(EVERY)).cancel(host(4), panel.quiz_id)
    for nth, question_id in enumerate(rest):
        await editor.withdraw(host(10 + nth), question_id)
    assert await refused(plans.begin(host(50), view.plan_id)) == "nothing_fits"
