"""The scorer: how likely a point was made, from what was found of it. Plain numbers, checked by their digest."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.judge.embedding import Embedder, EmbedderFault, embedder_of
from bot.judge.features import Found, names_with
from bot.judge.rubric import Floats, Rubric, Weights

Places = npt.NDArray[np.intp]

SCORER = "scorer.json"
DIGEST = "scorer.sha256"
FORMAT = 1
HEADS = ("worded", "bare", "alone")
"""Three ways in which a point can be given: with accepted wordings, without any, or as the one reference answer."""


class ScorerFault(Exception):
    """A scorer's file is not there, or not the one that was trained; the message says how to mend it."""


@dataclass(frozen=True, slots=True)
class Trees:
    """Boosted trees over the features: a row for each tree, a column for each node, the root first.

    Attributes:
        feature: Which feature a node asks for; -1 in a leaf.
        cut: Up to this value one goes left.
        left: The node there.
        right: The other one.
        value: What a leaf adds.
        base: Added to the sum of the leaves.
    """

    feature: Places
    cut: Floats
    left: Places
    right: Places
    value: Floats
    base: float

    def raw(self, values: Floats) -> Floats:
        """Give for each row the log odds that the point was made."""
        trees = np.arange(len(self.feature))[:, None]
        rows = np.arange(len(values))[None, :]
        node = np.zeros((len(self.feature), len(values)), np.intp)
        while True:
            asked = self.feature[trees, node]
            if (asked < 0).all():
                return np.asarray(self.value[trees, node].sum(axis=0) + self.base)
            goes_left = values[rows, asked] <= self.cut[trees, node]
            step = np.where(goes_left, self.left[trees, node], self.right[trees, node])
            node = np.where(asked < 0, node, step)


@dataclass(frozen=True, slots=True)
class Head:
    """A logistic model and boosted trees over the features, half and half.

    Attributes:
        weights: One for each feature as it is found.
        bias: Added to their sum.
    """

    weights: Floats
    bias: float
    trees: Trees

    def chances(self, values: Floats) -> Floats:
        """Give for each row how likely the point was made, 0 to 1."""
        straight = values.astype(np.float64) @ self.weights + self.bias
        return (_chance(straight) + _chance(self.trees.raw(values.astype(np.float64)))) / 2


def _chance(raw: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(raw, -30, 30))))


@dataclass(frozen=True, eq=False)
class Scorer:
    """All that was learned.

    Attributes:
        heads: By name.
        heard: From this chance on a point counts as heard.
        missed: Up to this chance it counts as missed.
        wrong: From this share on of a false statement said in one place it counts as said.
        terms: What words weigh.
        embedder: Gives what an answer means, where it was trained with that.
    """

    heads: Mapping[str, Head]
    heard: float
    missed: float
    wrong: float
    terms: Weights
    embedder: Embedder | None = None

    def chances(self, rubric: Rubric, found: Found) -> list[float]:
        """Give for each point how likely it was made, 0 to 1."""
        by_head = {name: self.heads[name].chances(found.values) for name in set(heads_of(rubric))}
        return [float(by_head[name][place]) for place, name in enumerate(heads_of(rubric))]


def heads_of(rubric: Rubric) -> list[str]:
    """Say which head judges each point."""
    if len(rubric.points) == 1 and not rubric.points[0].accept:
        return ["alone"]
    return ["worded" if point.accept else "bare" for point in rubric.points]


def written(scorer: Mapping[str, Any]) -> bytes:
    """Give the file of a scorer: the same numbers, the same bytes."""
    return (json.dumps(scorer, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n").encode()


def read(data: bytes, digest: str, embedder: Embedder | None = None, again: str = "make scorer") -> Scorer:
    """Read a scorer's file.

    Args:
        data: The file.
        digest: What stands beside it.
        embedder: Of the model that it has to be trained with.
        again: What makes another.

    Raises:
        ScorerFault: It is not what was trained, or was trained for other features.
    """
    if hashlib.sha256(data).hexdigest() != digest:
        raise ScorerFault(f"{SCORER} is not the file whose digest stands in {DIGEST}; `{again}` makes both anew")
    kept = json.loads(data)
    if kept["format"] != FORMAT or tuple(kept["features"]) != names_with(embedder):
        raise ScorerFault(f"{SCORER} was made for other features; `{again}` makes it anew")
    if embedder and kept["embeddings"] != embedder.digest:
        raise ScorerFault(f"{SCORER} was trained with another model; `{again}` makes it anew")
    heads = {name: _head(kept["heads"][name]) for name in HEADS}
    return Scorer(
        heads,
        kept["heard"],
        kept["missed"],
        kept["wrong"],
        Weights(kept["terms"]),
        embedder,
    )


def plain(head: Head, digits: int) -> dict[str, Any]:
    """Give a head as it is written."""
    trees = head.trees
    return {
        "weights": np.round(head.weights, digits).tolist(),
        "bias": round(head.bias, digits),
        "feature": trees.feature.tolist(),
        "cut": np.round(trees.cut, digits).tolist(),
        "left": trees.left.tolist(),
        "right": trees.right.tolist(),
        "value": np.round(trees.value, digits).tolist(),
        "base": round(trees.base, digits),
    }


def _head(kept: Mapping[str, Any]) -> Head:
    places = {name: np.array(kept[name], np.intp) for name in ("feature", "left", "right")}
    trees = Trees(**places, cut=np.array(kept["cut"]), value=np.array(kept["value"]), base=kept["base"])
    return Head(np.array(kept["weights"]), kept["bias"], trees)


@cache
def scorer() -> Scorer:
    """Give the scorer that is part of the project; it is read once.

    Raises:
        ScorerFault: Its file was changed.
    """
    room = files("bot.judge")
    return read((room / SCORER).read_bytes(), (room / DIGEST).read_text(encoding="ascii").split()[0])


@cache
def scorer_in(folder: str) -> Scorer:
    """Give the scorer that an operator trained with the embeddings of a folder; it is read once.

    Raises:
        ScorerFault: There is none for that model, or the model cannot be used.
    """
    room, again = Path(folder), f"make scorer EMBEDDINGS={folder}"
    try:
        embedder = embedder_of(room)
        data, digest = (room / SCORER).read_bytes(), (room / DIGEST).read_text(encoding="ascii").partition(" ")[0]
    except EmbedderFault as fault:
        raise ScorerFault(str(fault)) from fault
    except OSError as fault:
        raise ScorerFault(f"{folder} holds no scorer for its model yet; `{again}` makes it") from fault
    return read(data, digest, embedder, again)


def scorer_of(embeddings: str) -> Scorer:
    """Give the scorer for the embeddings of a folder, the project's own where none is named.

    Raises:
        ScorerFault: There is none that can be used.
    """
    return scorer_in(embeddings) if embeddings else scorer()
