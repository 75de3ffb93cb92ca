"""Makes the scorer from the project's own marked answers: run again, it gives the same bytes.

A point is shown to the model in five ways, so that it can be judged in each: with its accepted wordings; the same
without the strong answer; by its sentence alone; as the only point there is, heard in the whole answer and in the words
that come closest; and the whole strong answer as one reference, worth the mean of its points. Chances for choosing
thresholds come from folds by question: no answer is judged by a model that saw its question.
"""

import hashlib
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.judge import rubric as rubrics
from bot.judge.embedding import Embedder
from bot.judge.features import NAMES, find, names_with
from bot.judge.model import FORMAT, HEADS, Head, Places, Trees, heads_of, plain
from bot.judge.rubric import Floats, Weights
from bot.judge.speech import Speech, speech
from bot.rules.heard import Asked
from bot.rules.marked import MarkedAnswer, MarkedPrompt
from bot.rules.rubric import Point

FOLDS = 5
TREES, LEAVES = 100, 7
STRENGTH = 0.5
"""How freely a head may learn (the inverse of the penalty on its squared weights)."""
LEFT_OUT = frozenset({"length", "has_accept", "has_best"})
"""Never learned from: a longer answer is not a better one, and what a rubric lacks says nothing of the answer."""
NOTHING = ("I don't know.", "No idea, sorry.", "I have never used that, I would have to look it up.", "not sure")
USUAL = {"alone": 0.6}
"""What share of answers to a question with one reference is right as a rule: ours were written to miss points, people
answer what they are asked. Marks count so that this share comes out (correction of a prior; Saerens et al. 2002)."""
ANSWERED = {"worded": 3.0, "bare": 3.0}
"""How much more a marked answer counts than what was made up beside it (the strong answer, another question's, giving
up): those say what is right or beside the point at all, these what people say."""
STRONG = 3
"""How often the strong answer of a prompt is shown, beside each of its marked answers once."""
SURE = 0.8
"""Points beyond either threshold are called as they are by the markers in at least this share, on new questions."""
DIGITS = 4

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rows:
    """Points of answers as the model meets them.

    Attributes:
        values: What was found of each.
        made: What the markers say of it, 0 to 1.
        head: Which head judges it.
        prompt: The number of its question.
        answered: Whether it is a marked answer, and not made up beside these.
        main: Whether it is a marked answer shown as in use (all that the rubric gives), and not in a poorer way.
    """

    values: Floats
    made: Numbers
    head: npt.NDArray[np.str_]
    prompt: npt.NDArray[np.intp]
    answered: npt.NDArray[np.bool_]
    main: npt.NDArray[np.bool_]


def train(
    prompts: Sequence[MarkedPrompt],
    texts: Iterable[str],
    say: Callable[[str], None],
    embedder: Embedder | None = None,
) -> Mapping[str, Any]:
    """Give the scorer as plain values.

    Args:
        prompts: With marked answers.
        texts: The project's own texts (questions and what belongs to them), of which words get their weights.
        say: Told how far it is.
        embedder: Gives the features of meaning; they are left out without it.
    """
    terms = weights_of([*texts, *texts_of(prompts)])
    rows = rows_of(prompts, Weights(terms), embedder)
    say(f"{len(rows.made)} points as the model meets them")
    heads = fit(rows)
    heard, missed = _thresholds(rows, say)
    return {
        "format": FORMAT,
        "features": list(names_with(embedder)),
        **({"embeddings": embedder.digest} if embedder else {}),
        "heads": {name: plain(head, DIGITS) for name, head in heads.items()},
        "heard": heard,
        "missed": missed,
        "wrong": 0.75,
        "terms": terms,
    }


def digest_of(data: bytes) -> str:
    """Give the line that stands beside a scorer."""
    return f"{hashlib.sha256(data).hexdigest()}  scorer.json\n"


def texts_of(prompts: Sequence[MarkedPrompt]) -> Iterator[str]:
    """Give every text of the prompts."""
    for prompt in prompts:
        yield prompt.asked.text
        yield prompt.asked.better
        yield from (" ".join((point.say, *point.accept)) for point in prompt.asked.points)
        yield from (answer.text for answer in prompt.answers)


