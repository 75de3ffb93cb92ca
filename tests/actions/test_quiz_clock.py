from datetime import timedelta

import pytest

from bot.actions.quiz_playing import KEPT
from bot.actions.quiz_ports import PublicMessage
from bot.actions.quiz_sheet import REMEMBERED
from bot.actions.quiz_steps import snowflake
from bot.actions.quiz_views import Draw, EndView, LobbyView, OpenThread, Post, QuestionView, RevealView
from bot.rules.errors import EdgeDown
from bot.rules.quiz import END, LOBBY, TALK, State
from tests.actions.quiz_stage import ADA, BEN, CHANNEL, HOST, Stage, an_answer, refused
from tests.samples import NOON


@pytest.fixture
def stage() -> Stage:
    return Stage()


async def message(stage: Stage, quiz_id: int, place: int) -> PublicMessage:
    found = await stage.desk(lambda books: books.quizzes.message(quiz_id, place))
    assert found is not None
    return found


async def test_steps_come_again_until_they_are_reported(stage: Stage) -> None:
    quiz_id = (await stage.quiz.start(stage.call(HOST, admin=True))).quiz_id
    first = await stage.clock.tick(stage.now)
    assert first == await stage.clock.tick(stage.now)
    (post,) = first.steps
    assert isinstance(post, Post)
    assert (post.place, post.after_id, post.channel_id) == (LOBBY, snowflake(NOON), CHANNEL)
    assert first.due_at == NOON + timedelta(minutes=5)
    for message_id in (500, 501):
        await stage.clock.posted(quiz_id, LOBBY, message_id, NOON)
    assert (await message(stage, quiz_id, LOBBY)).message_id == 500
    (thread,) = (await stage.clock.tick(stage.now)).steps
    assert thread == OpenThread(quiz_id, CHANNEL, 500, "Quiz · Mixed questions")
    for _ in range(2):
        await stage.clock.threaded(quiz_id)
    (draw,) = (await stage.clock.tick(stage.now)).steps
    assert isinstance(draw, Draw)
    assert (draw.revision, draw.counts, draw.message_id) == (2, False, 500)
    for revision in (2, 1, 2, 9):
        await stage.clock.drawn(quiz_id, LOBBY, revision)
    assert (await stage.clock.tick(stage.now)).steps == ()
    assert (await message(stage, quiz_id, LOBBY)).drawn == 2
    await stage.clock.drawn(quiz_id, END, 1)
    await stage.clock.posted(quiz_id, END, 7, NOON)
    await stage.clock.lost(quiz_id, END)


async def test_no_question_is_posted_before_its_thread_is_there(stage: Stage) -> None:
    quiz_id = (await stage.quiz.start(stage.call(HOST, admin=True))).quiz_id
    await stage.clock.posted(quiz_id, LOBBY, 500, NOON)
    await stage.quiz.join(stage.call(ADA), quiz_id)
    await stage.quiz.begin(stage.call(HOST), quiz_id)
    kinds = [type(step) for step in (await stage.clock.tick(stage.now)).steps]
    assert kinds == [Draw, OpenThread]
    await stage.clock.threaded(quiz_id)
    post = (await stage.clock.tick(stage.now)).steps[-1]
    assert isinstance(post, Post)
    assert (post.place, post.channel_id, post.after_id, post.nonce) == (1, 500, 500, f"quiz{quiz_id}p1")


async def test_a_question_runs_from_the_time_of_its_message(stage: Stage) -> None:
    quiz_id = (await stage.open()).quiz_id
    await stage.quiz.join(stage.call(ADA), quiz_id)
    await stage.quiz.begin(stage.call(HOST), quiz_id)
    post = (await stage.clock.tick(stage.now)).steps[-1]
    assert isinstance(post, Post)
    assert isinstance(post.view, QuestionView)
    assert post.view.closes_at is None
    variant = post.view.variant
    assert (
        await refused(stage.quiz.answer(stage.call(ADA), quiz_id, 1, an_answer(variant, right=True)))
    ).code == "not_open"
    for at in (NOON + timedelta(seconds=7), NOON + timedelta(seconds=9)):
        await stage.clock.posted(quiz_id, 1, 900, at)
    round_ = await stage.desk(lambda books: books.quizzes.round(quiz_id, 1))
    assert round_ is not None
    assert (round_.opened_at, round_.closes_at) == (NOON + timedelta(seconds=7), NOON + timedelta(seconds=52))
    assert (await stage.clock.tick(stage.now)).due_at == NOON + timedelta(seconds=54)
    stage.ids[quiz_id, 1] = 900
    await stage.settle()
    stage.after(54)
    await stage.settle()
    await stage.quiz.next(stage.call(HOST), quiz_id, 1)
    post = (await stage.clock.tick(stage.now)).steps[-1]
    assert isinstance(post, Post)
    assert post.after_id == max(900, stage.ids[quiz_id, LOBBY])


