"""What a bank holds, counted; authored questions and distinct presentations are always told apart."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, product
from statistics import mean
from typing import Any

from bot.bank.folder import Folder
from bot.bank.guessing import edges, key_places, unevenness
from bot.bank.readability import words_of_sentences
from bot.rules.expressions import ExpressionFault, Value, parse
from bot.rules.question import Between, Question, Template

MOST = 100  # presentations counted of one template
LOOKED_AT = 5_000  # draws looked at to find them


def stats(
    folder: Folder, mutation_score: float | None = None, proofs: Mapping[str, int] | None = None
) -> Mapping[str, Any]:
    """Count a checked folder.

    Args:
        folder: What was checked.
        mutation_score: The share of mutants that the tests refuse, where that is known.
        proofs: How many questions have which proof status, where that is known.

    Returns:
        `authored, templates, presentations` (at most 100 counted of each template), `by_area, by_subarea, by_topic,
        by_type, by_level, by_strand, by_proof` (name to number of authored questions), `mutation_score` (None until all
        is proved), `errors, warnings`; `guessers`: by how much guessing by looks beats chance; `key_places`: by number
        of options how often the key stands at each place over 50 presentations of each question, with its chi-square;
        `readability`: sentences of the questions, their mean number of words and the longest.
    """
    questions = [item.question for item in folder.items]
    strands = {sub.id: sub.strand for area in folder.skills.areas for sub in area.subareas}
    return {
        "authored": len(questions),
        "templates": sum(question.template is not None for question in questions),
        "presentations": sum(map(presentations, questions)),
        "by_area": _tally(question.topic.split(".")[0] for question in questions),
        "by_subarea": _tally(question.topic.rpartition(".")[0] for question in questions),
        "by_topic": _tally(question.topic for question in questions),
        "by_type": _tally(question.type for question in questions),
        "by_level": _tally(question.level for question in questions),
        "by_strand": _tally(strands[question.topic.rpartition(".")[0]] for question in questions),
        "by_proof": dict(proofs or {}),
        "mutation_score": mutation_score,
        "errors": sum(fault.refuses for fault in folder.faults),
        "warnings": sum(not fault.refuses for fault in folder.faults),
        "guessers": {name: round(edge, 4) for name, edge in edges(questions).items()},
        "key_places": {
            str(size): {"counts": list(counts), "chi_square": round(unevenness(counts), 3)}
            for size, counts in key_places(questions).items()
        },
        "readability": _read(questions),
    }


def _read(questions: Iterable[Question]) -> Mapping[str, float]:
    lengths = [length for question in questions for length in words_of_sentences(question.text)]
    mean_words = round(mean(lengths), 2) if lengths else 0.0
    return {"sentences": len(lengths), "mean_words": mean_words, "most_words": max(lengths, default=0)}


def presentations(question: Question) -> int:
    """Count the draws of a question that meet its conditions: 1 without a template, at most 100, 0 if it has none."""
    if question.template is None:
        return 1
    return sum(1 for _ in islice(_draws(question.template), MOST))


def _draws(template: Template) -> Iterator[Mapping[str, Value]]:
    """Give the draws of a template in the order of its variables; the search ends after so many misses."""
    ranges = [
        range(kind.low, min(kind.high, kind.low + LOOKED_AT) + 1) if isinstance(kind, Between) else kind.values
        for kind in template.vars.values()
    ]
    for values in islice(product(*ranges), LOOKED_AT):
        names: dict[str, Value] = dict(zip(template.vars, values, strict=True))
        try:
            for name, expression in template.derive.items():
                names[name] = parse(expression).value(names)
            if all(parse(condition).value(names) for condition in template.require):
                yield names
        except ExpressionFault:
            continue


def _tally(names: Iterable[str]) -> dict[str, int]:
    return {str(name): number for name, number in sorted(Counter(names).items())}
