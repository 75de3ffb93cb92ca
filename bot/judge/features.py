"""What of each point can be found in an answer, as numbers; and where its words stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from bot.judge.cues import CUES, PARTS, cue_shares
from bot.judge.embedding import Embedder
from bot.judge.evidence import SAME, Match, Window, denied, match
from bot.judge.meaning import MEANT, meant
from bot.judge.rubric import Floats, Rubric, counted, sentence_of
from bot.judge.speech import Speech, dismissals
from bot.judge.spelling import spelled_alike
from bot.rules.rubric import Point

DENIAL_REACH = 5
KIN_COUNTS = 0.6
ALL_THERE = 0.95
LONG = 120
MANY, WAVED_IN = 3, 30
"""So many dismissive words, in a window or in so many words of an answer, are as dismissive as can be."""

_FOUND = """
own_near own_all full_all own_exact rare_near best_near special special_share phrase phrase_mass second_phrase
phrase_exact signs cosine cosine_all dense pairs numbers has_numbers denied turned mistaken mistaken_more length size
asked_share others others_top has_accept has_best alone
dismissed dismissive mistaken_any own_much own_all_much special_much phrase_much best_much phrase_clean
"""
_MUCH = {
    "own_much": "own_near",
    "own_all_much": "own_all",
    "special_much": "special_share",
    "phrase_much": "phrase_mass",
    "best_much": "best_near",
}
"""Squares, so that a lot may count for more than twice a half."""
NAMES = (
    *_FOUND.split(),
    *(f"part_{part}" for part in PARTS),
    *(f"{part}_{cue}" for part in PARTS for cue in CUES),
)


@dataclass(frozen=True, slots=True)
class Found:
    """An answer compared with a rubric.

    Attributes:
        said: The answer.
        values: A row for each point: of `NAMES`, and after them of `MEANT` where there are embeddings.
        places: For each point the first and last word (exclusive) of the window that comes closest.
        mistakes: For each mistake how much of it is said in one place, and where.
        asked_share: How much of the answer's words are the question's, 0 to 1.
    """

    said: Speech
    values: Floats
    places: tuple[tuple[int, int], ...]
    mistakes: tuple[tuple[float, tuple[int, int]], ...]
    asked_share: float


def names_with(embedder: Embedder | None) -> tuple[str, ...]:
    """Name the features that are found, in order."""
    return (*NAMES, *MEANT) if embedder else NAMES


def find(rubric: Rubric, said: Speech, embedder: Embedder | None = None) -> Found:
    """Compare an answer with a rubric; also by meaning where there are embeddings."""
    points = len(rubric.points)
    if not counted(said):
        values = np.zeros((points, len(names_with(embedder))), np.float32)
        return Found(said, values, ((0, 0),) * points, ((0.0, (0, 0)),) * len(rubric.mistakes), 0.0)
    matched = match(rubric, said)
    columns: dict[str, Floats | float] = dict.fromkeys(NAMES, 0.0)
    for part in (_coverage(matched), _worded(matched), _turns(matched), _frame(matched), _parts(rubric.points, said)):
        columns.update(part)
    columns |= {name: np.square(columns[of]) for name, of in _MUCH.items()}
    columns["phrase_clean"] = columns["phrase_exact"] * (1 - np.asarray(columns["denied"]))
    values = np.stack([np.broadcast_to(np.float32(columns[name]), points) for name in NAMES], axis=1)
    if embedder:
        values = np.concatenate([values, meant(rubric, said, embedder)], axis=1)
    return Found(said, values, tuple(matched.top), matched.wrong(), _asked_share(matched))


def _coverage(matched: Match) -> Mapping[str, Floats | float]:
    """Tell how much of each point's sentence is said: in one window, and in all."""
    rubric, near, whole = matched.rubric, matched.near, matched.whole
    own = rubric.own @ near
    place = own.argmax(axis=1)
    mass = np.maximum(rubric.special.sum(axis=1), 1e-6)
    everywhere = np.tile(whole, (len(rubric.points), 1))
    sizes = np.array([len(set(matched.said.words[start:end])) for start, end in matched.windows], np.float32)
    return {
        "own_near": own.max(axis=1),
        "own_all": rubric.own @ whole,
        "full_all": rubric.full @ whole,
        "own_exact": (rubric.own @ matched.exact).max(axis=1),
        "rare_near": (rubric.rare @ near).max(axis=1),
        "best_near": (rubric.best @ near).max(axis=1),
        "special": 1 - np.exp(-(rubric.special @ near).max(axis=1) / 15),
        "special_share": rubric.special @ whole / mass,
        "cosine": _cosine(rubric.own, near[:, place].T, sizes[place] / 2),
        "cosine_all": _cosine(rubric.own, everywhere, len(set(matched.told))),
        "dense": _cosine(rubric.special / mass[:, None], everywhere, len(matched.told)),
        "signs": spelled_alike(rubric.points, matched.said, matched.windows),
        "pairs": _pairs(matched),
        "numbers": np.array([np.mean(whole[list(some)] >= SAME) if some else 0.0 for some in rubric.numbers]),
    }


