"""Words that mean the same are the same, slips are slips, and neighbours are neither."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.text import plain, same, slip, words


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("  Batch   NORM\n", "batch norm"),
        ("`transform`", "transform"),
        ("Naïve Bayes", "naive bayes"),
        ("ｆｕｌｌ １２ ٣", "full 12 3"),
        ("O(n²) 10⁻³", "o(n^2) 10^-3"),
        ("log₂", "log_2"),
        ("1½", "1(1/2)"),
        ("α ≤ λ ≠ Σ", "alpha <= lambda != sigma"),
        ("x ∉ A", "x ∈\u0338 a"),
        ("a−b – c × d ÷ e", "a-b - c * d / e"),
        ("Bayes’ “rule”", 'bayes\' "rule"'),
        ("zero\u200bwidth\u202e\x00\x07", "zerowidth"),
        ("a\u2028b\u00a0c\td", "a b c d"),
        ("\ud800x", "x"),
        ("", ""),
    ],
)
def test_plain(text: str, result: str) -> None:
    assert plain(text) == result


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("The learning-rate.", ("learning", "rate")),
        ("It's the chain rule!", ("chain", "rule")),
        ("I think it is an F1 score?", ("f1", "score")),
        ("type I error", ("type", "1", "error")),
        ("Type-two error", ("type", "2", "error")),
        ("I", ("i",)),
        ("the", ("the",)),
        ("A/B test", ("a", "b", "test")),
        ("a kernel", ("kernel",)),
        ("a", ("a",)),
        ("it is", ("it", "is")),
        ("C++ & C#", ("c++", "and", "c#")),
        ("-1, 0.5 and 1/2", ("-1", "0.5", "and", "1/2")),
        ("df.groupby().transform", ("df", "groupby", "transform")),
        ("n! <= 5", ("n!", "<=", "5")),
        ("...", ()),
    ],
)
def test_words(text: str, result: tuple[str, ...]) -> None:
    assert words(text) == result


SAME = [
    ("O(nlogn)", "O(n log n)"),
    ("o( n*log(n) )", "O(n log n)"),
    ("O(n²)", "O(n^2)"),
    ("O(n ** 2)", "O(n^2)"),
    ("Batch-Norm", "batch norm"),
    ("kmeans", "k-means"),
    ("a type-1 error.", "type I error"),
    (".transform()", "transform"),
    ("randomstate", "random_state"),
    ("ab testing", "A/B testing"),
    ("**", "**"),
    ("(a+b) * c", "(a + b)*c"),
]
NOT_SAME = [
    ("C#", "C++"),
    ("*", "**"),
    ("args", "*args"),
    ("1", "-1"),
    ("<", "<="),
    ("n", "n!"),
    ("a+b*c", "(a+b)*c"),
    ("O(n)", "O(n^2)"),
    ("", "..."),
    ("...", "?!"),
    ("5", ".5"),
]


@pytest.mark.parametrize(("text", "term"), SAME)
def test_same(text: str, term: str) -> None:
    assert same(text, term)
    assert same(term, text)


@pytest.mark.parametrize(("text", "term"), NOT_SAME)
def test_not_the_same(text: str, term: str) -> None:
    assert not same(text, term)
    assert not same(term, text)


SLIPS = [
    ("overfiting", "overfitting"),
    ("gradiant descent", "gradient descent"),
    ("covariate shfit", "covariate shift"),
    ("multicolinearity", "multicollinearity"),
    ("heteroskedasticity", "heteroscedasticity"),
    ("batch normalisation", "batch normalization"),
    ("principle component analysis", "principal component analysis"),
    ("learning rates", "learning rate"),
    ("biases", "bias"),
    ("entropies", "entropy"),
    ("losses", "loss"),
    ("matrixes", "matrix"),
    ("regularised", "regularized"),
]
NO_SLIPS = [
    ("type II error", "type I error"),
    ("L2 penalty", "L1 penalty"),
    ("word3vec", "word2vec"),
    ("min pooling", "max pooling"),
    ("supervised", "unsupervised"),
    ("variance", "covariance"),
    ("micro average", "macro average"),
    ("exploitation", "exploration"),
    ("kernal trik", "kernel trick method"),
    ("xg boost", "ag boost"),
    ("gradiant decsent optimisatoin", "gradient descent optimization"),
    ("O(m^2)", "O(n^2)"),
    ("not regular", "non regular"),
    ("never ending", "sever ending"),
    ("no batch norm", "batch norm"),
    ("shortened", "shortly"),
    ("withot noise", "without noise"),
]


@pytest.mark.parametrize(("text", "term"), SLIPS)
def test_slip(text: str, term: str) -> None:
    assert slip(text, term)


@pytest.mark.parametrize(("text", "term"), NO_SLIPS)
def test_no_slip(text: str, term: str) -> None:
    assert not slip(text, term)
    assert not slip(term, text)


def test_a_rival_that_is_as_near_refuses() -> None:
    assert slip("regresion", "regression")
    assert not slip("regresion", "regression", ["regresson"])
    assert not slip("gression model", "regression model", [])
    assert slip("regresion model", "regression model", ["aggression model"])


def test_a_word_of_a_rival_is_no_slip() -> None:
    assert slip("paremeters", "parameters")
    assert not slip("paremeters", "parameters", ["one of paremeters"])
    assert slip("gradients", "gradient", ["vanishing gradients"])


@given(st.text(max_size=60), st.text(max_size=60), st.lists(st.text(max_size=20), max_size=3))
def test_any_text_is_compared(text: str, term: str, rivals: list[str]) -> None:
    assert plain(plain(text)) == plain(text)
    assert same(text, term) == same(term, text)
    assert same(text, text)
    slip(text, term, rivals)


@given(st.text("abcdefghij klm", min_size=5, max_size=30))
def test_a_text_is_the_same_as_itself_in_capitals(text: str) -> None:
    assert same(text.upper(), text)
