"""What the built-in bank offers of questions that are answered with code."""

import ast
from collections import Counter
from collections.abc import Sequence

import pytest

from bot.rules.code import ArtefactTask, CodeTask, TestsTask
from bot.rules.question import Question
from tests.stock import bank_of

LONGEST_CALL = 120
SHORT_BODY = 8


@pytest.fixture(scope="module")
def asked() -> Sequence[Question]:
    every = (entry.question for entry in bank_of().entries.values())
    return [question for question in every if isinstance(question.body, CodeTask | TestsTask | ArtefactTask)]


@pytest.fixture(scope="module")
def coded(asked: Sequence[Question]) -> dict[str, CodeTask]:
    return {question.id: question.body for question in asked if isinstance(question.body, CodeTask)}


def test_there_are_enough_of_each_kind(asked: Sequence[Question]) -> None:
    kinds = Counter(type(question.body) for question in asked)
    assert len(asked) >= 32
    assert kinds[TestsTask] >= 4
    assert kinds[ArtefactTask] >= 4
    languages = {question.body.language for question in asked if isinstance(question.body, ArtefactTask)}
    assert languages == {"dockerfile", "yaml", "sql", "git"}
    assert {question.topic.partition(".")[0] for question in asked} >= {
        "python",
        "dl",
        "mlops",
        "maths",
        "stats",
        "data",
    }


def test_there_is_enough_that_is_measured_beyond_right_or_wrong(coded: dict[str, CodeTask]) -> None:
    assert sum(task.grow is not None for task in coded.values()) >= 4
    assert sum("stable" in task.style for task in coded.values()) >= 4
    assert sum("no loops" in task.style for task in coded.values()) >= 4
    assert sum("def drive(" in task.tests for task in coded.values()) >= 3
    assert sum("def leak(" in task.tests for task in coded.values()) >= 3


def test_many_can_be_typed_on_a_phone(coded: dict[str, CodeTask]) -> None:
    bodies = [_longest_body(task.solution) for task in coded.values()]
    assert sum(lines <= SHORT_BODY for lines in bodies) >= 0.4 * len(bodies)


def test_every_call_that_is_shown_is_shown_whole(coded: dict[str, CodeTask]) -> None:
    calls = [(name, each.call) for name, task in coded.items() for each in task.examples]
    assert [(name, call) for name, call in calls if len(call) > LONGEST_CALL] == []


def _longest_body(source: str) -> int:
    """Count the lines of all that is defined, without the lines that say what is defined."""
    tree = ast.parse(source)
    made = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    return sum(len(ast.unparse(node).splitlines()) - 1 for node in made)
