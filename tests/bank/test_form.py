"""What is wrong with the form of a question, with the sentence that an author reads."""

from collections.abc import Callable

import pytest

from tests.bank.written import GOOD, altered, numeric, template

Told = Callable[..., list[str]]

CASES = {
    "E01 unknown key": (altered(("why:", "wy:")), ["8: E01 unknown key `wy`: did you mean `why`?"]),
    "E01 key of another type": (
        altered(("  why:", "  unit: ms\n  why:")),
        ["8: E01 a single choice question takes no `unit`: remove it"],
    ),
    "E01 unknown key unlike any": (
        altered(("  why:", "  zzzzzzzz: 1\n  why:")),
        ["8: E01 unknown key `zzzzzzzz`: remove it"],
    ),
    "E01 missing": (altered(("  level: mid\n", "")), ["1: E01 `level` is missing: add `level: …`"]),
    "E01 level": (altered(("mid", "middle")), ["2: E01 `level` is `middle`: write 'junior', 'mid' or 'senior'"]),
    "E01 id": (
        altered(("id: good", "id: Good one")),
        ["1: E01 `id` is `Good one`: use small letters, digits and single hyphens: precision-and-recall"],
    ),
    "E01 no answer": (
        "- {id: a, level: mid, q: What?}",
        [
            (
                "1: E01 there is no answer key: give `right` and `wrong`, or `answer`; "
                "see `order`, `match`, `points`, `stages` and `solution` for the others"
            )
        ],
    ),
    "E01 no question": ("- just words", ["1: E01 a question is a list of keys: start with `- id: …`"]),
    "E01 no list": ("id: a", ["1: E01 the file is no list: start each question with `- id: …`"]),
    "E01 empty": ("# nothing", ["0: E01 the file is empty: add a question, or remove the file"]),
    "E01 number": (altered(("  why:", "  time: 1.5\n  why:")), ["8: E01 `time` is `1.5`: write a whole number"]),
    "E01 range": (
        altered(("  why:", "  difficulty: 9\n  why:")),
        ["8: E01 `difficulty` is `9`: write 5 or less"],
    ),
    "E01 infinite": (
        numeric().replace("abs: 0.1", "abs: 1e999"),
        ["5: E01 `tolerance.abs` is `1e999`: write a finite number"],
    ),
    "E01 a list": (altered(("What happens to F1?", "[a, b]")), ["3: E01 `q` is a list of 2: write text"]),
    "E01 a mapping": (altered(("It is a harmonic mean.", "{a: b}")), ["8: E01 `why` is a mapping: write text"]),
    "E01 no mapping": (
        numeric().replace("{abs: 0.1}", "0.1"),
        ["5: E01 `tolerance` is `0.1`: write `key: value` pairs"],
    ),
    "E01 too many": (
        template("{" + ", ".join(f"n{k}: {{pick: [1]}}" for k in range(21)) + "}"),
        ["3: E01 `vars` is a mapping: give at most 20"],
    ),
    "E01 a value to pick": (
        template("{n: {pick: [true]}}"),
        ["3: E18 `vars.n.pick[1]` is read as the truth value true: put it in quotes"],
    ),
    "E01 empty value": (altered(("What happens to F1?", "")), ["3: E01 `q` is empty: write text"]),
    "E01 hints": (
        altered(("  why:", "  hint: a\n  hints: [b, c]\n  why:")),
        ["1: E01 `hint` and `hints` both stand here: keep one of them"],
    ),
    "E01 a variable's kind": (
        template("{n: {int: [9, 1]}}"),
        ["3: E01 `vars.n` has a lower end above its upper end: write the smaller number first"],
    ),
    "E01 a variable of no kind": (
        template("{n: {}}"),
        ["3: E01 `vars.n` needs one of `int` and `pick`: write `int: [1, 9]` or `pick: [2, 3]`"],
    ),
    "E01 a variable's name": (
        template("{n: {int: [1, 50]}, 2x: {pick: [1]}}"),
        ["3: E01 the key `2x`: name it with letters, digits and _ after a first letter, at most 31"],
    ),
    "E01 derive alone": (
        altered(("  why:", "  derive: {x: '1'}\n  why:")),
        ["1: E01 `derive` and `require` need `vars`: add `vars`, or remove them"],
    ),
    "E01 a nested unknown key": (
        numeric().replace("abs: 0.1", "abs: 0.1, per: 1"),
        ["5: E01 `tolerance.per` is an unknown key: remove it, or mend its spelling"],
    ),
    "E01 the same option twice": (
        "- {id: a, level: mid, q: Q?, right: b, wrong: [c, c]}",
        ["1: E01 `wrong` holds the same option twice: keep one of them"],
    ),
    "E02": (
        altered(("id: good", "id: good\n  topic: stats.evaluation.roc-pr")),
        [
            (
                "2: E02 the topic `stats.evaluation.roc-pr` is not that of the file: "
                "remove `topic`, or move the question out of stats.evaluation.confusion"
            )
        ],
    ),
    "E03": (
        GOOD + GOOD,
        ["9: E03 the id `good` stands in 1 too: choose another id"],
    ),
    "E18 truth": (
        altered(("It falls", "true")),
        ["4: E18 `right` is read as the truth value true: put it in quotes"],
    ),
    "E18 colon": (
        "- id: a\n  level: mid\n  q: Which?\n  answer:\n    - see: this\n  why: x",
        ["5: E18 a colon and a space made a mapping of `answer[1]`: put the text in quotes"],
    ),
    "E18 comma": (
        "- {id: a, level: mid, q: What, where?, answer: [x], why: y}",
        ["1: E18 a comma made the key `where?` of this text: put the text in quotes"],
    ),
    "E18 twice": (
        altered(("  why:", "  q: again\n  why:")),
        ["8: E18 `q` stands twice, first in line 3: keep one of them"],
    ),
}


