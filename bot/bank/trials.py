"""What has to be shown of coding questions, as jobs for the judge, and what came of it; nothing is run here.

Shown is that the solution passes with several seeds, quickly and twice alike, that the starter and every wrong solution
are refused, and that the tests bite: they refuse automatic mutants of the solution. Of tests to write it is the
solution's tests that must catch mutants of the subject.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256

from bot.bank.item import Finding, Findings, Item
from bot.bank.models import ArtefactModel, CodeModel, TestsModel
from bot.bank.mutants import mutations
from bot.bank.node import Path, brief
from bot.bank.tasks import NO_PYTHON
from bot.rules.code import ArtefactTask, CodeTask, JudgeJob, Judgement, Mutant, Task, TestsTask
from bot.rules.proof import FAILED, PROVED, ProofOutcome
from bot.rules.run import RunLimits

SEEDS = (1, 2, 3)
SLOWEST_MS = 2_000.0
PATIENCE_S, WAITING_S = 2.0, 4.0
"""A mutant or a wrong solution that is slower than any solution may be counts as refused: by the processor's time, for
one that never ends shares it with others; by the clock only where it hardly uses any."""
BITING = 0.95
NAMED = 3
_SHARES = 10_000


class Kind(StrEnum):
    """What is tried."""

    SOLUTION = "the solution"
    AGAIN = "the solution again"
    STARTER = "the starter"
    WRONG = "a wrong solution"
    MUTANT = "a mutant"


@dataclass(frozen=True, slots=True)
class Trial:
    """One submission for the judge.

    Attributes:
        what: Of a wrong solution why it is wrong, of a mutant its name; else empty.
        path: Where it stands in the question.
    """

    question_id: str
    kind: Kind
    job: JudgeJob
    what: str = ""
    path: Path = ()

    @property
    def tests(self) -> bool:
        """Whether it is about tests to write, whose mutants are caught where the tests pass."""
        return isinstance(self.job.task, TestsTask)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a trial, in short.

    Attributes:
        why: The first case that failed and how, or what there is to say instead; empty where it passed.
        fault: What of the question or of the sandbox kept it from being judged.
        trace: A digest of the cases and of what the reference gives.
        ms: How long the submission took.
    """

    passed: bool
    why: str = ""
    fault: str = ""
    trace: str = ""
    ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Bite:
    """How many mutants of a question were tried and refused, and which were not; those listed as equivalent apart."""

    refused: int = 0
    tried: int = 0
    alive: tuple[str, ...] = ()
    equivalent: int = 0
    refused_equivalent: tuple[str, ...] = ()

    @property
    def score(self) -> float:
        """The share refused, 1 of none."""
        return self.refused / self.tried if self.tried else 1.0


def verdict_of(judgement: Judgement) -> Verdict:
    """Shorten a judgement."""
    failed = next((f"{case.name}: {case.reason}" for case in judgement.cases if not case.passed), "")
    unheld = next((f"{each.aspect}: {each.says}" for each in judgement.quality if not each.held), "")
    why = "" if judgement.passed else failed or unheld or judgement.says
    return Verdict(judgement.passed, why, judgement.fault, judgement.trace, judgement.wall_ms)


def trials(item: Item, share: float = 1.0) -> Iterator[Trial]:
    """Give all that is to be tried of a question; nothing where it is no coding question.

    Args:
        item: The question.
        share: Of its mutants so many, 0 to 1: always the same ones; under 1 the solution is judged
            with one seed, twice.
    """
    question, model = item.question, item.model
    if not isinstance(model, CodeModel | TestsModel | ArtefactModel):
        return
    task = question.body
    assert isinstance(task, Task)  # noqa: S101 (the bodies of these models)

    def job(code: str, seed: int = SEEDS[0], asked: Task = task) -> JudgeJob:
        return JudgeJob(asked, code.encode(), seed, question.profile, quality=False, thorough=False)

    drawn = isinstance(task, CodeTask) or (isinstance(task, ArtefactTask) and task.language == "sql")
    for seed in SEEDS if drawn and share == 1.0 else SEEDS[:1]:
        yield Trial(question.id, Kind.SOLUTION, job(task.solution, seed), path=("solution",))
    if drawn:
        yield Trial(question.id, Kind.AGAIN, job(task.solution), path=("solution",))
    if task.starter:
        yield Trial(question.id, Kind.STARTER, job(task.starter), path=("starter",))
    for place, wrong in enumerate([] if isinstance(model, TestsModel) else model.fails or []):
        hasty = replace(task, limits=_hasty(task.limits))
        yield Trial(question.id, Kind.WRONG, job(wrong.code, asked=hasty), wrong.why, ("fails", place))
    for name, code, asked in _mutants(task):
        if _drawn(f"{question.id} {name}") < share:
            yield Trial(question.id, Kind.MUTANT, job(code, asked=asked), name)


