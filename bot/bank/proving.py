"""What has to be proved, as jobs for the sandbox, and what its outcomes mean for the bank; nothing is run here."""

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.bank.folder import Folder
from bot.bank.item import Finding, Item
from bot.bank.models import CodeModel
from bot.rules.draw import Draws
from bot.rules.errors import Fault
from bot.rules.expressions import ExpressionFault
from bot.rules.proof import BY_REFERENCE, FAILED, NONE, ProofCase, ProofJob, ProofOutcome
from bot.rules.question import Numeric, Tolerance
from bot.rules.variant import NumberKey, Variant
from bot.rules.variants import QuestionFault, draw_names, draw_variant

LEAST, MOST = 5, 20  # variants of a template that are tried always, and while it is quick
WIDE = 2.0  # a proof that accepts an answer this many tolerances off is looser than the answer's own tolerance
EXACT = 0.01  # where the answer is exact, a share of it


def chosen(folder: Folder, question_ids: Sequence[str]) -> Folder:
    """Give a folder with these questions only, or with all where none is named."""
    if not question_ids:
        return folder
    return replace(folder, items=tuple(item for item in folder.items if item.question.id in question_ids))


def proof_jobs(folder: Folder) -> tuple[ProofJob, ...]:
    """Give the proofs of a folder's questions; those that cannot be drawn are left to the check."""
    return tuple(job for item in folder.items if (job := _job(item)) is not None)


def unproved(folder: Folder) -> Iterator[ProofOutcome]:
    """Give the standing of the questions that carry no proof and are not tried either."""
    for item in folder.items:
        if item.model.proof is None and not item.question.profile:
            by_reference = bool(item.question.refs and item.question.checked)
            yield ProofOutcome(item.question.id, BY_REFERENCE if by_reference else NONE)


def proof_faults(folder: Folder, outcomes: Iterable[ProofOutcome]) -> tuple[Fault, ...]:
    """Say which questions are at fault (E10): those whose proof fails. The check says which lack one."""
    by_id = {outcome.question_id: outcome for outcome in outcomes}
    faults: list[Fault] = []
    for item in folder.items:
        outcome = by_id.get(item.question.id)
        if outcome is not None and outcome.status == FAILED:
            mend = "mend the proof or the answer"
            faults += [item.fault(Finding("E10", ("proof",), each, mend)) for each in outcome.complaints]
    return tuple(sorted(faults))


def _job(item: Item) -> ProofJob | None:
    proof, question = item.model.proof, item.question
    if proof is None:
        return None
    try:
        cases = tuple(_case(item, seed) for seed in range(MOST if question.template else 1))
    except (QuestionFault, ExpressionFault):
        return None
    return ProofJob(
        question_id=question.id,
        proof=proof,
        cases=cases,
        solution=item.model.solution if isinstance(item.model, CodeModel) else "",
        requires=question.requires,
        least=min(LEAST, len(cases)),
    )


def _read(proof: str) -> set[str]:
    """Give the names that a proof mentions; none if it does not parse, which running it will say."""
    try:
        return {node.id for node in ast.walk(ast.parse(proof)) if isinstance(node, ast.Name)}
    except SyntaxError:
        return set()


def _case(item: Item, seed: int) -> ProofCase:
    question = item.question
    variant = draw_variant(question, seed)
    drawn = draw_names(question.template, Draws(question.id, question.version, seed))
    code = variant.code if {"stdout", "error"} & _read(item.model.proof or "") else ""
    key = variant.number
    if key is None:
        return ProofCase(seed, {**drawn, **_key(item, variant)}, code)
    return ProofCase(seed, {**drawn, "answer": key.value}, code, _refused(item, key))


def _key(item: Item, variant: Variant) -> Mapping[str, object]:
    """Give what a proof finds of the key, by type.

    - a choice: `right` (text, or a list where several are right) and `wrong`, a list;
    - a term: `accepted`, a list, and `answer`, its first;
    - an order: `order`, the items in a right order, and `before`, the pairs of places in it of which the first must
      come before the second: all of them, written or implied, so of a whole order every pair;
    - a match: `match`, rows with their options, and `extra`, the options that fit no row.
    """
    if variant.accepted:
        return {"accepted": list(variant.accepted), "answer": variant.accepted[0]}
    if variant.order is not None:
        at = {place: rank for rank, place in enumerate(variant.order.right)}
        before = sorted((at[first], at[second]) for first, second in variant.order.pairs)
        return {"order": [variant.order.items[place] for place in variant.order.right], "before": before}
    if variant.matching is not None:
        options = variant.matching.options
        chosen_ = [options[place].text for place in variant.matching.right]
        extra = [option.text for option in options if not option.right]
        return {"match": dict(zip(variant.matching.rows, chosen_, strict=True)), "extra": extra}
    if not variant.options:
        return {}
    right = [option.text for option in variant.options if option.right]
    several = isinstance(getattr(item.model, "right", None), list)
    return {
        "right": right if several else right[0],
        "wrong": [option.text for option in variant.options if not option.right],
    }


def _refused(item: Item, key: NumberKey) -> tuple[tuple[float, str], ...]:
    """Give what the proof must refuse: every trap, and answers two tolerances off on either side.

    A proof that compares its own figure with the answer, and is no looser than the answer's tolerance, refuses these
    whatever its noise; so nothing here depends on luck.
    """
    body = item.question.body
    assert isinstance(body, Numeric)  # noqa: S101 (only a numeric body makes a number key)
    traps = tuple((value, f"the trap `{trap.value}`") for trap, (value, _) in zip(body.traps, key.traps, strict=True))
    off = WIDE * slack(key.value, key.tolerance)
    return (*traps, (key.value + off, f"{key.value + off:.6g}"), (key.value - off, f"{key.value - off:.6g}"))


def slack(key: float, tolerance: Tolerance) -> float:
    """Give how far off still counts; for an exact answer a hundredth of it, or of one."""
    return tolerance.abs + tolerance.rel * abs(key) or EXACT * (abs(key) or 1.0)
