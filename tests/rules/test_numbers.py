"""Numbers print by one rule, and typed ones are read as people mean them or refused."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.rules.errors import RuleBroken
from bot.rules.numbers import Read, read, show, within
from bot.rules.question import Tolerance


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (-0.0, "0"),
        (7, "7"),
        (-3.0, "-3"),
        (0.16, "0.16"),
        (0.1 + 0.2, "0.3"),
        (1 / 3, "0.333333"),
        (2 / 3, "0.666667"),
        (99999.999999, "100000"),
        (1234567.8, "1234568"),
        (123456789.5, "123456790"),
        (999999999999999, "999999999999999"),
        (100000000000000.5, "100000000000000"),
        (0.0001, "0.0001"),
        (0.00012345678, "0.000123457"),
        (1.5e-5, "1.5e-5"),
        (-1e-9, "-1e-9"),
        (9.99999999e-5, "0.0001"),
        (1e15, "1e15"),
        (10**400, "1e400"),
        (6.02e23, "6.02e23"),
        (6.0221407e23, "6.02214e23"),
    ],
)
def test_show(value: float, shown: str) -> None:
    assert show(value) == shown


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_show_refuses_what_is_no_number(value: float) -> None:
    with pytest.raises(ValueError, match="cannot be shown"):
        show(value)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_is_shown_reads_back_to_six_digits_and_is_shown_the_same(value: float) -> None:
    shown = show(value)
    assert math.isclose(float(shown), value, rel_tol=5.1e-6)
    assert show(float(shown)) == shown
    assert read(shown).shown == shown


@given(st.floats(1e-4, 9e14), st.sampled_from([1, -1]))
def test_no_exponent_between_the_bounds(value: float, sign: int) -> None:
    assert "e" not in show(sign * value)


READINGS: list[tuple[str, float]] = [
    ("0.16", 0.16),
    ("0,16", 0.16),
    (",5", 0.5),
    (".5", 0.5),
    ("1,5", 1.5),
    ("0,160", 0.16),
    ("1,000", 1000),
    ("1,234", 1234),
    ("1.234", 1.234),
    ("1234,567", 1234.567),
    ("1,234.5", 1234.5),
    ("1.234,5", 1234.5),
    ("1,234,567", 1234567),
    ("1.234.567", 1234567),
    ("1 000", 1000),
    ("1\u202f000\u00a0000", 1000000),
    ("3 000,5", 3000.5),
    ("1'000", 1000),
    ("1’000.5", 1000.5),
    ("1_000", 1000),
    ("007", 7),
    ("16 %", 0.16),
    ("16%", 0.16),
    ("16 percent", 0.16),
    ("16 per cent", 0.16),
    ("16,5 pct", 0.165),
    ("1 - 5 %", 0.95),
    ("1/2", 0.5),
    ("½", 0.5),
    ("9/(9+20)", 9 / 29),
    ("2 × 3", 6),
    ("2·3", 6),
    ("6÷3", 2),
    ("−3", -3),
    ("–3", -3),
    ("+5", 5),
    ("-0", 0),
    ("2^3", 8),
    ("2**3", 8),
    ("10²", 100),
    ("10⁻³", 0.001),
    ("1e-3", 0.001),
    ("1E3", 1000),
    ("1,5e3", 1500),
    ("2·10^3", 2000),
    ("2*10^20", 2e20),
    ("602000000000000000000000", 6.02e23),
    ("= 0.5", 0.5),
    ("≈ 0.5", 0.5),
    ("~0.5", 0.5),
    ("About 0.5", 0.5),
    ("approx. 0.5", 0.5),
    ("ca. 0,5", 0.5),
    ("= about 0.5.", 0.5),
    ("`0.5`", 0.5),
    ("\u200b0.5\n", 0.5),
    ("１２", 12),
    ("٣٫٥", 3.5),
    ("sqrt(2)", math.sqrt(2)),
    ("max(1, 2)", 2),
    ("max(1,5)", 5),
    ("comb(5,2)", 10),
    ("ln(e)", 1),
    ("Phi(0)", 0.5),
    ("Φ(0)", 0.5),
    ("log2(8)", 3),
    ("2π", math.nan),
    ("π", math.pi),
]


@pytest.mark.parametrize(("text", "value"), READINGS)
def test_read(text: str, value: float) -> None:
    if math.isnan(value):
        with pytest.raises(RuleBroken):
            read(text)
        return
    assert read(text).value == pytest.approx(value)
    assert read(text).shown == show(read(text).value)


def test_what_was_read_is_shown() -> None:
    assert read("9/(9+20)") == Read(9 / 29, "0.310345")


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("12", "ms", 12),
        ("12 ms", "ms", 12),
        ("12MS", "ms", 12),
        ("5 µs", "μs", 5),
        ("5 m²", "m²", 5),
        ("$5", "$", 5),
        ("5 $", "$", 5),
        ("1 user", "users", 1),
        ("5 users", "user", 5),
        ("max(1, 2) ms", "ms", 2),
        ("16", "%", 16),
        ("16 %", "%", 16),
        ("16 percent", "%", 16),
        ("0.16", "%", 0.16),
        ("5 % + 3 %", "%", 8),
    ],
)
def test_units(text: str, unit: str, value: float) -> None:
    assert read(text, unit).value == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "%",
        "a",
        "nan",
        "inf",
        "-infinity",
        "∞",
        "1e999",
        "5 or 6",
        "5 and 6",
        "not 5",
        "1 if 2 else 3",
        "0.16 0.17",
        "0.16, 0.17",
        "0.16; 0.17",
        "1,2,3",
        "12,34.5",
        "1.2.3",
        "5,",
        "1,234,56",
        "5 == 5",
        "1 < 2",
        "16 % 5",
        "50 %%",
        "1/2 %",
        "2^50 %",
        "(1+2)%",
        "1½",
        "10₂",
        "1:2",
        "5 k",
        "5 forms",
        "0x1f",
        "1__0",
        "2 3",
        "2(3)",
        "5!",
        "1 2345",
        "1/0",
        "sqrt(0,5)",
        "sqrt(-1)",
        "9**9**9",
        "(1).__class__",
        "__import__('os')",
        "(" * 200,
        "9" * 10_000,
        "\ufdfa" * 200,
        "\ud800",
    ],
)
def test_refused_with_a_sentence_that_says_how_to_write(text: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        read(text, "" if "%" in text else "ms")
    assert refusal.value.code == "not_a_number"
    assert "0.16, 16 %, or a sum: 9/(9+20)" in refusal.value.sentence


@given(
    st.one_of(st.text(max_size=200), st.text("0123456789.,'_ %+-*/^()e", max_size=40)),
    st.sampled_from(["", "%", "ms", "users", "€", "m²"]),
)
def test_whatever_is_typed_is_read_as_a_finite_number_or_refused(text: str, unit: str) -> None:
    try:
        value = read(text, unit).value
    except RuleBroken:
        return
    assert math.isfinite(value)


@given(st.integers(0, 10**12), st.integers(0, 99))
def test_every_grouping_of_thousands_is_read(whole: int, cents: int) -> None:
    assert read(f"{whole:,}").value == whole
    assert read(f"{whole:,}".replace(",", " ")).value == whole
    assert read(f"{whole:,}.{cents:02}").value == pytest.approx(whole + cents / 100)
    assert read(f"{whole:,}.{cents:02}".translate(str.maketrans(",.", ".,"))).value == pytest.approx(
        whole + cents / 100
    )


@pytest.mark.parametrize(
    ("value", "key", "tolerance", "counts"),
    [
        (0.155, 0.15, Tolerance(abs=0.005), True),
        (0.1551, 0.15, Tolerance(abs=0.005), False),
        (110, 100, Tolerance(rel=0.1), True),
        (111, 100, Tolerance(abs=0.5, rel=0.1), False),
        (110.4, 100, Tolerance(abs=0.5, rel=0.1), True),
        (-90, -100, Tolerance(rel=0.1), True),
        (0.3, 0.1 + 0.2, Tolerance(), True),
        (0, 0.1 + 0.2 - 0.3, Tolerance(), True),
        (0.30001, 0.3, Tolerance(), False),
    ],
)
def test_within(value: float, key: float, tolerance: Tolerance, counts: bool) -> None:  # noqa: FBT001 (a table's column)
    assert within(value, key, tolerance) is counts


@given(st.floats(-1e9, 1e9), st.floats(0, 10), st.floats(0, 1))
def test_a_key_is_within_any_tolerance_of_itself_and_nothing_far_is(
    key: float, absolute: float, relative: float
) -> None:
    tolerance = Tolerance(absolute, relative)
    allowed = absolute + relative * abs(key)
    assert within(key, key, tolerance)
    far = key + allowed * 1.01 + 1e-6 * (1 + abs(key))
    assume(math.isfinite(far))
    assert not within(far, key, tolerance)
