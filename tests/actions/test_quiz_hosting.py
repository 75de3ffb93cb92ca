from dataclasses import replace
from datetime import timedelta

import pytest

from bot.actions.quiz_views import EndView, LobbyView, QuestionView, RevealView
from bot.rules.errors import RuleBroken
from bot.rules.question import QuestionType
from bot.rules.quiz import END, LOBBY, TALK, Numbers, Options, Pace, State
from bot.rules.quiz_set import TYPES
from tests.actions.quiz_stage import ADA, BEN, CHANNEL, CY, GUILD, HOST, Stage, an_answer, refused
from tests.samples import NOON


@pytest.fixture
def stage() -> Stage:
    return Stage()


async def test_a_lobby_says_what_is_to_come(stage: Stage) -> None:
    view = await stage.open("stats", 2)
    assert (view.title, view.state, view.starts_at) == ("Statistics", State.LOBBY, NOON + timedelta(minutes=5))
    shown = stage.lobby(view.quiz_id)
    assert (shown.count, shown.joined, shown.host_plays, shown.host_id) == (2, 0, True, HOST)
    quiz = stage.desk.kept.quizzes[view.quiz_id]
    assert len(quiz.bank_version) == 64
    rounds = await stage.desk(lambda books: books.quizzes.rounds(quiz.id))
    assert [round_.number for round_ in rounds] == [1, 2]
    assert len({round_.question_id for round_ in rounds}) == len({round_.seed for round_ in rounds}) == 2


async def test_one_call_opens_one_lobby(stage: Stage) -> None:
    await stage.open()
    call = stage.call(HOST, channel_id=6)
    first = await stage.quiz.start(call)
    assert await stage.quiz.start(call) == first
    assert first.title == "Mixed questions"
    assert len(stage.desk.kept.quizzes) == 2


async def test_a_call_whose_quiz_is_over_opens_no_other(stage: Stage) -> None:
    call = stage.call(HOST, admin=True)
    view = await stage.quiz.start(call)
    await stage.quiz.cancel(stage.call(HOST), view.quiz_id)
    assert (await stage.quiz.start(call)).state is State.CANCELLED


async def test_who_may_not_host_is_told_who_may(stage: Stage) -> None:
    quiz_id = (await stage.open()).quiz_id
    assert (await refused(stage.quiz.start(stage.call(ADA)))).code == "not_host"
    assert (await refused(stage.quiz.start(stage.call(HOST, guild_id=None)))).code == "not_a_server"
    for tried in (
        stage.quiz.host(stage.call(ADA), quiz_id),
        stage.quiz.begin(stage.call(ADA), quiz_id),
        stage.quiz.preview(stage.call(ADA), quiz_id),
        stage.quiz.stop(stage.call(ADA), quiz_id),
        stage.quiz.void(stage.call(ADA), quiz_id, 1, "why"),
    ):
        assert (await refused(tried)).code == "not_host"
    assert (await stage.quiz.host(stage.call(ADA, admin=True), quiz_id)).quiz_id == quiz_id
    assert (await stage.quiz.start(stage.call(ADA, admin=True, channel_id=6))).quiz_id != quiz_id


async def test_what_cannot_be_drawn_is_refused(stage: Stage) -> None:
    await stage.open()
    for within, count, code in (("stats.what", 3, "unknown_topic"), ("", 0, "bad_count"), ("", 26, "bad_count")):
        assert (await refused(stage.quiz.start(stage.call(HOST, channel_id=6), within, count))).code == code
    assert (await refused(stage.quiz.start(stage.call(HOST)))).code == "one_here"
    assert (await refused(stage.quiz.host(stage.call(HOST), 99))).code == "gone"
    assert (await refused(stage.quiz.host(stage.call(HOST, guild_id=8), 1))).code == "gone"


async def test_only_what_can_be_answered_in_a_quiz_is_drawn(stage: Stage) -> None:
    view = await stage.open("stats.evaluation.confusion", 25)
    await stage.quiz.preview(stage.call(HOST), view.quiz_id)
    types = {question.variant.question.type for question in await stage.quiz.preview(stage.call(HOST), view.quiz_id)}
    assert types <= TYPES
    assert QuestionType.CODE not in types


async def test_nothing_fits(stage: Stage) -> None:
    stage.restart(questions=())
    assert (await refused(stage.open("stats"))).code == "nothing_fits"


async def test_questions_that_were_asked_lately_do_not_come_again(stage: Stage) -> None:
    first = await stage.began(ADA, within="stats.evaluation.confusion", count=2)
    asked = {round_.question_id for round_ in (await stage.desk(lambda books: books.quizzes.rounds(first)))}
    for number in (1, 2):
        stage.after(50)
        await stage.settle()
        await stage.quiz.next(stage.call(HOST), first, number)
        await stage.settle()
    second = await stage.open("stats.evaluation.confusion", 2)
    again = {round_.question_id for round_ in (await stage.desk(lambda books: books.quizzes.rounds(second.quiz_id)))}
    assert not asked & again


