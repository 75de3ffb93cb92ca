import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank.lines import HELP, is_number, lines_of, read_form
from bot.bank.node import line_of, plain

MARKS = '+-=~!?*"'
NO_ANSWER = "there is no answer: add `+ right` and `- wrong`, `= answer`, `1. item` lines, or `row => option` lines"
BACKSLASH = "remove it, or put a backslash before it"
ONE_KIND = "keep one kind of answer; a backslash before a line makes it text"


def read(words: str) -> Any:
    tree, faults = read_form(words)
    assert not faults
    assert tree is not None
    return plain(tree)


def refused(words: str) -> list[str]:
    tree, faults = read_form(words)
    assert tree is None
    return [str(fault) for fault in faults]


def test_one_right_line_is_a_single_choice() -> None:
    assert read(
        "What happens\nto **F1**?\n\n+ It falls\n- It rises :: turned round\n- It stays\n? Harmonic\nmean."
    ) == {
        "q": "What happens\nto **F1**?",
        "right": "It falls",
        "wrong": {"It rises": "turned round", "It stays": ""},
        "why": "Harmonic\nmean.",
    }


def test_several_right_lines_are_a_multiple_choice() -> None:
    assert read("Which?\n+ a\n+ b\n- c :: d")["right"] == ["a", "b"]


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("= 12", {"answer": "12"}),
        ("= 12 +/- 0.01", {"answer": "12", "tolerance": {"abs": 0.01}}),
        ("= 12 ± 0.5 [ms]", {"answer": "12", "tolerance": {"abs": 0.5}, "unit": "ms"}),
        ("= 12 +/- 5%", {"answer": "12", "tolerance": {"rel": 0.05}}),
        ("= 12 +/- 7 %", {"answer": "12", "tolerance": {"rel": 0.07}}),
        ("= 16 %", {"answer": "16", "unit": "%"}),
        ("= 16 % +/- 1", {"answer": "16", "unit": "%", "tolerance": {"abs": 1.0}}),
        ("= 12 [ms]", {"answer": "12", "unit": "ms"}),
        ("= 9/(9+20)", {"answer": "9/(9+20)"}),
        ("= sqrt(2)", {"answer": "sqrt(2)"}),
        ("= -1.5e-3", {"answer": "-1.5e-3"}),
        ("= transform", {"answer": ["transform"]}),
        ("= O(n log n)", {"answer": ["O(n log n)"]}),
        ("= 12 monkeys", {"answer": ["12 monkeys"]}),
        ("= L2", {"answer": ["L2"]}),
        ("= pi", {"answer": ["pi"]}),
        ("= one\n= two\n~ three\n! four", {"answer": ["one", "two"], "near": ["three"], "reject": ["four"]}),
        ("= 1\n= one", {"answer": ["1", "one"]}),
        ("= 12\n~ 1.33 :: turned\n~ 2", {"answer": "12", "traps": {"1.33": "turned", "2": ""}}),
    ],
)
def test_what_stands_after_an_equals_sign(line: str, answer: dict[str, object]) -> None:
    assert read(f"What?\n{line}") == {"q": "What?", **answer}


def test_phones_write_other_quotes_and_dashes() -> None:
    assert read("What?\n+ a\n– b :: c\n— d :: e\n“ say it\n* h\n* i") == {
        "q": "What?",
        "right": "a",
        "wrong": {"b": "c", "d": "e"},
        "aloud": "say it",
        "hints": ["h", "i"],
    }


def test_code_between_fences_is_not_read_for_marks() -> None:
    document = read("What does it print?\n```python\nx = 1\n- x\n```\n= 1")
    assert document == {"q": "What does it print?", "code": "x = 1\n- x", "answer": "1"}


def test_code_of_another_language_or_in_an_explanation_stays_where_it_is() -> None:
    words = "Which rows?\n```sql\n- none\n```\nSay it.\n= 0\n? So:\n```\n- x\n\n+ y\n```\nDone.\n* h"
    document = {
        "q": "Which rows?\n```sql\n- none\n```\nSay it.",
        "answer": "0",
        "why": "So:\n```\n- x\n\n+ y\n```\nDone.",
        "hint": "h",
    }
    assert read(words) == document
    assert lines_of(json.dumps(document)) == words


def test_signs_without_a_space_and_lines_after_a_backslash_are_text() -> None:
    assert read("*Which* is\n-5?\n\\- this\n\\\\+ that\n+ a\n- b :: c")["q"] == "*Which* is\n-5?\n- this\n\\+ that"


