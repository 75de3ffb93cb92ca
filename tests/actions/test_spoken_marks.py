"""Answers that an editor is asked to mark: once, without a name, and others' answers follow."""

from dataclasses import replace

import pytest

from bot.actions.inbox import Inbox
from bot.actions.practice import Practice
from bot.actions.spoken import Speaking
from bot.actions.views import Call, Judged
from bot.rules.errors import RuleBroken
from bot.rules.grading import Verdict
from bot.rules.heard import Ear, Status
from tests.fake_spoken import FakeGrader, hearing
from tests.fakes import FakeDesk
from tests.quizzed import quiz_with
from tests.samples import OPEN, SampleBank, call

DOUBT = hearing(Ear.HEARD, Ear.UNSURE, Ear.MISSED, status=Status.NEEDS_REVIEW, why="It is a list.")
MEMBER = 2


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def grader() -> FakeGrader:
    return FakeGrader(heard=DOUBT)


@pytest.fixture
def speaking(desk: FakeDesk, grader: FakeGrader) -> Speaking:
    return Speaking(desk, SampleBank((OPEN,)), grader)


@pytest.fixture
def inbox(desk: FakeDesk) -> Inbox:
    return Inbox(desk, SampleBank((OPEN,)))


def admin(number: int, **more: object) -> Call:
    return call(number, person=1, admin=True, **more)


async def answered(speaking: Speaking, number: int = 1, person: int = MEMBER, **more: object) -> Judged:
    asked = await Practice(speaking.desk, SampleBank((OPEN,))).start(call(number, person, **more))
    shown = await speaking.answer(call(number + 1, person, **more), asked.attempt_id, f"answer {number}")
    assert isinstance(shown, Judged)
    return shown


async def test_an_editor_marks_it_and_their_word_counts(speaking: Speaking, inbox: Inbox) -> None:
    shown = await answered(speaking)
    assert shown.told is not None
    assert (shown.told.in_doubt, shown.told.asked) == (True, False)
    for number in (3, 4):
        asked = await speaking.ask_editor(call(number, MEMBER), shown.attempt_id)
        assert asked.told == replace(shown.told, asked=True)
    view = await inbox.look(admin(5))
    assert (view.of, view.report is not None) == (1, True)
    assert view.report is not None
    assert view.report.answer is not None
    assert (view.report.words, view.report.answer.words, view.report.answer.hearing) == ("", "answer 1", DOUBT)
    assert len(view.report.answer.points) == len(DOUBT.points)
    await speaking.mark_for(admin(6), view.report.report_id, {0, 1, 2, 9})
    after = await speaking.again(call(7, MEMBER), shown.attempt_id)
    assert isinstance(after, Judged)
    assert (after.grade.verdict, after.grade.score) == (Verdict.RIGHT, 1.0)
    assert after.told is not None
    assert (after.told.made, after.told.in_doubt, after.told.asked, after.told.unsure) == ((0, 1, 2), False, False, ())
    assert await speaking.ask_editor(call(8, MEMBER), shown.attempt_id) == after
    assert (await inbox.look(admin(9))).report is None
    kept = (await inbox.look(admin(10), handled=True)).report
    assert kept is not None
    assert kept.answer is not None
    assert kept.answer.made == (0, 1, 2)


async def test_what_editors_marked_corrects_the_next_in_that_server_alone(
    speaking: Speaking, grader: FakeGrader
) -> None:
    shown = await answered(speaking)
    await speaking.ask_editor(call(3, MEMBER), shown.attempt_id)
    await speaking.mark_for(admin(4), 3, {0})
    whole = sum(point.weight for point in grader.asked[0][0].points)
    first = grader.asked[0][0].points[0].weight
    await answered(speaking, 10, 5)
    assert grader.asked[-1][0].graded == (("answer 1", first / whole),)
    await answered(speaking, 20, 6, guild_id=77)
    await answered(speaking, 30, 7, guild_id=None)
    assert [asked.graded for asked, _ in grader.asked[-2:]] == [(), ()]


async def test_who_is_no_editor_marks_nothing(speaking: Speaking) -> None:
    shown = await answered(speaking)
    await speaking.ask_editor(call(3, MEMBER), shown.attempt_id)
    with pytest.raises(RuleBroken, match="Only admins may work"):
        await speaking.mark_for(call(4), 3, {0})
    for elsewhere, report_id in ((admin(5, guild_id=8), 3), (admin(6), 99)):
        with pytest.raises(RuleBroken, match="no longer stored"):
            await speaking.mark_for(elsewhere, report_id, {0})


async def test_a_fault_is_not_an_answer_to_mark(speaking: Speaking, inbox: Inbox) -> None:
    shown = await answered(speaking)
    await Practice(speaking.desk, SampleBank((OPEN,))).report(call(3, MEMBER), shown.attempt_id, "odd")
    view = await inbox.look(admin(4))
    assert view.report is not None
    assert view.report.answer is None
    with pytest.raises(RuleBroken, match="no longer stored"):
        await speaking.mark_for(admin(5), 3, {0})


async def test_what_is_sure_or_said_elsewhere_is_not_laid_before_editors(
    speaking: Speaking, grader: FakeGrader, inbox: Inbox
) -> None:
    direct = await answered(speaking, guild_id=None)
    grader.heard = None
    sure = await answered(speaking, 10)
    for number, one in ((20, direct), (21, sure)):
        assert await speaking.ask_editor(call(number, MEMBER), one.attempt_id) == one
    assert (await inbox.look(admin(22))).report is None


async def test_an_answer_that_is_gone_leaves_an_empty_report(speaking: Speaking, inbox: Inbox, desk: FakeDesk) -> None:
    shown = await answered(speaking)
    await speaking.ask_editor(call(3, MEMBER), shown.attempt_id)
    desk.kept.spoken.clear()
    view = await inbox.look(admin(4))
    assert view.report is not None
    assert view.report.answer is None


async def test_an_editor_who_plays_marks_after_the_reveal(speaking: Speaking, desk: FakeDesk) -> None:
    shown = await answered(speaking)
    await speaking.ask_editor(call(3, MEMBER), shown.attempt_id)
    await desk(quiz_with(1, question=OPEN))
    with pytest.raises(RuleBroken, match="open in a quiz"):
        await speaking.mark_for(admin(4), 3, {0})
