"""A quiz's public messages, word for word as people read them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actions.quiz_views import LobbyView, QuestionView, RevealView, Tally
from bot.render import quiz
from bot.render.card import LIMIT, Picture
from bot.rules.question import Order, Question, QuestionType, Template
from bot.rules.quiz import Numbers, Options, Pace, State
from bot.rules.variant import MatchKey, Option, OrderKey, Variant
from tests.render.conftest import Desk

START = datetime.fromtimestamp(1795460400, UTC)
CLOSES = datetime.fromtimestamp(1795460645, UTC)
LATEST = datetime.fromtimestamp(1795460700, UTC)

LOBBY = LobbyView(
    quiz_id=3,
    title="Model evaluation",
    host_id=111,
    count=10,
    options=Options(),
    state=State.LOBBY,
    starts_at=START,
    joined=7,
)


def asked(variant: Variant, **more: object) -> QuestionView:
    view = QuestionView(3, 4, 10, "Statistics", "Precision, recall, F1", variant, False, CLOSES, 7, 9)
    return replace(view, **more)  # type: ignore[arg-type]  # a test's own keywords


TALLIES = (
    Tally("falls to 0.72", 6, right=True),
    Tally("falls to 0.75", 2, right=False, reason="plain average, not harmonic mean"),
    Tally("stays at 0.85", 1, right=False, reason="0.10 gained does not pay for 0.30 lost"),
    Tally("rises to 0.85", 0, right=False, reason="right values, wrong direction"),
)


def revealed(variant: Variant, **more: object) -> RevealView:
    view = RevealView(
        quiz_id=3,
        number=4,
        total=10,
        area="Statistics",
        topic="Precision, recall, F1",
        variant=variant,
        own=False,
        tallies=TALLIES,
        answered=9,
        expected=9,
        talk="for which product would you still ship this change?",
        host_id=111,
        next_at=LATEST,
        held=True,
    )
    return replace(view, **more)  # type: ignore[arg-type]  # a test's own keywords


def test_the_lobby() -> None:
    assert (
        quiz.lobby(LOBBY).text
        == """\
## Quiz · Model evaluation
10 questions, 45 seconds each, about 15 minutes with talk in between.
Starts <t:1795460400:R>, or when <@111> presses Start.

**7 are in.**

· You answer by buttons; nobody sees what you chose.
· Until the time is up your last choice counts.
· Right beats fast. A speed board is shown apart.
· Late? Join any time, you play from the next question.
· At the end only the top three names are shown; the host can export the answers. You may play under a guest name."""
    )


def test_the_role_that_is_called_stands_beside_the_count() -> None:
    called = replace(LOBBY, role_id=903)
    assert "\n\n**7 are in.** · <@&903>\n\n" in quiz.lobby(called).text
    assert "<@&" not in quiz.lobby(replace(called, state=State.ENDED)).text


def test_the_lobby_counts_in_words_that_fit() -> None:
    assert "**Nobody is in yet.**" in quiz.lobby(replace(LOBBY, joined=0)).text
    assert "**1 is in.**" in quiz.lobby(replace(LOBBY, joined=1)).text
    one = replace(LOBBY, count=1, options=Options(seconds=30, pace=Pace.AUTO))
    assert "1 question, 30 seconds each, about 1 minute with" in quiz.lobby(one).text


def test_the_lobby_says_what_is_set_otherwise() -> None:
    said = quiz.lobby(replace(LOBBY, options=Options(teams=3, numbers=Numbers.OWN), host_plays=False)).text
    assert said.endswith(
        "· 3 teams; whoever joins comes into the smallest.\n"
        "· Everybody has their own numbers and order, so nothing can be copied.\n"
        "· <@111> has seen the questions and plays outside the boards."
    )


@pytest.mark.parametrize(
    ("state", "more", "said"),
    [
        (State.RUNNING, {"current": 4, "thread_id": 222}, "**It is on:** question 4 of 10, in <#222>."),
        (State.RUNNING, {}, "**It is on:** the first question comes at once."),
        (State.ENDED, {}, "**It is over.** The boards stand in the message below."),
        (State.STOPPED, {}, "**It was stopped early.** What was revealed makes the boards."),
        (State.CANCELLED, {}, "**It was called off** before it began."),
    ],
)
def test_the_lobby_says_where_the_quiz_is(state: State, more: dict[str, int], said: str) -> None:
    view = replace(LOBBY, state=state, **more)  # type: ignore[arg-type]  # a test's own keywords
    card = quiz.lobby(view).text
    assert card.splitlines()[2] == said
    assert ("are in." in card) == (state is State.RUNNING)


def test_a_title_that_a_person_chose_is_only_words() -> None:
    card = quiz.lobby(replace(LOBBY, title="# @everyone **now** <@1>")).text
    assert card.splitlines()[0] == "## Quiz · \\# \\@everyone \\*\\*now\\*\\* \\<\\@1\\>"


def test_a_question(desk: Desk) -> None:
    assert (
        quiz.question(asked(desk.single)).text
        == """\
