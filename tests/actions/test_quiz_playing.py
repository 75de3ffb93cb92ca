import asyncio
from datetime import timedelta

import pytest

from bot.actions.quiz_views import EndView, QuestionView, RevealView
from bot.actions.records import Person
from bot.rules.answer import Chosen, Typed
from bot.rules.grading import Verdict
from bot.rules.quiz import END, GRACE, Numbers, Options, State
from tests.actions.quiz_stage import ADA, BEN, CY, HOST, Stage, an_answer, refused
from tests.samples import SHORT


@pytest.fixture
def stage() -> Stage:
    return Stage()


async def replies(stage: Stage, quiz_id: int) -> dict[int, bool]:
    kept = await stage.desk(lambda books: books.quizzes.replies(quiz_id))
    return {reply.person_id: reply.score == 1 for reply in kept}


async def test_joining_twice_is_joining_once(stage: Stage) -> None:
    quiz_id = (await stage.open()).quiz_id
    first = await stage.quiz.join(stage.call(ADA), quiz_id)
    assert (first.again, first.first_round, first.alias, first.state) == (False, 1, "", State.LOBBY)
    assert first.thread_id == stage.ids[quiz_id, 0]
    assert (await stage.quiz.join(stage.call(ADA), quiz_id, guest=True)).again
    await stage.settle()
    assert stage.lobby(quiz_id).joined == 1


async def test_a_guest_is_known_by_a_made_up_name_alone(stage: Stage) -> None:
    quiz_id = (await stage.open(count=1)).quiz_id
    alias = (await stage.quiz.join(stage.call(ADA), quiz_id, guest=True)).alias
    await stage.quiz.leave(stage.call(ADA), quiz_id)
    assert (await stage.quiz.join(stage.call(ADA), quiz_id, guest=True)).alias == alias
    other = (await stage.quiz.join(stage.call(BEN), quiz_id, guest=True)).alias
    assert len({alias, other, ""}) == 3
    await stage.quiz.begin(stage.call(HOST), quiz_id)
    await stage.settle()
    for person in (ADA, BEN):
        await stage.answer(quiz_id, 1, person, right=person == ADA)
    stage.after(2)
    await stage.settle()
    stage.after(90)
    await stage.settle()
    end = stage.shown[quiz_id, END]
    assert isinstance(end, EndView)
    assert [(one.person_id, one.alias) for one in end.mastery] == [(None, alias), (None, other)]
    assert (end.hardest, end.shares) == (None, ((1, 0.5),))


async def test_who_leaves_is_not_waited_for_and_may_come_back(stage: Stage) -> None:
    quiz_id = await stage.began(ADA, BEN)
    await stage.answer(quiz_id, 1, ADA)
    stage.after(1)
    left = await stage.quiz.leave(stage.call(BEN), quiz_id)
    assert left.joined == 1
    assert await stage.settle() == stage.now + GRACE - timedelta(seconds=1)
    assert (await refused(stage.quiz.leave(stage.call(BEN), quiz_id))).code == "not_in"
    assert (await refused(stage.quiz.leave(stage.call(CY), quiz_id))).code == "not_in"
    assert (await refused(stage.quiz.mine(stage.call(BEN), quiz_id, 1))).code == "not_in"
    assert (await stage.quiz.join(stage.call(BEN), quiz_id)).first_round == 2
    assert (await refused(stage.quiz.mine(stage.call(BEN), quiz_id, 1))).code == "not_yet"
    question = stage.shown[quiz_id, 1]
    assert isinstance(question, QuestionView)
    assert (question.answered, question.expected) == (1, 1)


async def test_what_was_answered_before_leaving_stays(stage: Stage) -> None:
    quiz_id = await stage.began(ADA, BEN, count=1)
    await stage.answer(quiz_id, 1, ADA)
    await stage.quiz.leave(stage.call(ADA), quiz_id)
    await stage.settle()
    question = stage.shown[quiz_id, 1]
    assert isinstance(question, QuestionView)
    assert (question.answered, question.expected) == (1, 2)
    await stage.quiz.leave(stage.call(BEN), quiz_id)
    stage.after(3)
    await stage.settle()
    end = stage.shown[quiz_id, END]
    assert isinstance(end, EndView)
    assert [one.person_id for one in end.mastery] == [ADA]
    assert (await refused(stage.quiz.leave(stage.call(ADA), quiz_id))).code == "not_in"


