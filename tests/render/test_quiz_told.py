"""What a quiz tells one person, word for word."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.actions.quiz_views import HostView, Joined, MineView, MyAnswer, QuestionView, Recorded, Rejoined
from bot.render import quiz_told
from bot.rules.answer import Answer, Arranged, Chosen, GaveUp, Matched, Typed
from bot.rules.grading import Grade, Verdict
from bot.rules.quiz import Numbers, Options, Pace, State
from bot.rules.standings import Standing
from bot.rules.variant import Variant
from tests.render.conftest import Desk
from tests.render.test_quiz import MATCH, ORDER, with_places

START = datetime.fromtimestamp(1795460400, UTC)
JOINED = Joined(3, START, State.LOBBY, 222)


def test_whoever_joins_is_told_where_and_when() -> None:
    assert quiz_told.joined(JOINED) == (
        "You are in. The thread opens <t:1795460400:R>: <#222>. Nothing will ping you before that."
    )
    assert quiz_told.joined(replace(JOINED, again=True, thread_id=None, team=2)) == (
        "You are in already. Your team: **2**. The thread opens <t:1795460400:R>. Nothing will ping you before that."
    )


def test_a_guest_is_told_the_name() -> None:
    assert quiz_told.joined(replace(JOINED, alias="Quiet Otter")).startswith(
        "You are in as **Quiet Otter**. The board and the host's export say only that. The thread opens"
    )


def test_who_comes_late_is_told_from_when_on() -> None:
    said = quiz_told.joined(replace(JOINED, state=State.RUNNING, first_round=5))
    assert said == "You are in. You play from question 5 on: <#222>."


def test_an_answer_is_confirmed() -> None:
    noted = Recorded(3, 4, "It falls from $a_1$ to\n0.72", START)
    until = "\n-# You can change it until all have answered or time is up, <t:1795460400:R>."
    assert quiz_told.recorded(noted) == f"**Noted:** It falls from a₁ to 0.72{until}"
    assert quiz_told.recorded(replace(noted, said="B", changed=True)) == f"**Changed to:** B{until}"


@pytest.mark.parametrize(("count", "said"), [(1, "1 is ready"), (3, "3 are ready")])
def test_ready(count: int, said: str) -> None:
    assert quiz_told.ready(count) == f"Noted. {said}; once everybody is, it goes on at once."


def mine(variant: Variant, answer: Answer | None, grade: Grade | None, **more: object) -> MyAnswer:
    view = MyAnswer(3, 4, 10, variant, False, answer, grade, timedelta(seconds=12), 3, 4, Standing(1, 0.7, 2, 4, 9))
    return replace(view, **more)  # type: ignore[arg-type]  # a test's own keywords


RIGHT, WRONG = Grade(Verdict.RIGHT, 1.0), Grade(Verdict.WRONG, 0.0, "0.75 is the plain average.")


def test_ones_own_answer(desk: Desk) -> None:
    view = mine(desk.single, Chosen(frozenset({1})), RIGHT)
    assert quiz_told.my_answer(view).text == (
        '✓ You chose "It falls from about 0.85 to 0.72" after 12 s. Right so far: 3 of 4. Place 2 to 4 of 9.'
    )


def test_ones_own_mistake(desk: Desk) -> None:
    view = mine(desk.single, Chosen(frozenset({0})), WRONG, standing=None)
    assert quiz_told.my_answer(view).text == (
        '✗ You chose "It falls from about 0.85 to 0.75" after 12 s. Right so far: 3 of 4.\n\n0.75 is the plain average.'
    )


def test_ones_own_numbers_and_working(desk: Desk) -> None:
    view = mine(desk.numeric, Typed("0.79"), replace(WRONG, reason="These are odds."), own=True)
    assert (
        quiz_told.my_answer(view).text
        == """\
✗ You wrote "0.79" after 12 s. Right so far: 3 of 4. Place 2 to 4 of 9.

### 4 of 10
A spam filter is retrained. Precision goes from **0.80 to 0.90**, recall from **0.90 to 0.60**.
**What happens to F1?**

These are odds.

✓ 0.37