async def test_no_two_quizzes_that_are_on_have_a_question_in_common(stage: Stage) -> None:
    await stage.open("stats.evaluation", 25)
    refusal = await refused(stage.quiz.start(stage.call(HOST, channel_id=6), "stats.evaluation"))
    assert (refusal.code, refusal.sentence) == (
        "nothing_fits",
        "There is no question left that no quiz has now. Try another topic.",
    )


async def test_options_are_set_in_the_lobby_and_remembered(stage: Stage) -> None:
    quiz_id = (await stage.open()).quiz_id
    told = Options(20, Pace.AUTO, Numbers.OWN, 0, 0)
    assert (await stage.quiz.set(stage.call(HOST), quiz_id, told)).options == told
    await stage.settle()
    assert stage.lobby(quiz_id).options == told
    assert (await stage.quiz.start(stage.call(HOST, channel_id=6))).options == told
    await stage.quiz.join(stage.call(ADA), quiz_id)
    await stage.quiz.begin(stage.call(HOST), quiz_id)
    assert (await refused(stage.quiz.set(stage.call(HOST), quiz_id, Options()))).code == "begun"


async def test_teams_are_dealt_to_who_is_in_and_to_who_comes(stage: Stage) -> None:
    quiz_id = (await stage.open()).quiz_id
    for person in (ADA, BEN, CY):
        assert (await stage.quiz.join(stage.call(person), quiz_id)).team == 0
    await stage.quiz.set(stage.call(HOST), quiz_id, Options(teams=2))
    members = await stage.desk(lambda books: books.quizzes.members(quiz_id))
    assert [member.team for member in members] == [1, 2, 1]
    assert (await stage.quiz.join(stage.call(4), quiz_id)).team == 2
    await stage.quiz.leave(stage.call(4), quiz_id)
    assert (await stage.quiz.join(stage.call(4), quiz_id)).team == 2
    await stage.quiz.set(stage.call(HOST), quiz_id, Options())
    members = await stage.desk(lambda books: books.quizzes.members(quiz_id))
    assert {member.team for member in members} == {0}


async def test_a_start_is_put_off_by_five_minutes(stage: Stage) -> None:
    quiz_id = (await stage.open()).quiz_id
    assert (await stage.quiz.later(stage.call(HOST), quiz_id)).starts_at == NOON + timedelta(minutes=10)
    assert await stage.settle() == NOON + timedelta(minutes=10)
    assert stage.lobby(quiz_id).starts_at == NOON + timedelta(minutes=10)


async def test_a_quiz_starts_once_and_not_for_nobody(stage: Stage) -> None:
    quiz_id = (await stage.open()).quiz_id
    assert (await refused(stage.quiz.begin(stage.call(HOST), quiz_id))).code == "nobody_in"
    await stage.quiz.join(stage.call(ADA), quiz_id)
    await stage.quiz.begin(stage.call(HOST), quiz_id)
    assert (await stage.quiz.begin(stage.call(HOST), quiz_id)).state is State.RUNNING
    await stage.settle()
    assert (quiz_id, 2) not in stage.shown
    await stage.quiz.stop(stage.call(HOST), quiz_id)
    assert (await refused(stage.quiz.begin(stage.call(HOST), quiz_id))).code == "over"


async def test_a_lobby_that_nobody_came_to_is_called_off(stage: Stage) -> None:
    quiz_id = (await stage.open()).quiz_id
    stage.after(301)
    assert await stage.settle() is None
    assert stage.lobby(quiz_id).state is State.CANCELLED
    assert (quiz_id, END) not in stage.shown


@pytest.mark.parametrize("posted", [True, False])
async def test_a_quiz_is_called_off_in_its_lobby(stage: Stage, posted: bool) -> None:  # noqa: FBT001 (a case)
    view = await stage.open() if posted else await stage.quiz.start(stage.call(HOST, admin=True))
    for _ in range(2):
        assert (await stage.quiz.cancel(stage.call(HOST), view.quiz_id)).state is State.CANCELLED
    assert await stage.settle() is None
    assert ((view.quiz_id, LOBBY) in stage.shown) == posted
    other = await stage.open()
    assert (await stage.quiz.stop(stage.call(HOST), other.quiz_id)).state is State.CANCELLED
    assert (await stage.quiz.stop(stage.call(HOST), other.quiz_id)).state is State.CANCELLED


