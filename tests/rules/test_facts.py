"""What a case tells when it is asked: each fact by several ways of asking, and nothing where nothing is asked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot.rules.facts import asked_for, ideas, is_question
from bot.rules.rubric import Case
from tests.stock import bank_of

ROOT = Path(__file__).parents[2]
TOLD = yaml.load((Path(__file__).parent / "facts.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
FEWEST_WAYS = 3
FACTS = (("latency budget", "100 ms"), ("number of users", "2 million, mostly in Japan"), ("label delay", "3 weeks"))


def cases() -> dict[str, Case]:
    entries = bank_of().entries
    return {name: entry.question.body for name, entry in entries.items() if isinstance(entry.question.body, Case)}


CASES = cases()


def ways() -> Iterator[tuple[str, str, str]]:
    for case, facts in TOLD["ways"].items():
        for name, asks in facts.items():
            yield from ((case, name, ask) for ask in asks)


def test_every_fact_of_the_bank_is_tried() -> None:
    tried = {case: {name: len(set(asks)) for name, asks in facts.items()} for case, facts in TOLD["ways"].items()}
    assert {case: set(facts) for case, facts in tried.items()} == {
        case: {name for name, _ in body.facts} for case, body in CASES.items()
    }
    assert all(count >= FEWEST_WAYS for facts in tried.values() for count in facts.values())


@pytest.mark.parametrize(("case", "name", "ask"), list(ways()))
def test_each_way_of_asking_finds_its_fact(case: str, name: str, ask: str) -> None:
    assert is_question(ask)
    told = asked_for(CASES[case].facts, ask)
    assert name in [found for found, _ in told]
    assert len(told) <= FEWEST_WAYS


@pytest.mark.parametrize("case", CASES)
def test_what_is_said_and_what_is_only_put_as_a_question_finds_nothing(case: str) -> None:
    assert not any(map(is_question, TOLD["nothing"]))
    assert [asked_for(CASES[case].facts, words) for words in TOLD["rhetorical"]] == [()] * len(TOLD["rhetorical"])


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("How fast must it be?", ["latency budget"]),
        ("How many customers are there, and what is the latency budget?", ["latency budget", "number of users"]),
        ("How long until a label comes?", ["label delay"]),
        ("Is it used in Japan by users?", ["number of users"]),
        ("What is the weather like?", []),
        ("Ｗ？", []),
        ("", []),
        ("?" * 4000, []),
    ],
)
def test_what_is_asked_for_is_told_verbatim_and_in_order(words: str, found: list[str]) -> None:
    assert asked_for(FACTS, words) == tuple(fact for fact in FACTS if fact[0] in found)


def test_a_case_without_facts_tells_nothing() -> None:
    assert asked_for((), "What is the latency budget?") == ()


def test_a_name_of_which_nothing_can_be_told_apart_is_never_meant() -> None:
    assert asked_for((("what is it", "a shop"),), "What is it?") == ()


@pytest.mark.parametrize("words", ["How?", "How? ", '"How?"', "**How?**"])
def test_a_question_ends_with_its_sign(words: str) -> None:
    assert is_question(words)
    assert not is_question(words + " I think so.")


def test_words_are_taken_apart_once_each() -> None:
    assert [one.stem for one in ideas("The labels' labelling, that’s the label")] == ["label"]
