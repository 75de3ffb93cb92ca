"""Measures the grader on the project's own marked answers, each judged by a scorer that saw nothing of its question."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.judge.attacks import ENOUGH, HELD_BACK, SHOWN, Maker, Prompt, attacks, passes
from bot.judge.correcting import Scored, corrected
from bot.judge.hearing import heard_by
from bot.judge.model import Scorer, scorer
from bot.judge.rubric import Weights, counted
from bot.judge.speech import speech
from bot.judge.training import Rows, fit, rows_of, texts_of, weights_of
from bot.rules.draw import Draws
from bot.rules.heard import Asked, Hearing, Status, worth
from bot.rules.marked import MarkedAnswer, MarkedPrompt
from bot.rules.rubric import Point

FOLDS = 5
GOOD = 0.7
"""The mark from which an answer counts as good."""
BINS = 10
GRADED = (3, 5, 8)
"""So many other answers of a question are graded; each has nine in all."""
DRAWS = 3
"""So often others are drawn for each answer."""

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure.

    Attributes:
        target: What it must reach; None where it is only told.
        lower: Whether less is better.
    """

    name: str
    value: float
    target: float | None = None
    lower: bool = False

    @property
    def holds(self) -> bool:
        """Whether the target is reached."""
        return self.target is None or (self.value <= self.target if self.lower else self.value >= self.target)


@dataclass(frozen=True, slots=True)
class Rate:
    """How often a kind of attack passes, 0 to 1, by what the grader is given; see `VIEWS`."""

    kind: str
    shown: bool
    by_view: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Measured:
    """All that is measured."""

    figures: Sequence[Figure]
    rates: Sequence[Rate]


@dataclass(frozen=True, slots=True)
class Judged:
    """A marked answer and what the grader made of it."""

    prompt: MarkedPrompt
    answer: MarkedAnswer
    hearing: Hearing

    @property
    def mark(self) -> float:
        """What its markers say it is worth, 0 to 1."""
        return self.prompt.score(self.answer)


def measure(
    prompts: Sequence[MarkedPrompt], texts: Iterable[str], say: Callable[[str], None], base: Scorer | None = None
) -> Measured:
    """Measure the grader.

    Args:
        prompts: With marked answers.
        texts: The project's own texts, of which words get their weights.
        say: Told how far it is.
        base: Says which features are used, and its thresholds; the project's own scorer for None.
    """
    base = base or scorer()
    terms = Weights(weights_of([*texts, *texts_of(prompts)]))
    rows = rows_of(prompts, terms, base.embedder)
    say(f"{len(prompts)} questions, {sum(len(prompt.answers) for prompt in prompts)} answers")
    judged: list[Judged] = []
    found: dict[tuple[str, bool], dict[str, list[bool]]] = {}
    known = [Prompt(prompt.id, prompt.topic, prompt.asked) for prompt in prompts]
    for fold in range(min(FOLDS, len(prompts))):
        learned = without(base, rows, terms, fold)
        held = [prompt for number, prompt in enumerate(prompts) if number % FOLDS == fold]
        judged += [
            Judged(prompt, answer, heard_by(learned, prompt.asked, answer.text))
            for prompt in held
            for answer in prompt.answers
        ]
        for key, view, through in tried(learned, known, {prompt.id for prompt in held}):
            found.setdefault(key, {}).setdefault(view, []).append(through)
        say(f"{fold + 1} of {min(FOLDS, len(prompts))} parts judged by the other parts")
    rates = [
        Rate(kind, shown, {view: float(np.mean(some)) for view, some in by_view.items()})
        for (kind, shown), by_view in found.items()
    ]
    scores = [*_scores(judged), *_corrections(judged, terms)]
    return Measured([*_counts(judged), *_markers(judged), *scores, *_states(judged), *_attacked(rates)], rates)


def without(base: Scorer, rows: Rows, terms: Weights, fold: int) -> Scorer:
    """Give a scorer that learned nothing from the questions of a fold; its thresholds are those in use."""
    return replace(base, heads=fit(rows, rows.prompt % FOLDS == fold), terms=terms)