def weights_of(texts: Iterable[str]) -> dict[str, float]:
    """Weigh words: the logarithm of how rare they are among the texts."""
    seen: Counter[str] = Counter()
    whole = 0
    for text in texts:
        seen.update(set(speech(text).stems))
        whole += 1
    return {
        word: round(math.log((whole + 1) / (count + 1)) + 0.5, 3) for word, count in sorted(seen.items()) if count > 1
    }


def views(asked: Asked, made: Sequence[float]) -> Iterator[tuple[Asked, Sequence[float], bool]]:
    """Give the ways in which a question can be put, with what its answer is worth in each."""
    yield asked, made, True
    yield replace(asked, better=""), made, False
    plain = tuple(replace(point, accept=()) for point in asked.points)
    yield replace(asked, points=plain, better=""), made, False
    whole = sum(point.weight * mark for point, mark in zip(asked.points, made, strict=True))
    mean = whole / sum(point.weight for point in asked.points)
    if not asked.points[0].part:
        yield replace(asked, points=(Point(asked.better),), better="", mistakes=()), [mean], False
    for point, mark in zip(plain, made, strict=True):
        if not point.part:
            yield replace(asked, points=(point,), better="", mistakes=()), [mark], False


def rows_of(prompts: Sequence[MarkedPrompt], terms: Weights, embedder: Embedder | None = None) -> Rows:
    """Show every point of every answer in each way."""
    rows: list[tuple[Floats, Sequence[float], Sequence[str], int, bool, bool]] = []
    for number, prompt in enumerate(prompts):
        for answer in (*prompt.answers, *[_strong(prompt)] * STRONG):
            for asked, marks, main in views(prompt.asked, answer.made):
                rubric, answered = rubrics.of(asked, terms), answer in prompt.answers
                rows += [
                    (find(rubric, said, embedder).values, marks, heads_of(rubric), number, answered, answered and main)
                    for said in heard_in(asked, answer, terms)
                ]
        for text in beside(prompts, number):
            for asked, marks, _ in views(prompt.asked, [0.0] * len(prompt.asked.points)):
                rubric = rubrics.of(asked, terms)
                found = find(rubric, speech(text), embedder).values
                rows.append((found, marks, heads_of(rubric), number, False, False))
    values, made, heads, numbers, answers, main_ones = zip(*rows, strict=True)
    lengths = [len(each) for each in made]
    return Rows(
        np.concatenate(values),
        np.concatenate(made),
        np.concatenate(heads),
        np.repeat(numbers, lengths),
        np.repeat(answers, lengths),
        np.repeat(main_ones, lengths),
    )


def _strong(prompt: MarkedPrompt) -> MarkedAnswer:
    """Give the strong answer, which makes every point."""
    return MarkedAnswer("better", prompt.asked.better, ((1.0,) * len(prompt.asked.points),))