def _mutants(task: Task) -> Iterator[tuple[str, str, Task]]:
    """Give mutants by name, each with what is submitted and to which task."""
    source = task.solution if isinstance(task, CodeTask) else task.subject if isinstance(task, TestsTask) else ""
    hasty = _hasty(task.limits)
    try:
        made = mutations(source)
    except NO_PYTHON:
        return
    for each in made:
        if isinstance(task, TestsTask):
            alone = replace(task, same=(), mutants=(Mutant(each.name, each.code),), limits=hasty)
            yield each.name, task.solution, alone
        else:
            yield each.name, each.code, replace(task, limits=hasty)


def _hasty(limits: RunLimits) -> RunLimits:
    return replace(limits, wall_s=min(limits.wall_s, WAITING_S), cpu_s=min(limits.cpu_s, PATIENCE_S))


def _drawn(name: str) -> float:
    """Give a number from 0 up to 1 that belongs to a name."""
    return int.from_bytes(sha256(name.encode()).digest()[:4], "big") % _SHARES / _SHARES


Told = Sequence[tuple[Trial, Verdict]]


def outcome_of(item: Item, told: Told) -> ProofOutcome:
    """Say in short what the trials of a question came to."""
    complaints = tuple(finding.what for finding in faults_of(item, told))
    seconds = sum(verdict.ms for _, verdict in told) / 1_000
    return ProofOutcome(item.question.id, FAILED if complaints else PROVED, complaints, len(told), seconds)


def faults_of(item: Item, told: Told) -> Findings:
    """E12 to E15 and E17, as far as running shows them."""
    broken = next((verdict.fault for _, verdict in told if verdict.fault), "")
    if broken:
        yield _unjudged(broken)
        return
    first = {trial.kind: verdict for trial, verdict in reversed(told)}
    failed = [(trial, verdict) for trial, verdict in told if trial.kind is Kind.SOLUTION and not verdict.passed]
    for trial, verdict in failed[:1]:
        yield Finding(
            "E12", trial.path, f"the solution fails: {verdict.why} (seed {trial.job.seed})", "mend one of them"
        )
    times = [verdict.ms for trial, verdict in told if trial.kind in (Kind.SOLUTION, Kind.AGAIN)]
    quickest = min(times, default=0.0)  # whatever else the machine does, not all of them are slow for that
    if quickest > SLOWEST_MS and not failed:
        what = f"the solution takes {quickest / 1_000:.1f} s"
        yield Finding("E12", ("solution",), what, f"let it need at most {SLOWEST_MS / 1_000:g} s on all cases together")
    if Kind.AGAIN in first and first[Kind.AGAIN].trace != first[Kind.SOLUTION].trace:
        key = "checks" if isinstance(item.model, ArtefactModel) else "tests"
        yield Finding("E17", (key,), "two runs with one seed made different cases", "take chance from `rng` alone")
    for trial, verdict in told:
        if trial.kind is Kind.STARTER and verdict.passed:
            yield Finding("E15", trial.path, "the starter passes already", "leave the work to be done")
        if trial.kind is Kind.WRONG and verdict.passed:
            what = f"a wrong solution passes: {brief(trial.what)}"
            yield Finding("E13", trial.path, what, "add a case that tells it apart, or remove it")


def _unjudged(fault: str) -> Finding:
    if fault.startswith("The example"):
        return Finding("E14", ("examples",), fault.rstrip("."), "mend the example or the solution")
    return Finding(
        "E12", (), f"it cannot be judged: {fault.rstrip('.')}", "mend the solution, the tests or the sandbox"
    )


def bite_of(item: Item, told: Told) -> Bite:
    """Count the mutants that were refused."""
    model = item.model
    listed = {each.mutant for each in model.equivalent or ()} if isinstance(model, CodeModel | TestsModel) else set()
    tried = {trial.what: verdict.passed is trial.tests for trial, verdict in told if trial.kind is Kind.MUTANT}
    counted = {name: gone for name, gone in tried.items() if name not in listed}
    return Bite(
        refused=sum(counted.values()),
        tried=len(counted),
        alive=tuple(name for name, gone in counted.items() if not gone),
        equivalent=len(tried) - len(counted),
        refused_equivalent=tuple(name for name, gone in tried.items() if gone and name in listed),
    )


def dull(bite: Bite) -> Findings:
    """W09: the tests let too many mutants pass, or refuse what is listed as equivalent."""
    if bite.score < BITING:
        shown = "; ".join(bite.alive[:NAMED]) + ("; …" if len(bite.alive) > NAMED else "")
        what = f"{len(bite.alive)} of {bite.tried} mutants pass ({bite.score:.2f}): {shown}"
        yield Finding("W09", ("tests",), what, "add cases that tell them apart, or list them under `equivalent`")
    for name in bite.refused_equivalent:
        yield Finding(
            "W09", ("equivalent",), f"the mutant {name} is refused, so it is not equivalent", "remove it from there"
        )