async def test_a_reveal_stands_ninety_seconds_at_most_and_the_last_one_too(stage: Stage) -> None:
    quiz_id = await stage.began(ADA, count=1)
    stage.after(47)
    assert await stage.settle() == stage.now + TALK
    stage.after(90)
    assert await stage.settle() is None
    end = stage.shown[quiz_id, END]
    assert isinstance(end, EndView)
    assert (end.state, end.players, end.hardest, end.shares, end.voided) == (State.ENDED, 0, None, (), 0)
    assert (await stage.desk(lambda books: books.quizzes.live())) == ()


async def test_a_count_waits_for_its_turn_and_a_reveal_does_not(stage: Stage) -> None:
    quiz_id = await stage.began(ADA, BEN)
    await stage.answer(quiz_id, 1, ADA)
    (step,) = (await stage.clock.tick(stage.now)).steps
    assert isinstance(step, Draw)
    assert (step.counts, step.place) == (True, 1)
    await stage.answer(quiz_id, 1, ADA, right=False)
    (step,) = (await stage.clock.tick(stage.now)).steps
    assert isinstance(step, Draw)
    assert step.revision == 3
    stage.after(47)
    (step,) = (await stage.clock.tick(stage.now)).steps
    assert isinstance(step, Draw)
    assert isinstance(step.view, RevealView)
    assert not step.counts
    await stage.clock.drawn(quiz_id, 1, 3)
    (step,) = (await stage.clock.tick(stage.now)).steps
    assert isinstance(step, Draw)
    assert not step.counts


async def test_time_is_given_back_after_a_long_stop(stage: Stage) -> None:
    await stage.clock.resume(NOON)
    quiz_id = await stage.began(ADA)
    lobby = await stage.quiz.start(stage.call(HOST, channel_id=6))
    await stage.settle()
    stage.after(600)
    stage.restart()
    await stage.clock.resume(stage.now)
    await stage.clock.resume(stage.now)
    await stage.settle()
    question = stage.shown[quiz_id, 1]
    assert isinstance(question, QuestionView)
    assert question.closes_at == NOON + timedelta(seconds=645)
    assert stage.lobby(lobby.quiz_id).starts_at == NOON + timedelta(seconds=900)
    stage.after(20)
    await stage.answer(quiz_id, 1, ADA)
    (reply,) = await stage.desk(lambda books: books.quizzes.replies(quiz_id))
    assert reply.took == timedelta(seconds=20)


async def test_a_short_stop_changes_no_deadline(stage: Stage) -> None:
    quiz_id = await stage.began(ADA)
    stage.after(44)
    stage.restart()
    await stage.clock.resume(stage.now)
    assert await stage.settle() == NOON + timedelta(seconds=47)
    stage.after(3)
    await stage.settle()
    assert isinstance(stage.shown[quiz_id, 1], RevealView)


async def test_a_quiz_that_loses_its_lobby_is_called_off(stage: Stage) -> None:
    quiz_id = (await stage.open()).quiz_id
    for _ in range(2):
        await stage.clock.lost(quiz_id, LOBBY)
    assert await stage.settle() is None
    quiz = await stage.desk(lambda books: books.quizzes.get(quiz_id))
    assert quiz is not None
    assert (quiz.state, quiz.ended_at) == (State.CANCELLED, stage.now)
    never = await stage.quiz.start(stage.call(HOST))
    await stage.clock.lost(never.quiz_id, LOBBY)
    assert await stage.settle() is None
    over = await stage.began(ADA)
    await stage.quiz.stop(stage.call(HOST), over)
    await stage.clock.lost(over, LOBBY)
    quiz = await stage.desk(lambda books: books.quizzes.get(over))
    assert quiz is not None
    assert quiz.state is State.STOPPED


@pytest.mark.parametrize(("place", "stops"), [(LOBBY, True), (1, False), (2, True)])
async def test_a_quiz_stops_without_its_lobby_or_its_open_question(stage: Stage, place: int, stops: bool) -> None:  # noqa: FBT001 (a case)
    quiz_id = await stage.began(ADA)
    stage.after(47)
    await stage.settle()
    await stage.quiz.next(stage.call(HOST), quiz_id, 1)
    await stage.settle()
    await stage.clock.lost(quiz_id, place)
    await stage.settle()
    assert ((quiz_id, END) in stage.shown) == stops
    await stage.quiz.stop(stage.call(HOST), quiz_id)
    await stage.settle()
    await stage.clock.lost(quiz_id, END)
    end = stage.shown[quiz_id, END]
    assert isinstance(end, EndView)
    assert (end.state, end.voided) == (State.STOPPED, 1)


