"""The checks of orders and matches, each with the sentence that an author reads."""

import json
from collections.abc import Callable

import pytest

from bot.bank.checks import samples
from bot.bank.document import document_of, entry_of, model_of, question_of
from bot.bank.sizes import asked, shown
from bot.rules.question import Distractor, Match, Order

Told = Callable[..., list[str]]


def order(items: str = "[few, more, most]", more: str = "", q: str = "Sort?") -> str:
    return f"- id: a\n  level: mid\n  q: {q!r}\n  order: {items}\n  why: x\n{more}"


def match(rows: str = "{one: Poisson, two: Beta}", more: str = "", q: str = "Which?") -> str:
    return f"- id: a\n  level: mid\n  q: {q!r}\n  match: {rows}\n  why: x\n{more}"


TEMPLATE = "  vars: {n: {pick: [2, 3]}, m: {int: [1, 50]}}\n  proof: pass\n"
CASES = {
    "E01 one item": (order("[few]"), ["4: E01 `order` is a list of 1: give at least 2"]),
    "E01 one row": (match("{one: a}"), ["4: E01 `match` "]),
    "E01 before what is no item": (
        order(more="  before: [[few, most], [few, least]]\n"),
        ["6: E01 'least' is no item of `order`: write it as it stands there"],
    ),
    "E01 a circle": (
        order(more="  before: [[few, more], [more, most], [most, few]]\n"),
        ["6: E01 'most' before 'few' closes a circle: turn it round, or remove it"],
    ),
    "E01 before itself": (
        order(more="  before: [[few, few]]\n"),
        ["6: E01 'few' before 'few' closes a circle: turn it round, or remove it"],
    ),
    "E04 items": (order("[few, more, Few.]"), ["4: E04 two items say 'Few.': change one of them"]),
    "E04 lines": (order("[x = 1, x = 1]", "  code: true\n"), ["4: E04 two items say 'x = 1': change one of them"]),
    "E04 items of a template": (
        order("['{n}', '3', many]", TEMPLATE, q="{m}?"),
        ["4: E04 two items say '3' (seed "],
    ),
    "E04 rows": (match("{one: a, One.: b}"), ["4: E04 two rows say 'One.': change one of them"]),
    "E04 options": (match("{one: same, two: Same}"), ["4: E04 two options say 'Same': change one of them"]),
    "E04 an extra": (
        match(more="  extra: {beta: It is none.}\n"),
        ["6: E04 the option 'Beta' is among the extras: change one of them"],
    ),
    "E04 two extras": (
        match(more="  extra: {Gamma: It is none., gamma: It is not.}\n"),
        ["6: E04 two options say 'Gamma': change one of them"],
    ),
    "E04 options of a template": (
        match("{one: '{n}', two: '3'}", TEMPLATE, q="{m}?"),
        ["4: E04 two options say '"],
    ),
    "E06": (match(more="  extra: {Gamma: }\n"), ["6: E06 'Gamma' has no reason: say which mistake leads to it"]),
    "E07": (
        match("{one: None of the above, two: Beta}"),
        ["4: E07 the option 'None of the above' is about the others: let it stand alone"],
    ),
    "E08 an item": (
        order("[few, $x]"),
        ["4: E08 a dollar has no partner: close the formula, or write \\$ for the sign"],
    ),
    "E08 a row": (
        match("{one $x: Beta, two: Poisson}"),
        ["4: E08 a dollar has no partner: close the formula, or write \\$ for the sign"],
    ),
    "E09 items": (order("[a, b, c, d, e, f, g, h, i]"), ["4: E09 there are 9 items: give 2 to 8"]),
    "E09 an item": (order(f"[few, {'x' * 101}]"), ["4: E09 an item has 101 characters: keep it to 100"]),
    "E09 a line": (
        order(f"[few, '{'x' * 37}']", "  code: true\n"),
        ["4: E09 a line has 37 characters: keep it to 36"],
    ),
    "E09 rows": (
        match("{" + ", ".join(f"r{n}: o{n}" for n in range(6)) + "}"),
        ["4: E09 there are 6 rows: give 2 to 5"],
    ),
    "E09 a row": (match(f"{{{'x' * 101}: a, b: c}}"), ["4: E09 a row has 101 characters: keep it to 100"]),
    "E09 an option": (match(f"{{a: {'x' * 101}, b: c}}"), ["4: E09 an option has 101 characters: keep it to 100"]),
    "E09 options": (
        match(more="  extra: {" + ", ".join(f"e{n}: not {n}" for n in range(9)) + "}\n"),
        ["4: E09 there are 11 options: give 2 to 10"],
    ),
    "E09 one option": (match("{one: same, two: same}"), ["4: E09 there are 1 options: give 2 to 10"]),
    "E11": (
        order("['{n}', '100']", "  vars: {n: {pick: [2, 3]}}\n  proof: pass\n"),
        ["6: E11 only 2 distinct variants where at least 20 are needed"],
    ),
    "E11 of a match": (
        match("{one: '{n}', two: '100'}", "  vars: {n: {pick: [2, 3]}}\n  proof: pass\n"),
        ["6: E11 only 2 distinct variants where at least 20 are needed"],
    ),
    "W02": (
        match(more="  extra: {It always holds: It may not.}\n"),
        ["6: W02 only distractors hold an absolute word, `always`"],
    ),
    "W03": (order(q="Which does not come first?"), ["3: W03 the question is put in the negative"]),
    "W04": (
        match("{Poisson arrivals: Poisson, two: Beta}"),
        ["4: W04 only this row's option repeats its words poisson: use them in another option too, or in neither"],
    ),
}