async def test_a_quiz_ends_once_nobody_is_left(stage: Stage) -> None:
    quiz_id = await stage.began(ADA, BEN)
    for person in (ADA, BEN):
        await stage.quiz.leave(stage.call(person), quiz_id)
    assert await stage.settle() == stage.now + GRACE
    stage.after(2)
    assert await stage.settle() is None
    assert stage.lobby(quiz_id).state is State.ENDED
    other = await stage.began(ADA)
    stage.after(50)
    await stage.settle()
    await stage.quiz.leave(stage.call(ADA), other)
    await stage.settle()
    assert stage.lobby(other).state is State.ENDED
    again = await stage.began(ADA)
    stage.after(50)
    await stage.settle()
    await stage.quiz.stop(stage.call(HOST), again)
    assert (await refused(stage.quiz.leave(stage.call(ADA), again))).code == "over"
    assert (await refused(stage.quiz.join(stage.call(BEN), again))).code == "over"
    assert (await refused(stage.quiz.join(stage.call(ADA), again))).code == "over"


async def test_who_comes_late_plays_from_the_next_question(stage: Stage) -> None:
    quiz_id = await stage.began(ADA, count=2)
    late = await stage.quiz.join(stage.call(BEN), quiz_id)
    assert (late.first_round, late.state) == (2, State.RUNNING)
    await stage.answer(quiz_id, 1, ADA)
    stage.after(2)
    await stage.settle()
    assert isinstance(stage.shown[quiz_id, 1], RevealView)
    assert (await refused(stage.quiz.my_answer(stage.call(BEN), quiz_id, 1))).code == "not_in"
    assert (await refused(stage.quiz.my_answer(stage.call(CY), quiz_id, 1))).code == "not_in"
    assert (await refused(stage.quiz.ready(stage.call(BEN), quiz_id, 1))).code == "not_yet"
    assert await stage.quiz.ready(stage.call(ADA), quiz_id, 1) == 1
    planned = await stage.quiz.join(stage.call(CY), quiz_id)
    assert planned.first_round == 2
    await stage.settle()
    question = stage.shown[quiz_id, 2]
    assert isinstance(question, QuestionView)
    assert question.expected == 3
    assert (await refused(stage.quiz.join(stage.call(4), quiz_id))).code == "last_question"


async def test_the_last_choice_counts(stage: Stage) -> None:
    quiz_id = await stage.began(ADA, BEN)
    first = await stage.answer(quiz_id, 1, ADA)
    assert (first.changed, first.closes_at) == (False, stage.now + timedelta(seconds=45))
    stage.after(10)
    second = await stage.answer(quiz_id, 1, ADA, right=False)
    assert second.changed
    assert await replies(stage, quiz_id) == {ADA: False}
    (reply,) = await stage.desk(lambda books: books.quizzes.replies(quiz_id))
    assert reply.took == timedelta(seconds=10)
    round_ = await stage.desk(lambda books: books.quizzes.round(quiz_id, 1))
    assert round_ is not None
    assert (round_.answered, round_.changed_at) == (1, stage.now)


async def test_of_two_presses_the_later_one_counts_whichever_comes_first(stage: Stage) -> None:
    quiz_id = await stage.began(ADA, BEN)
    variant = await stage.variant(quiz_id, 1, ADA)
    early, late = stage.call(ADA), stage.call(ADA)
    right, wrong = an_answer(variant, right=True), an_answer(variant, right=False)
    second = await stage.quiz.answer(late, quiz_id, 1, right)
    first = await stage.quiz.answer(early, quiz_id, 1, wrong)
    again = await stage.quiz.answer(late, quiz_id, 1, right)
    assert first == again == second
    assert await replies(stage, quiz_id) == {ADA: True}


