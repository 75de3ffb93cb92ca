"""Kubernetes manifests in the bank, held against the schemas that Kubernetes publishes: unknown fields are refused."""

import copy
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kubernetes_validate import ValidationError, latest_version, validate

from bot.bank.folder import read_folder
from bot.bank.item import Item
from bot.bank.models import ArtefactModel
from bot.sandbox.inside.documents import documents

ITEMS = {item.question.id: item for item in read_folder(Path(__file__).parents[2] / "questions").items}
OLDER = "1.27"
VERSIONS = (OLDER, latest_version())
MANIFEST = re.compile(r"^(?:apiVersion|kind): .*(?:\n(?:[ -].*|[A-Za-z]+:.*|))*", re.MULTILINE)
"""From the line that says what it is, as long as lines are indented, list entries, keys or empty."""

HINT = re.compile(r"^\s*(?:apiVersion|kind|containers|matchLabels):", re.MULTILINE)
"""What no file but a manifest has."""


def written(item: Item) -> Iterator[str]:
    """Give what a question shows, and the files that it takes for finished; a starter is none yet."""
    yield from (item.question.code, item.question.text, item.question.why)
    if isinstance(item.model, ArtefactModel):
        yield item.model.solution
        yield from (wrong.code for wrong in item.model.fails or ())


def manifests(text: str) -> list[Any]:
    return [each for found in MANIFEST.findall(text) for each in documents(found) if "kind" in each]


FOUND = {
    f"{name} {place}": each
    for name, item in ITEMS.items()
    for place, each in enumerate(each for text in written(item) for each in manifests(text))
}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", FOUND)
def test_a_manifest_is_what_kubernetes_takes(name: str, version: str) -> None:
    assert validate(FOUND[name], version, strict=True) == ".".join(version.split(".")[:2])


def test_no_manifest_is_missed() -> None:
    texts = {name: [*written(item), getattr(item.model, "starter", None) or ""] for name, item in ITEMS.items()}
    named = {name for name, each in texts.items() if HINT.search("\n".join(each))}
    assert named == {name.split()[0] for name in FOUND}
    assert latest_version() > OLDER


def test_an_unknown_field_and_a_wrong_type_are_refused() -> None:
    name, sound = next(iter(FOUND.items()))
    for change in ({"replica": 3}, {"replicas": "three"}):
        broken = copy.deepcopy(sound)
        broken["spec"] |= change
        with pytest.raises(ValidationError):
            validate(broken, latest_version(), strict=True)
    assert name.startswith("deployment-of-a-slow-model")
