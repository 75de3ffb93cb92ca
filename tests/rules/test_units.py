"""Units: the answer's own, others of its kind, and those of another kind."""

import math
from itertools import combinations, groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.errors import RuleBroken
from bot.rules.numbers import Read, read
from bot.rules.units import NAMED

UNITS = sorted({part.name for part in NAMED.values()})
KINDS = [
    [part.name for part in group]
    for _, group in groupby(
        sorted(set(NAMED.values()), key=lambda part: (part.kind, part.size)), lambda part: part.kind
    )
]
SAME = [pair for kind in KINDS for pair in combinations(kind, 2)]


@pytest.mark.parametrize(
    ("text", "unit", "value", "shown"),
    [
        ("1.5 GiB", "MiB", 1536, "1536 MiB"),
        ("1.5gib", "MiB", 1536, "1536 MiB"),
        ("1 GiB", "GB", 1.073741824, "1.07374 GB"),
        ("1 Gbit", "MB", 125, "125 MB"),
        ("2 gigabytes", "MB", 2000, "2000 MB"),
        ("5 ms", "s", 0.005, "0.005 s"),
        ("5 µs", "ms", 0.005, "0.005 ms"),
        ("5 us", "ns", 5000, "5000 ns"),
        ("2 hours", "min", 120, "120 min"),
        ("1/2 h", "minutes", 30, "30 minutes"),
        ("max(1, 2) ms", "s", 0.002, "0.002 s"),
        ("160 ‰", "%", 16, "16 %"),
        ("160 ‰", "", 0.16, "0.16"),
        ("16 %", "", 0.16, "0.16"),
        ("16", "%", 16, "16"),
        ("2 kHz", "Hz", 2000, "2000 Hz"),
        ("300 requests/min", "requests/s", 5, "5 requests/s"),
        ("300 requests per minute", "requests/s", 5, "5 requests/s"),
        ("300/min", "requests/s", 5, "5 requests/s"),
        ("720k requests/min", "requests/s", 12_000, "12000 requests/s"),
        ("1 Gbit/s", "MB/s", 125, "125 MB/s"),
        ("3 requests/s", "requests/s", 3, "3"),
        ("1 request/s", "requests/s", 1, "1"),
        ("12k users", "users", 12_000, "12000 users"),
        ("12 k", "users", 12_000, "12000 users"),
        ("1.2M", "users", 1_200_000, "1200000 users"),
        ("1.2 million", "", 1_200_000, "1200000"),
        ("12.6 million", "million", 12.6, "12.6"),
        ("12.6M", "million", 12.6, "12.6"),
        ("900k", "million parameters", 0.9, "0.9 million parameters"),
        ("$5k", "$", 5000, "5000 $"),
        ("12 users", "users", 12, "12"),
        ("12 user", "users", 12, "12"),
        ("100 rows/batch", "rows per batch", 100, "100"),
        ("9/pi", "", 9 / math.pi, "2.86479"),
        ("2*e", "", 2 * math.e, "5.43656"),
    ],
)
def test_other_units_of_the_same_kind_are_converted(text: str, unit: str, value: float, shown: str) -> None:
    found = read(text, unit)
    assert found.value == pytest.approx(value)
    assert found.shown == shown


@pytest.mark.parametrize(
    ("text", "unit", "sentence"),
    [
        (
            "5 ms",
            "GB",
            (
                "I need this in GB, and ms measures something else. "
                "Nothing is recorded yet: write it in GB, or the number alone."
            ),
        ),
        ("5 GB/s", "s", "I need this in s, and GB/s measures"),
        ("5 /s", "s", "I need this in s, and /s measures"),
        ("5 s", "GB/s", "I need this in GB/s, and s measures"),
        ("16 %", "ms", "I need this in ms, and % measures"),
        ("5 minutes", "%", "I need this in %, and min measures"),
        ("5 gb", "users", "I need this in users, and GB measures"),
        ("5 users/GB", "users/s", "I need this in users/s, and users/GB measures"),
        ("5 ms", "", "I need a number without a unit, and yours is in ms. Nothing is recorded yet."),
    ],
)
def test_a_unit_of_another_kind_is_refused_by_name(text: str, unit: str, sentence: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        read(text, unit)
    assert refusal.value.code == "wrong_unit"
    assert refusal.value.sentence.startswith(sentence)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("5 m", "s"),
        ("12 requests", "users"),
        ("5 users/h", "requests/s"),
        ("5 s/user", "s"),
        ("k", "users"),
        ("GB", "GB"),
        ("12k", "GB"),
        ("2e", ""),
        ("1e300 weeks", "ns"),
    ],
)
def test_other_words_are_no_number(text: str, unit: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        read(text, unit)
    assert refusal.value.code == "not_a_number"


@given(st.sampled_from(SAME), st.integers(1, 10**6))
def test_there_and_back_gives_the_same_number(units: tuple[str, str], number: int) -> None:
    one, other = units
    there = read(f"{number} {one}", other).value
    assert read(f"{there!r} {other}", one).value == pytest.approx(number)


@given(st.sampled_from([name for name in UNITS if name != "%"]), st.integers(0, 10**6))
def test_the_answers_own_unit_changes_nothing(unit: str, number: int) -> None:
    assert read(f"{number} {unit}", unit) == Read(float(number), str(number))


@given(
    st.text("0123456789.,% /", max_size=8),
    st.sampled_from([*UNITS, "k", "million", "users", "req/s", "", "per", "/", "€"]) | st.text(max_size=8),
    st.sampled_from([*UNITS, "users", "requests/s", "€", "", "rows per batch", "a+b", "m²"]) | st.text(max_size=8),
)
def test_any_unit_is_read_or_refused(figure: str, typed: str, unit: str) -> None:
    try:
        told: float | str = read(f"{figure} {typed}", unit).value
    except RuleBroken as refusal:
        told = refusal.code
    assert told in {"not_a_number", "wrong_unit"} if isinstance(told, str) else math.isfinite(told)
