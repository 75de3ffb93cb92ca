"""`doctor`: what works here and what does not, with the remedy."""

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from rich.console import Console


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at.

    Attributes:
        name: What was looked at.
        well: Whether it is as it should be.
        says: What was seen; where it is not well, the remedy.
        used: Whether the bot stands on it here; what it does not stand on is no fault.
    """

    name: str
    well: bool
    says: str
    used: bool = True

    @property
    def sign(self) -> str:
        """The state in a sign; the words say it too."""
        if self.well:
            return "✓"
        return "✗" if self.used else "–"


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser("doctor", help="what works here and what does not, with the remedy")
    parser.add_argument("--endpoint", action="store_true", help="ask the model outside too whether it is there")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")


def report(examine: Callable[[], Sequence[Finding]], *, as_json: bool) -> int:
    """Print the findings.

    Returns:
        0 where all that is used is well, else 1.
    """
    findings = examine()
    well = all(finding.well or not finding.used for finding in findings)
    if as_json:
        print(json.dumps({"well": well, "findings": [asdict(finding) for finding in findings]}))
        return 0 if well else 1
    console = Console(highlight=False)
    for finding in findings:
        console.print(f"{finding.sign} {finding.name}: {finding.says}", markup=False, soft_wrap=True)
    return 0 if well else 1
