"""Where the parts that are shipped with the code stand, and what the system says of the time."""

from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = ROOT / "questions"
CHANGELOG = ROOT / "CHANGELOG.md"


def now() -> datetime:
    """Read the system's clock, aware UTC: for this room alone, which is an edge."""
    return datetime.now(UTC)  # noqa: TID251
