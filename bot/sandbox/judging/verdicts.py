"""What the ends of runs and the outcomes of cases come to: reasons, statuses and judgements."""

from collections.abc import Iterable, Sequence

from bot.rules.code import CaseOutcome, Judgement
from bot.rules.run import RunStatus
from bot.sandbox.cells import Ended

SEVERITY = (
    RunStatus.OK,
    RunStatus.ERROR,
    RunStatus.OUTPUT_LIMIT,
    RunStatus.SIGNAL,
    RunStatus.MEMORY_LIMIT,
    RunStatus.CPU_LIMIT,
    RunStatus.TIMEOUT,
    RunStatus.SETUP_FAILED,
)
READING = "reading it"
CALM = "Something on our side failed, and nothing is charged. Please try again in a moment."
FAULTY = "This question is at fault, not your answer, so nothing is charged."

_REASONS = {
    RunStatus.OK: "broken answer",
    RunStatus.ERROR: "ended early",
    RunStatus.OUTPUT_LIMIT: "too much output",
    RunStatus.SIGNAL: "crashed",
    RunStatus.MEMORY_LIMIT: "out of memory",
    RunStatus.CPU_LIMIT: "too slow",
    RunStatus.TIMEOUT: "too slow",
    RunStatus.SETUP_FAILED: "did not run",
}


def worst(statuses: Iterable[RunStatus]) -> RunStatus:
    """Give the worst status, `ok` of none."""
    return max(statuses, key=SEVERITY.index, default=RunStatus.OK)


def reason_of(ended: Ended) -> str:
    """Say why a run that gave no answer did not, as the kind of failure."""
    return _REASONS[ended.status]


def told_status(text: str) -> RunStatus:
    """Give the status that the text of an exception stands for."""
    return RunStatus.MEMORY_LIMIT if "MemoryError" in text.partition(":")[0] else RunStatus.ERROR


def status_of(ended: Ended) -> RunStatus:
    """Give a run's status, where one that gave no answer though it ended well counts as an error."""
    return RunStatus.ERROR if ended.status is RunStatus.OK else ended.status


def summed(cases: Sequence[CaseOutcome], statuses: Iterable[RunStatus], says: str = "") -> Judgement:
    """Sum up: passed where every case is, and the share of cases passed as the score."""
    passed = bool(cases) and all(case.passed for case in cases)
    share = sum(case.passed for case in cases) / len(cases) if cases else 0.0
    return Judgement(passed, share, worst(statuses), tuple(cases), says=says)


def refused(sentence: str) -> Judgement:
    """Refuse what cannot be run at all, with a sentence for its author."""
    return summed([CaseOutcome(READING, hidden=False, passed=False, reason=sentence)], [RunStatus.ERROR], sentence)


def unread(ended: Ended) -> Judgement:
    """Say that a submission broke the reading of it, before any of it ran."""
    if ended.status is RunStatus.SETUP_FAILED:
        return failed_setup(ended.cause)
    sentence = f"Python could not read it within the limits ({reason_of(ended)})."
    case = CaseOutcome(READING, hidden=False, passed=False, reason=sentence)
    return summed([case], [status_of(ended)], sentence)


def failed_setup(cause: str) -> Judgement:
    """Say that the sandbox failed: nothing about the submission."""
    return Judgement(passed=False, score=0.0, status=RunStatus.SETUP_FAILED, says=CALM, fault=cause)


def faulty(fault: str) -> Judgement:
    """Say that the question failed: nothing about the submission."""
    return Judgement(passed=False, score=0.0, status=RunStatus.SETUP_FAILED, says=FAULTY, fault=fault)