### 4 of 10
-# Statistics · precision, recall, F1
A spam filter is retrained. Precision goes from **0.80 to 0.90**, recall from **0.90 to 0.60**.
**What happens to F1?**

**A**  It falls from about 0.85 to 0.75
**B**  It falls from about 0.85 to 0.72
**C**  It rises from about 0.72 to 0.85
**D**  It stays at about 0.85

-# 7 of 9 answered · answers close <t:1795460645:R>"""
    )


def test_a_question_that_has_just_come_says_that_it_opens(desk: Desk) -> None:
    said = quiz.question(asked(desk.single, closes_at=None)).text
    assert said.endswith("\n\n-# Answers open in a moment.")
    assert "answered" not in said


def test_own_numbers_show_nothing_to_all(desk: Desk) -> None:
    assert (
        quiz.question(asked(desk.single, own=True)).text
        == """\
### 4 of 10
-# Statistics · precision, recall, F1
**Everybody has their own version.** Press Show my question; only you see yours.

-# 7 of 9 answered · answers close <t:1795460645:R>"""
    )


ORDER = OrderKey(("two", "one", "three"), (1, 0, 2), ((1, 0), (0, 2), (1, 2)), code=False)
MATCH = MatchKey(
    ("clicks", "tickets"),
    (
        Option("Poisson", right=True, reason=""),
        Option("Geometric", right=True, reason=""),
        Option("Beta", right=False, reason="A share."),
    ),
    (1, 0),
)


def with_places(desk: Desk, **more: object) -> Variant:
    body = replace(desk.term.question, body=Order(("one", "two"), ()))
    plain = replace(desk.term, question=body, accepted=(), near=(), reject=())
    return replace(plain, **more)  # type: ignore[arg-type]  # a test's own keywords


def test_each_type_says_how_it_is_answered(desk: Desk) -> None:
    kinds = (desk.multiple, desk.numeric, desk.term, with_places(desk, order=ORDER), with_places(desk, matching=MATCH))
    said = [quiz.question(asked(variant)).text.splitlines()[-3] for variant in kinds]
    assert said == [
        "-# Several may be right. A wrong one takes off what a right one gives.",
        "-# Answer with a number: 0.16, 16 %, or a sum: 9/(9+20)",
        "-# Answer with one term; capitals do not matter",
        "-# Press Put in order; only you see your order grow.",
        "-# Choose an option for each row. Some fit no row.",
    ]


def test_a_reveal(desk: Desk) -> None:
    variant = replace(
        desk.single,
        options=(Option("It falls from about 0.85 to 0.72", right=True, reason=""), *desk.single.options[2:]),
        why="F1 = 2PR ÷ (P + R) stays near the smaller of the two: 1.44 ÷ 1.70 ≈ 0.85, then 1.08 ÷ 1.50 = 0.72.",
    )
    assert (
        quiz.reveal(revealed(variant)).text
        == """\
### 4 of 10 · ✓ It falls from about 0.85 to 0.72
A spam filter is retrained. Precision goes from **0.80 to 0.90**, recall from **0.90 to 0.60**.
**What happens to F1?**

✓ `██████` 6 · falls to 0.72
✗ `██░░░░` 2 · falls to 0.75: plain average, not harmonic mean
✗ `█░░░░░` 1 · stays at 0.85: 0.10 gained does not pay for 0.30 lost
✗ `░░░░░░` 0 · rises to 0.85: right values, wrong direction

**Why** F1 = 2PR ÷ (P + R) stays near the smaller of the two: 1.44 ÷ 1.70 ≈ 0.85, then 1.08 ÷ 1.50 = 0.72.
**Talk about it:** for which product would you still ship this change?

-# 9 of 9 answered · next when <@111> presses Next, at the latest <t:1795460700:R>"""
    )


@pytest.mark.parametrize(
    ("more", "foot"),
    [
        ({"next_at": None}, "-# 9 of 9 answered"),
        ({"next_at": None, "boards_in": 901}, "-# 9 of 9 answered · the boards are in <#901>"),
        ({"held": False}, "-# 9 of 9 answered · next <t:1795460700:R>"),
        ({"held": False, "ready": 2}, "-# 9 of 9 answered · 2 ready · next <t:1795460700:R>"),
        ({"held": False, "number": 10}, "-# 9 of 9 answered · the boards <t:1795460700:R>"),
    ],
)
def test_a_reveal_says_what_comes(desk: Desk, more: dict[str, object], foot: str) -> None:
    assert quiz.reveal(revealed(desk.single, **more)).text.splitlines()[-1] == foot


