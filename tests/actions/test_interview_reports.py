"""Reports of interviews: who sees what, marks, comparing, sharing, practising, deleting."""

from dataclasses import replace

import pytest

from bot.actions.interview_reports import InterviewReports
from bot.actions.sets import of_report
from bot.actions.views import Asked, Call, SetDone
from bot.rules.answer import GaveUp
from bot.rules.errors import EdgeDown, RuleBroken
from bot.rules.heard import Status
from bot.rules.interview import Choice, Interview, Kind, Sort, State
from bot.rules.interview_report import Came, Fate
from bot.rules.interview_scores import Band
from tests.actions.ended_rounds import ENDED, OWNER, PEER, ROOM, add, breadth, reports, said, submit
from tests.fakes import FakeDesk
from tests.quizzed import quiz_with, revealed
from tests.reported import H, M, U
from tests.samples import CODE, LATER, OPEN, SINGLE, call


def by(number: int, person: int = OWNER, channel: int = ROOM, guild: int | None = 9) -> Call:
    return replace(call(number, person), channel_id=channel, guild_id=guild)


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def app(desk: FakeDesk) -> InterviewReports:
    return reports(desk)


@pytest.fixture
async def held(desk: FakeDesk) -> Interview:
    return await desk(add(breadth()))


async def refusal(work: object) -> str:
    with pytest.raises(RuleBroken) as refused:
        await work  # type: ignore[misc]
    return refused.value.code


async def test_the_owner_sees_the_whole_report(app: InterviewReports, held: Interview) -> None:
    view = await app.report(by(1), held.id)
    assert [(one.name, one.heard, one.of, one.rating) for one in view.competencies] == [
        ("Evaluation", 4, 6, 3),
        ("Story", 1, 2, 1),
    ]
    assert (view.to_mark, view.practisable, view.minutes, view.spent.seconds) == (1, 2, 30, 19 * 60)
    assert view.overall is not None
    assert view.overall.band is Band.RATHER_YES
    assert (view.ended_at, view.choices, view.skipped) == (ENDED, (Choice.PLANNED,) * 3, ())
    assert view == await app.notice(held.id)


async def test_nobody_else_sees_any_of_it(app: InterviewReports, held: Interview) -> None:
    peer = by(1, PEER)
    for work in (
        app.report(peer, held.id),
        app.question(peer, held.id, 1),
        app.questions(peer, held.id),
        app.compare(peer, held.id, held.id),
        app.preview(peer, held.id, quotes=True),
        app.share(peer, held.id, quotes=True),
        app.practise(peer, held.id),
        app.delete(peer, held.id),
    ):
        assert await refusal(work) == "not_yours"
    for later in (app.shared(peer, held.id), app.marking(peer, held.id), app.mark(peer, held.id, [(1, 1)])):
        assert await refusal(later) == "not_shared"
    assert await app.ended(peer) == ()


async def test_what_is_gone_or_still_on_is_refused(app: InterviewReports, desk: FakeDesk) -> None:
    for work in (
        app.report(by(1), 99),
        app.marking(by(1), 99),
        app.notice(99),
        app.loop(by(1), 99),
        app.practise(by(1), 99),
    ):
        assert await refusal(work) == "gone"
    assert await app.delete(by(1), 99) == ()
    on = await desk(add(breadth(), state=State.PAUSED))
    for later in (app.report(by(1), on.id), app.notice(on.id), app.delete(by(1), on.id), app.marking(by(1), on.id)):
        assert await refusal(later) == "not_over"
    assert await refusal(app.practise(by(1), on.id)) == "gone"


async def test_without_the_database_nothing_is_told(app: InterviewReports, desk: FakeDesk, held: Interview) -> None:
    desk.down = True
    with pytest.raises(EdgeDown):
        await app.report(by(1), held.id)


async def test_what_was_not_reached_is_named_never_0(app: InterviewReports, desk: FakeDesk) -> None:
    held = await desk(add((breadth()[0], (LATER, Sort.CASE, ()), breadth()[2]), reached=1))
    view = await app.report(by(1), held.id)
    assert [(one.slot, one.sort, one.why) for one in view.skipped] == [
        (2, Sort.CASE, Came.NOT_REACHED),
        (3, Sort.STORY, Came.NOT_REACHED),
    ]
    assert [one.name for one in view.competencies] == ["Evaluation"]
    assert await refusal(app.question(by(2), held.id, 2)) == "not_reached"