**Why** Of all alarms: P(F \\| A) = P(F)P(A \\| F)/P(A)."""
    )
    assert quiz_told.my_answer(view).pictures == ()


def test_no_answer_and_a_void(desk: Desk) -> None:
    nothing = mine(desk.single, None, None, took=None, of=0, standing=None)
    assert quiz_told.my_answer(nothing).text == "You did not answer this one."
    void = mine(desk.single, Chosen(frozenset({1})), RIGHT, took=None, voided=True, standing=None)
    assert quiz_told.my_answer(void).text == (
        '✓ You chose "It falls from about 0.85 to 0.72". It was voided: nobody gains or loses by it. '
        "Right so far: 3 of 4."
    )


def test_ones_own_version_says_what_was_right(desk: Desk) -> None:
    variant = replace(desk.single, code="print(1)")
    said = quiz_told.my_answer(mine(variant, None, None, own=True)).text
    assert "```python\nprint(1)\n```" in said
    assert "\n\n✓ It falls from about 0.85 to 0.72\n\n**Why** " in said
    assert "✓" not in quiz_told.my_answer(mine(variant, None, None, own=True, voided=True)).text
    order = quiz_told.my_answer(mine(with_places(desk, order=ORDER), None, None, own=True)).text
    assert "**1**  one\n**2**  two\n**3**  three" in order


def test_orders_and_rows_show_what_each_place_was(desk: Desk) -> None:
    partly = Grade(Verdict.PARTLY, 0.5)
    order = quiz_told.my_answer(mine(with_places(desk, order=ORDER), Arranged((0, 1, 2)), partly)).text
    assert order.startswith("◐ You had 2 of 3 pairs in order after 12 s.")
    assert "**2**  two · you had it at 1" in order
    rows = quiz_told.my_answer(mine(with_places(desk, matching=MATCH), Matched((1, 2)), partly)).text
    assert rows.startswith("◐ You had 1 of 2 rows right after 12 s.")
    assert "You chose Beta: A share." in rows
    assert quiz_told.in_words(desk.single, GaveUp()) == "You answered"


HOST = HostView(3, "Model evaluation", State.LOBBY, Options(), START, 7)


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (
            HOST,
            (
                "### Quiz · Model evaluation\nStarts <t:1795460400:R> · 7 are in.\n"
                "45 seconds each · you press Next · the same numbers for all · no teams"
            ),
        ),
        (
            replace(HOST, options=Options(30, Pace.AUTO, Numbers.OWN, 2), seen=True),
            (
                "### Quiz · Model evaluation\nStarts <t:1795460400:R> · 7 are in.\n"
                "30 seconds each · it moves on by itself · own numbers for everybody · 2 teams\n"
                "-# You have seen the questions: you play outside the boards."
            ),
        ),
        (
            replace(HOST, state=State.RUNNING, number=4),
            "### Quiz · Model evaluation · question 4\nIt is on · 7 are in.",
        ),
        (
            replace(HOST, state=State.RUNNING, number=4, can_unvoid=True),
            (
                "### Quiz · Model evaluation · question 4\nIt is on · 7 are in.\n"
                "This question is voided: it counts for nobody."
            ),
        ),
        (replace(HOST, state=State.CANCELLED), "### Quiz · Model evaluation\nCalled off. Nobody loses anything."),
        (replace(HOST, state=State.ENDED), "### Quiz · Model evaluation\nThis quiz is over."),
        (replace(HOST, state=State.STOPPED), "### Quiz · Model evaluation\nThis quiz is over."),
    ],
)
def test_the_hosts_panel(view: HostView, said: str) -> None:
    assert quiz_told.host(view).text == said


def test_a_preview_shows_the_key(desk: Desk) -> None:
    view = QuestionView(3, 4, 10, "Statistics", "Precision, recall, F1", desk.single, False, None, 0, 0)
    said = quiz_told.preview(view).text
    assert said.startswith("### 4 of 10\n-# Statistics · precision, recall, F1\nA spam filter")
    assert "**Key** B" in said


def test_who_comes_back_is_told_where_it_stands(desk: Desk) -> None:
    waiting = Rejoined(3, "Model evaluation", State.LOBBY, None, START, None, own=False)
    open_ = MineView(4, 2, 10, "a", "t", desk.single, START, said="It falls")
    on = Rejoined(4, "Trees", State.RUNNING, 222, START, open_, own=True)
    fresh = replace(on, mine=replace(open_, said=""))
    assert (
        quiz_told.rejoined((waiting, on, fresh, replace(on, mine=None))).text
        == """\
### Quiz · Model evaluation
You are in. It starts <t:1795460400:R>.

### Quiz · Trees
You are in, and it is on: <#222>.
Question 2 of 10 is open. You answered **It falls**; answers close <t:1795460400:R>.

### Quiz · Trees
You are in, and it is on: <#222>.
Question 2 of 10 is open. You have not answered; answers close <t:1795460400:R>.

### Quiz · Trees
You are in, and it is on: <#222>."""
    )


def test_what_the_bot_lacks_is_named() -> None:
    assert quiz_told.missing(["Send Messages", "Create Public Threads"]) == (
        "A quiz needs a lobby and a thread, and here I lack **Send Messages** and **Create Public Threads**. "
        "Whoever manages this channel can grant that; then try again."
    )
