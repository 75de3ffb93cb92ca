"""What a proof is asked, and what came of it; running one is the sandbox's affair."""

from collections.abc import Mapping
from dataclasses import dataclass

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