@pytest.mark.parametrize(("words", "faults"), CASES.values(), ids=CASES)
def test_each_fault_is_told_with_its_line_and_its_mend(told: Told, words: str, faults: list[str]) -> None:
    found = [each for each in told(words) if " W" not in each]
    assert len(found) == len(faults)
    for each, wanted in zip(found, faults, strict=True):
        assert each.startswith(wanted)


def test_several_faults_come_at_once_in_the_order_of_lines(told: Told) -> None:
    words = altered(("mid", "middle"), ("  why: It is a harmonic mean.", "  wy: x\n  time: soon"))
    assert [each[:6] for each in told(words)] == ["2: E01", "8: E01", "9: E01"]


def test_a_topic_must_be_in_the_tree(told: Told) -> None:
    assert told(GOOD, "stats/evaluation/confuson.yaml") == [
        "1: E02 there is no topic `stats.evaluation.confuson`: did you mean stats.evaluation.confusion?"
    ]


def test_a_topic_that_is_not_there_is_told_with_the_other_faults(told: Told) -> None:
    assert told(GOOD.replace("why", "wy"), "stats/evaluation/zzz.yaml") == [
        "1: E02 there is no topic `stats.evaluation.zzz`: did you mean stats.evaluation.roc-pr?",
        "8: E01 unknown key `wy`: did you mean `why`?",
    ]


def test_a_file_elsewhere_names_its_topics(told: Told) -> None:
    assert told(GOOD, "mine.yaml") == ["1: E01 `topic` is missing: add `topic: …`"]
    assert told(GOOD.replace("level", "topic: stats.evaluation.confusion\n  level"), "mine.yaml") == []
    bad = GOOD.replace("level", "topic: art\n  level")
    assert told(bad, "mine.yaml") == [
        "2: E02 there is no topic `art`: take one from skills.yaml",
    ]


def test_a_file_that_would_be_passed_over_is_named(told: Told) -> None:
    assert told(GOOD, "stats/evaluation/confusion.yml") == [
        "0: E01 the file would be passed over: let its name end in .yaml"
    ]
