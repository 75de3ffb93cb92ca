"""Every code of the checks with the sentence that an author reads."""

from collections.abc import Callable
from textwrap import dedent

import pytest

from bot.bank.checks import same_text
from bot.bank.folder import Folder
from tests.bank.written import GOOD, altered, numeric, template

Told = Callable[..., list[str]]


def test_a_good_question_has_no_fault(told: Told) -> None:
    assert told(GOOD) == []
    assert told(numeric()) == []
    assert told(template()) == []


CASES = {
    "E04 the same text": (
        altered(("It rises:", "it  falls.:")),
        ["5: E04 the key 'It falls' is among the distractors: change one of them"],
    ),
    "E04 the same number": (
        altered(("It falls", "0.50"), ("It rises", "'.5'")),
        ["5: E04 the key '0.50' is among the distractors: change one of them"],
    ),
    "E04 two distractors": (
        altered(("It rises", "It falls most"), ("It stays", "it falls most!")),
        ["5: E04 two options say 'it falls most!': change one of them"],
    ),
    "E04 a term": (
        "- {id: a, level: mid, q: Which?, answer: [recall], reject: [precision, Recall], near: [recall], why: x}",
        [
            "1: E04 'Recall' is accepted too: keep it in one list",
            "1: E04 'recall' is accepted too: keep it in one list",
        ],
    ),
    "E04 a trap": (
        numeric(traps="2 + 2: a, 4.05: b"),
        [
            "6: E04 the trap `2 + 2` equals the answer within the tolerance: remove the trap or narrow the tolerance",
        ],
    ),
    "E04 in a variant": (
        (
            "- id: a\n  level: mid\n  vars: {n: {pick: [6, 7]}, m: {int: [1, 99]}}\n  q: '{m} times?'\n  right: '{n}'\n"
            "  wrong: {'7': one, '{n}0': two}\n  why: x\n  proof: pass"
        ),
        ["6: E04 the key '7' is among the distractors (seed"],
    ),
    "E05": (altered(("  why: It is a harmonic mean.\n", "")), ["1: E05 there is no explanation: add `why: …`"]),
    "E05 of an open answer": (
        "- {id: a, level: mid, q: How?, points: [{say: this}]}",
        ["1: E05 there is no strong answer: add `better: …`"],
    ),
    "E06 none": (
        altered((" The direction is reversed.", "")),
        ["6: E06 'It rises' has no reason: say which mistake leads to it"],
    ),
    "E06 borrowed": (
        altered(("Nothing pays for the loss.", "The direction is reversed.")),
        ["7: E06 'It stays' has the reason of 'It rises': say which mistake leads to it"],
    ),
    "E06 of a trap": (numeric(traps="5: "), ["6: E06 '5' has no reason: say which mistake leads to it"]),
    "E06 of a match": (
        "- {id: a, level: mid, q: Which?, match: {a: b, c: d}, extra: {e: }, why: x}",
        ["1: E06 'e' has no reason: say which mistake leads to it"],
    ),
    "E07": (
        altered(("It stays", "None of the above")),
        ["7: E07 the option 'None of the above' is about the others: let it stand alone"],
    ),
    "E07 letters": (
        altered(("It stays", "Both A and B")),
        ["7: E07 the option 'Both A and B' is about the others: let it stand alone"],
    ),
    "E08 an expression": (
        numeric(answer="1 +"),
        [
            (
                "4: E08 `1 +` does not parse: it is not a whole expression: look for a missing sign or bracket: "
                "mend the expression"
            )
        ],
    ),
    "E08 a name": (
        numeric(answer="2 * n"),
        ["4: E08 `2 * n` uses `n`, which has no value: write a number, or add `vars`"],
    ),
    "E08 a name of a template": (
        template(answer="2 * m"),
        ["5: E08 `2 * m` uses `m`, which has no value: add it to `vars` or `derive`, without a circle"],
    ),
    "E08 a circle": (
        template().replace("  q:", "  derive: {a: b, b: a}\n  q:"),
        ["4: E08 `b` uses `b`, which has no value: add it to `vars` or `derive`, without a circle"],
    ),
    "E08 a reserved name": (
        template("{n: {int: [1, 50]}, e: {pick: [1]}}"),
        ["3: E08 `e` is the name of a constant or function: choose another name"],
    ),
    "E08 drawn and derived": (
        template().replace("  q:", "  derive: {n: 2 + 1}\n  q:"),
        ["4: E08 `n` is both drawn and derived: rename one of them"],
    ),
    "E08 a condition": (
        template().replace("  q:", "  require: [n > 2, k < 1]\n  q:"),
        ["4: E08 `k < 1` uses `k`, which has no value: add it to `vars` or `derive`, without a circle"],
    ),
    "E08 a formula": (
        altered(("a harmonic mean", "$\\frac{1}{2$")),
        ["8: E08 the formula $\\frac{1}{2$ does not parse: a { is not closed: mend the TeX"],
    ),
    "E08 a hint": (
        altered(("  why:", "  hints: [a, b $x]\n  why:")),
        ["8: E08 a dollar has no partner: close the formula, or write \\$ for the sign"],
    ),
    "E09 the question": (
        altered(("What happens to F1?", "What? " * 300)),
        ["3: E09 `q` has 1,799 characters: keep it to 1,500"],
    ),
    "E09 an option": (
        altered(("It falls", "It falls " * 40)),
        ["4: E09 an option has 359 characters: keep it to 300"],
    ),
    "E09 a reason": (
        altered(("The direction is reversed.", "No. " * 110)),
        ["6: E09 a reason has 439 characters: keep it to 400"],
    ),
    "E09 the headline": (
        altered(("  why:", f"  short: {'x' * 61}\n  why:")),
        ["8: E09 `short` has 61 characters: keep it to 60"],
    ),
    "E09 a hint": (
        altered(("  why:", f"  hints: [a, {'x' * 301}]\n  why:")),
        ["8: E09 `hints` has 301 characters: keep it to 300"],
    ),
    "E09 a term": (
        f"- {{id: a, level: mid, q: Which?, answer: [b, {'x' * 101}], why: y}}",
        ["1: E09 an accepted term has 101 characters: keep it to 100"],
    ),
    "E09 options": (
        "- {id: a, level: mid, q: Q?, right: r, why: y, wrong: {"
        + ", ".join(f"o{n}: reason {n}" for n in range(10))
        + "}}",
        ["1: E09 there are 11 options: give 2 to 10, best 3 or 4"],
    ),
    "E09 the card": (
        "- {id: a, level: mid, q: Q?, right: "
        + "r" * 290
        + ", why: "
        + "y" * 1400
        + ", wrong: {"
        + ", ".join(f"{'o' * 280}{n}: reason {n}" for n in range(9))
        + "}}",
        ["1: E09 the whole card has 4,227 characters: keep it to 3,400"],
    ),
    "E10": (
        numeric().replace("  proof: assert answer\n", ""),
        ["1: E10 a computed question has no proof: add `proof: …` by another route than the key"],
    ),
    "E11 few": (
        template("{n: {int: [1, 9]}}"),
        [
            (
                "3: E11 only 9 distinct variants where at least 20 are needed: "
                "widen `vars`, or add a `require` that rules it out"
            )
        ],
    ),
    "E11 no value": (
        template(answer="1 / (n - n)"),
        ["3: E11 answer: `1 / (n - n)`: it divides by zero: widen `vars`, or add a `require` that rules it out"],
    ),
    "E11 no value without a template": (
        numeric(answer="1 / 0"),
        ["4: E11 answer: `1 / 0`: it divides by zero: mend the expression"],
    ),
    "E11 dear": (
        template().replace(
            "  q:",
            f"  derive: {{a: {'+'.join('n' * 99)}, b: {'+'.join('n' * 99)}}}\n  require: [n % 9 < 1]\n  q:",
        ),
        [
            (
                "3: E11 ten draws evaluate over 5,000 parts of expressions: "
                "shorten the expressions, or let `require` hold more often"
            )
        ],
    ),
    "E11 never": (
        template().replace("  q:", "  require: [n < 0]\n  q:"),
        [
            (
                "3: E11 no draw of 1,000 meets every condition of `require`: "
                "shorten the expressions, or let `require` hold more often"
            )
        ],
    ),
    "E11 a trap": (
        template().replace("  why:", "  traps: {n + 1: added}\n  why:"),
        ["3: E11 the trap `n + 1` equals the answer within the tolerance (seed"],
    ),
}


@pytest.mark.parametrize(("words", "faults"), CASES.values(), ids=CASES)
def test_each_fault_is_told_with_its_line_and_its_mend(told: Told, words: str, faults: list[str]) -> None:
    found = [each for each in told(words) if " W" not in each]
    assert len(found) == len(faults)
    for each, wanted in zip(found, faults, strict=True):
        assert each.startswith(wanted)


def test_references_and_their_version_stand_for_a_proof(told: Told) -> None:
    words = numeric().replace("  proof: assert answer\n", "  refs: [a manual]\n  checked: tool 1\n")
    assert told(words) == []


def test_yaml_that_is_shipped_elsewhere_is_checked_too(checked: Callable[..., Folder]) -> None:
    order = dedent("""\
        - id: order
          level: mid
          q: Order these.
          order: [a, b]
          why: x
        """)
    assert checked(order).faults == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("A b", " a  B. ", True),
        ("1", "1.0", True),
        ("`x`", "x", True),
        ("1", "2", False),
        ("nan", "nan", True),
        (".5", "0.50", True),
        ("1e400", "2e400", True),
    ],
)
def test_options_are_compared_as_people_read_them(one: str, other: str, same: bool) -> None:  # noqa: FBT001
    assert same_text(one, other) is same
