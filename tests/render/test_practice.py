"""Questions and verdicts, word for word as people read them."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.actions.views import Following
from bot.render import practice
from bot.render.card import LIMIT, Card, Formula, Picture, Text
from bot.rules.answer import Chosen, GaveUp, Typed
from bot.rules.choosing import Because
from bot.rules.grading import Grade, Verdict
from bot.rules.question import Tolerance
from bot.rules.variant import NumberKey, Option
from tests.render.conftest import Desk

WRONG_A = Chosen(frozenset({0})), Grade(Verdict.WRONG, 0.0, "0.75 is the plain average; F1 is not.")
RIGHT_B = Chosen(frozenset({1})), Grade(Verdict.RIGHT, 1.0)
GAVE_UP = GaveUp(), Grade(Verdict.GAVE_UP, 0.0)


def text(card: Card) -> str:
    """Give a card that holds no picture as one text."""
    (block,) = card.blocks
    assert isinstance(block, Text)
    assert card.length == len(block.markdown)
    return block.markdown


def test_the_first_question_greets(desk: Desk) -> None:
    assert (
        text(practice.question(desk.asked(desk.single, greet=True)))
        == """\
**Hello. I ask, you answer, I show why.**
No other member sees this. A wrong answer costs nothing; it tells me what to ask next.

-# Model evaluation · precision, recall, F1 · junior · about 1 minute
A spam filter is retrained. Precision goes from **0.80 to 0.90**, recall from **0.90 to 0.60**.
**What happens to F1?**

**A**  It falls from about 0.85 to 0.75
**B**  It falls from about 0.85 to 0.72
**C**  It rises from about 0.72 to 0.85
**D**  It stays at about 0.85"""
    )


def test_later_ones_start_at_the_small_line_and_show_hints_in_order(desk: Desk) -> None:
    shown = text(practice.question(desk.asked(desk.single, topic="ROC AUC and PR curves", hints_shown=1)))
    assert shown.startswith("-# Model evaluation · ROC AUC and PR curves · junior")
    assert shown.endswith("\n\n**Hint** Which mean is F1?")


def test_code_is_a_block_that_cannot_be_left(desk: Desk) -> None:
    variant = replace(desk.numeric, code="print('```')\n@everyone\n", text="What does it print?")
    shown = text(practice.question(desk.asked(variant)))
    assert "What does it print?\n\n```python\nprint('`\u200b``')\n@everyone\n```\n\n-# Answer" in shown
    long = text(practice.question(desk.asked(replace(variant, code="x = 1\n" * 800))))
    assert long.count("```") == 2
    assert "x = 1\n…\n```" in long


def test_each_type_says_how_to_answer(desk: Desk) -> None:
    said = [
        text(practice.question(desk.asked(v))).splitlines()[-1]
        for v in (
            desk.multiple,
            desk.numeric,
            replace(desk.numeric, number=NumberKey(1, Tolerance(), "ms", ())),
            desk.term,
        )
    ]
    assert said == [
        "-# Several may be right. A wrong one takes off what a right one gives.",
        "-# Answer with a number: 0.16, 16 %, or a sum: 9/(9+20)",
        "-# Answer with a number in ms: 0.16, 16 %, or a sum: 9/(9+20)",
        "-# Answer with one term; capitals do not matter",
    ]


def test_a_formula_in_the_question_is_text_first_and_picture_second(desk: Desk) -> None:
    tall = "Take $\\frac{2PR}{P+R}$ of both."
    first, picture, options = practice.question(desk.asked(replace(desk.single, text=tall))).blocks
    assert isinstance(first, Text)
    assert first.markdown.endswith("Take 2PR/(P + R) of both.")
    assert (
        picture == Picture(picture.name, Formula("\\frac{2PR}{P+R}"), "2PR/(P + R)")
        if isinstance(picture, Picture)
        else False
    )
    assert isinstance(options, Text)
    assert options.markdown.startswith("**A**  ")


def test_a_wrong_choice(desk: Desk) -> None:
    assert (
        text(practice.verdict(desk.judged(desk.single, *WRONG_A)))
        == """\
### ✗ Not A. F1 falls to 0.72
**Your A**: 0.75 is the plain average; F1 is not.

**✓ B  It falls from about 0.85 to 0.72**
before: 1.44 ÷ 1.70 ≈ 0.85
after: 1.08 ÷ 1.50 = 0.72

**Say it in the room:** "F1 is a harmonic mean, so the weaker side decides."

-# 0 of 1 · 48 s · this topic comes back <t:1795600800:R>"""
    )


