"""What a bank holds, counted; authored questions and distinct presentations are always told apart."""

from collections import Counter
from collections.abc import Iterable, Mapping
from math import prod
from typing import Any

from bot.bank.folder import Folder
from bot.rules.question import Between, Question
from bot.rules.variants import QuestionFault, distinct

MOST = 100  # presentations counted of one template


def stats(folder: Folder) -> Mapping[str, Any]:
    """Count a checked folder.

    Returns:
        `authored, templates, presentations` (at most 100 counted of each template), `by_area, by_subarea, by_topic,
        by_type, by_level` (name to number of authored questions), `mutation_score` (None until code questions are
        run), `errors, warnings`.
    """
    questions = [item.question for item in folder.items]
    return {
        "authored": len(questions),
        "templates": sum(question.template is not None for question in questions),
        "presentations": sum(map(presentations, questions)),
        "by_area": _tally(question.topic.split(".")[0] for question in questions),
        "by_subarea": _tally(question.topic.rpartition(".")[0] for question in questions),
        "by_topic": _tally(question.topic for question in questions),
        "by_type": _tally(question.type for question in questions),
        "by_level": _tally(question.level for question in questions),
        "mutation_score": None,
        "errors": sum(fault.refuses for fault in folder.faults),
        "warnings": sum(not fault.refuses for fault in folder.faults),
    }


def presentations(question: Question) -> int:
    """Count the distinct presentations, the options' order apart: at most 100, 0 for what cannot be drawn."""
    if question.template is None:
        return 1
    widest = prod(
        kind.high - kind.low + 1 if isinstance(kind, Between) else len(kind.values)
        for kind in question.template.vars.values()
    )
    try:
        return distinct(question, min(MOST, widest))
    except QuestionFault:
        return 0


def _tally(names: Iterable[str]) -> dict[str, int]:
    return {str(name): number for name, number in sorted(Counter(names).items())}
