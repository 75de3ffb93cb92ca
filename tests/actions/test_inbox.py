from dataclasses import replace

import pytest

from bot.actions.code import Code
from bot.actions.inbox import Inbox
from bot.actions.inbox_views import InboxView, ReportedRound
from bot.actions.practice import Practice
from bot.actions.quiz_ports import PublicMessage
from bot.actions.records import AskedAs, Report, Server, VersionKey
from bot.actions.views import Call
from bot.rules.errors import RuleBroken
from bot.rules.quiz import Numbers, Options
from tests.actions.test_code import Watching
from tests.fake_sandbox import FakeSandbox
from tests.fakes import FakeDesk
from tests.quizzed import quiz_with, revealed
from tests.samples import CODE, NOON, NUMERIC, SampleBank, call

PYTHON = "total = sum"


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def bank() -> SampleBank:
    return SampleBank((*SampleBank().questions, CODE))


@pytest.fixture
def inbox(desk: FakeDesk, bank: SampleBank) -> Inbox:
    return Inbox(desk, bank)


def admin(number: int, person: int = 1, **more: object) -> Call:
    return call(number, person, admin=True, **more)


async def reported(desk: FakeDesk, bank: SampleBank, *numbers: int, within: str = "dl.core") -> None:
    """Have member 2 report a practice question by these calls."""
    practice = Practice(desk, bank, lambda: ("base",))
    asked = await practice.start(call(1, person=2), within)
    for number in numbers:
        await practice.report(call(number, person=2), asked.attempt_id, f"words {number}")


def words(view: InboxView) -> str:
    assert view.report is not None
    return view.report.words


async def test_a_report_stands_there_with_its_question_and_its_numbers(
    inbox: Inbox, desk: FakeDesk, bank: SampleBank
) -> None:
    await reported(desk, bank, 10)
    view = await inbox.look(admin(20))
    assert (view.handled, view.place, view.of, view.newer, view.older) == (False, 1, 1, None, None)
    assert view.report is not None
    assert (view.report.report_id, view.report.words, view.report.run, view.report.round) == (
        10,
        "words 10",
        None,
        None,
    )
    question = view.report.question
    assert question is not None
    assert (question.question_id, question.version, question.own) == (NUMERIC.id, 1, False)
    assert (question.subarea, question.topic) == ("Core", "Optimisers")
    assert question.variant.seed == 1
    assert question.variant.text.startswith("What is twice ")


async def test_reports_are_gone_through_the_newest_first(inbox: Inbox, desk: FakeDesk, bank: SampleBank) -> None:
    await reported(desk, bank, 10, 11, 12)
    first = await inbox.look(admin(20))
    assert (words(first), first.place, first.of, first.newer, first.older) == ("words 12", 1, 3, None, 11)
    second = await inbox.look(admin(21), 11)
    assert (words(second), second.place, second.newer, second.older) == ("words 11", 2, 12, 10)
    last = await inbox.look(admin(22), 3)
    assert (words(last), last.place, last.newer, last.older) == ("words 10", 3, 11, None)


async def test_done_goes_on_with_the_next_and_can_be_taken_back(inbox: Inbox, desk: FakeDesk, bank: SampleBank) -> None:
    await reported(desk, bank, 10, 11)
    following = await inbox.done(admin(20), 11)
    assert (words(following), following.of, following.handled) == ("words 10", 1, False)
    assert (await inbox.done(admin(21, person=5), 11)) == following
    kept = await inbox.look(admin(22), handled=True)
    assert kept.report is not None
    assert (kept.report.words, kept.report.handled_by, kept.report.handled_at) == ("words 11", 1, admin(20).at)
    assert await inbox.done(admin(23), 10) == InboxView(handled=False)
    again = await inbox.reopen(admin(24), 11)
    assert (words(again), again.of, again.handled) == ("words 11", 1, False)


async def test_an_empty_inbox_is_empty(inbox: Inbox) -> None:
    assert await inbox.look(admin(1)) == InboxView(handled=False)
    assert await inbox.look(admin(2), handled=True) == InboxView(handled=True)


async def test_a_server_sees_its_own_reports_alone(inbox: Inbox, desk: FakeDesk, bank: SampleBank) -> None:
    await reported(desk, bank, 10)
    elsewhere = admin(20, guild_id=8)
    assert (await inbox.look(elsewhere)).report is None
    await inbox.done(elsewhere, 10)
    await inbox.done(admin(21), 99)
    assert words(await inbox.look(admin(22))) == "words 10"


async def test_only_editors_and_admins_look_into_it(inbox: Inbox, desk: FakeDesk) -> None:
    with pytest.raises(RuleBroken, match="Only admins may work"):
        await inbox.look(call(1))
    await desk(lambda books: books.servers.save(Server(9, editor_role_id=44)))
    await inbox.look(call(2, role_ids=frozenset({44})))
    with pytest.raises(RuleBroken, match="added in a server"):
        await inbox.look(admin(3, guild_id=None))


