"""What a benchmark found and how it says so: figures with targets, as a table or as JSON."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value and its target.

    Attributes:
        better: Which side of the target is the good one.
    """

    name: str
    value: float
    unit: str
    target: float
    better: Literal["lower", "higher"] = "lower"

    @property
    def holds(self) -> bool:
        """Whether the target is met; a value that is no number never meets it."""
        return self.value <= self.target if self.better == "lower" else self.value >= self.target


Measure = Callable[[bool], Sequence[Figure]]


def run(name: str, about: str, measure: Measure, argv: Sequence[str] | None = None) -> int:
    """Read the command line, measure, and print what came of it.

    Args:
        name: The module, as in `python -m benchmarks.name`.
        about: What it measures, in one sentence.
        measure: Measures; True asks for a short run, whose figures only show that it works.
        argv: The command line without the program.

    Returns:
        0 where every target holds, 1 where one does not.
    """
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks.{name}", description=about)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--quick", action="store_true", help="a short run; its figures are rough")
    asked = parser.parse_args(argv)
    figures = measure(asked.quick)
    if asked.json:
        print(json.dumps({"figures": [asdict(figure) | {"holds": figure.holds} for figure in figures]}))
    else:
        _draw(name, figures)
    return 0 if all(figure.holds for figure in figures) else 1


def say(sentence: str) -> None:
    """Tell how far a long run has come, on standard error."""
    print(sentence, file=sys.stderr, flush=True)


def _draw(name: str, figures: Sequence[Figure]) -> None:
    table = Table("what", "value", "target", "unit", "", title=f"benchmarks.{name}", title_justify="left")
    table.columns[1].justify = table.columns[2].justify = "right"
    for figure in figures:
        bound = "≤" if figure.better == "lower" else "≥"
        mark = "✓" if figure.holds else "✗"
        table.add_row(figure.name, f"{figure.value:.3g}", f"{bound} {figure.target:g}", figure.unit, mark)
    Console(soft_wrap=True, highlight=False).print(table)
