import hashlib
import json
from importlib.resources import files

import pytest

from bot.judge.model import DIGEST, SCORER, ScorerFault, read, scorer

DATA = (files("bot.judge") / SCORER).read_bytes()


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_the_scorer_is_the_one_whose_digest_stands_beside_it() -> None:
    assert (files("bot.judge") / DIGEST).read_text(encoding="ascii") == f"{digest(DATA)}  {SCORER}\n"
    assert scorer() is scorer()


def test_a_changed_scorer_is_not_taken() -> None:
    with pytest.raises(ScorerFault, match="make scorer"):
        read(DATA + b" ", digest(DATA))


@pytest.mark.parametrize(("key", "value"), [("format", 0), ("features", ["length"])])
def test_a_scorer_for_other_features_is_not_taken(key: str, value: object) -> None:
    other = json.dumps({**json.loads(DATA), key: value}).encode()
    with pytest.raises(ScorerFault, match="other features"):
        read(other, digest(other))
