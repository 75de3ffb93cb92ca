"""`measure`: measures what the bot decides by itself, and keeps the figures in the documentation true."""

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

START, END = "<!-- measured -->", "<!-- end of measured -->"
_BETWEEN = re.compile(f"{START}.*?{END}", re.DOTALL)


class Measuring(Protocol):
    """What measures."""

    @property
    def page(self) -> Path:
        """Where the table of the grader stands."""
        ...

    def grading(self, say: Callable[[str], None], embeddings: str = "") -> Mapping[str, Any]:
        """Measure the grader: `figures` (name, value, target, better, holds) and `attacks` (kind, half, shares).

        Args:
            say: Told how far it is.
            embeddings: The folder of a model of meaning, empty for none.

        Raises:
            RuleBroken: It cannot be used.
        """
        ...


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    about = "measure the grader of answers in words, and rewrite the table in docs/grading.md"
    measure = commands.add_parser("measure", help=about)
    whats = measure.add_subparsers(dest="what", required=True, metavar="WHAT")
    grading = whats.add_parser("grading", help=about, description=f"{about[0].upper()}{about[1:]}.")
    grading.add_argument("--json", action="store_true", help="one JSON object instead of the table")
    about = "with the embeddings of a folder; the table in docs/grading.md stays"
    grading.add_argument("--embeddings", default="", metavar="FOLDER", help=about)


def report(asked: argparse.Namespace, measuring: Measuring) -> int:
    """Measure, print it, and rewrite the table where there is one: it is of the grader that is part of the bot.

    Returns:
        0: that a target is missed is what the figures say.
    """
    measured = measuring.grading(lambda line: print(line, file=sys.stderr, flush=True), asked.embeddings)
    table = "\n".join(lines(measured))
    print(json.dumps(measured) if asked.json else table)
    if measuring.page.exists() and not asked.embeddings:
        page = measuring.page.read_text(encoding="utf-8")
        measuring.page.write_text(rewritten(page, table), encoding="utf-8")
    return 0


def rewritten(page: str, table: str) -> str:
    """Put a table between the two marks of a page."""
    return _BETWEEN.sub(lambda _: f"{START}\n{table}\n{END}", page, count=1)


def lines(measured: Mapping[str, Any]) -> Iterator[str]:
    """Give both tables as Markdown."""
    yield "| Figure | Value | Target |"
    yield "|---|--:|--:|"
    for figure in measured["figures"]:
        sign = "≤" if figure["better"] == "lower" else "≥"
        target = "" if figure["target"] is None else f"{sign} {_number(figure['target'])}"
        missed = "" if figure["holds"] else " (missed)"
        yield f"| {figure['name']} | {_number(figure['value'])}{missed} | {target} |"
    attacks: Sequence[Mapping[str, Any]] = measured["attacks"]
    views = [key for key in attacks[0] if key not in ("kind", "half")]
    yield ""
    yield f"| Attack | Half | {' | '.join(views)} |"
    yield f"|---|---|{'--:|' * len(views)}"
    for attack in attacks:
        shares = " | ".join(f"{100 * attack[view]:.0f} %" for view in views)
        yield f"| {attack['kind']} | {attack['half']} | {shares} |"


def _number(value: float) -> str:
    return str(int(value)) if value > 1 and value == int(value) else f"{value:.3f}"