def test_a_voided_question_says_so_at_the_top(desk: Desk) -> None:
    assert quiz.reveal(revealed(desk.single, voided=True, voided_by=12)).text.splitlines()[0] == (
        "### 4 of 10 · Voided by <@12>. Nobody gains or loses; it is in the admins' inbox."
    )
    told = revealed(desk.single, voided=True, voided_by=12, void_reason="The key\nis *in doubt*.")
    assert quiz.reveal(told).text.splitlines()[0] == (
        "### 4 of 10 · Voided by <@12>: The key is \\*in doubt\\*. Nobody gains or loses; it is in the admins' inbox."
    )


def test_a_question_that_the_end_cut_off_says_so(desk: Desk) -> None:
    assert quiz.reveal(revealed(desk.single, voided=True)).text.splitlines()[0] == (
        "### 4 of 10 · Closed before its time was up: it does not count for anybody."
    )


def test_the_headline_names_what_is_right_by_what_it_says(desk: Desk) -> None:
    long = replace(desk.single.options[1], text="so " * 60)
    kinds = {
        "Its mean target and Its median": desk.multiple,
        "0.37": desk.numeric,
        "transform": desk.term,
        "F1 falls to 0.72": replace(desk.single, options=(long, desk.single.options[0])),
        "The right order stands below": with_places(desk, order=ORDER),
        "What belongs together stands below": with_places(desk, matching=MATCH),
        "rows by their law": with_places(desk, matching=MATCH, short="rows by their law"),
    }
    for said, variant in kinds.items():
        assert quiz.reveal(revealed(variant)).text.splitlines()[0] == f"### 4 of 10 · ✓ {said}"
    cut = quiz.right_in_words(replace(desk.single, options=(long,), short=""))
    assert len(cut) <= 100
    assert cut.endswith("…")


def test_what_is_right_in_part_has_its_own_sign(desk: Desk) -> None:
    tallies = (Tally("right", 0, right=True), Tally("partly right", 2, right=False), Tally("other", 1, right=False))
    said = quiz.reveal(revealed(with_places(desk, order=ORDER), tallies=tallies)).text
    assert "✓ `░░░░░░` 0 · right\n◐ `██████` 2 · partly right\n✗ `███░░░` 1 · other" in said


def test_orders_and_rows_are_shown_as_they_should_be(desk: Desk) -> None:
    assert "**1**  one\n**2**  two\n**3**  three" in quiz.reveal(revealed(with_places(desk, order=ORDER))).text
    shown = quiz.reveal(revealed(with_places(desk, matching=MATCH))).text
    assert "**1**  clicks → **Geometric**\n**2**  tickets → **Poisson**" in shown


def test_code_stays_in_sight_and_formulas_are_drawn(desk: Desk) -> None:
    card = quiz.reveal(revealed(replace(desk.numeric, code="print(1)")))
    assert "```python\nprint(1)\n```" in card.text
    assert [type(picture) for picture in card.pictures] == [Picture]


def test_own_numbers_make_one_example(desk: Desk) -> None:
    drawn = replace(desk.single, question=replace(desk.single.question, template=Template({}, {}, ())))
    said = quiz.reveal(revealed(drawn, own=True)).text.splitlines()
    assert said[1] == "-# Everybody had their own numbers; these are one example. My answer shows yours."
    assert said[1] not in quiz.reveal(revealed(desk.single, own=True)).text


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_a_bar_is_as_long_as_every_other_and_shows_whatever_there_is(count: int, more: int) -> None:
    drawn = quiz.bar(count, count + more)
    assert len(drawn) == quiz.BAR
    assert ("█" in drawn) == (count > 0)


@given(st.text(max_size=3000), st.text(max_size=3000), st.text(max_size=2000))
def test_whatever_is_written_fits(text: str, why: str, reason: str) -> None:
    variant = Variant(
        Question("q", "t", Desk.single.question.level, "", Desk.single.question.body),
        1,
        text,
        options=tuple(Option(reason, right=not place, reason=reason) for place in range(8)),
        why=why,
    )
    assert variant.question.type is QuestionType.SINGLE
    assert quiz.question(asked(variant)).length <= LIMIT
    tallies = tuple(Tally(reason, place, right=not place, reason=reason) for place in range(8))
    assert quiz.reveal(revealed(variant, tallies=tallies)).length <= LIMIT