# Attacks.


def _as_given(prompt: Prompt) -> Prompt:
    return prompt


def _reference(prompt: Prompt) -> Prompt:
    return replace(prompt, asked=Asked(prompt.asked.text, (Point(prompt.asked.better),)))


def _sentence(prompt: Prompt) -> Prompt:
    points = prompt.asked.points
    point = points[len(prompt.id) % len(points)]
    return replace(prompt, asked=Asked(prompt.asked.text, (Point(point.say),)))


VIEWS: Mapping[str, Callable[[Prompt], Prompt]] = {
    "rubric": _as_given,
    "strong answer alone": _reference,
    "one sentence alone": _sentence,
}
"""What the grader is given: the whole rubric; the strong answer as its one point; the sentence of one of its points."""


def tried(
    learned: Scorer, prompts: Sequence[Prompt], chosen: Iterable[str]
) -> Iterator[tuple[tuple[str, bool], str, bool]]:
    """Attack the chosen prompts in every way, and give kind and half, view, and whether it passed."""
    halves: Sequence[tuple[bool, Mapping[str, Maker]]] = ((True, SHOWN), (False, HELD_BACK))
    wanted = frozenset(chosen)
    for view, turned in VIEWS.items():
        seen = [turned(prompt) for prompt in prompts]
        for shown, kinds in halves:
            for attack in attacks(seen, kinds, only=wanted):
                through = passes(heard_by(learned, attack.prompt.asked, attack.answer))
                yield (attack.kind, shown), view, through


def _attacked(rates: Sequence[Rate]) -> Iterator[Figure]:
    for view in VIEWS:
        for shown, name, target in ((True, "shown", 0.05), (False, "held back", 0.25)):
            some = [rate.by_view[view] for rate in rates if rate.shown is shown]
            yield Figure(f"attacks passing, {name}, {view}", float(np.mean(some)), target, lower=True)


# Scores.


def _counts(judged: Sequence[Judged]) -> Iterator[Figure]:
    yield Figure("questions", len({each.prompt.id for each in judged}))
    yield Figure("marked answers", len(judged))
    yield Figure("marked points", sum(len(each.answer.made) for each in judged))


def _markers(judged: Sequence[Judged]) -> Iterator[Figure]:
    """Say how far two people agree who mark the same answer: no grader can be expected to agree with them more."""
    pairs = [each for each in judged if len(each.answer.marks) > 1]
    if not pairs:
        return
    both = np.array([[worth(each.prompt.asked.points, marks) for marks in each.answer.marks[:2]] for each in pairs])
    points = np.array([pair for each in pairs for pair in zip(*each.answer.marks[:2], strict=True)])
    yield Figure("two markers: r of scores", correlation(both[:, 0], both[:, 1]))
    yield Figure("two markers: r within a question", within(both[:, 0], both[:, 1], _questions(pairs)))
    yield Figure("two markers: RMSE of scores", rmse(both[:, 0], both[:, 1]), lower=True)
    yield Figure("two markers: weighted kappa of points", kappa(points[:, 0], points[:, 1]))


def _scores(judged: Sequence[Judged]) -> Iterator[Figure]:
    scores = np.array([each.hearing.score for each in judged])
    marks = np.array([each.mark for each in judged])
    lengths = np.log1p([len(each.answer.text.split()) for each in judged])
    chances = np.array([point.chance for each in judged for point in each.hearing.points])
    made = np.array([mark for each in judged for mark in each.answer.made])
    yield Figure("r of scores", correlation(scores, marks), 0.5)
    yield Figure("r within a question", within(scores, marks, _questions(judged)), 0.52)
    yield Figure("RMSE of scores", rmse(scores, marks), 0.285, lower=True)
    yield Figure("RMSE of always saying the mean", rmse(np.full(len(marks), marks.mean()), marks), lower=True)
    yield Figure("r of the length alone", correlation(lengths, marks))
    yield Figure("points: r of chances", correlation(chances, made))
    yield Figure("points: calibration error", calibration_error(chances, made), 0.05, lower=True)


