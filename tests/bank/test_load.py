from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank.load import MAX_BYTES, MAX_NODES, load, unseen
from bot.bank.node import Items, Scalar, Table, at, brief, line_of, plain, written


def read(words: str) -> object:
    node, faults = load("file", words.encode())
    assert not faults
    assert node is not None
    return plain(node)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("Yes", "Yes"),
        ("True", "True"),
        ("~", "~"),
        ("12:30", "12:30"),
        ("010", "010"),
        ("0x1f", "0x1f"),
        ("1_000", "1_000"),
        ("2026-11-23", "2026-11-23"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("=", "="),
        ("'5'", "5"),
        ('"true"', "true"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("", None),
        ("5", 5),
        ("-5", -5),
        ("+5", 5),
        ("0", 0),
        ("1e3", 1000.0),
        ("1.5", 1.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("1.0e-9", 1e-9),
        ("9" * 50, "9" * 50),
    ],
)
def test_only_a_few_plain_words_are_more_than_text(words: str, value: object) -> None:
    assert read(f"- {words}") == [value]
    assert type(read(f"- {words}")[0]).__mro__[-2] is type(value).__mro__[-2]  # type: ignore[index]


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (
            "a: [",
            "2: E01 this is not YAML (did not find expected node content): check indentation, quotes and brackets",
        ),
        (
            "a: b: c",
            (
                "1: E01 this is not YAML (mapping values are not allowed in this context): "
                "put text that holds a colon and a space in quotes"
            ),
        ),
        ("a: 1\nb: 2\na: 3", "3: E18 `a` stands twice, first in line 1: keep one of them"),
        ("<<: {a: 1}", "1: E18 merge keys (<<) are not read: write the keys out"),
        ("a: &x 1", "1: E18 anchors (&name) are not read: write the value out where it is needed"),
        ("- *x", "1: E18 aliases (*name) are not read: write the value out"),
        ("- !!python/name:os.system ''", "1: E18 tags (!name) are not read: remove the tag; quotes make anything text"),
        ("? [1]\n: 2", "1: E18 a key is a list or a mapping: put the key in quotes"),
        ("a\n---\nb", "2: E18 a second document starts: keep one list in one file"),
        ("[" * 30, "1: E18 this nests deeper than 20 or holds too many values: make it simpler"),
        ("- a\n- in C # really", "2: E18 the text ends at ` #`; the rest is a comment: put the text in quotes"),
        ('- "\\u202e"', "1: E18 there is an invisible character, U+202E: leave it out"),
        (
            "- a\n- b\x00",
            "2: E18 there is an invisible character, U+0000: type the line again without invisible characters",
        ),
    ],
)
def test_what_yaml_would_quietly_misread_is_refused(words: str, fault: str) -> None:
    _, faults = load("file", words.encode())
    assert [str(each) for each in faults] == [f"file:{fault}"]


def test_bytes_that_are_not_utf_8_name_their_line() -> None:
    _, faults = load("file", b"- a\n- \xff")
    assert [str(each) for each in faults] == ["file:2: E18 a byte here is not UTF-8: save the file as UTF-8"]


def test_a_byte_order_mark_is_no_fault() -> None:
    assert load("file", b"\xef\xbb\xbf- a")[1] == []


def test_a_large_file_is_refused_unread() -> None:
    assert load("file", b"a" * (MAX_BYTES + 1))[1][0].what == "the file is larger than 1 MiB"


def test_too_many_values_are_refused() -> None:
    assert "too many values" in load("file", b"- a\n" * (MAX_NODES + 1))[1][0].what


def test_a_comment_after_a_single_word_is_a_comment() -> None:
    assert read("a: mid # for now\n# more\nb: c") == {"a": "mid", "b": "c"}


def test_an_empty_file_is_nothing() -> None:
    assert load("file", b"") == (None, [])


def test_lines_are_known_of_keys_items_and_values() -> None:
    node, _ = load("file", b"- a: 1\n  b:\n    - x\n    - y\n")
    assert isinstance(node, Items)
    assert line_of(node, (0, "b", 1)) == 4
    assert line_of(node, (0, "b")) == 2
    assert line_of(node, (0, "c", 9)) == 1
    assert at(node, (0, "a")) == Scalar(1, "1", plain=True)
    assert at(node, (0, "z")) is None
    assert at(node, (7,)) is None


def test_a_number_remembers_how_it_was_written() -> None:
    value = read("- 0.50")[0]  # type: ignore[index]
    assert (value, value.raw) == (0.5, "0.50")


def test_plain_values_make_a_tree_in_one_line() -> None:
    values = {"a": [1, 0.5, "x", None, True], "b": {"c": "1"}}
    node = written(7, values)
    assert isinstance(node, Table)
    assert plain(node) == values
    assert line_of(node, ("a", 2)) == 7


def test_a_long_text_is_cut_for_a_fault() -> None:
    assert brief("a\n b") == "a b"
    assert brief("x" * 50) == "x" * 39 + "…"


@pytest.mark.parametrize("sign", ["\x07", "\u202e", "\u2066", "\u200b", "\ufeff", "\x85"])
def test_signs_nobody_sees_are_named(sign: str) -> None:
    assert unseen(f"a{sign}b") == f"U+{ord(sign):04X}"


def test_signs_that_people_use_are_no_fault() -> None:
    assert unseen("Tab\t, newline\n, Ω, 数, 👩‍🔬, é") == ""


@given(st.binary(max_size=400))
def test_any_bytes_give_a_tree_or_faults(data: bytes) -> None:
    node, faults = load("file", data)
    if node is not None:
        plain(node)
    assert all(fault.where == "file" and fault.line >= 0 for fault in faults)


@given(st.text(st.sampled_from("ab:-[]{},&*!|>'\"%#? \n\t0"), max_size=60))
def test_any_punctuation_gives_a_tree_or_faults(words: str) -> None:
    node, faults = load("file", words.encode())
    assert [fault.code for fault in faults if fault.code not in {"E01", "E18"}] == []
    if node is not None:
        plain(node)


def test_the_shipped_questions_load_without_a_fault() -> None:
    for path in Path("questions").rglob("*.yaml"):
        assert load(path.name, path.read_bytes())[1] == []
