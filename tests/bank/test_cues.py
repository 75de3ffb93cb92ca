"""Every warning with the sentence that an author reads."""

from collections.abc import Callable

import pytest

Told = Callable[..., list[str]]
FULL = "shorten the key or make the distractors as full"


def choice(q: str = "What happens?", right: str = "It falls", wrong: str = "It rises", more: str = "") -> str:
    return (
        f"- id: a\n  level: mid\n  q: {q!r}\n  right: {right!r}\n"
        f"  wrong: {{{wrong!r}: a reason, 'It stays as is': another}}\n  why: x\n{more}"
    )


CASES = {
    "W01": (
        choice(right="It falls from about 0.85 to 0.72"),
        ["4: W01 a key has 32 characters, the longest distractor 14: shorten the key or make the distractors as full"],
    ),
    "W01 of several": (
        "- {id: a, level: mid, q: Which?, right: [short, much longer than that], wrong: {a b c: x, d e f: y}, why: z}",
        ["1: W01 a key has 21 characters, the longest distractor 5: shorten the key or make the distractors as full"],
    ),
    "W02": (
        choice(wrong="It always rises"),
        ["5: W02 only distractors hold an absolute word, `always`: say it without, or use such a word in the key too"],
    ),
    "W03": (choice(q="Which is not so?"), ["3: W03 the question is put in the negative: ask for what is so"]),
    "W03 except": (
        choice(q="All of the following hold except?"),
        ["3: W03 the question is put in the negative: ask for what is so"],
    ),
    "W04 grammar": (
        choice(q="It is called an", right="eagle", wrong="bird"),
        ["3: W04 the question ends in `an`: write `a(n)` or move it away"],
    ),
    "W04 words": (
        choice(q="Which gradient vanishes?", right="Vanishes: the gradient"),
        [
            "4: W01 a key has 22 characters, the longest distractor 14: " + FULL,
            (
                "4: W04 only the key repeats the question's words gradient, vanishes: use them in a distractor too, "
                "or in neither"
            ),
        ],
    ),
    "W05 words": (
        choice(q="What happens to " + "the " * 33 + "score?"),
        ["3: W05 a sentence has 37 words ('What happens to the the the t…'): part it: at most 35"],
    ),
    "W05 clauses": (
        choice(more="  aloud: It falls if one falls when the other, which is when it rises, falls.\n"),
        ["7: W05 a sentence has 4 clauses that hang on others ('It falls if one falls when th…'): part it"],
    ),
    "W05 a word": (
        choice(right="It interchangeabilities"),
        [
            "4: W01 a key has 23 characters, the longest distractor 14: " + FULL,
            "4: W05 the word 'interchangeabilities' has 20 letters: say it in shorter ones, or as `code`",
        ],
    ),
    "W08": (
        choice(more="  refs: [manual]\n  checked: pandas 2.2, 2025-10\n"),
        ["8: W08 it was checked 13 months ago: check it again and set the date"],
    ),
    "W10 a tool": (
        choice(q="What does pandas do?"),
        ["1: W10 a tool's fact has no reference: add `refs: [a primary source]`, or a proof"],
    ),
    "W10 checked": (
        choice(more="  checked: pandas 3.1\n"),
        ["1: W10 a tool's fact has no reference: add `refs: [a primary source]`, or a proof"],
    ),
    "W10 a definition": (
        choice(q="What does AUC stand for?"),
        ["1: W10 a definition has no reference: add `refs: [a primary source]`"],
    ),
}


@pytest.mark.parametrize(("words", "warnings"), CASES.values(), ids=CASES)
def test_each_warning_is_told(told: Told, words: str, warnings: list[str]) -> None:
    assert told(words) == warnings


@pytest.mark.parametrize(
    "words",
    [
        choice(),
        choice(right="It always falls", wrong="It never rises"),
        choice(right="12345", wrong="1"),
        choice(q="It does not rise. What happens?"),
        choice(q="What does `" + "a " * 40 + "` do to $" + "x + " * 40 + "x$?"),
        choice(q="What falls? " + "It falls. " * 40),
        choice().replace("'What happens?'", "|\n    What falls?\n\n    |" + " a |" * 40),
        choice(q="What is SparseCategoricalCrossentropy for?", more="  proof: pass\n"),
        choice(more="  refs: [manual]\n  checked: pandas 3.1, 2026-08\n"),
        choice(more="  refs: [manual]\n  checked: pandas 3.1\n"),
        choice(q="What does pandas print?", more="  proof: pass\n"),
        "- {id: a, level: mid, q: Which is not so?, answer: [x], why: y}",
    ],
)
def test_what_is_well_is_not_warned_of(told: Told, words: str) -> None:
    assert told(words) == []


def test_warnings_wait_until_texts_are_bearable(told: Told) -> None:
    assert [each[:6] for each in told(choice(q="Which is not " * 1400 + "so?"))] == ["3: E09"]