async def test_a_cases_stage_that_was_left_is_named(app: InterviewReports, desk: FakeDesk) -> None:
    open_turn = replace(said(1), done_at=None)
    held = await desk(add(((LATER, Sort.CASE, (open_turn,)),), kind=Kind.DESIGN))
    (skipped,) = (await app.report(by(1), held.id)).skipped
    assert (skipped.why, skipped.name) == (Came.UNFINISHED, "Framing")
    done = await desk(add(((LATER, Sort.CASE, (said(1, M),)),), kind=Kind.DESIGN, call=51))
    assert [step.topic for step in (await app.report(by(1), done.id)).steps] == ["Framing"]
    assert (await app.report(by(1), done.id)).practisable == 0


async def test_question_by_question(app: InterviewReports, held: Interview) -> None:
    view = await app.question(by(1), held.id, 1)
    assert (view.slot, view.slots, view.topic) == (1, (1, 2, 3), "Precision, recall and F1")
    assert [one.words for one in view.answers[0].said] == ["so I said"]
    assert view.better.startswith("I would check the split")
    assert [one.slot for one in await app.questions(by(2), held.id)] == [1, 2, 3]


async def test_code_shows_what_was_submitted(app: InterviewReports, desk: FakeDesk) -> None:
    held = await desk(add(((CODE, Sort.CODE, (said(1, words=""),)),), kind=Kind.CODING))
    assert (await app.report(by(1), held.id)).competencies[0].empty == 1
    await desk(submit(held))
    view = await app.question(by(1), held.id, 1)
    assert view.answers[0].source == "def total(xs): ..."
    report = await app.report(by(2), held.id)
    assert (report.competencies[0].heard, report.competencies[0].of, report.practisable) == (1, 2, 1)
    await desk(lambda books: books.interviews.wipe(held.id))
    assert (await app.question(by(3), held.id, 1)).answers[0].source == ""


async def test_wiped_words_leave_the_report_standing(app: InterviewReports, desk: FakeDesk, held: Interview) -> None:
    before = await app.report(by(1), held.id)
    await desk(lambda books: books.interviews.wipe(held.id))
    after = await app.report(by(1), held.id)
    assert after.wiped
    assert [one.share for one in after.competencies] == [one.share for one in before.competencies]
    assert all(one.best is None for one in after.competencies)
    assert (await app.question(by(1), held.id, 1)).wiped


async def test_while_a_question_is_open_in_a_quiz_its_report_is_closed(app: InterviewReports, desk: FakeDesk) -> None:
    held = await desk(add(((SINGLE, Sort.OPEN, (replace(said(1), done_at=None),)), *breadth()[1:])))
    assert (await app.report(by(1), held.id)).choices
    quiz = await desk(quiz_with(OWNER))
    for work in (app.report(by(2), held.id), app.marking(by(3), held.id), app.question(by(4), held.id, 1)):
        assert await refusal(work) == "sealed"
    await desk(revealed(quiz))
    assert (await app.report(by(5), held.id)).choices


# Marks


async def test_the_owner_marks_unsure_points_once(app: InterviewReports, desk: FakeDesk, held: Interview) -> None:
    marking = await app.marking(by(1), held.id)
    assert [(one.slot, one.place, one.closest) for one in marking.points] == [(1, 1, "my words 1")]
    assert not marking.peer
    view = await app.mark(by(2), held.id, [(1, 1), (1, 2), (9, 9)])
    assert (view.to_mark, view.competencies[0].heard) == (0, 5)
    (report,) = (one for one in desk.kept.interview_messages.values() if one.shows == "report")
    assert report.behind
    assert await app.mark(by(3), held.id, []) == view
    fates = [point.fate for point in (await app.question(by(4), held.id, 1)).answers[0].outlook.points]
    assert fates == [Fate.HEARD, Fate.SAID, Fate.MISSED]


async def test_only_what_was_looked_at_is_marked(app: InterviewReports, desk: FakeDesk) -> None:
    held = await desk(add(breadth((U, U, U))))
    view = await app.mark(by(1), held.id, [(1, 0)], among=[(1, 0), (1, 1)])
    assert (view.to_mark, view.competencies[0].heard) == (1, 4)