def beside(prompts: Sequence[MarkedPrompt], number: int) -> Iterator[str]:
    """Give answers that make no point of a prompt: a good one to another question, and giving up."""
    other = prompts[(number + len(prompts) // 2) % len(prompts)]
    if other is not prompts[number]:
        yield other.asked.better
    yield NOTHING[number % len(NOTHING)]


def heard_in(asked: Asked, answer: MarkedAnswer, terms: Weights) -> Iterator[Speech]:
    """Give the answer; for a single short reference also the words that come closest, as an answer of its own."""
    said = speech(answer.text)
    yield said
    if len(asked.points) == 1 and asked.points[0].say != asked.better:
        start, end = find(rubrics.of(asked, terms), said).places[0]
        if end - start < len(said.words):
            yield speech(said.piece(start, end))


def fit(rows: Rows, left_out: npt.NDArray[np.bool_] | None = None) -> dict[str, Head]:
    """Fit a head for each way in which a point can be given.

    Args:
        rows: To learn from.
        left_out: Those not to learn from.
    """
    from threadpoolctl import threadpool_limits  # noqa: PLC0415 (hearing an answer must never load it)

    used = np.ones(len(rows.made), bool) if left_out is None else ~left_out
    with threadpool_limits(1):  # threads that share sums this small wait for each other, the more the busier a machine
        return {
            name: _head(rows.values[mine], rows.made[mine], counts[mine], USUAL.get(name))
            for name in HEADS
            for mine in [used & (rows.head == name)]
            for counts in [np.where(rows.answered, ANSWERED.get(name, 1.0), 1.0)]
        }


def _head(values: Floats, made: Numbers, counts: Numbers, usual: float | None) -> Head:
    learned = np.ptp(values, axis=0) > 0
    learned[[NAMES.index(name) for name in LEFT_OUT]] = False
    columns = np.flatnonzero(learned)
    shown, answers = np.concatenate([values, values])[:, columns], np.repeat([1, 0], len(values))
    lift = 1.0 if usual is None else usual / (1 - usual) * (1 - made).sum() / made.sum()
    sure = np.concatenate([lift * made * counts, (1 - made) * counts])
    used = sure > 0
    weights, bias = _straight(shown[used], answers[used], sure[used])
    row = np.zeros(len(learned))
    row[columns] = weights
    return Head(row, bias, _boosted(shown[used], answers[used], sure[used], columns))


def _straight(shown: Floats, answers: Numbers, sure: Numbers) -> tuple[Floats, float]:
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 (hearing an answer must never load it)

    mean, scale = shown.mean(axis=0), shown.std(axis=0) + 1e-6
    model = LogisticRegression(C=STRENGTH, max_iter=3000, tol=1e-6)
    model.fit((shown - mean) / scale, answers, sample_weight=sure)
    weights = (model.coef_[0] / scale).astype(np.float64)
    return weights, float(model.intercept_[0] - weights @ mean)


def _boosted(shown: Floats, answers: Numbers, sure: Numbers, columns: Places) -> Trees:
    from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: PLC0415 (hearing an answer must never load it)

    model = HistGradientBoostingClassifier(
        max_iter=TREES,
        learning_rate=0.07,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=30,
        l2_regularization=5,
        max_features=0.3,
        early_stopping=False,
        random_state=0,
    )
    model.fit(shown, answers, sample_weight=sure)
    grown = [each[0].nodes for each in model._predictors]  # noqa: SLF001 (the one way to write the trees down)
    return Trees(
        feature=_padded([_asked(each, columns) for each in grown], -1).astype(np.intp),
        cut=_padded([np.where(each["is_leaf"], 0, each["num_threshold"]) for each in grown], 0),
        left=_padded([each["left"] for each in grown], 0).astype(np.intp),
        right=_padded([each["right"] for each in grown], 0).astype(np.intp),
        value=_padded([np.where(each["is_leaf"], each["value"], 0) for each in grown], 0),
        base=float(np.ravel(model._baseline_prediction)[0]),  # noqa: SLF001 (the same)
    )


def _asked(nodes: npt.NDArray[np.void], columns: Places) -> Numbers:
    return np.where(nodes["is_leaf"], -1, columns[nodes["feature_idx"]]).astype(np.float64)


def _padded(rows: Sequence[Numbers], rest: float) -> Numbers:
    table = np.full((len(rows), 2 * LEAVES - 1), rest, np.float64)
    for number, row in enumerate(rows):
        table[number, : len(row)] = row
    return table


def crossed(rows: Rows, folds: int = FOLDS) -> Numbers:
    """Give for each row the chance by a model that saw nothing of its question."""
    chances = np.zeros(len(rows.made))
    for fold in range(folds):
        held = rows.prompt % folds == fold
        if held.any():
            for name, head in fit(rows, held).items():
                mine = held & (rows.head == name)
                chances[mine] = head.chances(rows.values[mine])
    return chances


def _thresholds(rows: Rows, say: Callable[[str], None]) -> tuple[float, float]:
    """Choose from which chance on a point is heard, and up to which missed: see `SURE`."""
    chances, made = crossed(rows)[rows.main], rows.made[rows.main]
    steps = [step / 100 for step in range(50, 96)]
    heard = next((step for step in steps if _mean(made[chances >= step]) >= SURE), steps[-1])
    missed = next((1 - step for step in steps if 1 - _mean(made[chances <= 1 - step]) >= SURE), 1 - steps[-1])
    say(f"heard from {heard:.2f} on, missed up to {missed:.2f}")
    return round(heard, 2), round(missed, 2)


def _mean(values: Numbers) -> float:
    return float(values.mean()) if len(values) else 1.0
