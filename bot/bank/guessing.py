"""What a bank gives away to whoever knows nothing and looks at the options alone."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import mean

from bot.rules.question import Question, SingleChoice
from bot.rules.variants import draw_variant

SEEDS = 50
"""So many presentations of each question show where its key stands."""
_HEDGE = re.compile(
    r"\b(?:about|almost|can|could|hardly|likely|mainly|may|might|mostly|nearly|often|on average|perhaps|possibly"
    r"|probably|rarely|rather|roughly|seldom|should|some|sometimes|tends?|typically|unlikely|usually)\b",
    re.IGNORECASE,
)
_TECHNICAL = re.compile(r"`[^`]+`|\$[^$]+\$|\d|[A-Z]{2,}|\w+_\w+|[^\W\d_]{10,}")

GUESSERS: Mapping[str, Callable[[str], int]] = {
    "longest": len,
    "most hedged": lambda text: len(_HEDGE.findall(text)),
    "most technical": lambda text: len(_TECHNICAL.findall(text)),
}
"""How somebody who guesses weighs an option: the heaviest is chosen, by lot among equals."""


def edges(questions: Iterable[Question]) -> Mapping[str, float]:
    """Give by how much each guesser does better than chance over all single choices, as a share from -1 to 1.

    Returns:
        By guesser: the mean, over the questions, of the chance to hit the key less one over the number of options; 0
        for no single choice.
    """
    bodies = [question.body for question in questions if isinstance(question.body, SingleChoice)]
    return {
        name: mean(_hit(body, weigh) - 1 / (1 + len(body.wrong)) for body in bodies) if bodies else 0.0
        for name, weigh in GUESSERS.items()
    }


def _hit(body: SingleChoice, weigh: Callable[[str], int]) -> float:
    """Give the chance that the heaviest option is the key."""
    key, others = weigh(body.right), [weigh(each.text) for each in body.wrong]
    return 0.0 if key < max(others) else 1 / (1 + others.count(key))


def key_places(questions: Iterable[Question], seeds: Sequence[int] = range(SEEDS)) -> Mapping[int, Sequence[int]]:
    """Count where the keys of single choices stand, over presentations with these seeds.

    Returns:
        By number of options: how often the key was at each place, the first first.
    """
    found: dict[int, Counter[int]] = {}
    for question in questions:
        if isinstance(question.body, SingleChoice):
            for seed in seeds:
                options = draw_variant(question, seed).options
                place = next(place for place, option in enumerate(options) if option.right)
                found.setdefault(len(options), Counter())[place] += 1
    return {size: [counts[place] for place in range(size)] for size, counts in sorted(found.items())}


def unevenness(counts: Sequence[int]) -> float:
    """Give Pearson's chi-square of counts against equal ones, with one degree of freedom less than there are places."""
    expected = sum(counts) / len(counts)
    return sum((count - expected) ** 2 / expected for count in counts)
