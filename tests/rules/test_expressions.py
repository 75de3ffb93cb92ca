"""Expressions give the right values, and refuse everything else at once and in a sentence."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.expressions import CONSTANTS, FUNCTIONS, RESERVED, ExpressionFault, Value, names, parse
from tests.work import steps

MOST_STEPS = 200_000
NAMES: dict[str, Value] = {"a": 1, "b": 2, "c": 3.5, "yes": True, "word": "relu"}

VALUES: list[tuple[str, Value]] = [
    ("1 + 2 * 3", 7),
    ("7 // 2", 3),
    ("7 % 4", 3),
    ("2 ** 10", 1024),
    ("2 ** -1", 0.5),
    ("-a + +b", 1),
    ("1 / 4", 0.25),
    ("1e-3", 0.001),
    (".5 + 5.", 5.5),
    ("a < b < c", True),
    ("a < b > c", False),
    ("a == 1 and b != 1", True),
    ("a >= 2 or b <= 1", False),
    ("not a > b", True),
    ("b if a > 1 else c", 3.5),
    ("yes", True),
    ("yes + yes", 2),
    ("word", "relu"),
    ("word == word", True),
    ("pi", math.pi),
    ("e", math.e),
    ("abs(-3)", 3),
    ("min(3, 1, 2)", 1),
    ("max(1, c)", 3.5),
    ("round(2.5)", 2),
    ("round(2.567, 2)", 2.57),
    ("sqrt(16)", 4.0),
    ("exp(0)", 1.0),
    ("log(e)", 1.0),
    ("log(8, 2)", 3.0),
    ("log2(8)", 3.0),
    ("log10(1000)", 3.0),
    ("floor(2.7) + ceil(2.1)", 5),
    ("comb(5, 2)", 10),
    ("comb(900, 898)", 404550),
    ("factorial(17)", 355687428096000),
    ("Phi(0)", 0.5),
    ("round(Phi(1.959964), 4)", 0.975),
    ("  (1\n + 2)\t", 3),
    ("((((((((((1))))))))))", 1),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_value(text: str, value: Value) -> None:
    given = parse(text).value(NAMES)
    assert type(given) is type(value)
    assert given == (pytest.approx(value) if isinstance(value, float) else value)


def test_names_are_those_that_must_be_given() -> None:
    assert names("abs(hit / (hit + missfire) - pi) > e") == {"hit", "missfire"}
    assert names("1") == frozenset()
    assert set(FUNCTIONS) | set(CONSTANTS) == RESERVED


def test_constants_mean_the_same_whatever_is_given() -> None:
    assert parse("e").value({"e": 5}) == math.e


def test_equal_texts_are_equal_expressions() -> None:
    assert parse("a  + b") == parse("a + b")
    assert parse("a + b").text == "a + b"


REFUSED = [
    ("", "an expression is missing"),
    ("   ", "an expression is missing"),
    ("x", "there is no name 'x' here"),
    ("f(1)", "there is no function 'f'"),
    ("a(1)", "there is no function 'a'"),
    ("abs", "abs is a function: write abs(…)"),
    ("abs + 1", "abs is a function"),
    ("1,2", "a comma only parts"),
    ("()", "a comma only parts"),
    ("1 +", "not a whole expression"),
    ("010", "not a whole expression"),
    ("a b", "not a whole expression"),
    ("0x10", "numbers are written plainly"),
    ("1_000", "numbers are written plainly"),
    ("1j", "numbers are written plainly"),
    ("1or 2", "numbers are written plainly"),
    ("1.2.3", "numbers are written plainly"),
    ("(1).real", "numbers are written plainly"),
    ("(1).__class__", "numbers are written plainly"),
    ("a.b", "are allowed"),
    ("a.__class__.__mro__", "are allowed"),
    ("True", "are allowed"),
    ("None", "are allowed"),
    ("a is b", "are allowed"),
    ("a in b", "are allowed"),
    ("abs(*a)", "are allowed"),
    ("abs(x=1)", "are allowed"),
    ("max(**a)", "are allowed"),
    ("1(2)", "are allowed"),
    ("abs(1)(2)", "are allowed"),
    ("(a for a in b)", "are allowed"),
    ("await a", "are allowed"),
    ("a[0]", "the sign '[' is not allowed"),
    ("'a'", "the sign"),
    ('f"{a}"', "the sign"),
    ("lambda: 1", "the sign ':' is not allowed"),
    ("(a := 1)", "the sign ':' is not allowed"),
    ("a @ b", "the sign '@' is not allowed"),
    ("a & b", "the sign '&' is not allowed"),
    ("~a", "the sign '~' is not allowed"),
    ("a\x00", "the sign"),
    ("а", "the sign"),  # a Cyrillic letter
    ("__import__('os')", "the sign"),
    ("__import__(a)", "there is no function '__import__'"),
    ("word + word", "only numbers can be calculated with"),
    ("word * 3", "only numbers can be calculated with"),
    ("min(word, word)", "only numbers can be calculated with"),
    ("(-8) ** 0.5", "only numbers can be calculated with"),
    ("word < 3", "the wrong kind of values"),
    ("min(3)", "too few, too many"),
    ("sqrt(1, 2)", "too few, too many"),
    ("comb(2.5, 1)", "too few, too many"),
    ("1 / 0", "it divides by zero"),
    ("1 % 0", "it divides by zero"),
    ("0 ** -1", "it divides by zero"),
    ("sqrt(-1)", "it has no value"),
    ("log(0)", "it has no value"),
    ("factorial(-1)", "it has no value"),
    ("comb(-5, 2)", "it has no value"),
    ("exp(1000)", "a value is too large"),
    ("1e200 ** 2", "a value is too large"),
    ("1e308 * 10", "a value is not finite"),
    ("1e999", "a value is not finite"),
    ("1000000000000000", "a whole number reaches 1e15"),
    ("10 ** 15", "a whole number reaches 1e15"),
    ("99999999 * 99999999", "a whole number reaches 1e15"),
    ("2 ** 65", "an exponent is above 64"),
    ("2 ** -65", "an exponent is above 64"),
    ("9 ** 9 ** 9", "an exponent is above 64"),
    ("factorial(18)", "a whole number reaches 1e15"),
    ("factorial(99999999)", "a whole number reaches 1e15"),
    ("comb(100000000, 50000000)", "a whole number reaches 1e15"),
    ("comb(200, 64)", "a whole number reaches 1e15"),
    ("round(1.5, 999999999)", "round() takes at most 15 digits"),
    ("1" + "+1" * 600, "at most 1,000 characters"),
    ("+".join("a" * 101), "too long or too deep"),
    ("min(" + ",".join("1" * 200) + ")", "too long or too deep"),
    ("-" * 101 + "1", "too long or too deep"),
    ("(" * 499 + "1" + ")" * 499, "not a whole expression"),
    ("(" * 10_000, "at most 1,000 characters"),
]


@pytest.mark.parametrize(("text", "sentence"), REFUSED)
def test_refused_at_once_and_in_a_sentence(text: str, sentence: str) -> None:
    def work() -> None:
        with pytest.raises(ExpressionFault) as refusal:
            parse(text).value(NAMES)
        said.append(str(refusal.value))

    said: list[str] = []
    assert steps(work) < MOST_STEPS
    assert sentence in said[0]
    assert not said[0].endswith(".")


def test_a_fault_is_a_value_error() -> None:
    assert issubclass(ExpressionFault, ValueError)


def test_the_largest_that_is_allowed_still_works() -> None:
    assert parse("+".join("a" * 100)).value({"a": 1}) == 100
    assert parse("-" * 99 + "1").value() == -1


PIECES = st.lists(
    st.sampled_from(
        [
            *FUNCTIONS,
            *"0123456789",
            *"+-*/%(),.<>=! abe",
            "**",
            "//",
            "if",
            "else",
            "and",
            "or",
            "not",
            "pi",
            "1e9",
            "999999999",
        ]
    ),
    max_size=60,
)


@given(st.one_of(st.text(max_size=200), PIECES.map(" ".join), PIECES.map("".join)))
def test_nothing_but_a_fault_ever_comes_out(text: str) -> None:
    try:
        value = parse(text).value(NAMES)
    except ExpressionFault:
        return
    assert isinstance(value, str) or math.isfinite(value)
    assert not isinstance(value, int) or abs(value) < 10**15


@given(
    st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6), st.sampled_from(["+", "-", "*", "//", "%", "<", "=="])
)
def test_arithmetic_is_pythons(a: int, b: int, sign: str) -> None:
    try:
        expected = eval(f"a {sign} b", {}, {"a": a, "b": b})  # noqa: S307 (two numbers and one sign)
    except ZeroDivisionError:
        with pytest.raises(ExpressionFault, match="divides by zero"):
            parse(f"a {sign} b").value({"a": a, "b": b})
        return
    assert parse(f"a {sign} b").value({"a": a, "b": b}) == expected