async def test_a_run_is_shown_with_what_it_answers(inbox: Inbox, desk: FakeDesk, bank: SampleBank) -> None:
    code = Code(desk, bank, FakeSandbox())
    ran = await code.run(call(1, person=2), PYTHON, Watching())
    assert ran is not None
    await code.report(call(2, person=2), ran.run_id, "no output")
    view = await inbox.look(admin(20))
    assert view.report is not None
    assert view.report.question is None
    assert view.report.run is not None
    assert (view.report.run.source, view.report.run.status) == (PYTHON.encode(), "ok")
    asked = await Practice(desk, bank, lambda: ("base",)).start(call(30, person=2), "code")
    await code.submit(call(60, person=2), asked.attempt_id, PYTHON, Watching())
    run_id = max(desk.kept.runs)
    await code.report(call(61, person=2), run_id, "that is right")
    view = await inbox.look(admin(70))
    assert view.report is not None
    assert view.report.run is not None
    assert view.report.question is not None
    assert (view.report.run.run_id, view.report.question.question_id) == (run_id, CODE.id)
    desk.kept.runs[run_id] = replace(desk.kept.runs[run_id], end=None)
    view = await inbox.look(admin(71))
    assert view.report is not None
    assert view.report.run is not None
    assert view.report.run.status == ""


async def test_a_quiz_question_says_where_it_stood_and_who_voided_it(inbox: Inbox, desk: FakeDesk) -> None:
    quiz = await desk(quiz_with(2, question=NUMERIC))
    await desk(lambda books: books.reports.add(Report(10, 2, 9, None, NOON, "in doubt", None, quiz.id, 1)))
    view = await inbox.look(admin(20))
    assert view.report is not None
    assert view.report.round == ReportedRound(quiz.id, "Evening", 1)
    assert view.report.question is not None
    assert view.report.question.variant.seed == 5
    await desk(lambda books: books.quizzes.save_message(PublicMessage(quiz.id, 0, 400)))
    await desk(lambda books: books.quizzes.save_message(PublicMessage(quiz.id, 1, 401)))
    asked = desk.kept.quiz_rounds[quiz.id, 1]
    await desk(lambda books: books.quizzes.save_round(replace(asked, voided_at=NOON, voided_by=3)))
    view = await inbox.look(admin(21))
    assert view.report is not None
    assert view.report.round == ReportedRound(quiz.id, "Evening", 1, 400, 401, 3)


@pytest.mark.parametrize("options", [Options(numbers=Numbers.OWN), Options(open_days=1)])
async def test_own_numbers_are_those_of_who_reported(inbox: Inbox, desk: FakeDesk, options: Options) -> None:
    quiz = await desk(quiz_with(2, question=NUMERIC, options=options))
    await desk(lambda books: books.reports.add(Report(10, 2, 9, None, NOON, "in doubt", None, quiz.id, 1)))
    await desk(lambda books: books.reports.add(Report(11, 3, 9, None, NOON, "in doubt", None, quiz.id, 1)))
    hosts = await inbox.look(admin(20))
    members = await inbox.look(admin(21), 10)
    assert hosts.report is not None
    assert hosts.report.question is not None
    assert hosts.report.question.variant.seed == 5
    assert members.report is not None
    assert members.report.question is not None
    assert members.report.question.variant.seed != 5


async def test_a_report_from_an_interview_names_the_question_as_it_was_asked(
    inbox: Inbox, desk: FakeDesk, bank: SampleBank
) -> None:
    await reported(desk, bank, 10)  # so that the version is kept
    asked = AskedAs(VersionKey(0, NUMERIC.id, 1), 5)
    await desk(lambda books: books.reports.add(Report(11, 2, 9, None, NOON, "in doubt", asked_as=asked)))
    report = (await inbox.look(admin(20))).report
    assert report is not None
    assert report.question is not None
    assert (report.words, report.question.question_id, report.question.variant.seed) == ("in doubt", NUMERIC.id, 5)
    await desk(quiz_with(1, question=NUMERIC))
    sealed = (await inbox.look(admin(21))).report
    assert sealed is not None
    assert (sealed.sealed, sealed.words) == (True, "")


async def test_an_editor_who_plays_reads_it_after_the_reveal(inbox: Inbox, desk: FakeDesk, bank: SampleBank) -> None:
    await reported(desk, bank, 10)
    quiz = await desk(quiz_with(1, question=NUMERIC))
    view = await inbox.look(admin(20))
    assert view.report is not None
    assert (view.report.sealed, view.report.words, view.report.question) == (True, "", None)
    assert words(await inbox.look(admin(21, person=7))) == "words 10"
    await desk(revealed(quiz))
    assert words(await inbox.look(admin(22))) == "words 10"