async def test_a_peer_marks_what_nobody_marked_where_it_is_shared(app: InterviewReports, held: Interview) -> None:
    await app.share(by(1), held.id, quotes=False)
    marking = await app.marking(by(2, PEER), held.id)
    assert (marking.peer, [(one.slot, one.place) for one in marking.points]) == (True, [(1, 1)])
    view = await app.mark(by(3, PEER), held.id, [(1, 1)])
    assert (view.by_peers, view.competencies[0].heard) == (1, 5)
    assert all(one.best is None or not one.best.evidence for one in view.competencies)
    assert (await app.marking(by(4, 3), held.id)).points == ()
    shared = await app.shared(by(4, 3), held.id)
    assert (shared.to_mark, shared.report.to_mark) == (0, 0)
    own = await app.report(by(5), held.id)
    assert (own.by_peers, own.to_mark) == (1, 1)
    mended = await app.mark(by(6), held.id, [])
    assert (mended.by_peers, mended.to_mark, mended.competencies[0].heard) == (0, 0, 4)
    await app.mark(by(7, PEER), held.id, [(1, 1)])
    assert (await app.report(by(8), held.id)).competencies[0].heard == 4


async def test_a_peer_looks_where_somebody_has_to(app: InterviewReports, desk: FakeDesk) -> None:
    odd = (OPEN, Sort.OPEN, (said(1, H, H, H, status=Status.NEEDS_REVIEW),))
    held = await desk(add((odd, *breadth()[1:])))
    view = await app.report(by(1), held.id)
    assert (view.looks, view.to_mark, view.overall) == (((1, "Pasted."),), 0, None)
    shared = await app.share(by(2), held.id, quotes=True)
    assert shared.to_mark == 3
    looked = await app.mark(by(3, PEER), held.id, [(1, 0)])
    assert (looked.looks, looked.by_peers) == ((), 3)
    assert (await app.report(by(4), held.id)).overall is not None


# Sharing


async def test_others_see_figures_and_points_where_it_is_shared(app: InterviewReports, held: Interview) -> None:
    preview = await app.preview(by(1), held.id, quotes=False)
    assert await refusal(app.shared(by(2, PEER), held.id)) == "not_shared"
    given = await app.share(by(3), held.id, quotes=False)
    assert given == preview
    seen = await app.shared(by(4, PEER), held.id)
    assert (seen.owner_id, seen.quotes, seen.message_id) == (OWNER, False, None)
    assert all(one.best is None or not one.best.evidence for one in seen.report.competencies)
    assert await refusal(app.shared(by(5, PEER, channel=101), held.id)) == "not_shared"


async def test_sharing_again_takes_the_place_of_the_first(app: InterviewReports, held: Interview) -> None:
    await app.share(by(1), held.id, quotes=False)
    await app.share(by(1, channel=101), held.id, quotes=False)
    await app.shared_at(by(1), held.id, 77)
    other = await app.share(by(2, channel=101), held.id, quotes=False)
    again = await app.share(by(3), held.id, quotes=True)
    assert (other.message_id, again.message_id) == (None, 77)
    seen = await app.shared(by(3, PEER), held.id)
    assert seen.quotes
    assert any(one.best is not None and one.best.evidence for one in seen.report.competencies)


async def test_wherever_it_is_shared_it_tells_the_same(app: InterviewReports, held: Interview) -> None:
    for channel in (ROOM, 101, 102):
        await app.share(by(channel, channel=channel), held.id, quotes=channel == ROOM)
    for channel, message in ((ROOM, 77), (101, 78)):
        await app.shared_at(by(channel, channel=channel), held.id, message)
    await app.mark(by(3), held.id, [(1, 1)])
    everywhere = await app.standing(by(4), held.id)
    assert [(one.channel_id, one.message_id, one.quotes) for one in everywhere] == [(ROOM, 77, True), (101, 78, False)]
    assert {one.report.competencies[0].heard for one in everywhere} == {5}
    assert await refusal(app.standing(by(5, 3, channel=9), held.id)) == "not_shared"


# Deleting


async def test_deleting_takes_words_marks_and_what_shows_them(
    app: InterviewReports, desk: FakeDesk, held: Interview
) -> None:
    await app.mark(by(1), held.id, [])
    await app.share(by(2), held.id, quotes=False)
    await app.shared_at(by(3), held.id, 77)
    assert await app.delete(by(4), held.id) == ((7, 1001), (7, 1002), (ROOM, 77))
    kept = desk.kept
    assert (kept.interviews, kept.interview_turns, kept.interview_marks, kept.interview_shares) == ({}, {}, {}, {})
    assert await app.delete(by(5), held.id) == ()
    assert await refusal(app.report(by(6), held.id)) == "gone"


