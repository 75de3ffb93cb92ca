import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from bot.actions.code import KEPT, Code
from bot.actions.practice import Practice
from bot.actions.records import NewRun, Run
from bot.actions.views import Asked, CodeWanted, Editing, Ended, Failed, Judged
from bot.rules.answer import GaveUp, Submitted
from bot.rules.code import JudgeJob
from bot.rules.errors import EdgeDown, RuleBroken
from bot.rules.grading import Verdict
from bot.rules.question import Level
from bot.rules.run import Ran, RunJob, RunStatus
from tests.fake_sandbox import FAILED, NOT_STARTED, VERSIONS, FakeSandbox
from tests.fakes import FakeDesk
from tests.samples import ALL, CODE, NOON, NUMERIC, SampleBank, call

STARTER = "def total(xs):\n    ..."


@dataclass
class Watching:
    """Somebody who looks at a run."""

    stopped: bool = False
    runs: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)

    def begun(self, run_id: int) -> None:
        self.runs.append(run_id)

    def placed(self, place: int) -> None:
        self.places.append(place)


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def sandbox() -> FakeSandbox:
    return FakeSandbox()


@pytest.fixture
def code(desk: FakeDesk, sandbox: FakeSandbox) -> Code:
    return Code(desk, SampleBank((*ALL, CODE)), sandbox)


@pytest.fixture
def practice(desk: FakeDesk, sandbox: FakeSandbox) -> Practice:
    return Practice(desk, SampleBank((*ALL, CODE)), lambda: sandbox.profiles)


async def refused(awaited: object) -> RuleBroken:
    with pytest.raises(RuleBroken) as refusal:
        await awaited  # type: ignore[misc]  # any awaitable
    return refusal.value


def last(desk: FakeDesk) -> Run:
    return desk.kept.runs[max(desk.kept.runs)]


def ended(run: Run) -> str:
    assert run.end is not None
    return run.end.status


async def test_a_program_is_run_and_its_text_kept(code: Code, desk: FakeDesk, sandbox: FakeSandbox) -> None:
    sandbox.place, watch = 2, Watching()
    shown = await code.run(call(1), "import sklearn\nprint(“hi”)", watch)
    assert shown == Ended(1, sandbox.ran, {"Python": "3.11.9", "scikit-learn": "1.8.0"}, (("curly quote", 2),))
    assert sandbox.jobs == [RunJob(b'import sklearn\nprint("hi")')]
    assert (watch.runs, watch.places) == ([1], [2])
    assert ended(last(desk)) == "ok"
    assert await code.draft(call(2)) == 'import sklearn\nprint("hi")'
    assert await code.program(call(2), 1) == b'import sklearn\nprint("hi")'
    assert await code.draft(call(2, person=2)) == ""


async def test_a_file_is_run_as_it_is(code: Code, sandbox: FakeSandbox) -> None:
    await code.run(call(1), b"\xff\0", Watching())
    assert sandbox.jobs == [RunJob(b"\xff\0")]
    assert await code.program(call(3), 1) == b"\xff\0"
    assert await code.draft(call(4)) == "\ufffd\0"


async def test_pytorch_is_there_for_who_imports_it(code: Code, sandbox: FakeSandbox) -> None:
    await code.run(call(1), "import torch", Watching())
    sandbox.profiles = {"base": VERSIONS, "torch": {**VERSIONS, "torch": "2.9"}}
    shown = await code.run(call(2), "import torch", Watching())
    assert [job.profile for job in sandbox.jobs] == ["base", "torch"]
    assert shown is not None
    assert shown.versions == {"Python": "3.11.9", "torch": "2.9"}


async def test_nothing_and_too_much_are_refused(code: Code, desk: FakeDesk) -> None:
    assert (await refused(code.run(call(1), " \n", Watching()))).code == "empty"
    assert (await refused(code.run(call(1), b"x" * (256 * 1024 + 1), Watching()))).sentence == (
        "That is 257 KiB of code, and I take 256 KiB. Send the part that matters."
    )
    assert desk.kept.runs == {}