async def test_presses_that_wait_together_have_each_their_own_result(stage: Stage) -> None:
    quiz_id = await stage.began(ADA, BEN)
    variant = await stage.variant(quiz_id, 1, ADA)
    right, wrong = an_answer(variant, right=True), an_answer(variant, right=False)
    ada, ben, stranger, changed = (stage.call(person) for person in (ADA, BEN, CY, ADA))
    results = await asyncio.gather(
        stage.quiz.answer(ada, quiz_id, 1, wrong),
        stage.quiz.answer(ben, quiz_id, 1, wrong),
        stage.quiz.answer(stranger, quiz_id, 1, right),
        stage.quiz.answer(changed, quiz_id, 1, right),
        stage.quiz.answer(stage.call(ADA), quiz_id, 2, right),
        stage.quiz.answer(stage.call(ADA), 99, 1, right),
        stage.quiz.answer(stage.call(BEN), quiz_id, 1, Chosen(frozenset()) if variant.options else Typed("")),
        return_exceptions=True,
    )
    codes = [getattr(result, "code", "") for result in results]
    assert codes[:6] == ["", "", "not_in", "", "not_open", "gone"]
    assert codes[6] in ("nothing_chosen", "wrong_kind", "empty")
    assert await replies(stage, quiz_id) == {ADA: True, BEN: False}
    message = await stage.desk(lambda books: books.quizzes.message(quiz_id, 1))
    assert message is not None
    assert (message.revision, message.drawn, message.counts) == (3, 2, True)


async def test_a_press_in_time_counts_until_the_reveal_and_a_late_one_never(stage: Stage) -> None:
    quiz_id = await stage.began(ADA, BEN)
    variant = await stage.variant(quiz_id, 1, ADA)
    right = an_answer(variant, right=True)
    stage.after(44)
    in_time, slow = stage.call(ADA), stage.call(BEN)
    stage.after(2)
    late = stage.call(BEN)
    assert (await refused(stage.quiz.answer(late, quiz_id, 1, right))).code == "time_up"
    await stage.quiz.answer(in_time, quiz_id, 1, right)
    stage.after(1)
    await stage.settle()
    assert isinstance(stage.shown[quiz_id, 1], RevealView)
    assert (await refused(stage.quiz.answer(slow, quiz_id, 1, right))).code == "too_late"
    assert (await refused(stage.quiz.mine(stage.call(BEN), quiz_id, 1))).code == "time_up"
    assert await replies(stage, quiz_id) == {ADA: True}


async def test_extra_time_is_everybodys_deadline_and_nobodys_business(stage: Stage) -> None:
    await stage.desk(lambda books: books.people.save(Person(BEN, extra_time=2.0)))
    quiz_id = await stage.began(ADA, BEN)
    question = stage.shown[quiz_id, 1]
    assert isinstance(question, QuestionView)
    assert question.closes_at == stage.now + timedelta(seconds=90)
    stage.after(60)
    await stage.answer(quiz_id, 1, ADA)
    await stage.answer(quiz_id, 1, BEN)
    stage.after(2)
    await stage.settle()
    stage.after(1)
    await stage.quiz.stop(stage.call(HOST), quiz_id)
    await stage.settle()
    end = stage.shown[quiz_id, END]
    assert isinstance(end, EndView)
    assert [(one.person_id, round(one.standing.value, 3)) for one in end.speed] == [(BEN, 0.667), (ADA, 0.5)]
    assert [one.standing.last for one in end.mastery] == [2, 2]


async def test_each_has_their_own_numbers(stage: Stage) -> None:
    quiz_id = (await stage.open("dl.core")).quiz_id
    await stage.quiz.set(stage.call(HOST), quiz_id, Options(numbers=Numbers.OWN))
    for person in (ADA, BEN):
        await stage.quiz.join(stage.call(person), quiz_id)
    await stage.quiz.begin(stage.call(HOST), quiz_id)
    await stage.settle()
    texts = {(await stage.variant(quiz_id, 1, person)).text for person in (ADA, BEN)}
    assert len(texts) == 2
    question = stage.shown[quiz_id, 1]
    assert isinstance(question, QuestionView)
    assert question.own
    for person in (ADA, BEN):
        await stage.answer(quiz_id, 1, person, right=person == ADA)
    stage.after(2)
    await stage.settle()
    reveal = stage.shown[quiz_id, 1]
    assert isinstance(reveal, RevealView)
    assert [(line.text, line.votes) for line in reveal.tallies] == [("right", 1), ("That is once.", 1)]
    shown = await stage.quiz.my_answer(stage.call(BEN), quiz_id, 1)
    assert shown.variant.text in texts
    assert shown.grade is not None
    assert (shown.grade.reason, shown.own) == ("That is once.", True)


async def test_a_short_text_is_not_told_apart_before_the_reveal(stage: Stage) -> None:
    stage.restart(questions=(SHORT,))
    quiz_id = await stage.began(ADA, within="dl.pytorch", count=1)
    recorded = await stage.quiz.answer(stage.call(ADA), quiz_id, 1, Typed("Transfrom"))
    assert recorded.said == "Transfrom"
    (reply,) = await stage.desk(lambda books: books.quizzes.replies(quiz_id))
    assert (reply.verdict, reply.read_as) == (Verdict.RIGHT, "transform")


