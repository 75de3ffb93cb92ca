"""Where the parts that are shipped with the code stand, and the terminal's clock."""

from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = ROOT / "questions"
CHANGELOG = ROOT / "CHANGELOG.md"


def now() -> datetime:
    """Read the clock, aware UTC: for the terminal alone, which is an edge."""
    return datetime.now(UTC)  # noqa: TID251