def test_a_right_choice(desk: Desk) -> None:
    assert (
        text(practice.verdict(desk.judged(desk.single, *RIGHT_B)))
        == """\
### ✓ B. F1 falls to 0.72
before: 1.44 ÷ 1.70 ≈ 0.85
after: 1.08 ÷ 1.50 = 0.72

**Say it in the room:** "F1 is a harmonic mean, so the weaker side decides."

-# 1 of 1 · 48 s · next: ROC AUC, you have not met it yet"""
    )


def test_i_dont_know_is_calm(desk: Desk) -> None:
    shown = text(practice.verdict(desk.judged(desk.single, *GAVE_UP)))
    assert shown.startswith(
        "### B. F1 falls to 0.72\n"
        "You said you don't know. That is kept apart from a wrong guess.\n\n"
        "**✓ B  It falls from about 0.85 to 0.72**\nbefore"
    )


def test_without_a_short_headline_the_option_speaks(desk: Desk) -> None:
    bare = replace(desk.single, short="", why="", aloud="")
    assert text(practice.verdict(desk.judged(bare, *RIGHT_B))).startswith(
        "### ✓ B. It falls from about 0.85 to 0.72\n-#"
    )
    wrong = text(practice.verdict(desk.judged(bare, *WRONG_A)))
    assert wrong.startswith("### ✗ Not A. B is right\n**Your A**")
    assert "\n\n**✓ B  It falls from about 0.85 to 0.72**\n\n-# 0 of 1" in wrong


def test_a_multiple_choice_lists_what_each_option_is_and_was(desk: Desk) -> None:
    partly = desk.judged(desk.multiple, Chosen(frozenset({0, 1})), Grade(Verdict.PARTLY, 0.5))
    assert text(practice.verdict(partly)).startswith(
        """\
### ◐ Partly. A and C are right
✓ **A**  Its mean target · right, chosen
✗ **B**  log(1 + p) · wrong, chosen: A fixed formula learns nothing.
✓ **C**  Its median · right, not chosen
✗ **D**  Hashing · wrong, not chosen

before: 1.44"""
    )
    right = desk.judged(desk.multiple, Chosen(frozenset({0, 2})), Grade(Verdict.RIGHT, 1))
    assert text(practice.verdict(right)).startswith("### ✓ A and C\n✓ **A**")
    wrong = desk.judged(desk.multiple, Chosen(frozenset({3, 1})), Grade(Verdict.WRONG, 0))
    assert text(practice.verdict(wrong)).startswith("### ✗ Not B and D. A and C are right\n")
    gave_up = desk.judged(desk.multiple, *GAVE_UP)
    assert text(practice.verdict(gave_up)).startswith("### A and C\nYou said you don't know.")


def headline(card: Card) -> list[str]:
    """Give the first lines of a card up to the explanation."""
    return card.text.split("\nOf all alarms", maxsplit=1)[0].split("\n\n-#")[0].rstrip().splitlines()


def test_numbers(desk: Desk) -> None:
    def shown(typed: str, grade: Grade) -> list[str]:
        return headline(practice.verdict(desk.judged(desk.numeric, Typed(typed), grade)))

    assert shown("0.37", Grade(Verdict.RIGHT, 1, "", "0.37"))[0] == "### ✓ 0.37"
    assert shown("0.9", Grade(Verdict.WRONG, 0, "", "0.9")) == ["### ✗ Not 0.9. 0.37"]
    assert shown("9/(9+20)", Grade(Verdict.WRONG, 0, "These are odds.", "0.31")) == [
        "### ✗ Not 9/(9+20). 0.37",
        "I read 9/(9+20) as 0.31.",
        "",
        "**Your 9/(9+20)**: These are odds.",
    ]
    assert shown("37 %", Grade(Verdict.RIGHT, 1, "", "0.37"))[:2] == ["### ✓ 0.37", "I read 37 % as 0.37."]
    card = practice.verdict(desk.judged(desk.numeric, *GAVE_UP))
    assert card.text.startswith("### 0.37\nYou said")
    assert [picture.alt for picture in card.pictures] == ["P(F | A) = P(F)P(A | F)/P(A)"]
    short = replace(desk.numeric, short="About a third")
    assert practice.verdict(desk.judged(short, Typed("1"), Grade(Verdict.WRONG, 0))).text.startswith(
        "### ✗ Not 1. About a third\n**✓ 0.37**\nOf all alarms"
    )


def test_terms(desk: Desk) -> None:
    def shown(typed: str, grade: Grade) -> str:
        return headline(practice.verdict(desk.judged(desk.term, Typed(typed), grade)))[0]

    assert shown("transform", Grade(Verdict.RIGHT, 1, "", "transform")) == "### ✓ transform"
    assert shown("a*g*g @x", Grade(Verdict.WRONG, 0)) == "### ✗ Not a\\*g\\*g \\@x. transform"
    assert shown("transforms", Grade(Verdict.PARTLY, 0.5)) == "### ◐ Almost. transform"


