"""Orders and matches: how they are presented, what answers are worth, and what words mean."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.answer import Answer, Arranged, Chosen, GaveUp, Matched, Typed, from_plain, to_plain
from bot.rules.errors import RuleBroken
from bot.rules.grading import Grade, Verdict, grade
from bot.rules.practice import answered_before, heard, placed
from bot.rules.question import Between, Match, Order, QuestionType, Template
from bot.rules.variant import MatchKey, OrderKey, Variant
from bot.rules.variants import distinct, draw_variant
from tests.rules.made import FREE, MATCH, MULTIPLE, ORDER, SINGLE, numeric, question
from tests.samples import NOON

seeds = st.integers(0, 2**64 - 1)


def order_of(variant: Variant) -> OrderKey:
    assert variant.order is not None
    return variant.order


def matching_of(variant: Variant) -> MatchKey:
    assert variant.matching is not None
    return variant.matching


def arranged(variant: Variant, *texts: str) -> Arranged:
    return Arranged(tuple(map(order_of(variant).items.index, texts)))


def matched(variant: Variant, *texts: str) -> Matched:
    options = [option.text for option in matching_of(variant).options]
    return Matched(tuple(map(options.index, texts)))


@given(seeds)
def test_an_order_is_never_shown_right_and_its_own_order_is(seed: int) -> None:
    for made in (ORDER, FREE):
        variant = draw_variant(made, seed)
        key = order_of(variant)
        assert grade(variant, Arranged(tuple(range(len(key.items)))), 0).score < 1
        assert grade(variant, Arranged(key.right), 0) == Grade(Verdict.RIGHT, 1.0)
        assert isinstance(made.body, Order)
        assert tuple(key.items[place] for place in key.right) == made.body.items


def test_of_two_items_only_the_turned_order_is_shown() -> None:
    made = question(Order(("a", "b")))
    assert {order_of(draw_variant(made, seed)).items for seed in range(20)} == {("b", "a")}


def test_a_circle_is_shown_in_some_order_and_ends() -> None:
    key = order_of(draw_variant(question(Order(("a", "b"), ((0, 1), (1, 0)))), 1))
    assert sorted(key.nearest((0, 1))) == [0, 1]


def test_what_is_always_right_is_shown_turned_round() -> None:
    assert order_of(draw_variant(question(Order(("a",))), 1)).items == ("a",)


@pytest.mark.parametrize(
    ("given_", "verdict", "score"),
    [
        ("one two three four", Verdict.RIGHT, 1.0),
        ("two one three four", Verdict.PARTLY, 2 * 5 / 6 - 1),
        ("one four three two", Verdict.WRONG, 0.0),
        ("two three one four", Verdict.PARTLY, 2 * 4 / 6 - 1),
        ("four three two one", Verdict.WRONG, 0.0),
    ],
)
def test_an_order_counts_pairs_above_chance(given_: str, verdict: Verdict, score: float) -> None:
    variant = draw_variant(ORDER, 3)
    graded = grade(variant, arranged(variant, *given_.split()), 0)
    assert (graded.verdict, graded.reason) == (verdict, "")
    assert graded.score == pytest.approx(score)


@pytest.mark.parametrize(
    "first", [("clear", "forward", "loss"), ("forward", "clear", "loss"), ("forward", "loss", "clear")]
)
def test_every_order_that_keeps_the_pairs_is_right(first: tuple[str, ...]) -> None:
    variant = draw_variant(FREE, 3)
    answer = arranged(variant, *first, "back", "step")
    assert grade(variant, answer, 0) == Grade(Verdict.RIGHT, 1.0)
    assert order_of(variant).nearest(answer.order) == answer.order


def test_pairs_that_follow_from_others_count_too() -> None:
    variant = draw_variant(FREE, 3)
    assert len(order_of(variant).pairs) == 8
    early = arranged(variant, "step", "clear", "forward", "loss", "back")
    assert grade(variant, early, 0).score == pytest.approx(2 * 4 / 8 - 1)


@given(seeds, st.permutations(range(5)))
def test_the_nearest_right_order_is_right(seed: int, order: list[int]) -> None:
    variant = draw_variant(FREE, seed)
    key = order_of(variant)
    nearest = key.nearest(order)
    assert grade(variant, Arranged(nearest), 0).score == 1
    assert (nearest == tuple(order)) == (key.kept(order) == len(key.pairs))


def test_only_one_order_of_all_is_right_without_pairs() -> None:
    variant = draw_variant(ORDER, 9)
    scores = [grade(variant, Arranged(order), 0).score for order in permutations(range(4))]
    assert scores.count(1) == 1
    assert min(scores) == 0


@given(seeds)
def test_a_match_shows_each_option_once_with_the_extras(seed: int) -> None:
    key = matching_of(draw_variant(MATCH, seed))
    assert sorted(option.text for option in key.options) == ["Beta", "Binomial", "Gamma", "Geometric", "Poisson"]
    assert [key.options[place].text for place in key.right] == ["Poisson", "Geometric", "Binomial", "Poisson"]
    assert {option.text for option in key.options if not option.right} == {"Beta", "Gamma"}


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ("Poisson Geometric Binomial Poisson", Grade(Verdict.RIGHT, 1.0)),
        ("Poisson Geometric Binomial Binomial", Grade(Verdict.PARTLY, 0.75)),
        ("Poisson Gamma Beta Binomial", Grade(Verdict.PARTLY, 0.25, "Gamma is a wait.")),
        ("Beta Beta Beta Beta", Grade(Verdict.WRONG, 0.0, "Beta is a share.")),
    ],
)
def test_a_match_counts_rows_and_names_the_first_extra(chosen: str, expected: Grade) -> None:
    variant = draw_variant(MATCH, 3)
    assert grade(variant, matched(variant, *chosen.split()), 0) == expected


def test_hints_take_their_share() -> None:
    variant = draw_variant(MATCH, 3)
    assert grade(variant, matched(variant, *["Poisson", "Geometric", "Binomial", "Binomial"]), 1).score == 0.75**2


@pytest.mark.parametrize("order", [(), (0, 1, 2), (0, 1, 2, 2), (0, 1, 2, 4), (-1, 0, 1, 2), (0, 1, 2, 3, 3)])
def test_an_order_with_a_gap_is_refused(order: tuple[int, ...]) -> None:
    with pytest.raises(RuleBroken, match="its place yet") as refusal:
        grade(draw_variant(ORDER, 1), Arranged(order), 0)
    assert refusal.value.code == "incomplete"


@pytest.mark.parametrize("choices", [(), (0, 1, 2), (0, 1, 2, -1), (0, 1, 2, 5), (0, 1, 2, 3, 4)])
def test_a_match_with_a_gap_is_refused(choices: tuple[int, ...]) -> None:
    with pytest.raises(RuleBroken, match="no option yet") as refusal:
        grade(draw_variant(MATCH, 1), Matched(choices), 0)
    assert refusal.value.code == "incomplete"


@pytest.mark.parametrize(
    ("made", "answer", "how"),
    [
        (ORDER, Chosen(frozenset({0})), "letters one after another"),
        (MATCH, Arranged((0,)), "an option for each row"),
        (SINGLE, Matched((0,)), "the button of your option"),
        (numeric("1"), Arranged((0,)), "write it"),
    ],
)
def test_another_way_of_answering_is_refused(made: object, answer: Answer, how: str) -> None:
    with pytest.raises(RuleBroken, match=how) as refusal:
        grade(draw_variant(made, 1), answer, 0)  # type: ignore[arg-type]  # the parametrised questions
    assert refusal.value.code == "wrong_kind"


TEMPLATE = Template({"n": Between(1, 40)}, {"m": "n + 1"}, ())


def test_names_are_filled_in_items_rows_and_options() -> None:
    order = order_of(draw_variant(question(Order(("{n}", "{m}")), TEMPLATE), 1))
    low, high = (int(order.items[place]) for place in order.right)
    assert high == low + 1
    key = matching_of(draw_variant(question(Match((("{n}", "{m}"), ("x", "y"))), TEMPLATE), 1))
    assert int(key.options[key.right[0]].text) == int(key.rows[0]) + 1


def test_presentations_are_told_apart_by_what_is_right() -> None:
    assert distinct(question(Order(("{n}", "x")), TEMPLATE, "?"), 20) == 20
    assert distinct(question(Match((("{n}", "{m}"), ("x", "y"))), TEMPLATE, "?"), 20) == 20
    assert distinct(question(Order(("w", "x")), TEMPLATE, "?"), 20) == 1


@pytest.mark.parametrize(
    "text", ["B A D C", "BADC", "b, a, d, c", "b then a then d and c", "B > A > D > C", "b-a-d-c."]
)
def test_an_order_is_heard(text: str) -> None:
    assert heard(draw_variant(ORDER, 1), text) == Arranged((1, 0, 3, 2))


@pytest.mark.parametrize("text", ["A B C", "A A B C", "ABCDE", "hello", "1 2 3 4", "A B C E", ","])
def test_other_words_are_no_order(text: str) -> None:
    with pytest.raises(RuleBroken, match="from A to D once, first to last, such as “A B C D”") as refusal:
        heard(draw_variant(ORDER, 1), text)
    assert refusal.value.code == "not_an_order"


@pytest.mark.parametrize(
    "text", ["C A B E", "caBE", "1c 2a 3b 4e", "2a, 1c, 4e, 3b", "1: C; 2=a; 3 → b; 4)e", "1C2A3B4E"]
)
def test_a_match_is_heard(text: str) -> None:
    assert heard(draw_variant(MATCH, 1), text) == Matched((2, 0, 1, 4))


@pytest.mark.parametrize(
    "text", ["1c 2a 3b", "1c 1a 2b 3d", "c a b", "c a b f", "1c 2a 3b 5d", "hello", "abcde", "1f 2a 3b 4c"]
)
def test_other_words_are_no_match(text: str) -> None:
    with pytest.raises(RuleBroken, match="from A to E for each row, such as “1A 2B 3A 4B”") as refusal:
        heard(draw_variant(MATCH, 1), text)
    assert refusal.value.code == "not_a_match"


def test_not_knowing_an_order_or_a_match_is_an_answer() -> None:
    assert heard(draw_variant(ORDER, 1), "idk") == GaveUp() == heard(draw_variant(MATCH, 1), "?")


@given(st.text(max_size=40))
def test_any_words_are_heard_or_refused(text: str) -> None:
    for made in (ORDER, MATCH, SINGLE, MULTIPLE):
        try:
            told: object = heard(draw_variant(made, 1), text)
        except RuleBroken as refusal:
            told = refusal.sentence[-24:]
        assert told == "Nothing is recorded yet." or isinstance(told, Answer)


@given(st.text("ABCDE", max_size=6))
def test_letters_placed_so_far_are_read_or_refused(letters: str) -> None:
    variant = draw_variant(ORDER, 1)
    if len(set(letters)) == len(letters) and "E" not in letters:
        assert placed(variant, letters) == tuple(map("ABCD".index, letters))
        return
    with pytest.raises(RuleBroken) as refusal:
        placed(variant, letters)
    assert refusal.value.code == "no_such_option"


def test_only_an_order_has_letters_placed() -> None:
    with pytest.raises(RuleBroken, match="no order"):
        placed(draw_variant(SINGLE, 1), "A")


def test_an_answer_given_before_is_named() -> None:
    order, match = draw_variant(ORDER, 1), draw_variant(MATCH, 1)
    assert answered_before(order, Arranged((1, 0, 3, 2)), NOON).startswith("You answered this one with B A D C at <t:")
    assert answered_before(match, Matched((2, 0, 1, 4)), NOON).startswith("You answered this one with 1C 2A 3B 4E at")


@given(st.lists(st.integers(0, 9), max_size=8).map(tuple))
def test_stored_answers_come_back_as_they_were(places: tuple[int, ...]) -> None:
    for answer in (Arranged(places), Matched(places), Typed("x")):
        assert from_plain(to_plain(answer)) == answer


def test_the_types_are_named_and_offered() -> None:
    assert (ORDER.type, MATCH.type) == (QuestionType.ORDER, QuestionType.MATCH)
    assert ORDER.offered
    assert MATCH.offered