async def test_one_at_a_time_and_the_second_is_kept_as_a_draft(
    code: Code, desk: FakeDesk, sandbox: FakeSandbox
) -> None:
    sandbox.held = True
    first = asyncio.create_task(code.run(call(1), "1", Watching()))
    await sandbox.begun.wait()
    assert (await refused(code.run(call(2), "2", Watching()))).code == "one_at_a_time"
    assert await code.draft(call(3)) == "2"
    assert await code.run(call(1), "1", Watching()) is None
    other = asyncio.create_task(code.run(call(4, person=2), "3", Watching()))
    sandbox.let_go.set()
    assert await first is not None
    assert await other is not None
    assert [ended(run) for run in desk.kept.runs.values()] == ["ok", "refused", "ok"]


async def test_a_bucket_that_is_empty_says_when_the_next_token_comes(code: Code, desk: FakeDesk) -> None:
    for number in range(8):
        await code.run(call(number, at=NOON), "1", Watching())
    refusal = await refused(code.run(call(8, at=NOON), "9", Watching()))
    assert refusal.code == "too_fast"
    assert f"<t:{int(NOON.timestamp()) + 10}:R>" in refusal.sentence
    assert await code.draft(call(9)) == "9"
    assert await code.run(call(10, at=NOON + timedelta(seconds=10)), "1", Watching()) is not None


async def test_a_server_has_a_bucket_too(code: Code) -> None:
    for number in range(40):
        await code.run(call(number, person=100 + number, at=NOON), "1", Watching())
    refusal = await refused(code.run(call(50, person=50, at=NOON), "1", Watching()))
    assert (refusal.code, "Many run code" in refusal.sentence) == ("too_fast", True)
    assert await code.run(call(51, person=51, at=NOON, guild_id=None), "1", Watching()) is not None
    assert await code.run(call(52, person=52, at=NOON, guild_id=10), "1", Watching()) is not None


async def test_what_failed_to_start_takes_no_token(code: Code, sandbox: FakeSandbox) -> None:
    sandbox.ran = Ran(RunStatus.SETUP_FAILED, cause="no Landlock")
    for number in range(12):
        shown = await code.run(call(number, at=NOON), "1", Watching())
        assert shown is not None
        assert shown.ran.status is RunStatus.SETUP_FAILED


async def test_old_drafts_go(code: Code, desk: FakeDesk) -> None:
    for number in range(KEPT + 5):
        await code.run(call(number, at=NOON + timedelta(minutes=number)), "1", Watching())
    assert len(desk.kept.runs) == KEPT + 1


async def test_without_the_sandbox_the_text_is_kept_and_the_person_free(
    code: Code, desk: FakeDesk, sandbox: FakeSandbox
) -> None:
    sandbox.away = True
    with pytest.raises(EdgeDown):
        await code.run(call(1), "1", Watching())
    assert (ended(last(desk)), await code.draft(call(2))) == ("setup_failed", "1")
    sandbox.away = False
    assert await code.run(call(3), "2", Watching()) is not None


@pytest.mark.parametrize("status", ["cancelled", None])
async def test_a_run_that_is_stopped_ends_and_one_that_a_stop_of_the_bot_cuts_waits(
    code: Code, desk: FakeDesk, sandbox: FakeSandbox, status: str | None
) -> None:
    sandbox.held = True
    task = asyncio.create_task(code.run(call(1), "1", Watching(status is not None)))
    await sandbox.begun.wait()
    task.cancel()
    await asyncio.wait((task,))
    assert sandbox.ended_early == 1
    run = last(desk)
    assert (run.end.status if run.end else None) == status


async def test_somebody_elses_run_stays_theirs(code: Code) -> None:
    await code.run(call(1), "1", Watching())
    assert (await refused(code.program(call(2, person=2), 1))).code == "not_yours"
    assert (await refused(code.report(call(2, person=2), 1, "bad"))).code == "not_yours"
    assert (await refused(code.program(call(2), 9))).code == "gone"


async def test_a_run_is_reported(code: Code, desk: FakeDesk) -> None:
    await code.run(call(1), "1", Watching())
    await code.report(call(2), 1, " it hangs ")
    [report] = desk.kept.reports.values()
    assert (report.words, report.run_id, report.attempt_id) == ("it hangs", 1, None)
    assert (await refused(code.report(call(3), 1, " "))).code == "no_words"


async def begin(practice: Practice, number: int = 1) -> Asked:
    asked = await practice.start(call(number), "code")
    assert asked.variant.question == CODE
    return asked


