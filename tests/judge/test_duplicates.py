import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.judge.duplicates import COPY, Bank, said
from tests.samples import LATER, MULTIPLE, NUMERIC, SHORT, SINGLE
from tests.stock import bank_of

ROOT = Path(__file__).parents[2]
TWINS: dict[str, str] = json.loads(Path(__file__).with_name("twins.json").read_text(encoding="utf-8"))

Files = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def built_in() -> Files:
    files: Files = {}
    for entry in bank_of().entries.values():
        files.setdefault(entry.question.topic, {})[entry.question.id] = said(entry.question)
    return files


def two_files() -> Files:
    return {
        "a": {"f1": "What happens to F1 as precision rises and recall falls?", "svd": "Which rank has this matrix?"},
        "b": {"adam": "How many bytes does Adam keep for each parameter?", "git": "How do you take a commit back?"},
    }


def test_true_twins_are_among_the_five_nearest(built_in: Files) -> None:
    texts = {name for file in built_in.values() for name in file}
    twins = {f"{name}-twin": text for name, text in TWINS.items() if name in texts}
    assert len(twins) >= 20
    bank = Bank({**built_in, "twins": twins})
    found = [twin for twin in twins if twin.removesuffix("-twin") in {near.other for near in bank.nearest(twin)}]
    assert len(found) / len(twins) >= 0.8, sorted(set(twins) - set(found))


def test_paraphrases_and_the_bank_itself_are_no_copies(built_in: Files) -> None:
    twins = {f"{name}-twin": text for name, text in TWINS.items()}
    assert Bank({**built_in, "twins": twins}).copies() == ()


def test_a_copy_is_found_whatever_its_case_and_marks() -> None:
    files = two_files()
    files["b"]["f1-again"] = "What happens to f1, as precision rises and recall falls"
    bank = Bank(files)
    assert [(pair.one, pair.other) for pair in bank.copies()] == [("f1", "f1-again")]
    assert bank.copies()[0].likeness >= COPY
    assert bank.nearest("f1-again", 1)[0].other == "f1"


def test_another_key_word_is_no_copy() -> None:
    bank = Bank(
        {"a": {"tanh": "What is the derivative of tanh at zero?", "relu": "What is the derivative of ReLU at two?"}}
    )
    assert bank.copies() == ()


def test_only_what_has_changed_is_compared_again() -> None:
    files = two_files()
    files["a"]["f1-again"] = files["a"]["f1"]
    files["b"]["adam-again"] = files["b"]["adam"]
    bank = Bank(files)
    assert [pair.other for pair in bank.copies(list(files["b"]))] == ["adam-again"]
    assert [pair.other for pair in bank.copies()] == ["adam-again", "f1-again"]
    assert bank.copies([]) == ()


def test_kept_counts_give_the_same_and_are_made_for_new_files_alone() -> None:
    files, kept = two_files(), dict[str, bytes]()
    first = Bank(files, kept).nearest("f1")
    before = dict(kept)
    assert len(before) == 2
    assert Bank(files, kept).nearest("f1") == first
    assert kept == before
    files["b"]["new"] = "What does a view share with its array?"
    Bank(files, kept)
    assert len(kept) == 3


def test_the_nearest_are_ordered_and_leave_the_question_itself_out() -> None:
    near = Bank(two_files()).nearest("f1")
    assert len(near) == 3
    assert [each.likeness for each in near] == sorted((each.likeness for each in near), reverse=True)
    assert "f1" not in {each.other for each in near}


def test_a_bank_may_be_empty_and_files_too() -> None:
    assert Bank({}).copies() == ()
    assert Bank({"a": {}, "b": {"one": "Alone?"}}).nearest("one") == ()
    with pytest.raises(KeyError):
        Bank({}).nearest("nobody")


def test_texts_without_a_word_are_nobodys_copies() -> None:
    assert Bank({"a": {"one": "", "two": "", "three": "\ud800"}}).copies() == ()


def test_a_question_says_its_text_its_code_and_its_key() -> None:
    assert said(SINGLE).startswith(SINGLE.text)
    for question in (SINGLE, MULTIPLE, SHORT):
        assert said(question) != said(replace(question, body=LATER.body))
    assert said(replace(NUMERIC, code="x = 1")) == f"{NUMERIC.text}\nx = 1"