@pytest.mark.parametrize(
    ("words", "faults"),
    [
        (
            "",
            [
                "form:1: E01 the question is missing: write it first, the marked lines after it",
                f"form:1: E01 {NO_ANSWER}",
            ],
        ),
        ("What?", [f"form:1: E01 {NO_ANSWER}"]),
        ("What?\n+ a", ["form:2: E01 no option is wrong: add `- text :: why it is wrong`"]),
        ("What?\n- a", ["form:2: E01 no option is right: start the right one with `+`"]),
        ("What?\n+ a\n- b\n- b :: c", ["form:4: E04 `b` stands twice: change one of them"]),
        ("What?\n+ a\n- :: c", ["form:3: E04 the text is missing: change one of them"]),
        ("What?\n+ a\n- b\n= 1", [f"form:4: E01 there are options and a term or number: {ONE_KIND}"]),
        ("What?\n+ a\n- b\n! c", ["form:4: E01 `!` does not belong to options: write `- text :: why it is wrong`"]),
        ("What?\n= 1\n! c", ["form:3: E01 `!` belongs to terms: write a trap: `~ 1.33 :: the mistake behind it`"]),
        ("What?\n+ a\nand\n- b", ["form:3: E01 `and` has no mark: start it with + - = ~ ! ? * or put it on one line"]),
        (
            "What?\n= a\n? b\n? c",
            ["form:4: E01 a second line starts with `?`: keep one; a line without a mark goes on"],
        ),
        (
            "What?\n= 1\n* h\n```\nx\n```",
            ["form:4: E01 ````` has no mark: start it with + - = ~ ! ? * or put it on one line"],
        ),
        ("What?\n```\nx", ["form:2: E01 the code has no end: close it with three backticks"]),
        ("What?\n```\nx\n```\n```\ny\n```\n= 1", ["form:5: E01 a second block of code starts: keep one block"]),
        ("What?\n1. a\n3. b", ["form:3: E01 `3. b` is item 2: number the items 1, 2, 3 in a right order"]),
        ("What?\n1. a\n2. b\n~ c", ["form:4: E01 `~` does not belong to items in order: " + BACKSLASH]),
        ("What?\na => b\n! c", ["form:3: E01 `!` does not belong to rows to match: " + BACKSLASH]),
        ("What?\n1. a\n+ b", [f"form:2: E01 there are options and items in order: {ONE_KIND}"]),
        ("What?\n1. a\nb => c", [f"form:3: E01 there are items in order and rows to match: {ONE_KIND}"]),
        ("What?\na => b\na => c", ["form:3: E04 the row `a` stands twice: change one of them"]),
        ("What?\n=> b", ["form:2: E01 no row has an option: write `row => option`"]),
        ("What?\na => b\n=> c\n=> c :: d", ["form:4: E04 `c` stands twice: change one of them"]),
        (
            "```\nx\n```\nWhat?\n1. `a`\n2. `b`",
            ["form:1: E01 an order of lines shows no other code: remove the block, or the backticks"],
        ),
        ("What?\n= 1 +/- 1.2.3", ["form:2: E01 the tolerance `1.2.3` is no number: write `+/- 0.01` or `+/- 5%`"]),
    ],
)
def test_faults_name_the_line_of_the_form(words: str, faults: list[str]) -> None:
    assert [each for each in refused(words) if each in faults or "answer" not in each] == faults


def test_the_tree_knows_the_lines() -> None:
    tree, _ = read_form("What?\n+ a\n- b :: c\n- d")
    assert tree is not None
    assert [line_of(tree, path) for path in ((), ("right",), ("wrong", "b"), ("wrong", "d"))] == [1, 2, 3, 4]


def test_the_help_is_short_and_itself_names_every_mark() -> None:
    assert len(HELP) < 400
    assert {line[0] for line in HELP.splitlines()[1:]} == {*MARKS, "1", "a"}


@pytest.mark.parametrize(
    "document",
    [
        {"q": "A {n}?", "vars": {"n": {"int": [1, 2]}}, "answer": "n"},
        {"q": "A?", "order": ["a", "b"], "before": [["a", "b"]]},
        {"q": "A?", "order": ["`a`", "`b`"]},
        {"q": "A?", "order": ["a", "b`"], "code": True},
        {"q": "A?", "match": {"a => b": "c", "d": "e"}},
        {"q": "A?", "right": "two\nlines", "wrong": {"b": "c"}},
        {"q": "A?", "right": "a", "wrong": {"b :: c": "d"}},
        {"q": "A?", "answer": "n", "why": "x"},
        {"q": "A?", "answer": "1", "tolerance": {"abs": 1.0, "rel": 0.1}},
        {"right": "a"},
    ],
)
def test_what_the_form_cannot_say_gives_no_lines(document: dict[str, object]) -> None:
    assert lines_of(json.dumps(document)) == ""


