"""Results of quizzes that have ended."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.actions.ports import Books
from bot.actions.practice import Practice
from bot.actions.quiz_results import NONE_YET, QuizResults
from bot.actions.quiz_results_views import Taker
from bot.actions.quiz_views import Draw, EndView, Post
from bot.actions.records import Server
from bot.rules.answer import Chosen, Typed
from bot.rules.choosing import Because
from bot.rules.errors import RuleBroken
from bot.rules.grading import Verdict
from bot.rules.quiz import END, Numbers, Options, Quiz, State
from tests.actions.ended import (
    ADA,
    BEN,
    CY,
    GUEST,
    HOST,
    OVER,
    QUIZ,
    ROUNDS,
    chosen,
    keep,
    member,
    planned,
    reply,
    revealed,
    variant,
)
from tests.actions.quiz_stage import Stage
from tests.fakes import FakeDesk
from tests.samples import EVERY, MULTIPLE, NOON, NUMERIC, SHORT, SINGLE, SampleBank, call

DAY = 24 * 3600


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def results(desk: FakeDesk) -> QuizResults:
    return QuizResults(desk, SampleBank())


async def refused(awaited: object) -> str:
    with pytest.raises(RuleBroken) as refusal:
        await awaited  # type: ignore[misc]  # any awaitable
    return refusal.value.code


async def play(desk: FakeDesk, more: Callable[[Books, Quiz], object] = lambda *_: None, **quiz: Any) -> Quiz:
    """Ada misses the last, Ben has all wrong, a guest comes for the second, the host plays off the boards."""

    def work(books: Books) -> Quiz:
        kept = keep(books, replace(QUIZ, **quiz))
        one, two, three, _ = ROUNDS
        for who, facts in (
            (ADA, {"name": "Ada"}),
            (BEN, {"name": "ben"}),
            (GUEST, {"alias": "Quiet Otter", "first_round": 2}),
            (HOST, {"name": "Host", "off_board": True}),
        ):
            books.quizzes.save_member(member(kept, who, **facts))
        own = kept.options.numbers is Numbers.OWN
        given = [
            reply(kept, one, ADA, chosen(variant(one, ADA, own=own), right=True), 5),
            reply(kept, two, ADA, chosen(variant(two, ADA, own=own), right=True), 5),
            reply(kept, three, ADA, Typed("1"), 5),
            reply(kept, one, BEN, chosen(variant(one, BEN, own=own), right=False), 20),
            reply(kept, two, BEN, chosen(variant(two, BEN, own=own), right=False), 20),
            reply(kept, two, GUEST, Chosen(frozenset({_mean(two, GUEST, own=own)})), 7),
            reply(kept, one, HOST, chosen(variant(one, HOST, own=own), right=True), 1),
        ]
        books.quizzes.put_replies(given)
        more(books, kept)
        return kept

    return await desk(work)


def _mean(round_: Any, person_id: int, *, own: bool) -> int:
    return [option.text for option in variant(round_, person_id, own=own).options].index("Mean")


async def test_a_server_without_a_quiz_says_so(results: QuizResults) -> None:
    assert await refused(results.newest(call(1))) == "none_yet"
    assert await refused(results.newest(call(1, guild_id=None))) == "not_a_server"
    assert await refused(results.show(call(1), 7)) == "gone"
    assert "/quiz start" in NONE_YET


async def test_a_quiz_that_goes_on_has_no_results(results: QuizResults, desk: FakeDesk) -> None:
    quiz = await play(desk, state=State.RUNNING, ended_at=None)
    for asked in (results.show, results.mistakes, results.export):
        assert await refused(asked(call(1, HOST), quiz.id)) == "not_over"
    assert await refused(results.newest(call(1))) == "none_yet"


async def test_another_server_sees_nothing(results: QuizResults, desk: FakeDesk) -> None:
    quiz = await play(desk)
    here, there = results.show(call(1, ADA), quiz.id), results.show(call(2, ADA, guild_id=8), quiz.id)
    seen, other = await asyncio.gather(here, there, return_exceptions=True)
    assert not isinstance(seen, BaseException)
    assert isinstance(other, RuleBroken)
    assert other.code == "gone"
    assert await refused(results.export(call(3, ADA, guild_id=8, admin=True), quiz.id)) == "gone"


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
        assert await refused(results.mistakes(call(DAY, stranger), quiz.id)) == "not_in"


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


async def test_mistakes_come_back_in_practice_once(results: QuizResults, desk: FakeDesk) -> None:
    quiz = await play(desk)
    first = await results.mistakes(call(DAY, BEN), quiz.id)
    assert [line.number for line in first.own] == [1, 2, 4]
    cards = dict(desk.kept.cards)
    assert {key[2] for key in cards} == {SINGLE.id, MULTIPLE.id, SHORT.id}
    assert first.comes_back == min(card.due for _, card in cards.values())
    assert first.comes_back >= OVER + timedelta(days=1)
    again = await results.mistakes(call(3 * DAY, BEN), quiz.id)
    assert desk.kept.cards == cards
    assert (again.own, again.comes_back) == (first.own, NOON + timedelta(days=3))
    practice = Practice(desk, SampleBank())
    asked = await practice.start(call(3 * DAY + 1, BEN))
    assert asked.variant.question.id in {SINGLE.id, MULTIPLE.id, SHORT.id}
    judged = await practice.answer(call(3 * DAY + 2, BEN), asked.attempt_id, chosen(asked.variant, right=True))
    assert judged.following is not None
    assert judged.following.because is Because.DUE


async def test_what_was_practised_since_stands(results: QuizResults, desk: FakeDesk) -> None:
    quiz = await play(desk)
    practice = Practice(desk, SampleBank())
    asked = await practice.start(call(DAY, BEN), "stats.evaluation.confusion")
    await practice.answer(call(DAY + 1, BEN), asked.attempt_id, chosen(asked.variant, right=False))
    known = desk.kept.cards[BEN, 0, SINGLE.id]
    await results.mistakes(call(DAY + 2, BEN), quiz.id)
    assert desk.kept.cards[BEN, 0, SINGLE.id] == known


async def test_a_card_from_before_the_quiz_is_moved_by_a_mistake(results: QuizResults, desk: FakeDesk) -> None:
    practice = Practice(desk, SampleBank())
    asked = await practice.start(call(-3 * DAY, BEN), "stats.evaluation.confusion")
    await practice.answer(call(-3 * DAY + 1, BEN), asked.attempt_id, chosen(asked.variant, right=False))
    known = desk.kept.cards[BEN, 0, SINGLE.id]
    quiz = await play(desk)
    await results.mistakes(call(DAY, BEN), quiz.id)
    assert desk.kept.cards[BEN, 0, SINGLE.id][1].due > known[1].due


async def test_where_all_was_right_nothing_comes_back(results: QuizResults, desk: FakeDesk) -> None:
    def rest(books: Books, quiz: Quiz) -> None:
        books.quizzes.put_replies([reply(quiz, ROUNDS[3], ADA, Typed("transform"))])

    quiz = await play(desk, rest)
    view = await results.mistakes(call(DAY, ADA), quiz.id)
    assert (view.own, view.comes_back, desk.kept.cards) == ((), None, {})


async def test_the_export_is_for_the_host_and_those_who_manage_the_server(results: QuizResults, desk: FakeDesk) -> None:
    quiz = await play(desk)
    assert await refused(results.export(call(DAY, ADA), quiz.id)) == "not_host"
    assert (await results.export(call(DAY, ADA, admin=True), quiz.id)).title == "Statistics"
    assert (await results.show(call(DAY, ADA, admin=True), quiz.id)).exports


async def takers(results: QuizResults, quiz: Quiz) -> list[Taker]:
    return list((await results.export(call(DAY, HOST), quiz.id)).takers)


async def test_the_export_names_guests_by_their_guest_names_and_is_ordered_by_name(
    results: QuizResults, desk: FakeDesk
) -> None:
    def namesake(books: Books, quiz: Quiz) -> None:
        books.quizzes.save_member(member(quiz, CY, name="Ada"))
        books.quizzes.save_member(member(quiz, 50))

    exported = await takers(results, await play(desk, namesake))
    assert [(taker.name, taker.guest) for taker in exported] == [
        ("a member", False),
        ("Ada", False),
        ("Ada (2)", False),
        ("ben", False),
        ("Host", False),
        ("Quiet Otter", True),
    ]
    assert [taker.off_board for taker in exported] == [False] * 4 + [True, False]
    assert [line.number for line in exported[-1].answers] == [2, 3, 4]
    assert str(GUEST) not in {part for taker in exported for part in repr(taker.name)}


async def test_the_export_does_not_tell_who_takes_longer(results: QuizResults, desk: FakeDesk) -> None:
    def slower(books: Books, quiz: Quiz) -> None:
        books.quizzes.save_member(member(quiz, ADA, name="Ada", allowance=1.25))
        books.quizzes.put_replies([reply(quiz, ROUNDS[3], ADA, Typed("transform"), 80)])

    by_name = {taker.name: taker.answers for taker in await takers(results, await play(desk, slower))}
    took = [line.took.total_seconds() for line in by_name["Ada"] if line.took]
    assert took == [4, 4, 4, 45]
    assert [line.took.total_seconds() for line in by_name["ben"] if line.took] == [20, 20]


@pytest.mark.parametrize("numbers", list(Numbers))
async def test_the_export_has_the_numbers_that_each_had(results: QuizResults, desk: FakeDesk, numbers: Numbers) -> None:
    quiz = await play(desk, options=Options(numbers=numbers))
    shown = {taker.name: taker.answers[2].variant for taker in await takers(results, quiz) if len(taker.answers) == 4}
    assert {one.question.id for one in shown.values()} == {NUMERIC.id}
    assert (len({one.text for one in shown.values()}) > 1) is (numbers is Numbers.OWN)
    assert shown["Ada"] == (await results.show(call(DAY, ADA), quiz.id)).own[2].variant


async def test_whoever_is_deleted_leaves_the_boards_and_the_export(results: QuizResults, desk: FakeDesk) -> None:
    quiz = await play(desk)
    await desk(lambda books: books.people.forget(ADA, OVER))
    view = await results.show(call(DAY, BEN), quiz.id)
    assert [named.person_id for named in view.end.mastery] == [None, BEN]
    assert view.end.players == 2
    assert [taker.name for taker in await takers(results, quiz)] == ["ben", "Host", "Quiet Otter"]


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