async def test_what_was_sent_when_the_quiz_had_just_ended_says_how_things_stand(stage: Stage) -> None:
    quiz_id = (await stage.open()).quiz_id
    await stage.quiz.join(stage.call(ADA), quiz_id)
    await stage.quiz.begin(stage.call(HOST), quiz_id)
    sent = (await stage.clock.tick(stage.now)).steps[-1]
    assert isinstance(sent, Post)
    await stage.quiz.stop(stage.call(HOST), quiz_id)
    await stage.settle()
    assert (quiz_id, 1) not in stage.shown
    await stage.carry_out(sent)
    await stage.settle()
    reveal = stage.shown[quiz_id, 1]
    assert isinstance(reveal, RevealView)
    assert (reveal.voided, reveal.voided_by, reveal.next_at) == (True, None, None)
    cancelled = (await stage.quiz.start(stage.call(HOST))).quiz_id
    (sent,) = (await stage.clock.tick(stage.now)).steps
    await stage.quiz.cancel(stage.call(HOST), cancelled)
    await stage.carry_out(sent)
    await stage.settle()
    lobby = stage.shown[cancelled, LOBBY]
    assert isinstance(lobby, LobbyView)
    assert lobby.state is State.CANCELLED


async def test_a_move_that_somebody_made_meanwhile_is_not_made_again(stage: Stage) -> None:
    quiz_id = await stage.began(ADA)
    stage.after(47)
    await stage.settle()
    await stage.quiz.next(stage.call(HOST), quiz_id, 1)
    before = stage.desk.kept.quizzes[quiz_id]
    await stage.desk(lambda books: stage.clock._move(books, quiz_id, stage.now))
    assert stage.desk.kept.quizzes[quiz_id] == before


async def test_many_quizzes_and_many_numbers_are_remembered_and_forgotten(stage: Stage) -> None:
    first = await stage.began(ADA)
    stage.quiz._boards._known.update({-number: ((), ()) for number in range(1, KEPT + 1)})
    await stage.answer(first, 1, ADA)
    stage.after(2)
    await stage.settle()
    assert (await stage.quiz.my_answer(stage.call(ADA), first, 1)).standing is not None
    assert list(stage.quiz._boards._known) == [first]
    known = stage.quiz.papers._variants
    (key, _), variant = next(iter(known.items()))
    known.update({(key, -seed): variant for seed in range(1, REMEMBERED)})
    await stage.quiz.my_answer(stage.call(ADA), first, 1)
    assert len(known) >= REMEMBERED
    await stage.quiz.ready(stage.call(ADA), first, 1)
    await stage.settle()
    await stage.variant(first, 2, ADA)
    assert len(known) == 1


async def test_a_quiz_that_cannot_go_on_holds_up_no_other(stage: Stage) -> None:
    broken = await stage.began(ADA, within="dl.core")
    other = (await stage.quiz.start(stage.call(HOST, channel_id=CHANNEL + 1), "stats", 2)).quiz_id
    await stage.settle()
    await stage.quiz.join(stage.call(BEN), other)
    key = next(key for key in stage.desk.kept.versions if key.question_id == "double")
    lost = stage.desk.kept.versions.pop(key)
    stage.restart()
    stage.after(5 * 60)
    tick = await stage.clock.tick(stage.now)
    (fault,) = tick.broken
    assert fault.about == f"quiz {broken}"
    for step in tick.steps:
        await stage.carry_out(step)
    assert (await stage.quiz.host(stage.call(HOST), other)).state is State.RUNNING
    assert [one.about for one in (await stage.clock.tick(stage.now)).broken] == [f"quiz {broken}"]
    stage.desk.kept.versions[key] = lost
    await stage.settle()
    assert (await stage.clock.tick(stage.now)).broken == ()
    assert isinstance(stage.shown[broken, 1], RevealView)


async def test_without_the_books_there_is_no_tick(stage: Stage) -> None:
    await stage.began(ADA)
    stage.after(47)
    stage.desk.down = True
    with pytest.raises(EdgeDown):
        await stage.clock._apart("quiz 1", lambda _: ())


async def test_what_was_sent_just_before_a_stop_is_found_after_the_quiz_has_ended(stage: Stage) -> None:
    quiz_id = (await stage.open()).quiz_id
    await stage.quiz.join(stage.call(ADA), quiz_id)
    await stage.quiz.begin(stage.call(HOST), quiz_id)
    await stage.quiz.stop(stage.call(HOST), quiz_id)
    posts = [step for step in (await stage.clock.tick(stage.now)).steps if isinstance(step, Post)]
    assert [(step.place, step.wanted) for step in posts] == [(1, False), (END, True)]
    stage.ids[quiz_id, 1] = snowflake(stage.now) + 1_000
    await stage.clock.posted(quiz_id, 1, stage.ids[quiz_id, 1], stage.now)
    await stage.settle()
    reveal = stage.shown[quiz_id, 1]
    assert isinstance(reveal, RevealView)
    assert reveal.voided