@pytest.mark.parametrize(
    ("score", "verdict", "more", "line"),
    [
        (
            0.75,
            Verdict.RIGHT,
            {"hints_shown": 1},
            "-# 0.75 of 1 · one hint · 48 s · next: ROC AUC, you have not",
        ),
        (
            0.5,
            Verdict.RIGHT,
            {"hints_shown": 2, "following": None},
            "-# 0.5 of 1 · two hints · 48 s · this topic",
        ),
        (
            1,
            Verdict.RIGHT,
            {"following": Following("Precision", Because.DUE)},
            "-# 1 of 1 · 48 s · next: precision, due again",
        ),
        (1, Verdict.RIGHT, {"following": Following("Git", Because.AGAIN)}, "-# 1 of 1 · 48 s · next: Git, once more"),
        (0, Verdict.WRONG, {"comes_back": None}, "-# 0 of 1 · 48 s · next: ROC AUC, you have not met it yet"),
        (0, Verdict.WRONG, {"comes_back": None, "following": None}, "-# 0 of 1 · 48 s"),
    ],
)
def test_the_last_line(desk: Desk, score: float, verdict: Verdict, more: dict[str, object], line: str) -> None:
    judged = desk.judged(desk.single, Chosen(frozenset({1})), Grade(verdict, score), **more)
    assert practice.footer(judged).startswith(line)


def test_other_options_tell_what_was_not_chosen(desk: Desk) -> None:
    wrong = desk.judged(desk.single, *WRONG_A)
    assert practice.has_other_options(wrong)
    assert text(practice.other_options(wrong)) == (
        "C: The direction is reversed.\nD: A gain of 0.10 does not pay for a loss of 0.30."
    )
    assert text(practice.other_options(desk.judged(desk.single, *GAVE_UP))).startswith("A: 0.75 is")
    number = desk.judged(desk.numeric, *GAVE_UP)
    assert not practice.has_other_options(number)
    assert text(practice.other_options(number)) == "There is nothing more to say about the other options."


def test_labels_of_a_list_are_plain_and_short() -> None:
    option = Option("**Take** $\\log(1+p)$\u202e", right=True, reason="")
    assert practice.label(option, 1) == "B  Take log(1 + p)"
    assert practice.label(option, 0, 10) == "A  Take l…"


HOSTILE = st.text(st.sampled_from("ab \n*_`|~$\\#>@<:\u202e\x00{}^"), max_size=60).map(lambda part: part * 40)


@settings(deadline=None, max_examples=50)
@given(text_=HOSTILE, option=HOSTILE, why=HOSTILE, typed=HOSTILE)
def test_no_question_and_no_answer_is_too_much_for_a_card(text_: str, option: str, why: str, typed: str) -> None:
    desk = Desk()
    options = tuple(Option(option + str(i), right=i == 0, reason=why) for i in range(10))
    cards = []
    for base in (desk.single, desk.multiple, desk.numeric, desk.term):
        changed = replace(base, text=text_, why=why, short=option, aloud=why, hints=(why, why), code=text_)
        changed = replace(changed, options=options if base.options else ())
        cards.append(practice.question(desk.asked(changed, greet=True, hints_shown=2)))
        answer = Chosen(frozenset({1, 2})) if base.options else Typed(typed)
        for verdict in Verdict:
            judged = desk.judged(changed, answer, Grade(verdict, 0.5, why, typed))
            cards += [practice.verdict(judged), practice.other_options(judged)]
    for card in cards:
        assert card.length <= LIMIT
        assert all(not isinstance(block, Text) or block.markdown.strip() for block in card.blocks)
        assert len(card.blocks) <= 10


def test_a_long_question_stays_whole_while_the_rest_gives_way(desk: Desk) -> None:
    long = "word " * 299 + "end?"
    options = tuple(Option("option " * 60, right=False, reason="") for _ in range(9))
    variant = replace(desk.single, text=long, options=options, code="x = 1\n" * 100, hints=("hint " * 200,))
    card = practice.question(desk.asked(variant, greet=True, hints_shown=1))
    assert long in card.text
    assert card.length <= LIMIT


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("**0.75** is the plain average.", "**Your A, 0.75**, is the plain average."),
        ("The direction is reversed.", "**Your A**: The direction is reversed."),
        ("**Never** forget **this**.", "**Your A, Never**, forget **this**."),
    ],
)
def test_a_reason_that_names_a_value_goes_on_in_one_sentence(reason: str, said: str) -> None:
    assert practice._yours("A", reason) == said


def test_a_reason_that_begins_with_a_verb_goes_on_from_its_letter() -> None:
    assert (
        practice._of("C", "has the right values in the wrong direction.")
        == "C has the right values in the wrong direction."
    )
    assert practice._of("D", "a gain does not pay.") == "D: a gain does not pay."
