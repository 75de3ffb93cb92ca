"""What answers are worth: keys 1, traps and distractors 0 with their message, neighbours refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.answer import Answer, Chosen, GaveUp, Typed
from bot.rules.errors import RuleBroken
from bot.rules.grading import Grade, Verdict, grade
from bot.rules.question import Distractor, MultipleChoice, Question
from bot.rules.text import plain
from bot.rules.variant import Variant
from bot.rules.variants import draw_variant
from tests.rules.made import MULTIPLE, SHORT, SINGLE, TEMPLATE, numeric, question, term
from tests.samples import CODE, LATER

seeds = st.integers(0, 2**64 - 1)
WRONG = Grade(Verdict.WRONG, 0.0)


def choose(variant: Variant, *texts: str) -> Chosen:
    return Chosen(frozenset(place for place, option in enumerate(variant.options) if option.text in texts))


def typed(variant: Variant, text: str, *others: str) -> Grade:
    return grade(variant, Typed(text), 0, others)


@given(seeds)
def test_every_key_is_right_and_every_trap_and_distractor_wrong_with_its_message(seed: int) -> None:
    single, template, short = (draw_variant(made, seed) for made in (SINGLE, TEMPLATE, SHORT))
    for place, option in enumerate(single.options):
        expected = Grade(Verdict.RIGHT, 1.0) if option.right else Grade(Verdict.WRONG, 0.0, f"not {option.text}")
        assert grade(single, Chosen(frozenset({place})), 0) == expected
    assert template.number is not None
    assert typed(template, str(template.number.value)).score == 1
    for value, message in template.number.traps:
        graded = typed(template, str(value))
        assert (graded.verdict, graded.score, graded.reason) == (Verdict.WRONG, 0.0, message)
    assert [typed(short, text).score for text in (*short.accepted, *short.near, *short.reject)] == [1, 1, 0.5, 0]


@pytest.mark.parametrize(
    ("chosen", "verdict", "score"),
    [
        ("abc", Verdict.RIGHT, 1.0),
        ("ab", Verdict.PARTLY, 2 / 3),
        ("abcx", Verdict.PARTLY, 0.5),
        ("abx", Verdict.PARTLY, 2 / 3 - 1 / 2),
        ("ax", Verdict.WRONG, 0.0),
        ("abcxy", Verdict.WRONG, 0.0),
        ("xy", Verdict.WRONG, 0.0),
    ],
)
def test_multiple_choice(chosen: str, verdict: Verdict, score: float) -> None:
    variant = draw_variant(MULTIPLE, 5)
    graded = grade(variant, choose(variant, *chosen), 0)
    assert (graded.verdict, graded.reason, graded.read_as) == (verdict, "", "")
    assert graded.score == pytest.approx(score)


def test_multiple_choice_of_one_and_of_all() -> None:
    one = draw_variant(question(MultipleChoice(("a",), (Distractor("x", "no"),))), 1)
    assert grade(one, choose(one, "a"), 0).score == 1
    assert grade(one, choose(one, "a", "x"), 0).score == 0
    everything = draw_variant(question(MultipleChoice(("a", "b"), ())), 1)
    assert grade(everything, choose(everything, "a"), 0) == Grade(Verdict.PARTLY, 0.5)


@given(seeds, st.sets(st.integers(0, 4), min_size=1))
def test_a_score_lies_between_0_and_1_and_the_verdict_says_which(seed: int, places: set[int]) -> None:
    graded = grade(draw_variant(MULTIPLE, seed), Chosen(frozenset(places)), 0)
    assert 0 <= graded.score <= 1
    assert (graded.verdict is Verdict.RIGHT) == (graded.score == 1)
    assert (graded.verdict is Verdict.WRONG) == (graded.score == 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.16", Grade(Verdict.RIGHT, 1.0, "", "0.16")),
        ("16 %", Grade(Verdict.RIGHT, 1.0, "", "0.16")),
        ("0,155", Grade(Verdict.RIGHT, 1.0, "", "0.155")),
        ("4/25", Grade(Verdict.RIGHT, 1.0, "", "0.16")),
        ("0.17", Grade(Verdict.WRONG, 0.0, "far", "0.17")),
        ("0.174", Grade(Verdict.WRONG, 0.0, "farther", "0.174")),
        ("0.5", Grade(Verdict.WRONG, 0.0, "half", "0.5")),
        ("0.9", Grade(Verdict.WRONG, 0.0, "", "0.9")),
    ],
)
def test_numeric(text: str, expected: Grade) -> None:
    made = numeric("0.16", 0.005, _0_171="far", _0_175="farther", _0_5="half")
    assert typed(draw_variant(made, 1), text) == expected


def test_the_unit_may_be_typed() -> None:
    variant = draw_variant(numeric("16", 0.5, unit="%"), 1)
    assert [typed(variant, text).score for text in ("16", "16 %", "0.16")] == [1, 1, 0]


RIGHT_TERMS = [
    ("O(n log n)", "O(nlogn)"),
    ("O(n^2)", "O(n²)"),
    ("batch normalization", "Batch-Normalisation"),
    ("overfitting", "over fitting"),
    ("overfitting", "overfiting"),
    ("k-means", "`kmeans`"),
    ("gradient descent", "gradiant descent."),
    ("type I error", "a Type 1 error"),
    ("transform", ".transform()"),
    ("naive Bayes", "Naïve Bayes"),
    ("Bayes' theorem", "bayes theorem"),
    ("chain rule", "It's the chain rule!"),
    ("multicollinearity", "multicolinearity"),
    ("0.5", "1/2"),
    ("1/2", "50 %"),
    ("0.5", "0,5"),
    ("train/test split", "train-test split"),
    ("C++", "c++"),
]
CONFUSED = [
    ("type I error", "type II error"),
    ("type II error", "type 1 error"),
    ("overfitting", "underfitting"),
    ("supervised learning", "unsupervised learning"),
    ("L1 regularization", "L2 regularization"),
    ("sensitivity", "specificity"),
    ("false positive", "false negative"),
    ("covariate shift", "covariance shift"),
    ("max pooling", "min pooling"),
    ("macro average", "micro average"),
    ("exploration", "exploitation"),
    ("k-means", "k-medians"),
    ("batch normalization", "layer normalization"),
    ("encoder", "decoder"),
    ("quantile", "quartile"),
    ("softmax", "softmin"),
    ("homoscedasticity", "heteroscedasticity"),
    ("endogenous", "exogenous"),
    ("generative", "discriminative"),
    ("F1 score", "F2 score"),
    ("Adam", "AdamW"),
    ("variance", "covariance"),
    ("many-to-one", "one-to-many"),
    ("biased", "unbiased"),
    ("interquartile range", "interquantile range"),
    ("recall@5", "recall@10"),
    ("O(n log n)", "O(n)"),
    ("pooling", "polling"),
    ("0.5", "1/3"),
]


@pytest.mark.parametrize(("key", "text"), RIGHT_TERMS)
def test_right_terms_are_accepted(key: str, text: str) -> None:
    assert typed(term("something else", key), text) == Grade(Verdict.RIGHT, 1.0, "", key)


@pytest.mark.parametrize(("key", "text"), CONFUSED + [(text, key) for key, text in CONFUSED])
def test_confused_terms_are_refused(key: str, text: str) -> None:
    assert typed(term(key), text) == WRONG


@pytest.mark.parametrize(
    "text",
    [
        "it is not covariate shift",
        "not covariate shift",
        "no covariate shift",
        "never covariate shift",
        "it isn't covariate shift",
        "covariate shift, not",
        "non-covariate shift",
        "anything but covariate shift",
        "covariate shift or concept drift",
        "shift",
    ],
)
def test_negation_and_hedging_are_never_accepted(text: str) -> None:
    assert typed(term("covariate shift", near=("covariate drift",)), text) == WRONG


def test_rejected_and_other_terms_stand_before_slips() -> None:
    key = term("regression", near=("regression line",), reject=("regressor",))
    assert typed(key, "regresion").score == 1
    assert typed(key, "regressor") == WRONG
    assert typed(key, "regressio", "regressin") == WRONG
    assert typed(key, "regressio", "Regression") == Grade(Verdict.RIGHT, 1.0, "", "regression")
    assert typed(key, "regresion line") == Grade(Verdict.PARTLY, 0.5, "", "regression line")


def test_an_accepted_term_wins_although_another_question_has_it_too() -> None:
    assert typed(term("precision"), "Precision", "precision", "recall").score == 1


def test_the_same_signs_win_over_the_freer_form() -> None:
    variant = term("random_state", reject=("random state",), near=("randomstate",))
    assert [typed(variant, text).score for text in ("random_state", "Random  State", "randomstate")] == [1, 0, 0.5]


@pytest.mark.parametrize(("hints", "score"), [(0, 1.0), (1, 0.75), (2, 0.5), (3, 0.25), (4, 0.0), (9, 0.0)])
def test_a_hint_takes_a_quarter_and_leaves_the_verdict(hints: int, score: float) -> None:
    assert grade(term("dropout"), Typed("dropout"), hints) == Grade(Verdict.RIGHT, score, "", "dropout")
    variant = draw_variant(MULTIPLE, 1)
    assert grade(variant, choose(variant, "a", "b"), hints).score == pytest.approx(score * 2 / 3)


def test_giving_up_is_kept_apart_from_a_wrong_guess() -> None:
    for made in (SINGLE, MULTIPLE, TEMPLATE, SHORT):
        assert grade(draw_variant(made, 1), GaveUp(), 1) == Grade(Verdict.GAVE_UP, 0.0)


@pytest.mark.parametrize(
    ("variant", "answer", "code"),
    [
        (draw_variant(SINGLE, 1), Chosen(frozenset()), "nothing_chosen"),
        (draw_variant(MULTIPLE, 1), Chosen(frozenset()), "nothing_chosen"),
        (draw_variant(SINGLE, 1), Chosen(frozenset({0, 1})), "one_only"),
        (draw_variant(SINGLE, 1), Chosen(frozenset({4})), "no_such_option"),
        (draw_variant(MULTIPLE, 1), Chosen(frozenset({0, -1})), "no_such_option"),
        (draw_variant(SINGLE, 1), Typed("right"), "wrong_kind"),
        (draw_variant(MULTIPLE, 1), Typed("a"), "wrong_kind"),
        (draw_variant(TEMPLATE, 1), Chosen(frozenset({0})), "wrong_kind"),
        (term("dropout"), Chosen(frozenset({0})), "wrong_kind"),
        (draw_variant(TEMPLATE, 1), Typed("many"), "not_a_number"),
        (draw_variant(TEMPLATE, 1), Typed("  "), "empty"),
        (term("dropout"), Typed(""), "empty"),
        (term("dropout"), Typed("\u200b `` \n"), "empty"),
        (term("dropout"), Typed("x" * 201), "too_long"),
        (draw_variant(TEMPLATE, 1), Typed("1" * 201), "too_long"),
        (draw_variant(LATER, 1), Typed("x"), "wrong_kind"),
        (draw_variant(CODE, 1), Typed("def total(xs): return sum(xs)"), "wrong_kind"),
        (draw_variant(CODE, 1), Chosen(frozenset({0})), "wrong_kind"),
    ],
)
def test_what_cannot_be_graded_is_refused_in_a_sentence(variant: Variant, answer: Answer, code: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        grade(variant, answer, 0)
    assert refusal.value.code == code
    assert refusal.value.sentence.endswith(".")


@given(st.text(max_size=220), st.sampled_from([SINGLE, TEMPLATE, SHORT]), st.lists(st.text(max_size=20), max_size=3))
def test_arbitrary_text_is_graded_or_refused_and_nothing_else(text: str, made: Question, others: list[str]) -> None:
    variant = draw_variant(made, 1)
    try:
        graded = grade(variant, Typed(text), 0, others)
    except RuleBroken:
        return
    assert 0 <= graded.score <= 1


@given(st.text(min_size=1, max_size=200), st.text(max_size=200))
def test_a_term_typed_as_it_is_written_is_right_whatever_it_is(key: str, other: str) -> None:
    if plain(key):
        assert typed(term(key), key, other).score == 1
