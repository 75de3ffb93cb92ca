from bot.actions.quiz_views import Draw, EndView, OpenThread, Post, QuestionView, RevealView
from bot.rules.quiz import END, LOBBY, State
from tests.actions.quiz_stage import ADA, BEN, HOST, QUIZ_ROLE, Stage


async def test_a_quiz_from_its_lobby_to_its_end() -> None:
    stage = Stage()
    quiz_id = (await stage.open()).quiz_id
    posted, thread, drawn = stage.log
    assert isinstance(posted, Post)
    assert (posted.place, posted.nonce, posted.role_id) == (LOBBY, f"quiz{quiz_id}p0", QUIZ_ROLE)
    assert isinstance(thread, OpenThread)
    assert thread.message_id == stage.ids[quiz_id, LOBBY]
    assert isinstance(drawn, Draw)
    assert stage.lobby(quiz_id).thread_id == thread.message_id
    for person in (ADA, BEN):
        await stage.quiz.join(stage.call(person), quiz_id)
    await stage.quiz.begin(stage.call(HOST), quiz_id)
    for number in (1, 2, 3):
        await stage.settle()
        shown = stage.shown[quiz_id, number]
        assert isinstance(shown, QuestionView)
        assert (shown.expected, shown.answered, shown.closes_at is not None) == (2, 0, True)
        stage.after(5)
        await stage.answer(quiz_id, number, ADA)
        await stage.answer(quiz_id, number, BEN, right=number == 1)
        stage.after(2)
        await stage.settle()
        reveal = stage.shown[quiz_id, number]
        assert isinstance(reveal, RevealView)
        assert (reveal.answered, reveal.expected, reveal.next_at is not None) == (2, 2, True)
        await stage.quiz.next(stage.call(HOST), quiz_id, number)
    assert await stage.settle() is None
    end = stage.shown[quiz_id, END]
    assert isinstance(end, EndView)
    assert (end.mastery[0].person_id, end.mastery[0].standing.value) == (ADA, 1.0)
    assert (end.players, end.state, stage.lobby(quiz_id).state) == (2, State.ENDED, State.ENDED)
    assert sum(isinstance(step, Post) for step in stage.log) == 5
    assert [step.role_id for step in stage.log if isinstance(step, Post)] == [QUIZ_ROLE, None, None, None, None]
