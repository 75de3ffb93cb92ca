"""Texts as unit vectors by an operator's own model; the one door to what runs it, and loaded only where one is named.

A folder holds `model.onnx`, which takes the numbers of a text's tokens and gives a vector for each of them, and
`tokenizer.json`, which cuts the text. A text's vector is the mean of its tokens', made one long. What is embedded at
once goes through the model in the same batches every time, so equal calls give equal vectors, bit by bit.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from bot.judge.rubric import Floats

MODEL, WEIGHTS, TOKENIZER = "model.onnx", "model.onnx_data", "tokenizer.json"
"""Weights over two gigabytes stand in a file of their own."""
LONGEST = 128
"""Tokens of a text; no more are read."""
BATCH = 16
"""Texts that go through the model at once, of about the same length, so that memory stays within bounds."""
_TAKES = ("input_ids", "attention_mask", "token_type_ids")
_PROBE = ("A first text to try it.", "another")


class EmbedderFault(Exception):
    """A folder's model cannot be used; the message says how to mend it."""


@dataclass(frozen=True, eq=False)
class Embedder:
    """Gives texts as vectors of length one.

    Attributes:
        digest: Of the model's files: vectors of another model mean other things.
        tokenizer: Cuts texts.
        session: Runs the model, on one thread.
    """

    digest: str
    tokenizer: Any
    session: Any

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Give a row for each text: a vector of length one, or of zeros where nothing of the text is known."""
        if not texts:
            return np.zeros((0, 1), np.float32)
        cut = [each.ids for each in self.tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(cut)), key=lambda place: len(cut[place]))
        batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
        found = np.concatenate([self._means([cut[place] for place in batch]) for batch in batches])
        return found[np.argsort(order)]

    def _means(self, cut: Sequence[Sequence[int]]) -> Floats:
        ids = np.zeros((len(cut), max(1, *map(len, cut))), np.int64)
        heeded = np.zeros_like(ids)
        for row, tokens in enumerate(cut):
            ids[row, : len(tokens)] = tokens
            heeded[row, : len(tokens)] = 1
        given = dict(zip(_TAKES, (ids, heeded, np.zeros_like(ids)), strict=True))
        taken = [each.name for each in self.session.get_inputs()]
        [states] = self.session.run([self.session.get_outputs()[0].name], {name: given[name] for name in taken})
        if states.shape[:-1] != ids.shape:
            raise ValueError("its first output is no vector for each token")
        sums = (states.astype(np.float32) * heeded[:, :, None]).sum(axis=1)
        return np.asarray(sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-6))


@lru_cache(maxsize=128)
def embedded(embedder: Embedder, texts: tuple[str, ...]) -> Floats:
    """Give the vectors of texts that are asked for again and again, such as a rubric's."""
    return embedder.vectors(texts)


def embedder_of(folder: Path) -> Embedder:
    """Open the model of a folder and try it.

    Raises:
        EmbedderFault: It cannot be used.
    """
    for name in (MODEL, TOKENIZER):
        if not (folder / name).is_file():
            raise EmbedderFault(f"{folder} holds no {name}: EMBEDDINGS names a folder with {MODEL} and {TOKENIZER}")
    embedder = Embedder(_digest(folder), _tokenizer(folder / TOKENIZER), _session(folder / MODEL))
    try:
        _try(embedder)
    except Exception as fault:
        raise EmbedderFault(f"{folder / MODEL} is no model of texts that can be used: {_line(fault)}") from fault
    return embedder


def _try(embedder: Embedder) -> None:
    unknown = {each.name for each in embedder.session.get_inputs()} - set(_TAKES)
    if unknown:
        raise ValueError(f"it takes {', '.join(sorted(unknown))}, which no text gives")
    if not np.isfinite(embedder.vectors(_PROBE)).all():
        raise ValueError("it gives vectors that are no numbers")


def _tokenizer(path: Path) -> Any:
    try:
        from tokenizers import Tokenizer  # noqa: PLC0415 (never loaded where no folder is named)
    except ImportError as fault:
        raise _missing(fault) from fault
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as fault:
        raise EmbedderFault(f"{path} cannot be read: {_line(fault)}") from fault
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return tokenizer


def _session(path: Path) -> Any:
    try:
        import onnxruntime  # noqa: PLC0415 (never loaded where no folder is named)
    except ImportError as fault:
        raise _missing(fault) from fault
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as fault:
        raise EmbedderFault(f"{path} cannot be read: {_line(fault)}") from fault


def _missing(fault: ImportError) -> EmbedderFault:
    return EmbedderFault(f"EMBEDDINGS is set, but {fault.name} is not installed: run `make embeddings`")


def _line(fault: Exception) -> str:
    return " ".join(str(fault).split())[:200]


def _digest(folder: Path) -> str:
    whole = hashlib.sha256()
    for name in (MODEL, WEIGHTS, TOKENIZER):
        if (folder / name).is_file():
            with (folder / name).open("rb") as file:
                whole.update(hashlib.file_digest(file, "sha256").digest())
    return whole.hexdigest()
