"""What answers say about a question (W07): plain tallies in, sentences out; where answers are kept is not its affair.

Nothing is said of fewer than 30 answers, and each sentence says of how many it is. The point-biserial correlation is
that of the score on the question with the person's mean score on all others (Lord and Novick, Statistical Theories of
Mental Test Scores, 1968, chapter 15); below 0.1 the question does not tell who knows the subject from who does not.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from bot.rules.draw import Draws
from bot.rules.numbers import show
from bot.rules.question import Distractor, MultipleChoice, Question, SingleChoice

FEWEST = 30
"""Answers below which nothing is said."""

EXPECTED: Mapping[int, float] = {1: 0.9, 2: 0.75, 3: 0.6, 4: 0.45, 5: 0.3}
"""The mean score that a prior difficulty stands for."""

FAR = 0.2
RARE = 0.05
TELLING = 0.1
_BRIEF = 40


@dataclass(frozen=True, slots=True)
class Given:
    """One person's first answer to a version of a question.

    Attributes:
        seed: Which variant they met.
        answer: In the form that `answer.to_plain` gives.
        score: 0 to 1.
        others: The person's mean score on all other questions, 0 to 1; None where there are none.
    """

    seed: int
    answer: Mapping[str, Any]
    score: float
    others: float | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """What a question's answers come to.

    Attributes:
        answers: How many there are.
        score: Their mean, 0 to 1.
        chosen: For each distractor how many chose it; empty where there are none.
        correlation: The point-biserial correlation, -1 to 1, and how many answers it is of; None where either side
            does not vary.
    """

    answers: int
    score: float
    chosen: Mapping[str, int]
    correlation: tuple[float, int] | None


def tally(question: Question, given: Sequence[Given]) -> Tally:
    """Count the answers to a question.

    Args:
        question: The version that was answered.
        given: At least one answer.
    """
    wrong = _distractors(question)
    chosen = {each.text: 0 for each in wrong}
    for each in given if wrong else ():
        for place in _places(question, each, len(wrong)):
            chosen[wrong[place].text] += 1
    pairs = [(each.score, each.others) for each in given if each.others is not None]
    correlation = _correlation(pairs)
    score = sum(each.score for each in given) / len(given)
    return Tally(len(given), score, chosen, None if correlation is None else (correlation, len(pairs)))


def complaints(question: Question, counted: Tally) -> Iterator[tuple[str, str]]:
    """Say what the answers speak against.

    Args:
        question: What was answered.
        counted: Its tally; below 30 answers nothing is said.

    Yields:
        What and how to mend it, without full stops.
    """
    n = counted.answers
    if n < FEWEST:
        return
    prior = EXPECTED[question.difficulty]
    if abs(counted.score - prior) > FAR:
        fitting = min(EXPECTED, key=lambda difficulty: abs(EXPECTED[difficulty] - counted.score))
        what = f"the mean score is {counted.score:.2f}, {prior:.2f} is expected of difficulty {question.difficulty}"
        yield f"{what} (n = {n})", f"set `difficulty: {fitting}`, or look what misleads"
    for text, times in counted.chosen.items():
        if times < RARE * n:
            what = f"the distractor {_brief(text)!r} was chosen by {100 * times / n:.0f} %"
            yield f"{what} (n = {n})", "put a mistake there that people make"
    if counted.correlation is not None:
        value, pairs = counted.correlation
        if pairs >= FEWEST and value < TELLING:
            what = f"the point-biserial correlation is {show(round(value, 2))}, below {TELLING}"
            yield f"{what} (n = {pairs})", "look for a second right answer, or for what is unclear"


def _distractors(question: Question) -> tuple[Distractor, ...]:
    match question.body:
        case SingleChoice(wrong=wrong) | MultipleChoice(wrong=wrong):
            return wrong
        case _:
            return ()


def _places(question: Question, given: Given, wrong: int) -> Iterator[int]:
    """Give the places of the distractors that were chosen, whatever the shuffle had made of them."""
    body = question.body
    rights = len(body.right) if isinstance(body, MultipleChoice) else 1
    shown = Draws(question.id, question.version, given.seed).shuffle("options", rights + wrong)
    for place in given.answer.get("chosen", ()):
        if shown[place] >= rights:
            yield shown[place] - rights


def _correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Give Pearson's correlation, of which the point-biserial is the case where one side is right or wrong."""
    if not pairs:
        return None
    ones, others = zip(*pairs, strict=True)
    one, other = sum(ones) / len(ones), sum(others) / len(others)
    both = sum((a - one) * (b - other) for a, b in pairs)
    spread = sqrt(sum((a - one) ** 2 for a in ones) * sum((b - other) ** 2 for b in others))
    return both / spread if spread > 0 else None


def _brief(text: str) -> str:
    return text if len(text) <= _BRIEF else f"{text[: _BRIEF - 1]}…"
