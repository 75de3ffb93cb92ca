"""Near-duplicates: how alike questions are, by the characters and the words they share, rare ones counting more.

A text becomes counts of character n-grams (3 to 5, within words) and of words and word pairs; a count t weighs
(1 + ln t) * (1 + ln((1 + n) / (1 + df))), as in Manning, Raghavan and Schütze, Introduction to Information Retrieval
(2008), chapter 6. Likeness is the mean of both cosines: 0 shares nothing, 1 is the same text. Counts depend on one text
alone, so those of a file are kept under its content, and only what has changed is compared again.
"""

from collections.abc import Collection, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import HashingVectorizer

from bot.rules.question import MultipleChoice, Question, ShortText, SingleChoice

VERSION = 1
"""Raised when counting changes, so that kept counts are made again."""
COPY = 0.9
"""Likeness from which two questions are near-verbatim copies."""
SHOWN = 5
_COMMON = 0.02
"""A word in a larger share of the questions than this is left for a second look when copies are sought."""
_ROWS = 1_000
_HALVES = 2

_PLAIN: Mapping[str, Any] = {"norm": None, "alternate_sign": False, "dtype": np.float32}
_CHARACTERS = HashingVectorizer(analyzer="char_wb", ngram_range=(3, 5), n_features=2**20, **_PLAIN)
_WORDS = HashingVectorizer(ngram_range=(1, 2), n_features=2**20, **{**_PLAIN, "token_pattern": r"[^\W_]+"})

Kept = MutableMapping[str, bytes]
"""Where counts are kept, under the SHA-256 of what they are counts of."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Two questions, by id, and how alike they are, 0 to 1."""

    one: str
    other: str
    likeness: float


def said(question: Question) -> str:
    """Give what makes a question this one: its text, its code and what is right; wrong options may be shared."""
    match question.body:
        case SingleChoice(right=right):
            keys: tuple[str, ...] = (right,)
        case MultipleChoice(right=rights):
            keys = rights
        case ShortText(answers=answers):
            keys = answers[:1]
        case _:
            keys = ()
    return "\n".join((question.text, question.code, *keys))


class Bank:
    """The texts of a bank, ready to be compared.

    Args:
        files: By file, the texts of its questions by id; no id stands in two files.
        kept: Counts of files seen before; new ones are added. None keeps nothing.
    """

    def __init__(self, files: Mapping[str, Mapping[str, str]], kept: Kept | None = None) -> None:
        filled = {name: texts for name, texts in files.items() if texts}
        self._ids = [name for texts in filled.values() for name in texts]
        self._row = {name: row for row, name in enumerate(self._ids)}
        counts = [_counts(tuple(texts.values()), kept) for texts in filled.values()]
        halves = [sparse.vstack([each[half] for each in counts], "csr") for half in range(_HALVES)] if counts else []
        self._halves = [_weighed(half) for half in halves]

    def nearest(self, question_id: str, most: int = SHOWN) -> tuple[Alike, ...]:
        """Give the questions that are most like this one, the nearest first.

        Raises:
            KeyError: There is no such question.
        """
        row = self._row[question_id]
        likeness = self._to_all([row])[0]
        likeness[row] = -1.0
        order = np.argsort(-likeness, kind="stable")[: min(most, len(self._ids) - 1)]
        return tuple(Alike(question_id, self._ids[other], float(likeness[other])) for other in order)

    def copies(self, changed: Collection[str] | None = None) -> tuple[Alike, ...]:
        """Find near-verbatim copies.

        Args:
            changed: Ids that are compared with all; None compares all with all.

        Returns:
            Each pair once, ordered by id.
        """
        rows = sorted(self._row[name] for name in (self._ids if changed is None else changed))
        found = {
            tuple(sorted((self._ids[one], self._ids[other]))): likeness
            for first in range(0, len(rows), _ROWS)
            for one, other, likeness in self._copies_of(rows[first : first + _ROWS])
        }
        return tuple(Alike(one, other, likeness) for (one, other), likeness in sorted(found.items()))

    def _to_all(self, rows: Sequence[int]) -> Any:
        """Give the likeness of some rows to all: a dense array, (rows, all)."""
        return sum((half[rows] @ half.T).toarray() for half in self._halves) / _HALVES

    def _copies_of(self, rows: Sequence[int]) -> Iterator[tuple[int, int, float]]:
        """Compare rare words first: what common ones can add is at most the product of their lengths."""
        characters, words = self._halves
        rare, common_length = _rare(words)
        reached = (rare[rows] @ rare.T).toarray() + np.outer(common_length[rows], common_length)
        for place, other in np.argwhere(reached >= _HALVES * COPY - 1):
            one = rows[place]
            if one == other:
                continue
            likeness = sum((half[[one]] @ half[[other]].T).toarray()[0, 0] for half in (characters, words)) / _HALVES
            if likeness >= COPY:
                yield one, int(other), float(likeness)


def _counts(texts: Sequence[str], kept: Kept | None) -> tuple[Any, Any]:
    """Give the counts of a file's texts, both kinds: sparse arrays, (texts, 2**20)."""
    texts = [text.encode("utf-8", "replace").decode() for text in texts]  # halves of surrogate pairs go
    key = sha256("\0".join((f"counts {VERSION}", *texts)).encode()).hexdigest()
    known = kept.get(key) if kept is not None else None
    if known is not None:
        return _unpacked(known)
    counts = (_CHARACTERS.transform(texts), _WORDS.transform(texts))
    if kept is not None:
        kept[key] = _packed(counts)
    return counts


def _packed(counts: tuple[Any, Any]) -> bytes:
    """Write counts as plain arrays, which can be read back without running anything."""
    packed = BytesIO()
    arrays = {f"{part}{half}": getattr(each, part) for half, each in enumerate(counts) for part in _PARTS}
    np.savez(packed, **arrays)
    return packed.getvalue()


_PARTS = ("data", "indices", "indptr")


def _unpacked(packed: bytes) -> tuple[Any, Any]:
    with np.load(BytesIO(packed), allow_pickle=False) as arrays:
        one, other = (
            sparse.csr_matrix(
                tuple(arrays[f"{part}{half}"] for part in _PARTS), shape=(len(arrays[f"indptr{half}"]) - 1, 2**20)
            )
            for half in range(_HALVES)
        )
    return one, other


def _weighed(counts: Any) -> Any:
    """Weigh counts and bring each row to length 1; columns that nobody uses go."""
    used, columns = np.unique(counts.indices, return_inverse=True)
    within = np.bincount(columns)
    weights = (1 + np.log(counts.data)) * (1 + np.log((1 + counts.shape[0]) / (1 + within[columns])))
    row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    lengths = np.sqrt(np.bincount(row, weights**2, minlength=counts.shape[0]))
    shape = (counts.shape[0], len(used))
    return sparse.csr_matrix(((weights / lengths[row]).astype(np.float32), columns, counts.indptr), shape=shape)


def _rare(words: Any) -> tuple[Any, Any]:
    """Split the common words off.

    Returns:
        The rows without them, and for each row the length of what was left out.
    """
    within = np.bincount(words.indices, minlength=words.shape[1])
    rare = words[:, np.flatnonzero(within <= max(_COMMON * words.shape[0], 2))]
    kept = np.asarray(rare.multiply(rare).sum(axis=1)).ravel()
    return rare, np.sqrt(np.clip(1 - kept, 0, None))