def _corrections(judged: Sequence[Judged], terms: Weights) -> Iterator[Figure]:
    """Say what scores are worth where editors graded some of the question's other answers before."""
    groups: dict[str, list[Judged]] = {}
    for each in judged:
        groups.setdefault(each.prompt.id, []).append(each)
    for count in GRADED:
        pairs = np.array([pair for group in groups.values() for pair in _corrected(group, count, terms)])
        yield Figure(f"r of scores, {count} answers graded before", correlation(pairs[:, 0], pairs[:, 1]))
        yield Figure(f"RMSE of scores, {count} answers graded before", rmse(pairs[:, 0], pairs[:, 1]), lower=True)


def _corrected(group: Sequence[Judged], count: int, terms: Weights) -> Iterator[tuple[float, float]]:
    """Give for each answer to a question its score, corrected by others that are drawn, and its mark."""
    asked = frozenset(counted(speech(group[0].prompt.asked.text)))
    known = [(Scored(each.answer.text, each.hearing.score), each.mark) for each in group]
    for place, (one, mark) in enumerate(known):
        for draw in range(DRAWS):
            order = Draws(group[0].prompt.id, 1, draw).shuffle(str(place), len(known))
            others = [known[other] for other in order if other != place][:count]
            yield corrected(one, others, terms, asked), mark


def _states(judged: Sequence[Judged]) -> Iterator[Figure]:
    good = [each for each in judged if each.mark >= GOOD]
    kept = [each for each in good if each.hearing.status is not Status.NEEDS_REVIEW]
    yield Figure("good answers that the gate lets through", len(kept) / max(1, len(good)), 0.93)
    yield Figure("good answers scored as good", sum(each.hearing.score >= ENOUGH for each in kept) / max(1, len(good)))
    for status in Status:
        count = sum(each.hearing.status is status for each in judged)
        yield Figure(f"answers: {status.value}", count / len(judged))


def _questions(judged: Sequence[Judged]) -> list[str]:
    return [each.prompt.id for each in judged]


def correlation(one: Numbers, other: Numbers) -> float:
    """Give Pearson's r; 0 where one of them never changes."""
    if np.ptp(one) == 0 or np.ptp(other) == 0:
        return 0.0
    return float(np.corrcoef(one, other)[0, 1])


def within(one: Numbers, other: Numbers, groups: Sequence[str]) -> float:
    """Give Pearson's r of what is beyond the mean of each group."""
    names = np.array(groups)
    one, other = one.astype(float).copy(), other.astype(float).copy()
    for name in set(groups):
        mine = names == name
        one[mine] -= one[mine].mean()
        other[mine] -= other[mine].mean()
    return correlation(one, other)


def rmse(one: Numbers, other: Numbers) -> float:
    """Give the root of the mean squared difference."""
    return float(np.sqrt(np.mean((one - other) ** 2)))


def kappa(one: Numbers, other: Numbers) -> float:
    """Give Cohen's kappa of marks 0, 0.5 and 1, with squared weights (Cohen 1968)."""
    apart = np.mean((one - other) ** 2)
    chance = np.mean((one[:, None] - other[None, :]) ** 2)
    return float(1 - apart / chance) if chance else 1.0


def calibration_error(chances: Numbers, made: Numbers) -> float:
    """Give the mean distance of chance and share made over ten bins of equal width, by how many are in each."""
    places = np.minimum((chances * BINS).astype(int), BINS - 1)
    whole = sum(abs(float(chances[places == place].sum() - made[places == place].sum())) for place in range(BINS))
    return whole / len(chances)


def told(measured: Measured) -> Mapping[str, Any]:
    """Give all of it as plain values."""
    return {
        "figures": [
            {
                "name": figure.name,
                "value": round(figure.value, 4),
                "target": figure.target,
                "better": "lower" if figure.lower else "higher",
                "holds": figure.holds,
            }
            for figure in measured.figures
        ],
        "attacks": [
            {"kind": rate.kind, "half": "shown" if rate.shown else "held back"}
            | {view: round(share, 4) for view, share in rate.by_view.items()}
            for rate in measured.rates
        ],
    }