async def test_an_order_grows_privately(stage: Stage) -> None:
    quiz_id = await stage.began(ADA, within="stats.evaluation.confusion", count=25)
    number = 0
    while True:
        number += 1
        mine = await stage.quiz.mine(stage.call(ADA), quiz_id, number)
        if mine.variant.order is not None:
            break
        await stage.answer(quiz_id, number, ADA)
        stage.after(2)
        await stage.settle()
        await stage.quiz.ready(stage.call(ADA), quiz_id, number)
        await stage.settle()
    assert (await stage.quiz.mine(stage.call(ADA), quiz_id, number, "BA")).placed == (1, 0)
    assert (await refused(stage.quiz.mine(stage.call(ADA), quiz_id, number, "AA"))).code == "no_such_option"
    assert mine.said == ""
    await stage.answer(quiz_id, number, ADA)
    assert "→" in (await stage.quiz.mine(stage.call(ADA), quiz_id, number)).said


async def test_the_next_comes_at_once_when_all_are_ready(stage: Stage) -> None:
    quiz_id = await stage.began(ADA, BEN)
    assert (await refused(stage.quiz.ready(stage.call(ADA), quiz_id, 1))).code == "went_on"
    stage.after(47)
    await stage.settle()
    for _ in range(2):
        assert await stage.quiz.ready(stage.call(ADA), quiz_id, 1) == 1
    await stage.settle()
    reveal = stage.shown[quiz_id, 1]
    assert isinstance(reveal, RevealView)
    assert reveal.ready == 1
    assert (await refused(stage.quiz.ready(stage.call(CY), quiz_id, 1))).code == "not_in"
    assert await stage.quiz.ready(stage.call(BEN), quiz_id, 1) == 2
    await stage.settle()
    assert isinstance(stage.shown[quiz_id, 2], QuestionView)
    assert (await refused(stage.quiz.ready(stage.call(BEN), quiz_id, 1))).code == "went_on"


async def test_my_answer_shows_where_i_stand(stage: Stage) -> None:
    quiz_id = await stage.began(ADA, BEN, CY)
    for person in (ADA, BEN):
        await stage.answer(quiz_id, 1, person, right=person == ADA)
    assert (await refused(stage.quiz.my_answer(stage.call(ADA), quiz_id, 1))).code == "not_revealed"
    stage.after(47)
    await stage.settle()
    shown = await stage.quiz.my_answer(stage.call(ADA), quiz_id, 1)
    assert shown.standing is not None
    assert (shown.right, shown.of, shown.standing.first, shown.standing.of) == (1, 1, 1, 2)
    silent = await stage.quiz.my_answer(stage.call(CY), quiz_id, 1)
    assert (silent.answer, silent.grade, silent.took, silent.right, silent.of) == (None, None, None, 0, 1)
    assert silent.standing is None


async def test_rejoin_shows_where_one_stands(stage: Stage) -> None:
    assert (await refused(stage.quiz.rejoin(stage.call(ADA)))).code == "not_in"
    assert (await refused(stage.quiz.rejoin(stage.call(ADA, guild_id=None)))).code == "not_in"
    quiz_id = (await stage.open()).quiz_id
    assert (await refused(stage.quiz.rejoin(stage.call(ADA)))).code == "not_in"
    for person in (ADA, BEN):
        await stage.quiz.join(stage.call(person), quiz_id)
    (lobby,) = await stage.quiz.rejoin(stage.call(ADA))
    assert (lobby.state, lobby.mine, lobby.own) == (State.LOBBY, None, False)
    await stage.quiz.begin(stage.call(HOST), quiz_id)
    await stage.settle()
    await stage.quiz.join(stage.call(CY), quiz_id)
    said = (await stage.answer(quiz_id, 1, ADA)).said
    (running,) = await stage.quiz.rejoin(stage.call(ADA))
    assert running.mine is not None
    assert (running.mine.number, running.mine.said) == (1, said)
    (late,) = await stage.quiz.rejoin(stage.call(CY))
    assert late.mine is None
    stage.after(46)
    (over,) = await stage.quiz.rejoin(stage.call(BEN))
    assert over.mine is None
    await stage.quiz.leave(stage.call(BEN), quiz_id)
    assert (await refused(stage.quiz.rejoin(stage.call(BEN)))).code == "not_in"
