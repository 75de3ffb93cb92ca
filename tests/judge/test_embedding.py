from pathlib import Path

import numpy as np
import pytest

from bot.judge.embedding import BATCH, LONGEST, EmbedderFault, embedded, embedder_of
from tests.small_model import TAKES, direction, graph, write_model

TEXTS = ("the model overfits the training data", "it memorises every row", "a cache saves work")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_model(tmp_path / "model", TEXTS, [("memorises", "overfits")])


def unit(*words: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    whole = np.sum([direction(word) for word in words], axis=0)
    return np.asarray(whole / np.linalg.norm(whole))


def test_a_text_is_the_mean_of_its_tokens_made_one_long_whatever_is_embedded_with_it(folder: Path) -> None:
    vectors = embedder_of(folder).vectors(["The model overfits", "work", "it memorises every row"])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1], abs=1e-6)
    assert vectors[0] == pytest.approx(unit("the", "model", "overfits"), abs=1e-6)
    assert vectors[1] == pytest.approx(unit("work"), abs=1e-6)
    assert vectors[2] == pytest.approx(unit("it", "overfits", "every", "row"), abs=1e-6)


def test_texts_come_back_in_their_order_also_over_several_batches(folder: Path) -> None:
    embedder = embedder_of(folder)
    texts = ["work " * (1 + number % 5) + TEXTS[number % 3] for number in range(2 * BATCH + 3)]
    vectors = embedder.vectors(texts)
    alone = np.concatenate([embedder.vectors([text]) for text in texts])
    assert vectors == pytest.approx(alone, abs=1e-6)
    assert (vectors == embedder.vectors(texts)).all()


def test_a_text_is_read_so_far_and_no_farther(folder: Path) -> None:
    long, longer = "work " * LONGEST, "work " * LONGEST + "cache " * 500
    one, other = embedder_of(folder).vectors([long, longer])
    assert (one == other).all()


def test_nothing_is_nothing(folder: Path) -> None:
    embedder = embedder_of(folder)
    assert not embedder.vectors([""]).any()
    assert len(embedder.vectors([])) == 0


def test_what_is_asked_for_again_is_not_embedded_again(folder: Path) -> None:
    embedder = embedder_of(folder)
    assert embedded(embedder, TEXTS) is embedded(embedder, TEXTS)


def test_a_model_may_take_the_tokens_alone(tmp_path: Path) -> None:
    embedder = embedder_of(write_model(tmp_path / "model", TEXTS, takes=TAKES[:1]))
    assert embedder.vectors(["work"])[0] == pytest.approx(unit("work"), abs=1e-6)


def test_another_model_another_digest(folder: Path, tmp_path: Path) -> None:
    before = embedder_of(folder).digest
    assert embedder_of(write_model(tmp_path / "twin", TEXTS, [("memorises", "overfits")])).digest == before
    assert embedder_of(write_model(tmp_path / "other", TEXTS)).digest != before
    (folder / "model.onnx_data").write_bytes(b"weights")
    assert embedder_of(folder).digest != before


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_what_is_missing_or_broken_is_said(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"neither")
    with pytest.raises(EmbedderFault, match=f"{name} cannot be read"):
        embedder_of(folder)
    (folder / name).unlink()
    with pytest.raises(EmbedderFault, match=f"holds no {name}"):
        embedder_of(folder)


@pytest.mark.parametrize(
    ("model", "why"),
    [
        (graph(np.full((40, 2), np.nan, np.float32)), "vectors that are no numbers"),
        (graph(np.zeros((40, 2), np.float32), ("input_ids", "pixels")), "it takes pixels, which no text gives"),
        (graph(np.zeros((40,), np.float32)), "no vector for each token"),
        (graph(np.zeros((1, 2), np.float32)), "is no model of texts that can be used: .*[Gg]ather"),
    ],
)
def test_a_model_of_something_else_is_refused(folder: Path, model: bytes, why: str) -> None:
    (folder / "model.onnx").write_bytes(model)
    with pytest.raises(EmbedderFault, match=why):
        embedder_of(folder)


@pytest.mark.parametrize("package", ["onnxruntime", "tokenizers"])
def test_without_the_packages_it_is_said_what_to_install(
    folder: Path, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, package, None)
    with pytest.raises(EmbedderFault, match=f"{package} is not installed: run `make embeddings`"):
        embedder_of(folder)