WORDS = st.text(st.sampled_from('ab \\+-=>~!?*":[]%.,15$é`'), min_size=1, max_size=20).map(
    lambda words: " ".join(words.split())
)
SOME = WORDS.filter(bool)
LINES = st.lists(SOME, min_size=1, max_size=3).map("\n".join)
PAIRS = st.dictionaries(SOME, WORDS, min_size=1, max_size=3)
CHOICE = st.fixed_dictionaries({"right": SOME | st.lists(SOME, min_size=2, max_size=3), "wrong": PAIRS})
NUMBER = st.fixed_dictionaries(
    {"answer": st.integers(-99, 99).map(str) | st.just("9/(9+20)")},
    optional={
        "tolerance": st.fixed_dictionaries({"abs": st.floats(0, 1e6)})
        | st.fixed_dictionaries({"rel": st.floats(0, 1)}),
        "unit": st.sampled_from(["ms", "%", "km/h"]),
        "traps": PAIRS,
    },
)
TERMS = st.fixed_dictionaries(
    {"answer": st.lists(SOME, min_size=1, max_size=3)},
    optional={"near": st.lists(SOME, min_size=1, max_size=2), "reject": st.lists(SOME, min_size=1, max_size=2)},
)
ORDER = st.fixed_dictionaries({"order": st.lists(SOME, min_size=2, max_size=4)}) | st.fixed_dictionaries(
    {
        "order": st.lists(st.sampled_from(["x = 1", "    y = 2", "z[`q`]", "w"]), min_size=2, max_size=4),
        "code": st.just(True),
    }
)
MATCH = st.fixed_dictionaries({"match": st.dictionaries(SOME, SOME, min_size=1, max_size=3)}, optional={"extra": PAIRS})
REST = st.fixed_dictionaries(
    {"q": LINES}, optional={"why": LINES, "aloud": SOME, "hint": SOME, "code": SOME, "refs": st.just(["kept"])}
)


@given(REST, CHOICE | NUMBER | TERMS | ORDER | MATCH)
def test_lines_read_back_to_the_same_or_are_not_given(rest: dict[str, Any], answer: dict[str, Any]) -> None:
    document = {**rest, **answer}
    words = lines_of(json.dumps(document))
    if words:
        document.pop("refs", None)
        assert read(words) == document


def test_items_are_numbered_and_those_in_backticks_are_lines_of_code() -> None:
    words = "Sort.\n1. few\n2. many\n? why\n1. is why"
    assert read(words) == {"q": "Sort.", "order": ["few", "many"], "why": "why\n1. is why"}
    assert lines_of(json.dumps(read(words))) == words
    code = {"q": "Sort.", "order": ["for x in y:", "    print(x)"], "code": True}
    assert read("Sort.\n1) `for x in y:`\n2) `    print(x)`") == code
    assert lines_of(json.dumps(code)) == "Sort.\n1. `for x in y:`\n2. `    print(x)`"


def test_rows_point_to_their_options() -> None:
    words = "Which?\na b => c\nd => c\n=> e :: no\n* hint"
    document = {"q": "Which?", "match": {"a b": "c", "d": "c"}, "extra": {"e": "no"}, "hint": "hint"}
    assert read(words) == document
    assert lines_of(json.dumps(document)) == words


def test_a_list_or_an_arrow_in_the_question_takes_a_backslash() -> None:
    words = "First:\n\\1. load\n\\x => y\n+ a\n- b"
    assert read(words)["q"] == "First:\n1. load\nx => y"
    assert lines_of(json.dumps(read(words))) == words


def test_a_mark_after_blanks_takes_its_backslash_after_them_too() -> None:
    document = {"q": "=\n \\=\n + c", "right": "a", "wrong": {"b": "c"}}
    words = lines_of(json.dumps(document))
    assert words == "=\n \\\\=\n \\+ c\n+ a\n- b :: c"
    assert read(words) == document


PLAIN = st.text(st.sampled_from("abc"), min_size=1, max_size=5)


@given(
    st.text(st.sampled_from("ab +-=\n\\"), min_size=1).filter(lambda q: q == q.strip()),
    PLAIN,
    st.dictionaries(PLAIN, PLAIN, min_size=1),
)
def test_any_question_fits_where_its_options_are_plain(q: str, right: str, wrong: dict[str, str]) -> None:
    lines = [line.rstrip() for line in q.split("\n")]
    assert lines_of(json.dumps({"q": "\n".join(lines), "right": right, "wrong": wrong}))


@pytest.mark.parametrize("q", ["=\n = =", "a\n  1. b", "a\n  \\= b", "\\alpha\n\\1. b", "a\n b => c"])
def test_indented_lines_of_a_question_are_guarded_too(q: str) -> None:
    words = lines_of(json.dumps({"q": q, "right": "a", "wrong": {"b": "c"}}))
    assert read(words)["q"] == q


@given(st.text(st.sampled_from('ab1\\+-=~!?*":[]%. \n`/±>)'), max_size=80))
def test_any_text_gives_a_tree_or_faults(words: str) -> None:
    tree, faults = read_form(words)
    assert (tree is None) == bool(faults)


@pytest.mark.parametrize("said", ["", "+/-", "[ms]", "a +/- b"])
def test_what_is_no_number(said: str) -> None:
    assert not is_number(said)