def _worded(matched: Match) -> Mapping[str, Floats | float]:
    """Tell how much of the accepted wordings of each point is said."""
    rubric, (told, _), exact = matched.rubric, matched.phrases, matched.phrases_exact
    names = ("phrase", "second_phrase", "phrase_mass", "phrase_exact")
    columns = {name: np.zeros(len(rubric.points), np.float32) for name in names}
    for number in set(rubric.phrase_of):
        mine = rubric.phrase_of == number
        ranked = [*np.sort(told[mine])[::-1], 0.0]
        columns["phrase"][number], columns["second_phrase"][number] = ranked[:2]
        columns["phrase_mass"][number] = (told[mine] ** 2 * rubric.phrase_mass[mine]).max()
        columns["phrase_exact"][number] = ((exact[mine] > ALL_THERE) * rubric.phrase_mass[mine]).max()
    return dict(columns)


def _turns(matched: Match) -> Mapping[str, Floats | float]:
    """Tell what speaks against each point where it comes closest: denials, opposites, mistakes."""
    mistaken: Floats | float = 0.0
    more: Floats | float = 0.0
    if len(matched.mistakes):
        place = matched.closeness.argmax(axis=1)
        mistaken = matched.mistakes[:, place].max(axis=0)
        more = np.maximum(0, mistaken - matched.closeness.max(axis=1))
    waved = np.cumsum([0, *(word in dismissals() for word in matched.said.words)])
    dismissed = np.array([min(1.0, (waved[end] - waved[start]) / MANY) for start, end in matched.top])
    rate = min(1.0, waved[-1] / max(len(matched.said.words), WAVED_IN) * WAVED_IN / MANY)
    worst = max((share for share, _ in matched.wrong()), default=0.0)
    against: dict[str, Floats | float] = {"dismissed": dismissed, "dismissive": float(rate), "mistaken_any": worst}
    return against | {
        "denied": _denied(matched),
        "turned": _turned(matched),
        "mistaken": mistaken,
        "mistaken_more": more,
    }


def _frame(matched: Match) -> Mapping[str, Floats | float]:
    """Tell what frames each point: the rubric's form, the answer's, and how close it comes to the others."""
    rubric, close = matched.rubric, matched.closeness.max(axis=1)
    alone = len(rubric.points) == 1
    return {
        "has_numbers": np.array([bool(some) for some in rubric.numbers], np.float32),
        "length": float(np.log1p(min(len(matched.told), LONG)) / np.log1p(LONG)),
        "size": np.log1p(np.array(rubric.sizes)) / 4,
        "asked_share": _asked_share(matched),
        "has_accept": np.array([bool(point.accept) for point in rubric.points], np.float32),
        "has_best": float(bool(rubric.better)),
        "alone": float(alone),
        "others": close if alone else (close.sum() - close) / (len(close) - 1),
        "others_top": float(close.max()),
    }


def _cosine(rows: Floats, heard: Floats, sizes: Floats | float) -> Floats:
    """Weigh what is found by how much else is said there (a cosine of words, each of equal weight in the answer)."""
    wanted = np.maximum((rows > 0).sum(axis=1), 1)
    return np.asarray((rows * heard).sum(axis=1) * np.sqrt(wanted / np.maximum(sizes, wanted)))


def _pairs(matched: Match) -> Floats:
    """Give the share of each point's neighbouring words that stand as neighbours, in order, in the answer."""
    told = matched.told
    heard = {pair for step in (1, 2) for pair in zip(told, told[step:], strict=False)}
    wanted = [_neighbours(point) for point in matched.rubric.points]
    return np.array([len(pairs & heard) / max(1, len(pairs)) for pairs in wanted])


@lru_cache(maxsize=2000)
def _neighbours(point: Point) -> frozenset[tuple[str, str]]:
    return frozenset(pairwise(counted(sentence_of(point))))


def _denied(matched: Match) -> Floats:
    """Give the share of each point's words found that a denial reaches, where the point denies nothing itself."""
    rubric = matched.rubric
    shadow = denied(matched.said, DENIAL_REACH, matched.said.breath)
    special = rubric.special / np.maximum(rubric.special.sum(axis=1, keepdims=True), 1e-6)
    shares = np.zeros(len(rubric.points))
    for number, (start, end) in enumerate(matched.top):
        heard = np.maximum(rubric.own, special)[number] @ (matched.alike[:, start:end] >= KIN_COUNTS)
        if not rubric.denied[number] and heard.sum():
            shares[number] = heard[shadow[start:end]].sum() / heard.sum()
    return shares


def _turned(matched: Match) -> Floats:
    """Tell whether the opposite of one of a point's words stands where it comes closest, and not the word itself."""
    rubric, said = matched.rubric, matched.said

    def turned(number: int, window: Window) -> bool:
        there = set(said.stems[slice(*window)])
        return any(
            rubric.full[number, place] > 0 and others & there and rubric.stems[place] not in there
            for place, others in rubric.turned
        )

    return np.array([turned(number, window) for number, window in enumerate(matched.top)], np.float64)


def _asked_share(matched: Match) -> float:
    return sum(one in matched.rubric.asked for one in matched.told) / len(matched.told)


def _parts(points: Sequence[Point], said: Speech) -> Mapping[str, Floats | float]:
    columns: dict[str, Floats | float] = {}
    shares = cue_shares(said) if any(point.part for point in points) else {}
    for part in PARTS if shares else ():
        here = np.array([point.part == part for point in points], np.float64)
        columns[f"part_{part}"] = here
        columns |= {f"{part}_{cue}": here * shares[cue] for cue in CUES}
    return columns
