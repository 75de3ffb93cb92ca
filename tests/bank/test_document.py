import json
from pathlib import Path

import pytest

from bot.bank.document import document_of, entry_of, in_order, model_of, question_of
from bot.bank.folder import read_folder
from bot.rules.question import (
    Between,
    MultipleChoice,
    Numeric,
    Pick,
    Template,
    Tolerance,
    Trap,
)
from bot.rules.rubric import Case, FollowUp, OpenAnswer, Point, Stage, Story

SINGLE = {"id": "a", "topic": "x.y.z", "level": "mid", "q": "Q?", "right": "r", "wrong": {"z": "1", "b": "2"}}


def test_the_canonical_form_has_sorted_keys_no_spaces_and_no_defaults() -> None:
    model = model_of(json.dumps(SINGLE | {"version": 1, "status": "live", "q": "Ω? "}))
    assert document_of(model) == (
        '{"id":"a","level":"mid","q":"Ω?","right":"r","topic":"x.y.z","wrong":{"b":"2","z":"1"}}'
    )


def test_a_document_reads_back_to_itself_for_every_shipped_question() -> None:
    read = read_folder(Path("questions"))
    assert read.items
    for item in read.items:
        assert document_of(model_of(item.entry.document)) == item.entry.document
        assert entry_of(item.entry.document) == item.entry


def test_the_order_in_which_an_author_wrote_changes_nothing() -> None:
    turned = {**SINGLE, "wrong": {"b": "2", "z": "1"}}
    assert entry_of(json.dumps(SINGLE)).question == entry_of(json.dumps(turned)).question


def test_numbers_stand_for_the_text_that_was_written() -> None:
    entry = entry_of(json.dumps(SINGLE | {"right": 5}))
    assert getattr(entry.question.body, "right", None) == "5"


def test_what_a_numeric_template_means() -> None:
    document = {
        **{key: SINGLE[key] for key in ("id", "topic", "level", "q")},
        "vars": {"n": {"int": [1, 9]}, "m": {"pick": [0.5, 2, "x"]}},
        "derive": {"a": "b + 1", "b": "n * 2"},
        "require": ["a > 2"],
        "answer": 4,
        "tolerance": {"rel": 0.1},
        "traps": {"b": "low"},
        "unit": "ms",
        "hints": ["one"],
        "time": 90,
    }
    question = question_of(model_of(json.dumps(document)), guild_id=7)
    assert question.body == Numeric("4", Tolerance(rel=0.1), "ms", (Trap("b", "low"),))
    drawn: dict[str, Between | Pick] = {"m": Pick((0.5, 2, "x")), "n": Between(1, 9)}
    assert question.template == Template(drawn, {"b": "n * 2", "a": "b + 1"}, ("a > 2",))
    assert list(question.template.derive) == ["b", "a"]
    assert (question.hints, question.seconds, question.guild_id) == (("one",), 90, 7)


def test_two_ways_of_writing_one_hint_are_one_document() -> None:
    one, other = (entry_of(json.dumps(SINGLE | hint)) for hint in ({"hint": "h"}, {"hints": ["h"]}))
    assert document_of(model_of(other.document)) == document_of(model_of(one.document))


def test_times_follow_the_type_where_none_is_given() -> None:
    several = entry_of(json.dumps(SINGLE | {"right": ["r"]})).question
    assert isinstance(several.body, MultipleChoice)
    assert (entry_of(json.dumps(SINGLE)).question.seconds, several.seconds) == (60, 75)


def test_what_answers_in_ones_own_words_mean() -> None:
    base = {key: SINGLE[key] for key in ("id", "topic", "level", "q")}
    told = {
        "mistakes": ["m"],
        "followups": [{"ask": "a", "if_missing": 1}, {"ask": "b", "always": True}],
        "better": "It is.",
    }
    rest = (("m",), (FollowUp("a", 1), FollowUp("b")), "It is.")
    plain = {"points": [{"say": "x", "weight": 2, "accept": ["y"]}]}
    story = {"points": [{"say": "x", "part": "task"}]}
    case = {"facts": {"z": "1", "b": "2"}, "stages": [{"name": "n", "minutes": 5, "essential": True, **plain}]}
    bodies = [question_of(model_of(json.dumps({**base, **told, **each}))).body for each in (plain, story, case)]
    assert bodies == [
        OpenAnswer((Point("x", 2, ("y",)),), *rest),
        Story((Point("x", part="task"),), *rest),
        Case((Stage("n", 5, (Point("x", 2, ("y",)),), essential=True),), (("b", "2"), ("z", "1")), *rest),
    ]
    assert question_of(model_of(json.dumps({**base, **plain}))).body == OpenAnswer((Point("x", 2, ("y",)),))


def test_derived_names_stand_after_those_they_use() -> None:
    order = in_order({"a": "c + b", "b": "c", "c": "n", "d": "1 +"})
    assert list(order) == ["c", "b", "a", "d"]
    assert list(in_order({"a": "b", "b": "a", "c": "n"})) == ["c", "a", "b"]


@pytest.mark.parametrize("document", ["", "[]", "{}", '{"right":"r"}', "nonsense", '{"answer":NaN}'])
def test_a_document_of_another_bank_is_refused(document: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (json's, pydantic's and our own are all ValueErrors)
        model_of(document)