async def test_the_form_opens_with_the_starter_then_with_the_draft(
    practice: Practice, code: Code, sandbox: FakeSandbox
) -> None:
    asked = await begin(practice)
    shown = await code.editing(call(2), asked.attempt_id)
    assert shown == Editing(asked, STARTER)
    sandbox.judgement = FAILED
    await code.submit(call(3), asked.attempt_id, "def total(xs): return ‘’", Watching())
    shown = await code.editing(call(4), asked.attempt_id)
    assert isinstance(shown, Editing)
    assert (shown.text, shown.asked.tries) == ("def total(xs): return ''", 1)


async def test_a_wrong_submission_costs_nothing_and_a_right_one_settles(
    practice: Practice, code: Code, desk: FakeDesk, sandbox: FakeSandbox
) -> None:
    asked = await begin(practice)
    sandbox.judgement = FAILED
    failed = await code.submit(call(2), asked.attempt_id, "x = —1", Watching())
    assert isinstance(failed, Failed)
    assert (failed.submission.nth, failed.submission.mended) == (1, (("long dash", 1),))
    assert failed.asked == replace(asked, tries=1)
    assert desk.kept.attempts[asked.attempt_id].settled is None
    sandbox.judgement = replace(FAILED, passed=True, score=1.0)
    judged = await code.submit(call(3), asked.attempt_id, "x = —2", Watching())
    assert isinstance(judged, Judged)
    assert (judged.answer, judged.grade.verdict, judged.grade.score) == (Submitted(2, 2), Verdict.RIGHT, 1.0)
    assert judged.submission is not None
    assert judged.submission.mended == (("long dash", 1),)
    first, second = sandbox.jobs
    assert isinstance(first, JudgeJob)
    assert isinstance(second, JudgeJob)
    assert first.seed != second.seed
    assert first.seed == desk.kept.runs[1].new.seed
    again = await practice.show(call(4), asked.attempt_id)
    assert again == replace(judged, submission=replace(judged.submission, mended=()))
    coming = await practice.following(call(5), asked.attempt_id)
    assert isinstance(coming, Asked)
    assert coming.variant.question == CODE


async def test_hints_cost_and_not_knowing_gives_up(practice: Practice, code: Code, sandbox: FakeSandbox) -> None:
    asked = await begin(practice)
    await practice.hint(call(2), asked.attempt_id, 1)
    judged = await code.submit(call(3), asked.attempt_id, "x", Watching())
    assert isinstance(judged, Judged)
    assert judged.grade.score == 0.75
    other = await practice.following(call(4), asked.attempt_id)
    assert isinstance(other, Asked)
    await practice.give_up(call(5), other.attempt_id)
    late = await code.submit(call(6), other.attempt_id, "x", Watching())
    assert isinstance(late, Judged)
    assert (late.answer, late.submission) == (GaveUp(), None)
    assert late.said.startswith("You said you don't know")
    assert isinstance(await code.editing(call(7), other.attempt_id), Judged)
    assert len(sandbox.jobs) == 1


async def test_who_gave_up_meanwhile_is_shown_that(practice: Practice, code: Code, sandbox: FakeSandbox) -> None:
    asked = await begin(practice)
    sandbox.held = True
    task = asyncio.create_task(code.submit(call(2), asked.attempt_id, "x", Watching()))
    await sandbox.begun.wait()
    await practice.give_up(call(3), asked.attempt_id)
    sandbox.let_go.set()
    judged = await task
    assert isinstance(judged, Judged)
    assert judged.answer == GaveUp()


async def test_a_judge_that_did_not_start_is_never_charged(
    practice: Practice, code: Code, desk: FakeDesk, sandbox: FakeSandbox
) -> None:
    asked = await begin(practice)
    sandbox.judgement = NOT_STARTED
    failed = await code.submit(call(2), asked.attempt_id, "x", Watching())
    assert isinstance(failed, Failed)
    assert (failed.asked.tries, failed.submission.nth) == (0, 0)
    assert ended(last(desk)) == "setup_failed"
    shown = await code.editing(call(3), asked.attempt_id)
    assert isinstance(shown, Editing)
    assert shown.text == "x"


async def test_the_same_submission_twice_is_judged_once(practice: Practice, code: Code, sandbox: FakeSandbox) -> None:
    asked = await begin(practice)
    sandbox.judgement = FAILED
    await code.submit(call(2), asked.attempt_id, "x", Watching())
    assert await code.submit(call(2), asked.attempt_id, "x", Watching()) is None
    assert len(sandbox.jobs) == 1