# Lists, comparing, loops


async def test_the_newest_come_first(app: InterviewReports, desk: FakeDesk, held: Interview) -> None:
    second = await desk(add(breadth(), call=51))
    await desk(add(breadth(), call=52, person=PEER))
    lines = await app.ended(by(1))
    assert [one.interview_id for one in lines] == [second.id, held.id]
    assert (lines[0].heard, lines[0].of) == (5, 8)


async def test_the_same_plan_is_compared_question_by_question(
    app: InterviewReports, desk: FakeDesk, held: Interview
) -> None:
    other = await desk(add((*breadth((M, M, M))[:2], (CODE, Sort.CODE, ())), call=51, reached=2))
    view = await app.compare(by(1), held.id, other.id)
    assert (view.exact, view.differs) == (True, ())
    assert [(row.name, row.first, row.second, row.same) for row in view.rows] == [
        ("Question 1 · Evaluation", 0.625, 0.0, True),
        ("Question 2 · Evaluation", 1.0, 1.0, True),
        ("Question 3 · Story", 0.25, None, False),
    ]


async def test_other_plans_are_compared_by_competency(app: InterviewReports, desk: FakeDesk, held: Interview) -> None:
    other = await desk(add(breadth()[:2], call=51, kind=Kind.QUICK, seed=8, bank="c" * 64))
    view = await app.compare(by(1), held.id, other.id)
    assert (view.exact, view.differs) == (False, ("kind", "seed", "bank version"))
    assert [(row.name, row.second is None) for row in view.rows] == [("Evaluation", False), ("Story", True)]


async def test_a_loop_stands_on_one_page(app: InterviewReports, desk: FakeDesk) -> None:
    first = await desk(add(breadth(), loop=True))
    loop_id = first.loop_id
    assert loop_id is not None
    view = await app.loop(by(1), loop_id)
    assert (view.missing, len(view.rounds), view.to_mark) == ((Kind.CODING, Kind.DESIGN), 1, 1)
    assert view.overall is not None
    assert view.overall.answers == 3
    await desk(add(breadth(), call=51, loop=True, kind=Kind.CODING))
    both = await app.loop(by(2), loop_id)
    assert both.overall is not None
    assert (both.overall.answers, both.missing, both.to_mark) == (6, (Kind.DESIGN,), 2)
    assert await refusal(app.loop(by(3, PEER), loop_id)) == "not_yours"


# Practising


async def test_what_was_weak_is_practised_weakest_first(app: InterviewReports, held: Interview) -> None:
    asked = await app.practise(by(100), held.id)
    assert (asked.variant.question.id, asked.step) == ("flat", (1, 2))
    assert await app.practise(by(101), held.id) == asked
    await app.practice.answer(by(102), asked.attempt_id, GaveUp())
    following = await app.practice.following(by(103), asked.attempt_id)
    assert isinstance(following, Asked)
    assert (following.variant.question.id, following.step) == ("failure", (2, 2))
    await app.practice.answer(by(104), following.attempt_id, GaveUp())
    done = await app.practice.following(by(105), following.attempt_id)
    assert isinstance(done, SetDone)
    assert (done.name, len(done.lines)) == ("ML breadth interview", 2)


async def test_where_nothing_was_weak_nothing_fits(app: InterviewReports, desk: FakeDesk) -> None:
    held = await desk(add(breadth((H, H, H))[:2]))
    assert (await app.report(by(1), held.id)).practisable == 0
    assert await refusal(app.practise(by(100), held.id)) == "nothing_fits"


async def test_a_deleted_report_ends_its_practice(app: InterviewReports, held: Interview) -> None:
    asked = await app.practise(by(100), held.id)
    await app.delete(by(101), held.id)
    await app.practice.answer(by(102), asked.attempt_id, GaveUp())
    done = await app.practice.following(by(103), asked.attempt_id)
    assert isinstance(done, SetDone)
    assert await refusal(app.practice.go_through(by(104), of_report(held.id))) == "gone"


async def test_marks_change_what_is_weak(app: InterviewReports, desk: FakeDesk) -> None:
    held = await desk(add(breadth((H, U, H))[:2]))
    assert (await app.report(by(1), held.id)).practisable == 1
    assert (await app.mark(by(2), held.id, [(1, 1)])).practisable == 0