async def test_who_has_seen_the_questions_plays_outside_the_boards(stage: Stage) -> None:
    quiz_id = (await stage.open()).quiz_id
    views = await stage.quiz.preview(stage.call(HOST), quiz_id)
    assert [(view.number, view.closes_at) for view in views] == [(1, None), (2, None), (3, None)]
    assert (await stage.quiz.host(stage.call(HOST), quiz_id)).seen
    await stage.settle()
    assert (stage.lobby(quiz_id).host_plays, stage.lobby(quiz_id).joined) == (False, 0)
    for person in (HOST, ADA):
        await stage.quiz.join(stage.call(person), quiz_id)
    await stage.quiz.begin(stage.call(HOST), quiz_id)
    assert (await refused(stage.quiz.preview(stage.call(HOST), quiz_id))).code == "begun"
    await stage.settle()
    for person in (HOST, ADA):
        await stage.answer(quiz_id, 1, person)
    stage.after(3)
    await stage.settle()
    assert (await stage.quiz.my_answer(stage.call(HOST), quiz_id, 1)).standing is None
    await stage.quiz.stop(stage.call(HOST), quiz_id)
    await stage.settle()
    end = stage.shown[quiz_id, END]
    assert isinstance(end, EndView)
    assert [one.person_id for one in end.mastery] == [ADA]


async def test_the_host_goes_on_once(stage: Stage) -> None:
    quiz_id = await stage.began(ADA)
    assert (await refused(stage.quiz.next(stage.call(HOST), quiz_id, 1))).code == "not_revealed"
    assert not (await stage.quiz.host(stage.call(HOST), quiz_id, 1)).can_next
    stage.after(47)
    await stage.settle()
    assert (await stage.quiz.host(stage.call(HOST), quiz_id, 1)).can_next
    for _ in range(2):
        await stage.quiz.next(stage.call(HOST), quiz_id, 1)
    await stage.settle()
    reveal = stage.shown[quiz_id, 1]
    assert isinstance(reveal, RevealView)
    assert reveal.next_at is None
    assert (quiz_id, 3) not in stage.shown
    assert (await refused(stage.quiz.next(stage.call(HOST), quiz_id, 7))).code == "gone"


async def test_the_host_lets_people_talk(stage: Stage) -> None:
    quiz_id = await stage.began(ADA)
    assert (await refused(stage.quiz.wait(stage.call(HOST), quiz_id, 1))).code == "went_on"
    stage.after(47)
    await stage.settle()
    stage.after(60)
    await stage.quiz.wait(stage.call(HOST), quiz_id, 1)
    assert await stage.settle() == stage.now + TALK
    reveal = stage.shown[quiz_id, 1]
    assert isinstance(reveal, RevealView)
    assert reveal.next_at == stage.now + TALK
    assert (await refused(stage.quiz.wait(stage.call(HOST), quiz_id, 2))).code == "went_on"


async def test_a_void_leaves_the_boards_goes_to_the_inbox_and_comes_back(stage: Stage) -> None:
    quiz_id = await stage.began(ADA, BEN)
    await stage.answer(quiz_id, 1, ADA)
    await stage.answer(quiz_id, 1, BEN, right=False)
    stage.after(3)
    await stage.settle()
    assert (await refused(stage.quiz.unvoid(stage.call(HOST), quiz_id, 1))).code == "not_voided"
    assert (await refused(stage.quiz.void(stage.call(HOST), quiz_id, 2, "bad"))).code == "not_open"
    assert (await refused(stage.quiz.void(stage.call(HOST), quiz_id, 1, "  "))).code == "no_words"
    for _ in range(2):
        view = await stage.quiz.void(stage.call(HOST), quiz_id, 1, "The key is in doubt.")
        assert (view.can_void, view.can_unvoid) == (False, True)
    (report,) = stage.desk.kept.reports.values()
    assert (report.words, report.quiz_id, report.number, report.guild_id) == ("The key is in doubt.", quiz_id, 1, GUILD)
    await stage.settle()
    reveal = stage.shown[quiz_id, 1]
    assert isinstance(reveal, RevealView)
    assert (reveal.voided, reveal.voided_by, reveal.void_reason) == (True, HOST, "The key is in doubt.")
    shown = await stage.quiz.my_answer(stage.call(ADA), quiz_id, 1)
    assert (shown.voided, shown.of, shown.standing) == (True, 0, None)
    assert (await stage.quiz.unvoid(stage.call(HOST), quiz_id, 1)).can_void
    shown = await stage.quiz.my_answer(stage.call(ADA), quiz_id, 1)
    assert shown.standing is not None
    assert (shown.voided, shown.right, shown.of, shown.standing.first) == (False, 1, 1, 1)
    assert [entry.act for entry in stage.desk.kept.audit.values()] == ["quiz.void", "quiz.unvoid"]


