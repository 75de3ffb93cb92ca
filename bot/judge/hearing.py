"""Hears an answer in one's own words: which points it makes, in which words, and how sure that is."""

from dataclasses import replace
from functools import lru_cache

from bot.judge import rubric as rubrics
from bot.judge.correcting import Scored, corrected
from bot.judge.features import Found, find
from bot.judge.gate import look
from bot.judge.model import Scorer, ScorerFault, scorer_of
from bot.judge.rubric import counted
from bot.judge.speech import Speech, speech
from bot.rules.errors import RuleBroken
from bot.rules.heard import LONGEST_SPOKEN, Asked, Ear, HeardPoint, Hearing, summed

LONGEST_EVIDENCE = 240


def hear(asked: Asked, answer: str, embeddings: str = "") -> Hearing:
    """Hear an answer; equal arguments give an equal hearing for ever.

    Args:
        asked: The question and its rubric.
        answer: As it was typed or said; no more than `LONGEST_SPOKEN` characters are read.
        embeddings: The folder of a model of meaning, empty for none.

    Raises:
        ScorerFault: There is no scorer for them.
    """
    return heard_by(scorer_of(embeddings), asked, answer)


def learned_with(embeddings: str) -> Scorer:
    """Give the scorer for the embeddings of a folder.

    Raises:
        RuleBroken: There is none that can be used; the sentence says how to mend it.
    """
    try:
        return scorer_of(embeddings)
    except ScorerFault as fault:
        raise RuleBroken("embeddings", f"{fault}.") from fault


def ready(embeddings: str) -> str:
    """Load what hearing with the embeddings of a folder needs, and say what it is.

    Raises:
        RuleBroken: They cannot be used; the sentence says how to mend it.
    """
    learned = learned_with(embeddings)
    digest = learned.embedder.digest if learned.embedder else ""
    return f"in use from {embeddings}, model {digest[:12]}"


def heard_by(learned: Scorer, asked: Asked, answer: str) -> Hearing:
    """Hear an answer with this scorer."""
    rubric = rubrics.of(asked, learned.terms)
    said = speech(answer[:LONGEST_SPOKEN])
    found = find(rubric, said, learned.embedder)
    chances = learned.chances(rubric, found) if counted(said) else [0.0] * len(asked.points)
    mistakes = _mistakes(learned, found)
    points = tuple(
        HeardPoint(chance, _ear(learned, chance), _evidence(said, place) if chance > learned.missed else "")
        for chance, place in zip(chances, found.places, strict=True)
    )
    hearing = summed(asked, points, mistakes, look(asked, answer))
    if not asked.graded:
        return hearing
    plain = replace(asked, graded=())
    known = [(Scored(text, _scored(learned, plain, text)), given) for text, given in asked.graded]
    return replace(hearing, score=corrected(Scored(answer, hearing.score), known, learned.terms, rubric.asked))


@lru_cache(maxsize=2000)
def _scored(learned: Scorer, asked: Asked, answer: str) -> float:
    return heard_by(learned, asked, answer).score


def _ear(learned: Scorer, chance: float) -> Ear:
    if chance >= learned.heard:
        return Ear.HEARD
    return Ear.UNSURE if chance > learned.missed else Ear.MISSED


def _evidence(said: Speech, place: tuple[int, int]) -> str:
    """Quote the words of a window as they were typed, cut at the end of a word if they are many."""
    start, end = place
    if start == end:
        return ""
    first = said.spans[start][0]
    last = max(
        stop for _, stop in said.spans[start:end] if stop - first <= LONGEST_EVIDENCE or stop == said.spans[start][1]
    )
    return said.text[first:last]


def _mistakes(learned: Scorer, found: Found) -> tuple[tuple[int, str], ...]:
    return tuple(
        (number, _evidence(found.said, place))
        for number, (share, place) in enumerate(found.mistakes)
        if share >= learned.wrong
    )
