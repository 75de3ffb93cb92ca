"""Terms as people type them: what looks right and is wrong is refused, what looks wrong and is right is accepted."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.answer import Typed
from bot.rules.errors import RuleBroken
from bot.rules.grading import grade
from bot.rules.latex import unlatexed
from bot.rules.spelled import same_name
from tests.rules.made import term

SCORES = {"right": 1.0, "almost": 0.5, "wrong": 0.0}
LEAST_RIGHT = 0.95


def cases(name: str) -> Iterator[tuple[dict[str, list[str]], str, str]]:
    for entry in yaml.load(Path(__file__).with_name(name).read_text("utf-8"), yaml.CSafeLoader):
        for kind in SCORES:
            for text in entry.get(kind, ()):
                yield entry, kind, text


@pytest.mark.parametrize("name", ["terms.yaml", "terms_again.yaml"])
def test_traps_are_refused_and_other_spellings_accepted(name: str) -> None:
    failed: dict[str, list[str]] = {kind: [] for kind in SCORES}
    count = dict.fromkeys(SCORES, 0)
    for entry, kind, text in cases(name):
        variant = term(*entry["accept"], near=tuple(entry.get("near", ())), reject=tuple(entry.get("reject", ())))
        count[kind] += 1
        if grade(variant, Typed(text), 0).score != SCORES[kind]:
            failed[kind].append(f"{text} for {entry['accept'][0]}")
    assert count["wrong"] >= 150
    assert count["right"] >= 200
    assert not failed["wrong"]
    assert len(failed["right"]) <= (1 - LEAST_RIGHT) * count["right"], failed["right"]


@pytest.mark.parametrize(
    ("text", "result"),
    [
        (r"$O(n \log n)$", "O(n log n)"),
        (r"\frac{1}{2}", "(1)/(2)"),
        (r"\frac12", "(1)/(2)"),
        (r"\(\sigma^{2}\)", "sigma ^2"),
        (r"\mathcal{O}(n \cdot k)", "O(n * k)"),
        (r"\left(\sqrt{n}\right)", "(sqrt(n))"),
        (r"50\%", "50%"),
        (r"x \leq 3", "x <= 3"),
        ("$x^{2}$", "x^2"),
        ("$5 and more", "$5 and more"),
        ("a_b", "a_b"),
    ],
)
def test_latex_becomes_plain(text: str, result: str) -> None:
    assert "".join(unlatexed(text).split()) == "".join(result.split())


SAME_NAMES = [
    ("np.argmax()", "argmax"),
    ("numpy.argmax", "np.argmax"),
    ("df.groupby(['a']).agg(max).transform()", "transform"),
    ("df[mask].transform", ".transform"),
    ("nn.Linear", "torch.nn.Linear"),
    ("len(xs)", "len"),
    ("copy.deepcopy", "deep copy"),
]
OTHER_NAMES = [
    ("np.argmin", "np.argmax"),
    ("random.choice", "np.random.choice"),
    ("groupby.agg", "groupby.transform"),
    ("no.transform", "transform"),
    ("exp(a)", "exp(b)"),
    ("a b", "a"),
    ("1 + 1", "x"),
]


@pytest.mark.parametrize(("text", "name"), SAME_NAMES)
def test_names_of_code_are_the_same(text: str, name: str) -> None:
    assert same_name(text, name)


@pytest.mark.parametrize(("text", "name"), OTHER_NAMES)
def test_names_of_code_are_others(text: str, name: str) -> None:
    assert not same_name(text, name)


@given(
    st.text(alphabet="\\$frac{}()[]. abcO^_1`@", max_size=60),
    st.sampled_from(["O(n)", "np.mean", "1/2", "3.10", "16 GB"]),
)
def test_any_signs_are_graded(text: str, key: str) -> None:
    try:
        graded = grade(term(key), Typed(text), 0)
    except RuleBroken:
        return
    assert 0 <= graded.score <= 1