@pytest.mark.parametrize(("words", "wanted"), CASES.values(), ids=CASES)
def test_each_fault_is_told_with_its_line_and_its_mend(told: Told, words: str, wanted: list[str]) -> None:
    found = told(words)
    assert len(found) == len(wanted)
    for each, start in zip(found, wanted, strict=True):
        assert each.startswith(start)


@pytest.mark.parametrize(
    "words",
    [
        order(),
        order("['x = 1', 'X = 1', '$ = y']", "  code: true\n"),
        order("['if x:', '    y()']", "  code: true\n  before: [['if x:', y()]]\n"),
        order("['{m}', '{m}0', many]", TEMPLATE, q="{m}?"),
        match(),
        match("{one: same, two: same, three: other}"),
        match(more="  extra: {Gamma: It is none.}\n"),
    ],
)
def test_what_is_well_has_no_fault(told: Told, words: str) -> None:
    assert told(words) == []


BASE = {"id": "a", "topic": "t", "level": "mid", "q": "Q?", "why": "x"}


def test_an_order_keeps_the_indentation_of_its_lines_alone() -> None:
    plain = {**BASE, "order": ["if x:", "    y()  ", " z"], "before": [["if x:", "y()"], ["z", "w"]], "code": True}
    model = model_of(json.dumps(plain))
    assert question_of(model).body == Order(("if x:", "    y()", " z"), ((0, 1),), code=True)
    prose = model_of(json.dumps({**BASE, "order": [" a", "b "]}))
    assert question_of(prose).body == Order(("a", "b"))
    assert question_of(prose).seconds == 90
    assert entry_of(document_of(model)).question == question_of(model)


def test_a_match_stands_in_the_order_of_its_rows() -> None:
    model = model_of(json.dumps({**BASE, "match": {"b": "2", "a": "1"}, "extra": {"3": "no"}}))
    assert question_of(model).body == Match((("a", "1"), ("b", "2")), (Distractor("3", "no"),))


def test_cards_are_measured_with_all_that_they_list() -> None:
    (one,) = samples(question_of(model_of(json.dumps({**BASE, "order": ["a" * 50, "b" * 50]}))))
    assert (asked(one) > 100, shown(one) > 200) == (True, True)
    (two,) = samples(question_of(model_of(json.dumps({**BASE, "match": {"a" * 50: "b" * 50, "c": "d"}}))))
    assert (asked(two) > 100, shown(two) > 200) == (True, True)
