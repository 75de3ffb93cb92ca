"""A model of meaning small enough to be made here: a vector for each word as an ONNX graph, and a tokenizer."""

import struct
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.trainers import WordLevelTrainer

SIZE = 24
INT64, FLOAT = 7, 1
TAKES = ("input_ids", "attention_mask", "token_type_ids")


def write_model(
    folder: Path, texts: Iterable[str], same: Sequence[tuple[str, str]] = (), takes: Sequence[str] = TAKES
) -> Path:
    """Write a model of the words of some texts into a folder.

    Args:
        folder: Made where it is not there.
        texts: The tokenizer is trained on them.
        same: Pairs of words that mean the same.
        takes: The names of the model's inputs, the tokens first.
    """
    folder.mkdir(exist_ok=True)
    tokenizer = Tokenizer(WordLevel(unk_token="[UNK]"))
    tokenizer.normalizer, tokenizer.pre_tokenizer = Lowercase(), Whitespace()
    tokenizer.train_from_iterator(texts, WordLevelTrainer(special_tokens=["[PAD]", "[UNK]"], show_progress=False))
    tokenizer.enable_padding(length=64)  # as the usual exports have it
    tokenizer.save(str(folder / "tokenizer.json"))
    words = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    meant = dict(same)
    table = np.array([direction(meant.get(word, word)) for word, _ in words], np.float32)
    (folder / "model.onnx").write_bytes(graph(table, takes))
    return folder


def direction(word: str) -> Sequence[float]:
    """Give a word a direction of its own."""
    return [byte / 127.5 - 1 for byte in sha256(word.encode()).digest()[:SIZE]]


def graph(table: np.ndarray[tuple[int, int], np.dtype[np.float32]], takes: Sequence[str] = TAKES) -> bytes:
    """Give a model that looks up a row of a table for each token (protocol buffers, by the fields of `onnx.proto`)."""
    node = text(1, "table") + text(1, takes[0]) + text(2, "last_hidden_state") + text(4, "Gather")
    rows = b"".join(number(1, each) for each in table.shape) + number(2, FLOAT) + text(8, "table")
    rows += part(9, table.astype("<f4").tobytes())
    inside = part(1, node) + text(2, "small") + part(5, rows)
    inside += b"".join(part(11, value(name, INT64, ("batch", "tokens"))) for name in takes)
    inside += part(12, value("last_hidden_state", FLOAT, ("batch", "tokens", "size")))
    return number(1, 8) + part(7, inside) + part(8, number(2, 13))


def value(name: str, kind: int, shape: Sequence[str]) -> bytes:
    """Describe an input or output."""
    sizes = b"".join(part(1, text(2, each)) for each in shape)
    return text(1, name) + part(2, part(1, number(1, kind) + part(2, sizes)))


def number(field: int, known: int) -> bytes:
    return varint(field << 3) + varint(known)


def text(field: int, known: str) -> bytes:
    return part(field, known.encode())


def part(field: int, known: bytes) -> bytes:
    return varint(field << 3 | 2) + varint(len(known)) + known


def varint(known: int) -> bytes:
    given = b""
    while known > 127:
        given += struct.pack("B", known & 127 | 128)
        known >>= 7
    return given + struct.pack("B", known)
