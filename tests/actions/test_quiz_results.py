"""Results of quizzes that have ended."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.actions.ports import Books
from bot.actions.quiz_results import NONE_YET, QuizResults
from bot.actions.quiz_views import Draw, EndView, Post
from bot.actions.records import Server
from bot.rules.errors import RuleBroken
from bot.rules.grading import Verdict
from bot.rules.quiz import END, Options, Quiz, State
from tests.actions.ended import (
    ADA,
    BEN,
    CY,
    GUEST,
    HOST,
    OVER,
    QUIZ,
    ROUNDS,
    keep,
    member,
    planned,
    play,
    revealed,
)
from tests.actions.quiz_stage import Stage, refused
from tests.actions.quiz_window import Window
from tests.fakes import FakeDesk
from tests.samples import EVERY, MULTIPLE, NOON, SHORT, SampleBank, call

DAY = 24 * 3600


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def results(desk: FakeDesk) -> QuizResults:
    return QuizResults(desk, SampleBank())


async def test_a_server_without_a_quiz_says_so(results: QuizResults) -> None:
    assert (await refused(results.newest(call(1)))).code == "none_yet"
    assert (await refused(results.newest(call(1, guild_id=None)))).code == "not_a_server"
    assert (await refused(results.show(call(1), 7))).code == "gone"
    assert "/quiz start" in NONE_YET


async def test_a_quiz_that_goes_on_has_no_results(results: QuizResults, desk: FakeDesk) -> None:
    quiz = await play(desk, state=State.RUNNING, ended_at=None)
    for asked in (results.show, results.mistakes, results.export):
        assert (await refused(asked(call(1, HOST), quiz.id))).code == "not_over"
    assert (await refused(results.newest(call(1)))).code == "none_yet"


async def test_another_server_sees_nothing(results: QuizResults, desk: FakeDesk) -> None:
    quiz = await play(desk)
    here, there = results.show(call(1, ADA), quiz.id), results.show(call(2, ADA, guild_id=8), quiz.id)
    seen, other = await asyncio.gather(here, there, return_exceptions=True)
    assert not isinstance(seen, BaseException)
    assert isinstance(other, RuleBroken)
    assert other.code == "gone"
    assert (await refused(results.export(call(3, ADA, guild_id=8, admin=True), quiz.id))).code == "gone"


async def test_the_boards_come_with_ones_own_place(results: QuizResults, desk: FakeDesk) -> None:
    await play(desk)
    view = await results.newest(call(DAY, BEN))
    assert [(named.person_id, named.alias) for named in view.end.mastery] == [
        (ADA, ""),
        (None, "Quiet Otter"),
        (BEN, ""),
    ]
    assert (view.end.players, view.end.count, view.end.voided, view.at) == (3, 4, 1, OVER)
    assert view.places.mastery is not None
    assert (view.places.mastery.who, view.places.mastery.first, view.places.mastery.of) == (BEN, 3, 3)
    assert view.places.speed is not None
    assert view.places.team is None
    assert not view.exports


async def test_ones_own_answers_come_question_by_question(results: QuizResults, desk: FakeDesk) -> None:
    quiz = await play(desk)
    own = (await results.show(call(DAY, ADA), quiz.id)).own
    told = [(line.number, line.grade and line.grade.verdict, line.voided) for line in own]
    assert told == [
        (1, Verdict.RIGHT, False),
        (2, Verdict.RIGHT, False),
        (3, Verdict.WRONG, True),
        (4, None, False),
    ]
    assert (own[0].took, own[3].answer) == (timedelta(seconds=5), None)
    assert [line.number for line in (await results.show(call(DAY, GUEST), quiz.id)).own] == [2, 3, 4]


async def test_whoever_did_not_play_sees_the_boards_alone(results: QuizResults, desk: FakeDesk) -> None:
    def left(books: Books, quiz: Quiz) -> None:
        books.quizzes.save_member(member(quiz, CY, left_at=NOON))

    quiz = await play(desk, left)
    for stranger in (CY, 77):
        view = await results.show(call(DAY, stranger), quiz.id)
        assert (view.own, view.places.mastery, view.places.speed) == ((), None, None)
        assert (await refused(results.mistakes(call(DAY, stranger), quiz.id))).code == "not_in"


async def test_whoever_joined_and_never_answered_has_missed_all(results: QuizResults, desk: FakeDesk) -> None:
    quiz = await play(desk, lambda books, quiz: books.quizzes.save_member(member(quiz, CY)))
    own = (await results.show(call(DAY, CY), quiz.id)).own
    assert [line.answer for line in own] == [None] * 4
    assert [line.number for line in (await results.mistakes(call(DAY, CY), quiz.id)).own] == [1, 2, 4]


async def test_whoever_knew_the_questions_stands_on_no_board(results: QuizResults, desk: FakeDesk) -> None:
    quiz = await play(desk)
    view = await results.show(call(DAY, HOST), quiz.id)
    assert (view.places.mastery, view.exports, len(view.own)) == (None, True, 4)


async def test_a_team_has_its_place(results: QuizResults, desk: FakeDesk) -> None:
    def teams(books: Books, quiz: Quiz) -> None:
        books.quizzes.save_member(member(quiz, ADA, team=1))
        books.quizzes.save_member(member(quiz, BEN, team=2))

    await play(desk, teams, options=Options(teams=2))
    view = await results.newest(call(DAY, BEN))
    assert view.places.team is not None
    assert (view.places.team.who, view.places.team.first) == (2, 2)


async def test_what_never_opened_is_no_ones(results: QuizResults, desk: FakeDesk) -> None:
    def more(books: Books, quiz: Quiz) -> None:
        books.quizzes.save_round(replace(planned(5, SHORT), quiz_id=quiz.id))

    quiz = await play(desk, more, state=State.STOPPED)
    assert len((await results.show(call(DAY, ADA), quiz.id)).own) == 4


async def test_the_last_quizzes_are_listed_in_the_servers_zone(results: QuizResults, desk: FakeDesk) -> None:
    def earlier(books: Books, _: Quiz) -> None:
        books.servers.save(Server(9, "Asia/Tokyo"))
        keep(books, replace(QUIZ, call_id=12, title="Earlier", ended_at=NOON))

    newest = await play(desk, earlier)
    view = await results.newest(call(DAY, ADA))
    assert [(line.title, line.players) for line in view.others] == [("Statistics", 4), ("Earlier", 0)]
    assert view.end.quiz_id == newest.id
    assert (view.others[0].at, view.others[0].at.hour) == (OVER, 21)
    assert (await results.show(call(DAY, ADA), view.others[1].quiz_id)).end.title == "Earlier"


async def test_many_who_look_at_once_share_one_look(results: QuizResults, desk: FakeDesk) -> None:
    quiz = await play(desk)
    looks = (results.show(call(DAY + who, who), quiz.id) for who in (ADA, BEN, GUEST, HOST))
    firsts = [view.places.mastery and view.places.mastery.first for view in await asyncio.gather(*looks)]
    assert firsts == [1, 3, 2, None]


async def test_the_hardest_question_is_the_one_that_fewest_had_right(results: QuizResults, desk: FakeDesk) -> None:
    quiz = await play(desk)
    hardest = (await results.show(call(DAY, ADA), quiz.id)).end.hardest
    assert hardest is not None
    assert (hardest.number, hardest.right, hardest.of) == (4, 0, 3)


async def test_where_all_questions_are_alike_none_is_the_hardest(results: QuizResults, desk: FakeDesk) -> None:
    def others(books: Books, quiz: Quiz) -> None:
        books.quizzes.save_round(replace(ROUNDS[1], quiz_id=quiz.id, voided_at=OVER))
        books.quizzes.save_round(replace(ROUNDS[3], quiz_id=quiz.id, voided_at=OVER))

    quiz = await play(desk, others)
    assert (await results.show(call(DAY, ADA), quiz.id)).end.hardest is None


async def test_what_is_open_in_another_quiz_stays_sealed(results: QuizResults, desk: FakeDesk) -> None:
    def other(books: Books, _: Quiz) -> None:
        on = replace(QUIZ, call_id=12, state=State.RUNNING, ended_at=None, channel_id=6, current=1)
        opened = [replace(revealed(1, one), revealed_at=None) for one in (MULTIPLE,)]
        running = keep(books, on, tuple(opened))
        books.quizzes.save_member(member(running, ADA))
        books.quizzes.save_member(member(running, HOST))

    quiz = await play(desk, other)
    mine, theirs = await results.show(call(DAY, ADA), quiz.id), await results.show(call(DAY, BEN), quiz.id)
    assert [line.sealed for line in mine.own] == [False, True, False, False]
    assert not any(line.sealed for line in theirs.own)
    export = await results.export(call(DAY, HOST), quiz.id)
    assert [line.sealed for line in next(export.takers).answers] == [False, True, False, False]


async def test_the_hardest_question_is_not_named_while_it_is_open_elsewhere(
    results: QuizResults, desk: FakeDesk
) -> None:
    def other(books: Books, _: Quiz) -> None:
        on = replace(QUIZ, call_id=12, state=State.RUNNING, ended_at=None, channel_id=6, current=1)
        running = keep(books, on, (replace(revealed(1, SHORT), revealed_at=None),))
        books.quizzes.save_member(member(running, ADA))

    quiz = await play(desk, other)
    assert (await results.show(call(DAY, ADA), quiz.id)).end.hardest is None
    theirs = (await results.show(call(DAY, BEN), quiz.id)).end.hardest
    assert theirs is not None
    assert theirs.number == 4


async def test_a_quiz_that_was_played_has_its_results() -> None:
    stage = Stage()
    quiz_id = (await stage.open(count=2)).quiz_id
    await stage.quiz.join(stage.call(ADA, name="Ada"), quiz_id)
    await stage.quiz.join(stage.call(BEN, name="Ben"), quiz_id, guest=True)
    await stage.quiz.begin(stage.call(HOST), quiz_id)
    for number in (1, 2):
        await stage.settle()
        stage.after(4)
        await stage.answer(quiz_id, number, ADA)
        await stage.answer(quiz_id, number, BEN, right=number == 1)
        stage.after(2)
        await stage.settle()
        await stage.quiz.next(stage.call(HOST), quiz_id, number)
    await stage.settle()
    played = QuizResults(stage.desk, SampleBank(EVERY))
    end = stage.shown[quiz_id, END]
    view = await played.newest(stage.call(BEN))
    assert isinstance(end, EndView)
    assert view.end == end
    assert view.places.mastery is not None
    assert (view.places.mastery.first, view.places.mastery.of) == (2, 2)
    assert [line.number for line in (await played.mistakes(stage.call(BEN), quiz_id)).own] == [2]
    ada, guest = (await played.export(stage.call(HOST), quiz_id)).takers
    assert (ada.name, ada.guest, guest.guest) == ("Ada", False, True)
    assert guest.name in {named.alias for named in end.mastery}
    assert {member.name for member in stage.desk.kept.quiz_members.values()} == {"Ada", ""}


async def test_the_end_card_is_posted_at_once_and_drawn_with_its_picture_afterwards() -> None:
    stage = Stage()
    quiz_id = await stage.began(ADA, count=1)
    await stage.answer(quiz_id, 1, ADA)
    stage.after(3)
    await stage.settle()
    await stage.quiz.next(stage.call(HOST), quiz_id, 1)
    await stage.settle()
    steps = [step for step in stage.log if isinstance(step, Post | Draw) and step.place == END]
    assert [type(step) for step in steps] == [Post, Draw]
    assert steps[0].view == steps[1].view


async def test_a_quiz_that_each_played_when_it_suited_them_has_its_results_once_it_closes() -> None:
    window = Window()
    quiz_id = await window.opened(count=3)
    await window.through(quiz_id, ADA)
    way = await window.begun(quiz_id, BEN)
    await window.say(way, BEN, right=False)
    played = QuizResults(window.desk, SampleBank(EVERY))
    assert (await refused(played.show(window.call(ADA), quiz_id))).code == "not_over"
    window.day()
    await window.settle()
    ada, ben = await played.show(window.call(ADA), quiz_id), await played.show(window.call(BEN), quiz_id)
    assert [line.grade and line.grade.verdict for line in ada.own] == [Verdict.RIGHT] * 3
    assert [line.answer is None for line in ben.own] == [False, True, True]
    assert ada.places.mastery is not None
    assert (ada.places.mastery.first, ada.end.players) == (1, 2)
    mistakes = await played.mistakes(window.call(BEN), quiz_id)
    assert [line.number for line in mistakes.own] == [1, 2, 3]
    exported = [taker.answers for taker in (await played.export(window.call(HOST), quiz_id)).takers]
    assert {line.variant.seed for line in exported[0]}.isdisjoint(line.variant.seed for line in exported[1])
