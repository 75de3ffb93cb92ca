import numpy as np
import pytest

from bot.judge import rubric as rubrics
from bot.judge.embedding import Embedder, embedder_of
from bot.judge.features import NAMES, find, names_with
from bot.judge.meaning import MEANT, MOST_BREATHS, breaths, meant
from bot.judge.rubric import Weights
from bot.judge.speech import speech
from bot.rules.heard import Asked
from bot.rules.rubric import Point
from tests.small_model import write_model

POINTS = (
    Point("Says that the model overfits", accept=("memorises rows", "high variance")),
    Point("A cache saves work"),
)
BETTER = "The model overfits the training data. A cache saves much work. Bananas ripen."
SAID = [
    "the model overfits the training data",
    "memorises rows high variance",
    "a cache saves much work",
    "bananas ripen",
]
TERMS = Weights({})


@pytest.fixture(scope="module")
def embedder(tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    return embedder_of(
        write_model(tmp_path_factory.mktemp("model"), SAID, [("learns", "memorises"), ("spares", "saves")])
    )


def features(
    embedder: Embedder, answer: str, better: str = BETTER, points: tuple[Point, ...] = POINTS
) -> list[list[float]]:
    rubric = rubrics.of(Asked("Why?", points, better=better), TERMS)
    return [[float(value) for value in row] for row in meant(rubric, speech(answer), embedder)]


def test_a_point_said_is_near_in_each_of_its_wordings(embedder: Embedder) -> None:
    for answer in ("The model overfits", "That the model overfits.", "Bananas ripen. The model overfits. So do they."):
        [say, _, best], _ = features(embedder, answer)
        assert say > 0.85
        assert best > 0.6
    [_, accept, _], _ = features(embedder, "It memorises rows")
    assert accept > 0.8


def test_nothing_to_come_near_to_is_zero(embedder: Embedder) -> None:
    for one in features(embedder, "A cache saves work", better="", points=(POINTS[1],)):
        assert one == pytest.approx([1, 0, 0], abs=1e-6)


def test_what_stands_in_two_breaths_is_met_between_them(embedder: Embedder) -> None:
    [_, [together, _, _]] = features(embedder, "A cache. Saves work.")
    [_, [apart, _, _]] = features(embedder, "A cache. Bananas ripen. Saves work.")
    assert together > apart + 0.1


def test_of_too_many_breaths_the_longest_are_looked_at_in_their_order() -> None:
    said = speech(". ".join(["Some longer words", *["Crumb"] * MOST_BREATHS, "More longer words"]))
    kept = breaths(said)
    assert len(kept) == MOST_BREATHS
    assert (kept[0], kept[1], kept[-1]) == ("Some longer words", "Crumb", "More longer words")


def test_features_of_words_are_the_same_with_meaning_beside_them(embedder: Embedder) -> None:
    rubric = rubrics.of(Asked("Why?", POINTS, better=BETTER), TERMS)
    for answer in ("The model learns rows by heart. A cache spares work.", "", "the of and"):
        said = speech(answer)
        plain, more = find(rubric, said).values, find(rubric, said, embedder).values
        assert plain.shape == (2, len(NAMES))
        assert more.shape == (2, len(names_with(embedder)))
        assert names_with(embedder)[len(NAMES) :] == MEANT
        assert np.array_equal(more[:, : len(NAMES)], plain)
