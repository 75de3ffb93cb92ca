"""Words, times and numbers that every card shares."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render import words
from bot.rules.question import Tolerance
from tests.render.conftest import Desk


def test_labels_fit_on_a_phone() -> None:
    labels = {name: value for name, value in vars(words).items() if name.isupper() and not name.startswith("_")}
    for name in "HINT GIVE_UP WRONG NEXT OTHERS ANSWER SETTINGS EXPORT DELETE DELETE_SURE PUBLISH EDIT".split():  # noqa: SIM905
        assert len(labels[name]) <= 24, name
    assert (words.HINT, words.GIVE_UP) == ("Hint (−25%)", "I don't know")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("plain 1.5", "plain 1.5"),
        ("<@1> @everyone", "\\<\\@1\\> \\@everyone"),
        ("```\n**x**", "\\`\\`\\` \\*\\*x\\*\\*"),
        ("a\u202eb\x07", "ab"),
        ("[x](https://y)", "\\[x\\](https\\://y)"),
        ("\\", "\\\\"),
    ],
)
def test_a_persons_own_words_stay_words(typed: str, shown: str) -> None:
    assert words.safe(typed) == shown


@given(st.text(), st.integers(0, 50))
def test_safe_words_are_short_and_on_one_line(typed: str, limit: int) -> None:
    assert len(words.safe(typed, limit)) <= 2 * max(limit, 1) + len(typed)
    assert "\n" not in words.safe(typed)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Precision, recall, F1", "precision, recall, F1"),
        ("ROC AUC and PR curves", "ROC AUC and PR curves"),
        ("A/B tests", "A/B tests"),
        ("NumPy", "NumPy"),
        ("Git history", "Git history"),
        ("Built-in data structures", "built-in data structures"),
        ("", ""),
    ],
)
def test_topics_inside_sentences(name: str, shown: str) -> None:
    assert words.topic(name) == shown


def test_spans() -> None:
    shown = [words.took(timedelta(seconds=s)) for s in (-1, 48, 60, 125, 3600, 3780, 90000, 200000)]
    assert shown == ["0 s", "48 s", "1 min", "2 min 5 s", "1 h", "1 h 3 min", "1 day", "2 days"]
    assert [words.about(s) for s in (5, 60, 150)] == ["about 1 minute", "about 1 minute", "about 2 minutes"]


@pytest.mark.parametrize(
    ("value", "tolerance", "unit", "shown"),
    [
        (0.3684, Tolerance(abs=0.005), "", "0.37"),
        (4 / 3, Tolerance(abs=0.01), "", "1.33"),
        (-2.5, Tolerance(), "ms", "−2.5 ms"),
        (-0.001, Tolerance(abs=0.5), "", "0"),
        (1234.5678, Tolerance(rel=0.1), "", "1235"),
        (0.000123456, Tolerance(rel=0.1), "", "0.0001235"),
        (42.0, Tolerance(), "", "42"),
        (1e20, Tolerance(), "", "1e+20"),
        (0.0, Tolerance(), "", "0"),
    ],
)
def test_keys_are_as_exact_as_asked(value: float, tolerance: Tolerance, unit: str, shown: str) -> None:
    assert words.number(value, tolerance, unit) == shown


def test_small_things(desk: Desk) -> None:
    assert [words.listed(w) for w in ([], ["A"], ["A", "B"], ["A", "B", "C"])] == [
        "nothing",
        "A",
        "A and B",
        "A, B and C",
    ]
    assert (words.letter(0), words.letter(9), words.letter(10)) == ("A", "J", "11")
    assert (words.in_words(1), words.in_words(9), words.points(1 / 3), words.points(0)) == ("one", "9", "0.33", "0")
    assert (words.key(desk.multiple), words.key(desk.term)) == ("A and C", "transform")


def test_no_word_is_given_twice() -> None:
    source = Path(words.__file__).read_text(encoding="utf-8")
    named = [target.id for line in ast.parse(source).body for target in _targets(line)]
    assert sorted(named) == sorted(set(named))


def _targets(line: ast.stmt) -> list[ast.Name]:
    given = line.targets if isinstance(line, ast.Assign) else []
    return [target for target in given if isinstance(target, ast.Name)]


def test_who_had_everything_deleted_is_named_kindly() -> None:
    assert (words.member(5), words.host(5)) == ("<@5>", "<@5>")
    assert (words.member(-5), words.member(None), words.host(-5)) == ("somebody who left",) * 2 + ("a moderator",)
