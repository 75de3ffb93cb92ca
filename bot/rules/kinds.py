"""What questions and coding tasks are both made of: how a question is answered, and how far off still counts."""

from dataclasses import dataclass
from enum import StrEnum


class QuestionType(StrEnum):
    """How a question is answered; inferred from its answer keys, never written."""

    SINGLE = "single choice"
    MULTIPLE = "multiple choice"
    NUMERIC = "numeric"
    SHORT = "short text"
    ORDER = "order"
    MATCH = "match"
    CODE = "code"
    TESTS = "write the tests"
    ARTEFACT = "artefact"
    OPEN = "open answer"
    STORY = "STAR story"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far off still counts: |given - key| <= abs + rel * |key|; both >= 0."""

    abs: float = 0.0
    rel: float = 0.0
