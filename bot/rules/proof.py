"""What a proof is asked, and what came of it; running one is the sandbox's affair."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.rules.errors import Fault

PROVED = "proved"
FAILED = "failed"
BY_REFERENCE = "by reference"
NONE = "none"


@dataclass(frozen=True, slots=True)
class ProofCase:
    """One variant for a proof.

    Attributes:
        seed: Which variant.
        names: What the proof finds: the template's names, and the key, such as `answer`, or `order` and `before`.
        code: Python whose output the proof finds as `stdout`, or empty.
        refused: Values of `answer` that the proof must refuse, each with what it is ("the trap `p`").
    """

    seed: int
    names: Mapping[str, object]
    code: str = ""
    refused: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ProofJob:
    """One question's proof.

    Attributes:
        question_id: Whose it is.
        proof: Python; it fails by raising.
        solution: Python whose definitions the proof finds, or empty.
        requires: A package without which it cannot run, or empty.
        cases: Variants; the first `least` are always tried, the others while there is time.
        least: At least 1.
    """

    question_id: str
    proof: str
    cases: tuple[ProofCase, ...]
    solution: str = ""
    requires: str = ""
    least: int = 5


@dataclass(frozen=True, slots=True)
class ProofOutcome:
    """What came of a proof.

    Attributes:
        status: `proved`, `failed`, `unproved: needs …`, `by reference` or `none`.
        complaints: Why it failed, each a short sentence without a full stop.
        tried: How many variants were tried.
        seconds: How long it took.
    """

    question_id: str
    status: str
    complaints: tuple[str, ...] = ()
    tried: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Proved:
    """What proving a bank came to.

    Attributes:
        outcomes: One per question.
        faults: What is wrong, and where.
        refused: How many mutants of solutions the tests refused.
        tried: Of how many; those listed as equivalent are not counted.
        equivalent: How many are listed so.
    """

    outcomes: tuple[ProofOutcome, ...]
    faults: tuple[Fault, ...]
    refused: int = 0
    tried: int = 0
    equivalent: int = 0

    @property
    def mutation_score(self) -> float | None:
        """The share of mutants refused, None where none was tried."""
        return self.refused / self.tried if self.tried else None


def together(one: ProofOutcome, other: ProofOutcome) -> ProofOutcome:
    """Join what came of a question's proof and of its trials: the worse status, and the complaints of both."""
    statuses = {one.status, other.status}
    left = sorted(statuses - {FAILED, PROVED})
    status = FAILED if FAILED in statuses else left[0] if left else PROVED
    complaints = (*one.complaints, *other.complaints)
    return ProofOutcome(one.question_id, status, complaints, one.tried + other.tried, one.seconds + other.seconds)
