"""The scorer: how likely a point was made, from what was found of it. Plain numbers, checked by their digest."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from bot.judge.features import NAMES, Found
from bot.judge.rubric import Floats, Rubric, Weights

SCORER = "scorer.json"
DIGEST = "scorer.sha256"
FORMAT = 1
HEADS = ("worded", "bare", "alone")
"""Three ways in which a point can be given: with accepted wordings, without any, or as the one reference answer."""


class ScorerFault(Exception):
    """The scorer's file is not the one that was trained."""


@dataclass(frozen=True, slots=True)
class Head:
    """A logistic model over `NAMES`.

    Attributes:
        weights: One for each feature as it is found.
        bias: Added to their sum.
    """

    weights: Floats
    bias: float

    def chances(self, values: Floats) -> Floats:
        """Give for each row how likely the point was made, 0 to 1."""
        raw = np.clip(values.astype(np.float64) @ self.weights + self.bias, -30, 30)
        return np.asarray(1 / (1 + np.exp(-raw)))


@dataclass(frozen=True, slots=True)
class Scorer:
    """All that was learned.

    Attributes:
        heads: By name.
        heard: From this chance on a point counts as heard.
        missed: Up to this chance it counts as missed.
        wrong: From this share on of a false statement said in one place it counts as said.
        terms: What words weigh.
    """

    heads: Mapping[str, Head]
    heard: float
    missed: float
    wrong: float
    terms: Weights

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


def read(data: bytes, digest: str) -> Scorer:
    """Read a scorer's file.

    Raises:
        ScorerFault: It is not what was trained, or was trained for other features.
    """
    if hashlib.sha256(data).hexdigest() != digest:
        raise ScorerFault(f"{SCORER} is not the file whose digest stands in {DIGEST}; `make scorer` makes both anew")
    kept = json.loads(data)
    if kept["format"] != FORMAT or tuple(kept["features"]) != NAMES:
        raise ScorerFault(f"{SCORER} was made for other features; `make scorer` makes it anew")
    heads = {name: Head(_floats(kept["heads"][name]["weights"]), kept["heads"][name]["bias"]) for name in HEADS}
    return Scorer(heads, kept["heard"], kept["missed"], kept["wrong"], Weights(kept["terms"]))


def _floats(values: Sequence[float]) -> Floats:
    return np.array(values, np.float64)


@cache
def scorer() -> Scorer:
    """Give the scorer that is part of the project; it is read once.

    Raises:
        ScorerFault: Its file was changed.
    """
    room = files("bot.judge")
    return read((room / SCORER).read_bytes(), (room / DIGEST).read_text(encoding="ascii").split()[0])