async def test_the_reason_of_a_void_is_what_was_said_then_while_its_writer_is_known(stage: Stage) -> None:
    quiz_id = await stage.began(ADA)
    stage.after(47)
    await stage.settle()
    await stage.quiz.report(stage.call(BEN), quiz_id, 1, "I do not see why.")
    await stage.quiz.void(stage.call(BEN, admin=True), quiz_id, 1, "Two options are right.")
    stage.after(1)
    await stage.quiz.report(stage.call(BEN), quiz_id, 1, "Another thing.")
    await stage.settle()
    reveal = stage.shown[quiz_id, 1]
    assert isinstance(reveal, RevealView)
    assert (reveal.voided_by, reveal.void_reason) == (BEN, "Two options are right.")
    await stage.desk(lambda books: books.people.forget(BEN, stage.now))
    await stage.quiz.wait(stage.call(HOST), quiz_id, 1)
    await stage.settle()
    reveal = stage.shown[quiz_id, 1]
    assert isinstance(reveal, RevealView)
    assert (reveal.voided, reveal.voided_by != BEN, reveal.void_reason) == (True, True, "")


async def test_what_is_voided_while_open_closes_at_once_and_stays_voided(stage: Stage) -> None:
    quiz_id = await stage.began(ADA)
    view = await stage.quiz.void(stage.call(BEN, admin=True), quiz_id, 1, "A typo.")
    assert (view.can_next, view.can_void, view.can_unvoid) == (True, False, False)
    await stage.settle()
    reveal = stage.shown[quiz_id, 1]
    assert isinstance(reveal, RevealView)
    assert reveal.voided_by == BEN
    assert (await refused(stage.quiz.unvoid(stage.call(HOST), quiz_id, 1))).code == "cut_short"
    call, variant = stage.call(ADA), reveal.variant
    assert (await refused(stage.quiz.answer(call, quiz_id, 1, an_answer(variant, right=True)))).code == "voided"


@pytest.mark.parametrize("phase", ["planned", "open", "revealed", "between"])
async def test_a_quiz_is_stopped_at_any_point(stage: Stage, phase: str) -> None:
    quiz_id = (await stage.open()).quiz_id
    await stage.quiz.join(stage.call(ADA), quiz_id)
    await stage.quiz.begin(stage.call(HOST), quiz_id)
    if phase != "planned":
        await stage.settle()
        await stage.answer(quiz_id, 1, ADA)
    if phase in ("revealed", "between"):
        stage.after(3)
        await stage.settle()
    if phase == "between":
        await stage.quiz.next(stage.call(HOST), quiz_id, 1)
    assert (await stage.quiz.stop(stage.call(CY, admin=True), quiz_id)).state is State.STOPPED
    await stage.quiz.stop(stage.call(HOST), quiz_id)
    assert await stage.settle() is None
    end = stage.shown[quiz_id, END]
    assert isinstance(end, EndView)
    assert (end.state, end.players) == (State.STOPPED, int(phase in ("revealed", "between")))
    if phase == "open":
        reveal = stage.shown[quiz_id, 1]
        assert isinstance(reveal, RevealView)
        assert (reveal.voided, reveal.voided_by, reveal.next_at) == (True, None, None)
    assert (await refused(stage.quiz.void(stage.call(HOST), quiz_id, 1, "late"))).code == "over"
    assert (await refused(stage.quiz.unvoid(stage.call(HOST), quiz_id, 1))).code == "over"
    await stage.quiz.next(stage.call(HOST), quiz_id, 1)
    assert len([entry for entry in stage.desk.kept.audit.values() if entry.act == "quiz.stop"]) == 1


async def test_anybody_says_what_is_wrong(stage: Stage) -> None:
    quiz_id = await stage.began(ADA)
    await stage.quiz.report(stage.call(CY), quiz_id, 1, "  Two options are right. ")
    (report,) = stage.desk.kept.reports.values()
    assert (report.person_id, report.words, report.number) == (CY, "Two options are right.", 1)
    with pytest.raises(RuleBroken, match="no such question"):
        await stage.quiz.report(stage.call(CY), quiz_id, 9, "what")


async def test_two_quizzes_are_on_at_once(stage: Stage) -> None:
    first = await stage.began(ADA)
    second = await stage.quiz.start(stage.call(HOST, channel_id=CHANNEL + 1), "stats")
    await stage.quiz.join(stage.call(ADA), second.quiz_id)
    await stage.settle()
    await stage.quiz.begin(stage.call(HOST), second.quiz_id)
    stage.after(50)
    await stage.settle()
    assert isinstance(stage.shown[first, 1], RevealView)
    assert isinstance(stage.shown[second.quiz_id, 1], QuestionView)
    assert isinstance(stage.shown[second.quiz_id, 0], LobbyView)
    assert replace(stage.lobby(first), quiz_id=0).state is State.RUNNING
