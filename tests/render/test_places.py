"""Orders and matches, word for word as people read them on a phone."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.actions.views import Asked, Judged
from bot.render import practice, words
from bot.render.card import LIMIT, Card, Text
from bot.rules.answer import Answer, Arranged, GaveUp, Matched, Typed
from bot.rules.grading import grade
from bot.rules.question import Numeric, Question, Tolerance
from bot.rules.variant import Variant
from bot.rules.variants import draw_variant
from tests.samples import LINES, MATCH, NOON, ORDER

SMALL = "-# Evaluation · precision, recall and F1 · junior · about 1 minute\n"


def drawn(question: Question) -> Variant:
    return draw_variant(replace(question, hints=()), 5)


def asked(question: Question, *placed: int) -> str:
    return body(practice.question(Asked(7, drawn(question), "Evaluation", "Precision, recall and F1", placed=placed)))


def judged(variant: Variant, answer: Answer) -> Judged:
    return Judged(7, variant, "Evaluation", "", answer, grade(variant, answer, 0), timedelta(seconds=48), NOON)


def verdict(question: Question, answer: Answer) -> str:
    return body(practice.verdict(judged(drawn(question), answer)))


def arranged(question: Question, *texts: str) -> Arranged:
    key = drawn(question).order
    assert key is not None
    return Arranged(tuple(key.items.index(text) for text in texts))


def matched(*texts: str) -> Matched:
    key = drawn(MATCH).matching
    assert key is not None
    return Matched(tuple([option.text for option in key.options].index(text) for text in texts))


def body(card: Card) -> str:
    (block,) = card.blocks
    assert isinstance(block, Text)
    return block.markdown


def test_items_are_lettered_and_move_below_as_they_are_placed() -> None:
    assert asked(ORDER) == (
        f"{SMALL}From fewest to most?\n\n**A**  none\n**B**  three\n**C**  two\n**D**  one\n\n"
        "-# Press the letters one after another, first to last."
    )
    assert asked(ORDER, 0, 3).endswith(
        "?\n\n**B**  three\n**C**  two\n\n**Your order so far**\n**1**  A · none\n**2**  D · one\n\n"
        "-# Press the letters one after another, first to last."
    )
    assert asked(ORDER, 0, 3, 2, 1).endswith(
        "?\n\n**Your order so far**\n**1**  A · none\n**2**  D · one\n**3**  C · two\n**4**  B · three\n\n"
        "-# Press Done, or Undo to take the last one back."
    )


def test_lines_keep_their_indentation_and_grow_into_a_program() -> None:
    assert asked(LINES).endswith(
        "?\n\n```python\nA│ clear()\nB│ if ready:\nC│ step()\nD│     back()\n```\n\n"
        "-# Press the letters one after another, first to last. More than one order is right."
    )
    assert "```python\nA│ clear()\nC│ step()\n```\n\n**Your order so far**\n```python\nif ready:\n    back()\n```" in (
        asked(LINES, 1, 3)
    )
    done = asked(LINES, 1, 3, 0, 2)
    assert "so far**\n```python\nif ready:\n    back()\nclear()\nstep()\n```\n\n-# Press Done" in done


def test_an_item_of_two_lines_stays_at_the_margin() -> None:
    variant = drawn(LINES)
    assert variant.order is not None
    two = replace(variant, order=replace(variant.order, items=("if a:\n    b", "c", "d", "e")))
    shown = body(practice.question(Asked(7, two, "E", "T")))
    assert "A│ if a:\n │     b\nB│ c" in shown


def test_a_right_order_is_listed_and_confirmed() -> None:
    said = verdict(ORDER, arranged(ORDER, "none", "one", "two", "three"))
    assert said.startswith(
        "### ✓ In order\n✓ **1**  none\n✓ **2**  one\n✓ **3**  two\n✓ **4**  three\n\nIt is a harmonic mean."
    )
    short = replace(ORDER, short="Count up")
    assert verdict(short, arranged(short, "none", "one", "two", "three")).startswith("### ✓ Count up\n✓ **1**")


def test_a_wrong_order_says_in_numbers_how_far_and_where_each_item_was() -> None:
    partly = verdict(ORDER, arranged(ORDER, "none", "two", "one", "three"))
    assert partly.startswith(
        "### ◐ Partly: 5 of 6 pairs in order\n**The right order**\n✓ **1**  none\n✗ **2**  one · you had it at 3\n"
        "✗ **3**  two · you had it at 2\n✓ **4**  three\n\n"
        "-# Half of the pairs stand right by chance; only what is more counts.\n\nIt is"
    )
    assert "-# 0.67 of 1" in partly
    wrong = verdict(ORDER, arranged(ORDER, "three", "two", "one", "none"))
    assert wrong.startswith(
        "### ✗ Not yet: 0 of 6 pairs in order\n**The right order**\n✗ **1**  none · you had it at 4"
    )
    assert verdict(ORDER, GaveUp()).startswith(
        "### The right order\nYou said you don't know. That is kept apart from a wrong guess.\n\n**1**  none\n"
    )


def test_a_program_is_shown_as_given_with_signs_and_as_it_runs() -> None:
    partly = verdict(LINES, arranged(LINES, "    back()", "clear()", "if ready:", "step()"))
    assert partly.startswith(
        "### ◐ Partly: 3 of 5 pairs in order\n**Your order**\n"
        "```python\n✗│     back()\n✗│ clear()\n✗│ if ready:\n✓│ step()\n```\n\n"
        "**A right order near yours**\n```python\nclear()\nif ready:\n    back()\nstep()\n```\n\n-# Half"
    )
    for first, second in (("clear()", "if ready:"), ("if ready:", "clear()")):
        right = verdict(LINES, arranged(LINES, first, second, "    back()", "step()"))
        assert right.startswith(f"### ✓ In order\n```python\n{first}\n{second}\n    back()\nstep()\n```\n\nIt is")


def test_rows_and_options_are_listed_apart() -> None:
    assert asked(MATCH).endswith(
        "Which law?\n\n**1**  clicks until the first\n**2**  tickets in an hour\n**3**  wrong of fifty\n\n"
        "**A**  Beta\n**B**  Poisson\n**C**  Binomial\n**D**  Geometric\n\n"
        "-# Choose an option for each row. Some fit no row."
    )


def test_a_match_shows_each_row_with_its_option_and_what_was_chosen() -> None:
    partly = verdict(MATCH, matched("Geometric", "Beta", "Poisson"))
    assert partly.startswith(
        "### ◐ Partly: 1 of 3 rows right\n✓ **1**  clicks until the first → **Geometric**\n"
        "✗ **2**  tickets in an hour → **Poisson**\nYou chose Beta: It describes a share.\n"
        "✗ **3**  wrong of fifty → **Binomial**\nYou chose Poisson\n\nIt is a harmonic mean."
    )
    assert "-# 0.33 of 1" in partly
    right = verdict(MATCH, matched("Geometric", "Poisson", "Binomial"))
    assert right.startswith("### ✓ All 3 rows right\n✓ **1**  clicks")
    assert verdict(MATCH, matched("Beta", "Beta", "Beta")).startswith("### ✗ Not yet: 0 of 3 rows right\n")
    assert verdict(MATCH, GaveUp()).startswith("### The right options\nYou said")


def test_other_options_of_a_match_are_its_extras() -> None:
    right = judged(drawn(MATCH), matched("Geometric", "Poisson", "Binomial"))
    assert body(practice.other_options(right)) == "Beta: It describes a share."
    assert not practice.has_other_options(judged(drawn(MATCH), matched("Beta", "Poisson", "Binomial")))
    assert not practice.has_other_options(judged(drawn(ORDER), GaveUp()))


def other_side(question: Question) -> str:
    return "\n".join(part.markdown for part in practice.key_of(drawn(question)) if hasattr(part, "markdown"))


def test_the_other_side_holds_the_key() -> None:
    assert other_side(ORDER).startswith("**Key** A D C B\n**1**  none\n**2**  one\n**3**  two\n**4**  three\n**Why**")
    assert "Other orders are right too: 5 of 6 pairs must stand as here." in other_side(LINES)
    assert other_side(MATCH).startswith("**Key** 1D 2B 3C\n**1**  clicks until the first → **Geometric**")
    assert "✗ Beta: It describes a share." in other_side(MATCH)


def test_a_field_is_plain_and_short() -> None:
    assert practice.field("**a** `b`\nc") == "a b c"
    assert practice.field("x" * 200) == "x" * 99 + "…"


UNIT = replace(ORDER, body=Numeric("1536", Tolerance(), "MiB", ()), short="")


@pytest.mark.parametrize(
    ("typed", "said"),
    [("1.5 GiB", "I read 1.5 GiB as 1536 MiB."), ("1536 MiB", ""), ("1536", ""), ("1536MIB", "")],
)
def test_a_converted_unit_is_shown(typed: str, said: str) -> None:
    shown = verdict(UNIT, Typed(typed))
    assert said in shown
    assert ("I read" in shown) == bool(said)


def test_code_is_not_lost_in_the_verdict() -> None:
    reading = replace(UNIT, code="print(1536)")
    assert "```python\nprint(1536)\n```\n\nIt is" in verdict(reading, Typed("1536"))
    assert verdict(reading, Typed("1")).startswith("### ✗ Not 1. 1536 MiB\n")


HOSTILE = st.text(st.sampled_from("ab \n*_`|~$\\#>@<:\u202e\x00{}^"), min_size=1, max_size=60).map(
    lambda part: part * 20
)


@settings(deadline=None, max_examples=40)
@given(text=HOSTILE, reason=HOSTILE)
def test_no_item_and_no_row_is_too_much_for_a_card(text: str, reason: str) -> None:
    order, lines, match = drawn(ORDER), drawn(LINES), drawn(MATCH)
    assert order.order is not None
    assert lines.order is not None
    assert match.matching is not None
    many = tuple(f"{text}{i}" for i in range(4))
    options = tuple(replace(option, text=text, reason=reason) for option in match.matching.options)
    changed = [
        replace(order, order=replace(order.order, items=many), why=reason),
        replace(lines, order=replace(lines.order, items=many), why=reason),
        replace(match, matching=replace(match.matching, rows=many[:3], options=options), why=reason),
    ]
    for variant in changed:
        cards = [practice.question(Asked(7, variant, "E", "T", placed=(0, 2) if variant.order else ()))]
        answer: Answer = Matched((0, 0, 1)) if variant.matching else Arranged((3, 1, 2, 0))
        for given_ in (answer, GaveUp()):
            told = judged(variant, given_)
            cards += [practice.verdict(told), practice.other_options(told)]
        assert all(card.length <= LIMIT for card in cards)
        assert all(not isinstance(block, Text) or block.markdown.strip() for card in cards for block in card.blocks)


def test_an_answer_in_a_few_words_is_what_one_would_write() -> None:
    assert words.given(judged(drawn(ORDER), Arranged((1, 0, 3, 2)))) == "B A D C"
    assert words.given(judged(drawn(MATCH), Matched((2, 0, 1)))) == "1C 2A 3B"
