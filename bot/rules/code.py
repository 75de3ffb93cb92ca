"""Coding tasks: what is asked, what is submitted, and what the judge said, as plain values; nothing is run here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from bot.rules.kinds import QuestionType, Tolerance
from bot.rules.run import BASE, RunLimits, RunStatus


@dataclass(frozen=True, slots=True)
class Example:
    """A call that people see, such as `auc([0, 1], [0.5, 0.5])`, and the value it gives, in Python's own writing."""

    call: str
    gives: str


@dataclass(frozen=True, slots=True)
class Growth:
    """How time may grow with size: fitted exponent <= `exponent` over `sizes`, or no worse than the reference's."""

    sizes: tuple[int, ...]
    exponent: float


@dataclass(frozen=True, slots=True)
class CodeTask:
    """A function or class to write.

    Attributes:
        starter: What the editor opens with.
        solution: The reference; it never meets the submission's process.
        name: What is called: the last function or class that the starter defines at its top level.
        tests: Python with any of these; empty where the examples are all.
            `cases(rng)` yields cases, each the list of positional arguments (or what `drive` takes of it).
            `drive(sub, case)` gives a plain value; `sub` is what the submission calls `name`. Left out: `sub(*case)`.
            `named` says what the entries of the list are that `drive` gives: people are told which is wrong.
            `check(case, got)` refuses by raising, mostly by `assert`; what the solution defines stands beside it. Left
            out: `got` is compared with what the solution gives. Not asked where a declared exception was raised.
            `grow(rng, n)` gives the arguments of one call at size n, for `grow`.
            `stable(rng)` yields cases at the edge of floating point; they are told as quality, and fail a submission
            only where `style` says `stable`.
            `leak(rng)` yields pairs of cases that differ in nothing that may be seen, each with what must be equal of
            the results where that is not all of it; told as `stable` is, and demanded by `no leakage`.
        raises: Names of exception classes that count as a result.
        imports: Top-level modules that may be imported; None for all of the profile.
        style: What is asked of the way it is written: `no loops`, `stable`, `no leakage`, `inputs stay` (no call may
            change what it is given); unmet it fails.
    """

    type: ClassVar[QuestionType] = QuestionType.CODE
    starter: str
    solution: str
    name: str
    examples: tuple[Example, ...] = ()
    tests: str = ""
    raises: tuple[str, ...] = ()
    tolerance: Tolerance = field(default_factory=Tolerance)
    imports: tuple[str, ...] | None = None
    limits: RunLimits = field(default_factory=RunLimits)
    grow: Growth | None = None
    style: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mutant:
    """A subject with a fault in it, and what the fault is; `why` is told once it has got away or been caught."""

    why: str
    code: str


@dataclass(frozen=True, slots=True)
class TestsTask:
    """Tests to write: they must pass on the subject and on every rewrite, and fail on every mutant."""

    __test__: ClassVar[bool] = False  # not a test of ours, whatever pytest thinks of the name
    type: ClassVar[QuestionType] = QuestionType.TESTS
    starter: str
    solution: str
    subject: str
    same: tuple[str, ...]
    mutants: tuple[Mutant, ...]
    imports: tuple[str, ...] | None = None
    limits: RunLimits = field(default_factory=RunLimits)


@dataclass(frozen=True, slots=True)
class ArtefactTask:
    """A file of another language to write: `dockerfile`, `yaml`, `sql` or `git`; `checks` is Python for the judge."""

    type: ClassVar[QuestionType] = QuestionType.ARTEFACT
    language: str
    starter: str
    solution: str
    checks: str
    limits: RunLimits = field(default_factory=RunLimits)


Task = CodeTask | TestsTask | ArtefactTask


@dataclass(frozen=True, slots=True)
class JudgeJob:
    """A submission to be judged.

    Attributes:
        code: The submission as it came, any bytes at all.
        seed: 0 <= seed < 2**64; fresh per attempt and recorded, so that the same inputs can be made again.
        quality: Whether quality is measured too, where every case passed; it takes more runs. What the task demands
            (`grow`, `style`) is measured in any case.
        thorough: Whether the case is looked for that broke a batch or was too slow, and how far beyond a reference's
            time it grows; without, whatever takes two seconds where time may grow only so fast is refused unmeasured,
            and what fails a hidden case is refused without its examples.
    """

    task: Task
    code: bytes
    seed: int
    profile: str = BASE
    quality: bool = True
    thorough: bool = True


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """What came of one case.

    Attributes:
        name: The call for an example, `case 7` for a hidden one, what a check or a mutant is about.
        hidden: Whether people may see only pass or fail and the kind of reason.
        reason: Why it failed, in a sentence that is safe to show: for a hidden case it names the kind of failure alone
            (`wrong value`, `wrong shape`, `raised ValueError`, `too slow`, …); empty where it passed.
        expected: What the reference gives, as `repr` cut to 200 characters; always empty for a hidden case.
        got: What came instead, likewise.
        printed: What the submission printed meanwhile, likewise; shown with care, for it is a person's.
    """

    name: str
    hidden: bool
    passed: bool
    reason: str = ""
    expected: str = ""
    got: str = ""
    printed: str = ""


@dataclass(frozen=True, slots=True)
class Quality:
    """What was seen beyond right or wrong; it never turns a fail into a pass.

    Attributes:
        aspect: `scaling`, `vectorised`, `stability`, `inputs`, `determinism`, `leakage` or `style`.
        held: Whether it is as it should be.
        says: What was seen, in a short sentence, such as `time grows as n^1.1 (asked: at most n^1.3)`.
    """

    aspect: str
    held: bool
    says: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the judge said.

    Attributes:
        passed: Every case passed (and a demanded scaling or style held).
        score: The share of cases passed, 0 to 1; 1 if and only if `passed`.
        status: The worst that happened to a run; `setup_failed` says nothing about the submission.
        says: One sentence where there is more to say than the cases do, such as a syntax error with its line.
        versions: Versions of Python and the packages that it ran with, by name.
        fault: With `setup_failed`, what of the sandbox or of the question itself failed: for its author and the log.
        trace: A digest of the cases and of what the reference gives for them: equal for equal seeds, or the tests
            depend on something else.
        wall_ms: How long the submission's longest batch took.
    """

    passed: bool
    score: float
    status: RunStatus
    cases: tuple[CaseOutcome, ...] = ()
    quality: tuple[Quality, ...] = ()
    says: str = ""
    seed: int = 0
    versions: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""
    trace: str = ""
    wall_ms: float = 0.0
