"""What the judge said, in the plain form that is stored as JSON, and back."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bot.rules.code import CaseOutcome, Judgement, Quality
from bot.rules.run import RunStatus

MOST_SHOWN = 400
"""Characters that are kept of what a case expected, got or printed."""


def to_plain(judgement: Judgement) -> dict[str, Any]:
    """Give the form that is stored as JSON; what cases printed is cut to 400 characters."""
    cases = [
        {name: value[:MOST_SHOWN] if isinstance(value, str) else value for name, value in asdict(case).items()}
        for case in judgement.cases
    ]
    return {
        "passed": judgement.passed,
        "score": judgement.score,
        "status": judgement.status.value,
        "cases": cases,
        "quality": [asdict(one) for one in judgement.quality],
        "says": judgement.says,
        "seed": str(judgement.seed),  # 64 bits: more than some readers of JSON keep
        "versions": dict(judgement.versions),
        "wall_ms": judgement.wall_ms,
    }


def from_plain(plain: Mapping[str, Any]) -> Judgement:
    """Read what `to_plain` gave.

    Raises:
        ValueError: It is no such form.
    """
    try:
        return Judgement(
            passed=bool(plain["passed"]),
            score=float(plain["score"]),
            status=RunStatus(plain["status"]),
            cases=tuple(CaseOutcome(**case) for case in plain["cases"]),
            quality=tuple(Quality(**one) for one in plain["quality"]),
            says=str(plain["says"]),
            seed=int(plain["seed"]),
            versions=dict(plain["versions"]),
            wall_ms=float(plain["wall_ms"]),
        )
    except (KeyError, TypeError) as cause:
        raise ValueError("not a stored judgement") from cause
