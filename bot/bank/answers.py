"""The answers that the project wrote for the grader, with their marks: one YAML file for each prompt."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from bot.rules.heard import Asked
from bot.rules.marked import MarkedAnswer, MarkedPrompt
from bot.rules.rubric import Point


def read_prompts(folder: Path) -> tuple[MarkedPrompt, ...]:
    """Read all prompts, by id; answers without marks are left out.

    Raises:
        OSError: A file cannot be read.
        ValueError: A file is not as it should be.
    """
    return tuple(_prompt(path) for path in sorted(folder.glob("*.yaml")))


def _prompt(path: Path) -> MarkedPrompt:
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        points = tuple(
            Point(each["say"], each["weight"], tuple(map(str, each["accept"])), each.get("part", ""))
            for each in document["points"]
        )
        asked = Asked(document["q"], points, tuple(document["mistakes"]), document["better"])
        answers = tuple(_answer(each, len(points)) for each in document["answers"] if "marks" in each)
        return MarkedPrompt(document["id"], document["topic"], asked, answers)
    except (yaml.YAMLError, KeyError, TypeError) as fault:
        raise ValueError(f"{path}: {fault}") from fault


def _answer(each: Mapping[str, Any], points: int) -> MarkedAnswer:
    marks = tuple(tuple(float(mark) for mark in marker) for marker in each["marks"])
    if any(len(marker) != points for marker in marks):
        raise ValueError(f"{each['brief']}: each marker gives {points} marks")
    return MarkedAnswer(each["brief"], each["text"], marks)
