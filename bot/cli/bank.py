"""`bank`: checks, counts, shows, proves and locks the built-in questions, and lists what people said is wrong."""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bot.render.formulas import readable
from bot.render.words import visible
from bot.rules.errors import BankError, Fault
from bot.rules.numbers import show
from bot.rules.proof import FAILED, Proved
from bot.rules.rubric import Spoken
from bot.rules.variant import Variant

LETTERS = "ABCDEFGHIJ"
MAX_SEED = 2**64
RECENT_DAYS, MOST_DAYS = 30, 3650


class Checked(Protocol):
    """What a check found: every fault, and the ids whose version stands in no lock yet."""

    @property
    def faults(self) -> tuple[Fault, ...]: ...  # noqa: D102 (named by its class)
    @property
    def unlocked(self) -> tuple[str, ...]: ...  # noqa: D102


class BankTools(Protocol):
    """What these commands need of the bank and the sandbox. All refuse with a BankError."""

    def check(self, folder: Path | None, *, observed: bool) -> Checked:
        """Read and check a folder of questions, the built-in one for None; `observed`: beside people's answers too."""
        ...

    def stats(self, folder: Path | None) -> Mapping[str, Any]:
        """Count what a folder holds."""
        ...

    def show(self, folder: Path | None, question_id: str, seed: int) -> Variant | None:
        """Draw a question, None where there is none of that id."""
        ...

    def prove(
        self,
        folder: Path | None,
        question_ids: Sequence[str],
        share: float,
        started: Callable[[int], None],
        told: Callable[[str], None],
    ) -> Proved:
        """Prove these questions (all for none), with that share of the mutants, and say what is at fault.

        `started` is called with the number of pieces of work, `told` with a question's id for each that is done.
        """
        ...

    def lock(self, folder: Path | None) -> int:
        """Add the versions that stand in no lock yet, and give their number."""
        ...

    def schema(self) -> Mapping[str, Any]:
        """Give the JSON Schema of a question file."""
        ...

    def reports(self, days: int) -> Sequence[Mapping[str, Any]]:
        """Give what members said is wrong in so many days and nobody has handled, the newest first."""
        ...


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the commands."""
    parser = commands.add_parser("bank", help="the questions: check, stats, show, prove, lock, schema, reports")
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    told = argparse.ArgumentParser(add_help=False)
    told.add_argument("--json", action="store_true", help="one JSON object instead of text")
    told.add_argument("--folder", type=Path, help="a folder of questions instead of the built-in one")
    check = acts.add_parser("check", parents=[told], help="read every question and list every fault")
    check.add_argument("--observed", action="store_true", help="look at people's answers in the database too (W07)")
    acts.add_parser("stats", parents=[told], help="count authored questions and distinct presentations")
    shown = acts.add_parser("show", parents=[told], help="print a question as people read it, with its key")
    shown.add_argument("id")
    shown.add_argument("--seed", type=_seed, default=0, help="which variant (default 0)")
    prove = acts.add_parser("prove", parents=[told], help="run proofs, solutions and wrong solutions in the sandbox")
    prove.add_argument("id", nargs="*", help="only these questions")
    prove.add_argument("--mutants", type=_share, default=1.0, metavar="SHARE", help="try a share of them (default 1)")
    acts.add_parser("lock", parents=[told], help="note the digest of every new version in versions.lock")
    reports = acts.add_parser("reports", help="list what members said is wrong and nobody has handled")
    reports.add_argument("--json", action="store_true", help="one JSON object instead of text")
    reports.add_argument("--days", type=_days, default=RECENT_DAYS, help=f"how far back (default {RECENT_DAYS})")
    schema = acts.add_parser("schema", help="print the JSON Schema of a question file, for editors")
    schema.set_defaults(json=True, folder=None)


def _seed(text: str) -> int:
    seed = int(text)
    if not 0 <= seed < MAX_SEED:
        raise argparse.ArgumentTypeError("a seed is a whole number from 0 to 2**64 - 1")
    return seed


def _days(text: str) -> int:
    days = int(text)
    if not 1 <= days <= MOST_DAYS:
        raise argparse.ArgumentTypeError(f"days are a whole number from 1 to {MOST_DAYS}")
    return days


def _share(text: str) -> float:
    share = float(text)
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError("a share is a number from 0 to 1")
    return share


def report(asked: argparse.Namespace, tools: BankTools, console: Console | None = None) -> int:
    """Do what was asked and print what came of it.

    Args:
        asked: What `add_parser`'s commands read.
        tools: The bank and the sandbox.
        console: Where text goes; the terminal for None.

    Returns:
        0 where all is well, 1 where questions are at fault or there is no such question.
    """
    console = console or Console(soft_wrap=True, highlight=False)
    try:
        return _ACTS[asked.act](asked, tools, console)
    except BankError as refused:
        if asked.json:
            _print_json({"faults": [asdict(fault) for fault in refused.faults], "errors": len(refused.faults)})
        else:
            _print_faults(console, refused.faults)
        return 1


def _check(asked: argparse.Namespace, tools: BankTools, console: Console) -> int:
    checked = tools.check(asked.folder, observed=asked.observed)
    errors = sum(fault.refuses for fault in checked.faults)
    warnings = len(checked.faults) - errors
    if asked.json:
        faults = [asdict(fault) for fault in checked.faults]
        _print_json({"faults": faults, "errors": errors, "warnings": warnings, "unlocked": list(checked.unlocked)})
    else:
        _print_faults(console, checked.faults)
        console.print(f"{_counted(errors, 'error')}, {_counted(warnings, 'warning')}.", markup=False)
        if checked.unlocked:
            waiting = _counted(len(checked.unlocked), "version")
            console.print(f"{waiting} not in versions.lock yet: `bank lock` adds them.", markup=False)
    return 1 if errors else 0


def _stats(asked: argparse.Namespace, tools: BankTools, console: Console) -> int:
    counts = tools.stats(asked.folder)
    if asked.json:
        _print_json(counts)
        return 0
    whole = Table("", "", title="What the bank holds", title_justify="left", show_header=False)
    whole.columns[1].justify = "right"
    for key in ("authored", "templates", "presentations", "mutation_score", "errors", "warnings"):
        whole.add_row(key.replace("_", " "), _figure(counts[key]))
    for group in ("by_area", "by_type", "by_level", "by_strand", "by_proof"):
        whole.add_section()
        for name, number in counts[group].items():
            whole.add_row(name, f"{number:,}")
    console.print(whole)
    return 0


def _figure(value: float | None) -> str:
    if value is None:
        return "not measured yet"
    return f"{value:.3f}" if isinstance(value, float) else f"{value:,}"


def _show(asked: argparse.Namespace, tools: BankTools, console: Console) -> int:
    variant = tools.show(asked.folder, asked.id, asked.seed)
    if variant is None:
        if asked.json:
            _print_json({"error": f"there is no question {asked.id}"})
        else:
            console.print(f"There is no question `{asked.id}`.", markup=False)
        return 1
    if asked.json:
        _print_json(_as_json(variant))
    else:
        console.print("\n".join(_as_read(variant)), markup=False)
    return 0


def _prove(asked: argparse.Namespace, tools: BankTools, console: Console) -> int:
    with Progress(console=console, transient=True, disable=asked.json) as progress:
        bar = progress.add_task("Proving", total=None)
        proved = tools.prove(
            asked.folder,
            asked.id,
            asked.mutants,
            lambda total: progress.update(bar, total=total),
            lambda name: progress.update(bar, advance=1, description=f"Proving {name}"),
        )
    missing = sorted(set(asked.id) - {outcome.question_id for outcome in proved.outcomes})
    tally = dict(sorted(Counter(outcome.status for outcome in proved.outcomes).items()))
    if asked.json:
        _print_json(
            {
                "proofs": [asdict(outcome) for outcome in proved.outcomes],
                "tally": tally,
                "mutants": {"refused": proved.refused, "tried": proved.tried, "equivalent": proved.equivalent},
                "mutation_score": proved.mutation_score,
                "faults": [asdict(fault) for fault in proved.faults],
                "missing": missing,
            }
        )
    else:
        _print_faults(console, proved.faults)
        for name in missing:
            console.print(f"There is no question `{name}`.", markup=False)
        _print_bite(console, proved)
        console.print(", ".join(f"{number} {status}" for status, number in tally.items()), markup=False)
    failed = any(outcome.status == FAILED for outcome in proved.outcomes)
    return 1 if failed or missing or any(fault.refuses for fault in proved.faults) else 0


def _print_bite(console: Console, proved: Proved) -> None:
    if proved.mutation_score is not None:
        counted = f"{proved.refused:,} of {proved.tried:,} mutants refused ({proved.mutation_score:.3f})"
        console.print(f"{counted}, {proved.equivalent:,} listed as equivalent.", markup=False)


def _lock(asked: argparse.Namespace, tools: BankTools, console: Console) -> int:
    added = tools.lock(asked.folder)
    if asked.json:
        _print_json({"added": added})
    else:
        console.print(f"Locked {_counted(added, 'new version')}." if added else "Nothing new to lock.", markup=False)
    return 0


def _schema(asked: argparse.Namespace, tools: BankTools, console: Console) -> int:
    del asked, console
    sys.stdout.write(json.dumps(tools.schema(), indent=2, ensure_ascii=False) + "\n")
    return 0


def _reports(asked: argparse.Namespace, tools: BankTools, console: Console) -> int:
    found = tools.reports(asked.days)
    if asked.json:
        _print_json({"reports": [{**each, "at": each["at"].isoformat()} for each in found]})
        return 0
    for each in found:
        where = "direct messages" if each["server"] is None else f"server {each['server']}"
        about = [f"run {each['run']}"] if each["run"] is not None else []
        if each["question"] is not None:
            about.insert(0, f"{each['question']} version {each['version']}, seed {each['seed']}")
        console.print(f"{each['at']:%Y-%m-%d %H:%M} UTC · {' · '.join(about)} · {where}", markup=False)
        console.print(f"  {visible(each['words'])}\n", markup=False)
    console.print(f"{_counted(len(found), 'report')} in {_counted(asked.days, 'day')}.", markup=False)
    return 0


_ACTS: Mapping[str, Callable[[argparse.Namespace, BankTools, Console], int]] = {
    "check": _check,
    "stats": _stats,
    "show": _show,
    "prove": _prove,
    "lock": _lock,
    "schema": _schema,
    "reports": _reports,
}


def _print_json(value: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def _print_faults(console: Console, faults: Sequence[Fault]) -> None:
    for fault in faults:
        console.print(str(fault), style="red" if fault.refuses else "yellow", markup=False)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _as_read(variant: Variant) -> list[str]:
    """Write a variant as people read it, its key and explanation below."""
    question = variant.question
    lines = [f"{question.topic} · {question.level} · {question.type} · version {question.version}", ""]
    lines += [_plain(variant.text)]
    lines += ["", variant.code] if variant.code else []
    if variant.options:
        lines.append("")
    for letter, option in zip(LETTERS, variant.options, strict=False):
        reason = f"  ({_plain(option.reason)})" if option.reason else ""
        lines.append(f"{'✓' if option.right else '✗'} {letter}  {_plain(option.text)}{reason}")
    if variant.number is not None:
        key = variant.number
        lines += ["", f"✓ {show(key.value)} {key.unit}".rstrip()]
        lines += [f"✗ {show(value)}  ({_plain(message)})" for value, message in key.traps]
    if variant.accepted:
        lines += ["", f"✓ {' · '.join(variant.accepted)}"]
        lines += [f"◐ {' · '.join(variant.near)}"] if variant.near else []
        lines += [f"✗ {' · '.join(variant.reject)}"] if variant.reject else []
    if variant.order is not None:
        lines += ["", *(f"{rank}. {variant.order.items[place]}" for rank, place in enumerate(variant.order.right, 1))]
    if variant.matching is not None:
        key_ = variant.matching
        lines += [
            "",
            *(f"✓ {row} → {key_.options[place].text}" for row, place in zip(key_.rows, key_.right, strict=True)),
        ]
        lines += [f"✗ {option.text}  ({_plain(option.reason)})" for option in key_.options if not option.right]
    if variant.task is not None:
        lines += ["", "Starter:", variant.task.starter, "", "Solution:", variant.task.solution]
    if variant.spoken is not None:
        lines += ["", *_rubric(variant.spoken)]
    for title, text in (("Why", variant.why), ("Aloud", variant.aloud)):
        lines += ["", f"{title}: {_plain(text)}"] if text else []
    return lines + [f"Hint: {_plain(hint)}" for hint in variant.hints]


def _rubric(spoken: Spoken) -> Iterator[str]:
    """Write what an answer in one's own words is heard against."""
    for point in spoken.points:
        yield f"✓ {point.weight:g} × {_plain(point.say)}"
    for mistake in spoken.mistakes:
        yield f"✗ {_plain(mistake)}"
    for each in spoken.followups:
        yield f"→ {_plain(each.ask)}" + (f"  (point {each.if_missing} missing)" if each.if_missing else "")
    if spoken.better:
        yield from ("", f"A strong answer: {_plain(spoken.better)}")


def _as_json(variant: Variant) -> dict[str, Any]:
    """Give a variant as plain values."""
    plain = asdict(variant)
    question = plain.pop("question")
    named = {key: question[key] for key in ("id", "topic", "level", "version", "status")}
    return {**named, "type": variant.question.type, **plain}


def _plain(text: str) -> str:
    """Write formulas as Unicode, without the escapes that only Markdown needs."""
    return re.sub(r"\\([^\w\s])", r"\1", readable(text))
