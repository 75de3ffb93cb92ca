import json
from pathlib import Path

import jsonschema_rs
import pytest

from bot.bank.load import load
from bot.bank.node import plain
from bot.bank.schema import schema

SHIPPED = Path("questions/question.schema.json")


def test_the_shipped_schema_is_current() -> None:
    assert json.loads(SHIPPED.read_text("utf-8")) == schema(), "run `bank schema > questions/question.schema.json`"


def test_every_shipped_question_fits_the_schema() -> None:
    validator = jsonschema_rs.Draft202012Validator(schema())
    for path in sorted(Path("questions").rglob("*.yaml")):
        if path.name == "skills.yaml":
            continue
        node, _ = load(path.name, path.read_bytes())
        assert node is not None
        validator.validate(json.loads(json.dumps(plain(node))))


@pytest.mark.parametrize("question", [{"id": "a"}, {"id": "a", "level": "mid", "q": "Q?", "right": "r", "wrng": {}}])
def test_the_schema_refuses_what_the_loader_refuses(question: dict[str, object]) -> None:
    assert not jsonschema_rs.Draft202012Validator(schema()).is_valid([question])


def test_the_topic_may_be_left_out() -> None:
    question = {"id": "a", "level": "mid", "q": "Q?", "right": "r", "wrong": {"w": "why"}}
    assert jsonschema_rs.Draft202012Validator(schema()).is_valid([question])
