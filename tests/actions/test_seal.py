"""What is open in a quiz is not drawn, shown or explained to its members anywhere else before its reveal."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.actions.bank import BankDesk
from bot.actions.code import Code
from bot.actions.me import Me
from bot.actions.practice import Practice
from bot.actions.quiz_plan import PlanDesk
from bot.actions.seal import SEALED
from bot.actions.views import Asked, Call
from bot.rules.answer import Chosen, GaveUp
from bot.rules.errors import RuleBroken
from bot.rules.quiz import Quiz, Reply
from tests.actions.planned import host, made, refused
from tests.actions.quiz_stage import ADA, BEN, CY, HOST, Stage
from tests.fake_sandbox import FakeSandbox
from tests.fakes import FakeDesk
from tests.quizzed import quiz_with, revealed
from tests.samples import MULTIPLE, NOON, ORDER, SINGLE, SampleBank, SampleChecker, call

TOPIC = SINGLE.topic
LATER = 30 * 86_400


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def practice(desk: FakeDesk) -> Practice:
    return Practice(desk, SampleBank())


@pytest.fixture
def bank(desk: FakeDesk) -> BankDesk:
    return BankDesk(desk, SampleBank(), SampleChecker())


@pytest.fixture
def stage() -> Stage:
    return Stage()


async def test_an_open_attempt_is_closed_until_the_reveal(practice: Practice, desk: FakeDesk) -> None:
    asked = await practice.start(call(1), TOPIC)
    number = asked.attempt_id
    quiz = await desk(quiz_with(1))
    ways: tuple[Callable[[Call], Awaitable[object]], ...] = (
        lambda by: practice.answer(by, number, Chosen(frozenset({0}))),
        lambda by: practice.give_up(by, number),
        lambda by: practice.hint(by, number, 1),
        lambda by: practice.place(by, number, ""),
        lambda by: practice.show(by, number),
        lambda by: practice.following(by, number),
        lambda by: practice.typed(by, "A"),
    )
    for nth, way in enumerate(ways):
        assert await refused(way(call(10 + nth))) == "sealed"
    assert desk.kept.attempts[number].hints == 0
    await desk(revealed(quiz))
    assert isinstance(await practice.show(call(20), number), Asked)
    await practice.give_up(call(21), number)


async def test_others_practise_it_as_ever(practice: Practice, desk: FakeDesk) -> None:
    await desk(quiz_with(1))
    asked = await practice.start(call(1, person=2), TOPIC)
    assert asked.variant.question == SINGLE
    await practice.give_up(call(2, person=2), asked.attempt_id)


async def test_a_verdict_is_not_shown_again_but_the_next_question_is(practice: Practice, desk: FakeDesk) -> None:
    asked = await practice.start(call(1), TOPIC)
    await practice.give_up(call(2), asked.attempt_id)
    await desk(quiz_with(1))
    assert await refused(practice.show(call(3), asked.attempt_id)) == "sealed"
    assert await refused(practice.others(call(4), asked.attempt_id)) == "sealed"
    assert await refused(practice.answer(call(5), asked.attempt_id, GaveUp())) == "sealed"
    assert await refused(practice.following(call(6), asked.attempt_id)) == "nothing_fits"


async def test_it_is_not_drawn_nor_named_as_next_nor_asked_though_due(practice: Practice, desk: FakeDesk) -> None:
    first = await practice.start(call(1), "stats")
    while first.variant.question.id != SINGLE.id:
        await practice.give_up(call(2), first.attempt_id)
        following = await practice.following(call(3), first.attempt_id)
        assert isinstance(following, Asked)
        first = following
    await practice.give_up(call(4), first.attempt_id)
    await desk(quiz_with(1))
    for nth in range(LATER, LATER + 6, 2):
        other = await practice.start(call(nth), "stats")
        assert other.variant.question.id == MULTIPLE.id
        judged = await practice.give_up(call(nth + 1), other.attempt_id)
        assert judged.following is not None
        assert judged.following.topic == "ROC AUC and PR curves"


async def test_a_next_that_was_named_before_is_another_one(practice: Practice, desk: FakeDesk) -> None:
    asked = await practice.start(call(1), "stats")
    judged = await practice.give_up(call(2), asked.attempt_id)
    assert judged.following is not None
    other = SINGLE if asked.variant.question.id == MULTIPLE.id else MULTIPLE
    await desk(quiz_with(1, question=other))
    shown = await practice.show(call(3), asked.attempt_id)
    assert not isinstance(shown, Asked)
    assert shown.following is None
    following = await practice.following(call(4), asked.attempt_id)
    assert isinstance(following, Asked)
    assert following.variant.question.id == asked.variant.question.id


async def test_start_passes_over_what_waits_under_seal(practice: Practice, desk: FakeDesk) -> None:
    waiting = await practice.start(call(1), "stats")
    await desk(quiz_with(1, question=waiting.variant.question))
    other = await practice.start(call(2), "stats")
    assert other.variant.question.id != waiting.variant.question.id
    again = await practice.start(call(3), "stats")
    assert again.attempt_id == other.attempt_id


async def test_where_nothing_else_fits_it_says_why(practice: Practice, desk: FakeDesk) -> None:
    await desk(quiz_with(1))
    with pytest.raises(RuleBroken, match="open in a quiz you are in and comes back after its reveal"):
        await practice.start(call(1), TOPIC)


async def test_another_servers_version_is_the_same_question(practice: Practice, desk: FakeDesk) -> None:
    await desk(quiz_with(1, question=replace(SINGLE, guild_id=9, version=4)))
    assert await refused(practice.start(call(1, guild_id=None, channel_id=8), TOPIC)) == "nothing_fits"


async def test_what_is_wrong_with_it_can_still_be_said(practice: Practice, desk: FakeDesk) -> None:
    asked = await practice.start(call(1), TOPIC)
    await desk(quiz_with(1))
    await practice.reportable(call(2), asked.attempt_id)
    await practice.report(call(3), asked.attempt_id, "two are right")
    assert len(desk.kept.reports) == 1
    assert await refused(practice.reportable(call(4, person=2), asked.attempt_id)) == "not_yours"


async def test_code_is_run_meanwhile(practice: Practice, desk: FakeDesk) -> None:
    await practice.start(call(1), TOPIC)
    code = Code(desk, SampleBank(), FakeSandbox())
    assert await code.waiting(call(2)) is None
    await desk(quiz_with(1))
    assert await code.waiting(call(3)) is None


async def test_editors_who_play_wait_too(bank: BankDesk, desk: FakeDesk) -> None:
    draft = await bank.edit(call(1, admin=True), "f1")
    assert draft.draft_id is not None
    number = draft.draft_id
    quiz = await desk(quiz_with(1))
    ways: tuple[Callable[[Call], Awaitable[Any]], ...] = (
        lambda by: bank.card(by, "f1"),
        lambda by: bank.preview(by, "f1"),
        lambda by: bank.edit(by, "f1"),
        lambda by: bank.withdraw(by, "f1"),
        lambda by: bank.put_back(by, "f1"),
        lambda by: bank.draft(by, number),
        lambda by: bank.edit_lines(by, number, "Mine?", "", ""),
        lambda by: bank.publish(by, number),
    )
    for nth, way in enumerate(ways):
        assert await refused(way(call(10 + nth, admin=True))) == "sealed"
    assert "f1" not in dict(await bank.find(call(20, admin=True), ""))
    assert "f1" in dict(await bank.find(call(21, person=2, admin=True), ""))
    assert (await bank.card(call(22, person=2, admin=True), "f1")).question_id == "f1"
    await desk(revealed(quiz))
    kept = await bank.draft(call(23, admin=True), number)
    assert kept.source == "Mine?"
    await bank.publish(call(24, admin=True), number)


def reply(quiz: Quiz) -> Reply:
    return Reply(quiz.id, 1, 1, 80_000, NOON, {"chosen": [0]}, 1.0, "right", "", "", timedelta(seconds=3))


async def test_an_export_leaves_out_what_would_tell(practice: Practice, bank: BankDesk, desk: FakeDesk) -> None:
    me = Me(desk, SampleBank())
    asked = await practice.start(call(1), TOPIC)
    await practice.give_up(call(2), asked.attempt_id)
    other = await practice.start(call(3), "dl.core")
    await bank.edit(call(4, admin=True), "f1")
    quiz = await desk(quiz_with(1))
    await desk(lambda books: books.quizzes.put_replies([reply(quiz)]))
    export = await me.export(call(5))
    assert [row["id"] for row in export.data["attempts"]] == [other.attempt_id]  # type: ignore[attr-defined]
    assert (export.data["quiz_replies"], export.data["cards"], export.data["drafts"]) == ([], [], [])
    assert export.withheld == 4
    await desk(revealed(quiz))
    export = await me.export(call(6))
    assert export.withheld == 0
    assert len(export.data["quiz_replies"]) == 1  # type: ignore[arg-type]
    assert len(export.data["attempts"]) == 2  # type: ignore[arg-type]
    assert ORDER.id not in str(export.data)


async def test_a_plan_does_not_show_what_is_open(desk: FakeDesk) -> None:
    plans = PlanDesk(desk, SampleBank())
    plan = await made(plans, within=TOPIC, count=1)
    (line,) = plan.questions
    assert (await plans.look(host(2), plan.plan_id, line.key)).variant.question == SINGLE
    quiz = await desk(quiz_with(1))
    assert await refused(plans.look(host(3), plan.plan_id, line.key)) == "sealed"
    assert [line.text for line in (await plans.show(host(4), plan.plan_id)).questions] == [SEALED]
    assert (await plans.look(host(5, person=2), plan.plan_id, line.key)).variant.question == SINGLE
    await desk(revealed(quiz))
    (shown,) = (await plans.show(host(6), plan.plan_id)).questions
    assert shown == replace(line, asked_at=NOON)


async def test_who_reads_a_plan_whose_quiz_is_on_plays_outside_the_boards(stage: Stage) -> None:
    plans = PlanDesk(stage.desk, SampleBank())
    plan = await plans.make(stage.call(HOST, admin=True), "Evening", "stats", 2)
    lobby = await plans.begin(stage.call(HOST, admin=True), plan.plan_id)
    await stage.quiz.join(stage.call(ADA), lobby.quiz_id)
    await stage.quiz.join(stage.call(BEN), lobby.quiz_id)
    await stage.settle()
    await plans.show(stage.call(ADA, admin=True), plan.plan_id)
    await plans.show(stage.call(CY, admin=True), plan.plan_id)
    await stage.quiz.join(stage.call(CY), lobby.quiz_id)
    members = {key[1]: member for key, member in stage.desk.kept.quiz_members.items()}
    assert {who: member.off_board for who, member in members.items()} == {HOST: True, ADA: True, BEN: False, CY: True}
    assert members[CY].is_in


async def test_a_host_who_plays_elsewhere_does_not_look_ahead(stage: Stage) -> None:
    quiz_id = (await stage.open("stats", 2)).quiz_id
    await stage.desk(quiz_with(HOST, channel_id=6))
    assert await refused(stage.quiz.preview(stage.call(HOST), quiz_id)) == "sealed"
    assert await stage.quiz.preview(stage.call(BEN, admin=True), quiz_id)
