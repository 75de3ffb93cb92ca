"""How near an answer comes to each point in meaning, by an operator's own embeddings, whatever its words are."""

import numpy as np

from bot.judge.embedding import Embedder, embedded
from bot.judge.evidence import windows_of
from bot.judge.rubric import Floats, Rubric, sentence_of
from bot.judge.speech import Speech, speech

MEANT = ("meant_say", "meant_accept", "meant_best")
"""The nearest that any window of an answer comes to a point's sentence, to one of its accepted wordings, and to the
sentence of the strong answer that is nearest to the point: cosines, 0 where there is nothing to come near to."""
MOST_BREATHS = 120
"""No more of an answer's breaths are looked at, the longest: only an answer cut into crumbs has more."""


def meant(rubric: Rubric, said: Speech, embedder: Embedder) -> Floats:
    """Give a row of `MEANT` for each point, for an answer of at least one word."""
    heard = _windows(said, embedder)
    points = rubric.points
    own = embedded(embedder, tuple(sentence_of(point).text for point in points))
    accepted = [embedded(embedder, point.accept) for point in points]
    values = np.zeros((len(points), len(MEANT)), np.float32)
    values[:, 0] = (own @ heard.T).max(axis=1)
    values[:, 1] = [(every @ heard.T).max() if len(every) else 0.0 for every in accepted]
    strong = speech(rubric.better)
    if strong.words:
        best = embedded(embedder, breaths(strong))
        values[:, 2] = (best[(own @ best.T).argmax(axis=1)] @ heard.T).max(axis=1)
    return values


def breaths(said: Speech) -> tuple[str, ...]:
    """Give an answer breath by breath, as it was typed; the longest where there are too many."""
    windows = windows_of(said)
    single = windows[: (len(windows) + 1) // 2]
    longest = sorted(range(len(single)), key=lambda place: single[place][0] - single[place][1])[:MOST_BREATHS]
    return tuple(said.piece(*single[place]) for place in sorted(longest))


def _windows(said: Speech, embedder: Embedder) -> Floats:
    """Give a vector for each breath, and for each two that follow one another the direction between theirs."""
    single = embedded(embedder, breaths(said))
    pairs = single[:-1] + single[1:]
    return np.concatenate([single, pairs / np.maximum(np.linalg.norm(pairs, axis=1, keepdims=True), 1e-6)])