async def test_only_code_questions_take_code(practice: Practice, code: Code) -> None:
    asked = await practice.start(call(1), "dl.core")
    assert (await refused(code.submit(call(2), asked.attempt_id, "x", Watching()))).code == "wrong_kind"
    assert await code.waiting(call(3)) is None
    assert await code.waiting(call(3, channel_id=77)) is None
    asked = await begin(practice, 4)
    assert await code.waiting(call(5)) == asked.attempt_id
    assert (await refused(code.submit(call(6, person=2), asked.attempt_id, "x", Watching()))).code == "not_yours"


async def test_a_plain_message_is_left_to_be_submitted_unless_it_gives_up(practice: Practice) -> None:
    asked = await begin(practice)
    assert await practice.typed(call(2), "x = 1") == CodeWanted(asked.attempt_id)
    judged = await practice.typed(call(3), "idk")
    assert isinstance(judged, Judged)
    assert judged.answer == GaveUp()


async def open_run(desk: FakeDesk, number: int, attempt_id: int | None, **more: object) -> Run:
    new = NewRun(number, 1, None, 5, NOON, b"x", "base", attempt_id, 7, written=True)
    run = await desk(lambda books: books.runs.add(new))
    assert run is not None
    return run


async def test_what_a_stop_left_open_is_judged_again_with_its_seed(
    practice: Practice, code: Code, desk: FakeDesk, sandbox: FakeSandbox
) -> None:
    asked = await begin(practice)
    run = await open_run(desk, 90, asked.attempt_id)
    assert await code.unsettled() == (run,)
    judged = await code.take_up(run)
    assert isinstance(judged, Judged)
    assert judged.answer == Submitted(run.id, 1)
    [job] = sandbox.jobs
    assert isinstance(job, JudgeJob)
    assert (job.seed, job.code) == (7, b"x")
    assert await code.unsettled() == ()


async def test_a_mere_run_that_a_stop_cut_is_lost_and_a_sandbox_away_leaves_the_draft(
    practice: Practice, code: Code, desk: FakeDesk, sandbox: FakeSandbox
) -> None:
    run = await open_run(desk, 90, None)
    assert await code.take_up(run) is None
    assert ended(last(desk)) == "lost"
    asked = await begin(practice)
    sandbox.away = True
    with pytest.raises(EdgeDown):
        await code.take_up(await open_run(desk, 91, asked.attempt_id))
    assert ended(last(desk)) == "setup_failed"


async def test_a_run_whose_question_is_gone_is_given_up(practice: Practice, code: Code, desk: FakeDesk) -> None:
    asked = await begin(practice)
    run = await open_run(desk, 90, asked.attempt_id)
    newer = Code(desk, SampleBank((replace(CODE, version=2),)), code.sandbox)
    desk.kept.versions.clear()
    with pytest.raises(RuleBroken):
        await newer.take_up(run)
    assert ended(last(desk)) == "lost"
    assert await code.unsettled() == ()


async def test_a_run_that_nobody_waits_for_is_let_go_and_its_late_verdict_records_nothing(
    practice: Practice, code: Code, desk: FakeDesk, sandbox: FakeSandbox
) -> None:
    asked = await begin(practice)
    sandbox.held = True
    task = asyncio.create_task(code.submit(call(2), asked.attempt_id, "x", Watching()))
    await sandbox.begun.wait()
    await code.let_go(call(3))
    assert last(desk).end is None
    await code.let_go(call(200))
    await code.let_go(call(201))
    sandbox.let_go.set()
    assert isinstance(await task, Failed)
    assert (ended(last(desk)), desk.kept.attempts[asked.attempt_id].settled) == ("lost", None)


async def test_without_the_sandbox_no_code_is_asked_for(practice: Practice, sandbox: FakeSandbox) -> None:
    offered = dict(await practice.topics(call(1), ""))
    assert offered["code"] == "Code: write, test or repair it"
    assert "code" in dict(await practice.topics(call(1), "test co"))
    assert "code" not in dict(await practice.topics(call(1), "eval"))
    asked = await begin(practice)
    judged = await practice.give_up(call(2), asked.attempt_id)
    assert judged.following is not None
    sandbox.profiles = {}
    assert "code" not in dict(await practice.topics(call(1), ""))
    assert "I cannot run code right now" in (await refused(practice.start(call(3), "code", Level.JUNIOR))).sentence
    assert (await refused(practice.following(call(4), asked.attempt_id))).code == "nothing_fits"
    assert (await practice.start(call(5), "dl.core")).variant.question == NUMERIC
